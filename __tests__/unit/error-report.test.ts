import { describe, expect, test } from '@jest/globals';
import { arnsToAllow } from '../../src/aws/identifiers/arn.js';
import { ActionError } from '../../src/errors/action-error.js';
import { AttemptTimeoutError, CallError, type Call } from '../../src/errors/call-error.js';
import { errorDetails } from '../../src/errors/error-details.js';
import {
  CredentialChainError,
  type CredentialRequest
} from '../../src/errors/credential-chain-error.js';
import { diagnoses } from '../../src/errors/diagnoses/index.js';
import { reportError } from '../../src/errors/error-report.js';
import {
  ProxyConnectionError,
  ProxyRefusalError,
  ResponseTooLargeError,
  StatusError,
  UnexpectedResponseError
} from '../../src/errors/response-error.js';
import { StoredVersionError, type SentVersion } from '../../src/errors/stored-version-error.js';

const ROLE = 'arn:aws:iam::123456789012:role/passwords';
const tokenService: Call = {
  service: 'GitHub token service',
  action: 'request an OIDC token',
  resource: 'sts.amazonaws.com',
  route: { host: 'actions.example' }
};
const sts: Call = {
  service: 'AWS STS',
  action: 'sts:AssumeRoleWithWebIdentity',
  resource: ROLE,
  accountId: '123456789012',
  route: { host: 'sts.example' },
  claims: {
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:octo-org/app:ref:refs/heads/main',
    aud: 'sts.amazonaws.com'
  }
};
const assumeRole: Call = {
  service: 'AWS STS',
  action: 'sts:AssumeRole',
  resource: ROLE,
  accountId: '123456789012',
  route: { host: 'sts.example' },
  caller: { arn: undefined, sendsExternalId: false }
};
const secretsManager = (action: string, resource = 'shop/db'): Call => ({
  service: 'AWS Secrets Manager',
  action: `secretsmanager:${action}`,
  resource,
  resourcesToAllow: (caller) => arnsToAllow(resource, 'eu-west-1', caller),
  route: { host: 'secretsmanager.example' }
});
const credentials: Call = {
  service: 'AWS credentials',
  action: 'load credentials',
  resource: '*',
  route: { host: 'sts.example' }
};
const generate = secretsManager('GetRandomPassword', '*');
const github: Call = {
  service: 'GitHub',
  action: 'write the Dependabot secret DB_PASSWORD',
  resource: 'octo-org/app',
  route: { host: 'api.github.example' },
  gitHub: { account: 'octo-org', permission: '"Dependabot secrets: write"' }
};

/** What the SDK throws for an error response. */
const sdkError = (name: string, message = '', httpStatusCode = 400): Error =>
  Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode, requestId: '0b5c1a9e' }
  });
/** What Node throws. */
const nodeError = (code: string, message = code): Error =>
  Object.assign(new Error(message), { code });
/** What Octokit throws for an error response, or, with a cause, for no response. */
const octokitError = (status: number, message = '', cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), {
    name: 'HttpError',
    status,
    ...(cause === undefined && { response: {} })
  });
/** What the SDK's default chain throws, and what it has logged before. */
const chainError = (trail: string, message = '', name = 'CredentialsProviderError'): Error =>
  new CredentialChainError([trail], Object.assign(new Error(message), { name }));
/** What it throws where requests were made that came to nothing. */
const chainOf = (
  ...requests: readonly (readonly [CredentialRequest['source'], CredentialRequest['outcome']])[]
): Error =>
  new CredentialChainError(
    [],
    Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }),
    requests.map(([source, outcome]) => ({ source, host: '169.254.1.1', outcome }))
  );
/** What GitHub's response has in its headers. */
const gitHubError = (
  status: number,
  headers: Readonly<Record<string, string>>,
  message = ''
): Error => Object.assign(new Error(message), { name: 'HttpError', status, response: { headers } });

const CLAIMS =
  'its audience is sts.amazonaws.com and its sub is repo:octo-org/app:ref:refs/heads/main';

/** What was thrown, during which call, and the reason and the remedy in the message. */
const rows: readonly (readonly [thrown: Error, call: Call, reason: string, remedy: RegExp])[] = [
  [
    sdkError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
    sts,
    `the trust policy of the role does not allow this job, or the role does not exist. The token is valid: ${CLAIMS}.`,
    /:aud and :sub in the trust policy/
  ],
  [
    sdkError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
    { ...sts, claims: undefined } as unknown as Call,
    'its claims cannot be read.',
    /trust policy/
  ],
  [
    sdkError('AccessDenied', 'no', 403),
    sts,
    'STS denied the request.',
    new RegExp(`Allow sts:AssumeRoleWithWebIdentity in the trust policy of ${ROLE}`)
  ],
  [
    sdkError('InvalidIdentityToken', 'No OpenIDConnect provider found in your account'),
    sts,
    'the AWS account 123456789012 has no identity provider for the issuer of the token.',
    /Create the OIDC provider https:\/\/token\.actions\.githubusercontent\.com in that account/
  ],
  [
    sdkError('InvalidIdentityToken', 'Incorrect token audience'),
    sts,
    `the identity provider in AWS does not accept the token's audience: ${CLAIMS}.`,
    /Add that audience/
  ],
  [
    sdkError('InvalidIdentityToken', "Couldn't retrieve verification key from your provider"),
    sts,
    "STS could not fetch GitHub's keys before timeout-seconds ended (InvalidIdentityToken)",
    /Run the job again/
  ],
  [
    sdkError('IDPCommunicationError'),
    sts,
    "STS could not fetch GitHub's keys before timeout-seconds ended (IDPCommunicationError)",
    /Run the job again/
  ],
  [
    sdkError('IDPRejectedClaim', 'nonce'),
    sts,
    `STS did not accept the token (IDPRejectedClaim): ${CLAIMS}.`,
    /OIDC provider is for https:\/\/token\.actions/
  ],
  [
    sdkError('ExpiredTokenException'),
    sts,
    'the token was expired when STS read it',
    /Set the clock/
  ],
  [
    sdkError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration'),
    sts,
    'role-duration-seconds is longer than the role allows.',
    /Lower it/
  ],
  [
    sdkError('RegionDisabledException', '', 403),
    sts,
    'STS is not active in this Region (sts.example).',
    /Activate the Region/
  ],
  [sdkError('PackedPolicyTooLarge'), sts, 'the session policy', /Shorten secret-id/],
  [
    sdkError(
      'AccessDenied',
      'User: arn:aws:iam::123456789012:user/x is not authorized to perform: sts:AssumeRole on resource: y',
      403
    ),
    assumeRole,
    'STS does not let arn:aws:iam::123456789012:user/x assume the role, or the role does not exist.',
    /must name arn:aws:iam::123456789012:user\/x or its role as a principal, a condition on sts:ExternalId in it needs role-external-id,/
  ],
  [
    sdkError('AccessDenied', 'User: hunter2 is not authorized', 403),
    assumeRole,
    'STS does not let the credentials of this runner assume the role',
    /must name whoever the credentials belong to/
  ],
  [
    sdkError(
      'ValidationError',
      'exceeds the 1 hour session limit for roles assumed by role chaining'
    ),
    assumeRole,
    'a session that was opened by the session of another role lasts at most 3600 seconds.',
    /^Lower role-duration-seconds\.$/
  ],
  [
    sdkError('ExpiredToken', '', 403),
    assumeRole,
    'the AWS credentials have expired.',
    /Get them later/
  ],
  [
    sdkError('EncryptionFailure'),
    secretsManager('CreateSecret'),
    'Secrets Manager cannot use the KMS key',
    /kms:GenerateDataKey/
  ],
  [
    sdkError('AccessDeniedException', 'Access to KMS is not allowed'),
    secretsManager('GetSecretValue'),
    'Secrets Manager cannot use the KMS key',
    /kms:Decrypt/
  ],
  [
    sdkError('AccessDeniedException', 'User is not authorized'),
    generate,
    'AWS denied the request.',
    /Allow secretsmanager:GetRandomPassword on \* /
  ],
  [
    sdkError('AccessDeniedException', 'User is not authorized'),
    secretsManager('PutSecretValue'),
    'AWS denied the request.',
    /Allow secretsmanager:PutSecretValue on arn:aws:secretsmanager:eu-west-1:ACCOUNT:secret:shop\/db and arn:aws:secretsmanager:eu-west-1:ACCOUNT:secret:shop\/db-\?\?\?\?\?\? /
  ],
  [
    sdkError(
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/x is not authorized to perform: secretsmanager:TagResource on resource: shop/db'
    ),
    secretsManager('CreateSecret'),
    'AWS denied the request.',
    /Allow secretsmanager:TagResource on arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop\/db and arn:/
  ],
  [
    sdkError('AccessDeniedException', 'User is not authorized to perform: secretsmanager:Whatever'),
    secretsManager('CreateSecret'),
    'AWS denied the request.',
    /Allow secretsmanager:CreateSecret on /
  ],
  [
    new AttemptTimeoutError(5000),
    { ...credentials, route: { host: '' } },
    'the source of the credentials did not return them in time.',
    /credential_process/
  ],
  ...(
    [
      [200, 'returned something else than credentials.', /is no agent of ECS or EKS/],
      [403, 'returned status 403.', /pods\.eks\.amazonaws\.com/],
      [503, 'returned status 503.', /pods\.eks\.amazonaws\.com/],
      ['ETIMEDOUT', 'did not respond.', /Pod Identity Agent/],
      ['ECONNREFUSED', 'cannot be reached (ECONNREFUSED).', /Pod Identity Agent/]
    ] as const
  ).map(
    ([outcome, said, remedy]) =>
      [
        // The second is what the SDK asks once more, without a token.
        chainOf(['container', outcome], ['container', 401]),
        credentials,
        `the credentials endpoint of this container, 169.254.1.1, ${said}`,
        remedy
      ] as const
  ),
  [
    chainError('-> URL not accepted. It must', 'Could not load credentials'),
    credentials,
    'the SDK does not ask the address in AWS_CONTAINER_CREDENTIALS_FULL_URI.',
    /https:/
  ],
  [
    chainOf(['instance token', 'ETIMEDOUT'], ['instance role', 401]),
    credentials,
    'but not to this container: its hop limit is 1.',
    /hop-limit 2"\. Or set role-to-assume/
  ],
  [
    chainOf(['instance token', 200], ['instance role', 404]),
    { ...credentials, isForRole: true },
    'this EC2 instance has no role.',
    /leave role-chaining empty/
  ],
  [
    chainOf(['instance token', 'ETIMEDOUT'], ['instance role', 'ETIMEDOUT']),
    credentials,
    'no AWS credentials were found: there are none in the variables and the shared files of this runner, and there is no role of an EC2 instance (its metadata service, 169.254.1.1, did not respond).',
    /configure-aws-credentials/
  ],
  [
    chainError('', 'Could not load credentials'),
    credentials,
    'no AWS credentials were found: there are none in the variables and the shared files of this runner, and no EC2 instance was asked for its role.',
    /Run aws-actions\/configure-aws-credentials before this step, or set role-to-assume/
  ],
  [
    Object.assign(new Error('no rule'), { name: 'EndpointError' }),
    generate,
    'the AWS SDK has no endpoint',
    /AWS_USE_DUALSTACK_ENDPOINT/
  ],
  [
    nodeError('ERR_INVALID_URL'),
    generate,
    'an endpoint_url in the shared config file is not a URL.',
    /https:\/\//
  ],
  [
    nodeError('ERR_INVALID_CHAR', 'Invalid character in header content ["authorization"]'),
    generate,
    'the credentials contain a character that cannot be sent.',
    /line break/
  ],
  [
    Object.assign(sdkError('InvalidSignatureException', 'Signature expired'), {
      $metadata: { httpStatusCode: 400, clockSkewCorrected: true }
    }),
    generate,
    'the clock of this runner is wrong, and AWS did not accept the request with its own time either (InvalidSignatureException).',
    /^Set the clock/
  ],
  [
    sdkError('UnrecognizedClientException'),
    generate,
    'AWS does not accept the credentials (UnrecognizedClientException).',
    /belong together/
  ],
  [
    sdkError('ExpiredTokenException'),
    generate,
    'the AWS credentials have expired.',
    /Get them later/
  ],
  [
    sdkError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion."
    ),
    secretsManager('PutSecretValue'),
    'the secret is scheduled for deletion, or has just been deleted.',
    /^Restore it \(aws secretsmanager restore-secret\), choose another name,/
  ],
  [
    sdkError('InvalidRequestException', 'Operation not permitted on a replica secret.'),
    secretsManager('PutSecretValue'),
    'the secret is a replica, which can only be changed in its primary Region.',
    /Set aws-region to the Region of the primary secret/
  ],
  [
    sdkError('InvalidRequestException', 'The secret is managed by another service.'),
    secretsManager('PutSecretValue'),
    'an AWS service manages the secret, and only that service may change it.',
    /Change the password in that service/
  ],
  [
    sdkError('InvalidRequestException', "A previous rotation isn't complete."),
    secretsManager('PutSecretValue'),
    'a rotation of the secret by AWS is not finished.',
    /cancel-rotate-secret/
  ],
  [
    sdkError('InvalidParameterException', 'The length is too short.'),
    generate,
    'Secrets Manager refused the request (InvalidParameterException: The length is too short).',
    /Change the inputs/
  ],
  [
    sdkError('InvalidParameterException', 'You sent hunter2'),
    secretsManager('PutSecretValue'),
    'Secrets Manager refused the request (InvalidParameterException).',
    /Change the inputs/
  ],
  [
    sdkError('LimitExceededException', 'x'.repeat(400)),
    secretsManager('DescribeSecret'),
    `a limit of Secrets Manager is reached (LimitExceededException: ${'x'.repeat(300)}…).`,
    /Delete secrets that are no longer used/
  ],
  [
    sdkError('LimitExceededException', 'hunter2'),
    secretsManager('CreateSecret'),
    'a limit of Secrets Manager is reached (LimitExceededException).',
    /Delete secrets that are no longer used/
  ],
  [
    sdkError('LimitExceededException', 'hunter2'),
    secretsManager('PutSecretValue'),
    'the secret has as many versions as Secrets Manager keeps, about 100.',
    /once they are a day old: rotate less often/
  ],
  [
    sdkError('LimitExceededException', 'no'),
    secretsManager('UpdateSecretVersionStage'),
    'a version of the secret has as many labels as Secrets Manager takes, 20.',
    /Take labels off it/
  ],
  [
    sdkError('ThrottlingException', 'Rate exceeded'),
    generate,
    'AWS Secrets Manager still throttled the request when timeout-seconds ended.',
    /Run fewer jobs at once/
  ],
  [
    octokitError(403, 'You have exceeded a secondary rate limit.'),
    github,
    'GitHub still throttled the request',
    /fewer/
  ],
  [octokitError(401), github, 'GitHub does not accept github-token.', /expired or revoked/],
  [
    octokitError(404),
    github,
    'GitHub returned status 404: octo-org/app does not exist',
    /with "Dependabot secrets: write"\./
  ],
  [
    octokitError(403, 'Repository was archived so is read-only.'),
    github,
    'octo-org/app is archived, so nothing in it can be changed.',
    /^Unarchive it/
  ],
  [
    octokitError(
      403,
      "The 'octo-org' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days. hunter2"
    ),
    github,
    'github-token is valid for longer than the organization octo-org allows.',
    /earlier expiry date/
  ],
  [
    octokitError(403, '`octo-org` forbids access via a personal access token (classic). hunter2'),
    github,
    'the organization octo-org does not let personal access tokens of this kind in.',
    /GitHub App token/
  ],
  ...[
    'Resource not accessible by integration',
    'Resource not accessible by personal access token',
    'Must have admin rights to Repository.'
  ].map(
    (message) =>
      [
        octokitError(403, message),
        github,
        'github-token may not write the secrets of octo-org/app. The GITHUB_TOKEN of a job never may.',
        /^Use a fine-grained or GitHub App token with "Dependabot secrets: write"\.$/
      ] as const
  ),
  [
    octokitError(403, 'hunter2'),
    github,
    'GitHub returned status 403: octo-org/app does not exist, or github-token may not write its secrets.',
    /secrets: write/
  ],
  [
    octokitError(
      422,
      'Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). hunter2'
    ),
    github,
    'GitHub does not accept the name in github-secret.',
    /underscores/
  ],
  [
    octokitError(422, 'hunter2'),
    github,
    'GitHub does not accept the secret (status 422).',
    /100 secrets for a repository/
  ],
  [
    nodeError('ENOTFOUND'),
    generate,
    'the host secretsmanager.example cannot be found (ENOTFOUND).',
    /Check aws-region and AWS_ENDPOINT_URL/
  ],
  [
    octokitError(500, '', nodeError('ENOTFOUND')),
    github,
    'the host api.github.example cannot be found (ENOTFOUND).',
    /^Check the DNS of this runner\.$/
  ],
  ...(
    [
      ['self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      ['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
      [
        'unable to get local issuer certificate; if the root CA is installed locally, try --use-system-ca',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
      ],
      ['unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
      ['certificate has expired', 'CERT_HAS_EXPIRED'],
      ["Hostname/IP does not match certificate's altnames: IP: 1", 'ERR_TLS_CERT_ALTNAME_INVALID']
    ] as const
  ).flatMap(([words, code]) =>
    (
      [
        [nodeError(code, words), tokenService, 'actions.example'],
        [nodeError(code, words), generate, 'secretsmanager.example'],
        [octokitError(500, words, nodeError(code, words)), github, 'api.github.example']
      ] as const
    ).map(
      ([thrown, call, host]) =>
        [
          thrown,
          call,
          `the certificate of ${host} is not trusted (${code}).`,
          /NODE_EXTRA_CA_CERTS/
        ] as const
    )
  ),
  [
    nodeError('EPROTO', 'wrong version number'),
    generate,
    'the TLS connection to secretsmanager.example failed (EPROTO).',
    /http or https/
  ],
  [
    new AttemptTimeoutError(5000),
    generate,
    'secretsmanager.example did not respond in time.',
    /timeout-seconds/
  ],
  [
    nodeError('ECONNRESET', 'socket hang up'),
    generate,
    'the connection to secretsmanager.example broke (ECONNRESET).',
    /firewall/
  ],
  [
    octokitError(500, '', nodeError('EPIPE')),
    github,
    'the connection to api.github.example broke (EPIPE).',
    /firewall/
  ],
  ...['ECONNABORTED', 'ENETUNREACH', 'EHOSTUNREACH', 'ERR_STREAM_PREMATURE_CLOSE'].map(
    (code) =>
      [
        nodeError(code),
        generate,
        `the connection to secretsmanager.example broke (${code}).`,
        /firewall/
      ] as const
  ),
  [
    sdkError('InternalServiceError', '', 500),
    generate,
    'AWS Secrets Manager still returned status 500',
    /status page/
  ],
  [
    octokitError(502),
    github,
    'GitHub still returned status 502 when timeout-seconds ended.',
    /status page/
  ],
  [
    new StatusError(503, {}),
    tokenService,
    'GitHub token service still returned status 503',
    /status page/
  ],
  [
    new StatusError(403, {}),
    tokenService,
    'the token service refused the request (status 403).',
    /id-token: write/
  ],
  [
    new UnexpectedResponseError('the response has no token'),
    tokenService,
    'the response from actions.example contains no token.',
    /proxy/
  ],
  [
    Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 200 } }),
    generate,
    'the response from secretsmanager.example (status 200) is not from AWS Secrets Manager.',
    /AWS_ENDPOINT_URL/
  ],
  [
    Object.assign(new Error('no key'), { name: 'UnexpectedResponseError' }),
    github,
    'the response from api.github.example (status 200) is not from GitHub.',
    /GITHUB_API_URL/
  ],
  ...(
    [
      [
        'web-identity - fromTokenFile',
        'ENOENT',
        'the web identity token file of this runner cannot be read (ENOENT).'
      ],
      [
        'credential-provider-http - fromHttp',
        'EACCES',
        "the token file of the container's credentials cannot be read (EACCES)."
      ],
      [
        'web-identity - fromWebToken',
        'AccessDenied',
        'STS does not let this runner assume the role of its web identity (AccessDenied).'
      ],
      [
        'resolveAssumeRoleCredentials (STS)',
        'AccessDenied',
        'STS does not let the profile assume its role_arn (AccessDenied).'
      ],
      [
        'To refresh this SSO session run aws sso login',
        'CredentialsProviderError',
        'the SSO session of the profile has expired'
      ],
      [
        'Profile is configured with invalid SSO credentials.',
        'CredentialsProviderError',
        'the SSO settings of the profile are incomplete'
      ],
      [
        'credential-provider-sso - fromSSO',
        'CredentialsProviderError',
        'IAM Identity Center (SSO) did not return credentials'
      ],
      [
        'please re-authenticate using aws login',
        'CredentialsProviderError',
        'the session of "aws login"'
      ],
      [
        'Profile ci credential_process returned expired credentials.',
        'CredentialsProviderError',
        'the credential_process of profile ci returned expired credentials.'
      ],
      [
        'Profile ci credential_process did not return Version 1.',
        'CredentialsProviderError',
        'the credential_process of profile ci did not return credentials in the form'
      ],
      [
        '-> Command failed: hunter2',
        'CredentialsProviderError',
        'the credential_process of the profile failed.'
      ],
      [
        'Profile ci requires multi-factor authentication, but',
        'CredentialsProviderError',
        'profile ci needs a code of an MFA device.'
      ],
      [
        'Detected a cycle attempting to resolve credentials for profile ci. Profiles visited',
        'CredentialsProviderError',
        'the source_profile of profile ci leads back to itself.'
      ],
      [
        'Unsupported credential source in profile ci. Got Moon',
        'CredentialsProviderError',
        'the credential_source of profile ci is unknown.'
      ],
      [
        'Could not resolve credentials using profile: [ci] in',
        'CredentialsProviderError',
        'the profile ci does not exist on this runner, or has no credentials.'
      ]
    ] as const
  ).map(
    ([trail, code, reason]) => [chainError(trail, '', code), credentials, reason, /./] as const
  ),
  [
    gitHubError(403, {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '90',
      date: 'Thu, 01 Jan 1970 00:00:00 GMT'
    }),
    github,
    "github-token has used up GitHub's rate limit, which ends in 90 seconds (1970-01-01 00:01:30 UTC).",
    /GitHub App/
  ],
  [
    gitHubError(429, { 'retry-after': '600' }),
    github,
    'GitHub limits how often it is called. The limit ends in 10 minutes, after timeout-seconds.',
    /fewer/
  ],
  [
    gitHubError(503, { 'retry-after': '1' }),
    github,
    'GitHub returned status 503 and wants to be called again in 1 second, after timeout-seconds.',
    /Run the job again/
  ],
  [
    gitHubError(403, { 'x-github-sso': 'required; url=hunter2' }),
    github,
    'github-token is not authorized for the single sign-on of the organization octo-org.',
    /Configure SSO/
  ],
  [
    octokitError(403, 'Resource protected by organization SAML enforcement. hunter2'),
    github,
    'the organization octo-org enforces SAML single sign-on',
    /GitHub App token/
  ],
  [
    octokitError(403, 'the `hunter2` organization has an IP allow list enabled'),
    github,
    'the IP allow list of the organization octo-org does not contain this runner.',
    /address of the runner/
  ],
  [
    octokitError(500, 'x', new StatusError(302, { location: 'https://elsewhere.example/hunter2' })),
    github,
    'api.github.example redirected the request to https://elsewhere.example, which this action does not follow.',
    /GITHUB_API_URL/
  ],
  [
    nodeError('HPE_INVALID_CONSTANT', 'hunter2'),
    generate,
    'the response from secretsmanager.example is not valid HTTP (HPE_INVALID_CONSTANT).',
    /AWS_ENDPOINT_URL/
  ],
  [
    new ResponseTooLargeError(7),
    tokenService,
    'the response from actions.example is larger than any of GitHub token service.',
    /ACTIONS_ID_TOKEN_REQUEST_URL/
  ],
  [
    nodeError('ECONNREFUSED'),
    generate,
    'nothing listens at secretsmanager.example (ECONNREFUSED).',
    /AWS_ENDPOINT_URL/
  ],
  [
    sdkError('TeapotException', 'hunter2', 418),
    generate,
    'AWS Secrets Manager returned TeapotException (status 418, request 0b5c1a9e).',
    /give the request id to AWS Support/
  ],
  [
    octokitError(418, 'hunter2'),
    github,
    'GitHub returned HttpError (status 418, request none).',
    /give the request id to GitHub Support/
  ]
];

const PROXY = 'proxy.example:3128';
const behind = (call: Call): Call => ({ ...call, route: { ...call.route, proxy: PROXY } });
const proxied: typeof rows = [
  ...[tokenService, generate, github].map(
    (call) =>
      [
        call === github
          ? octokitError(500, 'x', new ProxyRefusalError(407, ['basic']))
          : new ProxyRefusalError(407, ['basic']),
        behind(call),
        `the proxy proxy.example:3128 refused to connect to ${call.route.host} (status 407).`,
        /^Check the user and the password in HTTPS_PROXY\.$/
      ] as const
  ),
  [
    new ProxyRefusalError(403),
    behind(generate),
    'the proxy proxy.example:3128 refused to connect to secretsmanager.example (status 403).',
    /^Check that the proxy allows this host/
  ],
  [
    new ProxyRefusalError(407, ['negotiate', 'ntlm']),
    behind(generate),
    'the proxy proxy.example:3128 accepts Negotiate and NTLM only, and this action can sign in to a proxy with Basic only.',
    /Have the proxy accept Basic/
  ],
  [
    new ProxyConnectionError(nodeError('DEPTH_ZERO_SELF_SIGNED_CERT')),
    behind(generate),
    'the certificate of the proxy proxy.example:3128 is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).',
    /NODE_EXTRA_CA_CERTS/
  ],
  [
    octokitError(500, 'x', new ProxyConnectionError(nodeError('EPROTO'))),
    behind(github),
    'the TLS connection to the proxy proxy.example:3128 failed (EPROTO).',
    /must begin with http:/
  ],
  [
    new ProxyConnectionError(nodeError('HPE_INVALID_CONSTANT')),
    behind(generate),
    'the response from the proxy proxy.example:3128 is not valid HTTP (HPE_INVALID_CONSTANT).',
    /HTTPS_PROXY/
  ],
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET'].map(
    (code) =>
      [
        new ProxyConnectionError(nodeError(code)),
        behind(generate),
        `the proxy proxy.example:3128, on the way to secretsmanager.example, cannot be reached (${code}).`,
        /NO_PROXY/
      ] as const
  ),
  // Behind the tunnel, it is the host.
  [
    nodeError('DEPTH_ZERO_SELF_SIGNED_CERT'),
    behind(generate),
    'the certificate of secretsmanager.example is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).',
    /NODE_EXTRA_CA_CERTS/
  ],
  [
    new AttemptTimeoutError(5000),
    behind(generate),
    'secretsmanager.example, behind the proxy proxy.example:3128, did not respond in time.',
    /timeout-seconds/
  ]
];

function expectExplained([thrown, call, reason, remedy]: (typeof rows)[number]): void {
  const { message, details } = reportError(new CallError(call, thrown, 1));
  expect(message).toContain(reason);
  expect(message.slice(message.indexOf(reason) + reason.length).trimStart()).toMatch(remedy);
  expect(message + details.join()).not.toContain('hunter2');
  expect(details).toEqual([
    expect.stringContaining(
      `${call.service} at ${call.route.host || 'no host'}: ${call.action} on ${call.resource}: code `
    )
  ]);
}

describe('a failed call', () => {
  test.each(
    rows.map((row) => [`${row[1].service}, ${errorDetails(row[0]).code}: ${row[2]}`, row] as const)
  )('%s', (_, row) => {
    expectExplained(row);
  });

  test.each(proxied.map((row) => [row[2], row] as const))('with a proxy: %s', (_, row) => {
    expectExplained(row);
  });

  test('has a row here for every diagnosis', () => {
    const found = new Set(
      [...rows, ...proxied].map(([thrown, call]) =>
        diagnoses.find(({ matches }) => matches(errorDetails(thrown), call))
      )
    );
    expect(diagnoses.filter((diagnosis) => !found.has(diagnosis))).toEqual([]);
  });

  test.each([
    [
      'shop/db',
      'arn:aws:secretsmanager:eu-west-1:ACCOUNT:secret:shop/db and arn:aws:secretsmanager:eu-west-1:ACCOUNT:secret:shop/db-??????'
    ],
    [
      'arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db',
      'arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db and arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db-??????'
    ],
    [
      'arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db-AbCdEf',
      'arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db-AbCdEf'
    ],
    ['*', '*']
  ])('names what a policy must allow for %s', (resource, expected) => {
    const call = secretsManager('DescribeSecret', resource);
    const { message } = reportError(new CallError(call, sdkError('AccessDeniedException'), 1));
    expect(message).toContain(`Allow secretsmanager:DescribeSecret on ${expected} in a policy`);
  });

  test("says that GitHub's hourly limit ends within an hour when no time is named", () => {
    const thrown = gitHubError(403, { 'x-ratelimit-remaining': '0' });
    expect(reportError(new CallError(github, thrown, 1)).message).toContain(
      'which ends within an hour.'
    );
  });

  test('that nobody knows is told with what is known', () => {
    const thrown = Object.assign(new Error('hunter2'), { name: 'Odd' });
    expect(reportError(new CallError(github, thrown, 1)).message).toContain(
      'GitHub returned Odd (status none, request none).'
    );
  });

  test('has the number of attempts in its message, when more than one', () => {
    const message = (attempts: number): string =>
      reportError(new CallError(generate, nodeError('ECONNRESET'), attempts)).message;
    expect(message(1)).toMatch(/^Could not call secretsmanager:GetRandomPassword: the/);
    expect(message(3)).toMatch(
      /^Could not call secretsmanager:GetRandomPassword \(3 attempts\): the/
    );
  });

  test.each([
    [tokenService, "Could not get the job's OIDC token: "],
    [sts, `Could not assume the role ${ROLE}: `],
    [secretsManager('PutSecretValue'), 'Could not call secretsmanager:PutSecretValue on shop/db: '],
    [github, 'Could not write the Dependabot secret DB_PASSWORD of octo-org/app: ']
  ])('begins its message with what failed: %#', (call, beginning) => {
    expect(
      reportError(new CallError(call, new AttemptTimeoutError(1), 1)).message.startsWith(beginning)
    ).toBe(true);
  });

  test.each([undefined, null, 'hunter2', 7, {}, { message: 7, code: {}, name: 'a b' }])(
    'that threw %j has no code, and the value is not quoted',
    (thrown) => {
      const { message, details } = reportError(new CallError(github, thrown, 1));
      expect(message + details.join()).not.toContain('hunter2');
      expect(details.join()).toContain('code unknown error, status none, request none, attempts 1');
    }
  );

  test.each<[SentVersion['isStored'], string, boolean?]>([
    [
      true,
      'The password is already stored as version v1 of shop/db!, but no label was moved to it, so it is not current, and no output is set. To see its labels, run ',
      true
    ],
    [
      true,
      'The password is already stored as version v1 of shop/db!, but no output is set. To see its labels, run '
    ],
    [
      'unknown',
      'Whether version v1 of shop/db! is stored is not known, and no output is set. To find out, run '
    ],
    [false, 'Version v1 of shop/db! is not stored. To check, run ']
  ])(
    'once a version was sent names it (stored: %s), and how to find out',
    (isStored, words, isWithoutEffect = false) => {
      const cause = new CallError(github, octokitError(401), 1);
      const version = {
        ...{ secretId: 'shop/db!', region: 'eu-west-1', versionId: 'v1' },
        isStored,
        isWithoutEffect
      };
      expect(reportError(new StoredVersionError(version, cause))).toEqual({
        message: `${reportError(cause).message} ${words}"aws secretsmanager list-secret-version-ids --include-deprecated --region eu-west-1 --secret-id 'shop/db!'".`,
        details: reportError(cause).details
      });
    }
  );

  test('quotes an id for a shell, whatever is in it', () => {
    const version = {
      ...{ secretId: "it's", region: 'eu-west-1', versionId: 'v1' },
      isStored: true
    } as const;
    const cause = new CallError(github, octokitError(401), 1);
    expect(reportError(new StoredVersionError(version, cause)).message).toMatch(
      / --secret-id 'it'\\''s'"\.$/
    );
  });
});

describe('anything else', () => {
  test('an ActionError has its message already', () => {
    expect(reportError(new ActionError('aws-region is x.'))).toEqual({
      message: 'aws-region is x.',
      details: ['The action itself ended the run, not a failed call.']
    });
  });

  test('an unknown error is named by its code', () => {
    expect(reportError(nodeError('ENOSPC', 'hunter2')).message).toBe(
      'This action failed with an unexpected error (ENOSPC). Run the job again with debug logging and report it.'
    );
  });

  test('an unknown error keeps its class, code and stack for the debug log, without a message', () => {
    class OutputError extends Error {}
    const cause = Object.assign(new OutputError('hunter2\n    at hunter2 (hunter2.ts:1:1)'), {
      code: 'ENOSPC'
    });
    const thrown = new TypeError('cannot write hunter2\nin two lines: hunter2', { cause });
    const { message, details } = reportError(thrown);
    expect(message + details.join('\n')).not.toContain('hunter2');
    expect(details[0]).toBe('Thrown: TypeError, code TypeError');
    expect(details).toContain('Thrown: OutputError, code ENOSPC');
    const frames = details.filter((line) => !line.startsWith('Thrown: '));
    expect(frames).toEqual(frames.map(() => expect.stringMatching(/^at \S/)));
    const here = frames.filter((line) => line.includes('error-report.test.ts'));
    expect(here.length).toBeGreaterThanOrEqual(2);
  });

  test('a message that was changed after the error was made is not taken for its stack', () => {
    const thrown = new Error('hunter2\n    at hunter2 (hunter2.ts:1:1)');
    expect(thrown.stack).toContain('hunter2');
    thrown.message = 'another';
    expect(reportError(thrown).details).toEqual(['Thrown: Error, code Error']);
  });

  test('an error without a stack has none in the log', () => {
    const thrown = new Error('hunter2');
    delete thrown.stack;
    expect(reportError(thrown).details).toEqual(['Thrown: Error, code Error']);
  });

  test.each([
    ['hunter2', 'string'],
    [undefined, 'undefined'],
    [null, 'object'],
    [{ message: 'hunter2', stack: 'hunter2' }, 'object']
  ])('a thrown value that is no error is named by its type: %j', (thrown, type) => {
    const { message, details } = reportError(thrown);
    expect(message).toContain('(unknown error)');
    expect(details).toEqual([`Thrown: a value of type ${type}`]);
  });
});
