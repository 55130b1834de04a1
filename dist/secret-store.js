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
  createSecretClient: () => (/* binding */ createSecretClient),
  describeChange: () => (/* binding */ describeChange),
  describePromotion: () => (/* binding */ describePromotion),
  isChanged: () => (/* binding */ isChanged),
  promote: () => (/* binding */ promote),
  storeOrFind: () => (/* binding */ storeOrFind)
});

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: external "./main.js"
const external_main_js_namespaceObject = require("./main.js");
;// CONCATENATED MODULE: external "./sdk.js"
const external_sdk_js_namespaceObject = require("./sdk.js");
;// CONCATENATED MODULE: ./secret-store.js




// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/CreateSecretCommand.js
class CreateSecretCommand extends (0,external_sdk_js_namespaceObject.command)(external_sdk_js_namespaceObject._ep0, external_sdk_js_namespaceObject._mw0, "CreateSecret", external_sdk_js_namespaceObject.CreateSecret$) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/DescribeSecretCommand.js
class DescribeSecretCommand extends (0,external_sdk_js_namespaceObject.command)(external_sdk_js_namespaceObject._ep0, external_sdk_js_namespaceObject._mw0, "DescribeSecret", external_sdk_js_namespaceObject.DescribeSecret$) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/GetSecretValueCommand.js
class GetSecretValueCommand extends (0,external_sdk_js_namespaceObject.command)(external_sdk_js_namespaceObject._ep0, external_sdk_js_namespaceObject._mw0, "GetSecretValue", external_sdk_js_namespaceObject.GetSecretValue$) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/PutSecretValueCommand.js
class PutSecretValueCommand extends (0,external_sdk_js_namespaceObject.command)(external_sdk_js_namespaceObject._ep0, external_sdk_js_namespaceObject._mw0, "PutSecretValue", external_sdk_js_namespaceObject.PutSecretValue$) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/RestoreSecretCommand.js
class RestoreSecretCommand extends (0,external_sdk_js_namespaceObject.command)(external_sdk_js_namespaceObject._ep0, external_sdk_js_namespaceObject._mw0, "RestoreSecret", external_sdk_js_namespaceObject.RestoreSecret$) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/UpdateSecretVersionStageCommand.js
class UpdateSecretVersionStageCommand extends (0,external_sdk_js_namespaceObject.command)(external_sdk_js_namespaceObject._ep0, external_sdk_js_namespaceObject._mw0, "UpdateSecretVersionStage", external_sdk_js_namespaceObject.UpdateSecretVersionStage$) {
}

// src/aws/secret-store/user-accounts.ts
const firstLogin = ({ userName, userNameKey }, password) => ({
    password,
    userName: userNameKey === undefined ? undefined : userName
});
const otherAccount = ({ userName, alternateUserName }, current) => alternateUserName !== undefined && current === userName ? alternateUserName : userName;
const isKnownAccount = ({ userName, alternateUserName }, name) => name !== undefined && (userName === undefined || name === userName || name === alternateUserName);
const describeUserAccounts = ({ userName = '', alternateUserName }) => `user-name (${(0,external_main_js_namespaceObject.quote)(userName)})` +
    (alternateUserName === undefined ? '' : ` and alternate-user-name (${(0,external_main_js_namespaceObject.quote)(alternateUserName)})`);
function refuseAccount(secretId, accounts, found) {
    const { userName = '', alternateUserName, userNameKey = '' } = accounts;
    const key = (0,external_main_js_namespaceObject.quote)(userNameKey);
    if (typeof found === 'string' && found !== '') {
        return new external_main_js_namespaceObject.ActionError(`The secret ${secretId} has another account under the key ${key} (user-name-key) than ${describeUserAccounts(accounts)}, so it is not rotated. ` +
            'Correct these inputs or secret-id. Or, where the secret is wrong, store its value once with the account that its password is for (aws secretsmanager put-secret-value).');
    }
    const names = [userName, alternateUserName].flatMap((name) => (name === undefined ? [] : [name]));
    const what = found === undefined ? 'no account' : found === '' ? 'an empty string' : 'no string';
    return new external_main_js_namespaceObject.ActionError(`The secret ${secretId} has ${what} under the key ${key} (user-name-key), so it does not say which account its password is for. ` +
        `Store its value once with that account in it, ${names.map((name) => `${JSON.stringify(userNameKey)}: ${JSON.stringify(name)}`).join(' or ')} (aws secretsmanager put-secret-value).`);
}

// src/aws/secret-store/api.ts
const hasCode = (error, code) => error instanceof external_main_js_namespaceObject.CallError && code.test(error.details.code);
const isNotFound = (error) => hasCode(error, /^ResourceNotFoundException$/);
const isAlreadyExists = (error) => hasCode(error, /^ResourceExistsException$/);
const isRefused = (error) => hasCode(error, /^Invalid(Parameter|Request)Exception$/);
const isDeletion = (error) => hasCode(error, /^InvalidRequestException$/) && /deletion|deleted/i.test(error.details.message);
async function unlessNotFound(response) {
    try {
        return await response;
    }
    catch (error) {
        if (isNotFound(error) || isDeletion(error))
            return undefined;
        throw error;
    }
}
const findVersion = ({ stages }, stage) => [...stages].find(([, labels]) => labels.includes(stage))?.[0];
const isFinished = (stages = []) => stages.includes('AWSCURRENT') || stages.includes('AWSPREVIOUS');
function findPendingVersion(description) {
    const versionId = findVersion(description, 'AWSPENDING');
    return versionId !== undefined && !isFinished(description.stages.get(versionId))
        ? versionId
        : undefined;
}

// src/aws/secret-store/refusals.ts
const missing = ({ secretId, region }) => new external_main_js_namespaceObject.ActionError(`The secret ${secretId} does not exist in ${region}. Correct secret-id or aws-region, or run the job that creates the secret first.`);
const scheduledForDeletion = ({ secretId }, wayOn = 'Set if-secret-missing to restore (with if-secret-exists keep or rotate), or choose another name.') => new external_main_js_namespaceObject.ActionError(`The secret ${secretId} is scheduled for deletion, so nothing is changed. ${wayOn}`);
const HOW_TO_RESTORE = 'Restore it first (aws secretsmanager restore-secret), or correct secret-id.';
const nameTaken = ({ secretId }) => new external_main_js_namespaceObject.ActionError(`A secret named ${secretId} is being deleted, and its name is taken until AWS has finished. ` +
    'Wait some minutes and run the job again, or choose another name.');
function alreadyExists({ secretId }, description) {
    const hasValue = !description || findVersion(description, 'AWSCURRENT') !== undefined;
    return new external_main_js_namespaceObject.ActionError(hasValue
        ? `The secret ${secretId} exists already and if-secret-exists is fail, so nothing is changed. ` +
            'Set if-secret-exists to keep (returns the existing password) or to rotate (stores a new version).'
        : `The secret ${secretId} exists already, without a value, and if-secret-exists is fail, so nothing is changed. ` +
            'Set if-secret-exists to keep, which stores its first password.');
}
const notReadable = ({ secretId }) => new external_main_js_namespaceObject.ActionError(`The secret ${secretId} exists, but Secrets Manager does not show its current value yet. ` +
    'It may have been created or deleted a moment ago: run the job again.');
function requireCreatable({ secretId }) {
    if ((0,external_main_js_namespaceObject.isArn)(secretId)) {
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} does not exist. An ARN names a secret that exists; set secret-id to a name to create one.`);
    }
    if (secretId.includes('!')) {
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} does not exist, and a name with an exclamation mark belongs to a secret that an AWS service creates. ` +
            'Check secret-id and aws-region, or choose a name without "!".');
    }
}
const HOW_TO_READ = 'To read it, set if-secret-exists to keep and if-secret-missing to fail.';
function requireWritable({ secretId, region }, { owningService, primaryRegion = region }, wayOn = '') {
    if (owningService !== undefined) {
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} is managed by ${(0,external_main_js_namespaceObject.quote)(owningService)}, which alone may change it. ` +
            `Change the password in that service. ${wayOn}`.trimEnd());
    }
    if (primaryRegion !== region) {
        const primary = (0,external_main_js_namespaceObject.showId)(primaryRegion);
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} in ${region} is a replica; its primary secret is in ${primary}, and only there can it be changed. Set aws-region to ${primary}.`);
    }
}

// src/aws/identifiers/version-id.ts
const NO_BASE = '0'.repeat(12);
const OURS = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-([0-9a-f]{12})-([0-9a-f]{12})$/;
const createVersionId = (uuid, { base, key }) => `${uuid}-${baseDigest(base)}-${keyDigest(key)}`;
const isOurs = (versionId) => OURS.test(versionId);
const isOursFor = (versionId, key) => OURS.exec(versionId)?.[2] === keyDigest(key);
const isMadeFrom = (versionId, base) => OURS.exec(versionId)?.[1] === baseDigest(base);
const digest = (text) => (0,external_node_crypto_namespaceObject.createHash)('sha256').update(text).digest('hex').slice(0, NO_BASE.length);
const baseDigest = (base) => base === undefined ? NO_BASE : digest(base);
const keyDigest = (key = '') => digest(key);

// src/aws/secret-store/keys-with-password.ts
function findKeysWithPassword(text, password, except) {
    if (password === '')
        return [];
    return [...(0,external_main_js_namespaceObject.listValues)(text)]
        .filter(([key, value]) => {
        return !except.has(key) && (0,external_main_js_namespaceObject.listStrings)(value).some((each) => containsCopy(each, password));
    })
        .map(([key]) => key);
}
function containsCopy(text, password) {
    if (contains(text, password) || contains(text, JSON.stringify(password).slice(1, -1)))
        return true;
    if (!/[%+]/.test(text))
        return false;
    return [text, text.replaceAll('+', ' ')].some((spelling) => {
        const bytes = percentDecode(spelling);
        return contains(bytes, toBytes(password)) || contains(bytes, password);
    });
}
const toBytes = (text) => Buffer.from(text).toString('latin1');
const percentDecode = (text) => toBytes(text).replace(/%([\da-f]{2})/gi, (_, byte) => String.fromCharCode(Number.parseInt(byte, 16)));
function contains(text, password) {
    if (password.length >= 6)
        return text.includes(password);
    for (let at = text.indexOf(password); at >= 0; at = text.indexOf(password, at + 1)) {
        const around = `${text[at - 1] ?? ''}${text[at + password.length] ?? ''}`;
        if (!/[A-Za-z0-9]/.test(around))
            return true;
    }
    return false;
}

// src/aws/secret-store/secret-value.ts
const MAX_KEYS = 20;
const createSecretString = (layout, credential) => layout.key === undefined
    ? credential.password
    : (0,external_main_js_namespaceObject.setKeys)(layout.template ?? '{}', keyValues(layout, layout.key, credential));
function replacePassword(layout, value, credential) {
    const text = requireText(layout, value);
    const { secretId, key } = layout;
    if (key === undefined) {
        const more = findMore(layout, value);
        if (more === undefined)
            return credential.password;
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} is more than a password (${more}), all of which the new password would replace. ${MAKE_OBJECT}`);
    }
    const old = (0,external_main_js_namespaceObject.readKey)(text, key);
    if (typeof old === 'object' && old !== null) {
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} has an object or array under the key ${(0,external_main_js_namespaceObject.quote)(key)} (generate-string-key), and only a string, a number, true, false or null is replaced. ` +
            'Set generate-string-key to the key of the password.');
    }
    const values = keyValues(layout, key, credential);
    const others = typeof old === 'string' ? findKeysWithPassword(text, old, new Set(values.keys())) : [];
    if (others.length > 0) {
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} contains the old password under other keys too: ${quoteKeys(others)}. ` +
            'Set secret-string-template to a JSON object with these keys; {{password}} and {{password-url-encoded}} in it become the new password.');
    }
    return (0,external_main_js_namespaceObject.setKeys)(text, values);
}
function readPassword(layout, value) {
    const text = requireText(layout, value);
    const { secretId, key } = layout;
    if (key === undefined)
        return text;
    const password = (0,external_main_js_namespaceObject.readKey)(text, key);
    if (typeof password === 'string' && password !== '')
        return password;
    const found = password === undefined
        ? `no key ${(0,external_main_js_namespaceObject.quote)(key)}`
        : `${password === '' ? 'an empty string' : 'no string'} under the key ${(0,external_main_js_namespaceObject.quote)(key)}`;
    throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} has ${found} (generate-string-key); its keys are ${quoteKeys((0,external_main_js_namespaceObject.listKeys)(text))}. ` +
        'Set generate-string-key to the key of the password, or rotate the secret.');
}
function readUserName(layout, value) {
    const found = findUserName(layout, value);
    return typeof found === 'string' && found !== '' ? found : undefined;
}
function nextUserName(layout, value) {
    if (layout.userNameKey === undefined)
        return undefined;
    requireText(layout, value);
    const current = readUserName(layout, value);
    if (current !== undefined && isKnownAccount(layout, current))
        return otherAccount(layout, current);
    throw refuseAccount(layout.secretId, layout, findUserName(layout, value));
}
function findUserName({ userNameKey }, { secretString = '' }) {
    if (userNameKey === undefined || (0,external_main_js_namespaceObject.classifySecretString)(secretString) !== 'object')
        return undefined;
    return (0,external_main_js_namespaceObject.readKey)(secretString, userNameKey);
}
function findPassword(layout, value) {
    try {
        return readPassword(layout, value);
    }
    catch {
        return undefined;
    }
}
function warnOfMore(layout, value) {
    const more = findMore(layout, value);
    return (more &&
        `The secret ${layout.secretId} is more than a password (${more}). It is returned whole, as it is. ${MAKE_OBJECT}`);
}
function findTemplateDifferences(layout, { secretString = '' }, credential) {
    const { key, template } = layout;
    if (key === undefined || template === undefined)
        return [];
    if ((0,external_main_js_namespaceObject.classifySecretString)(secretString) !== 'object')
        return [];
    const values = new Map((0,external_main_js_namespaceObject.fillTemplate)(template, named(layout, credential)));
    values.delete(key);
    return (0,external_main_js_namespaceObject.findKeysSetOtherwise)(secretString, values);
}
function keyValues(layout, key, credential) {
    const { template = '{}', userNameKey } = layout;
    const { password, userName } = credential;
    return new Map([
        ...(userNameKey !== undefined && userName !== undefined
            ? [[userNameKey, JSON.stringify(userName)]]
            : []),
        ...(0,external_main_js_namespaceObject.fillTemplate)(template, named(layout, credential)),
        [key, JSON.stringify(password)]
    ]);
}
const named = ({ userName: given }, { password, userName = given }) => ({ password, userName });
function requireText(layout, value) {
    const { secretId, key } = layout;
    const { secretString } = value;
    if (secretString === undefined) {
        throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} has a binary value, which contains no password for this action. ` +
            'Store a text or a JSON object in it first (aws secretsmanager put-secret-value --secret-string \u2026).');
    }
    const kind = findKind(layout, value);
    if (key === undefined) {
        if (kind === 'object') {
            throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} is a JSON object with the keys ${quoteKeys((0,external_main_js_namespaceObject.listKeys)(secretString))}, not a plain password. ` +
                'Set generate-string-key to the key of the password.');
        }
        if (kind === 'array') {
            throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} is a JSON array, which has no key for a password. ` +
                'Store a JSON object in it first (aws secretsmanager put-secret-value), and set generate-string-key.');
        }
        if (kind === 'nearly JSON') {
            throw new external_main_js_namespaceObject.ActionError(`The secret ${secretId} is ${describeNearlyJson(secretString)}, so it is not taken for a password. ` +
                'Store it again as a JSON object (aws secretsmanager put-secret-value) and set generate-string-key to the key of the password, or set secret-id to another secret.');
        }
    }
    else if (kind !== 'object') {
        throw new external_main_js_namespaceObject.ActionError(`generate-string-key is ${(0,external_main_js_namespaceObject.quote)(key)}, but the secret ${secretId} is ${describeOther(kind, secretString)}. ` +
            (kind === 'nearly JSON'
                ? 'Store it again as a JSON object (aws secretsmanager put-secret-value).'
                : `Convert it once: store its password in an object such as {${JSON.stringify(key)}: "\u2026"} (aws secretsmanager put-secret-value).` +
                    (kind === 'text'
                        ? ' Or leave generate-string-key empty, where the whole value is the password.'
                        : '')));
    }
    return secretString;
}
const findKind = ({ key }, { versionId, secretString = '' }) => key === undefined && isOursFor(versionId, undefined)
    ? 'text'
    : (0,external_main_js_namespaceObject.classifySecretString)(secretString);
function describeNearlyJson(text) {
    const error = (0,external_main_js_namespaceObject.findJsonError)(text);
    return error
        ? `nearly JSON, but not quite (${error.position}: ${error.found})`
        : 'JSON inside a JSON string';
}
function describeOther(kind, text) {
    if (kind === 'array')
        return 'a JSON array, not a JSON object';
    if (kind === 'nearly JSON')
        return describeNearlyJson(text);
    const error = (0,external_main_js_namespaceObject.findJsonError)(text);
    return `plain text, not ${error ? `JSON (${error.position}: ${error.found})` : 'a JSON object'}`;
}
const MORE = {
    lines: 'several lines of text',
    settings: 'a connection string',
    address: 'a URL'
};
const MAKE_OBJECT = 'Store a JSON object in it once, with the password under a key of its own (aws secretsmanager put-secret-value), and set generate-string-key; secret-string-template then sets texts that contain the password. Or set secret-id to another secret.';
const findMore = (layout, value) => layout.key === undefined ? MORE[findKind(layout, value)] : undefined;
const quoteKeys = (keys) => keys.length === 0
    ? '(none)'
    : keys.slice(0, MAX_KEYS).map(external_main_js_namespaceObject.quote).join(', ') + (keys.length > MAX_KEYS ? ', \u2026' : '');

// src/aws/secret-store/first-value.ts
function findWithoutValue(description) {
    if (!description)
        return { kind: 'missing' };
    if (description.isDeleted)
        return { kind: 'deleted' };
    const hasValue = findVersion(description, 'AWSCURRENT') !== undefined;
    return hasValue ? undefined : { kind: 'empty', description };
}
class FirstValue {
    store;
    draw;
    #done = new Set();
    #isNameTaken = false;
    constructor(store, draw) {
        this.store = store;
        this.draw = draw;
    }
    isOver(kind) {
        const { secret } = this.store;
        return (this.#done.has(kind) ||
            (kind === 'missing' && secret.isKnown) ||
            (kind === 'empty' && secret.hasVersion));
    }
    notReadable() {
        const { secret } = this.store;
        return this.#isNameTaken && !secret.isKnown ? nameTaken(secret) : notReadable(secret);
    }
    async provide(found) {
        const { options, secret, writer } = this.store;
        this.#done.add(found.kind);
        if (found.kind === 'deleted') {
            if (options.ifSecretMissing !== 'restore')
                throw scheduledForDeletion(secret);
            await writer.restore();
            return undefined;
        }
        if (found.kind === 'empty')
            requireWritable(secret, found.description);
        const password = await this.draw();
        const version = found.kind === 'missing' ? await this.#create(password) : await this.#putFirst(password);
        return (version && {
            ...firstLogin(options, password),
            isGenerated: true,
            version,
            change: 'created'
        });
    }
    async #create(password) {
        const created = await createSecret(this.store, password);
        if (typeof created === 'object')
            return created;
        this.#isNameTaken = created === 'is being deleted';
        return undefined;
    }
    async #putFirst(password) {
        const { writer, options } = this.store;
        const { isCurrent, ...version } = await writer.put(createSecretString(options, firstLogin(options, password)), undefined);
        return isCurrent ? version : undefined;
    }
}
async function createSecret({ secret, options, context, writer }, password) {
    requireCreatable(secret);
    if (options.ifSecretMissing === 'fail')
        throw missing(secret);
    const secretString = createSecretString(options, firstLogin(options, password));
    const created = await writer.create(secretString, options);
    if (typeof created === 'object' && (0,external_main_js_namespaceObject.endsLikeSecretArn)(secret.secretId)) {
        context.warn(`The name of the secret ${secret.secretId} ends in a hyphen and six characters, like an ARN. ` +
            `Name it by its whole ARN everywhere, because a part of an ARN may mean another secret: ${created.arn}`);
    }
    return created;
}

// src/aws/secret-store/modes/fail.ts
async function failIfExists(store) {
    const { secret, options, context, writer } = store;
    const [existing, password] = await Promise.all([secret.describe(), context.generate()]);
    const created = existing ? 'exists' : await createSecret(store, password);
    const stored = {
        ...firstLogin(options, password),
        isGenerated: true,
        change: 'created'
    };
    if (typeof created === 'object')
        return { ...stored, version: created };
    const found = existing ?? (await context.poll(() => secret.describe()));
    if (found?.isDeleted)
        throw scheduledForDeletion(secret);
    if (!found && created === 'is being deleted')
        throw nameTaken(secret);
    const own = found && findVersion(found, 'AWSCURRENT');
    if (!found || own === undefined || !writer.hasSent(own))
        throw alreadyExists(secret, found);
    return { ...stored, version: { arn: found.arn, versionId: own } };
}

// src/aws/secret-store/existing.ts
function readExisting({ options, context }, value) {
    const { arn, versionId, createdAt } = value;
    const password = readPassword(options, value);
    context.maskExisting(password, arn, isOursFor(versionId, options.key));
    const warning = warnOfMore(options, value);
    if (warning !== undefined)
        context.warn(warning);
    return {
        password,
        userName: readUserName(options, value),
        version: { arn, versionId },
        createdAt
    };
}
function keepExisting({ options, context }, existing, change, wayOn = 'if-secret-exists: rotate stores a new one') {
    const { password } = existing;
    const violation = password === undefined ? undefined : context.findViolation(password);
    if (violation !== undefined) {
        context.warn(`The existing password of the secret ${options.secretId} does not satisfy the inputs: ${violation}. ` +
            `It is returned as it is; ${wayOn}.`);
    }
    if (options.userNameKey !== undefined && !isKnownAccount(options, existing.userName)) {
        const key = (0,external_main_js_namespaceObject.quote)(options.userNameKey);
        context.warn(existing.userName === undefined
            ? `The secret ${options.secretId} has no account under the key ${key} (user-name-key), so the output user-name is empty.`
            : `The secret ${options.secretId} has another account under the key ${key} (user-name-key) than ${describeUserAccounts(options)}. Its password is returned with the account that it has.`);
    }
    return { ...existing, isGenerated: false, change };
}

// src/aws/secret-store/modes/keep.ts
async function keep(store) {
    const { versionStage, ifSecretMissing } = store.options;
    const found = await findStored(store);
    if (found)
        return keepExisting(store, found, 'none');
    return versionStage === 'AWSCURRENT' && ifSecretMissing !== 'fail'
        ? provide(store)
        : keepExisting(store, await findOnly(store), 'none');
}
async function findStored(store) {
    const { secret, options } = store;
    const { versionStage, needsValue } = options;
    if (needsValue) {
        const value = await secret.read(versionStage);
        if (!value)
            return undefined;
        const existing = readExisting(store, value);
        logDifferences(store, value, existing);
        return existing;
    }
    const description = await secret.describe();
    return description && versionIn(description, versionStage);
}
function logDifferences({ secret, options, context }, value, credential) {
    const keys = findTemplateDifferences(options, value, credential);
    if (keys.length === 0)
        return;
    context.info(`secret-string-template would set other values in the secret ${secret.secretId} under the keys ${quoteKeys(keys)}. They stay as they are, because if-secret-exists is keep.`);
}
function versionIn(description, stage) {
    const versionId = description.isDeleted ? undefined : findVersion(description, stage);
    return versionId === undefined
        ? undefined
        : { password: undefined, version: { arn: description.arn, versionId } };
}
const NO_VERSION = {
    AWSCURRENT: 'it has no value yet',
    AWSPENDING: 'no rotation is pending',
    AWSPREVIOUS: 'its password has never been changed'
};
async function findOnly(store) {
    const { secret, options, context } = store;
    const { versionStage } = options;
    const look = await context.poll(async () => {
        const description = await secret.describe();
        if (!description && secret.isKnown)
            return undefined;
        if (!description || !versionIn(description, versionStage))
            return { description };
        return findStored(store);
    });
    if (!look)
        throw notReadable(secret);
    if ('version' in look)
        return look;
    if (!look.description)
        throw missing(secret);
    if (look.description.isDeleted) {
        throw versionStage === 'AWSCURRENT'
            ? scheduledForDeletion(secret)
            : scheduledForDeletion(secret, HOW_TO_RESTORE);
    }
    throw new external_main_js_namespaceObject.ActionError(`The secret ${secret.secretId} has no version with the label ${versionStage} (${NO_VERSION[versionStage]}), so there is no password to return, and this step must not store one. ` +
        'Check secret-version-stage, and the labels of the secret (aws secretsmanager describe-secret).');
}
async function provide(store) {
    const { context, writer } = store;
    const drawn = context.generate();
    drawn.catch(() => undefined);
    const provision = new FirstValue(store, () => drawn);
    let isRestored = false;
    for (;;) {
        const look = await context.poll(() => lookForPassword(store, provision));
        if (!look)
            throw provision.notReadable();
        if (look.kind === 'found') {
            const { existing } = look;
            if (writer.hasSent(existing.version.versionId)) {
                return { ...existing, isGenerated: true, change: 'created' };
            }
            return keepExisting(store, existing, isRestored ? 'restored' : 'resumed');
        }
        isRestored ||= look.kind === 'deleted';
        const stored = await provision.provide(look);
        if (stored)
            return stored;
    }
}
async function lookForPassword(store, provision) {
    const description = await store.secret.describe();
    const without = findWithoutValue(description);
    if (without)
        return provision.isOver(without.kind) ? undefined : without;
    const existing = await findStored(store);
    const current = description && findVersion(description, 'AWSCURRENT');
    return existing?.version.versionId === current && existing
        ? { kind: 'found', existing }
        : undefined;
}

// src/aws/secret-store/pending.ts
function judgePending(layout, description, current, pending) {
    const { versionId } = pending;
    if (!isOurs(versionId))
        return 'not ours';
    const isFitting = isMadeFrom(versionId, current.versionId);
    const isForNext = isForNextAccount(layout, current, pending);
    const isOfCurrentAccount = readUserName(layout, pending) === readUserName(layout, current);
    if (!isForNext && (isFitting || !isOfCurrentAccount))
        return 'of another account';
    if (isFitting)
        return 'fitting';
    if (!isForNext)
        return 'superseded';
    const wasRotatedSince = ['AWSCURRENT', 'AWSPREVIOUS']
        .map((stage) => findVersion(description, stage))
        .some((id) => id !== undefined && isOursFor(id, layout.key) && !isMadeFrom(versionId, id));
    return wasRotatedSince || findPassword(layout, pending) === findPassword(layout, current)
        ? 'superseded'
        : 'stale';
}
const isForNextAccount = (layout, current, pending) => readUserName(layout, pending) === nextUserName(layout, current);
const replaceIt = ({ ifRotationPending }) => ifRotationPending === 'replace'
    ? 'run the job again, which replaces it'
    : 'set if-rotation-pending to replace, which stores a new password in its place';
const refusePending = ({ secretId }, _, pending) => new external_main_js_namespaceObject.ActionError(`A rotation of the secret ${secretId} is pending: version ${(0,external_main_js_namespaceObject.showId)(pending)} is AWSPENDING, and if-rotation-pending is fail. ` +
    'Promote it, or set if-rotation-pending to resume (returns its password) or to replace.');
const refuseOtherKey = ({ secretId }, options, pending) => new external_main_js_namespaceObject.ActionError(`A rotation of another key of the secret ${secretId} is pending: version ${(0,external_main_js_namespaceObject.showId)(pending)} is AWSPENDING. ` +
    `Run the workflow of that key to its end first. Or ${replaceIt(options)}: the password that was handed out for the other key is lost then.`);
const refuseRotationByAws = ({ secretId }, options, pending) => new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secretId} is AWSPENDING, this action has not stored it, and a rotation function changes the secret: it is AWS that finishes or cancels its rotation. ` +
    `Wait until it has, or cancel it (aws secretsmanager cancel-rotate-secret). Or ${replaceIt(options)}.`);
const refuseOlder = ({ secretId }, options, pending) => new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secretId} is AWSPENDING, this action has not stored it, and it is older than the version that is current: it would undo what has changed since. ` +
    `Promote it by its secret-version-id if that is right, or ${replaceIt(options)}.`);
const refuseUnchanged = ({ secretId }, options, pending) => new external_main_js_namespaceObject.ActionError(`A rotation of the secret ${secretId} is pending that does not change this password: version ${(0,external_main_js_namespaceObject.showId)(pending)} is AWSPENDING and has the current password${options.key === undefined ? '' : ' under the key of generate-string-key'}. ` +
    `Promote that version first, or ${replaceIt(options)}.`);
const refuseViolation = ({ secretId }, options, pending, violation) => new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secretId} is pending and does not satisfy the inputs: ${violation}. ` +
    `Change the inputs, or ${replaceIt(options)}.`);
const refuseOtherTemplate = ({ secretId }, options, pending, keys) => new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secretId} is pending, and secret-string-template sets other values than it has under the keys ${keys}. ` +
    'The step was changed since that rotation began, and its password may be for another account. ' +
    `Undo the change, and keep what differs from run to run, such as a date or a commit, out of secret-string-template. Or ${replaceIt(options)}.`);
const refuseOtherAccount = ({ secretId }, options, pending, userName = '') => new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secretId} is pending, and under the key ${(0,external_main_js_namespaceObject.quote)(options.userNameKey ?? '')} (user-name-key) it does not have ${(0,external_main_js_namespaceObject.quote)(userName)}, the account that the next password is for. ` +
    'The step was changed since that rotation began, or something else has stored the version. ' +
    `Undo the change. Or ${replaceIt(options)}.`);
const refuseUnfinished = ({ secretId }, _, pending) => new external_main_js_namespaceObject.ActionError(`A rotation of the secret ${secretId} by AWS is in progress: version ${(0,external_main_js_namespaceObject.showId)(pending)} is AWSPENDING and has no value yet. ` +
    'Wait until it is finished, or take AWSPENDING off that version if it never will be.');

// src/aws/secret-store/modes/rotate.ts
const MAX_ROUNDS$1 = 8;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ROTATED_SINCE = 'the password was rotated since it was made';
const ACCOUNT_CURRENT = 'its account is current by now';
const rotate = (store) => new Rotation(store).run();
class Rotation {
    store;
    #drawn;
    #first;
    #provision;
    #sent = new Map();
    #before;
    #contradiction;
    constructor(store) {
        this.store = store;
        this.#provision = new FirstValue(store, () => this.#draw());
    }
    async run() {
        if (this.store.options.rotateAfterDays === undefined)
            this.#draw().catch(() => undefined);
        for (let round = 1; round <= MAX_ROUNDS$1; round++) {
            const look = (await this.store.context.poll(() => this.#look())) ?? this.#contradiction;
            if (!look)
                throw this.#provision.notReadable();
            const result = await this.#act(look);
            if (result)
                return result;
        }
        throw new external_main_js_namespaceObject.ActionError(`The secret ${this.store.secret.secretId} was changed by somebody else each time that this run was about to rotate it (${MAX_ROUNDS$1} times). ` +
            'Find out what else rotates it, give these jobs one concurrency group, and run the job again.');
    }
    get #isToPending() {
        return this.store.options.versionStage === 'AWSPENDING';
    }
    #draw() {
        return (this.#drawn ??= this.store.context.generate());
    }
    async #look() {
        const { secret } = this.store;
        this.#contradiction = undefined;
        const [description, value] = await Promise.all([secret.describe(), secret.read('AWSCURRENT')]);
        const without = findWithoutValue(description);
        if (without)
            return value || this.#provision.isOver(without.kind) ? undefined : without;
        if (!description || !value)
            return undefined;
        if (findVersion(description, 'AWSCURRENT') !== value.versionId)
            return undefined;
        const holder = this.#isToPending ? findVersion(description, 'AWSPENDING') : value.versionId;
        const before = this.#before;
        const current = { kind: 'current', description, value };
        this.#contradiction =
            before?.from === holder && before?.current === value.versionId ? current : undefined;
        return this.#contradiction ? undefined : current;
    }
    #act(look) {
        if (look.kind === 'current')
            return this.#rotateFrom(look);
        if (look.kind !== 'deleted')
            this.#first ??= { password: undefined, createdAt: 0 };
        return this.#provision.provide(look);
    }
    async #rotateFrom(current) {
        const { secret, options } = this.store;
        const { description, value } = current;
        const kept = await this.#findKept(value);
        if (kept)
            return kept;
        const rotated = this.#findRotated(value);
        const pending = findPendingVersion(description);
        const own = this.#isToPending ? this.#sent.get(pending ?? '') : undefined;
        if (own && pending !== undefined)
            return this.#goOn(current, pending, own, rotated);
        if (rotated)
            return this.#resume(rotated);
        requireWritable(secret, description, HOW_TO_READ);
        this.#first ??= {
            password: findPassword(options, value),
            createdAt: value.createdAt,
            pending
        };
        nextUserName(options, value);
        if (this.#isToPending && pending !== undefined)
            return this.#handlePending(current, pending);
        if (this.#isYoung(value))
            return this.#keepYoung(value);
        return this.#putNew(current, () => {
            if (pending !== undefined)
                this.#warnOfPending(pending);
        });
    }
    async #findKept(value) {
        const { options, writer } = this.store;
        if (writer.versionId === undefined)
            return undefined;
        if (this.#sent.has(value.versionId))
            return this.#finish(value, 'rotated');
        const password = await this.#draw();
        const { arn, versionId } = value;
        const stored = {
            password,
            userName: readUserName(options, value),
            isGenerated: true,
            version: { arn, versionId }
        };
        if (writer.hasSent(versionId))
            return { ...stored, change: 'created' };
        return findPassword(options, value) === password ? { ...stored, change: 'rotated' } : undefined;
    }
    async #goOn(current, pending, own, rotated) {
        const { value } = current;
        const { arn } = value;
        if (isMadeFrom(pending, value.versionId)) {
            return this.#finish({ arn, versionId: pending }, 'pending');
        }
        if (rotated) {
            const resumed = this.#resume(rotated);
            await this.store.writer.removePending(pending);
            return resumed;
        }
        if (own.userName !== nextUserName(this.store.options, value)) {
            return this.#putNew(current, (versionId) => {
                own.warn?.(versionId);
                this.#warnOfSuperseded(pending, versionId, ACCOUNT_CURRENT);
            });
        }
        return this.#put(current, own);
    }
    async #put(current, sent) {
        const { writer, options } = this.store;
        const { description, value } = current;
        const text = replacePassword(options, value, sent);
        const sending = writer.put(text, value.versionId);
        const removing = this.#removeLeftOver(current);
        await Promise.allSettled([sending, removing]);
        const { arn, versionId } = await sending;
        await removing;
        const version = { arn, versionId };
        this.#sent.set(versionId, sent);
        const stage = options.versionStage;
        const from = this.#isToPending ? findVersion(description, stage) : value.versionId;
        const isMoved = await writer.move(stage, from);
        this.#before = { from, current: value.versionId };
        if (!isMoved)
            return undefined;
        if (!this.#isToPending)
            return this.#finish(version, 'rotated', description);
        return (await this.#isPendingStill(versionId, value.versionId))
            ? this.#finish(version, 'pending', description)
            : undefined;
    }
    async #isPendingStill(versionId, base) {
        const description = await this.store.secret.describe();
        return (description !== undefined &&
            findVersion(description, 'AWSPENDING') === versionId &&
            findVersion(description, 'AWSCURRENT') === base);
    }
    async #removeLeftOver({ description, value }) {
        const holder = value.stages.includes('AWSPENDING')
            ? value.versionId
            : findVersion(description, 'AWSPENDING');
        const isLeftOver = !this.#isToPending &&
            holder !== undefined &&
            (holder === value.versionId || isFinished(description.stages.get(holder)));
        if (isLeftOver)
            await this.store.writer.removePending(holder);
    }
    #finish({ arn, versionId }, label, description) {
        const { context, secret } = this.store;
        const sent = this.#sent.get(versionId);
        if (!sent)
            throw new Error('a version of this run is not known');
        if (description?.isRotated === true) {
            context.warn(`A rotation function of Secrets Manager changes the secret ${secret.secretId} as well. Use one of the two.`);
        }
        sent.warn?.(versionId);
        const { password, userName, from } = sent;
        const version = { arn, versionId };
        if (!from)
            return { password, userName, isGenerated: true, version, change: label };
        return {
            ...{ password, userName, isGenerated: false, version, change: 'resumed' },
            createdAt: from.createdAt,
            broughtForwardFrom: from.versionId
        };
    }
    #warnOfPending(pending) {
        const { context, secret } = this.store;
        const consequence = isOurs(pending)
            ? 'promote refuses it from now on, because it was made before this rotation, and its workflow, run again, goes on from here'
            : 'promoting it would undo this rotation';
        context.warn(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secret.secretId} is still pending: ${consequence}. Unless it is still needed, take AWSPENDING off it: ` +
            `run "${(0,external_main_js_namespaceObject.removePendingCommand)(secret, pending)}".`);
    }
    #findRotated(value) {
        const first = this.#first;
        if (!first)
            return undefined;
        const password = findPassword(this.store.options, value);
        const isRotated = password !== undefined && password !== first.password && value.createdAt >= first.createdAt;
        return isRotated ? value : undefined;
    }
    #resume(value) {
        const { secret, options, context } = this.store;
        nextUserName(options, value);
        const found = readExisting(this.store, value);
        const violation = context.findViolation(found.password);
        if (violation !== undefined) {
            throw new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(value.versionId)} of the secret ${secret.secretId}, which another run has stored meanwhile, does not satisfy the inputs: ${violation}. ` +
                'Change the inputs, or run the job again, which rotates once more.');
        }
        return { ...found, isGenerated: false, change: 'resumed' };
    }
    #isYoung(value) {
        const { options, context } = this.store;
        const { rotateAfterDays } = options;
        return (rotateAfterDays !== undefined &&
            findPassword(options, value) !== undefined &&
            context.today() - value.createdAt < rotateAfterDays * DAY_MS - HOUR_MS);
    }
    #keepYoung(value) {
        const { options, context } = this.store;
        context.info(`Version ${(0,external_main_js_namespaceObject.showId)(value.versionId)} is younger than rotate-after-days (${String(options.rotateAfterDays)}), so the password is not rotated.`);
        const wayOn = 'it is rotated once it is older than rotate-after-days';
        return keepExisting(this.store, readExisting(this.store, value), 'none', wayOn);
    }
    async #handlePending(current, pending) {
        const { secret, options, context } = this.store;
        const { description, value } = current;
        const { ifRotationPending, key } = options;
        if (ifRotationPending === 'fail')
            throw refusePending(secret, options, pending);
        const mayReplace = ifRotationPending === 'replace' && pending === this.#first?.pending;
        const isOfOtherKey = isOurs(pending) && !isOursFor(pending, key);
        if (isOfOtherKey && !mayReplace)
            throw refuseOtherKey(secret, options, pending);
        const next = await this.#readPending(pending);
        if (!next)
            return undefined;
        if (mayReplace) {
            return this.#putNew(current, () => {
                context.warn(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secret.secretId} was pending and is replaced (if-rotation-pending: replace). ` +
                    'If that rotation had changed its target already, the target has a password that no label points to.');
            });
        }
        switch (judgePending(options, description, value, next)) {
            case 'of another account':
                throw refuseOtherAccount(secret, options, pending, nextUserName(options, value));
            case 'not ours': {
                if (description.isRotated)
                    throw refuseRotationByAws(secret, options, pending);
                if (next.createdAt < value.createdAt)
                    throw refuseOlder(secret, options, pending);
                const password = findPassword(options, next);
                if (password !== undefined && password === findPassword(options, value)) {
                    throw refuseUnchanged(secret, options, pending);
                }
                if (!isForNextAccount(options, value, next)) {
                    throw refuseOtherAccount(secret, options, pending, nextUserName(options, value));
                }
                return this.#resumePending(next);
            }
            case 'fitting':
                return this.#resumePending(next);
            case 'stale': {
                const { password, userName } = this.#resumePending(next);
                return this.#put(current, { password, userName, from: next });
            }
            case 'superseded': {
                const reason = isForNextAccount(options, value, next) ? ROTATED_SINCE : ACCOUNT_CURRENT;
                if (!this.#isYoung(value)) {
                    return this.#putNew(current, (versionId) => {
                        this.#warnOfSuperseded(pending, versionId, reason);
                    });
                }
                if (!(await this.store.writer.removePending(pending)))
                    return undefined;
                context.info(`Took AWSPENDING off version ${(0,external_main_js_namespaceObject.showId)(pending)}: ${reason}.`);
                return this.#keepYoung(value);
            }
        }
    }
    async #putNew(current, warn) {
        const userName = nextUserName(this.store.options, current.value);
        return this.#put(current, { password: await this.#draw(), userName, warn });
    }
    #warnOfSuperseded(pending, versionId, reason) {
        const { context, secret } = this.store;
        context.warn(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secret.secretId} was pending, but ${reason}: version ${(0,external_main_js_namespaceObject.showId)(versionId)} is pending in its place.`);
    }
    #resumePending(next) {
        const { secret, options, context } = this.store;
        const found = readExisting(this.store, next);
        const { versionId } = next;
        const keys = findTemplateDifferences(options, next, found);
        if (keys.length > 0)
            throw refuseOtherTemplate(secret, options, versionId, quoteKeys(keys));
        const violation = context.findViolation(found.password);
        if (violation !== undefined)
            throw refuseViolation(secret, options, versionId, violation);
        return { ...found, isGenerated: false, change: 'resumed' };
    }
    async #readPending(pending) {
        const { secret, options, context } = this.store;
        const seen = {};
        const next = await context.poll(async () => {
            const value = await secret.read('AWSPENDING');
            seen.value = value;
            if (value?.versionId === pending)
                return isFinished(value.stages) ? 'gone' : value;
            const description = await secret.describe();
            if (!description)
                return undefined;
            const isThere = !description.isDeleted && findPendingVersion(description) === pending;
            return isThere ? undefined : 'gone';
        });
        if (next)
            return next === 'gone' ? undefined : next;
        throw seen.value ? notReadable(secret) : refuseUnfinished(secret, options, pending);
    }
}

// src/aws/secret-store/secret.ts
class Secret {
    api;
    poll;
    #isKnown = false;
    #versions = new Set();
    constructor(api, poll) {
        this.api = api;
        this.poll = poll;
    }
    get secretId() {
        return this.api.secretId;
    }
    get region() {
        return this.api.region;
    }
    get isKnown() {
        return this.#isKnown;
    }
    get hasVersion() {
        return this.#versions.size > 0;
    }
    async describe() {
        const description = await unlessNotFound(this.api.describeSecret());
        return description && this.#know(description, description.stages.keys());
    }
    async read(stage) {
        const value = await unlessNotFound(this.api.getSecretValue(stage));
        return value && this.#know(value, [value.versionId]);
    }
    async create(...args) {
        const version = await this.api.createSecret(...args);
        return this.#know(version, [version.versionId]);
    }
    async put(...args) {
        const version = await this.#write(() => this.api.putSecretValue(...args));
        return this.#know(version, [version.versionId]);
    }
    move(move) {
        const attempt = () => this.api.updateSecretVersionStage(move);
        const isKnown = move.to === undefined || this.#versions.has(move.to);
        return isKnown ? this.#write(attempt) : attempt();
    }
    restore() {
        return this.#write(() => this.api.restoreSecret());
    }
    #know(response, versions) {
        this.#isKnown = true;
        for (const version of versions)
            this.#versions.add(version);
        return response;
    }
    async #write(attempt) {
        let last;
        const made = await this.poll(async () => {
            try {
                return { response: await attempt() };
            }
            catch (error) {
                if (!isNotFound(error) || !this.#isKnown)
                    throw error;
                last = error;
                return undefined;
            }
        });
        if (!made)
            throw last;
        return made.response;
    }
}

// src/aws/secret-store/writer.ts
const OWN_STAGE = 'aws-random-password';
class SecretWriter {
    secret;
    key;
    context;
    createUuid;
    #last;
    #isStored = false;
    #isWithoutEffect = false;
    #versionIds = new Map();
    constructor(secret, key, context, createUuid) {
        this.secret = secret;
        this.key = key;
        this.context = context;
        this.createUuid = createUuid;
    }
    get versionId() {
        return this.#last?.versionId;
    }
    hasSent(versionId) {
        return versionId !== undefined && [...this.#versionIds.values()].includes(versionId);
    }
    async create(secretString, settings) {
        const version = await this.#announce(secretString, undefined);
        try {
            const { isRepeated, ...created } = await this.#send(this.secret.create(version, settings));
            return isRepeated === true ? 'exists' : created;
        }
        catch (error) {
            if (isAlreadyExists(error))
                return 'exists';
            if (isDeletion(error))
                return 'is being deleted';
            throw error;
        }
    }
    async put(secretString, base) {
        const version = await this.#announce(secretString, base);
        const { stages, ...stored } = await this.#send(this.secret.put(version, OWN_STAGE));
        const isCurrent = stages.includes('AWSCURRENT');
        this.#isWithoutEffect = !isCurrent;
        return { ...stored, isCurrent };
    }
    async move(stage, from) {
        try {
            await this.secret.move({ stage, from, to: this.#last?.versionId });
            this.#isWithoutEffect = false;
            return true;
        }
        catch (error) {
            if (isRefused(error) || !isRefusal(error))
                this.#isWithoutEffect = false;
            if (isRefused(error) && !isDeletion(error))
                return false;
            throw error;
        }
    }
    async removePending(versionId) {
        await this.context.beforeWrite();
        return removePending(this.secret, versionId);
    }
    async restore() {
        await this.context.beforeWrite();
        await this.secret.restore();
        this.context.info(`Restored the secret ${this.secret.secretId}, which was scheduled for deletion.`);
    }
    wrapError(cause) {
        if (!this.#last)
            return cause;
        const { secretId, region } = this.secret;
        return new external_main_js_namespaceObject.StoredVersionError({
            secretId,
            region,
            versionId: this.#last.versionId,
            isStored: this.#isStored,
            isWithoutEffect: this.#isWithoutEffect
        }, cause);
    }
    async #announce(secretString, base) {
        await this.context.beforeWrite();
        const known = JSON.stringify([base, secretString]);
        const before = this.#versionIds.get(known);
        const versionId = before ?? createVersionId(this.createUuid(), { base, key: this.key });
        if (this.#last?.versionId === versionId)
            return this.#last;
        this.#last = { versionId, secretString };
        this.#isStored = false;
        this.#isWithoutEffect = false;
        this.#versionIds.set(known, versionId);
        this.context.info(`Storing version ${versionId} of the secret ${this.secret.secretId}. ` +
            `If this step is cut off, see what was stored: run "${(0,external_main_js_namespaceObject.listVersionsCommand)(this.secret)}".`);
        return this.#last;
    }
    async #send(call) {
        try {
            const response = await call;
            this.#isStored = true;
            return response;
        }
        catch (error) {
            if (this.#isStored === false && !isRefusal(error))
                this.#isStored = 'unknown';
            throw error;
        }
    }
}
async function removePending(secret, versionId) {
    try {
        await secret.move({ stage: 'AWSPENDING', from: versionId });
        return true;
    }
    catch (error) {
        if (isRefused(error))
            return false;
        throw error;
    }
}
const isRefusal = (error) => error instanceof external_main_js_namespaceObject.CallError &&
    error.attempts === 1 &&
    error.details.status !== undefined &&
    error.details.status >= 400 &&
    !(0,external_main_js_namespaceObject.isTransient)(error.details) &&
    !(0,external_main_js_namespaceObject.isUnexpectedResponse)(error.details);

// src/aws/secret-store/api-client.ts
function createSecretClient(secretsManager, secretId) {
    const id = { SecretId: secretId };
    return {
        secretId,
        region: secretsManager.region,
        describeSecret: () => secretsManager.call('DescribeSecret', secretId, async (client, options) => {
            const response = await client.send(new DescribeSecretCommand(id), options);
            const { ARN, OwningService, PrimaryRegion } = response;
            return {
                arn: required(ARN),
                isDeleted: response.DeletedDate !== undefined,
                ...(OwningService !== undefined && { owningService: OwningService }),
                ...(PrimaryRegion !== undefined && { primaryRegion: PrimaryRegion }),
                isRotated: response.RotationEnabled === true,
                stages: new Map(Object.entries(response.VersionIdsToStages ?? {}))
            };
        }),
        getSecretValue: (stage) => secretsManager.call('GetSecretValue', secretId, async (client, options) => {
            const command = new GetSecretValueCommand({ ...id, VersionStage: stage });
            const response = await client.send(command, options);
            const secretString = response.SecretString;
            if (secretString !== undefined && typeof secretString !== 'string') {
                throw new external_main_js_namespaceObject.UnexpectedResponseError('the response has a SecretString that is no text');
            }
            return {
                ...readVersion(response),
                stages: response.VersionStages ?? [],
                createdAt: response.CreatedDate?.getTime() ?? 0,
                secretString
            };
        }),
        createSecret: async ({ versionId, secretString }, { kmsKeyId, description, tags = {} }) => {
            let attempts = 0;
            const call = secretsManager.call('CreateSecret', secretId, async (client, options) => {
                attempts++;
                const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
                const command = new CreateSecretCommand({
                    Name: secretId,
                    ClientRequestToken: versionId,
                    SecretString: secretString,
                    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
                    ...(description !== undefined && { Description: description }),
                    ...(Tags.length > 0 && { Tags })
                });
                return readVersion(await client.send(command, options));
            });
            return { ...(await call), isRepeated: attempts > 1 };
        },
        putSecretValue: ({ versionId, secretString }, stage) => secretsManager.call('PutSecretValue', secretId, async (client, options) => {
            const command = new PutSecretValueCommand({
                ...id,
                ClientRequestToken: versionId,
                SecretString: secretString,
                VersionStages: [stage]
            });
            const response = await client.send(command, options);
            return { ...readVersion(response), stages: response.VersionStages ?? [] };
        }),
        updateSecretVersionStage: ({ stage, from, to }) => secretsManager.call('UpdateSecretVersionStage', secretId, async (client, options) => {
            const command = new UpdateSecretVersionStageCommand({
                ...id,
                VersionStage: stage,
                ...(from !== undefined && { RemoveFromVersionId: from }),
                ...(to !== undefined && { MoveToVersionId: to })
            });
            required((await client.send(command, options)).ARN);
        }),
        restoreSecret: () => secretsManager.call('RestoreSecret', secretId, async (client, options) => {
            required((await client.send(new RestoreSecretCommand(id), options)).ARN);
        })
    };
}
function required(text) {
    if (!text)
        throw new external_main_js_namespaceObject.UnexpectedResponseError('the response has no ARN or VersionId');
    return text;
}
const readVersion = (response) => ({ arn: required(response.ARN), versionId: required(response.VersionId) });

// src/aws/secret-store/modes/promote.ts
const describePromotion = ({ version: { arn, versionId }, isChanged }) => isChanged
    ? `Promoted version ${(0,external_main_js_namespaceObject.showId)(versionId)} of ${(0,external_main_js_namespaceObject.showId)(arn)}: it is AWSCURRENT, and the version before it is AWSPREVIOUS.`
    : `Version ${(0,external_main_js_namespaceObject.showId)(versionId)} of ${(0,external_main_js_namespaceObject.showId)(arn)} is AWSCURRENT already, so nothing is promoted.`;
const MAX_ROUNDS = 8;
async function promote(api, options, context) {
    const secret = new Secret(api, context.poll);
    let refused;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
        const target = await findTarget(secret, options, context, refused);
        const { description, versionId, state } = target;
        const version = { arn: description.arn, versionId };
        if (state === 'current') {
            const isRemoved = await finish(secret, target, context);
            if (!isRemoved && options.versionId === undefined)
                continue;
            return { version, isChanged: refused !== undefined };
        }
        requireWritable(secret, description);
        requirePromotable(secret, target, options);
        const holder = findVersion(description, 'AWSPENDING');
        if (state === 'other' && isFinished(description.stages.get(holder ?? '')) && holder) {
            await removePending(secret, holder);
        }
        const current = findVersion(description, 'AWSCURRENT');
        try {
            await secret.move({ stage: 'AWSCURRENT', from: current, to: versionId });
        }
        catch (error) {
            if (isNotFound(error))
                throw noVersion(secret, versionId);
            if (!isRefused(error) || isDeletion(error))
                throw error;
            refused = { error, current };
            continue;
        }
        if (state !== 'other')
            await removePending(secret, versionId);
        warn(secret, target, context);
        return { version, isChanged: true };
    }
    throw refused?.error ?? notReadable(secret);
}
async function findTarget(secret, { versionId: given }, { poll }, refused) {
    const seen = {};
    const target = await poll(async () => {
        const description = await secret.describe();
        if (!description)
            return undefined;
        if (description.isDeleted)
            throw scheduledForDeletion(secret, HOW_TO_RESTORE);
        if (refused && findVersion(description, 'AWSCURRENT') === refused.current)
            return undefined;
        seen.description = description;
        const versionId = given ?? findVersion(description, 'AWSPENDING');
        const last = versionId === undefined
            ? undefined
            : { description, versionId, state: judge(description, versionId, given !== undefined) };
        seen.last = last;
        return last?.state === 'pending' || last?.state === 'current' ? last : undefined;
    });
    const found = target ?? seen.last;
    if (found && (given !== undefined || found.state !== 'other'))
        return found;
    if (!seen.description)
        throw refused?.error ?? (secret.isKnown ? notReadable(secret) : missing(secret));
    throw new external_main_js_namespaceObject.ActionError(`No rotation of the secret ${secret.secretId} is pending, so there is nothing to promote. ` +
        'Rotate with secret-version-stage: AWSPENDING first, or set secret-version-id.');
}
function judge(description, versionId, isNamed) {
    const stages = description.stages.get(versionId) ?? [];
    if (stages.includes('AWSCURRENT'))
        return 'current';
    if (!stages.includes('AWSPENDING') || isFinished(stages))
        return 'other';
    if (!isOurs(versionId))
        return isNamed && !description.isRotated ? 'pending' : 'foreign';
    return isMadeFrom(versionId, findVersion(description, 'AWSCURRENT')) ? 'pending' : 'stale';
}
async function finish(secret, { description, versionId }, { info }) {
    if (findVersion(description, 'AWSPENDING') !== versionId)
        return true;
    const isRemoved = await removePending(secret, versionId);
    if (isRemoved)
        info(`Took AWSPENDING off version ${(0,external_main_js_namespaceObject.showId)(versionId)}, which is AWSCURRENT.`);
    return isRemoved;
}
function requirePromotable(secret, target, options) {
    const { description, versionId, state } = target;
    if (state === 'foreign')
        throw refuseForeign(secret, versionId, description.isRotated);
    const isAskedFor = options.ifNotPending === 'promote' && options.versionId !== undefined;
    if (state === 'stale' && !isAskedFor)
        throw refuseStale(secret, target);
    if (state === 'other' && !isAskedFor)
        throw notPending(secret, target);
}
const refuseForeign = ({ secretId }, versionId, isRotated) => new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(versionId)} of the secret ${secretId} is AWSPENDING, and this action has not stored it. ` +
    (isRotated
        ? 'A rotation function changes the secret, and it is AWS that finishes or cancels its rotation. Wait until it has, or cancel it (aws secretsmanager cancel-rotate-secret).'
        : 'If it is the one to promote, set secret-version-id to it.'));
const currentOf = ({ description }) => (0,external_main_js_namespaceObject.showId)(findVersion(description, 'AWSCURRENT') ?? '(none)');
const refuseStale = ({ secretId }, target) => new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(target.versionId)} of the secret ${secretId} is pending, but was made from a version that is not current any more: promoting it would undo version ${currentOf(target)}. Nothing is changed. ` +
    'The target may have the pending password already, so run the whole workflow again now, all of its jobs and not only the failed one: it goes on with the same password, or with a new one where the key was rotated since.');
function notPending({ secretId }, target) {
    const { description, versionId } = target;
    const stages = description.stages.get(versionId) ?? [];
    const known = ['AWSPENDING', 'AWSPREVIOUS'].filter((stage) => stages.includes(stage));
    return new external_main_js_namespaceObject.ActionError(`Version ${(0,external_main_js_namespaceObject.showId)(versionId)} of the secret ${secretId} is not pending: it ${known.length > 0 ? `is ${known.join(' and ')}` : 'has no label of AWS'}. ` +
        `Promoting it would replace the current version ${currentOf(target)} and bring back what may be an older password. ` +
        'Rotate again, or set if-not-pending to promote if that is what you want.');
}
const noVersion = ({ secretId }, versionId) => new external_main_js_namespaceObject.ActionError(`The secret ${secretId} has no version ${(0,external_main_js_namespaceObject.showId)(versionId)}. Set secret-version-id to the output of the step that stored it. AWS deletes versions without a label after some time.`);
function warn({ secretId }, target, context) {
    const { description, versionId, state } = target;
    const pending = findVersion(description, 'AWSPENDING');
    if (state === 'stale') {
        context.warn(`Version ${(0,external_main_js_namespaceObject.showId)(versionId)} of the secret ${secretId} was made from another version than ${currentOf(target)}, which was current until now. What had changed since is undone (if-not-pending: promote).`);
    }
    if (pending !== undefined &&
        pending !== versionId &&
        !isFinished(description.stages.get(pending))) {
        context.warn(`Version ${(0,external_main_js_namespaceObject.showId)(pending)} of the secret ${secretId} is still pending. ` +
            (isOurs(pending)
                ? 'It was not made from the version that is current now, so promote refuses it.'
                : `Promoting it would replace the current version ${(0,external_main_js_namespaceObject.showId)(versionId)}.`));
    }
    if (description.isRotated) {
        context.warn(`A rotation function of Secrets Manager changes the secret ${secretId} as well. Use one of the two.`);
    }
}

// src/aws/secret-store/index.ts
async function storeOrFind(api, options, context, createUuid = external_node_crypto_namespaceObject.randomUUID) {
    const secret = new Secret(api, context.poll);
    const writer = new SecretWriter(secret, options.key, context, createUuid);
    try {
        return await MODES[options.ifSecretExists]({ secret, options, context, writer });
    }
    catch (error) {
        throw writer.wrapError(error);
    }
}
const MODES = { fail: failIfExists, keep, rotate };
const isChanged = ({ change }) => change === 'created' || change === 'rotated' || change === 'pending';
function describeChange(stored, today) {
    const { change, createdAt, broughtForwardFrom } = stored;
    const { arn, versionId } = stored.version;
    const version = `version ${(0,external_main_js_namespaceObject.showId)(versionId)} of ${(0,external_main_js_namespaceObject.showId)(arn)}`;
    const account = stored.userName === undefined ? '' : ` of ${(0,external_main_js_namespaceObject.quote)(stored.userName)}`;
    const age = createdAt === undefined ? '' : `, stored ${describeAge(createdAt, today)}`;
    switch (change) {
        case 'created':
            return `Stored the password${account} as ${version}, the first one of the secret: it is AWSCURRENT.`;
        case 'rotated':
            return `Rotated the password${account}: ${version} is AWSCURRENT.`;
        case 'pending':
            return `Stored the new password${account} as ${version}. It is AWSPENDING: the old one stays current until the promote action moves AWSCURRENT.`;
        case 'resumed':
            return broughtForwardFrom === undefined
                ? `Went on with the password of another run, ${version}${age}. No new password was stored.`
                : `Went on with the password of version ${(0,external_main_js_namespaceObject.showId)(broughtForwardFrom)}${age}, which was made before the secret was changed: ${version} has the same password and is AWSPENDING in its place.`;
        case 'restored':
            return `Restored the secret and kept its password, ${version}.`;
        case 'none':
            return `Kept the existing password, ${version}.`;
    }
}
const UNITS = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000]
];
function describeAge(createdAt, today) {
    const age = Math.max(0, today - createdAt);
    const time = `${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    for (const [unit, milliseconds] of UNITS) {
        const count = Math.floor(age / milliseconds);
        if (count > 0)
            return `${count} ${unit}${count === 1 ? '' : 's'} ago (${time})`;
    }
    return `a moment ago (${time})`;
}



module.exports = __webpack_exports__;
/******/ })()
;