/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	// The require scope
/******/ 	var __nccwpck_require__ = {};
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  causes: () => (/* binding */ causes),
  explain: () => (/* binding */ explain)
});

;// CONCATENATED MODULE: external "./main.js"
const external_main_js_namespaceObject = require("./main.js");
;// CONCATENATED MODULE: ./explain.js


/** Turns whatever was thrown into what a person needs to know of it. Shows nothing that an answer could have put in. */
function explain(thrown) {
    if (thrown instanceof external_main_js_namespaceObject.HandOverError) {
        const { message, detail } = explain(thrown.cause);
        const { versionId, arn } = thrown.stored;
        return {
            message: `${message} The password is already stored as version ${versionId} of ${arn}; it was not put out.`,
            detail
        };
    }
    if (thrown instanceof external_main_js_namespaceObject.Refusal || thrown instanceof external_main_js_namespaceObject.PolicyError) {
        return { message: thrown.message, detail: `${thrown.name} before or instead of a call` };
    }
    if (thrown instanceof external_main_js_namespaceObject.CallError)
        return explainCall(thrown);
    const { code } = (0,external_main_js_namespaceObject.faultOf)(thrown);
    return {
        message: `This action failed in a way it does not know (${code}). Run the job again with debug logging and report it.`,
        detail: `unknown: ${code}`
    };
}
function explainCall({ call, cause, attempts }) {
    const fault = (0,external_main_js_namespaceObject.faultOf)(cause);
    const known = causes.find(({ when }) => when(fault, call)) ?? unknownCause;
    const tried = attempts > 1 ? ` (${attempts} attempts)` : '';
    return {
        message: `Could not ${whatOf(call)}${tried}: ${known.why(fault, call)} ${known.remedy(fault, call)}`,
        detail: `${call.service} at ${call.host}: ${call.action} on ${call.resource}: ` +
            `code ${fault.code}, status ${fault.status ?? 'none'}, request ${fault.requestId ?? 'none'}, attempts ${attempts}`
    };
}
function whatOf({ service, action, resource }) {
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
const from = (service) => (code, message = /^/) => (fault, call) => call.service === service && code.test(fault.code) && message.test(fault.message);
const sts = from('AWS STS');
const secretsManager = from('AWS Secrets Manager');
const explain_status = (service, ...statuses) => (fault, call) => call.service === service && statuses.includes(fault.status ?? 0);
const code = (pattern) => (fault) => pattern.test(fault.code);
const claimsText = ({ claims }) => claims
    ? `its audience is ${cut(claims.aud)} and its sub is ${cut(claims.sub)}`
    : 'its claims could not be read';
/** The account in a role's ARN. */
const accountOf = ({ resource }) => resource.split(':')[4] ?? '';
/** The proxy that the environment names for a call, without its user and password. */
function proxyOf({ host }) {
    for (const scheme of ['https', 'http']) {
        try {
            const proxy = (0,external_main_js_namespaceObject.getProxyUrl)(new URL(`${scheme}://${host}`));
            if (proxy)
                return proxy.host;
        }
        catch {
            // Neither a host nor a proxy that could be named.
        }
    }
    return undefined;
}
const unknownCause = {
    when: () => true,
    why: ({ code, status, requestId }, { service }) => `${service} answered ${code} (status ${status ?? 'none'}, request ${requestId ?? 'none'}).`,
    remedy: (_, { service }) => `Run the job again with debug logging; give the request id to ${service.startsWith('AWS') ? 'AWS' : 'GitHub'} Support.`
};
/** The first that fits explains the failure; the last fits all. */
const causes = [
    {
        when: sts(/^AccessDenied/, /AssumeRoleWithWebIdentity/),
        why: (_, call) => `the trust policy of the role does not let this job in, or there is no such role. The token was good: ${claimsText(call)}.`,
        remedy: () => 'Compare both with the conditions token.actions.githubusercontent.com:aud and :sub of the trust policy.'
    },
    {
        when: sts(/^AccessDenied/),
        why: () => 'STS denied it.',
        remedy: (_, { resource }) => `Allow sts:AssumeRoleWithWebIdentity on ${resource} in its trust policy.`
    },
    {
        when: sts(/^InvalidIdentityToken/, /no openidconnect provider/i),
        why: (_, call) => `the AWS account ${accountOf(call)} does not know GitHub as an identity provider.`,
        remedy: () => 'Create the OIDC provider https://token.actions.githubusercontent.com in that account (IAM, Identity providers).'
    },
    {
        when: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/, /audience/i),
        why: (_, call) => `the identity provider in AWS does not accept the token's audience: ${claimsText(call)}.`,
        remedy: () => 'Add that audience to the provider, or set the input audience to one that it has.'
    },
    {
        when: (fault, call) => sts(/^IDPCommunicationError/)(fault, call) ||
            sts(/^InvalidIdentityToken/, /couldn't retrieve verification key/i)(fault, call),
        why: ({ code }) => `STS could not fetch GitHub's keys until the time was up (${code}); the token itself may be good.`,
        remedy: () => 'Run the job again; if it stays, check the OIDC provider of the account.'
    },
    {
        when: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/),
        why: ({ code }, call) => `STS did not accept the token (${code}): ${claimsText(call)}.`,
        remedy: () => 'Check the OIDC provider of the account; if it is right, run the job again.'
    },
    {
        when: sts(/^ExpiredToken/),
        why: () => 'the token had expired when STS read it, though it was fetched anew.',
        remedy: () => "Set the clock of this runner; GitHub's tokens last five minutes."
    },
    {
        when: sts(/^ValidationError/, /DurationSeconds/i),
        why: () => 'role-duration-seconds is above what the role allows.',
        remedy: () => 'Lower it, or raise the maximum session duration of the role.'
    },
    {
        when: sts(/^RegionDisabled/),
        why: (_, { host }) => `STS is not active in this Region (${host}).`,
        remedy: () => 'Activate the Region in the account settings of IAM, or choose another aws-region.'
    },
    {
        when: sts(/^PackedPolicyTooLarge/),
        why: () => 'the session policy and the tags of the session are larger together than STS takes.',
        remedy: () => 'Shorten secret-id, or use fewer session tags.'
    },
    {
        when: (fault, call) => secretsManager(/^(Encryption|Decryption)Failure/)(fault, call) ||
            secretsManager(/^AccessDenied/, /\bKMS\b/)(fault, call),
        why: () => 'Secrets Manager could not use the KMS key of the secret.',
        remedy: () => 'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
    },
    {
        when: secretsManager(/^AccessDenied/),
        why: () => 'AWS denied it.',
        remedy: (_, { action, resource }) => `Allow ${action} on ${resource} in a policy of the role or user, and look for a policy that denies it.`
    },
    {
        when: code(/^(CredentialsProviderError|CredentialUnavailable)/),
        why: () => 'no AWS credentials were found.',
        remedy: () => 'Set role-to-assume, or run aws-actions/configure-aws-credentials before this step.'
    },
    {
        when: code(/^EndpointError$/),
        why: () => 'the SDK knows no endpoint for this Region with these settings.',
        remedy: () => 'Check aws-region. AWS_ENDPOINT_URL goes neither with AWS_USE_FIPS_ENDPOINT nor with AWS_USE_DUALSTACK_ENDPOINT.'
    },
    {
        when: code(/^ERR_INVALID_(URL|PROTOCOL)$/),
        why: () => 'an address in the environment is not a URL.',
        remedy: () => 'Check AWS_ENDPOINT_URL, HTTPS_PROXY and HTTP_PROXY; each begins with http:// or https://.'
    },
    {
        when: ({ code, message }) => code === 'ERR_INVALID_CHAR' || message.includes('Invalid character in header'),
        why: () => 'the credentials hold a character that cannot be sent.',
        remedy: () => 'Look for a line break in AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, and in the secrets that they come from.'
    },
    {
        when: code(/^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId)/),
        why: ({ code }) => `AWS did not accept the credentials (${code}).`,
        remedy: () => 'Check the access key in the environment and the clock of this runner.'
    },
    {
        when: code(/^(ExpiredToken|RequestExpired)/),
        why: () => 'the AWS credentials have expired.',
        remedy: () => 'Get them later in the job, or set role-to-assume so that this step gets its own.'
    },
    {
        when: secretsManager(/^Invalid(Parameter|Request)Exception$/),
        why: (fault, call) => `Secrets Manager refused the request (${inItsWords(fault, call)}).`,
        remedy: () => 'Change the inputs that it is about.'
    },
    {
        when: secretsManager(/^LimitExceeded/),
        why: (fault, call) => `a limit of Secrets Manager is reached (${inItsWords(fault, call)}).`,
        remedy: () => 'Delete what is no longer used, or ask AWS for a higher limit.'
    },
    {
        when: code(/^ProxyRefusal$/),
        why: ({ status }, call) => `the proxy ${proxyOf(call) ?? ''} refused to open a way to ${call.host} (status ${status ?? ''}).`,
        remedy: () => 'Check the user and the password in HTTPS_PROXY, and what the proxy lets through.'
    },
    {
        when: ({ code }, call) => /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) &&
            proxyOf(call) !== undefined,
        why: ({ code }, call) => `the proxy ${proxyOf(call) ?? ''}, on the way to ${call.host}, cannot be reached (${code}).`,
        remedy: () => 'Check HTTPS_PROXY, and list hosts that need no proxy in NO_PROXY.'
    },
    {
        when: external_main_js_namespaceObject.isThrottled,
        why: (_, { service }) => `${service} was asked too often until the time was up.`,
        remedy: () => 'Run fewer jobs at once, or raise timeout-seconds.'
    },
    {
        when: explain_status('GitHub', 401),
        why: () => 'GitHub did not accept github-token.',
        remedy: () => 'Check that it is not expired or revoked.'
    },
    {
        when: explain_status('GitHub', 403, 404),
        why: ({ status }, { resource }) => `GitHub answered ${status ?? ''}: there is no ${resource}, or github-token may not write its secrets. The GITHUB_TOKEN of a job never can.`,
        remedy: () => 'Use a fine-grained or GitHub App token with "Secrets: write" (for an environment "Environments: write").'
    },
    {
        when: explain_status('GitHub', 422),
        why: () => 'GitHub does not take the secret (status 422).',
        remedy: () => 'Check the name github-secret; a secret may have 48 KB at most.'
    },
    {
        when: code(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/),
        why: ({ code }, { host }) => `the host ${host} could not be found (${code}).`,
        remedy: (_, { service }) => service.startsWith('AWS')
            ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
            : 'Check the DNS of this runner.'
    },
    {
        when: code(/CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/),
        why: ({ code }, { host }) => `the certificate of ${host} is not trusted (${code}).`,
        remedy: () => 'If your network has a certificate authority of its own, set NODE_EXTRA_CA_CERTS to its file.'
    },
    {
        when: code(/^(EPROTO|ERR_SSL_|ERR_TLS_)/),
        why: ({ code }, { host }) => `${host} does not speak TLS as it should (${code}).`,
        remedy: () => 'Check AWS_ENDPOINT_URL (http or https), and whether a proxy answers instead.'
    },
    {
        when: code(/^(NoAnswerError|TimeoutError|AbortError|ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/),
        why: (_, { host }) => `${host} did not answer in time.`,
        remedy: () => 'Check that this runner can reach it, or raise timeout-seconds.'
    },
    {
        when: ({ code, message }) => /^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_SOCKET)$/.test(code) || message.includes('socket hang up'),
        why: ({ code }, { host }) => `the connection to ${host} broke (${code}).`,
        remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
    },
    {
        when: ({ status }) => status !== undefined && status >= 500,
        why: ({ status }, { service }) => `${service} answered ${status ?? ''} until the time was up.`,
        remedy: () => 'Look at its status page, and run the job again.'
    },
    {
        when: (fault, call) => call.service === 'GitHub token service' && fault.status !== undefined && fault.status >= 400,
        why: ({ status }) => `the token service refused it (status ${status ?? ''}).`,
        remedy: () => 'Check "permissions: id-token: write", and run the job again.'
    },
    {
        when: (_, { service }) => service === 'GitHub token service',
        why: (_, { host }) => `what ${host} answered holds no token.`,
        remedy: () => 'Look whether a proxy answers instead, and run the job again.'
    },
    {
        when: external_main_js_namespaceObject.isForeign,
        why: ({ status }, { service, host }) => `what ${host} answered (status ${status ?? 200}) is not an answer of ${service}.`,
        remedy: (_, { service }) => `Check ${service === 'GitHub' ? 'GITHUB_API_URL' : 'AWS_ENDPOINT_URL'}, and whether a proxy answers instead.`
    },
    unknownCause
];
/** The service's own sentence, unless the request held a secret that it might quote. */
function inItsWords({ code, message }, { action }) {
    const mayQuote = !/:(Create|Put)/.test(action) && message !== '';
    return mayQuote ? `${code}: ${cut(message.replace(/\.$/, ''))}` : code;
}
const cut = (text) => (text.length > 300 ? `${text.slice(0, 300)}\u2026` : text);



module.exports = __webpack_exports__;
/******/ })()
;