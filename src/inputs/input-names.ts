const awsInputs = [
  'aws-region',
  'role-to-assume',
  'role-chaining',
  'role-external-id',
  'role-session-name',
  'role-duration-seconds',
  'audience',
  'timeout-seconds'
] as const;

/** The inputs of action.yml. */
export const actionInputs = [
  ...awsInputs,
  'preset',
  'user-name',
  'alternate-user-name',
  'password-length',
  'exclude-characters',
  'exclude-numbers',
  'exclude-punctuation',
  'exclude-uppercase',
  'exclude-lowercase',
  'include-space',
  'require-each-included-type',
  'key-bytes',
  'key-encoding',
  'output-password',
  'password-hash',
  'secret-id',
  'if-secret-exists',
  'if-secret-missing',
  'generate-string-key',
  'user-name-key',
  'secret-string-template',
  'secret-version-stage',
  'if-rotation-pending',
  'rotate-after-days',
  'kms-key-id',
  'secret-description',
  'secret-tags',
  'github-secret',
  'github-repository',
  'github-environment',
  'github-organization',
  'github-secret-app',
  'github-secret-visibility',
  'github-token'
] as const;

/** The inputs of promote/action.yml. */
export const promoteInputs = [
  ...awsInputs,
  'secret-id',
  'secret-version-id',
  'if-not-pending'
] as const;

export type InputName = (typeof actionInputs)[number] | (typeof promoteInputs)[number];
