/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	var __webpack_modules__ = ({

/***/ 320:
/***/ ((module) => {

module.exports = require("./error-report.js");

/***/ }),

/***/ 207:
/***/ ((module) => {

module.exports = require("./github-secret.js");

/***/ }),

/***/ 127:
/***/ ((module) => {

module.exports = require("./network.js");

/***/ }),

/***/ 687:
/***/ ((module) => {

module.exports = require("./scram.js");

/***/ }),

/***/ 861:
/***/ ((module) => {

module.exports = require("./sdk.js");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = require("node:crypto");

/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
/******/ 	
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
  ActionError: () => (/* binding */ ActionError),
  CallError: () => (/* binding */ CallError),
  CredentialChainError: () => (/* binding */ CredentialChainError),
  MAX_CAUSES: () => (/* binding */ MAX_CAUSES),
  OPERATIONS: () => (/* binding */ OPERATIONS),
  ProxyConnectionError: () => (/* binding */ ProxyConnectionError),
  ProxyRefusalError: () => (/* binding */ ProxyRefusalError),
  ResponseTooLargeError: () => (/* binding */ ResponseTooLargeError),
  StatusError: () => (/* binding */ StatusError),
  StoredVersionError: () => (/* binding */ StoredVersionError),
  UnexpectedResponseError: () => (/* binding */ UnexpectedResponseError),
  VISIBILITIES: () => (/* binding */ VISIBILITIES),
  arnsToAllow: () => (/* binding */ arnsToAllow),
  assumeRolePolicy: () => (/* binding */ assumeRolePolicy),
  assumedRoleArn: () => (/* binding */ assumedRoleArn),
  classifySecretString: () => (/* binding */ classifySecretString),
  describeCall: () => (/* binding */ describeCall),
  endsLikeSecretArn: () => (/* binding */ endsLikeSecretArn),
  errorDetails: () => (/* binding */ errorDetails),
  fillTemplate: () => (/* binding */ fillTemplate),
  findJsonError: () => (/* binding */ findJsonError),
  findKeysSetOtherwise: () => (/* binding */ findKeysSetOtherwise),
  isArn: () => (/* binding */ isArn),
  isRedirect: () => (/* binding */ isRedirect),
  isThrottled: () => (/* binding */ isThrottled),
  isTransient: () => (/* binding */ isTransient),
  isUnencrypted: () => (/* binding */ isUnencrypted),
  isUnexpectedResponse: () => (/* binding */ isUnexpectedResponse),
  lacksVerificationKey: () => (/* binding */ lacksVerificationKey),
  listKeys: () => (/* binding */ listKeys),
  listStrings: () => (/* binding */ listStrings),
  listValues: () => (/* binding */ listValues),
  listVersionsCommand: () => (/* binding */ listVersionsCommand),
  oneLine: () => (/* binding */ oneLine),
  parseArn: () => (/* binding */ parseArn),
  pathOf: () => (/* binding */ pathOf),
  proxyAuthorization: () => (/* binding */ proxyAuthorization),
  quote: () => (/* binding */ quote),
  readKey: () => (/* binding */ readKey),
  removePendingCommand: () => (/* binding */ removePendingCommand),
  routeTo: () => (/* binding */ routeTo),
  run: () => (/* binding */ run),
  runAction: () => (/* binding */ runAction),
  runPromote: () => (/* binding */ runPromote),
  setKeys: () => (/* binding */ setKeys),
  showId: () => (/* binding */ showId),
  truncate: () => (/* binding */ truncate)
});

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: external "node:diagnostics_channel"
const external_node_diagnostics_channel_namespaceObject = require("node:diagnostics_channel");
;// CONCATENATED MODULE: ./main.js






// node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}

// node_modules/@actions/core/lib/command.js
/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}

// node_modules/@actions/core/lib/core.js
( false) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}

// src/aws/identifiers/arn.ts
const isArn = (id) => id.startsWith('arn:');
function parseArn(arn) {
    const [, partition = '', , region = '', accountId = ''] = arn.split(':');
    return { partition, region, accountId };
}
function assumedRoleArn(roleArn, sessionName) {
    const { partition, accountId } = parseArn(roleArn);
    const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    return `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
}
const secretArn = (name, { partition, region, accountId }) => `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}`;
const endsLikeSecretArn = (secretId) => /-[A-Za-z0-9]{6}$/.test(secretId);
const policyArns = (arn) => [arn, `${arn}-??????`];
function arnsToAllow(secretId, region, caller = 'arn:aws:::ACCOUNT') {
    if (secretId === '*' || (isArn(secretId) && endsLikeSecretArn(secretId)))
        return [secretId];
    return policyArns(isArn(secretId) ? secretId : secretArn(secretId, { ...parseArn(caller), region }));
}

// src/aws/session-policy.ts
function sessionPolicy(scope, secret) {
    const actions = secret ? secretActions(secret) : [];
    const keyActions = secret ? kmsActions(secret) : [];
    return policyDocument([
        ...(secret && isReadOnly(secret) ? [] : [allow(['secretsmanager:GetRandomPassword'], ['*'])]),
        ...(secret
            ? [allow(prefixed('secretsmanager', actions), secretArns(secret.secretId, scope))]
            : []),
        ...(secret && keyActions.length > 0
            ? [
                {
                    ...allow(prefixed('kms', keyActions), [keyArn(secret, scope)]),
                    Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${scope.region}.*` } }
                }
            ]
            : [])
    ]);
}
const promotionSessionPolicy = (scope, secretId) => policyDocument([
    allow(prefixed('secretsmanager', ['DescribeSecret', 'UpdateSecretVersionStage']), secretArns(secretId, scope))
]);
const assumeRolePolicy = (roleArn) => policyDocument([allow(['sts:AssumeRole'], [roleArn])]);
const policyDocument = (statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action, Resource) => ({
    Effect: 'Allow',
    Action,
    Resource
});
const prefixed = (service, actions) => actions.map((action) => `${service}:${action}`);
const isReadOnly = ({ ifSecretExists, ifSecretMissing, versionStage }) => ifSecretExists === 'keep' && (ifSecretMissing === 'fail' || versionStage !== 'AWSCURRENT');
function secretActions(options) {
    const { secretId, ifSecretExists, ifSecretMissing, needsValue, tags = {} } = options;
    const mayWrite = !isReadOnly(options);
    const mayCreate = mayWrite && ifSecretMissing !== 'fail' && !isArn(secretId);
    const reads = ifSecretExists === 'rotate' || (ifSecretExists === 'keep' && needsValue);
    return [
        'DescribeSecret',
        ...(reads ? ['GetSecretValue'] : []),
        ...(mayWrite && ifSecretExists !== 'fail' ? ['PutSecretValue'] : []),
        ...(ifSecretExists === 'rotate' ? ['UpdateSecretVersionStage'] : []),
        ...(mayCreate ? ['CreateSecret'] : []),
        ...(mayCreate && Object.keys(tags).length > 0 ? ['TagResource'] : []),
        ...(mayWrite && ifSecretMissing === 'restore' ? ['RestoreSecret'] : [])
    ];
}
const secretArns = (secretId, { region, roleArn }) => policyArns(isArn(secretId) ? secretId : secretArn(secretId, { ...parseArn(roleArn), region }));
function kmsActions(options) {
    const { ifSecretExists, kmsKeyId, needsValue } = options;
    if (isReadOnly(options))
        return needsValue ? ['Decrypt'] : [];
    if (ifSecretExists === 'fail' && kmsKeyId === undefined)
        return [];
    return ['Decrypt', 'GenerateDataKey'];
}
function keyArn({ ifSecretExists, kmsKeyId }, { region, roleArn }) {
    const { partition, accountId } = parseArn(roleArn);
    if (ifSecretExists !== 'fail' || kmsKeyId === undefined || kmsKeyId.includes('alias/')) {
        return `arn:${partition}:kms:${region}:*:key/*`;
    }
    return isArn(kmsKeyId) ? kmsKeyId : `arn:${partition}:kms:${region}:${accountId}:key/${kmsKeyId}`;
}

// src/errors/quote.ts
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
function truncate(text, maximum) {
    const characters = Array.from(text);
    return characters.length > maximum ? `${characters.slice(0, maximum).join('')}\u2026` : text;
}
const quote = (value) => JSON.stringify(truncate(value, 100)).replaceAll(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
const oneLine = (text) => text.replaceAll(UNPRINTABLE, ' ').replaceAll('##[', '## [');
const showId = (id) => /^[\w.:/+=@!-]{1,600}$/.test(id) ? id : oneLine(quote(id));

// src/errors/action-error.ts
class ActionError extends Error {
    name = 'ActionError';
}

// src/password/percent-encode.ts
const percent$1 = (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
const percentEncode = (text, unsafe = /[^\w.~-]/gu) => text.replace(unsafe, (character) => character < '\x80'
    ? percent$1(character.charCodeAt(0))
    : Array.from(Buffer.from(character), percent$1).join(''));

// src/runners.ts
const NO_ID_TOKENS = 'Leave role-to-assume empty, and give the job credentials that the AWS SDK finds, for example in environment variables.';
const runners = {
    forgejo: {
        name: 'Forgejo',
        variable: 'FORGEJO_ACTIONS',
        readsMasksUnescaped: true,
        unmaskable: [],
        handsInputsDown: true,
        idTokenRemedy: 'Add "enable-openid-connect: true" to the job.'
    },
    gitea: {
        name: 'Gitea',
        variable: 'GITEA_ACTIONS',
        readsMasksUnescaped: true,
        unmaskable: [],
        handsInputsDown: true,
        idTokenRemedy: `Gitea has no OIDC tokens. ${NO_ID_TOKENS}`
    },
    act: {
        name: 'act',
        variable: 'ACT',
        unmaskable: [
            [/^:/, 'it begins with a colon'],
            [/::/, 'it contains "::"'],
            [/%0[AD]/, 'it contains "%0A" or "%0D"']
        ],
        handsInputsDown: true,
        idTokenRemedy: `act has no OIDC tokens. ${NO_ID_TOKENS}`
    },
    github: {
        name: 'GitHub',
        addsEncodings: true,
        findsOverlaps: true,
        unmaskable: [],
        handsInputsDown: false,
        idTokenRemedy: 'Add "permissions: id-token: write" to the job. The job that calls a reusable workflow needs it as well. ' +
            'A pull request from a fork does not get it, unless a private repository sends write tokens to forks.'
    }
};
function detectRunner(env) {
    return (Object.values(runners).find(({ variable }) => variable && env[variable] === 'true') ??
        runners.github);
}
function findUnmaskable(value, { unmaskable }) {
    return unmaskable.find(([pattern]) => pattern.test(value))?.[1];
}

// src/masking/encodings.ts
const join = (parts) => [
    { text: parts.join(''), parts: () => parts }
];
const itself = (encoded) => [encoded];
const each = (escape) => ({ text, parts }) => [{ text: escape(text), parts: () => parts().map((part) => escape(part)) }];
const inContext = (escape) => ({ parts }) => join(parts().map((text, at, all) => escape(text, all[at - 1] ?? '', all[at + 1] ?? '')));
const chain = (...encodes) => (encoded) => encodes.reduce((all, encode) => all.flatMap((one) => encode(one)), [encoded]);
const replace = (pattern, replacement) => each((text) => text.replaceAll(pattern, replacement));
const backslashed = (pattern) => replace(pattern, String.raw `\$&`);
const hexByte = (byte) => byte.toString(16).padStart(2, '0');
const CONTROL = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const controlEscaped = each((text) => text.replace(/[^ -~\u00a0-\uffff]/g, (c) => CONTROL[c] ?? `\\x${hexByte(c.charCodeAt(0))}`));
const stringLiteral = (pattern) => chain(backslashed(pattern), controlEscaped);
const singleQuoted = (open, quote, close) => ({ parts }) => {
    const characters = parts();
    return join(characters.map((text, at) => {
        if (text !== "'")
            return text;
        const before = characters[at - 1] === "'" ? '' : open;
        const after = characters[at + 1] === "'" ? '' : close;
        const quoted = before + quote + after;
        return quoted.slice(at === 0 ? 1 : 0, at === characters.length - 1 ? -1 : undefined);
    }));
};
const backslashedIf = (isSpecial) => inContext((text, before, after) => (isSpecial(text, before, after) ? `\\${text}` : text));
const bashQuoted = backslashedIf((text, before) => ' !"$&\'()*,;<>?[\\]^`{|}'.includes(text) ||
    ('~#'.includes(text) && before === '') ||
    (text === '~' && (before === ':' || before === '=')));
const escapeJson = (text) => JSON.stringify(text).slice(1, -1);
const json = each(escapeJson);
const unicodeEscape = (text) => `\\u${text
    .charCodeAt(text.length - 1)
    .toString(16)
    .padStart(4, '0')}`;
const replaceByNumber = (pattern) => each((text) => text.replace(pattern, unicodeEscape));
const jsonWith = (pattern) => chain(json, replaceByNumber(pattern));
const goJson = jsonWith(/[<>&\u2028\u2029]/g);
const phpJson = chain(json, replace('/', '\\/'));
const systemTextJson = chain(json, each((text) => text.replace(/\\"|[&'+<>`]|[^ -~]/g, (c) => `\\u${unicodeEscape(c).slice(2).toUpperCase()}`)));
const percent = (unsafe) => each((text) => percentEncode(text, unsafe));
const spaceAsPlus = (encode) => chain(encode, replace('%20', '+'));
const rfc3986 = each((text) => percentEncode(text));
const uriComponent = percent(/[^\w.!~*'()-]/gu);
const lowerCaseEscapes = each((text) => text.replace(/%../g, (escape) => escape.toLowerCase()));
const axiosParameter = spaceAsPlus(percent(/[^\w.!~*'()$,:-]/gu));
const pythonUrl = percent(/[^\w.~/-]/gu);
const sqlAlchemy = percent(/[^\w.~ +-]/gu);
const main_form = spaceAsPlus(percent(/[^\w.*-]/gu));
const goUserinfo = percent(/[^\w.~$&+,;=-]/gu);
const whatwgUserinfo = percent(/[^!$%&'()*+,\-.\w~]/gu);
const entities = (names) => (text) => text.replace(/[&<>"']/g, (character) => {
    const name = names[character];
    return name === undefined ? character : `&${name};`;
});
const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };
const escapeXml = entities({ ...markup, '"': 'quot', "'": 'apos' });
const base64With = (alphabet, encoding = 'utf8') => ({ text, parts }) => {
    const padded = Buffer.from((encoding === 'utf8' ? '\0\0' : '\0') + text, encoding);
    return [0, 1, 2].map((before) => {
        const bytes = padded.length - 2 + before;
        const [start, symbols] = [Math.ceil((before * 4) / 3), Math.floor((bytes * 4) / 3)];
        const all = padded.toString(alphabet, 2 - before);
        return {
            text: all.slice(start, symbols),
            lead: (4 - (start % 4)) % 4,
            parts: () => {
                let end = before;
                let shown = start;
                return parts().map((part) => {
                    end += Buffer.byteLength(part, encoding);
                    const from = shown;
                    shown =
                        end === bytes
                            ? symbols
                            : Math.max(from, Math.min(symbols, Math.round((end * 4) / 3)));
                    return all.slice(from, shown);
                });
            }
        };
    });
};
const base64 = base64With('base64');
const base64url = base64With('base64url');
const hex = each((text) => Buffer.from(text).toString('hex'));
const unescaped = ({ parts }) => {
    let escaped = false;
    return join(parts().map((text) => {
        escaped = !escaped && text === '\\';
        return escaped ? '' : text;
    }));
};
const windowsArgument = ({ parts }) => {
    let beforeQuote = false;
    return join(parts()
        .toReversed()
        .map((text) => {
        beforeQuote = text === '"' || (text === '\\' && beforeQuote);
        return beforeQuote ? `\\${text}` : text;
    })
        .toReversed());
};
const ENCODINGS = [
    {
        name: 'pieces',
        printedBy: 'wrapped or shortened text, error messages that quote a part',
        encode: itself,
        pieces: { length: 12, most: 9 }
    },
    {
        name: 'base64 of the secret',
        printedBy: 'base64, Basic auth, kubectl, JWT',
        encode: base64,
        pieces: { length: 21, most: 7 }
    },
    {
        name: 'RFC 3986',
        printedBy: 'URLs by jq @uri and Python quote(safe=""); the output password-url-encoded',
        encode: rfc3986
    },
    { name: "''", printedBy: "SQL, YAML '\u2026', PowerShell '\u2026'", encode: replace("'", "''") },
    {
        name: 'XML',
        printedBy: 'libraries that escape all five',
        encode: each(entities({ ...markup, '"': 'quot', "'": 'apos' }))
    },
    {
        name: 'base64 of its Go JSON',
        printedBy: 'docker, kubectl: dockerconfigjson',
        encode: chain(goJson, base64)
    },
    {
        name: 'base64 of its JSON',
        printedBy: 'base64 of a JSON document',
        encode: chain(json, base64)
    },
    {
        name: 'base64url of the secret',
        printedBy: 'JWT, gcloud',
        encode: base64url
    },
    { name: 'base64url of its JSON', printedBy: 'JWT', encode: chain(json, base64url) },
    { name: 'hex', printedBy: 'xxd -p, od, Python bytes.hex', encode: hex },
    {
        name: 'base64 of its RFC 3986 form',
        printedBy: 'base64 of a URL: kubectl, Python',
        encode: chain(rfc3986, base64)
    },
    {
        name: 'base64 of its encodeURIComponent form',
        printedBy: 'base64 of a URL: JavaScript, jq 1.6',
        encode: chain(uriComponent, base64)
    },
    {
        name: 'base64url of its RFC 3986 form',
        printedBy: 'a URL in a JWT',
        encode: chain(rfc3986, base64url)
    },
    {
        name: 'base64 of its base64',
        printedBy: 'docker credentials: auth of config.json in a Kubernetes secret',
        encode: chain(base64, base64)
    },
    {
        name: 'base64 of its UTF-16',
        printedBy: 'pwsh -EncodedCommand',
        encode: base64With('base64', 'utf16le')
    },
    {
        name: 'backslash before every character',
        printedBy: 'bash -x: [[ x == "$PW" ]], case',
        encode: backslashed(/[^]/gu)
    },
    { name: '%q', printedBy: 'bash: printf %q, complete', encode: bashQuoted },
    {
        name: `'\\''`,
        printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
        encode: singleQuoted('', String.raw `'\''`, '')
    },
    {
        name: `'"'"'`,
        printedBy: 'Python shlex.quote, Ansible',
        encode: singleQuoted('', `'"'"'`, '')
    },
    {
        name: `'"''"'`,
        printedBy: 'dash -x, set',
        encode: singleQuoted(`'"`, "'", `"'`)
    },
    {
        name: `'\\'\\''`,
        printedBy: 'zsh -x, mksh -x, busybox -x',
        encode: singleQuoted("'", "\\'", "'")
    },
    {
        name: 'shellescape',
        printedBy: "Ruby's Shellwords: fastlane",
        encode: backslashed(/[^\w.,:+/@-]/gu)
    },
    {
        name: '%q traced',
        printedBy: 'bash -x: a command that printf %q has quoted',
        encode: chain(bashQuoted, replace("'", String.raw `'\''`))
    },
    {
        name: 'double-quoted by a shell',
        printedBy: 'bash: declare -p, export -p; envsubst templates',
        encode: backslashed(/[$`"\\]/g)
    },
    {
        name: 'backslashes doubled',
        printedBy: "Python's repr and util.inspect, when they choose the other quote; jq @tsv",
        encode: stringLiteral(/\\/g)
    },
    {
        name: 'Ruby',
        printedBy: 'Ruby inspect',
        encode: backslashedIf((text, _, after) => '"\\'.includes(text) || (text === '#' && ['{', '$', '@'].includes(after)))
    },
    {
        name: 'Windows arguments',
        printedBy: 'Python list2cmdline, .NET ArgumentList',
        encode: windowsArgument
    },
    {
        name: 'single-quoted literal',
        printedBy: "Python's repr, Node's util.inspect, bash $'\u2026', PHP var_export, libpq",
        encode: stringLiteral(/[\\']/g)
    },
    {
        name: 'Go JSON',
        printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
        encode: goJson
    },
    { name: 'System.Text.Json', printedBy: '.NET', encode: systemTextJson },
    {
        name: 'HTML-safe JSON',
        printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
        encode: jsonWith(/[<>&']/g)
    },
    {
        name: 'Go JSON in JSON',
        printedBy: 'kubectl apply: last-applied-configuration',
        encode: chain(goJson, json)
    },
    { name: 'PHP JSON', printedBy: 'PHP json_encode', encode: phpJson },
    {
        name: 'JSON in JSON',
        printedBy: 'request bodies in debug logs, AWS CLI secrets, jq -R',
        encode: chain(json, json)
    },
    {
        name: 'repr of JSON',
        printedBy: 'Python requests in debug mode',
        encode: chain(json, stringLiteral(/[\\']/g))
    },
    {
        name: 'HCL',
        printedBy: 'terraform show, output and plan; Packer',
        encode: chain(inContext((text, _, after) => ('$%'.includes(text) && after === '{' ? text + text : text)), json)
    },
    {
        name: 'RFC 3986, lower case',
        printedBy: 'curl --data-urlencode, Go html/template',
        encode: chain(rfc3986, lowerCaseEscapes)
    },
    {
        name: 'query, lower case',
        printedBy: 'curl --data-urlencode',
        encode: spaceAsPlus(chain(rfc3986, lowerCaseEscapes))
    },
    { name: 'URL with /', printedBy: 'Python urllib quote', encode: pythonUrl },
    { name: 'query', printedBy: 'Python quote_plus, Go QueryEscape', encode: spaceAsPlus(rfc3986) },
    { name: 'encodeURIComponent', printedBy: 'JavaScript, Perl URI::Escape', encode: uriComponent },
    { name: 'encodeURI', printedBy: 'JavaScript', encode: percent(/[^\w.!~*'();/?:@&=+$,#-]/gu) },
    {
        name: 'WHATWG userinfo',
        printedBy: "JavaScript's URL.password",
        encode: whatwgUserinfo
    },
    {
        name: 'Spring userinfo',
        printedBy: 'Spring, Guava',
        encode: percent(/[^\w.~!$&'()*+,;=:-]/gu)
    },
    { name: 'SQLAlchemy', printedBy: "SQLAlchemy's URL", encode: sqlAlchemy },
    { name: 'Go userinfo', printedBy: 'Go url.UserPassword', encode: goUserinfo },
    {
        name: 'form',
        printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
        encode: main_form
    },
    { name: 'PHP URL', printedBy: 'PHP urlencode', encode: spaceAsPlus(percent(/[^\w.-]/gu)) },
    {
        name: '.NET URL',
        printedBy: 'HttpUtility.UrlEncode',
        encode: spaceAsPlus(chain(percent(/[^\w.!*()-]/gu), lowerCaseEscapes))
    },
    { name: 'XML text', printedBy: 'XML writers, xmlstarlet', encode: each(entities(markup)) },
    {
        name: 'XML attribute',
        printedBy: 'Python ElementTree, libxml2',
        encode: each(entities({ ...markup, '"': 'quot' }))
    },
    {
        name: 'Python HTML',
        printedBy: 'Python html.escape',
        encode: each(entities({ ...markup, '"': 'quot', "'": '#x27' }))
    },
    {
        name: 'Go HTML',
        printedBy: 'Go html.EscapeString; Jinja',
        encode: each(entities({ ...markup, '"': '#34', "'": '#39' }))
    },
    {
        name: 'HTML',
        printedBy: 'Ruby, Handlebars, .NET',
        encode: each(entities({ ...markup, '"': 'quot', "'": '#39' }))
    },
    {
        name: 'PHP HTML',
        printedBy: 'PHP htmlspecialchars',
        encode: each(entities({ ...markup, '"': 'quot', "'": '#039' }))
    },
    { name: '%25', printedBy: 'workflow commands', encode: replace('%', '%25') },
    { name: '$$', printedBy: 'docker compose config, make', encode: replace('$', '$$$$') },
    { name: '%%', printedBy: 'systemd, configparser, printf', encode: replace('%', '%%') },
    { name: 'PowerShell', printedBy: 'PowerShell "\u2026"', encode: replace(/[`"$]/g, '`$&') },
    { name: '""', printedBy: 'CSV, VBScript, cmd', encode: replace('"', '""') },
    {
        name: 'double quotes removed',
        printedBy: `tr -d '"', sed 's/"//g'`,
        encode: replace('"', '')
    },
    {
        name: 'quotes removed',
        printedBy: 'tr -d of both quotes',
        encode: replace(/["']/g, '')
    },
    {
        name: 'JSON without quotes',
        printedBy: `a JSON string after tr -d '"'`,
        encode: chain(json, replace('"', ''))
    },
    {
        name: 'string with variables',
        printedBy: 'Groovy, Kotlin and Dart "\u2026", systemctl show',
        encode: backslashed(/["\\$]/g)
    },
    { name: 'Perl', printedBy: 'Perl "\u2026", Data::Dumper', encode: backslashed(/["\\$@]/g) },
    {
        name: 'nginx',
        printedBy: "nginx's access log",
        encode: each((text) => text.replace(/["\\]/g, (c) => `\\x${hexByte(c.charCodeAt(0)).toUpperCase()}`))
    },
    { name: 'git', printedBy: "git's trace", encode: replace(/['!]/g, "'\\$&'") },
    { name: 'quoted-printable', printedBy: 'mail', encode: replace('=', '=3D') },
    { name: 'ODBC', printedBy: 'ODBC {\u2026}', encode: replace('}', '}}') },
    {
        name: 'spaces collapsed',
        printedBy: 'echo $PW without quotes, HTML',
        encode: inContext((text, before) => (text === ' ' && before === ' ' ? '' : text))
    },
    { name: 'backslashes removed', printedBy: 'read without -r, awk -v, echo', encode: unescaped },
    {
        name: 'backslashes doubled in JSON',
        printedBy: "Node's util.inspect of a JSON text",
        encode: chain(json, stringLiteral(/\\/g))
    },
    { name: 'PHP JSON in JSON', printedBy: 'PHP', encode: chain(phpJson, phpJson) },
    {
        name: "base64 of its ''",
        printedBy: 'base64 of YAML',
        encode: chain(replace("'", "''"), base64)
    },
    {
        name: 'base64 of its form encoding',
        printedBy: 'base64 of a JDBC URL',
        encode: chain(main_form, base64)
    },
    {
        name: 'base64 of its WHATWG userinfo form',
        printedBy: "base64 of a URL: JavaScript's URL",
        encode: chain(whatwgUserinfo, base64)
    },
    {
        name: 'base64 of its Go userinfo form',
        printedBy: 'base64 of a URL: operators written in Go',
        encode: chain(goUserinfo, base64)
    },
    {
        name: 'base64 of its XML text',
        printedBy: 'settings.xml of Maven in a secret',
        encode: chain(each(entities(markup)), base64)
    },
    {
        name: "base64 of SQLAlchemy's URL",
        printedBy: 'Airflow, Superset',
        encode: chain(sqlAlchemy, base64)
    },
    {
        name: 'base64 of its URL with /',
        printedBy: 'Python',
        encode: chain(pythonUrl, base64)
    },
    {
        name: 'hex with blanks',
        printedBy: "Node's Buffer, which shows 50 bytes",
        encode: ({ parts }) => join(parts()
            .slice(0, 40)
            .map((text, at) => Array.from(Buffer.from(text), (byte, from) => (at + from === 0 ? '' : ' ') + hexByte(byte)).join('')))
    },
    {
        name: 'HEX',
        printedBy: 'xxd -u, basenc --base16',
        encode: chain(hex, each((text) => text.toUpperCase()))
    },
    { name: 'Go path', printedBy: 'Go url.PathEscape', encode: percent(/[^\w.~$&+:=@-]/gu) },
    {
        name: '.NET URL, upper case',
        printedBy: 'WebUtility.UrlEncode',
        encode: spaceAsPlus(percent(/[^\w.!*()-]/gu))
    },
    {
        name: 'base64 of its %q',
        printedBy: 'user data of instances',
        encode: chain(bashQuoted, base64)
    },
    { name: 'Gson', printedBy: 'Gson', encode: jsonWith(/[<>&'=\u2028\u2029]/g) },
    {
        name: '.properties',
        printedBy: 'Java Properties.store',
        encode: backslashedIf((text, before) => '\\=:#!'.includes(text) || (text === ' ' && before === ''))
    },
    {
        name: 'cmd',
        printedBy: 'cmd.exe',
        encode: chain(replace(/[&|<>^()!"]/g, '^$&'), replace('%', '%%'))
    },
    {
        name: 'Django',
        printedBy: "Django's escapejs and json_script",
        encode: each((text) => text.replace(/[\\'"<>&=;`-]/g, (c) => `\\u00${hexByte(c.charCodeAt(0)).toUpperCase()}`))
    },
    { name: 'axios', printedBy: 'axios parameters', encode: axiosParameter },
    {
        name: 'Java URI userinfo',
        printedBy: 'new java.net.URI',
        encode: percent(/[^\w!~*'().;:&=+$,-]/gu)
    },
    {
        name: 'quotemeta',
        printedBy: 'Perl, PHP, Python: a password in a regular expression',
        encode: backslashed(/\W/g),
        unlessEncoded: true
    },
    {
        name: 'Java URI query',
        printedBy: 'new java.net.URI',
        encode: percent(/[^\w!~*'().;:&=+$,/?@[\]-]/gu)
    }
];
const VERIFIER_ENCODINGS = ENCODINGS.filter(({ name }) => ['base64 of the secret', 'PHP JSON', 'double-quoted by a shell', '$$'].includes(name));
function encodeAsGitHub(value) {
    const bytes = Buffer.from(value);
    const encoded = [0, 1, 2].map((from) => bytes.subarray(from).toString('base64'));
    if (/^[\w.~-]*$/.test(value))
        return encoded;
    encoded.push(percentEncode(value));
    if (value.includes("'"))
        encoded.push(value.replaceAll("'", "''"));
    if (value.includes('"'))
        encoded.push(value.replaceAll('"', '\\"'));
    const json = escapeJson(value);
    if (json !== value)
        encoded.push(json);
    if (/[&<>"']/.test(value))
        encoded.push(escapeXml(value));
    return encoded;
}

// src/masking/pieces.ts
const MIN_LENGTH$1 = 6;
function split({ text: printed, lead }, { length, most }, minimum, findsOverlaps) {
    const symbols = Array.from(printed);
    const total = symbols.length;
    const piece = (from, to) => {
        const text = symbols.slice(from, to).join('');
        return text.trim().length < minimum && to - from < total
            ? piece(Math.max(0, from - 1), Math.min(total, to + 1))
            : { from, to, text };
    };
    const [first, unit] = lead === undefined ? [total % 3, 3] : [lead, 4];
    if (total >= 3 * minimum) {
        const count = Math.min(most, Math.max(3, Math.ceil(total / length) | 1));
        const shares = Array.from({ length: count + 1 }, (_, at) => (total * at) / count);
        const ends = shares.map((at) => first + unit * Math.ceil((at - first) / unit - 0.5));
        [ends[0], ends[count]] = [0, total];
        const pieces = pairs(ends);
        if (findsOverlaps)
            return pieces.map(([from, end]) => piece(Math.max(0, Math.min(from, end - Math.ceil(minimum / unit) * unit)), end + ((total - end) % 3)));
        const isLong = pieces.every(([from, end]) => end - from >= minimum);
        return (isLong ? pieces : pairs(shares.map(Math.round))).map(([from, end]) => piece(from, end));
    }
    if (findsOverlaps && lead === undefined && total >= 3 * minimum - 2) {
        const middle = (total - minimum) >> 1;
        return [0, middle, total - minimum].map((from) => piece(from, from + minimum));
    }
    const half = total / 2;
    const [from, to] = lead === undefined
        ? [Math.ceil(half) - 1, Math.floor(half) + 1]
        : [
            first + unit * Math.ceil((half - first) / unit - 1),
            first + unit * Math.floor((half - first) / unit + 1)
        ];
    const start = Math.max(0, Math.min(from, total - minimum));
    const end = Math.min(total, Math.max(to, minimum));
    if (start === 0 || end === total)
        return [];
    const halves = [piece(0, end), piece(start, total)];
    return findsOverlaps ? halves : [piece(0, total), ...halves];
}
const pairs = (ends) => ends.slice(1).map((end, at) => [ends[at] ?? 0, end]);

// src/masking/readable.ts
function countReadable(hidden) {
    let count = 0;
    for (const one of hidden)
        if (one === 0)
            count++;
    return count;
}
function isPieceReadable(printed, { from, to, text: { length } }, of, maskSet) {
    const all = of === 2
        ? maskSet.hide(printed, Math.floor(printed.length / 2) + 1, length)
        : maskSet.hide(printed, 2, length + 3);
    const hidden = all.subarray(from, to);
    const readable = countReadable(hidden);
    return of === 2
        ? (hidden.length - readable) * 2 <= printed.length
        : readable * 4 >= hidden.length;
}
function isReadable({ text: printed, parts }, length, maskSet) {
    if (maskSet.has(printed))
        return false;
    const hidden = maskSet.hide(printed);
    if (printed.length >= length) {
        const left = countReadable(hidden);
        if ((length - (printed.length - left) + 1) * 2 >= length)
            return true;
        if ((left + 1) * 2 < length)
            return false;
    }
    let end = 0;
    const readable = parts().filter(({ length: symbols }) => {
        const left = countReadable(hidden.subarray(end, (end += symbols)));
        return left > 0 && left * 3 >= symbols;
    });
    return (readable.length + 1) * 2 >= length;
}

// src/masking/mask-set.ts
class MaskSet {
    #all = new Set();
    #byStart = new Map();
    #starts = new Uint8Array(0x10000);
    #searches = 0;
    has(value) {
        return this.#all.has(value);
    }
    add(value) {
        if (value === '' || this.#all.has(value))
            return false;
        this.#all.add(value);
        const start = startOf(value.charCodeAt(0), value.charCodeAt(1));
        this.#starts[start] = 1;
        const others = this.#byStart.get(start);
        const entry = { value, search: 0, next: 0 };
        if (others)
            others.push(entry);
        else
            this.#byStart.set(start, [entry]);
        return true;
    }
    hide(text, shortest = 2, longest = Infinity) {
        const hidden = new Uint8Array(text.length);
        const starts = this.#starts;
        const search = ++this.#searches;
        for (let at = 1, first = text.charCodeAt(0); at < hidden.length; at++) {
            const second = text.charCodeAt(at);
            const start = startOf(first, second);
            first = second;
            if (starts[start] === 0)
                continue;
            for (const entry of this.#byStart.get(start) ?? []) {
                const { value } = entry;
                const { length } = value;
                if (length < shortest || length > longest)
                    continue;
                if (entry.search === search && at < entry.next)
                    continue;
                if (!text.startsWith(value, at - 1))
                    continue;
                hidden.fill(1, at - 1, at - 1 + length);
                entry.search = search;
                entry.next = at + length;
            }
        }
        return hidden;
    }
}
const startOf = (first, second) => ((first << 8) ^ second) & 0xffff;

// src/masking/variants.ts
const mostPerLine = ({ addsEncodings }) => (addsEncodings ? 80 : 120);
const MOST = 200;
const MAX_LENGTH$1 = 4096;
const MIN_BITS = 35;
function maskVariants(secret, runner, { isDrawn = true, encodings = ENCODINGS } = {}) {
    const { lines } = selectMaskLines(secret);
    const masks = new Set();
    const mask = (value, maskSet) => {
        if (maskSet?.has(value) || findUnmaskable(value, runner) !== undefined)
            return;
        masks.add(value);
        if (!maskSet?.add(value) || !runner.addsEncodings)
            return;
        for (const encoded of encodeAsGitHub(value))
            maskSet.add(encoded);
    };
    for (const value of lines.length > 1 ? [...lines, ...wholeForms(secret)] : [])
        mask(value);
    const most = lines.length > 1 ? MOST : mostPerLine(runner);
    lines.forEach((line, at) => {
        const maskSet = new MaskSet();
        mask(line, maskSet);
        if (lines.length === 1)
            mask(percentEncode(secret), maskSet);
        if (line.length > MAX_LENGTH$1)
            return;
        const share = Math.floor((most - masks.size) / (lines.length - at));
        const enough = masks.size + Math.min(share, mostPerLine(runner));
        const add = (value, minimum) => {
            if (value.trim().length >= minimum && masks.size < enough)
                mask(value, maskSet);
        };
        for (const text of new Set([line.toWellFormed(), line.trim().toWellFormed()])) {
            const characters = Array.from(text);
            const itself = { text, parts: () => characters };
            const judged = new Set();
            const minimum = minimumLength(text);
            for (const { encode, pieces, unlessEncoded } of encodings) {
                if (unlessEncoded && runner.addsEncodings)
                    continue;
                if (masks.size >= enough)
                    return;
                for (const encoded of encode(itself)) {
                    const texts = pieces && isDrawn ? split(encoded, pieces, minimum, runner.findsOverlaps === true) : [];
                    for (const piece of texts)
                        if (isPieceReadable(encoded.text, piece, texts.length, maskSet))
                            add(piece.text, minimum);
                    if (texts.length > 0 || judged.has(encoded.text))
                        continue;
                    judged.add(encoded.text);
                    if (isReadable(encoded, characters.length, maskSet))
                        add(withoutLooseEntities(encoded), minimum);
                }
            }
        }
    });
    return [...masks].sort((a, b) => b.length - a.length);
}
function selectMaskLines(secret) {
    const all = [...new Set(secret.split(/[\r\n]+/))].filter((line) => /\S/.test(line));
    if (all.length <= 1)
        return { lines: all, tooShort: 0, tooMany: 0 };
    const long = all.filter((line) => line.trim().length >= MIN_LENGTH$1);
    const lines = long.sort((a, b) => b.length - a.length).slice(0, MOST - WHOLE_FORMS);
    return {
        lines,
        tooShort: all.length - long.length,
        tooMany: long.length - lines.length
    };
}
const WHOLE_FORMS = 4;
function wholeForms(secret) {
    const text = secret.toWellFormed();
    return [percentEncode(text), ...base64({ text, parts: () => [] }).map((form) => form.text)];
}
const KINDS$1 = [
    [/\d/, 10],
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[^\da-zA-Z]/, 32]
];
function minimumLength(secret) {
    const characters = KINDS$1.reduce((sum, [kind, count]) => sum + (kind.test(secret) ? count : 0), 0);
    return Math.max(MIN_LENGTH$1, Math.ceil(MIN_BITS / Math.log2(characters)));
}
function withoutLooseEntities({ text, parts }) {
    if (!/&.+;/.test(text))
        return text;
    const characters = parts();
    const last = characters.findLastIndex((symbols) => /^&.+;$/.test(symbols));
    if (last < 0)
        return text;
    return characters
        .slice(last <= 3 ? last : 0, characters.length - last <= 3 ? last + 1 : undefined)
        .join('');
}

// src/masking/risks.ts
const SHORT = 8;
const linesStay = (count, why) => `${count} of its lines ${count === 1 ? 'stays' : 'stay'} readable, because ${why}`;
function findMaskingRisks(secret, arn) {
    const { lines, tooShort, tooMany } = selectMaskLines(secret);
    const masked = lines.map((line) => line.trim());
    return [
        ...(masked.some((line) => line.length < SHORT)
            ? [
                `it, or a line of it, is shorter than ${SHORT} characters, so the log has *** in other words too`
            ]
            : []),
        ...(masked.some((line) => arn.includes(line))
            ? [
                'it is a part of the ARN or the name of the secret, so the log has *** there and GitHub drops job outputs with the ARN'
            ]
            : []),
        ...(tooShort > 0
            ? [linesStay(tooShort, `${tooShort === 1 ? 'it has' : 'they have'} fewer than 6 characters`)]
            : []),
        ...(tooMany > 0 ? [linesStay(tooMany, `only the ${lines.length} longest are masked`)] : [])
    ];
}

// src/github/add-mask.ts
const maskToken = (token) => {
    setSecret(token);
};
function mask(secret, runner, options) {
    for (const value of maskVariants(secret, runner, options)) {
        setSecret(value);
        if (runner.readsMasksUnescaped && value.includes('%'))
            process.stdout.write(`::add-mask::${value}${external_node_os_namespaceObject.EOL}`);
    }
}
const maskVerifier = (verifier, runner) => {
    mask(verifier, runner, { isDrawn: false, encodings: VERIFIER_ENCODINGS });
};
function maskExisting(password, arn, isDrawn, runner, warn) {
    const reason = selectMaskLines(password)
        .lines.map((line) => findUnmaskable(line, runner))
        .find((found) => found !== undefined);
    if (reason !== undefined) {
        throw new ActionError(`The existing password of ${showId(arn)} cannot be used under ${runner.name}: ${reason}, so ${runner.name} would print it instead of masking it. ` +
            'Rotate the secret, or run the job on another runner.');
    }
    mask(password, runner, { isDrawn });
    const risks = findMaskingRisks(password, arn);
    if (risks.length > 0)
        warn(`The existing password of the secret cannot be masked well: ${risks.join('; ')}. Rotate the secret to get a better one.`);
}

// src/github/annotations.ts
const PROPERTIES = { title: 'aws-random-password' };
const annotateError = (message) => {
    error(message, PROPERTIES);
};
const annotateWarning = (message) => {
    warning(message, PROPERTIES);
};
const annotateNotice = (message) => {
    notice(message, PROPERTIES);
};

// src/github/outputs.ts
function requireOutputFile(file) {
    (0,external_node_fs_namespaceObject.closeSync)(main_open(file));
}
function setOutputs(file, { password, userName, version, change, passwordHash }) {
    const outputs = {
        'secret-arn': version?.arn,
        'secret-version-id': version?.versionId,
        'secret-change': change,
        'user-name': userName,
        'password-hash': passwordHash,
        password,
        'password-url-encoded': password === undefined ? undefined : percentEncode(password)
    };
    const entries = Object.entries(outputs).map(([name, value]) => value === undefined ? '' : entry(name, value));
    const descriptor = main_open(file);
    try {
        const { size } = (0,external_node_fs_namespaceObject.fstatSync)(descriptor);
        try {
            (0,external_node_fs_namespaceObject.writeFileSync)(descriptor, entries.join(''));
        }
        catch (error) {
            (0,external_node_fs_namespaceObject.ftruncateSync)(descriptor, size);
            throw error;
        }
    }
    catch (error) {
        throw cannotWrite(file, error);
    }
    finally {
        (0,external_node_fs_namespaceObject.closeSync)(descriptor);
    }
}
function entry(name, value) {
    let delimiter = 'EOF';
    while (value.includes(delimiter))
        delimiter += '-';
    return [`${name}<<${delimiter}`, value, delimiter, ''].join(external_node_os_namespaceObject.EOL);
}
const REMEDY = 'The runner creates it before each step; do not remove it, change its permissions or overwrite the variable.';
function main_open(file) {
    let isFile = true;
    try {
        isFile = (0,external_node_fs_namespaceObject.statSync)(file).isFile();
        if (isFile)
            return (0,external_node_fs_namespaceObject.openSync)(file, external_node_fs_namespaceObject.constants.O_WRONLY | external_node_fs_namespaceObject.constants.O_APPEND);
    }
    catch {
    }
    throw isFile
        ? new ActionError(`GITHUB_OUTPUT is ${quote(file)}, but that file does not exist or cannot be written. ${REMEDY}`)
        : new ActionError(`GITHUB_OUTPUT is ${quote(file)}, but that is not a regular file, so the outputs would be lost. ${REMEDY}`);
}
function cannotWrite(file, error) {
    const { code = 'unknown' } = error;
    return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)
        ? new ActionError(`The outputs cannot be written to ${quote(file)}: the disk is full (${code}). None of them is set. Free space on the disk of this runner, and run the job again.`)
        : new ActionError(`The outputs cannot be written to ${quote(file)}, and none of them is set (${code}). Check the disk of this runner, and run the job again.`);
}

// src/network/destination.ts
const routeTo = (url, { proxyFor }) => ({
    host: url.host,
    proxy: proxyFor?.(url)?.host
});

// src/github/secret-location.ts
const SECRET_APPS = ['actions', 'dependabot', 'codespaces'];
const VISIBILITIES = ['selected', 'private', 'all'];
const apps = {
    actions: {
        title: 'GitHub Actions',
        permission: {
            repository: '"Secrets: write"',
            environment: '"Environments: write"',
            organization: 'the organization permission "Secrets: write"'
        }
    },
    dependabot: {
        title: 'Dependabot',
        permission: {
            repository: '"Dependabot secrets: write"',
            organization: 'the organization permission "Dependabot secrets: write"'
        }
    },
    codespaces: {
        title: 'Codespaces',
        permission: {
            repository: '"Codespaces secrets: write"',
            organization: 'the organization permission "Organization Codespaces secrets: write"'
        }
    }
};
const describeSecret = ({ app }) => `${apps[app].title} secret`;
function describeLocation({ scope, owner, environment = '' }) {
    if (scope === 'organization')
        return `the organization ${owner}`;
    return scope === 'environment' ? `${owner}, environment ${environment}` : owner;
}
const permissionFor = ({ app, scope }) => {
    const permissions = apps[app].permission;
    return permissions[scope] ?? '';
};
const accountOf = ({ owner }) => owner.split('/')[0] ?? owner;
function pathOf({ app, scope, owner, environment = '' }) {
    const path = owner.split('/').map(encodeURIComponent).join('/');
    if (scope === 'organization')
        return `/orgs/${path}/${app}/secrets`;
    return scope === 'environment'
        ? `/repos/${path}/environments/${encodeURIComponent(environment)}/secrets`
        : `/repos/${path}/${app}/secrets`;
}

// src/github/prepare-github-secret.ts
function prepareGitHubSecret(options, retrier) {
    const { location, name, api } = options;
    const kind = describeSecret(location);
    const call = {
        service: 'GitHub',
        action: `write the ${kind} ${name}`,
        resource: describeLocation(location),
        route: routeTo(api.url, api),
        gitHub: { account: accountOf(location), permission: permissionFor(location) }
    };
    const load = () => Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 207, 19));
    const findAccess = async () => {
        const { getSelectedRepositories, getVisibility } = await load();
        const before = await retrier.call(call, (signal) => getVisibility(options, signal));
        if (before === undefined)
            return accessOfNew(options);
        requireSame(options, before);
        if (before !== 'selected')
            return { visibility: before };
        const selected = new Set();
        for (let page = 1, total = 1; selected.size < total; page++) {
            const found = await retrier.call(call, (signal) => getSelectedRepositories(options, page, signal));
            ({ total } = found);
            found.ids.forEach((id) => selected.add(id));
            if (found.ids.length === 0 && selected.size < total) {
                throw new ActionError(`GitHub names only ${selected.size} of the ${total} repositories that github-secret ${name} is selected for, and the others would lose it. Run the job again.`);
            }
        }
        return { visibility: before, selected: [...selected] };
    };
    const prepare = async () => {
        const { getPublicKey } = await load();
        const [publicKey, access] = await Promise.all([
            retrier.call(call, (signal) => getPublicKey(options, signal)),
            location.scope === 'organization' ? findAccess() : undefined
        ]);
        return { publicKey, access };
    };
    const ready = prepare();
    ready.catch(() => undefined);
    return {
        ready,
        write: async (password) => {
            const { publicKey, access } = await ready;
            const { putSecret } = await load();
            await retrier.call(call, (signal) => putSecret(options, publicKey, access, password, signal));
            info(oneLine(`Wrote the ${kind} ${name} of ${call.resource}${describeAccess(access)}.`));
        }
    };
}
function accessOfNew({ location, name, visibility, jobRepository }) {
    if (visibility !== undefined && visibility !== 'selected')
        return { visibility };
    const { name: repository, id } = jobRepository;
    if (repository.split('/')[0]?.toLowerCase() !== location.owner.toLowerCase()) {
        throw new ActionError(`github-secret ${name} is new in ${describeLocation(location)}, to which the repository of this job, ${quote(repository)}, does not belong, so it cannot be for that repository alone. ` +
            'Set github-secret-visibility to private or all, or create the secret in the settings of the organization.');
    }
    if (!/^[1-9]\d{0,15}$/.test(id)) {
        throw new ActionError(`GITHUB_REPOSITORY_ID must be the id of the repository of this job, but is ${quote(id)}. ` +
            'The runner sets it; do not overwrite it. A runner that does not set it needs github-secret-visibility: private or all.');
    }
    return { visibility: 'selected', selected: [Number(id)] };
}
function requireSame({ location, name, visibility }, before) {
    if (visibility === undefined || visibility === before)
        return;
    throw new ActionError(`github-secret-visibility is ${quote(visibility)}, but github-secret ${name} exists in ${describeLocation(location)} with the visibility ${quote(before)}. ` +
        'Leave github-secret-visibility empty to keep that, or change it in the settings of the organization.');
}
function describeAccess(access) {
    if (!access)
        return '';
    const { visibility, selected } = access;
    const count = selected?.length ?? 0;
    if (visibility !== 'selected')
        return `, for ${visibility} repositories`;
    return `, for ${count} selected ${count === 1 ? 'repository' : 'repositories'}`;
}

// src/inputs/parse-input.ts
const mustBe = (name, received, rule) => new ActionError(`${name} must be ${rule}, but is ${quote(received)}.`);
const withoutUndefined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
function main_text(name) {
    return getInput(name) || undefined;
}
function verbatim(name) {
    return getInput(name, { trimWhitespace: false }).replace(/\r?\n$/, '') || undefined;
}
function integer(name, minimum, maximum) {
    const received = main_text(name);
    if (received === undefined)
        return undefined;
    const value = /^(0|[1-9]\d*)$/.test(received) ? Number(received) : NaN;
    if (value >= minimum && value <= maximum)
        return value;
    throw mustBe(name, received, `a whole number from ${minimum} to ${maximum}`);
}
function main_boolean(name) {
    const received = main_text(name);
    if (received === undefined)
        return undefined;
    if (/^(true|True|TRUE)$/.test(received))
        return true;
    if (/^(false|False|FALSE)$/.test(received))
        return false;
    throw mustBe(name, received, 'true or false');
}
function oneOf(name, values) {
    const received = main_text(name);
    const value = values.find((candidate) => candidate === received);
    if (received !== undefined && value === undefined) {
        throw mustBe(name, received, `one of ${values.join(', ')}`);
    }
    return value;
}
function matching(name, pattern, rule) {
    const received = main_text(name);
    if (received !== undefined && !pattern.test(received))
        throw mustBe(name, received, rule);
    return received;
}
function refuseOrphans(without, inputs, purpose) {
    const [orphan] = Object.entries(inputs).find(([, value]) => value !== undefined) ?? [];
    if (orphan === undefined)
        return;
    throw new ActionError(`${orphan} is set, but ${without} is empty. ${orphan} ${purpose}, so set ${without} too.`);
}

// src/inputs/account-inputs.ts
const DEFAULT_KEY = 'username';
function readAccountInputs() {
    const userName = readName('user-name');
    const alternateUserName = readName('alternate-user-name');
    if (userName === undefined) {
        refuseOrphans('user-name', { 'alternate-user-name': alternateUserName }, 'is the second of two accounts');
    }
    else if (userName.toLowerCase() === alternateUserName?.toLowerCase()) {
        throw new ActionError(`user-name is ${quote(userName)}, and alternate-user-name is ${quote(alternateUserName)}: they must differ by more than case. Set alternate-user-name to a second account with the same rights.`);
    }
    return withoutUndefined({
        userName,
        alternateUserName,
        userNameKey: main_text('user-name-key') ?? (alternateUserName && DEFAULT_KEY)
    });
}
const readName = (name) => matching(name, /^.{1,256}$/su, 'a name of 1 to 256 characters');

// src/network/loopback.ts
const isLoopback = ({ hostname }) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

// src/network/proxy.ts
function findProxy(url, env) {
    const variable = (url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']).find((name) => env[name]?.trim());
    if (variable === undefined || isLoopback(url))
        return undefined;
    const exempt = ['no_proxy', 'NO_PROXY'].find((name) => env[name]?.trim());
    if (exempt !== undefined && isExempt(url, String(env[exempt])))
        return undefined;
    return parseProxy(variable, String(env[variable]).trim());
}
function parseProxy(variable, value) {
    const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
    const url = hasScheme || !value.includes('@') ? URL.parse(hasScheme ? value : `http://${value}`) : null;
    if (url &&
        /^https?:$/.test(url.protocol) &&
        !(url.pathname + url.search + url.hash).includes('@')) {
        return url;
    }
    throw new ActionError(`${variable} must be an http or https URL, for example http://user:password@proxy.example:3128, but cannot be read as one. ` +
        'Its value is not shown, because it may contain a password. ' +
        'In a user or password, write % as %25, # as %23, / as %2F, \\ as %5C, ? as %3F, @ as %40 and a space as %20.');
}
function proxyAuthorization({ username, password }) {
    if (username === '' && password === '')
        return undefined;
    return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`;
}
const decode = (text) => text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
        return decodeURIComponent(encoded);
    }
    catch {
        return encoded;
    }
});
function isExempt(url, list) {
    const host = url.hostname.replaceAll(/[[\]]/g, '');
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return list
        .toLowerCase()
        .split(/[\s,]+/)
        .some((entry) => matches(entry, host, port));
}
function matches(entry, host, port) {
    if (entry === '*')
        return true;
    const [, network = '', prefix] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
    if (prefix !== undefined)
        return isWithin(host, network, Number(prefix));
    const [, name = '', entryPort = port] = (0,external_node_net_namespaceObject.isIP)(entry)
        ? ['', entry]
        : (/^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? []);
    if (name === '' || entryPort !== port)
        return false;
    if ((0,external_node_net_namespaceObject.isIP)(name))
        return isWithin(host, name, (0,external_node_net_namespaceObject.isIP)(name) === 6 ? 128 : 32);
    const suffix = name.replace(/^\*?\.?/, '.');
    return (name === suffix.slice(1) && host === name) || host.endsWith(suffix);
}
function isWithin(host, network, prefix) {
    const version = (0,external_node_net_namespaceObject.isIP)(network);
    if (version === 0 || version !== (0,external_node_net_namespaceObject.isIP)(host) || prefix > (version === 6 ? 128 : 32))
        return false;
    const family = version === 6 ? 'ipv6' : 'ipv4';
    const list = new external_node_net_namespaceObject.BlockList();
    list.addSubnet(network, prefix, family);
    return list.check(host, family);
}

// src/network/unencrypted.ts
const isUnencrypted = (url) => url.protocol === 'http:' && !isLoopback(url);
const warnOfUnencrypted = (source, { origin }) => `${source} names ${origin}, which is not encrypted: everybody on the way can read the tokens and passwords that are sent. Use https.`;

// src/inputs/node-variables.ts
const CONNECTIONS = ['http', 'https', 'http2', 'net', 'stream', 'tls'];
const TELLING_OPTIONS = [
    [/^--tls-keylog$/, 'writes the keys of every connection to a file'],
    [
        /^--inspect(?:-brk|-wait)?$/,
        'opens a port at which any process of this machine reads the memory of this one'
    ],
    [
        /^--heapsnapshot-(?:signal|near-heap-limit)$/,
        'writes the memory of this process to a file, and the password with it'
    ]
];
const REPORT = /^--report-(?:on-(?:fatalerror|signal)|uncaught-exception)$/;
function refuseLeakingVariables(env) {
    const sections = CONNECTIONS.filter((section) => isDebugged(section, env['NODE_DEBUG'] ?? ''));
    if (sections.length > 0) {
        throw new ActionError(`NODE_DEBUG is ${quote(env['NODE_DEBUG'] ?? '')}, so Node.js would print what this step sends and receives, tokens and the password among it (${sections.join(', ')}). ` +
            "Unset it, for this step alone with NODE_DEBUG: '' in its env.");
    }
    for (const option of nodeOptions(env)) {
        const how = TELLING_OPTIONS.find(([pattern]) => pattern.test(option))?.[1];
        if (how === undefined)
            continue;
        throw new ActionError(`NODE_OPTIONS has ${option}, which ${how}. Remove it, for this step alone with other NODE_OPTIONS in its env.`);
    }
}
function findNodeWarnings(env) {
    const option = nodeOptions(env).find((one) => REPORT.test(one));
    return option === undefined
        ? []
        : [
            `NODE_OPTIONS has ${option}: a diagnostic report has every variable of the step, among them the job's token for OIDC and the inputs. Remove it, or keep reports out of artifacts and logs.`
        ];
}
function isDebugged(section, value) {
    return value.split(',').some((name) => {
        const escaped = name.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replace(/\*+/g, '.*');
        return new RegExp(`^${escaped}$`, 'i').test(section);
    });
}
function nodeOptions(env) {
    return (env['NODE_OPTIONS'] ?? '')
        .split(/[\s"]+/)
        .filter((text) => text.startsWith('--'))
        .map((text) => text.replace(/=[^]*/, '').replaceAll('_', '-'));
}

// src/inputs/environment.ts
function readRunnerUrl(variable, value, env) {
    const url = URL.parse(value);
    if (url && /^https?:$/.test(url.protocol))
        return destinationOf({ url, variable }, env);
    throw new ActionError(`${variable} must be an http or https URL, but is ${quote(value)}. The runner sets it; do not overwrite it.`);
}
function readOutputFile(env) {
    const file = env['GITHUB_OUTPUT'];
    if (file)
        return file;
    throw new ActionError('GITHUB_OUTPUT is empty, so there is no file to write the password to. ' +
        'The runner sets it; outside of a runner, set it to the path of an existing file.');
}
function destinationOf(endpoint, env) {
    const proxyFor = (url) => findProxy(url, env);
    proxyFor(endpoint.url);
    return { ...endpoint, proxyFor };
}
function findEnvironmentWarnings(env, all) {
    const warnings = all
        .filter(({ url }) => isUnencrypted(url))
        .map(({ url, variable = '' }) => warnOfUnencrypted(variable, url));
    if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
        warnings.push('NODE_TLS_REJECT_UNAUTHORIZED is 0, so no certificate is checked: everybody on the way can read the tokens and passwords that are sent. ' +
            'Unset it, and set NODE_EXTRA_CA_CERTS to the file of your own certificate authority if you have one.');
    }
    return [...new Set([...warnings, ...findNodeWarnings(env)])];
}

// src/inputs/github-secret-inputs.ts
const REPOSITORY = /^(?!\.\.?\/)[\w.-]+\/(?!\.\.?$)[\w.-]+$/;
function readGitHubSecretOptions(env) {
    const name = matching('github-secret', /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i, 'a name of letters, digits and underscores that does not begin with a digit or with GITHUB_');
    const given = {
        'github-repository': matching('github-repository', REPOSITORY, 'OWNER/NAME of a repository'),
        'github-environment': matching('github-environment', /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u, 'the name of an environment: 1 to 255 characters in one line'),
        'github-organization': matching('github-organization', /^(?!\.\.?$)[\w.-]+$/, 'the name of an organization, as its address on GitHub has it'),
        'github-secret-app': oneOf('github-secret-app', SECRET_APPS),
        'github-secret-visibility': oneOf('github-secret-visibility', VISIBILITIES),
        'github-token': main_text('github-token')
    };
    if (name === undefined) {
        refuseOrphans('github-secret', given, 'says how a GitHub secret is written');
        return undefined;
    }
    const { 'github-token': token, 'github-secret-visibility': visibility } = given;
    if (token === undefined) {
        throw new ActionError(`github-secret is ${quote(name)}, but github-token is empty. ` +
            'Set github-token to a token that may write secrets; the GITHUB_TOKEN of the job may not.');
    }
    if (!/^[!-~]+$/.test(token)) {
        throw new ActionError(`github-token must contain only visible ASCII characters, but contains others (${token.length} characters in all). ` +
            'Look for a space or a line break in the secret that it comes from.');
    }
    return {
        name,
        token,
        location: readPlace(name, given, env),
        ...(visibility && { visibility }),
        jobRepository: {
            name: env['GITHUB_REPOSITORY'] ?? '',
            id: env['GITHUB_REPOSITORY_ID'] ?? ''
        },
        api: readRunnerUrl('GITHUB_API_URL', env['GITHUB_API_URL'] || 'https://api.github.com', env)
    };
}
function readPlace(name, given, env) {
    const { 'github-repository': repository, 'github-environment': environment, 'github-organization': organization, 'github-secret-app': app = 'actions' } = given;
    if (organization !== undefined) {
        for (const input of ['github-repository', 'github-environment']) {
            const value = given[input];
            if (value === undefined)
                continue;
            throw new ActionError(`github-organization is ${quote(organization)}, and ${input} is ${quote(value)}, but a secret is in one place. Leave one of them empty.`);
        }
        return { app, scope: 'organization', owner: organization };
    }
    refuseOrphans('github-organization', { 'github-secret-visibility': given['github-secret-visibility'] }, 'says which repositories read the secret of an organization');
    if (environment !== undefined && app !== 'actions') {
        throw new ActionError(`github-environment is ${quote(environment)}, and github-secret-app is ${quote(app)}, but only actions has environments. ` +
            'Leave one of them empty.');
    }
    const owner = repository ?? env['GITHUB_REPOSITORY'] ?? '';
    if (!REPOSITORY.test(owner)) {
        throw new ActionError(`github-secret is ${quote(name)}, but GITHUB_REPOSITORY is ${quote(owner)}. ` +
            'The runner sets it to OWNER/REPOSITORY; do not overwrite it.');
    }
    return environment === undefined
        ? { app, scope: 'repository', owner }
        : { app, scope: 'environment', owner, environment };
}

// src/aws/partition.ts
const partitions = [
    ['cn-', { name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' }],
    ['us-gov-', { name: 'aws-us-gov', dnsSuffix: 'amazonaws.com' }],
    ['eusc-', { name: 'aws-eusc', dnsSuffix: 'amazonaws.eu' }],
    ['us-iso-', { name: 'aws-iso', dnsSuffix: 'c2s.ic.gov' }],
    ['us-isob-', { name: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov' }],
    ['us-isof-', { name: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov' }],
    ['eu-isoe-', { name: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk' }]
];
const partitionOf = (region) => partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? {
    name: 'aws',
    dnsSuffix: 'amazonaws.com'
};

// src/aws/endpoint.ts
const isTrue = (value) => value === 'true';
function resolveEndpoint(service, region, env) {
    const variable = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
        ? undefined
        : [
            service === 'sts' ? 'AWS_ENDPOINT_URL_STS' : 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
            'AWS_ENDPOINT_URL'
        ].find((name) => env[name]);
    if (variable !== undefined) {
        const configured = env[variable] ?? '';
        const url = URL.parse(configured);
        if (url && /^https?:$/.test(url.protocol))
            return { url, variable };
        throw new ActionError(`${variable} must be an http or https URL, for example https://vpce-0a1b2c3d-example.${service}.${region}.vpce.amazonaws.com, but is ${quote(configured)}.`);
    }
    const { dnsSuffix } = partitionOf(region);
    const isFips = isTrue(env['AWS_USE_FIPS_ENDPOINT']) && !(service === 'sts' && region.startsWith('us-gov-'));
    const isDualStack = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']) && service === 'sts';
    const dualStackSuffix = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
    const name = `${service}${isFips ? '-fips' : ''}.${region}`;
    return { url: new URL(`https://${name}.${isDualStack ? dualStackSuffix : dnsSuffix}`) };
}

// src/inputs/aws-inputs.ts
const CHAINED_SECONDS = 3600;
function readAwsInputs(env) {
    const region = readRegion(env);
    const roles = readRoles(env, region);
    const ca = readCertificateAuthorities(env);
    const awsDestination = (service) => ({
        ...destinationOf(resolveEndpoint(service, region, env), env),
        ...(ca !== undefined && { ca })
    });
    return {
        region,
        secretsManager: awsDestination('secretsmanager'),
        sts: awsDestination('sts'),
        timeoutSeconds: integer('timeout-seconds', 5, 3600) ?? 60,
        ...(roles && { roles }),
        outputFile: readOutputFile(env)
    };
}
function readRegion(env) {
    const sources = [
        ['aws-region', main_text('aws-region')],
        ['AWS_REGION', env['AWS_REGION']?.trim()],
        ['AWS_DEFAULT_REGION', env['AWS_DEFAULT_REGION']?.trim()]
    ];
    const [source, region] = sources.find(([, value]) => value) ?? [];
    if (source === undefined || region === undefined) {
        throw new ActionError('No AWS Region is set: the input aws-region and the variables AWS_REGION and AWS_DEFAULT_REGION are empty. ' +
            'Set aws-region, for example to eu-west-1.');
    }
    if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) {
        throw mustBe(source, region, 'the code of an AWS Region, for example eu-west-1');
    }
    return region;
}
function readCertificateAuthorities(env) {
    const file = env['AWS_CA_BUNDLE'];
    if (!file)
        return undefined;
    let pem = '';
    try {
        pem = (0,external_node_fs_namespaceObject.readFileSync)(file, 'utf8');
    }
    catch {
    }
    if (pem.includes('-----BEGIN CERTIFICATE-----'))
        return pem;
    throw new ActionError(`AWS_CA_BUNDLE must be the path of a file with certificates in PEM form, but is ${quote(file)}. ` +
        'Correct the path, or unset the variable.');
}
function readRoles(env, region) {
    const roleArns = readRoleArns(region);
    const isChained = main_boolean('role-chaining') === true;
    const externalId = readExternalId();
    const sessionName = matching('role-session-name', /^[\w+=,.@-]{2,64}$/, '2 to 64 characters from A-Z a-z 0-9 _ + = , . @ -');
    const durationSeconds = integer('role-duration-seconds', 900, 43200);
    const audience = main_text('audience');
    const roleArn = roleArns.at(-1);
    if (roleArn === undefined) {
        refuseOrphans('role-to-assume', {
            'role-chaining': isChained || undefined,
            'role-external-id': externalId,
            'role-session-name': sessionName,
            'role-duration-seconds': durationSeconds,
            audience
        }, 'says how a role is assumed');
        return undefined;
    }
    const hasSeveral = roleArns.length > 1;
    if (isChained && audience !== undefined) {
        throw new ActionError(`audience is ${quote(audience)}, but role-chaining is true, so that no OIDC token is requested. Leave one of them empty.`);
    }
    if (externalId !== undefined && !isChained && !hasSeveral) {
        throw new ActionError('role-external-id is set, but the only role is assumed with the OIDC token of the job, and that call takes no external id. ' +
            'Leave role-external-id empty, list the role that asks for it second, or set role-chaining to true.');
    }
    if (hasSeveral && durationSeconds !== undefined && durationSeconds > CHAINED_SECONDS) {
        throw new ActionError(`role-duration-seconds is ${durationSeconds}, but role-to-assume lists ${roleArns.length} roles, and a role that is assumed by another role has sessions of at most ${CHAINED_SECONDS} seconds. Lower role-duration-seconds.`);
    }
    return {
        roleArn,
        earlierRoleArns: roleArns.slice(0, -1),
        sessionName: sessionName ?? defaultSessionName(env),
        durationSeconds: durationSeconds ?? 900,
        ...(externalId !== undefined && { externalId }),
        ...(!isChained && {
            idToken: {
                audience: audience ??
                    (partitionOf(region).name === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
                ...readTokenService(env)
            }
        })
    };
}
function readRoleArns(region) {
    const roleArns = (main_text('role-to-assume') ?? '').split(/\s+/).filter((arn) => arn !== '');
    const { name: partition } = partitionOf(region);
    for (const [index, arn] of roleArns.entries()) {
        if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(arn)) {
            throw mustBe('role-to-assume', arn, 'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords, or several, separated by spaces or line breaks');
        }
        if (roleArns.indexOf(arn) < index) {
            throw new ActionError(`role-to-assume has the role ${quote(arn)} twice. Remove one of them: each role is assumed by the one before it.`);
        }
        const { partition: own } = parseArn(arn);
        if (own !== partition) {
            throw new ActionError(`role-to-assume has ${quote(arn)}, a role in the partition ${own}, but the Region ${region} is in ${partition}, which knows no role of another partition. Correct role-to-assume or aws-region.`);
        }
    }
    return roleArns;
}
function readExternalId() {
    const externalId = main_text('role-external-id');
    if (externalId === undefined || /^[\w+=,.@:/-]{2,1224}$/.test(externalId))
        return externalId;
    throw new ActionError(`role-external-id must be 2 to 1224 characters from A-Z a-z 0-9 _ + = , . @ : / -, but has others or another length (${externalId.length} characters in all). Its value is not shown.`);
}
function defaultSessionName(env) {
    const allowed = (part) => part.replaceAll(/[^\w+=,.@-]/g, '-');
    const run = allowed(env['GITHUB_RUN_ID'] || 'run').slice(0, 30);
    const repository = allowed(env['GITHUB_REPOSITORY'] || 'aws-random-password');
    return `${repository.slice(0, 63 - run.length)}-${run}`;
}
function readTokenService(env) {
    const variable = 'ACTIONS_ID_TOKEN_REQUEST_URL';
    const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
    if (!env[variable] || !requestToken) {
        throw new ActionError('role-to-assume is set, but this job may not request an OIDC token. ' +
            detectRunner(env).idTokenRemedy);
    }
    if (!/^[!-~]+$/.test(requestToken)) {
        throw new ActionError('ACTIONS_ID_TOKEN_REQUEST_TOKEN must consist of visible ASCII characters, but does not. The runner sets it; do not overwrite it.');
    }
    return { tokenService: readRunnerUrl(variable, env[variable], env), requestToken };
}

// src/inputs/input-names.ts
const awsInputs = [
    'aws-region',
    'role-to-assume',
    'role-chaining',
    'role-external-id',
    'role-session-name',
    'role-duration-seconds',
    'audience',
    'timeout-seconds'
];
const actionInputs = [
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
];
const promoteInputs = [
    ...awsInputs,
    'secret-id',
    'secret-version-id',
    'if-not-pending'
];

// node_modules/leven/index.js
const array = [];
const characterCodeCache = [];

function leven(first, second, options) {
	if (first === second) {
		return 0;
	}

	const maxDistance = options?.maxDistance;
	const swap = first;

	// Swapping the strings if `a` is longer than `b` so we know which one is the
	// shortest & which one is the longest
	if (first.length > second.length) {
		first = second;
		second = swap;
	}

	let firstLength = first.length;
	let secondLength = second.length;

	// Performing suffix trimming:
	// We can linearly drop suffix common to both strings since they
	// don't increase distance at all
	// Note: `~-` is the bitwise way to perform a `- 1` operation
	while (firstLength > 0 && (first.charCodeAt(~-firstLength) === second.charCodeAt(~-secondLength))) {
		firstLength--;
		secondLength--;
	}

	// Performing prefix trimming
	// We can linearly drop prefix common to both strings since they
	// don't increase distance at all
	let start = 0;

	while (start < firstLength && (first.charCodeAt(start) === second.charCodeAt(start))) {
		start++;
	}

	firstLength -= start;
	secondLength -= start;

	if (firstLength === 0) {
		return maxDistance !== undefined && secondLength > maxDistance
			? maxDistance
			: secondLength;
	}

	let bCharacterCode;
	let result;
	let temporary;
	let temporary2;
	let index = 0;
	let index2 = 0;

	while (index < firstLength) {
		characterCodeCache[index] = first.charCodeAt(start + index);
		array[index] = ++index;
	}

	while (index2 < secondLength) {
		bCharacterCode = second.charCodeAt(start + index2);
		temporary = index2++;
		result = index2;

		for (index = 0; index < firstLength; index++) {
			temporary2 = bCharacterCode === characterCodeCache[index] ? temporary : temporary + 1;
			temporary = array[index];
			// eslint-disable-next-line no-multi-assign
			result = array[index] = temporary > result
				? (temporary2 > result ? result + 1 : temporary2)
				: (temporary2 > temporary ? temporary + 1 : temporary2);
		}
	}

	// Bound arrays to avoid retaining large previous sizes
	array.length = firstLength;
	characterCodeCache.length = firstLength;

	return maxDistance !== undefined && result > maxDistance ? maxDistance : result;
}

// src/errors/nearest.ts
function nearest(word, names) {
    const [first = { name: '', edits: Infinity }] = names
        .map((name) => ({ name, edits: leven(word.toLowerCase(), name) }))
        .toSorted((one, other) => one.edits - other.edits);
    return first;
}

// src/password/characters.ts
const characters = {
    uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    lowercase: 'abcdefghijklmnopqrstuvwxyz',
    numbers: '0123456789',
    punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
};
const characterClasses = Object.keys(characters);
function joinWords(words) {
    return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}

// src/password/presets/preset.ts
const checked = '2026-12-01';
const everyClass = { atLeast: 4, of: characterClasses };
const threeOfFour = { atLeast: 3, of: characterClasses };
const lettersAndNumbers = {
    atLeast: 3,
    of: ['uppercase', 'lowercase', 'numbers']
};
const punctuationExcept = (kept) => Array.from(characters.punctuation)
    .filter((character) => !kept.includes(character))
    .join('');
function needText({ atLeast, of }) {
    return atLeast < of.length ? `${atLeast} of ${joinWords(of)}` : joinWords(of);
}

// src/password/presets/aws-databases.ts
const rds = 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference';
const createInstance = { link: `${rds}/API_CreateDBInstance.html`, checked };
const createCluster = { link: `${rds}/API_CreateDBCluster.html`, checked };
const samFirst = "'";
const samElsewhere = { forbiddenLast: '\\', forbiddenPairs: ["\\'"] };
const samText = "first no `'`, last no `\\`, and no `\\'`, which `sam deploy` takes away";
const createLightsail = {
    text: `Lightsail API, CreateRelationalDatabase: no \`/\` \`"\` \`@\`. Narrower: ${samText}`,
    link: 'https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_CreateRelationalDatabase.html',
    checked
};
const narrowRds = '/@"\'\\';
const mysqlText = "no `/` `\"` `@`. Narrower: also no `'` `\\`, which SQL strings escape (the RDS console refuses `'` too)";
const postgresText = "no `/` `\"` `@`. Narrower: also no `:` `'` `\\`, as in AWS's rotation sample";
const awsDatabases = {
    'rds-mysql': {
        target: 'Amazon RDS for MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: narrowRds,
        source: { text: `RDS API, CreateDBInstance: ${mysqlText}`, ...createInstance }
    },
    'rds-mariadb': {
        target: 'Amazon RDS for MariaDB',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: narrowRds,
        source: { text: `RDS API, CreateDBInstance: ${mysqlText}`, ...createInstance }
    },
    'rds-postgres': {
        target: 'Amazon RDS for PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: `:${narrowRds}`,
        source: { text: `RDS API, CreateDBInstance: ${postgresText}`, ...createInstance },
        note: 'A Multi-AZ DB **cluster** is created by CreateDBCluster, which accepts 8\u201341 characters; the default fits.'
    },
    'rds-oracle': {
        target: 'Amazon RDS for Oracle',
        minimum: 8,
        maximum: 30,
        length: 30,
        forbidden: `${narrowRds}&`,
        source: {
            text: 'RDS API, CreateDBInstance: no `/` `"` `@` `&` `\'`. Narrower: also no `\\`',
            ...createInstance
        },
        note: 'In SQL, write it in double quotes: `IDENTIFIED BY "\u2026"`. Oracle takes it without only when it begins with a letter and contains nothing but letters, digits and `_$#`.'
    },
    'rds-sqlserver': {
        target: 'Amazon RDS for SQL Server',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: `${narrowRds};{}`,
        forbiddenFirst: '=',
        needs: threeOfFour,
        userName: 'parts',
        source: {
            text: 'RDS API, CreateDBInstance: no `/` `"` `@`; SQL Server asks for the classes and refuses the name. Narrower: also no `\'` `\\` `;` `{` `}`, and first no `=`, which connection strings give a meaning',
            ...createInstance
        }
    },
    'rds-db2': {
        target: 'Amazon RDS for Db2',
        minimum: 8,
        maximum: 255,
        length: 32,
        forbidden: `${narrowRds};`,
        source: {
            text: "RDS API, CreateDBInstance: no `/` `\"` `@`; IBM's drivers: no `;`. Narrower: also no `'` `\\`",
            ...createInstance
        }
    },
    'aurora-mysql': {
        target: 'Amazon Aurora MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: narrowRds,
        source: { text: `RDS API, CreateDBCluster: ${mysqlText}`, ...createCluster }
    },
    'aurora-postgres': {
        target: 'Amazon Aurora PostgreSQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: `:${narrowRds}`,
        source: { text: `RDS API, CreateDBCluster: ${postgresText}`, ...createCluster }
    },
    documentdb: {
        target: 'Amazon DocumentDB, elastic clusters too',
        minimum: 8,
        maximum: 100,
        length: 41,
        forbidden: '/@"',
        forbiddenFirst: samFirst,
        ...samElsewhere,
        source: {
            text: `DocumentDB API, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: ${samText}`,
            link: 'https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html',
            checked
        }
    },
    redshift: {
        target: 'Amazon Redshift, Serverless too',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: narrowRds,
        needs: lettersAndNumbers,
        source: {
            text: 'Redshift API, CreateCluster',
            link: 'https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html',
            checked
        }
    },
    'elasticache-auth-token': {
        target: 'Amazon ElastiCache AUTH token',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: punctuationExcept('!&#$^<>-'),
        source: {
            text: 'ElastiCache API, CreateReplicationGroup; deploys measured by others',
            link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html',
            checked
        }
    },
    'elasticache-user': {
        target: 'Amazon ElastiCache user (RBAC)',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: ',"/@\'',
        forbiddenFirst: `[${samFirst}`,
        ...samElsewhere,
        source: {
            text: 'ElastiCache guide; deploys measured by others. First no `[`: the AWS CLI would read `--passwords` as JSON; ' +
                "also no `'`, which `redis-cli` takes for a quote (measured); " +
                samText,
            link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html',
            checked
        }
    },
    'memorydb-user': {
        target: 'Amazon MemoryDB user',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: ',"/@\'',
        forbiddenFirst: `[${samFirst}`,
        ...samElsewhere,
        source: {
            text: 'MemoryDB guide: the rule of an ElastiCache user. Narrower: as there',
            link: 'https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html',
            checked
        }
    },
    'lightsail-mysql': {
        target: 'Amazon Lightsail database, MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"',
        forbiddenFirst: samFirst,
        ...samElsewhere,
        source: createLightsail
    },
    'lightsail-postgres': {
        target: 'Amazon Lightsail database, PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"',
        forbiddenFirst: samFirst,
        ...samElsewhere,
        source: createLightsail
    },
    'timestream-influxdb': {
        target: 'Amazon Timestream for InfluxDB',
        minimum: 8,
        maximum: 64,
        length: 48,
        forbidden: punctuationExcept(''),
        source: {
            text: 'Timestream for InfluxDB API, CreateDbInstance: `[a-zA-Z0-9]+`',
            link: 'https://docs.aws.amazon.com/ts-influxdb/latest/ts-influxdb-api/API_CreateDbInstance.html',
            checked
        }
    },
    'dms-endpoint': {
        target: 'AWS DMS endpoint',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: ':;,.+*&%{}\\',
        source: {
            text: 'DMS guide, secrets for endpoints: no `;` `.` `:` `+` `{` `}` `*` `&` `,` `%` `\\`. Its page on endpoints names fewer, by engine. Length: no rule found. Narrower: all of them for every engine, 8\u2013128',
            link: 'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
            checked
        },
        note: 'The password is the one of the database: name its preset too, for example `preset: rds-mysql, dms-endpoint`.'
    }
};

// src/password/presets/aws-services.ts
const awsServices = {
    opensearch: {
        target: 'Amazon OpenSearch Service master user',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: "{}'\\*[]()`",
        needs: everyClass,
        source: {
            text: 'OpenSearch API, MasterUserOptions. Narrower: also none of the characters that aws-cdk-lib leaves out',
            link: 'https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_MasterUserOptions.html',
            checked
        }
    },
    'amazon-mq': {
        target: 'Amazon MQ user',
        minimum: 12,
        maximum: 250,
        length: 32,
        forbidden: ',:=',
        distinct: 4,
        source: {
            text: 'Amazon MQ API, CreateUser. The maximum is not confirmed. Narrower: 250 is held to',
            link: 'https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers-broker-id-users-username.html',
            checked
        }
    },
    'msk-scram': {
        target: 'Amazon MSK, SASL/SCRAM user',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '"\'\\',
        forbiddenPairs: ['$$', '${', '#{'],
        source: {
            text: "MSK guide: no rule for the password. Narrower: 8\u201364, as most AWS services here, and no `\"` `'` `\\`, which break the JAAS line of Kafka's clients, and no `$$` `${` `#{`, which Spring and Quarkus read again (measured)",
            link: 'https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html',
            checked
        },
        note: 'MSK takes the password from a Secrets Manager secret: its name must begin with `AmazonMSK_` and it must use a KMS key of your own (`kms-key-id`).'
    },
    'directory-service': {
        target: 'AWS Directory Service administrator',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        needs: threeOfFour,
        userName: 'parts',
        forbiddenWords: ['admin'],
        source: {
            text: 'Directory Service API, CreateMicrosoftAD; administration guide: not the word `admin`; Windows: not the name',
            link: 'https://docs.aws.amazon.com/directoryservice/latest/devguide/API_CreateMicrosoftAD.html',
            checked
        }
    },
    'workspaces-user': {
        target: 'Amazon WorkSpaces user',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        needs: everyClass,
        userName: 'parts',
        source: {
            text: 'WorkSpaces guide. Narrower: not the name either, since the user is one of an Active Directory',
            link: 'https://docs.aws.amazon.com/workspaces/latest/userguide/workspaces-user-getting-started.html',
            checked
        }
    },
    'iam-user': {
        target: 'IAM user, default password policy',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '",./:;<>?\\`~',
        needs: threeOfFour,
        source: {
            text: 'IAM guide. Symbols that the policy does not list count for no class, so none is used',
            link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
            checked
        }
    },
    'cognito-user': {
        target: 'Amazon Cognito user, default password policy',
        minimum: 8,
        maximum: 256,
        length: 32,
        forbidden: '',
        needs: everyClass,
        source: {
            text: 'Cognito API, PasswordPolicyType and AdminSetUserPassword',
            link: 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html',
            checked
        }
    },
    'connect-user': {
        target: 'Amazon Connect user',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        needs: lettersAndNumbers,
        source: {
            text: 'Connect API, CreateUser: a pattern of 8\u201364 visible characters with the three classes',
            link: 'https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateUser.html',
            checked
        }
    }
};

// src/password/presets/outside-aws.ts
const azureText = "8\u2013128, 3 of the 4 classes. Characters: no rule found. Narrower: no three consecutive characters of the login name, as Azure's portal asks; the characters as for Amazon RDS for";
const passfilt = 'https://learn.microsoft.com/en-us/windows/win32/secmgmt/strong-password-enforcement-and-passfilt-dll';
const outsideAws = {
    'azure-sql': {
        target: 'Azure SQL Database',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"\'\\;{}',
        forbiddenFirst: '=',
        needs: threeOfFour,
        userName: 'triples',
        source: {
            text: `SQL Server's password policy, which Azure SQL Database enforces: not the login name, ${azureText} SQL Server`,
            link: 'https://learn.microsoft.com/en-us/sql/relational-databases/security/password-policy',
            checked
        },
        note: 'Azure SQL Managed Instance needs 16 characters or more; the default has 32.'
    },
    'azure-postgres': {
        target: 'Azure Database for PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: ':/@"\'\\',
        needs: threeOfFour,
        userName: 'triples',
        source: {
            text: `Azure CLI, \`az postgres flexible-server create\`: ${azureText} PostgreSQL`,
            link: 'https://learn.microsoft.com/en-us/cli/azure/postgres/flexible-server',
            checked
        }
    },
    'azure-mysql': {
        target: 'Azure Database for MySQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"\'\\',
        needs: threeOfFour,
        userName: 'triples',
        source: {
            text: `Azure CLI, \`az mysql flexible-server create\`: ${azureText} MySQL`,
            link: 'https://learn.microsoft.com/en-us/cli/azure/mysql/flexible-server',
            checked
        }
    },
    'cloud-sql': {
        target: 'Google Cloud SQL user, MySQL and PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: ':/@"\'\\',
        needs: everyClass,
        userName: 'parts',
        source: {
            text: 'Cloud SQL documentation and API (PasswordValidationPolicy): by itself no rule; an instance may ask for a length and all classes, and forbid the name. Narrower: as if it did, with 8\u2013128, and the characters as for Amazon RDS for PostgreSQL',
            link: 'https://cloud.google.com/sql/docs/postgres/built-in-authentication',
            checked
        }
    },
    'mongodb-atlas': {
        target: 'MongoDB Atlas database user',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: punctuationExcept(''),
        source: {
            text: 'Atlas Administration API, createDatabaseUser: an alphanumeric string of 8 or more. The maximum is not documented. Narrower: 128',
            link: 'https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-createdatabaseuser',
            checked
        }
    },
    rabbitmq: {
        target: 'RabbitMQ user',
        minimum: 12,
        maximum: 250,
        length: 32,
        forbidden: ',:=#',
        distinct: 4,
        source: {
            text: 'RabbitMQ documentation: by itself no rule. Narrower: as for Amazon MQ, and no `#`, which begins a comment in `rabbitmq.conf` (measured)',
            link: 'https://www.rabbitmq.com/docs/passwords#credential-validation',
            checked
        }
    },
    snowflake: {
        target: 'Snowflake user (a person, or a reader or trial account), default password policy',
        minimum: 14,
        maximum: 256,
        length: 32,
        forbidden: '/@"\'\\',
        needs: lettersAndNumbers,
        source: {
            text: 'Snowflake documentation. Characters: no rule found. Narrower: none that SQL strings or URLs escape',
            link: 'https://docs.snowflake.com/en/user-guide/admin-user-management',
            checked
        },
        note: 'Since October 2026 Snowflake takes no password from a service ([the plan](https://docs.snowflake.com/en/user-guide/security-mfa-rollout)): give a user of `TYPE = SERVICE` a key pair, a programmatic access token or workload identity federation. A password remains for people, beside a second factor, and for reader accounts, trial accounts and Open Catalog.'
    },
    'windows-user': {
        target: 'Windows user, local or of an Azure virtual machine',
        minimum: 12,
        maximum: 123,
        length: 32,
        forbidden: '',
        needs: threeOfFour,
        userName: 'parts',
        source: {
            text: "Windows: the complexity requirements of passfilt. Narrower: 12\u2013123, as Azure's portal and CLI ask for a Windows machine (its API: 8\u2013123)",
            link: passfilt,
            checked
        },
        note: '`net user` asks a question for more than 14 characters and waits for the answer: use `New-LocalUser`, or `net user \u2026 /y`.'
    },
    'active-directory-user': {
        target: 'Active Directory user',
        minimum: 8,
        maximum: 127,
        length: 32,
        forbidden: '',
        needs: threeOfFour,
        userName: 'parts',
        source: {
            text: 'Windows: the complexity requirements of passfilt; 127 is the most that ResetUserPassword of the Directory Service API takes. Narrower: 8 or more',
            link: passfilt,
            checked
        },
        note: 'Windows compares the account name and each part of the display name. Give `user-name` both, with a space between them.'
    }
};

// src/password/presets/formats.ts
const anyLength = { minimum: 6, maximum: 4096, length: 32 };
const measured = { link: 'places.md', checked: '2026-12-01' };
const formats = {
    'url-safe': {
        target: 'a URL, as it stands (`user:password@host`)',
        ...anyLength,
        forbidden: punctuationExcept('-._~'),
        source: {
            text: 'RFC 3986, unreserved characters',
            link: 'https://www.rfc-editor.org/rfc/rfc3986#section-2.3',
            checked
        }
    },
    'shell-safe': {
        target: 'everywhere: URLs, shells, files, connection strings, command lines',
        ...anyLength,
        forbidden: punctuationExcept('-._~'),
        forbiddenFirst: '~',
        source: {
            text: "Measured: no place fails. First no `~`, which zsh takes for somebody's home directory",
            ...measured
        }
    },
    'dotenv-safe': {
        target: 'a dotenv file, unquoted, read by a dotenv library',
        ...anyLength,
        forbidden: '#$\'"`\\',
        source: { text: 'Measured: comments, expansion, quotes', ...measured },
        note: 'A shell that runs `source .env` reads more, and runs parts of the value as commands: use `shell-safe` there.'
    },
    'odbc-safe': {
        target: 'an ODBC, OLE DB or ADO.NET connection string',
        ...anyLength,
        forbidden: '[](),;?*!@={}\'"%+',
        source: {
            text: "Microsoft's ODBC documentation, SQLDriverConnect. Narrower: also no `'` `\"`, with which ADO.NET quotes, and no `%` `+`, which PostgreSQL's ODBC driver decodes (measured)",
            link: 'https://learn.microsoft.com/en-us/sql/odbc/reference/syntax/sqldriverconnect-function',
            checked
        }
    },
    alphanumeric: {
        target: 'letters and numbers only',
        ...anyLength,
        forbidden: punctuationExcept(''),
        source: { text: 'By definition', ...measured }
    }
};

// src/password/presets.ts
const table = { ...awsDatabases, ...awsServices, ...outsideAws, ...formats };
const presets = table;
const presetNames = Object.keys(table);
function parsePresets(text) {
    const words = text
        .split(/[,\n]/)
        .map((word) => word.trim())
        .filter(Boolean);
    return [...new Set(words.map(presetNamed))];
}
function presetNamed(word) {
    const known = presetNames.find((name) => name === word);
    if (known)
        return known;
    if (/[;\s]/.test(word)) {
        throw new ActionError(`preset must separate names by commas or line breaks, but has ${word.includes(';') ? 'a semicolon' : 'a space'} in ${quote(word)}.`);
    }
    throw new ActionError(`preset is ${quote(word)}, which does not exist. Did you mean ${nearest(word, presetNames).name}? It must be one of ${presetNames.join(', ')}.`);
}

// src/password/random-key.ts
const KEY_ENCODINGS = ['hex', 'base64', 'base64url'];
function drawOf({ bytes, encoding }) {
    const { uppercase, lowercase, numbers } = characters;
    return encoding === 'hex'
        ? { length: bytes * 2, alphabet: `${numbers}abcdef` }
        : {
            length: Math.ceil((bytes * 8) / 6),
            alphabet: `-${numbers}${uppercase}_${lowercase}`
        };
}
const encodeKey = (drawn, { encoding }) => encoding === 'hex' ? drawn : Buffer.from(drawn, 'base64url').toString(encoding);
const findKeyViolation = (text, key) => decodeKey(text, key) ? undefined : `it is no ${describeKey(key)}`;
const describeKey = ({ bytes, encoding }) => `key of ${bytes} bytes in ${encoding}`;
function otherEncodings(text, key) {
    const bytes = decodeKey(text, key);
    if (!bytes)
        return [];
    const hex = bytes.toString('hex');
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    const all = new Set([hex, hex.toUpperCase(), base64, bytes.toString('base64url')]);
    all.delete(text);
    return [...all];
}
function decodeKey(text, { bytes, encoding }) {
    const read = Buffer.from(text, encoding);
    return read.length === bytes && read.toString(encoding) === text ? read : undefined;
}

// src/inputs/key-inputs.ts
const PASSWORD_INPUTS = [
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
    'password-hash'
];
function readKeyInputs() {
    const bytes = integer('key-bytes', 16, 1024);
    const encoding = oneOf('key-encoding', KEY_ENCODINGS);
    if (bytes === undefined) {
        refuseOrphans('key-bytes', { 'key-encoding': encoding }, 'says how a key is written');
        return undefined;
    }
    for (const name of PASSWORD_INPUTS) {
        const received = name === 'exclude-characters' ? verbatim(name) : main_text(name);
        if (received === undefined)
            continue;
        throw new ActionError(`key-bytes is ${bytes}, and ${name} is ${quote(received)}, but a key is random bytes, to which no rule of a password applies. Leave one of them empty.`);
    }
    return { bytes, encoding: encoding ?? 'hex' };
}

// src/inputs/password-inputs.ts
function readPasswordInputs() {
    const inputs = {
        passwordLength: integer('password-length', 6, 4096),
        excludeCharacters: verbatim('exclude-characters'),
        excludeNumbers: main_boolean('exclude-numbers'),
        excludePunctuation: main_boolean('exclude-punctuation'),
        excludeUppercase: main_boolean('exclude-uppercase'),
        excludeLowercase: main_boolean('exclude-lowercase'),
        includeSpace: main_boolean('include-space'),
        requireEachIncludedType: main_boolean('require-each-included-type'),
        presets: parsePresets(main_text('preset') ?? ''),
        key: readKeyInputs()
    };
    return withoutUndefined(inputs);
}

// src/aws/secret-store/json-object.ts
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[^\s"{}[\],:]+|[{}[\],:]/g;
const COLON = /\s*:/y;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const MAX_SPACING = 100;
const listKeys = (text) => [...findMembers(text).keys()];
function readKey(text, key) {
    const value = listValues(text).get(key);
    return value === undefined ? undefined : JSON.parse(value);
}
const listValues = (text) => new Map([...findMembers(text)].map(([key, { start, end }]) => [key, text.slice(start, end)]));
function setKeys(text, values) {
    const all = listMembers(text);
    const members = byKey(all);
    const last = all.at(-1);
    const [space, colon] = last
        ? [
            spacing(text.slice(last.spaceStart, last.keyStart), ''),
            spacing(text.slice(last.keyEnd, last.start), ':')
        ]
        : ['', ':'];
    const added = [...values]
        .filter(([key]) => !members.has(key))
        .map(([key, value]) => `${space}${JSON.stringify(key)}${colon}${value}`);
    const replaced = [...values]
        .flatMap(([key, value]) => ({ ...members.get(key), value }))
        .filter((place) => place.key !== undefined)
        .sort((one, other) => one.start - other.start);
    const end = last?.end ?? text.indexOf('{') + 1;
    const parts = [];
    let at = 0;
    for (const { start, end, value } of replaced) {
        parts.push(text.slice(at, start), value);
        at = end;
    }
    const comma = last && added.length > 0 ? ',' : '';
    return [...parts, text.slice(at, end), comma, added.join(','), text.slice(end)].join('');
}
const spacing = (spacing, none) => spacing.length > MAX_SPACING ? none : spacing;
function mapStrings(text, map) {
    return text.replace(TOKENS, (token, at) => {
        if (!token.startsWith('"'))
            return token;
        const decoded = JSON.parse(token);
        COLON.lastIndex = at + token.length;
        const mapped = map(decoded, COLON.test(text));
        return mapped === decoded ? token : JSON.stringify(mapped);
    });
}
function listStrings(text) {
    const strings = [];
    mapStrings(text, (string, isKey) => {
        if (!isKey)
            strings.push(string);
        return string;
    });
    return strings;
}
function isSameValue(one, other) {
    const pairs = [[parseExactly(one), parseExactly(other)]];
    for (const [left, right] of pairs) {
        if (!isContainer$1(left) || !isContainer$1(right)) {
            if (left !== right)
                return false;
            continue;
        }
        const keys = Object.keys(left);
        if (Array.isArray(left) !== Array.isArray(right))
            return false;
        if (keys.length !== Object.keys(right).length)
            return false;
        for (const key of keys) {
            pairs.push([left[key], right[key]]);
        }
    }
    return true;
}
const isContainer$1 = (value) => typeof value === 'object' && value !== null;
const parseExactly = (text) => JSON.parse(text.replace(TOKENS, (token) => {
    if (token.startsWith('"'))
        return `"=${token.slice(1)}`;
    const number = NUMBER.exec(token);
    return number ? `"${worth(number)}"` : token;
}));
function worth([, sign = '', whole = '', fraction = '', exponent = '0']) {
    const digits = whole + fraction;
    let end = digits.length;
    while (end > 0 && digits[end - 1] === '0')
        end--;
    const significant = digits.slice(0, end).replace(/^0+/, '');
    if (significant === '')
        return '0';
    return `${sign}${significant}e${BigInt(exponent) + BigInt(digits.length - end - fraction.length)}`;
}
const findMembers = (text) => byKey(listMembers(text));
const byKey = (members) => new Map(members.map((member) => [member.key, member]));
function listMembers(text) {
    const members = [];
    let depth = 0;
    let previousEnd = 0;
    let key;
    let start;
    for (const { 0: token, index } of text.matchAll(TOKENS)) {
        const end = index + token.length;
        if (token === '}' || token === ']')
            depth--;
        if (depth === 1 && token !== ':' && token !== ',') {
            if (!key) {
                key = { spaceStart: previousEnd, start: index, end };
            }
            else if (token === '{' || token === '[') {
                start = index;
            }
            else {
                members.push({
                    key: JSON.parse(text.slice(key.start, key.end)),
                    spaceStart: key.spaceStart,
                    keyStart: key.start,
                    keyEnd: key.end,
                    start: start ?? index,
                    end
                });
                key = start = undefined;
            }
        }
        if (token === '{' || token === '[')
            depth++;
        previousEnd = end;
    }
    return members;
}

// src/json-error.ts
const KINDS = [
    [/^$/, 'the end of the text'],
    [/\ufeff/, 'a byte-order mark'],
    [/[\n\r\u0085\u2028\u2029]/, 'a line break'],
    [/\s/, 'white space'],
    [/\p{C}/u, 'a control character'],
    [/"/, 'a double quote'],
    [/'/, 'a single quote'],
    [/[\p{Pi}\p{Pf}\u201e]/u, 'a typographic quote'],
    [/\\/, 'a backslash'],
    [/,/, 'a comma'],
    [/:/, 'a colon'],
    [/[{}[\]]/, 'a brace or bracket'],
    [/\p{L}/u, 'a letter'],
    [/\p{N}/u, 'a digit'],
    [/./u, 'another character']
];
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function findJsonError(text) {
    const index = findErrorIndex(text);
    if (index === undefined)
        return undefined;
    const lines = text.slice(0, index).split(/\r\n|\r|\n/);
    const character = String.fromCodePoint(...[text.codePointAt(index)].flatMap((code) => code ?? []));
    return {
        position: `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`,
        found: KINDS.find(([kind]) => kind.test(character))?.[1] ?? ''
    };
}
function findErrorIndex(text) {
    const message = parseError(text);
    if (message === undefined)
        return undefined;
    if (!isUnexpectedToken(message))
        return Number(POSITION.exec(message)?.[1] ?? text.length);
    let [valid, refused] = [0, text.length];
    while (refused - valid > 1) {
        const middle = (valid + refused) >> 1;
        if (isUnexpectedToken(parseError(text.slice(0, middle))))
            refused = middle;
        else
            valid = middle;
    }
    return valid;
}
const POSITION = / at position (\d+) /;
const isUnexpectedToken = (message) => message?.endsWith(' is not valid JSON') === true;
function parseError(text) {
    try {
        JSON.parse(text);
        return undefined;
    }
    catch (error) {
        return error.message;
    }
}

// src/aws/secret-store/secret-string.ts
const MAX_LENGTH = 65_536;
const AROUND = /[\s\ufeff\u200b\u2060\0"'`\u201c\u201d\u2018\u2019\u201e\\]|\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe/;
const BEFORE = new RegExp(`^(?:${AROUND.source})+`);
const LINE_BREAK = /\r\n|[\n\r\u0085\u2028\u2029]/;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:)+\/\//i;
const SETTING = /(?<=^|[;,\s])(?:server|data source|host|hostaddr|port|user(?: id|name)?|uid|pwd|password|database|dbname|initial catalog|ssl(?:mode)?|endpoint|account(?:name|key)|sharedaccesskey(?:name)?)\s*=/gi;
function classifySecretString(text) {
    const value = parseJson(text);
    if (isContainer(value))
        return Array.isArray(value) ? 'array' : 'object';
    if (typeof value === 'string') {
        const inside = classifySecretString(value);
        return inside === 'object' || inside === 'array' ? 'nearly JSON' : inside;
    }
    const content = text.replace(BEFORE, '');
    if (isNearlyJson(content))
        return 'nearly JSON';
    if (LINE_BREAK.test(text.replace(/(?:\r\n|[\n\r\u0085\u2028\u2029])$/, '')))
        return 'lines';
    if (content.startsWith('-----BEGIN '))
        return 'lines';
    if (ADDRESS.test(content))
        return 'address';
    const names = content.match(SETTING)?.map((name) => name.toLowerCase().replace(/\s*=$/, ''));
    return new Set(names).size > 1 ? 'settings' : 'text';
}
function isNearlyJson(content) {
    if (!/^[[{]/.test(content))
        return false;
    const repaired = withoutAroundAtEnd(content)
        .replace(/\\(?=["'\\])/g, '')
        .replace(/\\[nrt]/g, ' ')
        .replace(/['\u201c\u201d\u2018\u2019\u201e]/g, '"')
        .replace(/,(?=\s*[\]}])/g, '');
    if (isContainer(parseJson(repaired)))
        return true;
    const inside = repaired.replace(/^[[\s]+/, '');
    if (/^\{\s*"[\w .$/@-]+"\s*[:=]/.test(inside))
        return true;
    if (repaired.endsWith('}'))
        return /^\{\s*(?:"[^"\w]{0,99}\w[^"]*"|[\w$.-]+)\s*:/.test(inside);
    return repaired.endsWith(']') && /^\[\s*"[^"]*"\s*[,\]]/.test(repaired);
}
function withoutAroundAtEnd(text) {
    let end = text.length;
    while (end > 0 && (AROUND.test(text.charAt(end - 1)) || /[,;]/.test(text.charAt(end - 1))))
        end--;
    return text.slice(0, end);
}
const isContainer = (value) => typeof value === 'object' && value !== null;

// src/aws/secret-store/secret-template.ts
const PLACEHOLDER = /\{\{(\s*(?:password|user-)[^{}]*)\}\}/g;
function checkTemplate(template) {
    if (template.length > MAX_LENGTH) {
        throw new ActionError(`secret-string-template must have at most ${MAX_LENGTH} characters, but has ${template.length}.`);
    }
    const error = findJsonError(template);
    if (error !== undefined) {
        throw new ActionError(`secret-string-template must be a JSON object, for example {"username": "app"}, but is not JSON from ${error.position} on (${error.found}).`);
    }
    if (classifySecretString(template) !== 'object') {
        throw new ActionError(`secret-string-template must be a JSON object, for example {"username": "app"}, but is something else (${template.length} characters, not shown here).`);
    }
    mapStrings(template, (text, isKey) => {
        for (const [, name = ''] of text.matchAll(PLACEHOLDER)) {
            if (isKey || !isPlaceholder(name)) {
                throw new ActionError('secret-string-template contains a placeholder that begins with {{password or {{user- and is not known, or one in a key. ' +
                    'Use {{password}}, {{password-url-encoded}}, {{user-name}} or {{user-name-url-encoded}}, in values only.');
            }
        }
        return text;
    });
}
const namesAccount = (template) => listStrings(template).some((text) => [...text.matchAll(PLACEHOLDER)].some(([, name = '']) => name.startsWith('user-')));
const fillTemplate = (template, credential) => listValues(mapStrings(template, (text) => fillPlaceholders(text, credential)));
function findKeysSetOtherwise(text, values) {
    const present = listValues(text);
    return [...values].flatMap(([key, value]) => {
        const found = present.get(key);
        return found !== undefined && isSameValue(found, value) ? [] : [key];
    });
}
const placeholders = {
    password: ({ password }) => password,
    'password-url-encoded': ({ password }) => percentEncode(password),
    'user-name': ({ userName = '' }) => userName,
    'user-name-url-encoded': ({ userName = '' }) => percentEncode(userName)
};
const isPlaceholder = (name) => Object.hasOwn(placeholders, name);
const fillPlaceholders = (text, credential) => text.replace(PLACEHOLDER, (spelling, name) => isPlaceholder(name) ? placeholders[name](credential) : spelling);

// src/inputs/secret-inputs.ts
function readSecretId(region) {
    const secretId = matching('secret-id', /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@!-]{1,512}$/, 'a name of 1 to 512 characters from A-Z a-z 0-9 / _ + = . @ ! -, or the ARN of a secret');
    const [, , , arnRegion] = secretId?.startsWith('arn:') ? secretId.split(':') : [];
    if (arnRegion !== undefined && arnRegion !== region) {
        throw new ActionError(`secret-id is ${quote(secretId ?? '')}, a secret in ${arnRegion}, but the Region is ${region}. Set aws-region to ${arnRegion}.`);
    }
    return secretId;
}
const storesUserName = ({ userNameKey, template }) => userNameKey !== undefined || (template !== undefined && namesAccount(template));
function readSecretOptions(region, { userName, ...accounts }, outputs) {
    const given = {
        secretId: readSecretId(region),
        ifSecretExists: oneOf('if-secret-exists', ['fail', 'keep', 'rotate']),
        ifSecretMissing: oneOf('if-secret-missing', ['create', 'restore', 'fail']),
        versionStage: oneOf('secret-version-stage', ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS']),
        ifRotationPending: oneOf('if-rotation-pending', ['resume', 'replace', 'fail']),
        rotateAfterDays: integer('rotate-after-days', 1, 3650),
        key: main_text('generate-string-key'),
        alternateUserName: accounts.alternateUserName,
        userNameKey: accounts.userNameKey,
        template: readTemplate(),
        kmsKeyId: matching('kms-key-id', /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/)?[\w/-]{1,256}$/, 'the id, the ARN or the alias of a KMS key'),
        description: main_text('secret-description'),
        tags: readTags()
    };
    const { secretId, ...rest } = withoutUndefined(given);
    if (secretId === undefined) {
        const [orphan] = Object.keys(rest);
        if (orphan === undefined)
            return undefined;
        throw new ActionError(`${secretInputs[orphan]} is set, but secret-id is empty. ${secretInputs[orphan]} says how a secret is stored, so set secret-id too.`);
    }
    const options = {
        ifSecretExists: 'fail',
        ifSecretMissing: isNameOnlyRead(rest.userNameKey, userName) ? 'fail' : 'create',
        versionStage: 'AWSCURRENT',
        ifRotationPending: 'resume',
        ...rest,
        ...(userName !== undefined && { userName }),
        secretId,
        needsValue: outputs.password !== false || outputs.others || rest.userNameKey !== undefined
    };
    requireAccounts(options);
    requireMeaning(options, rest);
    return options;
}
const secretInputs = {
    ifSecretExists: 'if-secret-exists',
    ifSecretMissing: 'if-secret-missing',
    versionStage: 'secret-version-stage',
    ifRotationPending: 'if-rotation-pending',
    rotateAfterDays: 'rotate-after-days',
    key: 'generate-string-key',
    alternateUserName: 'alternate-user-name',
    userNameKey: 'user-name-key',
    template: 'secret-string-template',
    kmsKeyId: 'kms-key-id',
    description: 'secret-description',
    tags: 'secret-tags'
};
function requireMeaning({ ifSecretExists, ifSecretMissing, versionStage }, given) {
    const forCreation = ['kmsKeyId', 'description', 'tags'].find((name) => given[name]);
    if (given.template !== undefined && given.key === undefined) {
        throw new ActionError('secret-string-template is set, but generate-string-key is empty. Set generate-string-key to the key that the password gets in the JSON object.');
    }
    if (ifSecretExists === 'fail' && ifSecretMissing !== 'create') {
        throw new ActionError(`if-secret-missing is ${ifSecretMissing}, but if-secret-exists is fail, which only creates secrets. Set if-secret-exists to keep or rotate, or leave if-secret-missing empty.`);
    }
    if (ifSecretExists === 'rotate' && versionStage === 'AWSPREVIOUS') {
        throw new ActionError('secret-version-stage is AWSPREVIOUS, but if-secret-exists is rotate, which stores a version as AWSCURRENT or AWSPENDING. Set if-secret-exists to keep to read AWSPREVIOUS.');
    }
    if (ifSecretExists === 'fail' && versionStage !== 'AWSCURRENT') {
        throw new ActionError(`secret-version-stage is ${versionStage}, but if-secret-exists is fail, and a secret that is created has AWSCURRENT only. Set if-secret-exists to rotate or keep, or leave secret-version-stage empty.`);
    }
    if (given.ifRotationPending !== undefined &&
        (ifSecretExists !== 'rotate' || versionStage !== 'AWSPENDING')) {
        throw new ActionError('if-rotation-pending is set, but it only matters with if-secret-exists: rotate and secret-version-stage: AWSPENDING. Set both, or leave if-rotation-pending empty.');
    }
    if (given.rotateAfterDays !== undefined && ifSecretExists !== 'rotate') {
        throw new ActionError(`rotate-after-days is set, but if-secret-exists is ${ifSecretExists}. Set if-secret-exists to rotate, or leave rotate-after-days empty.`);
    }
    if (forCreation && ifSecretMissing === 'fail') {
        throw new ActionError(`${secretInputs[forCreation]} is set, but if-secret-missing is fail, so no secret is created that could get it. Set if-secret-missing to create, or leave ${secretInputs[forCreation]} empty.`);
    }
}
const isNameOnlyRead = (userNameKey, userName) => userNameKey !== undefined && userName === undefined;
function requireAccounts(options) {
    const { ifSecretExists, ifSecretMissing, versionStage, key, template } = options;
    const { userName, alternateUserName, userNameKey } = options;
    if (template !== undefined && userName === undefined && namesAccount(template)) {
        throw new ActionError('secret-string-template has the placeholder of an account, but user-name is empty. Set user-name to the account that the password is for.');
    }
    if (userNameKey === undefined)
        return;
    const given = alternateUserName === undefined
        ? `user-name-key is ${quote(userNameKey)}`
        : `alternate-user-name is ${quote(alternateUserName)}`;
    if (key === undefined) {
        throw new ActionError(`${given}, but generate-string-key is empty, and only a JSON secret has a key for an account. Set generate-string-key to the key of the password.`);
    }
    const isDefault = main_text('user-name-key') === undefined ? ' (the default)' : '';
    if (userNameKey === key) {
        throw new ActionError(`user-name-key is ${quote(key)}${isDefault}, and so is generate-string-key, but the account and its password need a key each. Set one of them to another key.`);
    }
    if (template !== undefined && listKeys(template).includes(userNameKey)) {
        throw new ActionError(`user-name-key is ${quote(userNameKey)}${isDefault}, and secret-string-template sets that key too. ` +
            'Remove it from the template: this action sets it to the account that the password is for.');
    }
    if (alternateUserName !== undefined) {
        if (ifSecretExists === 'rotate' && versionStage !== 'AWSPENDING') {
            throw new ActionError(`${given}, but secret-version-stage is ${versionStage}: applications would get that account before its password is set where it is used. ` +
                'Set secret-version-stage to AWSPENDING, and promote the version afterwards.');
        }
    }
    else if (isNameOnlyRead(userNameKey, userName)) {
        if (ifSecretExists !== 'keep') {
            throw new ActionError(`${given}, but user-name is empty and if-secret-exists is ${ifSecretExists}, which stores a password for an account. Set user-name, or if-secret-exists to keep, which only reads its name.`);
        }
        if (ifSecretMissing !== 'fail') {
            throw new ActionError(`${given}, but user-name is empty and if-secret-missing is ${ifSecretMissing}: a secret that is created would name no account. Set user-name, or leave if-secret-missing empty.`);
        }
    }
}
function readTemplate() {
    const template = main_text('secret-string-template');
    if (template !== undefined)
        checkTemplate(template);
    return template;
}
function readTags() {
    const lines = (main_text('secret-tags') ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
    const tags = lines.map((line) => {
        const [, key = '', value = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
        if (key === '' || key.length > 128 || value.length > 256 || /^aws:/i.test(key)) {
            throw mustBe('secret-tags', line, 'lines KEY=VALUE, with a key of 1 to 128 characters that does not begin with aws: and a value of at most 256 characters');
        }
        return [key, value];
    });
    const twice = tags.find(([key], at) => tags.findIndex(([other]) => other === key) < at);
    if (twice)
        throw new ActionError(`secret-tags has the key ${quote(twice[0])} twice. Remove one of the lines.`);
    if (tags.length > 50) {
        throw new ActionError(`secret-tags must have at most 50 lines, but has ${tags.length}.`);
    }
    return tags.length > 0 ? Object.fromEntries(tags) : undefined;
}

// src/inputs/unknown-inputs.ts
const MAX_EDITS = 2;
const MIN_LENGTH = 6;
function refuseUnknownInputs(known, runner, env) {
    const given = new Map(Object.entries(env)
        .filter(([variable, value = '']) => /^INPUT_./i.test(variable) && value.trim() !== '')
        .map(([variable]) => [variable.slice('INPUT_'.length).toLowerCase(), variable]));
    for (const [name, variable] of given) {
        if (known.includes(name))
            continue;
        const isInput = name.includes('-') && !runner.handsInputsDown;
        const meant = findMeant(name, known);
        if (isInput) {
            throw new ActionError(`There is no input ${quote(name)}. Did you mean ${nearest(name, known).name}? Correct its name in the step, or remove it.`);
        }
        if (meant === undefined || given.has(meant))
            continue;
        throw new ActionError(`There is no input ${quote(name)}. Did you mean ${meant}, which is not set? Correct its name in the step; ` +
            `if the variable ${quote(variable)} means something else, rename it.`);
    }
}
function findMeant(name, known) {
    const hyphenated = name.replaceAll('_', '-');
    if (known.includes(hyphenated))
        return hyphenated;
    const { name: meant, edits } = nearest(name, known.filter(({ length }) => length >= MIN_LENGTH));
    return edits <= MAX_EDITS ? meant : undefined;
}

// src/inputs.ts
function readInputs(env = process.env) {
    refuseLeakingVariables(env);
    const runner = detectRunner(env);
    refuseUnknownInputs(actionInputs, runner, env);
    const password = readPasswordInputs();
    const accounts = readAccountInputs();
    const aws = readAwsInputs(env);
    const passwordHash = oneOf('password-hash', ['scram-sha-256']);
    const githubSecret = readGitHubSecretOptions(env);
    const outputPassword = main_boolean('output-password');
    const secret = readSecretOptions(aws.region, accounts, {
        password: outputPassword,
        others: githubSecret !== undefined || passwordHash !== undefined
    });
    if (outputPassword === false && !secret && !githubSecret) {
        throw new ActionError('output-password is false, but nothing else keeps the password. Set secret-id or github-secret, or leave output-password empty.');
    }
    return {
        ...aws,
        runner,
        password: withoutUndefined({
            ...password,
            userName: accounts.userName,
            alternateUserName: accounts.alternateUserName,
            isUserNameStored: (secret && storesUserName(secret)) || undefined
        }),
        ...(passwordHash && { passwordHash }),
        outputPassword: outputPassword ?? true,
        ...(secret && { secret }),
        ...(githubSecret && { githubSecret }),
        warnings: findEnvironmentWarnings(env, [
            ...destinations(aws),
            ...(githubSecret ? [githubSecret.api] : [])
        ])
    };
}
function readPromoteInputs(env = process.env) {
    refuseLeakingVariables(env);
    refuseUnknownInputs(promoteInputs, detectRunner(env), env);
    const versionId = matching('secret-version-id', /^[\w-]{32,64}$/, 'a version id of 32 to 64 characters, the output secret-version-id of the step that rotated the secret');
    const ifNotPending = oneOf('if-not-pending', ['fail', 'promote']) ?? 'fail';
    if (versionId === undefined && ifNotPending === 'promote') {
        throw new ActionError('if-not-pending is promote, but secret-version-id is empty, and without it only a pending version is promoted. Set secret-version-id, or leave if-not-pending empty.');
    }
    const aws = readAwsInputs(env);
    const secretId = readSecretId(aws.region);
    if (secretId === undefined) {
        throw new ActionError('secret-id is empty. Set it to the name or the ARN of the secret.');
    }
    return {
        ...aws,
        secretId,
        ifNotPending,
        ...(versionId !== undefined && { versionId }),
        warnings: findEnvironmentWarnings(env, destinations(aws))
    };
}
const destinations = ({ secretsManager, sts, roles }) => [
    secretsManager,
    sts,
    ...(roles?.idToken ? [roles.idToken.tokenService] : [])
];

// src/password/entropy.ts
function entropyBits(length, sets, space) {
    const sum = (key) => sets.reduce((total, set) => total + set[key], 0);
    const [firsts, lasts] = [sum('first'), sum('last')];
    const all = sum('size') + Number(space);
    let terms = [{ size: 0, first: 0, last: 0, sign: 1 }];
    for (const set of sets.filter(({ required }) => required)) {
        terms = terms.flatMap((term) => [
            term,
            {
                size: term.size + set.size,
                first: term.first + set.first,
                last: term.last + set.last,
                sign: -term.sign
            }
        ]);
    }
    const share = terms.reduce((total, { size, first, last, sign }) => total +
        sign *
            ((firsts - first) / all) *
            ((lasts - last) / all) *
            ((all - size) / all) ** (length - 2), 0);
    return length * Math.log2(all) + Math.log2(share);
}

// src/password/user-name-parts.ts
const MINIMUM = 3;
function userNameParts(userName, rule) {
    const name = userName.toLowerCase();
    const parts = rule === 'parts'
        ? [name, ...name.split(/[,.\-_ #\t\\@]+/)]
        : Array.from({ length: name.length }, (_, at) => name.slice(at, at + MINIMUM));
    return [...new Set(parts)].filter((part) => part.length >= MINIMUM);
}

// src/password/policy.ts
const ownLengths = { minimum: 6, maximum: 4096 };
const defaultLength = 32;
const maximumExcluded = 4096;
const excludeInput = {
    uppercase: 'excludeUppercase',
    lowercase: 'excludeLowercase',
    numbers: 'excludeNumbers',
    punctuation: 'excludePunctuation'
};
function buildPolicy(inputs, table = presets) {
    if (inputs.key)
        return buildKeyPolicy(inputs.key);
    const chosen = [...new Set(inputs.presets)].map((name) => ({ ...table[name], name }));
    const length = chooseLength(inputs.passwordLength, chosen);
    const closed = closedClasses(inputs, chosen);
    refuseContradictions(inputs, chosen, closed);
    const userNames = [inputs.userName ?? '', inputs.alternateUserName ?? ''];
    const forbiddenWords = [
        ...new Set(chosen.flatMap((preset) => [
            ...(preset.forbiddenWords ?? []),
            ...userNames.flatMap((name) => preset.userName ? userNameParts(name, preset.userName) : [])
        ]))
    ];
    const included = characterClasses.filter((name) => !closed.has(name));
    const { excludeCharacters: text = '' } = inputs;
    const given = parseExcluded(text);
    const forbidden = new Set(chosen.flatMap((preset) => Array.from(preset.forbidden)));
    const open = included.map((name) => ({
        name,
        characters: Array.from(characters[name]).filter((c) => !given.has(c) && !forbidden.has(c))
    }));
    const required = inputs.requireEachIncludedType === false ? [] : open;
    const letters = open.flatMap((each) => each.characters);
    const emptied = required.find((each) => each.characters.length === 0);
    if (emptied)
        throw emptiedClass(emptied.name, text, chosen);
    const minimumDistinct = Math.max(1, ...chosen.map(({ distinct }) => distinct ?? 1));
    if (letters.length < minimumDistinct) {
        const asking = chosen.find(({ distinct }) => distinct === minimumDistinct);
        const reasons = [
            ...closed.values(),
            ...(given.size > 0 ? [`exclude-characters is ${quote(text)}`] : [])
        ];
        throw new ActionError((asking
            ? `preset ${asking.name} needs ${minimumDistinct} different characters, but the inputs leave ${letters.length}: `
            : 'No character is left for a password: ') + `${joinWords(reasons)}. Exclude less.`);
    }
    const presetsForbidFirst = chosen.map((preset) => preset.forbiddenFirst ?? '').join('');
    const forbiddenFirst = `-${presetsForbidFirst}`;
    const forbiddenLast = chosen.map((preset) => preset.forbiddenLast ?? '').join('');
    const forbiddenPairs = [...new Set(chosen.flatMap((preset) => preset.forbiddenPairs ?? []))];
    const mayBeFirst = (c) => !forbiddenFirst.includes(c);
    const mayBeLast = (c) => !forbiddenLast.includes(c);
    const mayFollow = (c) => letters.some((d) => !forbiddenPairs.includes(c + d));
    const impossible = (!letters.some(mayBeFirst) && 'begin with') ||
        (!letters.some(mayBeLast) && 'end with') ||
        (!letters.some(mayFollow) && 'repeat');
    if (impossible) {
        throw new ActionError(`A password must not ${impossible} ${joinWords([...new Set(letters)])}, but the inputs leave no other character. Exclude less.`);
    }
    const space = inputs.includeSpace === true && !given.has(' ');
    const alphabet = [...letters, ...(space ? [' '] : [])].sort().join('');
    const requiredClasses = required.map(({ name }) => name);
    const isExcluded = (name) => inputs[excludeInput[name]] ?? (closed.has(name) || undefined);
    return {
        parameters: present({
            PasswordLength: inputs.passwordLength ?? (chosen.length > 0 ? length : undefined),
            ExcludeCharacters: sentExclusions([...given], included.flatMap((name) => Array.from(characters[name]).filter((c) => forbidden.has(c))), inputs.includeSpace === true),
            ExcludeNumbers: isExcluded('numbers'),
            ExcludePunctuation: isExcluded('punctuation'),
            ExcludeUppercase: isExcluded('uppercase'),
            ExcludeLowercase: isExcluded('lowercase'),
            IncludeSpace: inputs.includeSpace,
            RequireEachIncludedType: inputs.requireEachIncludedType
        }),
        length,
        alphabet,
        requiredClasses,
        forbiddenFirst,
        forbiddenLast,
        forbiddenPairs,
        forbiddenWords,
        minimumDistinct,
        requested: requestedRules(inputs, chosen, {
            alphabet,
            requiredClasses,
            forbiddenFirst: presetsForbidFirst,
            forbiddenLast,
            forbiddenPairs,
            forbiddenWords,
            minimumDistinct
        }),
        entropyBits: entropyBits(length, open.map((each) => ({
            size: each.characters.length,
            first: each.characters.filter(mayBeFirst).length,
            last: each.characters.filter(mayBeLast).length,
            required: required.includes(each)
        })), space)
    };
}
function buildKeyPolicy(key) {
    const { length, alphabet } = drawOf(key);
    const rules = {
        alphabet,
        requiredClasses: [],
        forbiddenFirst: '',
        forbiddenLast: '',
        forbiddenPairs: [],
        forbiddenWords: [],
        minimumDistinct: 1
    };
    const closed = key.encoding === 'hex'
        ? {
            ExcludeCharacters: characters.lowercase.slice('abcdef'.length),
            ExcludeUppercase: true,
            ExcludePunctuation: true
        }
        : { ExcludeCharacters: characters.punctuation.replace(/[-_]/g, '') };
    return {
        ...rules,
        key,
        parameters: { PasswordLength: length, ...closed, RequireEachIncludedType: false },
        length,
        requested: { ...rules, minimum: length, maximum: length },
        entropyBits: key.bytes * 8
    };
}
function chooseLength(given, chosen) {
    const bounds = [ownLengths, ...chosen];
    const minimum = Math.max(...bounds.map((each) => each.minimum));
    const maximum = Math.min(...bounds.map((each) => each.maximum));
    if (given !== undefined) {
        const refusing = chosen.find((preset) => given < preset.minimum || given > preset.maximum);
        if (!Number.isInteger(given) || given < minimum || given > maximum) {
            const allowed = refusing ?? ownLengths;
            throw new ActionError(`password-length must be a whole number from ${allowed.minimum} to ${allowed.maximum}${refusing ? ` for preset ${refusing.name}` : ''}, but is "${given}".`);
        }
        return given;
    }
    if (minimum > maximum) {
        const longer = listNames(chosen.filter((preset) => preset.minimum === minimum));
        const shorter = listNames(chosen.filter((preset) => preset.maximum === maximum));
        throw new ActionError(`preset ${longer} needs at least ${minimum} characters, but preset ${shorter} accepts at most ${maximum}. Remove one of them.`);
    }
    const wished = chosen.length > 0 ? chosen.map((preset) => preset.length) : [defaultLength];
    return Math.min(maximum, Math.max(minimum, ...wished));
}
function requestedRules(inputs, chosen, policy) {
    const { passwordLength, requireEachIncludedType, excludeCharacters } = inputs;
    const needed = chosen.flatMap(({ needs }) => needs?.atLeast === needs?.of.length ? (needs?.of ?? []) : []);
    const excludes = chosen.length > 0 ||
        excludeCharacters !== undefined ||
        characterClasses.some((name) => inputs[excludeInput[name]] === true);
    return {
        minimum: passwordLength ?? Math.max(1, ...chosen.map((preset) => preset.minimum)),
        maximum: passwordLength ?? Math.min(Infinity, ...chosen.map((preset) => preset.maximum)),
        requiredClasses: policy.requiredClasses.filter((name) => requireEachIncludedType === true || needed.includes(name)),
        forbiddenFirst: policy.forbiddenFirst,
        forbiddenLast: policy.forbiddenLast,
        forbiddenPairs: policy.forbiddenPairs,
        forbiddenWords: policy.forbiddenWords,
        minimumDistinct: policy.minimumDistinct,
        alphabet: excludes ? policy.alphabet : undefined
    };
}
function emptiedClass(name, text, chosen) {
    const partly = listNames(chosen.filter((preset) => forbidsAny(preset, name)));
    const needing = chosen.find(({ needs }) => needs?.of.includes(name) && needs.atLeast === needs.of.length);
    const remedy = needing?.needs
        ? `, but preset ${needing.name} needs ${needText(needing.needs)}.`
        : `. Leave one in, or set exclude-${name} to true.`;
    return new ActionError(`exclude-characters is ${quote(text)}, which leaves no ${name}${partly && ` beside those that preset ${partly} forbids`}${remedy}`);
}
function parseExcluded(text) {
    const received = Array.from(text);
    if (received.length > maximumExcluded) {
        throw new ActionError(`exclude-characters must have at most ${maximumExcluded} characters, but has ${received.length}.`);
    }
    return new Set(received);
}
function closedClasses(inputs, chosen) {
    const closed = new Map();
    for (const name of characterClasses) {
        const flag = inputs[excludeInput[name]];
        const forbidding = chosen.filter((preset) => forbidsAny(preset, name));
        const alone = forbidding.find((preset) => forbidsAll([preset], name));
        const reason = alone
            ? `preset ${alone.name} forbids all ${name}`
            : `presets ${listNames(forbidding)} together forbid all ${name}`;
        if (flag) {
            closed.set(name, `exclude-${name} is true`);
        }
        else if (forbidsAll(forbidding, name)) {
            if (flag === false) {
                throw new ActionError(`exclude-${name} is false, but ${reason}. Leave exclude-${name} empty, or remove the preset.`);
            }
            closed.set(name, reason);
        }
    }
    return closed;
}
function refuseContradictions(inputs, chosen, closed) {
    const isCompared = chosen.some(({ userName }) => userName);
    if (inputs.userName !== undefined && !inputs.isUserNameStored && !isCompared) {
        const comparing = presetNames.filter((name) => presets[name].userName);
        throw new ActionError(`user-name is ${quote(inputs.userName)}, but no preset is set that compares the password with it, and no secret stores it. ` +
            `Leave user-name empty, set preset to one of ${comparing.join(', ')}, or set user-name-key to the key that it gets in a JSON secret.`);
    }
    for (const { name, needs } of chosen) {
        if (inputs.includeSpace) {
            throw new ActionError(`include-space is true, but preset ${name} accepts no space. Leave include-space empty, or remove the preset.`);
        }
        if (!needs)
            continue;
        if (inputs.requireEachIncludedType === false) {
            throw new ActionError(`require-each-included-type is false, but preset ${name} needs ${needText(needs)}. Leave require-each-included-type empty, or remove the preset.`);
        }
        const missing = needs.of.flatMap((each) => closed.get(each) ?? []);
        if (needs.of.length - missing.length < needs.atLeast) {
            throw new ActionError(`preset ${name} needs ${needText(needs)}, but ${joinWords(missing)}.`);
        }
    }
}
function sentExclusions(given, forbidden, spaceAdmitted) {
    const [first, ...rest] = new Set([...given, ...forbidden]);
    if (first === undefined)
        return undefined;
    if (rest.length >= maximumExcluded) {
        throw new ActionError(`exclude-characters and the presets together must exclude at most ${maximumExcluded} characters, but exclude ${rest.length + 1}.`);
    }
    if (first !== '^')
        return [first, ...rest].join('');
    return rest.length > 0 ? [...rest, first].join('') : (spaceAdmitted ? '\t' : ' ') + first;
}
const forbidsAny = (preset, name) => Array.from(characters[name]).some((c) => preset.forbidden.includes(c));
const forbidsAll = (together, name) => Array.from(characters[name]).every((c) => together.some((preset) => preset.forbidden.includes(c)));
const listNames = (chosen) => joinWords(chosen.map(({ name }) => name));
const present = (parameters) => Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));

// src/errors/credential-chain-error.ts
class CredentialChainError extends Error {
    cause;
    requests;
    name = 'CredentialChainError';
    constructor(trail, cause, requests = []) {
        super([...trail, cause instanceof Error ? cause.message : ''].join('\n'));
        this.cause = cause;
        this.requests = requests;
    }
    get decisive() {
        const isServerError = ({ outcome }) => typeof outcome === 'number' && outcome >= 500;
        return (this.requests.find(({ source }) => source === 'container') ??
            this.requests.find((request) => request.source !== 'container' && isServerError(request)));
    }
}

// src/errors/response-error.ts
class UnexpectedResponseError extends Error {
    name = 'UnexpectedResponseError';
}
class ResponseTooLargeError extends UnexpectedResponseError {
    maxBytes;
    name = 'ResponseTooLargeError';
    constructor(maxBytes) {
        super(`the response has more than ${maxBytes} bytes`);
        this.maxBytes = maxBytes;
    }
}
class SwitchedProtocolError extends UnexpectedResponseError {
    name = 'SwitchedProtocolError';
    status = 101;
    constructor() {
        super('the server switched to another protocol');
    }
}
class StatusError extends Error {
    status;
    headers;
    name = 'StatusError';
    constructor(status, headers) {
        super(`status ${status}`);
        this.status = status;
        this.headers = headers;
    }
}
class ProxyRefusalError extends Error {
    status;
    schemes;
    name = 'ProxyRefusalError';
    constructor(status, schemes = []) {
        super(`status ${status}`);
        this.status = status;
        this.schemes = schemes;
    }
}
class ProxyConnectionError extends Error {
    cause;
    name = 'ProxyConnectionError';
    constructor(cause) {
        super('no connection to the proxy');
        this.cause = cause;
    }
}

// src/errors/error-details.ts
const nodeErrorCode = /\b(?:E(?:CONN[A-Z]+|PIPE|PROTO|TIMEDOUT|AI_AGAIN|AI_FAIL|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|ERR_SSL|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;
const isCode = (value) => typeof value === 'string' && /^[A-Za-z][A-Za-z_.]{1,63}$/.test(value);
const isRequestId = (value) => typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
const isStatus = (value) => typeof value === 'number' && value >= 100;
const MAX_CAUSES = 8;
function errorDetails(thrown, maxCauses = MAX_CAUSES) {
    const error = (typeof thrown === 'object' && thrown !== null ? thrown : {});
    const message = typeof error.message === 'string' ? error.message : '';
    const cause = maxCauses > 0 ? error.cause : undefined;
    const inner = cause === undefined ? undefined : errorDetails(cause, maxCauses - 1);
    if (inner && error.name === 'HttpError' && error.response === undefined)
        return inner;
    if (inner && thrown instanceof ProxyConnectionError)
        return { ...inner, isAtProxy: true };
    if (inner && thrown instanceof CredentialChainError) {
        const { requests, decisive } = thrown;
        const { outcome } = decisive ?? {};
        return {
            ...inner,
            message,
            requests,
            ...(typeof outcome === 'string' && isCode(outcome) && { code: outcome }),
            ...(typeof outcome === 'number' && outcome >= 400 && { status: outcome })
        };
    }
    const headers = error.$response?.headers ?? error.response?.headers ?? error.headers ?? {};
    const status = [
        error.$metadata?.httpStatusCode,
        error.$response?.statusCode,
        error.status,
        error.statusCode
    ].find(isStatus);
    return {
        code: [
            error.code,
            nodeErrorCode.exec(message)?.[0],
            inner && nodeErrorCode.exec(inner.code)?.[0],
            error.name
        ].find(isCode) ?? 'unknown error',
        status,
        requestId: [error.$metadata?.requestId, inner?.requestId].find(isRequestId),
        message,
        ...(thrown instanceof ProxyRefusalError && { proxySchemes: thrown.schemes }),
        ...(error.$metadata?.clockSkewCorrected === true && { isClockCorrected: true }),
        ...(status !== undefined && readHeaders(status, headers))
    };
}
function readHeaders(status, headers) {
    const header = (name) => {
        const value = headers[name];
        return typeof value === 'string' ? value : '';
    };
    const isUsedUp = header('x-ratelimit-remaining') === '0' && (status === 403 || status === 429);
    const date = Date.parse(header('date'));
    const until = (milliseconds) => (milliseconds - date) / 1000;
    const retryAfter = [
        /^\d{1,9}$/.test(header('retry-after')) ? Number(header('retry-after')) : NaN,
        until(Date.parse(header('retry-after'))),
        isUsedUp ? until(Number(header('x-ratelimit-reset') || NaN) * 1000) : NaN
    ].find((seconds) => !Number.isNaN(seconds));
    const location = isRedirect(status) ? URL.parse(header('location')) : null;
    return {
        ...(location && /^https?:$/.test(location.protocol) && { redirect: location.origin }),
        ...(retryAfter !== undefined && { retryAfter: Math.max(0, Math.ceil(retryAfter)) }),
        ...(retryAfter !== undefined && !Number.isNaN(date) && { retryAt: date + retryAfter * 1000 }),
        ...(isUsedUp && { isUsedUp }),
        ...(header('x-github-sso').startsWith('required') && { needsSso: true })
    };
}
const isRedirect = (status) => status !== undefined && status > 300 && status < 400 && status !== 304;
const isUnexpectedResponse = ({ code, status = 200 }) => status < 500 &&
    /^(UnexpectedResponseError|SwitchedProtocolError|(Syntax|Type|Range|URI|)Error|Unknown(Error)?|NotFound|unknown error)$/.test(code);
const isThrottled = ({ code, status, message, isUsedUp, retryAfter }) => status === 429 ||
    /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(code) ||
    (status === 403 &&
        (isUsedUp === true || retryAfter !== undefined || /secondary rate limit/i.test(message)));
const lacksVerificationKey = ({ code, message }) => code.startsWith('IDPCommunicationError') ||
    (code.startsWith('InvalidIdentityToken') && /couldn't retrieve verification key/i.test(message));

// src/errors/call-error.ts
const OPERATIONS = [
    'GetRandomPassword',
    'DescribeSecret',
    'GetSecretValue',
    'CreateSecret',
    'PutSecretValue',
    'UpdateSecretVersionStage',
    'RestoreSecret',
    'TagResource'
];
function describeCall({ service, action, resource, link }) {
    switch (service) {
        case 'GitHub token service':
            return "get the job's OIDC token";
        case 'AWS credentials':
            return 'load AWS credentials';
        case 'AWS STS':
            return link
                ? `assume role ${link.position} of ${link.count}, ${resource}`
                : `assume the role ${resource}`;
        case 'AWS Secrets Manager':
            return resource === '*' ? `call ${action}` : `call ${action} on ${resource}`;
        case 'GitHub':
            return `${action} of ${resource}`;
    }
}
class CallError extends Error {
    cause;
    attempts;
    name = 'CallError';
    call;
    details;
    constructor(call, cause, attempts) {
        super(`${call.action} failed`);
        this.cause = cause;
        this.attempts = attempts;
        this.call = { ...call, route: { ...call.route } };
        this.details = errorDetails(cause);
    }
}
class AttemptTimeoutError extends Error {
    milliseconds;
    name = 'AttemptTimeoutError';
    constructor(milliseconds) {
        super(`no answer within ${milliseconds} ms`);
        this.milliseconds = milliseconds;
    }
}

// src/retry-rules.ts
const code = (...codes) => (details) => codes.includes(details.code);
const retryRules = [
    {
        matches: isThrottled,
        reason: 'the service limits how often it is called'
    },
    {
        matches: ({ status }) => status !== undefined && status >= 500,
        reason: 'the service has a fault that passes'
    },
    {
        matches: code('InternalServiceError', 'InternalFailure', 'ServiceUnavailable', 'RequestTimeout'),
        reason: 'the service has a fault that passes'
    },
    {
        matches: lacksVerificationKey,
        reason: "STS could not fetch the issuer's keys"
    },
    {
        matches: ({ code, isClockCorrected }) => isClockCorrected === true &&
            /^(InvalidSignature|SignatureDoesNotMatch|RequestExpired|RequestTimeTooSkewed)/.test(code),
        reason: 'the clock of this runner is wrong, and the next request is signed with the time of AWS',
        isRefusal: true,
        patience: { times: 1 }
    },
    {
        matches: ({ code }) => /^(UnrecognizedClient|InvalidClientTokenId)/.test(code),
        reason: 'AWS may not know credentials yet that it has just issued',
        isRefusal: true,
        patience: { milliseconds: 5000, since: 'credentials' }
    },
    {
        matches: code('ECONNREFUSED'),
        reason: 'a service that restarts listens again',
        patience: { milliseconds: 10_000, since: 'first failure' }
    },
    {
        matches: code('AttemptTimeoutError', 'TimeoutError', 'AbortError', 'ETIMEDOUT'),
        reason: 'another connection may be faster'
    },
    {
        matches: code('ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ENETUNREACH', 'EHOSTUNREACH'),
        reason: 'connections break'
    },
    {
        matches: code('EAI_AGAIN'),
        reason: 'the DNS is busy'
    }
];
const READ_LAG_MS = 5000;
const findRetryRule = (details) => retryRules.find(({ matches }) => matches(details));
const isTransient = (details) => {
    const rule = findRetryRule(details);
    return rule !== undefined && rule.isRefusal !== true;
};

// src/retry.ts
const systemClock = {
    now: () => Number(process.hrtime.bigint()) / 1e6,
    today: Date.now,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    startTimer: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return () => {
            clearTimeout(timer);
        };
    },
    random: () => Math.random()
};
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 8000;
const MAX_POLL_DELAY_MS = 1000;
const callsUnderWay = new Set();
class Retrier {
    clock;
    onRetry;
    #deadline;
    attemptTimeoutMs;
    constructor(seconds, clock = systemClock, onRetry = () => undefined) {
        this.clock = clock;
        this.onRetry = onRetry;
        this.#deadline = clock.now() + seconds * 1000;
        this.attemptTimeoutMs = (seconds * 1000) / 6;
    }
    async call(call, attempt, { credentials, issuedAt } = {}) {
        const begin = () => {
            callsUnderWay.add(call);
            return Math.max(1, Math.min(this.attemptTimeoutMs, this.#deadline - this.clock.now()));
        };
        let lastAnswer;
        let failures;
        try {
            for (let attempts = 1;; attempts++) {
                try {
                    return await withTimeout(this.clock, begin, attempt, credentials);
                }
                catch (error) {
                    await credentials;
                    if (!(error instanceof AttemptTimeoutError))
                        lastAnswer = error;
                    const details = errorDetails(error);
                    const now = this.clock.now();
                    const rule = findRetryRule(details);
                    failures =
                        failures && failures.rule === rule
                            ? { ...failures, count: failures.count + 1 }
                            : { rule, since: now, count: 1 };
                    const delay = Math.max(this.clock.random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts), (details.retryAfter ?? 0) * 1000);
                    if (now + delay >= Math.min(this.#deadline, patienceEnd(failures, issuedAt?.()))) {
                        throw new CallError(call, lastAnswer ?? error, attempts);
                    }
                    this.onRetry(`${call.action}: attempt ${attempts} failed (${details.code}), retrying in ${Math.round(delay)} ms: ${String(rule?.reason)}`);
                    await this.clock.sleep(delay);
                }
            }
        }
        finally {
            callsUnderWay.delete(call);
        }
    }
    async poll(look) {
        const end = Math.min(this.clock.now() + READ_LAG_MS, this.#deadline);
        for (let delay = FIRST_DELAY_MS;; delay = Math.min(2 * delay, MAX_POLL_DELAY_MS)) {
            const found = await look();
            if (found !== undefined || this.clock.now() + delay >= end)
                return found;
            this.onRetry(`Nothing found yet, looking again in ${delay} ms`);
            await this.clock.sleep(delay);
        }
    }
}
function patienceEnd({ rule, since, count }, issuedAt = -Infinity) {
    if (rule === undefined)
        return -Infinity;
    const { patience } = rule;
    if (patience === undefined)
        return Infinity;
    if ('times' in patience)
        return count > patience.times ? -Infinity : Infinity;
    return (patience.since === 'credentials' ? issuedAt : since) + patience.milliseconds;
}
async function withTimeout(clock, begin, attempt, credentials) {
    const controller = new AbortController();
    let stopTimer;
    let isOver = false;
    const timedOut = new Promise((_, reject) => {
        const start = () => {
            if (isOver)
                return;
            const milliseconds = begin();
            stopTimer = clock.startTimer(milliseconds, () => {
                reject(new AttemptTimeoutError(Math.round(milliseconds)));
                controller.abort();
            });
        };
        if (credentials)
            credentials.then(start, reject);
        else
            start();
    });
    try {
        return await Promise.race([attempt(controller.signal), timedOut]);
    }
    finally {
        isOver = true;
        stopTimer?.();
    }
}

// src/github/id-token.ts
const MAX_BYTES = 64 * 1024;
function requestIdToken({ audience, tokenService, requestToken }, retrier) {
    const { url } = tokenService;
    const call = {
        service: 'GitHub token service',
        action: 'request an OIDC token',
        resource: audience,
        route: routeTo(url, tokenService)
    };
    return retrier.call(call, async (signal) => {
        const { createAgents, readBody, sendRequest } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 127, 19));
        const response = await sendRequest({
            method: 'GET',
            url: new URL(`${url.href}${url.search ? '&' : '?'}audience=${encodeURIComponent(audience)}`),
            headers: {
                accept: 'application/json',
                'accept-encoding': 'identity',
                authorization: `Bearer ${requestToken}`,
                'user-agent': 'aws-random-password'
            },
            signal
        }, createAgents(tokenService));
        const body = await readBody(response, MAX_BYTES);
        if (response.statusCode !== 200) {
            throw new StatusError(Number(response.statusCode), response.headers);
        }
        return readToken(body.toString());
    });
}
function readToken(body) {
    const { value } = (JSON.parse(body) ?? {});
    if (typeof value !== 'string' || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) {
        throw new UnexpectedResponseError('the response has no token');
    }
    maskToken(value);
    return value;
}
function readClaims(token) {
    try {
        const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
        const { iss, sub, aud } = JSON.parse(payload);
        return { iss: String(iss), sub: String(sub), aud: String(aud) };
    }
    catch {
        return undefined;
    }
}

// src/network/preconnect.ts
const MAX_LOOKUP_MS = 5;
function preconnect(destination, sockets = 1) {
    const { url } = destination;
    const route = routeTo(url, destination);
    const isDirect = route.proxy === undefined && url.protocol === 'https:';
    const preconnected = Array.from({ length: isDirect ? sockets : 0 }, () => openSocket(url.hostname, Number(url.port || 443)));
    return { ...destination, route, preconnected };
}
function openSocket(host, port, lookup) {
    const socket = external_node_net_namespaceObject.connect({ host, port, ...(lookup) });
    socket.on('error', () => undefined);
    const dispatched = new Promise((resolve) => {
        const timer = setTimeout(resolve, MAX_LOOKUP_MS);
        const done = () => {
            clearTimeout(timer);
            resolve();
        };
        socket.once('connectionAttempt', done).once('close', done);
    });
    return { host, port, socket, dispatched };
}

// src/steps/connect.ts
async function connect({ region, ...destinations }, roles, retrier, parallelCalls = 1) {
    const onUnencrypted = warnOnce([destinations.sts, destinations.secretsManager]);
    const sts = { ...preconnect(destinations.sts, roles ? 1 : 0), onUnencrypted };
    const secretsManager = {
        ...preconnect(destinations.secretsManager, parallelCalls),
        onUnencrypted
    };
    const preconnected = [...sts.preconnected, ...secretsManager.preconnected];
    await Promise.all(preconnected.map(({ dispatched }) => dispatched));
    const tokens = roles?.idToken && requestIdTokens(roles.idToken, retrier);
    if (tokens)
        await new Promise((resolve) => setImmediate(resolve));
    const { createSts, selectSource, SecretsManager } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 861, 19)).then(n => n.sdk);
    const source = selectSource({ roles, tokens }, createSts(region, sts, retrier));
    const credentials = source.then((selected) => selected.load());
    credentials.catch(() => undefined);
    return new SecretsManager(region, secretsManager, retrier, credentials);
}
function warnOnce(known) {
    const origins = new Set(known.map(({ url }) => url.origin));
    return (url) => {
        if (origins.has(url.origin))
            return;
        origins.add(url.origin);
        annotateWarning(warnOfUnencrypted('endpoint_url in the shared config file, or an AWS_ENDPOINT_URL_ variable,', url));
    };
}
function requestIdTokens(options, retrier) {
    const another = () => requestIdToken(options, retrier);
    const first = another();
    first.catch(() => undefined);
    return { first, another, claims: readClaims };
}

// src/password/find-violation.ts
const findViolation = (password, policy) => policy.key
    ? findKeyViolation(password, policy.key)
    : (findBrokenRule(password, { ...policy, minimum: policy.length, maximum: policy.length }) ??
        (password === password.trim() ? undefined : 'it begins or ends with a space'));
const findExistingViolation = (password, policy) => policy.key ? findKeyViolation(password, policy.key) : findBrokenRule(password, policy.requested);
function findBrokenRule(password, policy) {
    const { minimum, maximum, alphabet, requiredClasses, minimumDistinct } = policy;
    const { forbiddenFirst, forbiddenLast, forbiddenPairs, forbiddenWords } = policy;
    const received = Array.from(password);
    const [first, last] = [received.at(0), received.at(-1)];
    const absent = requiredClasses.filter((name) => !received.some((character) => characters[name].includes(character)));
    const distinct = new Set(received).size;
    const lowerCase = password.toLowerCase();
    const rules = [
        [
            received.length < minimum || received.length > maximum,
            `it has ${received.length} characters instead of ${describeLengths(minimum, maximum)}`
        ],
        [
            alphabet !== undefined && received.some((character) => !alphabet.includes(character)),
            'it contains an excluded character'
        ],
        [absent.length > 0, `it contains no ${joinWords(absent)}`],
        [
            distinct < minimumDistinct,
            `it contains ${distinct} different characters instead of at least ${minimumDistinct}`
        ],
        [
            first !== undefined && forbiddenFirst.includes(first),
            'it begins with a character that must not come first'
        ],
        [
            last !== undefined && forbiddenLast.includes(last),
            'it ends with a character that must not come last'
        ],
        [
            forbiddenPairs.some((pair) => password.includes(pair)),
            'it contains two characters that must not stand together'
        ],
        [
            forbiddenWords.some((word) => lowerCase.includes(word)),
            "it contains a part of an account's name, or a word that a preset forbids"
        ]
    ];
    return rules.find(([broken]) => broken)?.[1];
}
const describeLengths = (minimum, maximum) => minimum === maximum
    ? String(minimum)
    : maximum === Infinity
        ? `at least ${minimum}`
        : `${minimum} to ${maximum}`;

// src/steps/generate-password.ts
const MAX_ATTEMPTS = 10;
async function generatePassword(policy, secretsManager, runner, log) {
    let violation = '';
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const response = secretsManager.getRandomPassword(policy.parameters);
        if (attempt === 1)
            warmUpMasking(policy, runner);
        const { password: drawn, requestId } = await response;
        const password = policy.key ? encodeKey(drawn, policy.key) : drawn;
        violation = findUnmaskable(password, runner);
        if (violation === undefined) {
            mask(password, runner);
            if (policy.key)
                otherEncodings(password, policy.key).forEach(maskToken);
            violation = findViolation(password, policy);
        }
        if (violation === undefined) {
            log((policy.key
                ? `Generated a ${describeKey(policy.key)}: `
                : `Generated a ${policy.length}-character password from ${policy.alphabet.length} possible characters: `) +
                `${Math.floor(policy.entropyBits)} bits of entropy (${secretsManager.region}, request ${requestId}).`);
            return password;
        }
        debug(`Password ${attempt} of ${MAX_ATTEMPTS} (request ${requestId}) is refused: ${violation}`);
    }
    throw new ActionError(`AWS returned ${MAX_ATTEMPTS} passwords that do not satisfy the inputs; the last one fails because ${violation}. ` +
        'Exclude less, or report this with the debug log of the run.');
}
const warmUpMasking = ({ alphabet, length }, runner) => {
    maskVariants(alphabet.slice(0, Math.min(length, 32)), runner);
};

// src/steps/hash-password.ts
async function hashPassword(password, runner, versionId) {
    const { randomBytes } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 598, 19));
    const { SALT_BYTES, saltOfVersion, scramVerifier } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 687, 19));
    const salt = versionId === undefined ? randomBytes(SALT_BYTES) : saltOfVersion(versionId);
    const hash = scramVerifier(password, salt);
    maskVerifier(hash, runner);
    return hash;
}

// src/errors/stored-version-error.ts
class StoredVersionError extends Error {
    version;
    cause;
    name = 'StoredVersionError';
    constructor(version, cause) {
        super('the run failed after it had sent a version to Secrets Manager');
        this.version = version;
        this.cause = cause;
    }
}
const listVersionsCommand = ({ secretId, region }) => `aws secretsmanager list-secret-version-ids --include-deprecated --region ${region} --secret-id ${quoted(secretId)}`;
const removePendingCommand = ({ secretId, region }, versionId) => `aws secretsmanager update-secret-version-stage --region ${region} --secret-id ${quoted(secretId)} --version-stage AWSPENDING --remove-from-version-id ${quoted(versionId)}`;
const quoted = (id) => /^[\w.:/+=@-]+$/.test(id) ? id : `'${oneLine(id).replaceAll("'", "'\\''")}'`;

// src/steps/store-password.ts
const countFirstCalls = ({ ifSecretExists, rotateAfterDays }) => ({ keep: 1, fail: 2, rotate: rotateAfterDays === undefined ? 3 : 2 })[ifSecretExists];
async function storePassword(secretsManager, { secret, policy, runner, generate, ready }) {
    const { createSecretClient, storeOrFind } = await loadSecretStore();
    const { clock } = secretsManager.retrier;
    let summary = '';
    const stored = await storeOrFind(createSecretClient(secretsManager, secret.secretId), secret, {
        generate: () => generate((message) => {
            summary = message;
        }),
        maskExisting: (password, arn, isOurs) => {
            maskExisting(password, arn, isOurs, runner, annotateWarning);
            if (policy.key)
                otherEncodings(password, policy.key).forEach(maskToken);
        },
        findViolation: (password) => findExistingViolation(password, policy),
        today: () => clock.today(),
        poll: (look) => secretsManager.retrier.poll(look),
        beforeWrite: async () => ready,
        info,
        warn: annotateWarning
    });
    if (stored.isGenerated)
        info(summary);
    return stored;
}
async function promoteVersion(secretsManager, { secretId, ...options }) {
    const { createSecretClient, promote } = await loadSecretStore();
    return promote(createSecretClient(secretsManager, secretId), options, {
        poll: (look) => secretsManager.retrier.poll(look),
        info,
        warn: annotateWarning
    });
}
async function announceChange(stored, today) {
    const { describeChange, isChanged } = await loadSecretStore();
    announce(describeChange(stored, today), isChanged(stored));
}
async function announcePromotion(promotion) {
    const { describePromotion } = await loadSecretStore();
    announce(describePromotion(promotion), promotion.isChanged);
}
function announce(message, isChanged) {
    if (isChanged)
        annotateNotice(message);
    else
        info(message);
}
async function failNamingVersion(version, region, step) {
    try {
        await step();
    }
    catch (cause) {
        if (!version)
            throw cause;
        const { arn: secretId, versionId } = version;
        throw new StoredVersionError({ secretId, region, versionId, isStored: true }, cause);
    }
}
const loadSecretStore = async () => (await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 861, 19)).then(n => n.sdk)).importSecretStore();

// src/main.ts
async function run(clock) {
    const inputs = readInputs();
    const { region, roles, secret, githubSecret, runner, outputFile } = inputs;
    if (githubSecret)
        maskToken(githubSecret.token);
    inputs.warnings.forEach(annotateWarning);
    const passwordPolicy = buildPolicy(inputs.password);
    requireOutputFile(outputFile);
    const retrier = new Retrier(inputs.timeoutSeconds, clock, debug);
    const secretsManager = await connect(inputs, roles && { ...roles, policy: sessionPolicy({ region, ...roles }, secret) }, retrier, secret && countFirstCalls(secret));
    const github = githubSecret && prepareGitHubSecret(githubSecret, retrier);
    const generate = (log = info) => generatePassword(passwordPolicy, secretsManager, runner, log);
    const stored = secret &&
        (await storePassword(secretsManager, {
            secret,
            policy: passwordPolicy,
            runner,
            generate,
            ready: github?.ready
        }));
    const password = stored ? stored.password : await generate();
    await failNamingVersion(stored?.version, region, async () => {
        if (stored)
            await announceChange(stored, retrier.clock.today());
        if (password === undefined) {
            setOutputs(outputFile, { ...stored });
            return;
        }
        const passwordHash = inputs.passwordHash && (await hashPassword(password, runner, stored?.version.versionId));
        await github?.write(password);
        setOutputs(outputFile, {
            ...stored,
            password: inputs.outputPassword ? password : undefined,
            passwordHash
        });
    });
}
async function runPromote(clock) {
    const inputs = readPromoteInputs();
    const { region, roles, secretId, outputFile } = inputs;
    inputs.warnings.forEach(annotateWarning);
    requireOutputFile(outputFile);
    const secretsManager = await connect(inputs, roles && { ...roles, policy: promotionSessionPolicy({ region, ...roles }, secretId) }, new Retrier(inputs.timeoutSeconds, clock, debug));
    const promotion = await promoteVersion(secretsManager, inputs);
    await failNamingVersion(promotion.version, region, () => {
        setOutputs(outputFile, promotion);
    });
    await announcePromotion(promotion);
}

// src/network/refuse-upgrades.ts
function refuseUpgrades() {
    (0,external_node_diagnostics_channel_namespaceObject.subscribe)('http.client.request.start', (message) => {
        const { request } = message;
        request
            .once('upgrade', (_, socket) => {
            socket.destroy();
            request.emit('error', new SwitchedProtocolError());
        })
            .once('response', (response) => {
            if (response.statusCode === 101)
                response.destroy(new SwitchedProtocolError());
        });
    });
}

// src/process.ts
const ADDRESS_TIMEOUT_MS = 2500;
async function runAction(run) {
    process.noDeprecation = true;
    process.stdout.write(external_node_os_namespaceObject.EOL);
    external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout(ADDRESS_TIMEOUT_MS);
    refuseUpgrades();
    for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143]
    ]) {
        process.once(signal, () => {
            const calls = [...callsUnderWay].map(describeCall).join('; ') || 'no request';
            info(oneLine(`${signal} ended the run. Under way: ${calls}.`));
            process.exit(code);
        });
    }
    await failOnError(run);
    process.stdout.write('', () => process.exit());
}
async function failOnError(run) {
    try {
        await run();
    }
    catch (thrown) {
        const { reportError } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 320, 19));
        const { message, details } = reportError(thrown);
        for (const line of details)
            debug(line);
        annotateError(oneLine(message));
        process.exitCode = ExitCode.Failure;
    }
}



module.exports = __webpack_exports__;
/******/ })()
;