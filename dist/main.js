/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	var __webpack_modules__ = ({

/***/ 238:
/***/ ((module) => {

module.exports = require("./actions-core-oidc-utils.js");

/***/ }),

/***/ 239:
/***/ ((module) => {

module.exports = require("./actions-secret.js");

/***/ }),

/***/ 156:
/***/ ((module) => {

module.exports = require("./explain.js");

/***/ }),

/***/ 861:
/***/ ((module) => {

module.exports = require("./sdk.js");

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
  ActionsSecretError: () => (/* binding */ ActionsSecretError),
  CallError: () => (/* binding */ CallError),
  UnexpectedResponseError: () => (/* binding */ UnexpectedResponseError),
  debug: () => (/* binding */ debug),
  errorDetails: () => (/* binding */ errorDetails),
  getProxyUrl: () => (/* binding */ getProxyUrl),
  isThrottled: () => (/* binding */ isThrottled),
  isUnexpectedResponse: () => (/* binding */ isUnexpectedResponse),
  run: () => (/* binding */ run),
  runAction: () => (/* binding */ runAction),
  runPromote: () => (/* binding */ runPromote),
  setSecret: () => (/* binding */ setSecret),
  truncate: () => (/* binding */ truncate)
});

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
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

// tools/build/stand-ins/crypto.js
/** Node's crypto is loaded when the toolkit delimits an output, not when it reads an input. */
const randomUUID = () => process.getBuiltinModule('crypto').randomUUID();

// node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}

// tools/build/stand-ins/oidc-utils.js
/** The toolkit's HTTP client, and Node's http and https with it, is loaded when the OIDC token is asked for. */
const OidcClient = {
  getIDToken: async (audience) => {
    const { OidcClient } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 238, 19));
    return OidcClient.getIDToken(audience);
  }
};

// node_modules/@actions/core/lib/core.js
var __awaiter = ( false) || function (thisArg, _arguments, P, generator) {
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
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
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
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}

/** How long looking up an address may keep other work waiting. */
const MAX_LOOKUP_MS = 5;
/**
 * Opens TCP to a service while the run is still busy with other things, where it is HTTPS without a proxy. TLS follows
 * once its module is loaded. A connection that fails early is forgotten: the request then opens its own.
 *
 * @param attemptTimeoutMs how long opening a connection may take.
 */
function preconnect(destination, attemptTimeoutMs) {
    const { url, proxy } = destination;
    if (proxy !== undefined || url.protocol !== 'https:')
        return { ...destination, attemptTimeoutMs };
    const preconnected = openSocket(url.hostname, Number(url.port || 443));
    return { ...destination, attemptTimeoutMs, preconnected };
}
/** @param lookup Node's by default; tests bring their own. */
function openSocket(host, port, lookup) {
    const socket = external_node_net_namespaceObject.connect({ host, port, ...(lookup) });
    socket.unref();
    // The request that would have used it opens its own.
    socket.on('error', () => undefined);
    // Loading a module blocks the event loop for longer than a look-up takes.
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

/**
 * The inline session policy of a run: exactly the calls that its inputs lead to. STS intersects it with what the role
 * may do, so it takes permissions away and never adds one. STS accepts at most 2,048 characters.
 */
function sessionPolicy({ region, roleArn }, secret) {
    const statements = [allow(['secretsmanager:GetRandomPassword'], ['*'])];
    if (secret) {
        statements.push(allow(secretActions(secret), secretArns(secret.secretId, region, roleArn)), {
            ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn(secret.kmsKeyId, region, roleArn)]),
            Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${region}.*` } }
        });
    }
    return policyDocument(statements);
}
/** The inline session policy of a promotion. */
function promotionPolicy({ region, roleArn }, secretId) {
    return policyDocument([
        allow(['secretsmanager:DescribeSecret', 'secretsmanager:UpdateSecretVersionStage'], secretArns(secretId, region, roleArn))
    ]);
}
const policyDocument = (statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action, Resource) => ({
    Effect: 'Allow',
    Action,
    Resource
});
function secretActions({ secretId, ifSecretExists }) {
    const actions = ['DescribeSecret'];
    if (ifSecretExists === 'keep')
        actions.push('GetSecretValue');
    if (ifSecretExists !== 'fail')
        actions.push('PutSecretValue');
    if (!secretId.startsWith('arn:'))
        actions.push('CreateSecret');
    return actions.map((action) => `secretsmanager:${action}`);
}
/** A secret's ARN ends in six characters that Secrets Manager chooses; before it is created it has none. */
function secretArns(secretId, region, roleArn) {
    if (secretId.startsWith('arn:')) {
        return /-[A-Za-z0-9]{6}$/.test(secretId) ? [secretId] : [secretId, `${secretId}-??????`];
    }
    const [, partition, , , account] = roleArn.split(':');
    const arn = `arn:${partition ?? ''}:secretsmanager:${region}:${account ?? ''}:secret:${secretId}`;
    return [arn, `${arn}-??????`];
}
function keyArn(keyId, region, roleArn) {
    if (keyId?.startsWith('arn:') && keyId.includes(':key/'))
        return keyId;
    const [, partition, , , account] = roleArn.split(':');
    // A policy cannot name a key by its alias, and a secret that exists may have any key.
    const key = keyId === undefined || keyId.includes('alias/') ? '*' : keyId;
    return `arn:${partition ?? ''}:kms:${region}:${key === '*' ? '*' : (account ?? '')}:key/${key}`;
}

/**
 * The run cannot go on, for a reason that this action itself knows. The message is complete: the cause (an input or
 * preset, the value received and what it must be), then what to do.
 */
class ActionError extends Error {
    name = 'ActionError';
}

/** The password is stored in Secrets Manager, but the GitHub Actions secret could not be written. */
class ActionsSecretError extends Error {
    stored;
    cause;
    name = 'ActionsSecretError';
    constructor(stored, cause) {
        super('the password is stored, but the GitHub Actions secret is not written');
        this.stored = stored;
        this.cause = cause;
    }
}

/** The toolkit itself retries 502, 503 and 504 for about ten seconds. */
const ATTEMPT_TIMEOUTS = 2;
/**
 * Requests the OIDC token of the job. The toolkit masks it.
 * @throws {CallError}
 */
function requestIdToken({ audience, tokenService }, retrier) {
    const { url, proxy } = tokenService;
    return retrier.call({
        service: 'GitHub token service',
        action: 'request an OIDC token',
        resource: audience,
        host: url.host,
        ...(proxy && { proxy: proxy.host })
    }, () => getIDToken(audience), { attemptTimeouts: ATTEMPT_TIMEOUTS });
}
/** The claims of a token as it states them, unverified; undefined when it is no JWT. */
function readClaims(token) {
    try {
        const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
        const { sub, aud } = JSON.parse(payload);
        return { sub: String(sub), aud: String(aud) };
    }
    catch {
        return undefined;
    }
}

/** A mask shorter than this would hide other text as well. In UTF-16 units. */
const MIN_LENGTH = 6;
/** So many forms at most for a secret of up to so many characters: each mask costs the runner time on every line. */
const MAX_VARIANTS = 44;
const CAPPED_LENGTH = 32;
const bytes = (text) => [...Buffer.from(text)];
const hexByte = (byte) => byte.toString(16).padStart(2, '0');
const upperHexByte = (byte) => hexByte(byte).toUpperCase();
const unit = (character) => character.charCodeAt(0).toString(16).padStart(4, '0');
const backslashed = (characters) => (secret) => secret.replace(characters, String.raw `\$&`);
const CONTROL = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Backslashes before the characters given, and control characters by letter or number. */
const stringLiteral = (characters) => (secret) => backslashed(characters)(secret).replace(/\p{Cc}/gu, (c) => CONTROL[c] ?? `\\x${hexByte(c.charCodeAt(0))}`);
/**
 * The inside of a shell's single quotes. A quote at an end of the secret is escaped alike in every shell but for the
 * empty pair of quotes outside of it, of which half is left out here.
 */
const singleQuoted = (quotes, escaped) => (secret) => secret
    .replace(quotes, escaped)
    .slice(Number(secret.startsWith("'")), secret.endsWith("'") ? -1 : undefined);
/** Bash's `printf %q`. With control characters it prints a `$'\u2026'` literal instead. */
const bashQuoted = (secret) => /\p{Cc}/u.test(secret)
    ? ''
    : secret.replace(/[ !"$&'()*,;<>?[\\\]^`{|}]|^[#~]|(?<=[:=])~/g, String.raw `\$&`);
const json = (secret) => JSON.stringify(secret).slice(1, -1);
/** JSON with some more characters by number. */
const jsonWith = (characters) => (secret) => json(secret).replace(characters, (character) => `\\u${unit(character)}`);
const goJson = jsonWith(/[<>&\u2028\u2029]/g);
// A `"` of the text is `\"` by now: the pair is taken as one, so that no `\\` is torn apart.
const systemTextJson = (secret) => json(secret).replace(/\\\\|\\"|["&'+<>`]|[^\x20-\x7e]/g, (c) => c === '\\\\' ? c : `\\u${unit(c.slice(-1)).toUpperCase()}`);
/** Percent-encoding of the UTF-8 bytes of all characters but those kept. */
const percent = (encoded, hex = upperHexByte) => (secret) => secret.replace(encoded, (character) => bytes(character)
    .map((byte) => `%${hex(byte)}`)
    .join(''));
const spaceAsPlus = (encode) => (secret) => encode(secret).replaceAll('%20', '+');
const entities = (names) => (secret) => secret.replace(/[&<>"']/g, (character) => character in names ? `&${names[character] ?? ''};` : character);
const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };
/**
 * Those base64 characters that depend on the bytes alone, when so many bytes (modulo 3) come before them:
 * they are found in the base64 of any longer text.
 */
const tightBase64 = (content, before) => Buffer.concat([Buffer.alloc(before), content])
    .toString('base64')
    .slice(Math.ceil((before * 8) / 6), Math.floor(((before + content.length) * 8) / 6));
const base64url = (text) => text.replaceAll('+', '-').replaceAll('/', '_');
const base64Forms = (name, printedBy, content, alphabets = ['base64', 'base64url'], rare) => alphabets.flatMap((alphabet) => [0, 1, 2].map((before) => ({
    name: `${alphabet} of ${name}, ${before} bytes before`,
    printedBy,
    ...(rare && { rare }),
    encode: (secret) => {
        const text = tightBase64(content(secret), before);
        return alphabet === 'base64' ? text : base64url(text);
    }
})));
const itself = { name: 'lines', printedBy: 'cat', encode: (secret) => secret };
/** Every form that is masked, in no order that matters. A form that changes nothing gives the secret itself. */
const ENCODINGS = [
    {
        name: `'\\''`,
        printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
        encode: singleQuoted(/'/g, () => String.raw `'\''`)
    },
    {
        name: `'"'"'`,
        printedBy: 'Python shlex.quote, Ansible',
        encode: singleQuoted(/'/g, () => `'"'"'`)
    },
    {
        name: `'"''"'`,
        printedBy: 'dash -x, set',
        encode: singleQuoted(/'+/g, (run) => `'"${run}"'`)
    },
    {
        name: `'\\'\\''`,
        printedBy: 'zsh -x, mksh -x, busybox -x',
        encode: singleQuoted(/'+/g, (run) => `'${String.raw `\'`.repeat(run.length)}'`)
    },
    {
        name: 'backslash before every character',
        printedBy: 'bash -x: [[ x == "$PW" ]], case',
        encode: backslashed(/[^]/gu)
    },
    { name: '%q', printedBy: 'bash: printf %q, complete', encode: bashQuoted },
    {
        name: 'shellescape',
        rare: true,
        printedBy: "Ruby's Shellwords: fastlane",
        encode: backslashed(/[^\w.,:+/@-]/gu)
    },
    {
        name: 'quotemeta',
        rare: true,
        printedBy: 'Perl, and other escapes for regular expressions',
        encode: backslashed(/\W/gu)
    },
    {
        name: 'double-quoted by a shell',
        printedBy: 'bash: declare -p, export -p; envsubst templates',
        encode: backslashed(/[$`"\\]/g)
    },
    {
        name: 'backslashes doubled',
        printedBy: "Python's repr and util.inspect, when they choose the other quote",
        encode: stringLiteral(/\\/g)
    },
    {
        name: 'single-quoted literal',
        printedBy: "Python's repr, Node's util.inspect, bash $'\u2026', PHP var_export, libpq",
        encode: stringLiteral(/[\\']/g)
    },
    {
        name: 'both quotes backslashed',
        printedBy: 'MySQL, PHP addslashes',
        encode: stringLiteral(/[\\'"]/g)
    },
    { name: 'JSON', printedBy: 'every JSON writer; YAML "\u2026", Go %q', encode: json },
    {
        name: 'JSON, ASCII only',
        printedBy: 'Python json.dumps, AWS CLI',
        encode: jsonWith(/[^\x20-\x7e]/g)
    },
    {
        name: 'Go JSON',
        printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
        encode: goJson
    },
    {
        name: 'System.Text.Json',
        printedBy: '.NET',
        encode: systemTextJson
    },
    {
        name: 'HTML-safe JSON',
        rare: true,
        printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
        encode: jsonWith(/[<>&']/g)
    },
    { name: 'Gson', rare: true, printedBy: 'Gson', encode: jsonWith(/[<>&'=\u2028\u2029]/g) },
    {
        name: 'PHP JSON',
        printedBy: 'PHP json_encode',
        encode: (secret) => json(secret).replaceAll('/', '\\/')
    },
    {
        name: 'HCL',
        printedBy: 'terraform show, output and plan; Packer',
        encode: (secret) => json(secret).replace(/([$%])\{/g, '$1$1{')
    },
    { name: 'RFC 3986', printedBy: 'jq @uri, Python quote(safe="")', encode: percent(/[^\w.~-]/gu) },
    { name: 'URL with /', printedBy: 'Python urllib quote', encode: percent(/[^\w.~/-]/gu) },
    {
        name: 'query',
        printedBy: 'Python quote_plus, Go QueryEscape',
        encode: spaceAsPlus(percent(/[^\w.~-]/gu))
    },
    {
        name: 'encodeURIComponent',
        printedBy: 'JavaScript, Perl URI::Escape',
        encode: percent(/[^\w.!~*'()-]/gu)
    },
    { name: 'encodeURI', printedBy: 'JavaScript', encode: percent(/[^\w.!~*'();/?:@&=+$,#-]/gu) },
    {
        name: 'WHATWG userinfo',
        printedBy: "JavaScript's URL.password",
        encode: percent(/[^!$%&'()*+,\-.\w~]/gu)
    },
    { name: 'Go userinfo', printedBy: 'Go url.UserPassword', encode: percent(/[^\w.~$&+,;=-]/gu) },
    { name: 'Go path', printedBy: 'Go url.PathEscape', encode: percent(/[^\w.~$&+:=@-]/gu) },
    {
        name: 'form',
        printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
        encode: spaceAsPlus(percent(/[^\w.*-]/gu))
    },
    {
        name: 'PHP URL',
        rare: true,
        printedBy: 'PHP urlencode',
        encode: spaceAsPlus(percent(/[^\w.-]/gu))
    },
    {
        name: '.NET URL',
        printedBy: 'HttpUtility.UrlEncode',
        encode: spaceAsPlus(percent(/[^\w.!*()-]/gu, hexByte))
    },
    {
        name: '.NET URL, upper case',
        rare: true,
        printedBy: 'WebUtility.UrlEncode',
        encode: spaceAsPlus(percent(/[^\w.!*()-]/gu))
    },
    { name: 'XML text', printedBy: 'XML writers, xmlstarlet', encode: entities(markup) },
    {
        name: 'XML attribute',
        rare: true,
        printedBy: 'Python ElementTree, libxml2',
        encode: entities({ ...markup, '"': 'quot' })
    },
    {
        name: 'XML',
        printedBy: 'libraries that escape all five',
        encode: entities({ ...markup, '"': 'quot', "'": 'apos' })
    },
    {
        name: 'Python HTML',
        printedBy: 'Python html.escape',
        encode: entities({ ...markup, '"': 'quot', "'": '#x27' })
    },
    {
        name: 'Go HTML',
        printedBy: 'Go html.EscapeString; Jinja',
        encode: entities({ ...markup, '"': '#34', "'": '#39' })
    },
    {
        name: 'HTML',
        printedBy: 'Ruby, Handlebars, .NET',
        encode: entities({ ...markup, '"': 'quot', "'": '#39' })
    },
    {
        name: 'PHP HTML',
        printedBy: 'PHP htmlspecialchars',
        encode: entities({ ...markup, '"': 'quot', "'": '#039' })
    },
    {
        name: 'base64',
        printedBy: 'runners without encoders need it: act, Forgejo',
        encode: (secret) => Buffer.from(secret).toString('base64')
    },
    ...base64Forms('the secret', 'base64, Basic auth, kubectl, JWT', (secret) => Buffer.from(secret)),
    ...base64Forms('its JSON', 'base64 of a JSON document', (secret) => Buffer.from(json(secret)), [
        'base64'
    ]),
    ...base64Forms('its JSON', 'JWT', (secret) => Buffer.from(json(secret)), ['base64url'], true),
    ...base64Forms('its Go JSON', 'docker, kubectl: dockerconfigjson', (secret) => Buffer.from(goJson(secret)), ['base64']),
    ...base64Forms('its UTF-16', 'pwsh -EncodedCommand', (secret) => Buffer.from(secret, 'utf16le'), [
        'base64'
    ]),
    {
        name: 'hex',
        printedBy: 'xxd -p, od, Python bytes.hex',
        encode: (secret) => Buffer.from(secret).toString('hex')
    },
    {
        name: 'HEX',
        printedBy: 'xxd -u, basenc --base16',
        encode: (secret) => Buffer.from(secret).toString('hex').toUpperCase()
    },
    {
        name: '%25',
        printedBy: 'workflow commands',
        encode: (secret) => secret.replaceAll('%', '%25')
    },
    {
        name: '$$',
        printedBy: 'docker compose config, make',
        encode: (secret) => secret.replaceAll('$', '$$$$')
    },
    {
        name: '%%',
        rare: true,
        printedBy: 'systemd, configparser, printf',
        encode: (secret) => secret.replaceAll('%', '%%')
    },
    {
        name: 'PowerShell',
        printedBy: 'PowerShell "\u2026"',
        encode: (secret) => secret.replace(/[`"$]/g, '`$&')
    },
    {
        name: 'cmd',
        rare: true,
        printedBy: 'cmd.exe',
        encode: (secret) => secret.replace(/[&|<>^()!"]/g, '^$&').replaceAll('%', '%%')
    },
    {
        name: '.properties',
        rare: true,
        printedBy: 'Java Properties.store',
        encode: (secret) => secret.replace(/[\\=:#!]|^ /g, String.raw `\$&`)
    },
    { name: '""', printedBy: 'CSV, VBScript, cmd', encode: (secret) => secret.replaceAll('"', '""') },
    {
        name: "''",
        printedBy: "SQL, YAML '\u2026', PowerShell '\u2026'",
        encode: (secret) => secret.replaceAll("'", "''")
    },
    {
        name: '\\"',
        printedBy: 'runners without encoders need it: act, Forgejo',
        encode: backslashed(/"/g)
    },
    {
        name: 'Ruby',
        printedBy: 'Ruby inspect',
        encode: (secret) => stringLiteral(/["\\]|#(?=[{$@])/g)(secret)
    },
    {
        name: 'Windows arguments',
        rare: true,
        printedBy: 'Python list2cmdline, .NET ArgumentList',
        encode: (secret) => secret.replace(/(\\*)"/g, '$1$1\\"')
    },
    { name: 'trimmed', printedBy: "a later action's getInput", encode: (secret) => secret.trim() },
    {
        name: 'spaces collapsed',
        printedBy: 'echo $PW without quotes, HTML',
        encode: (secret) => secret.trim().replace(/ +/g, ' ')
    }
];
/**
 * Further values to mask besides the secret: the forms in which shells, languages and tools print it.
 * Each is 6 characters or longer, on one line, and differs from the secret and from the others; the
 * longest comes first. For a password of up to 32 characters there are 44 at most, but for one in a thousand of punctuation alone.
 * Takes any string: what is not well-formed Unicode is read as U+FFFD, as when it is printed.
 */
function maskVariants(secret) {
    const wellFormed = Buffer.from(secret).toString();
    const found = new Map();
    for (const form of [itself, ...ENCODINGS]) {
        const lines = form.encode(wellFormed).split(/[\r\n]+/);
        for (const line of lines) {
            const value = wholeEntities(line);
            // The runner trims lines: an indented brace would become a mask.
            const counted = lines.length > 1 ? value.trim() : value;
            if (counted.length >= MIN_LENGTH && value !== secret && /\S/.test(value) && !found.has(value))
                found.set(value, form);
        }
    }
    if (secret.length <= CAPPED_LENGTH && found.size > MAX_VARIANTS)
        merge(wellFormed, found);
    return [...found]
        .map(([value, { name }]) => ({ name, value }))
        .sort((a, b) => b.value.length - a.value.length);
}
/**
 * Forms that differ near the ends of the secret only are replaced by what they share, until few enough are left.
 * More than half of the secret stays hidden in each; seldom less than nine tenths. If that is not enough (two
 * passwords in ten thousand), forms that are seldom printed are given up.
 */
function merge(secret, found) {
    for (let cut = 1; cut < secret.length * 0.45; cut++) {
        for (let head = 0; head <= cut; head++) {
            const piece = secret.slice(head, secret.length - cut + head);
            const sharing = new Map();
            for (const [value, { encode: of }] of found) {
                const whole = of(piece);
                const shared = wholeEntities(whole);
                // Cut twice, little more than nothing may be left.
                const isLarge = shared === whole || tokenize(shared).length * 2 > secret.length;
                if (isLarge && shared.trim().length >= MIN_LENGTH && value.includes(shared))
                    sharing.set(shared, [...(sharing.get(shared) ?? []), value]);
            }
            for (const [shared, values] of sharing) {
                if (found.size <= MAX_VARIANTS)
                    return;
                const form = values.length > 1 && found.get(values[0] ?? '');
                if (!form)
                    continue;
                for (const value of values)
                    found.delete(value);
                found.set(shared, form);
            }
        }
    }
    for (const [value, { rare }] of found) {
        if (found.size <= MAX_VARIANTS)
            return;
        if (rare)
            found.delete(value);
    }
}
const tokenize = (form) => form.match(/&#?\w+;|[^]/g) ?? [];
/**
 * The runner also masks what comes before and after the last `&` of a mask, from 6 characters on. An entity form
 * such as `&quot;&lt;\u2026` or `\u2026&quot;x` would so hide `&quot;&` and `quot;x` wherever they are.
 * Such ends, of up to three characters of the secret, are left out.
 */
function wholeEntities(form) {
    if (!form.includes('&'))
        return form;
    const tokens = tokenize(form);
    const at = tokens.findLastIndex((token) => token.length > 1);
    if (at < 0)
        return form;
    const head = tokens.slice(0, at).join('').length + 1;
    const from = at <= 3 && head >= MIN_LENGTH ? at : 0;
    const to = tokens.length - at <= 3 && form.length - head >= MIN_LENGTH ? at + 1 : tokens.length;
    return (to - from) * 2 > tokens.length ? tokens.slice(from, to).join('') : form;
}

/** A text as a message shows it: cut to so many characters. */
function truncate(text, maximum) {
    const characters = Array.from(text);
    return characters.length > maximum ? `${characters.slice(0, maximum).join('')}\u2026` : text;
}
/** A received value as a message shows it: in quotes, with control characters escaped. */
const quote = (value) => JSON.stringify(truncate(value, 100));

/**
 * Makes sure that outputs can be written. Without a file the toolkit would print them.
 * @param file the path in GITHUB_OUTPUT.
 * @throws {ActionError} when the file does not exist or cannot be written.
 */
function requireOutputFile(file) {
    try {
        (0,external_node_fs_namespaceObject.closeSync)((0,external_node_fs_namespaceObject.openSync)(file, external_node_fs_namespaceObject.constants.O_WRONLY | external_node_fs_namespaceObject.constants.O_APPEND));
    }
    catch {
        throw new ActionError(`GITHUB_OUTPUT is ${quote(file)}, but that file does not exist or cannot be written. ` +
            'The runner creates it before each step; do not remove it or change its permissions.');
    }
}
let lineEnded = false;
/**
 * Has the runner mask a secret and every variant that a pipeline may print. Of a value of several lines the runner
 * would mask each line, even one that is only a brace: lines under 6 characters are left out here.
 */
function mask(secret) {
    if (!lineEnded) {
        // A workflow command counts only at the start of a line, and earlier output may have left one unfinished.
        process.stdout.write(external_node_os_namespaceObject.EOL);
        lineEnded = true;
    }
    const lines = secret.split(/\r\n|\r|\n/);
    const values = lines.length === 1 ? [secret] : lines.filter((line) => line.trim().length >= 6);
    for (const value of values)
        setSecret(value);
    for (const { value } of maskVariants(secret))
        if (!/[\r\n]/.test(value))
            setSecret(value);
}
/** Percent-encoding of everything that RFC 3986 does not call unreserved, as UTF-8. */
const percentEncode = (text) => encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
/** Sets the outputs for a password that is masked already, and for where it is stored. */
function setPassword(password, version) {
    const encoded = percentEncode(password);
    // It is among the variants, unless it is as short as only a kept password can be.
    setSecret(encoded);
    if (version)
        setSecretVersion(version);
    setOutput('password', password);
    setOutput('password-url-encoded', encoded);
}
/** Sets the outputs for where the password is stored; neither is secret. */
function setSecretVersion({ arn, versionId }) {
    setOutput('secret-arn', arn);
    setOutput('secret-version-id', versionId);
}

// node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}

/** The DNS suffixes of the AWS partitions other than `aws`, by the prefix of their Regions. */
const dnsSuffixes = [
    ['cn-', 'amazonaws.com.cn'],
    ['eusc-', 'amazonaws.eu'],
    ['us-iso-', 'c2s.ic.gov'],
    ['us-isob-', 'sc2s.sgov.gov'],
    ['us-isof-', 'csp.hci.ic.gov'],
    ['eu-isoe-', 'cloud.adc-e.uk']
];
/** As the SDK reads a switch: `TRUE` does not count. */
const isTrue = (value) => value === 'true';
/**
 * The endpoint that the SDK is going to choose, as far as the environment decides it. The SDK decides by itself: where
 * the two differ (because of a shared config file), a connection that was opened early stays unused, nothing else.
 */
function resolveEndpoint(service, region, env) {
    const variable = service === 'sts' ? 'AWS_ENDPOINT_URL_STS' : 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
    const configured = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
        ? undefined
        : env[variable] || env['AWS_ENDPOINT_URL'];
    if (configured && URL.canParse(configured))
        return new URL(configured);
    const suffix = dnsSuffixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
    // STS in GovCloud is FIPS anyway and has no FIPS name of its own; only STS has dual-stack names.
    const isFips = isTrue(env['AWS_USE_FIPS_ENDPOINT']) && !(service === 'sts' && region.startsWith('us-gov-'));
    const isDualStack = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']) && service === 'sts';
    const dualStackSuffix = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
    return new URL(`https://${service}${isFips ? '-fips' : ''}.${region}.${isDualStack ? dualStackSuffix : suffix}`);
}

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

/** What each class holds when nothing is excluded. Source: the GetRandomPassword API reference. */
const characters = {
    uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    lowercase: 'abcdefghijklmnopqrstuvwxyz',
    numbers: '0123456789',
    punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
};
const characterClasses = Object.keys(characters);
/** Joins words as a sentence does: `a`, `a and b`, `a, b and c`. */
function joinWords(words) {
    return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}

const everyClass = { atLeast: 4, of: characterClasses };
const threeOfFour = { atLeast: 3, of: characterClasses };
const lettersAndNumbers = { atLeast: 3, of: ['uppercase', 'lowercase', 'numbers'] };
/** All punctuation but the characters given. */
const punctuationExcept = (kept) => Array.from(characters.punctuation)
    .filter((character) => !kept.includes(character))
    .join('');
/** Places set no bounds of their own: the action's hold. */
const anyLength = { minimum: 6, maximum: 4096, length: 32 };
const table = {
    'rds-mysql': {
        target: 'Amazon RDS for MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"\'\\',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
    },
    'rds-mariadb': {
        target: 'Amazon RDS for MariaDB',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"\'\\',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
    },
    'rds-postgres': {
        target: 'Amazon RDS for PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: ':/@"\'\\',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`:\` \`'\` \`\\\`, as in AWS's rotation sample`
    },
    'rds-oracle': {
        target: 'Amazon RDS for Oracle',
        minimum: 8,
        maximum: 30,
        length: 30,
        forbidden: '/@"\'\\&',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\` \`&\` \`'\`. Narrower: also no \`\\\``
    },
    'rds-sqlserver': {
        target: 'Amazon RDS for SQL Server',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"\'\\',
        needs: threeOfFour,
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`; the engine asks for the classes. Narrower: also no \`'\` \`\\\``
    },
    'rds-db2': {
        target: 'Amazon RDS for Db2',
        minimum: 8,
        maximum: 255,
        length: 32,
        forbidden: '/@"\'\\;',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, and no \`;\` as in AWS's rotation sample`
    },
    'aurora-mysql': {
        target: 'Amazon Aurora MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"\'\\',
        source: `RDS API model, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
    },
    'aurora-postgres': {
        target: 'Amazon Aurora PostgreSQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: ':/@"\'\\',
        source: `RDS API model, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: also no \`:\` \`'\` \`\\\`, as for RDS`
    },
    documentdb: {
        target: 'Amazon DocumentDB, elastic clusters too',
        minimum: 8,
        maximum: 100,
        length: 41,
        forbidden: '/@"',
        source: 'DocumentDB API model, CreateDBCluster; aws-cdk-lib'
    },
    redshift: {
        target: 'Amazon Redshift, Serverless too',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '/@"\'\\',
        needs: lettersAndNumbers,
        source: 'Redshift API model, CreateCluster; AWS documentation; deploys measured by others'
    },
    'elasticache-auth-token': {
        target: 'Amazon ElastiCache AUTH token',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: punctuationExcept('!&#$^<>-'),
        source: 'ElastiCache API model, CreateReplicationGroup; deploys measured by others'
    },
    'elasticache-user': {
        target: 'Amazon ElastiCache user (RBAC)',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: ',"/@',
        source: 'AWS documentation; deploys measured by others'
    },
    'memorydb-user': {
        target: 'Amazon MemoryDB user',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: ',"/@',
        source: 'Lengths: deploys measured by others. Characters: no rule found. Narrower: as for an ElastiCache user'
    },
    opensearch: {
        target: 'Amazon OpenSearch Service master user',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: "{}'\\*[]()`",
        needs: everyClass,
        source: 'OpenSearch API model, MasterUserOptions. Narrower: also none of the characters that aws-cdk-lib leaves out'
    },
    'amazon-mq': {
        target: 'Amazon MQ user',
        minimum: 12,
        maximum: 250,
        length: 32,
        forbidden: ',:=',
        distinct: 4,
        source: 'Amazon MQ API model, CreateUser. The maximum is not confirmed. Narrower: 250 is held to'
    },
    'directory-service': {
        target: 'AWS Directory Service administrator',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        needs: threeOfFour,
        source: 'Directory Service API model, CreateDirectory; AWS documentation'
    },
    'lightsail-mysql': {
        target: 'Amazon Lightsail database, MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"',
        source: 'Lightsail API model, CreateRelationalDatabase'
    },
    'lightsail-postgres': {
        target: 'Amazon Lightsail database, PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"',
        source: 'Lightsail API model, CreateRelationalDatabase'
    },
    'iam-user': {
        target: 'IAM user, default password policy',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '",./:;<>?\\`~',
        needs: threeOfFour,
        source: 'AWS documentation. Symbols that the policy does not list count for no class, so none is drawn'
    },
    'cognito-user': {
        target: 'Amazon Cognito user, default password policy',
        minimum: 8,
        maximum: 256,
        length: 32,
        forbidden: '',
        needs: everyClass,
        source: 'Cognito API model; aws-cdk-lib'
    },
    'workspaces-user': {
        target: 'Amazon WorkSpaces user',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        needs: everyClass,
        source: 'AWS documentation'
    },
    'timestream-influxdb': {
        target: 'Amazon Timestream for InfluxDB',
        minimum: 8,
        maximum: 64,
        length: 48,
        forbidden: characters.punctuation,
        source: 'Timestream for InfluxDB API model, CreateDbInstance: `[a-zA-Z0-9]+`'
    },
    'msk-scram': {
        target: 'Amazon MSK, SASL/SCRAM user',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        source: 'No rule for the password found. Narrower: 8\u201364, as most AWS services here',
        note: 'MSK takes the password from a Secrets Manager secret: its name must begin with `AmazonMSK_` and it must use a KMS key of your own (`kms-key-id`).'
    },
    'azure-sql': {
        target: 'Azure SQL Database',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"\'\\',
        needs: threeOfFour,
        source: 'Azure documentation. Characters: no rule found. Narrower: as for Amazon RDS for SQL Server'
    },
    snowflake: {
        target: 'Snowflake user, default password policy',
        minimum: 14,
        maximum: 256,
        length: 32,
        forbidden: '/@"\'\\',
        needs: lettersAndNumbers,
        source: 'Snowflake documentation. Characters: no rule found. Narrower: none that SQL strings or URLs escape'
    },
    'url-safe': {
        target: 'a URL, as it stands (`user:password@host`)',
        ...anyLength,
        forbidden: punctuationExcept('-._~'),
        source: 'RFC 3986, unreserved characters'
    },
    'shell-safe': {
        target: 'a POSIX shell, unquoted; a URL and a dotenv file too',
        ...anyLength,
        forbidden: punctuationExcept('-._~'),
        source: 'Each character tried, inside and at the head of a value'
    },
    'dotenv-safe': {
        target: 'a dotenv file, unquoted',
        ...anyLength,
        forbidden: '#$\'"`\\',
        source: 'Each character tried: comments, expansion, quotes',
        note: "Docker's `--env-file` follows other rules than dotenv."
    },
    'odbc-safe': {
        target: 'an ODBC or OLE DB connection string',
        ...anyLength,
        forbidden: '[](),;?*!@={}',
        source: 'Microsoft documentation, connection-string keywords'
    },
    alphanumeric: {
        target: 'letters and numbers only',
        ...anyLength,
        forbidden: characters.punctuation,
        source: 'By definition'
    }
};
/** What each target accepts. The docs page and the error texts are made from this table. */
const presets = table;
const presetNames = Object.keys(table);
/** The classes a preset needs, in words: `uppercase and numbers`, or `3 of uppercase, \u2026 and punctuation`. */
function needText({ atLeast, of }) {
    return atLeast < of.length ? `${atLeast} of ${joinWords(of)}` : joinWords(of);
}
/**
 * Reads the `preset` input: names separated by commas or lines, repeats dropped, an empty text is none.
 * @throws {ActionError} for an unknown name; it suggests the nearest one.
 */
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
    const distance = (name) => leven(word.toLowerCase(), name);
    const nearest = presetNames.reduce((best, name) => distance(name) < distance(best) ? name : best);
    throw new ActionError(`preset is ${quote(word)}, which does not exist. Did you mean ${nearest}? It must be one of ${presetNames.join(', ')}.`);
}

/**
 * Reads and validates the inputs of the action and what the run needs of its environment.
 * @throws {ActionError} for the first input that is not valid.
 */
function readInputs(env = process.env) {
    const password = readPassword();
    const aws = readAws(env);
    const secret = readSecretOptions(aws.region);
    const actionsSecret = readActionsSecretOptions(env);
    return {
        ...aws,
        password,
        ...(secret && { secret }),
        ...(actionsSecret && { actionsSecret })
    };
}
/**
 * The same for the promote action.
 * @throws {ActionError} for the first input that is not valid.
 */
function readPromoteInputs(env = process.env) {
    const versionId = matching('secret-version-id', /^[\w-]{32,64}$/, 'a version id of 32 to 64 characters, the output secret-version-id of the step that rotated the secret');
    if (versionId === undefined) {
        throw new ActionError('secret-version-id is empty. Set it to the output secret-version-id of the step that rotated the secret.');
    }
    const aws = readAws(env);
    const secretId = readSecretId(aws.region);
    if (secretId === undefined) {
        throw new ActionError('secret-id is empty. Set it to the name or the ARN of the secret.');
    }
    return { ...aws, secretId, versionId };
}
function readPassword() {
    const inputs = {
        passwordLength: integer('password-length', 6, 4096),
        excludeCharacters: verbatim('exclude-characters'),
        excludeNumbers: main_boolean('exclude-numbers'),
        excludePunctuation: main_boolean('exclude-punctuation'),
        excludeUppercase: main_boolean('exclude-uppercase'),
        excludeLowercase: main_boolean('exclude-lowercase'),
        includeSpace: main_boolean('include-space'),
        requireEachIncludedType: main_boolean('require-each-included-type'),
        presets: parsePresets(main_text('preset') ?? '')
    };
    return withoutUndefined(inputs);
}
function readAws(env) {
    const region = readRegion(env);
    const role = readRole(env, region);
    return {
        region,
        secretsManager: destination(resolveEndpoint('secretsmanager', region, env)),
        timeoutSeconds: integer('timeout-seconds', 5, 3600) ?? 60,
        ...(role && { role }),
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
function readRole(env, region) {
    const roleArn = matching('role-to-assume', /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, 'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords');
    const sessionName = matching('role-session-name', /^[\w+=,.@-]{2,64}$/, '2 to 64 characters from A-Z a-z 0-9 _ + = , . @ -');
    const durationSeconds = integer('role-duration-seconds', 900, 43200);
    const audience = main_text('audience');
    if (roleArn === undefined)
        return undefined;
    return {
        roleArn,
        sessionName: sessionName ?? defaultSessionName(env),
        durationSeconds: durationSeconds ?? 900,
        sts: destination(resolveEndpoint('sts', region, env)),
        idToken: {
            audience: audience ?? (region.startsWith('cn-') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
            tokenService: readTokenService(env)
        }
    };
}
/** The repository and the run, in the form that STS accepts: `[\w+=,.@-]{2,64}`. The run id is never cut. */
function defaultSessionName(env) {
    const allowed = (part) => part.replaceAll(/[^\w+=,.@-]/g, '-');
    const run = allowed(env['GITHUB_RUN_ID'] || 'run').slice(0, 30);
    const repository = allowed(env['GITHUB_REPOSITORY'] || 'aws-random-password');
    return `${repository.slice(0, 63 - run.length)}-${run}`;
}
function readTokenService(env) {
    const url = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
    if (!url || !env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']) {
        throw new ActionError('role-to-assume is set, but this job may not request an OIDC token. ' +
            'Add "permissions: id-token: write" to the job. ' +
            'A pull request from a fork never gets that permission.');
    }
    if (!URL.canParse(url)) {
        throw new ActionError(`ACTIONS_ID_TOKEN_REQUEST_URL must be a URL, but is ${quote(url)}. The runner sets it; do not overwrite it.`);
    }
    return destination(new URL(url));
}
function readOutputFile(env) {
    const file = env['GITHUB_OUTPUT'];
    if (file)
        return file;
    throw new ActionError('GITHUB_OUTPUT is empty, so there is no file to write the password to. ' +
        'The runner sets it; outside of a runner, set it to the path of an existing file.');
}
/** The toolkit calls the token service and GitHub, so its reading of the proxy variables is used for AWS too. */
function destination(url) {
    const proxy = getProxyUrl(url);
    return { url, ...(proxy && { proxy: new URL(proxy.href) }) };
}
function readSecretId(region) {
    const secretId = matching('secret-id', /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/, 'a name of 1 to 512 characters from A-Z a-z 0-9 / _ + = . @ -, or the ARN of a secret');
    if (secretId !== undefined && !secretId.startsWith('arn:') && /-[A-Za-z0-9]{6}$/.test(secretId)) {
        throw new ActionError(`secret-id must not be a name that ends in a hyphen and six characters, but is ${quote(secretId)}. ` +
            'Secrets Manager takes that for the end of an ARN.');
    }
    const [, , , arnRegion] = secretId?.startsWith('arn:') ? secretId.split(':') : [];
    if (arnRegion !== undefined && arnRegion !== region) {
        throw new ActionError(`secret-id is ${quote(secretId ?? '')}, a secret in ${arnRegion}, but the Region is ${region}. Set aws-region to ${arnRegion}.`);
    }
    return secretId;
}
function readSecretOptions(region) {
    const secretId = readSecretId(region);
    const ifSecretExists = oneOf('if-secret-exists', ['fail', 'keep', 'rotate']);
    const versionStage = oneOf('secret-version-stage', ['AWSCURRENT', 'AWSPENDING']);
    const kmsKeyId = matching('kms-key-id', /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/)?[\w/-]{1,256}$/, 'the id, the ARN or the alias of a KMS key');
    const template = readTemplate();
    if (secretId === undefined) {
        const [orphan] = Object.entries({
            'if-secret-exists': ifSecretExists,
            'secret-version-stage': versionStage,
            'kms-key-id': kmsKeyId,
            'secret-string-template': template
        }).find(([, value]) => value !== undefined) ?? [];
        if (orphan !== undefined) {
            throw new ActionError(`${orphan} is set, but secret-id is empty. ${orphan} says how a secret is stored, so set secret-id too.`);
        }
        return undefined;
    }
    return {
        secretId,
        ifSecretExists: ifSecretExists ?? 'fail',
        versionStage: versionStage ?? 'AWSCURRENT',
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        ...(template && { template })
    };
}
function readTemplate() {
    const template = main_text('secret-string-template');
    const key = main_text('generate-string-key');
    if (template === undefined && key === undefined)
        return undefined;
    if (template === undefined || key === undefined) {
        throw new ActionError('secret-string-template and generate-string-key must both be set or both be empty, but ' +
            `${template === undefined ? 'secret-string-template' : 'generate-string-key'} is empty.`);
    }
    let object;
    try {
        object = JSON.parse(template);
    }
    catch {
        object = undefined;
    }
    if (typeof object !== 'object' || object === null || Array.isArray(object)) {
        // The value is not quoted: a template may contain other secrets.
        throw new ActionError(`secret-string-template must be a JSON object, for example {"username": "app"}, but is something else (${template.length} characters, not shown here).`);
    }
    return { object: object, key };
}
function readActionsSecretOptions(env) {
    const name = matching('github-secret', /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i, 'a name of letters, digits and underscores that does not begin with a digit or with GITHUB_');
    const environment = main_text('github-environment');
    if (name === undefined) {
        if (environment !== undefined) {
            throw new ActionError(`github-environment is ${quote(environment)}, but github-secret is empty. Set github-secret to the name of the secret.`);
        }
        return undefined;
    }
    const token = main_text('github-token');
    if (token === undefined) {
        throw new ActionError(`github-secret is ${quote(name)}, but github-token is empty. ` +
            'Set github-token to a token that may write secrets; the GITHUB_TOKEN of the job may not.');
    }
    if (!/^[!-~]+$/.test(token)) {
        throw new ActionError(`github-token must contain only visible ASCII characters, but contains others (${token.length} characters in all). ` +
            'Look for a space or a line break in the secret that it comes from.');
    }
    const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
    if (!owner || !repo) {
        throw new ActionError(`github-secret is ${quote(name)}, but GITHUB_REPOSITORY is ${quote(env['GITHUB_REPOSITORY'] ?? '')}. ` +
            'The runner sets it to OWNER/REPOSITORY; do not overwrite it.');
    }
    return {
        name,
        token,
        owner,
        repo,
        ...(environment !== undefined && { environment }),
        api: readGitHubApi(env)
    };
}
function readGitHubApi(env) {
    const url = env['GITHUB_API_URL'] || 'https://api.github.com';
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
        throw new ActionError(`GITHUB_API_URL must be an http or https URL, but is ${quote(url)}. The runner sets it; do not overwrite it.`);
    }
    return destination(new URL(url));
}
/** The value without white space around it; undefined when it is empty. */
const main_text = (name) => getInput(name) || undefined;
/** The value with its spaces; only the line break that ends a YAML block scalar is dropped. */
const verbatim = (name) => getInput(name, { trimWhitespace: false }).replace(/\r?\n$/, '') || undefined;
const mustBe = (name, received, rule) => new ActionError(`${name} must be ${rule}, but is ${quote(received)}.`);
function integer(name, minimum, maximum) {
    const received = main_text(name);
    if (received === undefined)
        return undefined;
    const value = /^(0|[1-9]\d*)$/.test(received) ? Number(received) : NaN;
    if (value >= minimum && value <= maximum)
        return value;
    throw mustBe(name, received, `a whole number from ${minimum} to ${maximum}`);
}
/** The core schema of YAML 1.2: `true | True | TRUE | false | False | FALSE`. */
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
const withoutUndefined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/**
 * log2 of the number of passwords that hold every required class and no space at either end. It is exact, by
 * inclusion and exclusion, and is the entropy of a draw that makes each of them equally likely. A preset's
 * wish for different characters is not counted: it weighs nothing unless the alphabet is cut to a handful.
 * @param length in characters, 2 or more
 * @param letters size of the alphabet, the space not counted
 * @param required sizes of the required classes, all of them part of the letters
 * @param space whether the alphabet holds a space as well
 */
function entropyBits(length, letters, required, space) {
    const all = letters + Number(space);
    // Each term: the passwords that hold none of some required classes, as a share of all over the alphabet.
    let terms = [{ missing: 0, sign: 1 }];
    for (const size of required) {
        terms = terms.flatMap(({ missing, sign }) => [
            { missing, sign },
            { missing: missing + size, sign: -sign }
        ]);
    }
    const share = terms.reduce((sum, { missing, sign }) => sum + sign * ((letters - missing) / all) ** 2 * ((all - missing) / all) ** (length - 2), 0);
    return length * Math.log2(all) + Math.log2(share);
}

/** This action's own bounds. The lower one also leaves room for one character of each class. */
const ownLengths = { minimum: 6, maximum: 4096 };
/** AWS's default. */
const defaultLength = 32;
/** GetRandomPassword's limit, in Unicode code points, as API models count. */
const maximumExcluded = 4096;
const excludeInput = {
    uppercase: 'excludeUppercase',
    lowercase: 'excludeLowercase',
    numbers: 'excludeNumbers',
    punctuation: 'excludePunctuation'
};
/**
 * Joins the inputs and their presets into one policy: of the lengths what all accept, of the exclusions and
 * needs the sum. Without `passwordLength` the longest of the presets' own lengths is taken, as far as all
 * accept it.
 *
 * A space in `excludeCharacters` wins over `includeSpace`: a space is admitted, never required.
 * @param table the presets' rules; tests bring their own
 * @throws ActionError when no password can satisfy the inputs, or an input contradicts a preset
 */
function buildPolicy(inputs, table = presets) {
    const chosen = [...new Set(inputs.presets)].map((name) => ({ ...table[name], name }));
    const length = chooseLength(inputs.passwordLength, chosen);
    const closed = closedClasses(inputs, chosen);
    refuseContradictions(inputs, chosen, closed);
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
    const space = inputs.includeSpace === true && !given.has(' ');
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
        alphabet: [...letters, ...(space ? [' '] : [])].sort().join(''),
        requiredClasses: required.map(({ name }) => name),
        minimumDistinct,
        entropyBits: entropyBits(length, letters.length, required.map((each) => each.characters.length), space)
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
function emptiedClass(name, text, chosen) {
    const partly = listNames(chosen.filter((preset) => forbidsAny(preset, name)));
    const needing = chosen.find(({ needs }) => needs?.of.includes(name) && needs.atLeast === needs.of.length);
    const remedy = needing?.needs
        ? `, but preset ${needing.name} needs ${needText(needing.needs)}.`
        : `. Leave one in, or set exclude-${name} to true.`;
    return new ActionError(`exclude-characters is ${quote(text)}, which leaves no ${name}${partly && ` beside those that preset ${partly} forbids`}${remedy}`);
}
/** The characters that `exclude-characters` names, each once. The limit holds for the text as received. */
function parseExcluded(text) {
    const received = Array.from(text);
    if (received.length > maximumExcluded) {
        throw new ActionError(`exclude-characters must have at most ${maximumExcluded} characters, but has ${received.length}.`);
    }
    return new Set(received);
}
/**
 * The classes that are excluded as a whole, each with its reason: by their own input, or because the presets
 * leave no character of them. AWS refuses a request that empties a class by ExcludeCharacters alone.
 */
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
/**
 * ExcludeCharacters as it is sent: what the input names, in its order, then what the presets forbid; each
 * character once, whether or not a password could hold it. `^` never comes first, since AWS was reported to
 * misread such a value (aws-cdk#16824, aws-cdk#19834). A lone `^` follows a character that no password holds
 * anyway: a space, or a tab where spaces are admitted.
 */
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

/**
 * The first rule of the policy that a password does not satisfy, in words that show none of its characters; undefined
 * when it satisfies all. A space at either end violates one: targets trim it.
 */
function findViolation(password, policy) {
    const received = Array.from(password);
    const absent = policy.requiredClasses.filter((name) => !received.some((character) => characters[name].includes(character)));
    const distinct = new Set(received).size;
    const rules = [
        [
            received.length !== policy.length,
            `it has ${received.length} characters instead of ${policy.length}`
        ],
        [received.some((c) => !policy.alphabet.includes(c)), 'it contains an excluded character'],
        [absent.length > 0, `it contains no ${joinWords(absent)}`],
        [
            distinct < policy.minimumDistinct,
            `it contains ${distinct} different characters instead of at least ${policy.minimumDistinct}`
        ],
        [password !== password.trim(), 'it begins or ends with a space']
    ];
    return rules.find(([broken]) => broken)?.[1];
}

const nodeErrorCode = /\b(?:E(?:CONN[A-Z]+|PIPE|PROTO|TIMEDOUT|AI_AGAIN|AI_FAIL|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|ERR_SSL|UND_ERR|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;
/** What the three proxy clients in use (tunnel, hpagent, undici) say when a proxy refuses to open a tunnel. */
const proxyRefusal = /tunneling socket could not be established, statusCode=(\d{3})|^Bad response: (\d{3})$|^Proxy response \((\d{3})\)/;
/** OpenSSL's texts for a certificate that Node refuses, with Node's code: the toolkit passes on the text only. */
const certificateErrors = [
    [/self-signed certificate in certificate chain/, 'SELF_SIGNED_CERT_IN_CHAIN'],
    [/self-signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [/unable to get (local )?issuer certificate/, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    [/unable to verify the first certificate/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [/certificate has expired/, 'CERT_HAS_EXPIRED'],
    [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID']
];
/** A response may contain anything where a code or an id belongs. */
const isWord = (value) => typeof value === 'string' && /^[\w.=+/-]{1,80}$/.test(value);
const isStatus = (value) => typeof value === 'number' && value >= 100;
/** Reads any thrown value. Never throws; everything but `message` is safe to print. */
function errorDetails(thrown) {
    const error = (typeof thrown === 'object' && thrown !== null ? thrown : {});
    const message = typeof error.message === 'string' ? error.message : '';
    const inner = error.cause === undefined ? undefined : errorDetails(error.cause);
    const code = [
        error.code,
        nodeErrorCode.exec(message)?.[0],
        inner && nodeErrorCode.exec(inner.code)?.[0],
        certificateErrors.find(([words]) => words.test(message))?.[1],
        error.name
    ].find(isWord) ?? 'unknown error';
    const requestId = [error.$metadata?.requestId, inner?.requestId].find(isWord);
    const proxyStatus = proxyRefusal.exec(message)?.slice(1).find(Boolean);
    if (proxyStatus !== undefined) {
        return { code: 'ProxyRefusal', status: Number(proxyStatus), requestId, message };
    }
    if (inner?.code === 'ProxyRefusal')
        return inner;
    // Octokit sets status 500 when there was no response at all.
    if (error.name === 'HttpError' && error.response === undefined) {
        return { code, status: undefined, requestId, message };
    }
    const status = [
        error.$metadata?.httpStatusCode,
        error.$response?.statusCode,
        error.status,
        error.statusCode,
        // The toolkit reports the token service's status in the message only.
        Number(/Error Code : (\d{3})/.exec(message)?.[1])
    ].find(isStatus);
    return { code, status, requestId, message };
}
const retryableCodes = new Set([
    'AttemptTimeoutError',
    'TimeoutError',
    'AbortError',
    'ECONNRESET',
    'ECONNREFUSED',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'ERR_STREAM_PREMATURE_CLOSE',
    'UND_ERR_SOCKET',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'IDPCommunicationError',
    'IDPCommunicationErrorException',
    'InternalServiceError',
    'InternalFailure',
    'ServiceUnavailable',
    'RequestTimeout'
]);
/** Too many requests, in each service's terms. GitHub says so in the message only. */
const isThrottled = ({ code, status, message }) => status === 429 ||
    /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(code) ||
    (status === 403 && /secondary rate limit/i.test(message));
/** STS could not fetch GitHub's keys; that says nothing about the token. */
const lacksVerificationKey = ({ code, message }) => code.startsWith('InvalidIdentityToken') && /couldn't retrieve verification key/i.test(message);
/** Whether the same call may succeed a moment later. An unknown error is not retried. */
const isRetryable = (details) => retryableCodes.has(details.code) ||
    isThrottled(details) ||
    (details.status !== undefined && details.status >= 500) ||
    lacksVerificationKey(details) ||
    details.message.includes('socket hang up');
/** The response is no error of the service's own: a proxy's page, another service's response, or a part of one. */
const isUnexpectedResponse = ({ code, status = 200 }) => status < 500 &&
    /^(UnexpectedResponseError|(Syntax|Type|Range|URI|)Error|Unknown(Error)?|NotFound|unknown error)$/.test(code);

/** A call that failed for good: its error is not transient, or was still there when the time was up. */
class CallError extends Error {
    call;
    cause;
    attempts;
    name = 'CallError';
    /** What `cause` says, classified once for everybody who asks. */
    details;
    constructor(call, cause, attempts) {
        super(`${call.action} failed`);
        this.call = call;
        this.cause = cause;
        this.attempts = attempts;
        this.details = errorDetails(cause);
    }
}
/** An attempt that got no answer within its time. */
class AttemptTimeoutError extends Error {
    milliseconds;
    name = 'AttemptTimeoutError';
    constructor(milliseconds) {
        super(`no answer within ${milliseconds} ms`);
        this.milliseconds = milliseconds;
    }
}
/** A response with status 200 that is not what the service returns: another server answered, or only a part arrived. */
class UnexpectedResponseError extends Error {
    name = 'UnexpectedResponseError';
}

const systemClock = {
    // Unlike performance.now(), this makes Node load no module.
    now: () => Number(process.hrtime.bigint()) / 1e6,
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
/**
 * Makes the calls of a run, with one deadline for all of them. An attempt may take a sixth of the whole time, so that
 * one hanging connection leaves time for others.
 */
class Retrier {
    clock;
    onRetry;
    #deadline;
    /** How long one attempt may take, in milliseconds. */
    attemptTimeoutMs;
    /** @param seconds for the whole run, retries included. */
    constructor(seconds, clock = systemClock, onRetry = () => undefined) {
        this.clock = clock;
        this.onRetry = onRetry;
        this.#deadline = clock.now() + seconds * 1000;
        this.attemptTimeoutMs = (seconds * 1000) / 6;
    }
    /**
     * Makes a call. Retries it after a delay with jitter while the error is transient and there is time.
     * @throws {CallError}
     */
    async call(call, attempt, { attemptTimeouts = 1, credentials } = {}) {
        const timeoutMs = () => Math.max(1, Math.min(attemptTimeouts * this.attemptTimeoutMs, this.#deadline - this.clock.now()));
        let lastAnswer;
        for (let attempts = 1;; attempts++) {
            try {
                return await withTimeout(this.clock, timeoutMs, attempt, credentials);
            }
            catch (error) {
                await credentials;
                // What the service answered before says more than that it did not answer this time.
                if (!(error instanceof AttemptTimeoutError))
                    lastAnswer = error;
                const details = errorDetails(error);
                const delay = this.clock.random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
                if (!isRetryable(details) || this.clock.now() + delay >= this.#deadline) {
                    throw new CallError(call, lastAnswer ?? error, attempts);
                }
                this.onRetry(`${call.action}: attempt ${attempts} failed (${details.code}), retrying in ${Math.round(delay)} ms`);
                await this.clock.sleep(delay);
            }
        }
    }
}
/** @param timeoutMs asked when the time begins to count: once the credentials are there. */
async function withTimeout(clock, timeoutMs, attempt, credentials) {
    const controller = new AbortController();
    let stopTimer;
    let isOver = false;
    const timedOut = new Promise((_, reject) => {
        const start = () => {
            if (isOver)
                return;
            const milliseconds = timeoutMs();
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

/** Node gives each address of a host 250 ms by default, less than a round trip across an ocean may take. */
const ADDRESS_TIMEOUT_MS = 2500;
/**
 * Runs an action as a whole process. A cancelled job ends between two synchronous steps, so that the outputs are set
 * all together or not at all. At the end, no abandoned connection keeps the step waiting.
 */
async function runAction(run) {
    // A deprecation in a bundled library is news for us, not for whoever runs the step.
    process.noDeprecation = true;
    external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout(ADDRESS_TIMEOUT_MS);
    for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143]
    ]) {
        process.once(signal, () => process.exit(code));
    }
    await failOnError(run);
    process.stdout.write('', () => process.exit());
}
/** The only place that catches an error of a run, and the only one that fails the step. */
async function failOnError(run) {
    try {
        await run();
    }
    catch (thrown) {
        // Loaded by runs that fail.
        const { explain } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 156, 19));
        const { message, details } = explain(thrown);
        for (const line of details)
            debug(line);
        error(message, { title: 'aws-random-password' });
        process.exitCode = ExitCode.Failure;
    }
}

/**
 * Generates a password, stores it where the inputs say, and sets the outputs.
 * @param clock the system's by default; tests bring their own.
 * @throws when any of it fails; then no output is set.
 */
async function run(clock) {
    const inputs = readInputs();
    const { secret, actionsSecret, role } = inputs;
    if (actionsSecret)
        setSecret(actionsSecret.token);
    const policy = buildPolicy(inputs.password);
    requireOutputFile(inputs.outputFile);
    const retrier = createRetrier(inputs, clock);
    const secretsManager = await main_open(inputs, role && { ...role, policy: sessionPolicy({ region: inputs.region, ...role }, secret) }, retrier);
    const generate = () => generatePassword(policy, secretsManager);
    const result = secret
        ? await storePassword(secretsManager, secret, generate)
        : { password: await generate() };
    if (actionsSecret)
        await writeActionsSecret(actionsSecret, result, retrier);
    setPassword(result.password, result.version);
}
/** Moves AWSCURRENT to a version that was stored as AWSPENDING. */
async function runPromote(clock) {
    const inputs = readPromoteInputs();
    const { secretId, versionId, region, role } = inputs;
    requireOutputFile(inputs.outputFile);
    const secretsManager = await main_open(inputs, role && { ...role, policy: promotionPolicy({ region, ...role }, secretId) }, createRetrier(inputs, clock));
    const { promote } = await loadSecretStore();
    const version = await promote(secretsManager, secretId, versionId);
    setSecretVersion(version);
    info(`Version ${version.versionId} of ${version.arn} is AWSCURRENT.`);
}
const createRetrier = ({ timeoutSeconds }, clock) => new Retrier(timeoutSeconds, clock, debug);
/** Secrets Manager. While one thing is on its way, the next is prepared: TCP, the token, the SDK, the role. */
async function main_open({ region, secretsManager }, role, retrier) {
    const sts = role && preconnect(role.sts, retrier.attemptTimeoutMs);
    const connection = preconnect(secretsManager, retrier.attemptTimeoutMs);
    await Promise.all([sts?.preconnected?.dispatched, connection.preconnected?.dispatched]);
    if (!role || !sts) {
        const { SecretsManager } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 861, 19)).then(n => n.sdk);
        return new SecretsManager(region, connection, retrier);
    }
    const tokens = requestIdTokens(role.idToken, retrier);
    // Loading the SDK blocks the event loop: the request for the token leaves before.
    await new Promise((resolve) => setImmediate(resolve));
    const { assumeRole, SecretsManager } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 861, 19)).then(n => n.sdk);
    const credentials = assumeRole(role, role.policy, tokens, region, sts, retrier);
    // The first call awaits them, and fails with them.
    credentials.catch(() => undefined);
    return new SecretsManager(region, connection, retrier, credentials);
}
/** Requests the first token at once. */
function requestIdTokens(options, retrier) {
    const another = () => requestIdToken(options, retrier);
    const first = another();
    // Whoever awaits it fails with it.
    first.catch(() => undefined);
    return { first, another, claims: readClaims };
}
const MAX_ATTEMPTS = 5;
/** Generates until a password satisfies its policy. Each is masked before anything else happens to it. */
async function generatePassword(policy, secretsManager) {
    let violation;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const { password, requestId } = await secretsManager.getRandomPassword(policy.parameters);
        mask(password);
        violation = findViolation(password, policy);
        if (violation === undefined) {
            info(`Generated a ${policy.length}-character password from ${policy.alphabet.length} possible characters: ` +
                `${Math.floor(policy.entropyBits)} bits of entropy (${secretsManager.region}, request ${requestId}).`);
            return password;
        }
        debug(`Password ${attempt} of ${MAX_ATTEMPTS} (request ${requestId}) is refused: ${violation}`);
    }
    throw new ActionError(`AWS returned ${MAX_ATTEMPTS} passwords that do not satisfy the inputs; the last one fails because ${violation ?? ''}. ` +
        'Exclude less, or report this with the debug log of the run.');
}
/** Loaded by runs that store a password. */
async function loadSecretStore() {
    const { loadSecretStore } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 861, 19)).then(n => n.sdk);
    return loadSecretStore();
}
/** What is stored already decides whether a password is generated at all. */
async function storePassword(secretsManager, options, generate) {
    const { SecretStore } = await loadSecretStore();
    const store = new SecretStore(secretsManager, options);
    let state = await store.find();
    if (state.kind !== 'value') {
        const password = await generate();
        const secretString = store.buildSecretString(password);
        if (secretString !== password)
            mask(secretString);
        const stored = await store.store(secretString, state);
        if (stored.kind === 'stored') {
            const { arn, versionId } = stored;
            info(`Stored the password as version ${versionId} of ${arn}.`);
            return { password, version: { arn, versionId } };
        }
        state = stored;
    }
    const { arn, versionId, password, secretString } = state;
    mask(password);
    if (secretString !== password)
        mask(secretString);
    info(`Kept the existing password, version ${versionId} of ${arn}.`);
    return { password, version: { arn, versionId } };
}
async function writeActionsSecret(options, { password, version }, retrier) {
    const { owner, repo, name, environment, api } = options;
    // Octokit, libsodium and undici, which only runs that write such a secret load.
    const { putActionsSecret } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 239, 19));
    const resource = environment === undefined ? `${owner}/${repo}` : `${owner}/${repo}, environment ${environment}`;
    try {
        await retrier.call({
            service: 'GitHub',
            action: `write the secret ${name}`,
            resource,
            host: api.url.host,
            ...(api.proxy && { proxy: api.proxy.host })
        }, (signal) => putActionsSecret(options, password, signal));
    }
    catch (cause) {
        throw version ? new ActionsSecretError(version, cause) : cause;
    }
    info(`Wrote the GitHub Actions secret ${name} of ${resource}.`);
}



module.exports = __webpack_exports__;
/******/ })()
;