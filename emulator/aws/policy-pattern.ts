import { UnjudgedPolicy } from './unjudged-policy.js';

/** The value of a condition key that AWS may or may not set, or sets to what is not known here. */
export const UNCERTAIN = Symbol('uncertain');

/** What IAM knows of a call, by the name of the condition key. A key that is not there is not in the request. */
export type ConditionContext = Readonly<
  Record<string, string | readonly string[] | typeof UNCERTAIN>
>;

/** A pattern of a policy: text that must be there as it is, and wildcards. */
type Piece = { readonly text: string } | { readonly wildcard: '*' | '?' };

/** The condition keys that the `${…}` of a text name. `${*}`, `${?}` and `${$}` are no keys but characters. */
export const variablesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([^}]*)\}/g)]
    .map(([, inner = '']) => inner)
    .filter((inner) => !['*', '?', '$'].includes(inner))
    .map((inner) => inner.replace(/,\s.*$/s, '').trim());

/**
 * Replaces the variables of a pattern by the values of the call. Undefined when a variable has neither a value nor a
 * default: then the pattern matches nothing. Policies of 2008-10-17 have no variables: pass no context.
 */
export function readPattern(
  pattern: string,
  context: ConditionContext | undefined
): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const [token] of pattern.matchAll(/\$\{[^}]*\}|[*?]|[^$*?]+|\$/g)) {
    if (token === '*' || token === '?') pieces.push({ wildcard: token });
    else if (context !== undefined && token.startsWith('${')) {
      const text = valueOf(token.slice(2, -1), context);
      if (text === undefined) return undefined;
      pieces.push({ text });
    } else pieces.push(...literally(token));
  }
  return pieces;
}

/** Text without variables may have wildcards in braces, in policies of 2008-10-17. */
const literally = (token: string): readonly Piece[] =>
  [...token.matchAll(/[*?]|[^*?]+/g)].map(([one]) =>
    one === '*' || one === '?' ? { wildcard: one } : { text: one }
  );

function valueOf(inner: string, context: ConditionContext): string | undefined {
  if (['*', '?', '$'].includes(inner)) return inner;
  const [, key = inner, fallback] = /^(.*?),\s+'(.*)'$/s.exec(inner) ?? [];
  const value = context[key.trim().toLowerCase()];
  if (value === UNCERTAIN)
    throw new UnjudgedPolicy(`it does not know the value that \${${key}} has in this call`);
  return typeof value === 'string' ? value : fallback;
}

/** The text as it is compared where wildcards are ordinary characters. */
export const plainText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => ('text' in piece ? piece.text : piece.wildcard)).join('');

/** Whether a pattern covers all of a text; `*` covers colons and slashes, too. */
export const covers = (pieces: readonly Piece[], text: string, flags = ''): boolean =>
  new RegExp(`^${source(pieces, '.*')}$`, `s${flags}`).test(text);

/**
 * Whether the pattern of a `Resource` covers an ARN. A `*` stays within its part between colons, unless it is the last
 * character of the part (IAM user guide, "IAM JSON policy elements: Resource"). A pattern with fewer parts than an ARN
 * covers whatever follows.
 */
export function coversArn(pieces: readonly Piece[], arn: string): boolean {
  const pattern = pieces.flatMap(splitAtColons);
  const parts = pattern.filter((piece) => 'text' in piece && piece.text === ':').length + 1;
  const regex = pattern
    .map((piece, at) => {
      if ('text' in piece) return source([piece], '');
      const next = pattern[at + 1];
      const isLast = next === undefined || ('text' in next && next.text === ':');
      return source([piece], isLast ? '.*' : '[^:]*');
    })
    .join('');
  return new RegExp(`^${regex}${parts < ARN_PARTS ? '(:.*)?' : ''}$`, 's').test(arn);
}

/** `arn:partition:service:region:account:resource` */
export const ARN_PARTS = 6;

const splitAtColons = (piece: Piece): readonly Piece[] =>
  'text' in piece
    ? piece.text
        .split(/(:)/)
        .filter((part) => part !== '')
        .map((text) => ({ text }))
    : [piece];

/**
 * Whether a pattern of an ARN operator covers an ARN: each of the six parts by itself
 * (IAM user guide, "Amazon Resource Name (ARN) condition operators").
 */
export function coversArnByParts(pieces: readonly Piece[], arn: string): boolean {
  const patterns: Piece[][] = [[]];
  for (const piece of pieces.flatMap(splitAtColons))
    if ('text' in piece && piece.text === ':' && patterns.length < ARN_PARTS) patterns.push([]);
    else patterns.at(-1)?.push(piece);
  const [head, ...tail] = splitArn(arn);
  const values = head === undefined ? [] : [head, ...tail];
  return (
    values.length === ARN_PARTS &&
    patterns.length === ARN_PARTS &&
    patterns.every((pattern, at) => covers(pattern, values[at] ?? ''))
  );
}

/** The six parts of an ARN; the last has all further colons. Fewer when it is no ARN. */
export function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')].filter(
    (_, at) => at < parts.length
  );
}

const source = (pieces: readonly Piece[], star: string): string =>
  pieces
    .map((piece) =>
      'text' in piece
        ? piece.text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
        : piece.wildcard === '*'
          ? star
          : '.'
    )
    .join('');
