import type { TrustPolicy } from '../../emulator/aws/trust-policy.js';

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^\*|^repo:\*/, 'every repository of GitHub'],
  [/^repo:[^/:]*\/?\*/, 'every repository of that owner'],
  [/^repo:[^:]+:\*$/, 'every branch, tag, environment and pull request of the repository'],
  [/^repo:[^:]+:ref:(refs\/)?(heads\/)?\*$/, 'every branch of the repository'],
  [/^repo:[^:]+:environment:\*$/, 'every environment of the repository']
];

/** Where a trust policy lets more jobs in than its author may think, or none. */
export function trustRemarks({ Statement }: TrustPolicy): readonly string[] {
  return [Statement].flat().flatMap(({ Condition = {}, Effect, Principal }) => {
    // Only a provider's tokens have a sub.
    const isFederated = typeof Principal === 'object' && 'Federated' in Principal;
    if (Effect !== 'Allow' || !isFederated) return [];
    const subs = Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys)
        .filter(([key]) => key.endsWith(':sub'))
        .flatMap(([, values]) => [values].flat().map((value) => [operator, String(value)] as const))
    );
    if (subs.length === 0)
      return ['has no condition on sub, so that every repository of GitHub can assume the role.'];
    return subs.flatMap(([operator, value]) => {
      if (!/[*?]/.test(value)) return [];
      if (!operator.includes('Like'))
        return [`${operator} compares ${value} as it stands: a * is matched by StringLike alone.`];
      const meaning = MEANINGS.find(([pattern]) => pattern.test(value))?.[1];
      return [`is wide: ${value} lets in ${meaning ?? 'every job whose sub matches it'}.`];
    });
  });
}
