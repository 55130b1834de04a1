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
  reportError: () => (/* binding */ reportError)
});

;// CONCATENATED MODULE: external "./main.js"
const external_main_js_namespaceObject = require("./main.js");
;// CONCATENATED MODULE: ./error-report.js


// src/errors/diagnoses/diagnosis.ts
const isErrorOf = (name) => (code, message = /^/) => (details, call) => call.service === name && code.test(details.code) && message.test(details.message);
const hasCode = (pattern) => (details) => pattern.test(details.code);
function describeWait({ retryAfter, retryAt = NaN }) {
    if (retryAfter === undefined)
        return 'within an hour';
    const duration = retryAfter <= 120
        ? `${retryAfter} second${retryAfter === 1 ? '' : 's'}`
        : `${Math.ceil(retryAfter / 60)} minutes`;
    const time = new Date(retryAt);
    return Number.isNaN(time.valueOf())
        ? `in ${duration}`
        : `in ${duration} (${time.toISOString().slice(0, 19).replace('T', ' ')} UTC)`;
}

// src/errors/diagnoses/aws.ts
const SIGNATURE = /^(InvalidSignature|SignatureDoesNotMatch|RequestExpired|RequestTimeTooSkewed)/;
const awsDiagnoses = [
    {
        matches: hasCode(/^EndpointError$/),
        reason: () => 'the AWS SDK has no endpoint for this Region with these settings.',
        remedy: () => 'Check aws-region. AWS_ENDPOINT_URL cannot be combined with AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT.'
    },
    {
        matches: hasCode(/^ERR_INVALID_(URL|PROTOCOL)$/),
        reason: () => 'an endpoint_url in the shared config file is not a URL.',
        remedy: () => 'Correct it: an endpoint begins with https:// or http://.'
    },
    {
        matches: ({ code, message }) => code === 'ERR_INVALID_CHAR' || message.includes('Invalid character in header'),
        reason: () => 'the credentials contain a character that cannot be sent.',
        remedy: () => 'Remove line breaks from AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, and from the secrets that they come from.'
    },
    {
        matches: ({ code, isClockCorrected }) => isClockCorrected === true && SIGNATURE.test(code),
        reason: ({ code }) => `the clock of this runner is wrong, and AWS did not accept the request with its own time either (${code}).`,
        remedy: () => 'Set the clock of this runner, for example by NTP. If it is right, a proxy changes the date of responses.'
    },
    {
        matches: hasCode(/^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId)/),
        reason: ({ code }) => `AWS does not accept the credentials (${code}).`,
        remedy: () => 'Check the access key in the environment: the key id, the secret key and the session token must belong together.'
    },
    {
        matches: hasCode(/^(ExpiredToken|RequestExpired)/),
        reason: () => 'the AWS credentials have expired.',
        remedy: () => 'Get them later in the job, or set role-to-assume so that this step gets its own credentials.'
    }
];

// src/errors/diagnoses/default-chain.ts
const chain = (message, code = /^/) => isErrorOf('AWS credentials')(code, message);
const profile = ({ message }) => {
    const [, name = ''] = /(?:profile: \[|Profile |profile )(.+?)(?:\]| requires| credential_process|[.,] )/.exec(message) ?? [];
    return (0,external_main_js_namespaceObject.truncate)((0,external_main_js_namespaceObject.oneLine)(name), 100);
};
const deniedCode = /^(AccessDenied|InvalidIdentityToken|IDPRejectedClaim|ExpiredToken|ValidationError)/;
const otherWay = ({ isForRole }) => isForRole === true
    ? "leave role-chaining empty to use the job's own token"
    : 'set role-to-assume';
const AGENT = 'Check that the ECS agent or the EKS Pod Identity Agent runs on this machine, and that no network policy keeps the container from it.';
const container = ({ requests = [] }) => requests.find(({ source }) => source === 'container');
const host = (details) => container(details)?.host ?? '';
const outcome = ({ requests = [] }, source) => requests.find((request) => request.source === source)?.outcome;
function describeInstance({ requests = [], message }) {
    const last = requests.findLast(({ source }) => source !== 'container');
    if (last === undefined) {
        return message.includes('EC2 Instance Metadata Service access disabled')
            ? 'AWS_EC2_METADATA_DISABLED keeps the SDK from asking an EC2 instance for its role'
            : 'no EC2 instance was asked for its role';
    }
    const said = typeof last.outcome === 'number' ? `returned status ${last.outcome}` : 'did not respond';
    return `there is no role of an EC2 instance (its metadata service, ${last.host}, ${said})`;
}
const defaultChainDiagnoses = [
    {
        matches: ({ code }, { service, route }) => service === 'AWS credentials' && code === 'AttemptTimeoutError' && route.host === '',
        reason: () => 'the source of the credentials did not return them in time.',
        remedy: () => 'If the profile has a credential_process, run its command on this runner. Otherwise raise timeout-seconds.'
    },
    {
        matches: (details) => container(details)?.outcome === 200,
        reason: (details) => `the credentials endpoint of this container, ${host(details)}, returned something else than credentials.`,
        remedy: () => 'Check AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: whoever responds there is no agent of ECS or EKS.'
    },
    {
        matches: (details) => typeof container(details)?.outcome === 'number',
        reason: (details) => `the credentials endpoint of this container, ${host(details)}, returned status ${String(container(details)?.outcome)}.`,
        remedy: (_, call) => `On ECS, check the role of the task. On EKS, check the Pod Identity association of the service account, and that its role trusts pods.eks.amazonaws.com. Or ${otherWay(call)}.`
    },
    {
        matches: (details) => container(details)?.outcome === 'ETIMEDOUT',
        reason: (details) => `the credentials endpoint of this container, ${host(details)}, did not respond.`,
        remedy: () => AGENT
    },
    {
        matches: (details) => typeof container(details)?.outcome === 'string',
        reason: (details) => `the credentials endpoint of this container, ${host(details)}, cannot be reached (${String(container(details)?.outcome)}).`,
        remedy: () => AGENT
    },
    {
        matches: chain(/URL not accepted/),
        reason: () => 'the SDK does not ask the address in AWS_CONTAINER_CREDENTIALS_FULL_URI.',
        remedy: () => 'It must begin with https://, or be on this machine, or be the address of the ECS or EKS agent (169.254.170.2, 169.254.170.23, [fd00:ec2::23]).'
    },
    {
        matches: (details) => outcome(details, 'instance token') === 'ETIMEDOUT' &&
            outcome(details, 'instance role') === 401,
        reason: ({ requests }) => `the metadata service of the EC2 instance, ${String(requests?.[0]?.host)}, gives a token to the instance itself, but not to this container: its hop limit is 1.`,
        remedy: (_, call) => `Raise it: "aws ec2 modify-instance-metadata-options --instance-id \u2026 --http-put-response-hop-limit 2". Or ${otherWay(call)}.`
    },
    {
        matches: (details) => outcome(details, 'instance token') === 200 && outcome(details, 'instance role') === 404,
        reason: () => 'this EC2 instance has no role.',
        remedy: (_, call) => `Attach an instance profile to it, or ${otherWay(call)}.`
    },
    {
        matches: chain(/web-identity - fromTokenFile(?![^]*defaultProvider)/, /^E[A-Z]+$/),
        reason: ({ code }) => `the web identity token file of this runner cannot be read (${code}).`,
        remedy: () => 'Check AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile; on EKS, that the pod uses a service account with a role.'
    },
    {
        matches: chain(/fromHttp(?![^]*defaultProvider)/, /^E(NOENT|ACCES|ISDIR|PERM)$/),
        reason: ({ code }) => `the token file of the container's credentials cannot be read (${code}).`,
        remedy: () => 'Check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, and that the EKS Pod Identity Agent has set up this pod.'
    },
    {
        matches: chain(/web-identity - fromWebToken/, deniedCode),
        reason: ({ code }) => `STS does not let this runner assume the role of its web identity (${code}).`,
        remedy: (_, call) => `Check AWS_ROLE_ARN, the trust policy of that role, and on EKS the OIDC provider of the cluster, or ${otherWay(call)}.`
    },
    {
        matches: chain(/resolveAssumeRoleCredentials/, deniedCode),
        reason: ({ code }) => `STS does not let the profile assume its role_arn (${code}).`,
        remedy: (_, call) => `Allow sts:AssumeRole on that role, and check its trust policy, or ${otherWay(call)}.`
    },
    {
        matches: chain(/To refresh this SSO session/),
        reason: () => 'the SSO session of the profile has expired, or nobody has signed in.',
        remedy: (_, call) => `Run "aws sso login" on this runner before the job, or ${otherWay(call)}: a job cannot sign in by itself.`
    },
    {
        matches: chain(/invalid SSO credentials|Conflicting SSO/),
        reason: () => 'the SSO settings of the profile are incomplete or contradict each other.',
        remedy: () => 'Set sso_session, sso_account_id and sso_role_name in the profile, and sso_region and sso_start_url in its sso-session.'
    },
    {
        matches: chain(/credential-provider-sso(?![^]*defaultProvider)/),
        reason: () => 'IAM Identity Center (SSO) did not return credentials for the profile.',
        remedy: () => 'Check sso_account_id and sso_role_name of the profile, and sign in again.'
    },
    {
        matches: chain(/aws login|fromLoginCredentials(?![^]*defaultProvider)/),
        reason: () => 'the session of "aws login" that the profile names has expired, or does not exist.',
        remedy: (_, call) => `Run "aws login" on this runner before the job, or ${otherWay(call)}: a job cannot sign in by itself.`
    },
    {
        matches: chain(/credential_process returned expired credentials/),
        reason: (details) => `the credential_process of profile ${profile(details)} returned expired credentials.`,
        remedy: () => 'Run the command on this runner, and check where it takes the credentials from.'
    },
    {
        matches: chain(/credential_process (returned|did not return)/),
        reason: (details) => `the credential_process of profile ${profile(details)} did not return credentials in the form that AWS defines.`,
        remedy: () => 'Run the command on this runner: it must print JSON with Version 1, AccessKeyId and SecretAccessKey, and nothing else.'
    },
    {
        matches: chain(/-> Command failed:/),
        reason: () => 'the credential_process of the profile failed.',
        remedy: () => 'Run the command on this runner; its output is not shown, because it may contain secrets.'
    },
    {
        matches: chain(/requires multi-factor authentication/),
        reason: (details) => `profile ${profile(details)} needs a code of an MFA device.`,
        remedy: (_, call) => `Use a profile without mfa_serial, or ${otherWay(call)}.`
    },
    {
        matches: chain(/Detected a cycle/),
        reason: (details) => `the source_profile of profile ${profile(details)} leads back to itself.`,
        remedy: () => 'End the chain of source_profile at a profile that has credentials of its own.'
    },
    {
        matches: chain(/Unsupported credential source/),
        reason: (details) => `the credential_source of profile ${profile(details)} is unknown.`,
        remedy: () => 'Set it to Environment, Ec2InstanceMetadata or EcsContainer.'
    },
    {
        matches: chain(/Could not resolve credentials using profile: \[(?!default\])/),
        reason: (details) => `the profile ${profile(details)} does not exist on this runner, or has no credentials.`,
        remedy: (_, call) => `Check AWS_PROFILE, AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, or ${otherWay(call)}.`
    },
    {
        matches: chain(/^/, /^(CredentialsProviderError|CredentialUnavailable)/),
        reason: (details) => `no AWS credentials were found: there are none in the variables and the shared files of this runner, and ${describeInstance(details)}.`,
        remedy: (_, call) => `Run aws-actions/configure-aws-credentials before this step, or ${otherWay(call)}. A key needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`
    }
];

// src/errors/diagnoses/github.ts
const error_report_status = (...statuses) => (details, call) => call.service === 'GitHub' && !(0,external_main_js_namespaceObject.isThrottled)(details) && statuses.includes(details.status ?? 0);
const forbidden = (message) => (details, call) => call.service === 'GitHub' && details.status === 403 && message.test(details.message);
const gitHubDiagnoses = [
    {
        matches: ({ isUsedUp }, { service }) => service === 'GitHub' && isUsedUp === true,
        reason: (details) => `github-token has used up GitHub's rate limit, which ends ${describeWait(details)}.`,
        remedy: () => 'Run the job again after that, or use the token of a GitHub App, which has a limit of its own.'
    },
    {
        matches: error_report_status(401),
        reason: () => 'GitHub does not accept github-token.',
        remedy: () => 'Check that the token is not expired or revoked.'
    },
    {
        matches: ({ status, needsSso }, { service }) => service === 'GitHub' && status === 403 && needsSso === true,
        reason: (_, { gitHub }) => `github-token is not authorized for the single sign-on of the organization ${gitHub?.account ?? ''}.`,
        remedy: () => 'Authorize it: in GitHub\'s settings of the token, choose "Configure SSO". Or use a GitHub App token.'
    },
    {
        matches: forbidden(/organization SAML enforcement/i),
        reason: (_, { gitHub }) => `the organization ${gitHub?.account ?? ''} enforces SAML single sign-on, and github-token has no SAML session.`,
        remedy: () => 'Sign in to the organization and create the token again, or use a GitHub App token.'
    },
    {
        matches: forbidden(/IP allow list/i),
        reason: (_, { gitHub }) => `the IP allow list of the organization ${gitHub?.account ?? ''} does not contain this runner.`,
        remedy: () => 'Add the address of the runner to the list, or run the job on a runner with a listed address.'
    },
    {
        matches: forbidden(/archived so is read-only/i),
        reason: (_, { resource }) => `${resource} is archived, so nothing in it can be changed.`,
        remedy: () => 'Unarchive it (Settings, Danger zone), or write the secret elsewhere.'
    },
    {
        matches: forbidden(/forbids access via a (fine-grained )?personal access token.* lifetime/i),
        reason: (_, { gitHub }) => `github-token is valid for longer than the organization ${gitHub?.account ?? ''} allows.`,
        remedy: () => 'Give the token an earlier expiry date in its settings, or use a GitHub App token.'
    },
    {
        matches: forbidden(/forbids access via a (fine-grained )?personal access token/i),
        reason: (_, { gitHub }) => `the organization ${gitHub?.account ?? ''} does not let personal access tokens of this kind in.`,
        remedy: () => 'Use a GitHub App token, or ask an owner of the organization to allow the kind.'
    },
    {
        matches: forbidden(/not accessible by (integration|personal access token)|admin rights/i),
        reason: (_, { resource }) => `github-token may not write the secrets of ${resource}. The GITHUB_TOKEN of a job never may.`,
        remedy: (_, { gitHub }) => `Use a fine-grained or GitHub App token with ${gitHub?.permission ?? ''}.`
    },
    {
        matches: error_report_status(403, 404),
        reason: ({ status }, { resource }) => `GitHub returned status ${String(status)}: ${resource} does not exist, or github-token may not write its secrets. The GITHUB_TOKEN of a job never may.`,
        remedy: (_, { gitHub }) => `Use a fine-grained or GitHub App token with ${gitHub?.permission ?? ''}.`
    },
    {
        matches: (details, call) => error_report_status(422)(details, call) && /secret names? (can|must)/i.test(details.message),
        reason: () => 'GitHub does not accept the name in github-secret.',
        remedy: () => 'Use letters, digits and underscores. It must not begin with a digit or with GITHUB_.'
    },
    {
        matches: error_report_status(422),
        reason: () => 'GitHub does not accept the secret (status 422).',
        remedy: () => 'Check that the limit is not reached: 100 secrets for a repository or environment, 1,000 for an organization, 48 KB for each. Then check the name in github-secret.'
    }
];
const tokenServiceDiagnoses = [
    {
        matches: (details, call) => call.service === 'GitHub token service' &&
            details.status !== undefined &&
            details.status >= 400,
        reason: ({ status }) => `the token service refused the request (status ${String(status)}).`,
        remedy: () => 'Check "permissions: id-token: write", and run the job again.'
    },
    {
        matches: (_, { service }) => service === 'GitHub token service',
        reason: (_, { route: { host } }) => `the response from ${host} contains no token.`,
        remedy: () => 'Check whether a proxy responds in its place, and run the job again.'
    }
];

// src/errors/diagnoses/network.ts
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;
const TLS = /^(EPROTO|ERR_SSL_|ERR_TLS_)/;
const HTTP = /^HPE_/;
const TRUST = 'If your network has its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.';
const formatScheme = (scheme) => scheme === 'ntlm' ? 'NTLM' : scheme.replace(/^./, (first) => first.toUpperCase());
const proxyDiagnoses = [
    {
        matches: ({ code, status, proxySchemes = [] }) => code === 'ProxyRefusalError' &&
            status === 407 &&
            proxySchemes.length > 0 &&
            !proxySchemes.includes('basic'),
        reason: ({ proxySchemes = [] }, call) => `the proxy ${String(call.route.proxy)} accepts ${proxySchemes.map(formatScheme).join(' and ')} only, and this action can sign in to a proxy with Basic only.`,
        remedy: () => 'Have the proxy accept Basic, or let this runner pass without a password; or run a proxy on the runner that signs in to this one, and name it in HTTPS_PROXY.'
    },
    {
        matches: hasCode(/^ProxyRefusalError$/),
        reason: ({ status }, { route }) => `the proxy ${String(route.proxy)} refused to connect to ${route.host} (status ${String(status)}).`,
        remedy: ({ status }) => status === 407
            ? 'Check the user and the password in HTTPS_PROXY.'
            : 'Check that the proxy allows this host and port.'
    },
    {
        matches: ({ code, isAtProxy }) => isAtProxy === true && CERTIFICATE.test(code),
        reason: ({ code }, { route }) => `the certificate of the proxy ${String(route.proxy)} is not trusted (${code}).`,
        remedy: () => TRUST
    },
    {
        matches: ({ code, isAtProxy }) => isAtProxy === true && TLS.test(code),
        reason: ({ code }, { route }) => `the TLS connection to the proxy ${String(route.proxy)} failed (${code}).`,
        remedy: () => 'If the proxy itself is reached without TLS, as most are, HTTPS_PROXY must begin with http://.'
    },
    {
        matches: ({ code, isAtProxy }) => isAtProxy === true && code.startsWith('HPE_'),
        reason: ({ code }, { route }) => `the response from the proxy ${String(route.proxy)} is not valid HTTP (${code}).`,
        remedy: () => 'Check host and port in HTTPS_PROXY, and whether it must begin with https://.'
    },
    {
        matches: ({ isAtProxy }) => isAtProxy === true,
        reason: ({ code }, { route }) => `the proxy ${String(route.proxy)}, on the way to ${route.host}, cannot be reached (${code}).`,
        remedy: () => 'Check HTTPS_PROXY, and list the hosts that need no proxy in NO_PROXY.'
    }
];
const networkDiagnoses = [
    {
        matches: (details) => (0,external_main_js_namespaceObject.isThrottled)(details) && details.retryAfter !== undefined,
        reason: (details, { service }) => `${service} limits how often it is called. The limit ends ${describeWait(details)}, after timeout-seconds.`,
        remedy: () => 'Run the job again after that, run fewer jobs at once, or raise timeout-seconds.'
    },
    {
        matches: external_main_js_namespaceObject.isThrottled,
        reason: (_, { service }) => `${service} still throttled the request when timeout-seconds ended.`,
        remedy: () => 'Run fewer jobs at once, or raise timeout-seconds.'
    },
    {
        matches: ({ status }) => (0,external_main_js_namespaceObject.isRedirect)(status),
        reason: ({ redirect }, { route: { host } }) => `${host} redirected the request${redirect === undefined ? '' : ` to ${redirect}`}, which this action does not follow.`,
        remedy: (_, call) => checkAddress(call)
    },
    {
        matches: hasCode(HTTP),
        reason: ({ code }, { route: { host } }) => `the response from ${host} is not valid HTTP (${code}).`,
        remedy: (_, call) => checkAddress(call)
    },
    {
        matches: hasCode(/^ResponseTooLargeError$/),
        reason: (_, { service, route: { host } }) => `the response from ${host} is larger than any of ${service}.`,
        remedy: (_, call) => checkAddress(call)
    },
    {
        matches: hasCode(/^ECONNREFUSED$/),
        reason: (_, { route: { host } }) => `nothing listens at ${host} (ECONNREFUSED).`,
        remedy: (_, call) => checkAddress(call)
    },
    {
        matches: hasCode(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/),
        reason: ({ code }, { route: { host } }) => `the host ${host} cannot be found (${code}).`,
        remedy: (_, { service }) => service.startsWith('AWS')
            ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
            : 'Check the DNS of this runner.'
    },
    {
        matches: hasCode(CERTIFICATE),
        reason: ({ code }, { route: { host } }) => `the certificate of ${host} is not trusted (${code}).`,
        remedy: () => TRUST
    },
    {
        matches: hasCode(TLS),
        reason: ({ code }, { route: { host } }) => `the TLS connection to ${host} failed (${code}).`,
        remedy: () => 'Check AWS_ENDPOINT_URL (http or https), and whether a proxy responds in its place.'
    },
    {
        matches: hasCode(/^(AttemptTimeoutError|TimeoutError|AbortError|ETIMEDOUT)$/),
        reason: (_, { route: { host, proxy } }) => `${host}${proxy === undefined ? '' : `, behind the proxy ${proxy},`} did not respond in time.`,
        remedy: () => 'Check that this runner can reach the host, or raise timeout-seconds.'
    },
    {
        matches: hasCode(/^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/),
        reason: ({ code }, { route: { host } }) => `the connection to ${host} broke (${code}).`,
        remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
    },
    {
        matches: ({ status, retryAfter }) => status !== undefined && status >= 500 && retryAfter !== undefined,
        reason: (details, { service }) => `${service} returned status ${String(details.status)} and wants to be called again ${describeWait(details)}, after timeout-seconds.`,
        remedy: () => 'Run the job again after that, or raise timeout-seconds.'
    },
    {
        matches: ({ status }) => status !== undefined && status >= 500,
        reason: ({ status }, { service }) => `${service} still returned status ${String(status)} when timeout-seconds ended.`,
        remedy: () => "Check the service's status page, and run the job again."
    }
];
const unexpectedResponse = {
    matches: external_main_js_namespaceObject.isUnexpectedResponse,
    reason: ({ status }, { service, route: { host } }) => `the response from ${host} (status ${status ?? 200}) is not from ${service}.`,
    remedy: (_, call) => checkAddress(call)
};
function checkAddress({ service, route: { proxy } }) {
    const variable = {
        'GitHub token service': 'ACTIONS_ID_TOKEN_REQUEST_URL',
        'AWS credentials': 'AWS_ENDPOINT_URL',
        'AWS STS': 'AWS_ENDPOINT_URL',
        'AWS Secrets Manager': 'AWS_ENDPOINT_URL',
        GitHub: 'GITHUB_API_URL'
    }[service];
    return `Check ${variable}, and whether ${proxy ?? 'a proxy'} responds in its place.`;
}

// src/errors/diagnoses/secrets-manager.ts
const secretsManager = isErrorOf('AWS Secrets Manager');
const secretsManagerDiagnoses = [
    {
        matches: (details, call) => secretsManager(/^(Encryption|Decryption)Failure/)(details, call) ||
            secretsManager(/^AccessDenied/, /\bKMS\b/)(details, call),
        reason: () => 'Secrets Manager cannot use the KMS key of the secret.',
        remedy: () => 'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
    },
    {
        matches: secretsManager(/^AccessDenied/),
        reason: () => 'AWS denied the request.',
        remedy: (details, call) => `Allow ${deniedAction(details, call)} on ${resourcesToAllow(details, call)} in a policy of the role or user, and check that no policy denies it.${call.resource === '*' ? '' : ' If that is not the secret you mean, correct secret-id or aws-region.'}`
    },
    {
        matches: secretsManager(/^InvalidRequestException$/, /deletion|\bdeleted\b/i),
        reason: () => 'the secret is scheduled for deletion, or has just been deleted.',
        remedy: () => 'Restore it (aws secretsmanager restore-secret), choose another name, or wait until AWS has deleted it.'
    },
    {
        matches: secretsManager(/^Invalid(Parameter|Request)Exception$/, /\breplica\b/i),
        reason: () => 'the secret is a replica, which can only be changed in its primary Region.',
        remedy: () => 'Set aws-region to the Region of the primary secret.'
    },
    {
        matches: secretsManager(/^Invalid(Parameter|Request)Exception$/, /\bmanaged by\b|owning service/i),
        reason: () => 'an AWS service manages the secret, and only that service may change it.',
        remedy: () => 'Change the password in that service, or choose another secret.'
    },
    {
        matches: secretsManager(/^Invalid(Parameter|Request)Exception$/, /rotation (isn't complete|is (already )?in progress)/i),
        reason: () => 'a rotation of the secret by AWS is not finished.',
        remedy: () => 'Wait until it is, or cancel it (aws secretsmanager cancel-rotate-secret).'
    },
    {
        matches: secretsManager(/^Invalid(Parameter|Request)Exception$/),
        reason: (details, call) => `Secrets Manager refused the request (${serviceMessage(details, call)}).`,
        remedy: () => 'Change the inputs that the message is about.'
    },
    {
        matches: (details, call) => secretsManager(/^LimitExceeded/)(details, call) && call.action.endsWith(':PutSecretValue'),
        reason: () => 'the secret has as many versions as Secrets Manager keeps, about 100.',
        remedy: () => 'AWS removes versions without a label once they are a day old: rotate less often, not more than every ten minutes, and run the job again tomorrow.'
    },
    {
        matches: (details, call) => secretsManager(/^LimitExceeded/)(details, call) &&
            call.action.endsWith(':UpdateSecretVersionStage'),
        reason: () => 'a version of the secret has as many labels as Secrets Manager takes, 20.',
        remedy: () => 'Take labels off it that are no longer used, and run the job again.'
    },
    {
        matches: secretsManager(/^LimitExceeded/),
        reason: (details, call) => `a limit of Secrets Manager is reached (${serviceMessage(details, call)}).`,
        remedy: () => 'Delete secrets that are no longer used, or ask AWS for a higher limit.'
    }
];
function serviceMessage({ code, message }, { action }) {
    const mayQuote = !/:(Create|Put)/.test(action) && message !== '';
    return mayQuote ? `${code}: ${(0,external_main_js_namespaceObject.truncate)((0,external_main_js_namespaceObject.oneLine)(message).replace(/\.$/, ''), 300)}` : code;
}
function deniedAction({ message }, { action }) {
    const [, named] = /\bto perform: secretsmanager:(\w+)/.exec(message) ?? [];
    const operation = external_main_js_namespaceObject.OPERATIONS.find((known) => known === named);
    return operation ? `secretsmanager:${operation}` : action;
}
const resourcesToAllow = ({ message }, { resource, resourcesToAllow }) => (resourcesToAllow?.(/\barn:aws[a-z-]*:(?:iam|sts)::\d{12}:/.exec(message)?.[0]) ?? [resource]).join(' and ');

// src/errors/diagnoses/sts.ts
const sts = isErrorOf('AWS STS');
const of = (action) => (code, message) => (details, call) => call.action === action && sts(code, message)(details, call);
const webIdentity = of('sts:AssumeRoleWithWebIdentity');
const assumeRole = of('sts:AssumeRole');
const principal = ({ message }, { caller }) => caller?.arn ??
    /^User: (arn:aws[a-z-]*:(?:iam|sts)::\d{12}:[\w+=,.@/-]+) is not/.exec(message)?.[1];
const claimsText = ({ claims }) => claims
    ? `its audience is ${(0,external_main_js_namespaceObject.truncate)((0,external_main_js_namespaceObject.oneLine)(claims.aud), 300)} and its sub is ${(0,external_main_js_namespaceObject.truncate)((0,external_main_js_namespaceObject.oneLine)(claims.sub), 300)}`
    : 'its claims cannot be read';
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
const issuer = ({ claims }) => claims && /^https:\/\/[\w.-]+(\/[\w./-]*)?$/.test(claims.iss) ? claims.iss : GITHUB_ISSUER;
const conditionPrefix = (call) => issuer(call).replace('https://', '');
const stsDiagnoses = [
    {
        matches: sts(/^AccessDenied/, /AssumeRoleWithWebIdentity/),
        reason: (_, call) => `the trust policy of the role does not allow this job, or the role does not exist. The token is valid: ${claimsText(call)}.`,
        remedy: (_, call) => `Compare both with the conditions on ${conditionPrefix(call)}:aud and :sub in the trust policy.`
    },
    {
        matches: assumeRole(/^AccessDenied/),
        reason: (details, call) => `STS does not let ${principal(details, call) ?? 'the credentials of this runner'} assume the role, or the role does not exist.`,
        remedy: (details, call) => `The trust policy of the role must name ${principal(details, call) ?? 'whoever the credentials belong to'} or its role as a principal, ` +
            `${call.caller?.sendsExternalId === true ? 'any sts:ExternalId in it must be what role-external-id is' : 'a condition on sts:ExternalId in it needs role-external-id'}, ` +
            `and the caller needs a policy that allows sts:AssumeRole on ${call.resource}.`
    },
    {
        matches: sts(/^AccessDenied/),
        reason: () => 'STS denied the request.',
        remedy: (_, { action, resource }) => `Allow ${action} in the trust policy of ${resource}.`
    },
    {
        matches: sts(/^InvalidIdentityToken/, /no openidconnect provider/i),
        reason: (_, { accountId }) => `the AWS account ${String(accountId)} has no identity provider for the issuer of the token.`,
        remedy: (_, call) => `Create the OIDC provider ${issuer(call)} in that account (IAM, Identity providers).`
    },
    {
        matches: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/, /audience/i),
        reason: (_, call) => `the identity provider in AWS does not accept the token's audience: ${claimsText(call)}.`,
        remedy: () => 'Add that audience to the provider, or set the input audience to one that the provider has.'
    },
    {
        matches: (details, call) => call.service === 'AWS STS' && (0,external_main_js_namespaceObject.lacksVerificationKey)(details),
        reason: ({ code }) => `STS could not fetch GitHub's keys before timeout-seconds ended (${code}); the token itself may be valid.`,
        remedy: () => 'Run the job again. If the error stays, check the OIDC provider of the account.'
    },
    {
        matches: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/),
        reason: ({ code }, call) => `STS did not accept the token (${code}): ${claimsText(call)}.`,
        remedy: (_, call) => `Check that the account's OIDC provider is for ${issuer(call)}. If it is right, run the job again.`
    },
    {
        matches: webIdentity(/^ExpiredToken/),
        reason: () => 'the token was expired when STS read it, although it was new.',
        remedy: () => "Set the clock of this runner: GitHub's tokens last five minutes."
    },
    {
        matches: assumeRole(/^ValidationError/, /role chaining/i),
        reason: () => 'a session that was opened by the session of another role lasts at most 3600 seconds.',
        remedy: () => 'Lower role-duration-seconds.'
    },
    {
        matches: sts(/^ValidationError/, /DurationSeconds/i),
        reason: () => 'role-duration-seconds is longer than the role allows.',
        remedy: () => 'Lower it, or raise the maximum session duration of the role.'
    },
    {
        matches: sts(/^RegionDisabled/),
        reason: (_, { route: { host } }) => `STS is not active in this Region (${host}).`,
        remedy: () => 'Activate the Region in the account settings of IAM, or choose another aws-region.'
    },
    {
        matches: sts(/^PackedPolicyTooLarge/),
        reason: () => 'the session policy and the session tags together are larger than STS accepts.',
        remedy: () => 'Shorten secret-id, or use fewer session tags.'
    }
];

// src/errors/diagnoses/index.ts
const unknownError = {
    matches: () => true,
    reason: ({ code, status, requestId }, { service }) => `${service} returned ${code} (status ${status ?? 'none'}, request ${requestId ?? 'none'}).`,
    remedy: (_, { service }) => `Run the job again with debug logging, and give the request id to ${service.startsWith('AWS') ? 'AWS' : 'GitHub'} Support.`
};
const diagnoses = [
    ...stsDiagnoses,
    ...secretsManagerDiagnoses,
    ...defaultChainDiagnoses,
    ...awsDiagnoses,
    ...proxyDiagnoses,
    ...gitHubDiagnoses,
    ...networkDiagnoses,
    ...tokenServiceDiagnoses,
    unexpectedResponse,
    unknownError
];

// src/errors/error-report.ts
function reportError(thrown) {
    if (thrown instanceof external_main_js_namespaceObject.StoredVersionError) {
        const { message, details } = reportError(thrown.cause);
        return { message: `${message} ${describeVersion(thrown.version)}`, details };
    }
    if (thrown instanceof external_main_js_namespaceObject.ActionError) {
        return {
            message: thrown.message,
            details: ['The action itself ended the run, not a failed call.']
        };
    }
    if (thrown instanceof external_main_js_namespaceObject.CallError) {
        const own = findActionError(thrown.cause);
        return own ? reportError(own) : reportCall(thrown);
    }
    const { code } = (0,external_main_js_namespaceObject.errorDetails)(thrown);
    return {
        message: `This action failed with an unexpected error (${code}). Run the job again with debug logging and report it.`,
        details: describeUnknown(thrown)
    };
}
function findActionError(thrown, maxCauses = external_main_js_namespaceObject.MAX_CAUSES) {
    if (thrown instanceof external_main_js_namespaceObject.ActionError)
        return thrown;
    if (!(thrown instanceof Error) || maxCauses === 0)
        return undefined;
    return findActionError(thrown.cause, maxCauses - 1);
}
function describeVersion(version) {
    const { isStored, isWithoutEffect } = version;
    const versionId = (0,external_main_js_namespaceObject.showId)(version.versionId);
    const secretId = (0,external_main_js_namespaceObject.showId)(version.secretId);
    const command = `run "${(0,external_main_js_namespaceObject.listVersionsCommand)(version)}".`;
    switch (isStored) {
        case true:
            return `The password is already stored as version ${versionId} of ${secretId}, but ${isWithoutEffect ? 'no label was moved to it, so it is not current, and ' : ''}no output is set. To see its labels, ${command}`;
        case 'unknown':
            return `Whether version ${versionId} of ${secretId} is stored is not known, and no output is set. To find out, ${command}`;
        case false:
            return `Version ${versionId} of ${secretId} is not stored. To check, ${command}`;
    }
}
function describeUnknown(thrown, maxCauses = external_main_js_namespaceObject.MAX_CAUSES) {
    if (!(thrown instanceof Error))
        return [`Thrown: a value of type ${typeof thrown}`];
    return [
        `Thrown: ${thrown.constructor.name}, code ${(0,external_main_js_namespaceObject.errorDetails)(thrown).code}`,
        ...stackFrames(thrown),
        ...(thrown.cause === undefined || maxCauses === 0
            ? []
            : describeUnknown(thrown.cause, maxCauses - 1))
    ];
}
function stackFrames({ stack = '', message }) {
    const start = stack.indexOf(message);
    if (start < 0)
        return [];
    const lines = stack.slice(start + message.length).split('\n');
    return lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
}
function reportCall({ call, details, attempts }) {
    const { reason, remedy } = diagnoses.find(({ matches }) => matches(details, call)) ?? unknownError;
    const tried = attempts > 1 ? ` (${attempts} attempts)` : '';
    return {
        message: `Could not ${(0,external_main_js_namespaceObject.describeCall)(call)}${tried}: ${reason(details, call)} ${remedy(details, call)}`,
        details: [
            `${call.service} at ${call.route.host || 'no host'}: ${call.action} on ${call.resource}: ` +
                `code ${details.code}, status ${details.status ?? 'none'}, request ${details.requestId ?? 'none'}, attempts ${attempts}`
        ]
    };
}



module.exports = __webpack_exports__;
/******/ })()
;