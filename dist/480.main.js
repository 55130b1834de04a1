"use strict";
exports.id = 480;
exports.ids = [480];
exports.modules = {

/***/ 4480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explain: () => (/* binding */ explain)
/* harmony export */ });
/* unused harmony export explanations */
/* harmony import */ var _main2_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5850);
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(857);
/* harmony import */ var fs__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9896);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7030);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8161);







// node_modules/.cache/bundle/src/errors/explain.js
/** Turns whatever was thrown into what a person needs to know. Shows nothing that a response could have put in. */
function explain(thrown) {
    if (thrown instanceof _main2_js__WEBPACK_IMPORTED_MODULE_0__.A) {
        const { message, details } = explain(thrown.cause);
        const { versionId, arn } = thrown.stored;
        return {
            message: `${message} The password is already stored as version ${versionId} of ${arn}, but no output is set.`,
            details
        };
    }
    if (thrown instanceof _main2_js__WEBPACK_IMPORTED_MODULE_0__.a) {
        return {
            message: thrown.message,
            details: ['The action itself ended the run, not a failed call.']
        };
    }
    if (thrown instanceof _main2_js__WEBPACK_IMPORTED_MODULE_0__.C)
        return explainCall(thrown);
    const { code } = (0,_main2_js__WEBPACK_IMPORTED_MODULE_0__.e)(thrown);
    return {
        message: `This action failed with an unexpected error (${code}). Run the job again with debug logging and report it.`,
        details: describeUnknown(thrown)
    };
}
/** The class, code and stack of an error and of its causes, without their messages: a message may quote anything. */
function describeUnknown(thrown) {
    if (!(thrown instanceof Error))
        return [`Thrown: a value of type ${typeof thrown}`];
    const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line));
    return [
        `Thrown: ${thrown.constructor.name}, code ${(0,_main2_js__WEBPACK_IMPORTED_MODULE_0__.e)(thrown).code}`,
        ...frames.map((line) => line.trim()),
        ...(thrown.cause === undefined ? [] : describeUnknown(thrown.cause))
    ];
}
function explainCall({ call, details, attempts }) {
    const { reason, remedy } = explanations.find(({ matches }) => matches(details, call)) ?? unknownError;
    const tried = attempts > 1 ? ` (${attempts} attempts)` : '';
    return {
        message: `Could not ${describeCall(call)}${tried}: ${reason(details, call)} ${remedy(details, call)}`,
        details: [
            `${call.service} at ${call.host}: ${call.action} on ${call.resource}: ` +
                `code ${details.code}, status ${details.status ?? 'none'}, request ${details.requestId ?? 'none'}, attempts ${attempts}`
        ]
    };
}
function describeCall({ service, action, resource }) {
    switch (service) {
        case 'GitHub token service':
            return "get the job's OIDC token";
        case 'AWS STS':
            return `assume the role ${resource}`;
        case 'AWS Secrets Manager':
            return resource === '*' ? `call ${action}` : `call ${action} on ${resource}`;
        case 'GitHub':
            return `${action} of ${resource}`;
    }
}
const from = (service) => (code, message = /^/) => (details, call) => call.service === service && code.test(details.code) && message.test(details.message);
const sts = from('AWS STS');
const secretsManager = from('AWS Secrets Manager');
const status = (service, ...statuses) => (details, call) => call.service === service && statuses.includes(details.status ?? 0);
const code = (pattern) => (details) => pattern.test(details.code);
const claimsText = ({ claims }) => claims
    ? `its audience is ${(0,_main2_js__WEBPACK_IMPORTED_MODULE_0__.t)(claims.aud, 300)} and its sub is ${(0,_main2_js__WEBPACK_IMPORTED_MODULE_0__.t)(claims.sub, 300)}`
    : 'its claims cannot be read';
/** The account in a role's ARN. */
const roleAccount = ({ resource }) => resource.split(':')[4] ?? '';
const unknownError = {
    matches: () => true,
    reason: ({ code, status, requestId }, { service }) => `${service} returned ${code} (status ${status ?? 'none'}, request ${requestId ?? 'none'}).`,
    remedy: (_, { service }) => `Run the job again with debug logging, and give the request id to ${service.startsWith('AWS') ? 'AWS' : 'GitHub'} Support.`
};
/** The first that matches explains the failure. */
const explanations = [
    {
        matches: sts(/^AccessDenied/, /AssumeRoleWithWebIdentity/),
        reason: (_, call) => `the trust policy of the role does not allow this job, or the role does not exist. The token is valid: ${claimsText(call)}.`,
        remedy: () => 'Compare both with the conditions on token.actions.githubusercontent.com:aud and :sub in the trust policy.'
    },
    {
        matches: sts(/^AccessDenied/),
        reason: () => 'STS denied the request.',
        remedy: (_, { resource }) => `Allow sts:AssumeRoleWithWebIdentity in the trust policy of ${resource}.`
    },
    {
        matches: sts(/^InvalidIdentityToken/, /no openidconnect provider/i),
        reason: (_, call) => `the AWS account ${roleAccount(call)} has no identity provider for GitHub.`,
        remedy: () => 'Create the OIDC provider https://token.actions.githubusercontent.com in that account (IAM, Identity providers).'
    },
    {
        matches: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/, /audience/i),
        reason: (_, call) => `the identity provider in AWS does not accept the token's audience: ${claimsText(call)}.`,
        remedy: () => 'Add that audience to the provider, or set the input audience to one that the provider has.'
    },
    {
        matches: (details, call) => sts(/^IDPCommunicationError/)(details, call) ||
            sts(/^InvalidIdentityToken/, /couldn't retrieve verification key/i)(details, call),
        reason: ({ code }) => `STS could not fetch GitHub's keys before timeout-seconds ended (${code}); the token itself may be valid.`,
        remedy: () => 'Run the job again. If the error stays, check the OIDC provider of the account.'
    },
    {
        matches: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/),
        reason: ({ code }, call) => `STS did not accept the token (${code}): ${claimsText(call)}.`,
        remedy: () => 'Check the OIDC provider of the account. If it is right, run the job again.'
    },
    {
        matches: sts(/^ExpiredToken/),
        reason: () => 'the token was expired when STS read it, although it was new.',
        remedy: () => "Set the clock of this runner: GitHub's tokens last five minutes."
    },
    {
        matches: sts(/^ValidationError/, /DurationSeconds/i),
        reason: () => 'role-duration-seconds is longer than the role allows.',
        remedy: () => 'Lower it, or raise the maximum session duration of the role.'
    },
    {
        matches: sts(/^RegionDisabled/),
        reason: (_, { host }) => `STS is not active in this Region (${host}).`,
        remedy: () => 'Activate the Region in the account settings of IAM, or choose another aws-region.'
    },
    {
        matches: sts(/^PackedPolicyTooLarge/),
        reason: () => 'the session policy and the session tags together are larger than STS accepts.',
        remedy: () => 'Shorten secret-id, or use fewer session tags.'
    },
    {
        matches: (details, call) => secretsManager(/^(Encryption|Decryption)Failure/)(details, call) ||
            secretsManager(/^AccessDenied/, /\bKMS\b/)(details, call),
        reason: () => 'Secrets Manager cannot use the KMS key of the secret.',
        remedy: () => 'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
    },
    {
        matches: secretsManager(/^AccessDenied/),
        reason: () => 'AWS denied the request.',
        remedy: (_, { action, resource }) => `Allow ${action} on ${resource} in a policy of the role or user, and check that no policy denies it.`
    },
    {
        matches: code(/^(CredentialsProviderError|CredentialUnavailable)/),
        reason: () => 'no AWS credentials were found.',
        remedy: () => 'Set role-to-assume, or run aws-actions/configure-aws-credentials before this step.'
    },
    {
        matches: code(/^EndpointError$/),
        reason: () => 'the AWS SDK has no endpoint for this Region with these settings.',
        remedy: () => 'Check aws-region. AWS_ENDPOINT_URL cannot be combined with AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT.'
    },
    {
        matches: code(/^ERR_INVALID_(URL|PROTOCOL)$/),
        reason: () => 'an address in the environment is not a URL.',
        remedy: () => 'Check AWS_ENDPOINT_URL, HTTPS_PROXY and HTTP_PROXY: each must begin with http:// or https://.'
    },
    {
        matches: ({ code, message }) => code === 'ERR_INVALID_CHAR' || message.includes('Invalid character in header'),
        reason: () => 'the credentials contain a character that cannot be sent.',
        remedy: () => 'Remove line breaks from AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, and from the secrets that they come from.'
    },
    {
        matches: code(/^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId)/),
        reason: ({ code }) => `AWS does not accept the credentials (${code}).`,
        remedy: () => 'Check the access key in the environment and the clock of this runner.'
    },
    {
        matches: code(/^(ExpiredToken|RequestExpired)/),
        reason: () => 'the AWS credentials have expired.',
        remedy: () => 'Get them later in the job, or set role-to-assume so that this step gets its own credentials.'
    },
    {
        matches: secretsManager(/^Invalid(Parameter|Request)Exception$/),
        reason: (details, call) => `Secrets Manager refused the request (${serviceMessage(details, call)}).`,
        remedy: () => 'Change the inputs that the message is about.'
    },
    {
        matches: secretsManager(/^LimitExceeded/),
        reason: (details, call) => `a limit of Secrets Manager is reached (${serviceMessage(details, call)}).`,
        remedy: () => 'Delete secrets that are no longer used, or ask AWS for a higher limit.'
    },
    {
        matches: code(/^ProxyRefusal$/),
        reason: ({ status }, call) => `the proxy ${call.proxy ?? ''} refused to connect to ${call.host} (status ${status ?? ''}).`,
        remedy: () => 'Check the user and the password in HTTPS_PROXY, and that the proxy allows this host.'
    },
    {
        matches: ({ code }, call) => /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) &&
            call.proxy !== undefined,
        reason: ({ code }, call) => `the proxy ${call.proxy ?? ''}, on the way to ${call.host}, cannot be reached (${code}).`,
        remedy: () => 'Check HTTPS_PROXY, and list the hosts that need no proxy in NO_PROXY.'
    },
    {
        matches: _main2_js__WEBPACK_IMPORTED_MODULE_0__.i,
        reason: (_, { service }) => `${service} still throttled the request when timeout-seconds ended.`,
        remedy: () => 'Run fewer jobs at once, or raise timeout-seconds.'
    },
    {
        matches: status('GitHub', 401),
        reason: () => 'GitHub does not accept github-token.',
        remedy: () => 'Check that the token is not expired or revoked.'
    },
    {
        matches: status('GitHub', 403, 404),
        reason: ({ status }, { resource }) => `GitHub returned status ${status ?? ''}: ${resource} does not exist, or github-token may not write its secrets. The GITHUB_TOKEN of a job never may.`,
        remedy: () => 'Use a fine-grained or GitHub App token with "Secrets: write" (for an environment "Environments: write").'
    },
    {
        matches: status('GitHub', 422),
        reason: () => 'GitHub does not accept the secret (status 422).',
        remedy: () => 'Check the name in github-secret. A secret may have at most 48 KB.'
    },
    {
        matches: code(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/),
        reason: ({ code }, { host }) => `the host ${host} cannot be found (${code}).`,
        remedy: (_, { service }) => service.startsWith('AWS')
            ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
            : 'Check the DNS of this runner.'
    },
    {
        matches: code(/CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/),
        reason: ({ code }, { host }) => `the certificate of ${host} is not trusted (${code}).`,
        remedy: () => 'If your network has its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.'
    },
    {
        matches: code(/^(EPROTO|ERR_SSL_|ERR_TLS_)/),
        reason: ({ code }, { host }) => `the TLS connection to ${host} failed (${code}).`,
        remedy: () => 'Check AWS_ENDPOINT_URL (http or https), and whether a proxy responds in its place.'
    },
    {
        matches: code(/^(AttemptTimeoutError|TimeoutError|AbortError|ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/),
        reason: (_, { host }) => `${host} did not respond in time.`,
        remedy: () => 'Check that this runner can reach the host, or raise timeout-seconds.'
    },
    {
        matches: ({ code, message }) => /^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_SOCKET)$/.test(code) || message.includes('socket hang up'),
        reason: ({ code }, { host }) => `the connection to ${host} broke (${code}).`,
        remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
    },
    {
        matches: ({ status }) => status !== undefined && status >= 500,
        reason: ({ status }, { service }) => `${service} still returned status ${status ?? ''} when timeout-seconds ended.`,
        remedy: () => "Check the service's status page, and run the job again."
    },
    {
        matches: (details, call) => call.service === 'GitHub token service' &&
            details.status !== undefined &&
            details.status >= 400,
        reason: ({ status }) => `the token service refused the request (status ${status ?? ''}).`,
        remedy: () => 'Check "permissions: id-token: write", and run the job again.'
    },
    {
        matches: (_, { service }) => service === 'GitHub token service',
        reason: (_, { host }) => `the response from ${host} contains no token.`,
        remedy: () => 'Check whether a proxy responds in its place, and run the job again.'
    },
    {
        matches: _main2_js__WEBPACK_IMPORTED_MODULE_0__.b,
        reason: ({ status }, { service, host }) => `the response from ${host} (status ${status ?? 200}) is not from ${service}.`,
        remedy: (_, { service }) => `Check ${service === 'GitHub' ? 'GITHUB_API_URL' : 'AWS_ENDPOINT_URL'}, and whether a proxy responds in its place.`
    },
    unknownError
];
/** The service's own message, unless the request contained a secret that the message might quote. */
function serviceMessage({ code, message }, { action }) {
    const mayQuote = !/:(Create|Put)/.test(action) && message !== '';
    return mayQuote ? `${code}: ${(0,_main2_js__WEBPACK_IMPORTED_MODULE_0__.t)(message.replace(/\.$/, ''), 300)}` : code;
}




/***/ })

};
;