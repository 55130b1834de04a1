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

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = require("node:dns");

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
  CallError: () => (/* binding */ CallError),
  HandOverError: () => (/* binding */ HandOverError),
  PolicyError: () => (/* binding */ PolicyError),
  Refusal: () => (/* binding */ Refusal),
  asProcess: () => (/* binding */ asProcess),
  debug: () => (/* binding */ debug),
  faultOf: () => (/* binding */ faultOf),
  getProxyUrl: () => (/* binding */ getProxyUrl),
  isForeign: () => (/* binding */ isForeign),
  isThrottled: () => (/* binding */ isThrottled),
  run: () => (/* binding */ run),
  runPromote: () => (/* binding */ runPromote),
  setSecret: () => (/* binding */ setSecret)
});

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
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

/** How long looking up an address may keep other work waiting. */
const LOOKUP_MS = 5;
/**
 * Fulfilled when a connection that was just begun has been sent on its way, or when looking up its address takes long.
 * Loading a module blocks the event loop for longer than that takes, so whoever has to load one waits for it.
 *
 * @param whenLookedUp calls back when the address is known, or will never be.
 */
function underway(host, whenLookedUp) {
    return new Promise((resolve) => {
        const done = () => void setImmediate(resolve);
        if ((0,external_node_net_namespaceObject.isIP)(host)) {
            done();
            return;
        }
        const late = setTimeout(resolve, LOOKUP_MS);
        whenLookedUp(() => {
            clearTimeout(late);
            done();
        });
    });
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
/** As the SDK reads a switch: `TRUE` is none. */
const isTrue = (value) => value === 'true';
/**
 * The endpoint that the SDK is going to choose, as far as the environment decides it. The SDK decides anew by
 * itself: where the two differ (a shared config file), an early connection stays unused and nothing else happens.
 */
function endpointOf(service, region, env) {
    const variable = service === 'sts' ? 'AWS_ENDPOINT_URL_STS' : 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
    const configured = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
        ? undefined
        : env[variable] || env['AWS_ENDPOINT_URL'];
    if (configured && URL.canParse(configured))
        return new URL(configured);
    const suffix = dnsSuffixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
    // STS in GovCloud is FIPS anyway and has no name of its own for it; only STS has dual-stack names.
    const isFips = isTrue(env['AWS_USE_FIPS_ENDPOINT']) && !(service === 'sts' && region.startsWith('us-gov-'));
    const isDualStack = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']) && service === 'sts';
    const dualStackSuffix = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
    return new URL(`https://${service}${isFips ? '-fips' : ''}.${region}.${isDualStack ? dualStackSuffix : suffix}`);
}
/**
 * Finds the way to a service and, where it is HTTPS with no proxy between, sends TCP ahead, while the run is still busy
 * with other things. TLS follows once its module is loaded. A connection that fails early is forgotten: the request
 * then opens its own.
 *
 * @param attemptMs how long opening a connection may take.
 */
function connect(service, region, attemptMs, env = process.env) {
    // Node gives each address of a host 250 ms by default, less than a round trip across oceans may take.
    external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout(2500);
    const endpoint = endpointOf(service, region, env);
    const { host } = endpoint;
    // The toolkit speaks to the token service and to GitHub, so its reading of the proxy variables holds for all.
    const proxy = getProxyUrl(endpoint)?.href;
    if (proxy !== undefined || endpoint.protocol !== 'https:') {
        return { host, attemptMs, ...(proxy !== undefined && { proxy }), underway: Promise.resolve() };
    }
    const early = openTcp(endpoint.hostname, Number(endpoint.port || 443));
    const sent = underway(early.host, (done) => early.socket.once('lookup', done).once('close', done));
    return { host, attemptMs, early, underway: sent };
}
function openTcp(host, port) {
    const socket = external_node_net_namespaceObject.connect({ host, port });
    socket.unref();
    // The request that would have taken it opens its own.
    socket.on('error', () => undefined);
    return { host, port, socket };
}

/**
 * The inline session policy of a run: exactly the calls that its inputs lead to. STS intersects it with what the
 * role may do, so it takes permissions away and never adds one. At most 2,048 characters by STS's rule.
 */
function sessionPolicy(inputs) {
    if (inputs.role === undefined)
        return undefined;
    const statements = [allow(['secretsmanager:GetRandomPassword'], ['*'])];
    if (inputs.keep) {
        statements.push(allow(keepActions(inputs.keep), secretArns(inputs.keep.secretId, inputs.region, inputs.role.roleArn)), {
            ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn(inputs.keep.kmsKeyId, inputs.region, inputs.role.roleArn)]),
            Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${inputs.region}.*` } }
        });
    }
    return policyOf$1(statements);
}
/** The inline session policy of a promotion. */
function promotionPolicy(inputs) {
    if (inputs.role === undefined)
        return undefined;
    return policyOf$1([
        allow(['secretsmanager:DescribeSecret', 'secretsmanager:UpdateSecretVersionStage'], secretArns(inputs.secretId, inputs.region, inputs.role.roleArn))
    ]);
}
const policyOf$1 = (statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action, Resource) => ({
    Effect: 'Allow',
    Action,
    Resource
});
function keepActions({ secretId, ifSecretExists }) {
    const actions = ['DescribeSecret'];
    if (ifSecretExists === 'keep')
        actions.push('GetSecretValue');
    if (ifSecretExists !== 'fail')
        actions.push('PutSecretValue');
    if (!secretId.startsWith('arn:'))
        actions.push('CreateSecret');
    return actions.map((action) => `secretsmanager:${action}`);
}
/** A secret's ARN ends in six characters that Secrets Manager chooses; a secret that is created has none yet. */
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

const nodeCode = /\b(?:E(?:CONN[A-Z]+|PIPE|PROTO|TIMEDOUT|AI_AGAIN|AI_FAIL|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|ERR_SSL|UND_ERR|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;
/** The words of the three proxy clients in use (tunnel, hpagent, undici) for a proxy that answers, but opens no way. */
const proxyRefusal = /tunneling socket could not be established, statusCode=(\d{3})|^Bad response: (\d{3})$|^Proxy response \((\d{3})\)/;
/** OpenSSL's words for a certificate that Node refuses, and Node's code for it: the toolkit passes on the words only. */
const certificateRefusals = [
    [/self-signed certificate in certificate chain/, 'SELF_SIGNED_CERT_IN_CHAIN'],
    [/self-signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [/unable to get (local )?issuer certificate/, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    [/unable to verify the first certificate/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [/certificate has expired/, 'CERT_HAS_EXPIRED'],
    [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID']
];
/** An answer may put anything where a code or an id belongs. */
const isWord = (value) => typeof value === 'string' && /^[\w.=+/-]{1,80}$/.test(value);
const isStatus = (value) => typeof value === 'number' && value >= 100;
/** Never throws, and never puts anything but codes and numbers beside the message. */
function faultOf(thrown) {
    const error = (typeof thrown === 'object' && thrown !== null ? thrown : {});
    const message = typeof error.message === 'string' ? error.message : '';
    const inner = error.cause === undefined ? undefined : faultOf(error.cause);
    const code = [
        error.code,
        nodeCode.exec(message)?.[0],
        inner && nodeCode.exec(inner.code)?.[0],
        certificateRefusals.find(([words]) => words.test(message))?.[1],
        error.name
    ].find(isWord) ?? 'unknown error';
    const requestId = [error.$metadata?.requestId, inner?.requestId].find(isWord);
    const refusedByProxy = proxyRefusal.exec(message)?.slice(1).find(Boolean);
    if (refusedByProxy !== undefined) {
        return { code: 'ProxyRefusal', status: Number(refusedByProxy), requestId, message };
    }
    if (inner?.code === 'ProxyRefusal')
        return inner;
    // Octokit says 500 where no answer came at all.
    if (error.name === 'HttpError' && error.response === undefined) {
        return { code, status: undefined, requestId, message };
    }
    const status = [
        error.$metadata?.httpStatusCode,
        error.$response?.statusCode,
        error.status,
        error.statusCode,
        // The toolkit tells the status of the token service in its message only.
        Number(/Error Code : (\d{3})/.exec(message)?.[1])
    ].find(isStatus);
    return { code, status, requestId, message };
}
const passingCodes = new Set([
    'NoAnswerError',
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
/** Asked too often; the service's words for it differ. GitHub has none but its message. */
const isThrottled = ({ code, status, message }) => status === 429 ||
    /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(code) ||
    (status === 403 && /secondary rate limit/i.test(message));
/** STS could not fetch GitHub's keys; says nothing about the token. */
const lacksVerificationKey = ({ code, message }) => code.startsWith('InvalidIdentityToken') && /couldn't retrieve verification key/i.test(message);
/** Whether the same call may succeed a moment later. Everything not known to pass does not. */
function canPass(thrown) {
    const fault = faultOf(thrown);
    return (passingCodes.has(fault.code) ||
        isThrottled(fault) ||
        (fault.status !== undefined && fault.status >= 500) ||
        lacksVerificationKey(fault) ||
        fault.message.includes('socket hang up'));
}
/** What came is no error of the service's own: a proxy's page, another service's answer, or only a part of one. */
const isForeign = ({ code, status = 200 }) => status < 500 &&
    /^(NotSecretsManagerError|NotGitHubError|(Syntax|Type|Range|URI|)Error|Unknown(Error)?|NotFound|unknown error)$/.test(code);

/** A call that failed for good: its cause does not pass, or did not pass in time. */
class CallError extends Error {
    call;
    cause;
    attempts;
    name = 'CallError';
    constructor(call, cause, attempts) {
        super(`${call.action} failed`);
        this.call = call;
        this.cause = cause;
        this.attempts = attempts;
    }
}
/** An attempt that was not answered within its time. */
class NoAnswerError extends Error {
    milliseconds;
    name = 'NoAnswerError';
    constructor(milliseconds) {
        super(`no answer within ${milliseconds} ms`);
        this.milliseconds = milliseconds;
    }
}
const systemClock = {
    // Unlike performance.now(), this loads no module of Node's.
    now: () => Number(process.hrtime.bigint()) / 1e6,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random()
};
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 8000;
/**
 * How long a run keeps trying. Each attempt may take a sixth of the whole, so that one hanging connection
 * leaves time for others.
 */
class Patience {
    seconds;
    clock;
    note;
    #deadline;
    /** How long one attempt may take. */
    attemptMs;
    /** @param seconds for the whole run, its retries included. */
    constructor(seconds, clock = systemClock, note = () => undefined) {
        this.seconds = seconds;
        this.clock = clock;
        this.note = note;
        this.#deadline = clock.now() + seconds * 1000;
        this.attemptMs = (seconds * 1000) / 6;
    }
    /**
     * Makes a call, again after a jittered delay while what fails can pass and there is time.
     * @throws {CallError}
     */
    async call(what, attempt, { share = 1, after } = {}) {
        const longest = () => Math.max(1, Math.min(share * this.attemptMs, this.#deadline - this.clock.now()));
        let answered;
        for (let attempts = 1;; attempts++) {
            try {
                return await within(longest, attempt, after);
            }
            catch (cause) {
                await after;
                // That a service did not answer says less than what it answered before.
                if (!(cause instanceof NoAnswerError))
                    answered = cause;
                const delay = this.clock.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
                if (!canPass(cause) || this.clock.now() + delay >= this.#deadline) {
                    throw new CallError(what, answered ?? cause, attempts);
                }
                this.note(`${what.action}: attempt ${attempts} failed (${faultOf(cause).code}); again in ${Math.round(delay)} ms`);
                await this.clock.sleep(delay);
            }
        }
    }
}
/** The time, in milliseconds, counts from when `after` is fulfilled. */
async function within(longest, attempt, after) {
    const controller = new AbortController();
    let timer;
    let isOver = false;
    const tooLate = new Promise((_, reject) => {
        const start = () => {
            if (isOver)
                return;
            const milliseconds = longest();
            timer = setTimeout(() => {
                reject(new NoAnswerError(Math.round(milliseconds)));
                controller.abort();
            }, milliseconds);
        };
        if (after)
            after.then(start, reject);
        else
            start();
    });
    try {
        return await Promise.race([attempt(controller.signal), tooLate]);
    }
    finally {
        isOver = true;
        clearTimeout(timer);
    }
}

/**
 * The run cannot go on, for a reason that can be known without asking AWS or GitHub.
 * The message is whole: it names the cause (an input with the value received) and what is allowed.
 */
class Refusal extends Error {
    name = 'Refusal';
}

/** @throws {Refusal} when the job may not ask for an OIDC token. */
function requireIdTokenPermission(env = process.env) {
    if (env['ACTIONS_ID_TOKEN_REQUEST_URL'] && env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'])
        return;
    throw new Refusal('role-to-assume is given, but this job may not ask for an OIDC token. ' +
        'Add "permissions: id-token: write" to the job. ' +
        'GitHub gives that permission to no pull request from a fork.');
}
/** The toolkit tries again by itself on 502, 503 and 504, for about ten seconds. */
const SHARE = 2;
/**
 * The OIDC token of the job, masked by the toolkit.
 * @throws {CallError}
 */
function idToken(audience, patience) {
    return patience.call({
        service: 'GitHub token service',
        action: 'request an OIDC token',
        resource: audience,
        host: tokenService()?.host ?? 'ACTIONS_ID_TOKEN_REQUEST_URL'
    }, () => getIDToken(audience), { share: SHARE });
}
/** Fulfilled when the request for a token that was asked for just now has been sent on its way. */
async function idTokenUnderway() {
    await new Promise((resolve) => setImmediate(resolve));
    const host = tokenService()?.hostname ?? '';
    // The toolkit shows nothing of its connection: an address that is looked up after it is known after it.
    await underway(host, (done) => {
        void Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 610, 19)).then(({ lookup }) => {
            lookup(host, done);
        });
    });
}
function tokenService() {
    const url = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
    return URL.canParse(url) ? new URL(url) : undefined;
}
/** The claims of a token as they stand in it, unverified; undefined when it is not a JWT. */
function claimsOf(token) {
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
const SHORTEST = 6;
/** So many forms at most for a secret of up to so many characters: each mask costs the runner time on every line. */
const MOST = 44;
const LIMITED = 32;
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
    of: (secret) => {
        const text = tightBase64(content(secret), before);
        return alphabet === 'base64' ? text : base64url(text);
    }
})));
const itself = { name: 'lines', printedBy: 'cat', of: (secret) => secret };
/** Every form that is masked, in no order that matters. A form that changes nothing gives the secret itself. */
const main_forms = [
    {
        name: `'\\''`,
        printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
        of: singleQuoted(/'/g, () => String.raw `'\''`)
    },
    {
        name: `'"'"'`,
        printedBy: 'Python shlex.quote, Ansible',
        of: singleQuoted(/'/g, () => `'"'"'`)
    },
    {
        name: `'"''"'`,
        printedBy: 'dash -x, set',
        of: singleQuoted(/'+/g, (run) => `'"${run}"'`)
    },
    {
        name: `'\\'\\''`,
        printedBy: 'zsh -x, mksh -x, busybox -x',
        of: singleQuoted(/'+/g, (run) => `'${String.raw `\'`.repeat(run.length)}'`)
    },
    {
        name: 'backslash before every character',
        printedBy: 'bash -x: [[ x == "$PW" ]], case',
        of: backslashed(/[^]/gu)
    },
    { name: '%q', printedBy: 'bash: printf %q, complete', of: bashQuoted },
    {
        name: 'shellescape',
        rare: true,
        printedBy: "Ruby's Shellwords: fastlane",
        of: backslashed(/[^\w.,:+/@-]/gu)
    },
    {
        name: 'quotemeta',
        rare: true,
        printedBy: 'Perl, and other escapes for regular expressions',
        of: backslashed(/\W/gu)
    },
    {
        name: 'double-quoted by a shell',
        printedBy: 'bash: declare -p, export -p; envsubst templates',
        of: backslashed(/[$`"\\]/g)
    },
    {
        name: 'backslashes doubled',
        printedBy: "Python's repr and util.inspect, when they choose the other quote",
        of: stringLiteral(/\\/g)
    },
    {
        name: 'single-quoted literal',
        printedBy: "Python's repr, Node's util.inspect, bash $'\u2026', PHP var_export, libpq",
        of: stringLiteral(/[\\']/g)
    },
    {
        name: 'both quotes backslashed',
        printedBy: 'MySQL, PHP addslashes',
        of: stringLiteral(/[\\'"]/g)
    },
    { name: 'JSON', printedBy: 'every JSON writer; YAML "\u2026", Go %q', of: json },
    {
        name: 'JSON, ASCII only',
        printedBy: 'Python json.dumps, AWS CLI',
        of: jsonWith(/[^\x20-\x7e]/g)
    },
    {
        name: 'Go JSON',
        printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
        of: goJson
    },
    {
        name: 'System.Text.Json',
        printedBy: '.NET',
        of: systemTextJson
    },
    {
        name: 'HTML-safe JSON',
        rare: true,
        printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
        of: jsonWith(/[<>&']/g)
    },
    { name: 'Gson', rare: true, printedBy: 'Gson', of: jsonWith(/[<>&'=\u2028\u2029]/g) },
    {
        name: 'PHP JSON',
        printedBy: 'PHP json_encode',
        of: (secret) => json(secret).replaceAll('/', '\\/')
    },
    {
        name: 'HCL',
        printedBy: 'terraform show, output and plan; Packer',
        of: (secret) => json(secret).replace(/([$%])\{/g, '$1$1{')
    },
    { name: 'RFC 3986', printedBy: 'jq @uri, Python quote(safe="")', of: percent(/[^\w.~-]/gu) },
    { name: 'URL with /', printedBy: 'Python urllib quote', of: percent(/[^\w.~/-]/gu) },
    {
        name: 'query',
        printedBy: 'Python quote_plus, Go QueryEscape',
        of: spaceAsPlus(percent(/[^\w.~-]/gu))
    },
    {
        name: 'encodeURIComponent',
        printedBy: 'JavaScript, Perl URI::Escape',
        of: percent(/[^\w.!~*'()-]/gu)
    },
    { name: 'encodeURI', printedBy: 'JavaScript', of: percent(/[^\w.!~*'();/?:@&=+$,#-]/gu) },
    {
        name: 'WHATWG userinfo',
        printedBy: "JavaScript's URL.password",
        of: percent(/[^!$%&'()*+,\-.\w~]/gu)
    },
    { name: 'Go userinfo', printedBy: 'Go url.UserPassword', of: percent(/[^\w.~$&+,;=-]/gu) },
    { name: 'Go path', printedBy: 'Go url.PathEscape', of: percent(/[^\w.~$&+:=@-]/gu) },
    {
        name: 'form',
        printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
        of: spaceAsPlus(percent(/[^\w.*-]/gu))
    },
    {
        name: 'PHP URL',
        rare: true,
        printedBy: 'PHP urlencode',
        of: spaceAsPlus(percent(/[^\w.-]/gu))
    },
    {
        name: '.NET URL',
        printedBy: 'HttpUtility.UrlEncode',
        of: spaceAsPlus(percent(/[^\w.!*()-]/gu, hexByte))
    },
    {
        name: '.NET URL, upper case',
        rare: true,
        printedBy: 'WebUtility.UrlEncode',
        of: spaceAsPlus(percent(/[^\w.!*()-]/gu))
    },
    { name: 'XML text', printedBy: 'XML writers, xmlstarlet', of: entities(markup) },
    {
        name: 'XML attribute',
        rare: true,
        printedBy: 'Python ElementTree, libxml2',
        of: entities({ ...markup, '"': 'quot' })
    },
    {
        name: 'XML',
        printedBy: 'libraries that escape all five',
        of: entities({ ...markup, '"': 'quot', "'": 'apos' })
    },
    {
        name: 'Python HTML',
        printedBy: 'Python html.escape',
        of: entities({ ...markup, '"': 'quot', "'": '#x27' })
    },
    {
        name: 'Go HTML',
        printedBy: 'Go html.EscapeString; Jinja',
        of: entities({ ...markup, '"': '#34', "'": '#39' })
    },
    {
        name: 'HTML',
        printedBy: 'Ruby, Handlebars, .NET',
        of: entities({ ...markup, '"': 'quot', "'": '#39' })
    },
    {
        name: 'PHP HTML',
        printedBy: 'PHP htmlspecialchars',
        of: entities({ ...markup, '"': 'quot', "'": '#039' })
    },
    {
        name: 'base64',
        printedBy: 'runners without encoders need it: act, Forgejo',
        of: (secret) => Buffer.from(secret).toString('base64')
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
        of: (secret) => Buffer.from(secret).toString('hex')
    },
    {
        name: 'HEX',
        printedBy: 'xxd -u, basenc --base16',
        of: (secret) => Buffer.from(secret).toString('hex').toUpperCase()
    },
    { name: '%25', printedBy: 'workflow commands', of: (secret) => secret.replaceAll('%', '%25') },
    {
        name: '$$',
        printedBy: 'docker compose config, make',
        of: (secret) => secret.replaceAll('$', '$$$$')
    },
    {
        name: '%%',
        rare: true,
        printedBy: 'systemd, configparser, printf',
        of: (secret) => secret.replaceAll('%', '%%')
    },
    {
        name: 'PowerShell',
        printedBy: 'PowerShell "\u2026"',
        of: (secret) => secret.replace(/[`"$]/g, '`$&')
    },
    {
        name: 'cmd',
        rare: true,
        printedBy: 'cmd.exe',
        of: (secret) => secret.replace(/[&|<>^()!"]/g, '^$&').replaceAll('%', '%%')
    },
    {
        name: '.properties',
        rare: true,
        printedBy: 'Java Properties.store',
        of: (secret) => secret.replace(/[\\=:#!]|^ /g, String.raw `\$&`)
    },
    { name: '""', printedBy: 'CSV, VBScript, cmd', of: (secret) => secret.replaceAll('"', '""') },
    {
        name: "''",
        printedBy: "SQL, YAML '\u2026', PowerShell '\u2026'",
        of: (secret) => secret.replaceAll("'", "''")
    },
    {
        name: '\\"',
        printedBy: 'runners without encoders need it: act, Forgejo',
        of: backslashed(/"/g)
    },
    {
        name: 'Ruby',
        printedBy: 'Ruby inspect',
        of: (secret) => stringLiteral(/["\\]|#(?=[{$@])/g)(secret)
    },
    {
        name: 'Windows arguments',
        rare: true,
        printedBy: 'Python list2cmdline, .NET ArgumentList',
        of: (secret) => secret.replace(/(\\*)"/g, '$1$1\\"')
    },
    { name: 'trimmed', printedBy: "a later action's getInput", of: (secret) => secret.trim() },
    {
        name: 'spaces collapsed',
        printedBy: 'echo $PW without quotes, HTML',
        of: (secret) => secret.trim().replace(/ +/g, ' ')
    }
];
/**
 * Further values to mask besides the secret: the forms in which shells, languages and tools print it.
 * Each is 6 characters or longer, on one line, and differs from the secret and from the others; the
 * longest comes first. For a password of up to 32 characters there are 44 at most, but for one in a thousand of punctuation alone.
 * Takes any string: what is not well-formed Unicode is read as U+FFFD, as when it is printed.
 */
function printedForms(secret) {
    const wellFormed = Buffer.from(secret).toString();
    const found = new Map();
    for (const form of [itself, ...main_forms]) {
        const lines = form.of(wellFormed).split(/[\r\n]+/);
        for (const line of lines) {
            const value = wholeEntities(line);
            // The runner trims lines: an indented brace would become a mask.
            const counted = lines.length > 1 ? value.trim() : value;
            if (counted.length >= SHORTEST && value !== secret && /\S/.test(value) && !found.has(value))
                found.set(value, form);
        }
    }
    if (secret.length <= LIMITED && found.size > MOST)
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
            for (const [value, { of }] of found) {
                const whole = of(piece);
                const shared = wholeEntities(whole);
                // Cut twice, little more than nothing may be left.
                const isLarge = shared === whole || tokensOf(shared).length * 2 > secret.length;
                if (isLarge && shared.trim().length >= SHORTEST && value.includes(shared))
                    sharing.set(shared, [...(sharing.get(shared) ?? []), value]);
            }
            for (const [shared, values] of sharing) {
                if (found.size <= MOST)
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
        if (found.size <= MOST)
            return;
        if (rare)
            found.delete(value);
    }
}
const tokensOf = (form) => form.match(/&#?\w+;|[^]/g) ?? [];
/**
 * The runner also masks what comes before and after the last `&` of a mask, from 6 characters on. An entity form
 * such as `&quot;&lt;\u2026` or `\u2026&quot;x` would so hide `&quot;&` and `quot;x` wherever they are.
 * Such ends, of up to three characters of the secret, are left out.
 */
function wholeEntities(form) {
    if (!form.includes('&'))
        return form;
    const tokens = tokensOf(form);
    const at = tokens.findLastIndex((token) => token.length > 1);
    if (at < 0)
        return form;
    const head = tokens.slice(0, at).join('').length + 1;
    const from = at <= 3 && head >= SHORTEST ? at : 0;
    const to = tokens.length - at <= 3 && form.length - head >= SHORTEST ? at + 1 : tokens.length;
    return (to - from) * 2 > tokens.length ? tokens.slice(from, to).join('') : form;
}

/**
 * Makes sure that outputs have a file to go to. Without one the toolkit would print them.
 * @throws {Refusal} when GITHUB_OUTPUT is not set, or names a file that cannot be written.
 */
function requireOutputFile(env = process.env) {
    const file = env['GITHUB_OUTPUT'];
    if (!file) {
        throw new Refusal('GITHUB_OUTPUT is empty, so there is no file to put the password in. ' +
            'A runner sets it; outside of one, set it to the path of an existing file.');
    }
    try {
        (0,external_node_fs_namespaceObject.closeSync)((0,external_node_fs_namespaceObject.openSync)(file, external_node_fs_namespaceObject.constants.O_WRONLY | external_node_fs_namespaceObject.constants.O_APPEND));
    }
    catch {
        throw new Refusal(`GITHUB_OUTPUT is ${JSON.stringify(file)}; that file does not exist or cannot be written. ` +
            'The runner creates it before each step.');
    }
}
let lineEnded = false;
/**
 * Has the runner hide a secret and every form in which a pipeline may print it. Of a value of several lines the
 * runner would hide each line, even one that is only a brace: lines under 6 characters are left out here.
 */
function mask(secret) {
    if (!lineEnded) {
        // A command counts only at the start of a line; whatever ran before may have left one open.
        process.stdout.write(external_node_os_namespaceObject.EOL);
        lineEnded = true;
    }
    const lines = secret.split(/\r\n|\r|\n/);
    const values = lines.length === 1 ? [secret] : lines.filter((line) => line.trim().length >= 6);
    for (const value of values)
        setSecret(value);
    for (const { value } of printedForms(secret))
        if (!/[\r\n]/.test(value))
            setSecret(value);
}
/** Percent-encoding of everything that RFC 3986 does not call unreserved, as UTF-8. */
const urlEncoded = (text) => encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
/** Puts out a password that {@link mask} was given before, and where it is kept. */
function setPassword(password, version) {
    const encoded = urlEncoded(password);
    // It is among the printed forms, unless it is as short as only a kept password can be.
    setSecret(encoded);
    if (version)
        setSecretVersion(version);
    setOutput('password', password);
    setOutput('password-url-encoded', encoded);
}
/** Puts out where the password is kept; neither value is secret. */
function setSecretVersion({ arn, versionId }) {
    setOutput('secret-arn', arn);
    setOutput('secret-version-id', versionId);
}

/** A password was stored in Secrets Manager, but could not be handed to GitHub. */
class HandOverError extends Error {
    stored;
    cause;
    name = 'HandOverError';
    constructor(stored, cause) {
        super('stored, but not handed over');
        this.stored = stored;
        this.cause = cause;
    }
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
function listed(words) {
    return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}

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

/**
 * The inputs ask for a password that cannot be. Thrown before any call to AWS; the message names the
 * input or preset, the value received and what is allowed.
 */
class PolicyError extends Error {
    name = 'PolicyError';
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
    return atLeast < of.length ? `${atLeast} of ${listed(of)}` : listed(of);
}
/**
 * Reads the `preset` input: names separated by commas or lines, repeats dropped, an empty text is none.
 * @throws PolicyError for an unknown name; it names the nearest one.
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
    const distance = (name) => editDistance(word.toLowerCase(), name);
    const nearest = presetNames.reduce((best, name) => distance(name) < distance(best) ? name : best);
    throw new PolicyError(`preset is ${JSON.stringify(word)}, which is unknown. Did you mean ${nearest}? Allowed: ${presetNames.join(', ')}.`);
}
/** Levenshtein: how many characters must be put in, taken out or replaced. */
function editDistance(from, to) {
    let row = Array.from({ length: to.length + 1 }, (_, column) => column);
    for (const [line, source] of Array.from(from).entries()) {
        let left = line + 1;
        let diagonal = line;
        const next = row.slice(1).map((above, column) => {
            left = Math.min(above + 1, left + 1, diagonal + Number(source !== to[column]));
            diagonal = above;
            return left;
        });
        row = [line + 1, ...next];
    }
    return Math.min(...row.slice(-1));
}

/** This action's own bounds. The lower one also leaves room for one character of each class. */
const ownLengths = { minimum: 6, maximum: 4096 };
/** AWS's default. */
const defaultLength = 32;
/** GetRandomPassword's limit, in Unicode code points, as API models count. */
const maximumExcluded = 4096;
const flagOf = {
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
 * @throws PolicyError when no password can satisfy the inputs, or an input contradicts a preset
 */
function policyOf(inputs, table = presets) {
    const chosen = [...new Set(inputs.presets)].map((name) => ({ ...table[name], name }));
    const length = lengthOf(inputs.passwordLength, chosen);
    const closed = closedClasses(inputs, chosen);
    refuseContradictions(inputs, chosen, closed);
    const included = characterClasses.filter((name) => !closed.has(name));
    const { excludeCharacters: text = '' } = inputs;
    const given = excludedOnes(text);
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
            ...(given.size > 0 ? [`exclude-characters is ${shown(text)}`] : [])
        ];
        throw new PolicyError((asking
            ? `preset ${asking.name} needs ${minimumDistinct} different characters, but the inputs leave ${letters.length}: `
            : 'No character is left for a password: ') + `${listed(reasons)}. Exclude less.`);
    }
    const space = inputs.includeSpace === true && !given.has(' ');
    const excludedOf = (name) => inputs[flagOf[name]] ?? (closed.has(name) || undefined);
    return {
        parameters: present({
            PasswordLength: inputs.passwordLength ?? (chosen.length > 0 ? length : undefined),
            ExcludeCharacters: sentExclusions([...given], included.flatMap((name) => Array.from(characters[name]).filter((c) => forbidden.has(c))), inputs.includeSpace === true),
            ExcludeNumbers: excludedOf('numbers'),
            ExcludePunctuation: excludedOf('punctuation'),
            ExcludeUppercase: excludedOf('uppercase'),
            ExcludeLowercase: excludedOf('lowercase'),
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
function lengthOf(given, chosen) {
    const bounds = [ownLengths, ...chosen];
    const minimum = Math.max(...bounds.map((each) => each.minimum));
    const maximum = Math.min(...bounds.map((each) => each.maximum));
    if (given !== undefined) {
        const refusing = chosen.find((preset) => given < preset.minimum || given > preset.maximum);
        if (!Number.isInteger(given) || given < minimum || given > maximum) {
            const allowed = refusing ?? ownLengths;
            throw new PolicyError(`password-length is ${given}, but ${refusing ? `preset ${refusing.name}` : 'this action'} accepts a whole number from ${allowed.minimum} to ${allowed.maximum}.`);
        }
        return given;
    }
    if (minimum > maximum) {
        const longer = namesOf(chosen.filter((preset) => preset.minimum === minimum));
        const shorter = namesOf(chosen.filter((preset) => preset.maximum === maximum));
        throw new PolicyError(`preset ${longer} needs at least ${minimum} characters, but preset ${shorter} accepts at most ${maximum}. Drop one of them.`);
    }
    const wished = chosen.length > 0 ? chosen.map((preset) => preset.length) : [defaultLength];
    return Math.min(maximum, Math.max(minimum, ...wished));
}
function emptiedClass(name, text, chosen) {
    const partly = namesOf(chosen.filter((preset) => forbidsAny(preset, name)));
    const needing = chosen.find(({ needs }) => needs?.of.includes(name) && needs.atLeast === needs.of.length);
    const remedy = needing?.needs
        ? `, but preset ${needing.name} needs ${needText(needing.needs)}.`
        : `. Leave one in, or set exclude-${name} to true.`;
    return new PolicyError(`exclude-characters is ${shown(text)}, which leaves no ${name}${partly && ` beside those that preset ${partly} forbids`}${remedy}`);
}
/** The characters that `exclude-characters` names, each once. The limit holds for the text as received. */
function excludedOnes(text) {
    const received = Array.from(text);
    if (received.length > maximumExcluded) {
        throw new PolicyError(`exclude-characters has ${received.length} characters. At most ${maximumExcluded} are allowed.`);
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
        const flag = inputs[flagOf[name]];
        const forbidding = chosen.filter((preset) => forbidsAny(preset, name));
        const alone = forbidding.find((preset) => forbidsAll([preset], name));
        const reason = alone
            ? `preset ${alone.name} forbids all ${name}`
            : `presets ${namesOf(forbidding)} together forbid all ${name}`;
        if (flag) {
            closed.set(name, `exclude-${name} is true`);
        }
        else if (forbidsAll(forbidding, name)) {
            if (flag === false) {
                throw new PolicyError(`exclude-${name} is false, but ${reason}. Leave exclude-${name} empty, or drop the preset.`);
            }
            closed.set(name, reason);
        }
    }
    return closed;
}
function refuseContradictions(inputs, chosen, closed) {
    for (const { name, needs } of chosen) {
        if (inputs.includeSpace) {
            throw new PolicyError(`include-space is true, but preset ${name} accepts no space. Leave include-space empty, or drop the preset.`);
        }
        if (!needs)
            continue;
        if (inputs.requireEachIncludedType === false) {
            throw new PolicyError(`require-each-included-type is false, but preset ${name} needs ${needText(needs)}. Leave require-each-included-type empty, or drop the preset.`);
        }
        const missing = needs.of.flatMap((each) => closed.get(each) ?? []);
        if (needs.of.length - missing.length < needs.atLeast) {
            throw new PolicyError(`preset ${name} needs ${needText(needs)}, but ${listed(missing)}.`);
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
        throw new PolicyError(`exclude-characters and the presets exclude ${rest.length + 1} characters together. At most ${maximumExcluded} are allowed.`);
    }
    if (first !== '^')
        return [first, ...rest].join('');
    return rest.length > 0 ? [...rest, first].join('') : (spaceAdmitted ? '\t' : ' ') + first;
}
const forbidsAny = (preset, name) => Array.from(characters[name]).some((c) => preset.forbidden.includes(c));
const forbidsAll = (together, name) => Array.from(characters[name]).every((c) => together.some((preset) => preset.forbidden.includes(c)));
const namesOf = (chosen) => listed(chosen.map(({ name }) => name));
/** A value for a message; a long one is cut. */
function shown(text) {
    const start = Array.from(text).slice(0, 80).join('');
    return `${JSON.stringify(start)}${start === text ? '' : '\u2026'}`;
}
const present = (parameters) => Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));

/** @throws {Refusal} for the first input whose value is not allowed. */
function readInputs(env = process.env) {
    const password = readPassword();
    const aws = readAws(env);
    const keep = readKeep(aws.region);
    const gitHubSecret = readGitHubSecret(env);
    return {
        ...aws,
        password,
        ...(keep && { keep }),
        ...(gitHubSecret && { gitHubSecret })
    };
}
/** @throws {Refusal} for the first input whose value is not allowed. */
function readPromoteInputs(env = process.env) {
    const versionId = matching('secret-version-id', /^[\w-]{32,64}$/, 'the version id of a kept password, 32 to 64 characters: the output secret-version-id of the step that rotated it');
    if (versionId === undefined) {
        throw new Refusal('secret-version-id is empty; give it the output secret-version-id of the step that rotated the secret.');
    }
    const aws = readAws(env);
    const secretId = readSecretId(aws.region);
    if (secretId === undefined) {
        throw new Refusal('secret-id is empty; give it the name or the ARN of the secret.');
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
        presets: ifGiven(main_text('preset'), parsePresets)
    };
    return given(inputs);
}
function readAws(env) {
    const region = readRegion(env);
    const role = readRole(env, region);
    return {
        region,
        timeoutSeconds: integer('timeout-seconds', 5, 3600) ?? 60,
        ...(role && { role })
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
        throw new Refusal('No AWS Region: the input aws-region and the variables AWS_REGION and AWS_DEFAULT_REGION are all empty. ' +
            'Set aws-region, for example to eu-west-1.');
    }
    if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) {
        throw new Refusal(`${source} is ${quoted(region)}; allowed is the code of an AWS Region, for example eu-west-1.`);
    }
    return region;
}
function readRole(env, region) {
    const roleArn = matching('role-to-assume', /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, 'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords');
    const sessionName = matching('role-session-name', /^[\w+=,.@-]{2,64}$/, '2 to 64 characters out of A-Z a-z 0-9 _ + = , . @ -');
    const durationSeconds = integer('role-duration-seconds', 900, 43200);
    const audience = main_text('audience');
    if (roleArn === undefined)
        return undefined;
    return {
        roleArn,
        sessionName: sessionName ?? sessionNameOf(env),
        durationSeconds: durationSeconds ?? 900,
        audience: audience ?? (region.startsWith('cn-') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com')
    };
}
/** The repository and the run, made to fit what STS allows: `[\w+=,.@-]{2,64}`. The run id is never cut. */
function sessionNameOf(env) {
    const fitting = (part) => part.replaceAll(/[^\w+=,.@-]/g, '-');
    const run = fitting(env['GITHUB_RUN_ID'] || 'run').slice(0, 30);
    const repository = fitting(env['GITHUB_REPOSITORY'] || 'aws-random-password');
    return `${repository.slice(0, 63 - run.length)}-${run}`;
}
function readSecretId(region) {
    const secretId = matching('secret-id', /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/, 'a name of 1 to 512 characters out of A-Z a-z 0-9 / _ + = . @ -, or the ARN of a secret');
    if (secretId !== undefined && !secretId.startsWith('arn:') && /-[A-Za-z0-9]{6}$/.test(secretId)) {
        throw new Refusal(`secret-id is ${quoted(secretId)}; a name may not end in a hyphen and six characters, ` +
            'because Secrets Manager takes that for the end of an ARN.');
    }
    const [, , , arnRegion] = secretId?.startsWith('arn:') ? secretId.split(':') : [];
    if (arnRegion !== undefined && arnRegion !== region) {
        throw new Refusal(`secret-id is ${quoted(secretId ?? '')}, a secret in ${arnRegion}, but the Region is ${region}; set aws-region to ${arnRegion}.`);
    }
    return secretId;
}
function readKeep(region) {
    const secretId = readSecretId(region);
    const ifSecretExists = oneOf('if-secret-exists', ['fail', 'keep', 'rotate']);
    const versionStage = oneOf('secret-version-stage', ['AWSCURRENT', 'AWSPENDING']);
    const kmsKeyId = matching('kms-key-id', /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/)?[\w/-]{1,256}$/, 'the id, the ARN or the alias of a KMS key');
    const template = readTemplate();
    if (secretId === undefined) {
        const withoutHome = Object.entries({
            'if-secret-exists': ifSecretExists,
            'secret-version-stage': versionStage,
            'kms-key-id': kmsKeyId,
            'secret-string-template': template
        }).find(([, value]) => value !== undefined);
        if (withoutHome) {
            throw new Refusal(`${withoutHome[0]} is given, but secret-id is empty; it says how a secret is kept, so give secret-id too.`);
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
        throw new Refusal('secret-string-template and generate-string-key belong together; ' +
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
        // The value is not quoted: a template may hold other secrets.
        throw new Refusal(`secret-string-template is ${template.length} characters that are not a JSON object; ` +
            'allowed is an object, for example {"username": "app"}.');
    }
    return { object: object, key };
}
function readGitHubSecret(env) {
    const name = matching('github-secret', /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i, 'letters, digits and underscores, not beginning with a digit or with GITHUB_');
    const environment = main_text('github-environment');
    if (name === undefined) {
        if (environment !== undefined) {
            throw new Refusal(`github-environment is ${quoted(environment)}, but github-secret is empty; give it the name of the secret.`);
        }
        return undefined;
    }
    const token = main_text('github-token');
    if (token === undefined) {
        throw new Refusal(`github-secret is ${quoted(name)}, but github-token is empty; ` +
            'give it a token that may write secrets (the GITHUB_TOKEN of the job cannot).');
    }
    if (!/^[!-~]+$/.test(token)) {
        throw new Refusal(`github-token is ${token.length} characters, some of which no token has; allowed are visible ASCII characters. ` +
            'Look for a space or a line break in the secret that it comes from.');
    }
    const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
    if (!owner || !repo) {
        throw new Refusal(`github-secret is ${quoted(name)}, but GITHUB_REPOSITORY is ${quoted(env['GITHUB_REPOSITORY'] ?? '')}; ` +
            'the runner sets it to OWNER/REPOSITORY.');
    }
    return { name, token, owner, repo, ...(environment !== undefined && { environment }) };
}
const main_text = (name) => getInput(name) || undefined;
/** As it stands, spaces included; only the line break that ends a YAML block scalar is dropped. */
const verbatim = (name) => getInput(name, { trimWhitespace: false }).replace(/\r?\n$/, '') || undefined;
function integer(name, minimum, maximum) {
    const received = main_text(name);
    if (received === undefined)
        return undefined;
    const value = /^(0|[1-9]\d*)$/.test(received) ? Number(received) : NaN;
    if (!(value >= minimum && value <= maximum)) {
        throw new Refusal(`${name} is ${quoted(received)}; allowed is a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
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
    throw new Refusal(`${name} is ${quoted(received)}; allowed are true and false.`);
}
function oneOf(name, allowed) {
    const received = main_text(name);
    const value = allowed.find((candidate) => candidate === received);
    if (received !== undefined && value === undefined) {
        throw new Refusal(`${name} is ${quoted(received)}; allowed are ${allowed.join(', ')}.`);
    }
    return value;
}
function matching(name, pattern, allowed) {
    const received = main_text(name);
    if (received !== undefined && !pattern.test(received)) {
        throw new Refusal(`${name} is ${quoted(received)}; allowed is ${allowed}.`);
    }
    return received;
}
const ifGiven = (value, then) => value === undefined ? undefined : then(value);
const given = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const quoted = (value) => JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}\u2026` : value);

/**
 * The first rule of the policy that this password breaks, in words that show no character of it; undefined
 * when all hold. A space at either end breaks one: targets trim it.
 */
function violation(password, policy) {
    const drawn = Array.from(password);
    const absent = policy.requiredClasses.filter((name) => !drawn.some((character) => characters[name].includes(character)));
    const distinct = new Set(drawn).size;
    const rules = [
        [
            drawn.length !== policy.length,
            `it has ${drawn.length} characters instead of ${policy.length}`
        ],
        [drawn.some((c) => !policy.alphabet.includes(c)), 'it holds a character that is excluded'],
        [absent.length > 0, `it holds no ${listed(absent)}`],
        [
            distinct < policy.minimumDistinct,
            `it holds ${distinct} different characters instead of at least ${policy.minimumDistinct}`
        ],
        [password !== password.trim(), 'it begins or ends with a space']
    ];
    return rules.find(([broken]) => broken)?.[1];
}

/**
 * Runs an action as a whole process. A cancelled job ends between two synchronous steps, so that outputs are set
 * together or not at all; at the end no connection that was given up keeps the step waiting.
 */
async function asProcess(run) {
    // A library in the bundle may use what Node is going to drop; that is news for us, not for whoever runs the step.
    process.noDeprecation = true;
    for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143]
    ]) {
        process.once(signal, () => process.exit(code));
    }
    await run();
    process.stdout.write('', () => process.exit());
}

/** Makes a password, keeps it where the inputs say, and puts it out: all of it, or one error and nothing. */
const run = () => reported(async () => {
    const inputs = readInputs();
    if (inputs.gitHubSecret)
        setSecret(inputs.gitHubSecret.token);
    const policy = policyOf(inputs.password);
    requireOutputFile();
    const patience = patienceOf(inputs);
    const secretsManager = await main_open(inputs, sessionPolicy(inputs), patience);
    const draw = () => drawPassword(policy, secretsManager);
    const made = inputs.keep
        ? await keep(await storeOf(secretsManager, inputs.keep), draw)
        : { password: await draw() };
    if (inputs.gitHubSecret)
        await handOver(inputs.gitHubSecret, made, patience);
    setPassword(made.password, made.version);
});
/** Moves AWSCURRENT to a version that was kept as AWSPENDING. */
const runPromote = () => reported(async () => {
    const inputs = readPromoteInputs();
    requireOutputFile();
    const secretsManager = await main_open(inputs, promotionPolicy(inputs), patienceOf(inputs));
    const { promote } = await secretStore();
    const version = await promote(secretsManager, inputs.secretId, inputs.versionId);
    setSecretVersion(version);
    info(`Version ${version.versionId} of ${version.arn} is AWSCURRENT.`);
});
/** The only place that catches, and the only one that fails the step. */
async function reported(work) {
    try {
        await work();
    }
    catch (thrown) {
        // Loaded by runs that fail.
        const { explain } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 156, 19));
        const { message, detail } = explain(thrown);
        debug(detail);
        error(message, { title: 'aws-random-password' });
        process.exitCode = ExitCode.Failure;
    }
}
const patienceOf = ({ timeoutSeconds }) => new Patience(timeoutSeconds, undefined, debug);
/** Secrets Manager. While one thing is waited for, the next is prepared: TCP, the token, the SDK, the role. */
async function main_open({ region, role }, policy, patience) {
    if (role)
        requireIdTokenPermission();
    const sts = role && connect('sts', region, patience.attemptMs);
    const connection = connect('secretsmanager', region, patience.attemptMs);
    await Promise.all([sts?.underway, connection.underway]);
    const tokens = role && idTokensFor(role, patience);
    await tokens?.underway;
    const { assumeRole, SecretsManager } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 861, 19)).then(n => n.sdk);
    const assumed = role && policy && sts && tokens
        ? assumeRole(role, policy, tokens, region, sts, patience)
        : undefined;
    // Told where they are awaited: by the first call.
    assumed?.catch(() => undefined);
    return new SecretsManager(region, connection, patience, assumed);
}
/** The first is asked for at once. */
function idTokensFor({ audience }, patience) {
    const another = () => idToken(audience, patience);
    const first = another();
    // Told where it is awaited.
    first.catch(() => undefined);
    return { first, another, claims: claimsOf, underway: idTokenUnderway() };
}
const MAX_DRAWS = 5;
/** Draws until a password holds its policy. What is drawn is masked before anything else is done with it. */
async function drawPassword(policy, secretsManager) {
    let broken;
    for (let draws = 1; draws <= MAX_DRAWS; draws++) {
        const { password, requestId } = await secretsManager.getRandomPassword(policy.parameters);
        mask(password);
        broken = violation(password, policy);
        if (broken === undefined) {
            info(`Made a password of ${policy.length} characters out of ${policy.alphabet.length}: ` +
                `${Math.floor(policy.entropyBits)} bits of entropy (${secretsManager.region}, request ${requestId}).`);
            return password;
        }
        debug(`Draw ${draws} of ${MAX_DRAWS} (request ${requestId}) was refused: ${broken}`);
    }
    throw new Refusal(`AWS answered ${MAX_DRAWS} passwords that do not hold what was asked for; of the last, ${broken ?? ''}. ` +
        'Ask for less, or report it with the debug log of this run.');
}
/** Loaded by runs that keep a password. */
async function secretStore() {
    const { loadSecretStore } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 861, 19)).then(n => n.sdk);
    return loadSecretStore();
}
async function storeOf(secretsManager, inputs) {
    const { SecretStore } = await secretStore();
    return new SecretStore(secretsManager, inputs);
}
/** Whether a password is drawn at all is decided by what is kept already. */
async function keep(store, draw) {
    let kept = await store.find();
    if (typeof kept !== 'object') {
        const password = await draw();
        const secretString = store.secretStringOf(password);
        if (secretString !== password)
            mask(secretString);
        const stored = await store.store(password, kept);
        if (!('password' in stored)) {
            info(`Stored it as version ${stored.versionId} of ${stored.arn}.`);
            return { password, version: stored };
        }
        kept = stored;
    }
    mask(kept.password);
    if (kept.secretString !== kept.password)
        mask(kept.secretString);
    info(`Kept the present password: version ${kept.versionId} of ${kept.arn}.`);
    return { password: kept.password, version: kept };
}
async function handOver({ token, ...target }, { password, version }, patience) {
    const { owner, repo, name, environment } = target;
    // Octokit, libsodium and undici, which only runs that write such a secret load.
    const { writeSecret } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 239, 19));
    const place = environment === undefined ? `${owner}/${repo}` : `${owner}/${repo}, environment ${environment}`;
    const host = new URL(process.env['GITHUB_API_URL'] || 'https://api.github.com').host;
    try {
        await patience.call({ service: 'GitHub', action: `write the secret ${name}`, resource: place, host }, (signal) => writeSecret(target, token, password, signal));
    }
    catch (cause) {
        throw version ? new HandOverError(version, cause) : cause;
    }
    info(`Wrote the GitHub secret ${name} of ${place}.`);
}



module.exports = __webpack_exports__;
/******/ })()
;