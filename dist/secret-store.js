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
  SecretStore: () => (/* binding */ SecretStore),
  promote: () => (/* binding */ promote)
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

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/UpdateSecretVersionStageCommand.js
class UpdateSecretVersionStageCommand extends (0,external_sdk_js_namespaceObject.command)(external_sdk_js_namespaceObject._ep0, external_sdk_js_namespaceObject._mw0, "UpdateSecretVersionStage", external_sdk_js_namespaceObject.UpdateSecretVersionStage$) {
}

/** Keeps one password in one secret, by the rules of `if-secret-exists`. */
class SecretStore {
    secretsManager;
    inputs;
    // One token for all tries: Secrets Manager makes it the version's id and stores that version once.
    #versionId = (0,external_node_crypto_namespaceObject.randomUUID)();
    constructor(secretsManager, inputs) {
        this.secretsManager = secretsManager;
        this.inputs = inputs;
    }
    /**
     * Looks before a password is drawn.
     * @throws {Refusal} when the secret may not be touched, or its value does not fit the template.
     */
    async find() {
        const { secretId, ifSecretExists } = this.inputs;
        if (ifSecretExists === 'keep') {
            const kept = await this.#read();
            if (kept)
                return kept;
        }
        const found = await describe(this.secretsManager, this.inputs.secretId);
        if (found === undefined) {
            if (secretId.startsWith('arn:')) {
                throw new external_main_js_namespaceObject.Refusal(`There is no secret ${secretId}. An ARN names a secret that exists; to have one created, give secret-id a name.`);
            }
            return 'missing';
        }
        if (found.deleted) {
            throw new external_main_js_namespaceObject.Refusal(`The secret ${secretId} is scheduled for deletion. Restore it (aws secretsmanager restore-secret), or choose another name.`);
        }
        if (ifSecretExists === 'fail')
            throw alreadyExists(secretId);
        return ifSecretExists === 'keep' ? 'without-value' : 'existing';
    }
    /**
     * Stores a password as one new version. A secret that has appeared since {@link find} counts as existing:
     * with `keep` its value comes back instead of the password.
     */
    async store(password, found) {
        const secretString = this.secretStringOf(password);
        if (found !== 'missing')
            return this.#put(secretString);
        try {
            return await this.#create(secretString);
        }
        catch (error) {
            if (codeOf(error) !== 'ResourceExistsException')
                throw error;
        }
        // Either somebody was faster, or the secret is ours and only the answer was lost.
        const existing = await describe(this.secretsManager, this.inputs.secretId);
        if (existing?.versions.has(this.#versionId))
            return { arn: existing.arn, versionId: this.#versionId };
        if (this.inputs.ifSecretExists === 'fail')
            throw alreadyExists(this.inputs.secretId);
        const kept = this.inputs.ifSecretExists === 'keep' ? await this.#read() : undefined;
        return kept ?? this.#put(secretString);
    }
    /** What is stored for a password: itself, or the template with the password in it. */
    secretStringOf(password) {
        const { template } = this.inputs;
        return template ? JSON.stringify({ ...template.object, [template.key]: password }) : password;
    }
    async #read() {
        const { secretId } = this.inputs;
        const kept = await orMissing(this.secretsManager.call('GetSecretValue', secretId, async (client, options) => {
            const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }), options);
            return { ...versionOf(answer), secretString: answer.SecretString ?? '' };
        }));
        return kept && { ...kept, password: this.#passwordIn(kept.secretString) };
    }
    #passwordIn(secretString) {
        const { secretId, template } = this.inputs;
        if (!secretString) {
            throw new external_main_js_namespaceObject.Refusal(`The secret ${secretId} holds no text, so it has no password to keep.`);
        }
        if (!template)
            return secretString;
        let value;
        try {
            value = JSON.parse(secretString)?.[template.key];
        }
        catch {
            value = undefined;
        }
        if (typeof value !== 'string' || value === '') {
            throw new external_main_js_namespaceObject.Refusal(`The secret ${secretId} is kept, but its value has no text under the key ` +
                `${JSON.stringify(template.key)} (generate-string-key). Rotate it, or give the key that it has.`);
        }
        return value;
    }
    #create(secretString) {
        const { secretId, kmsKeyId } = this.inputs;
        return this.secretsManager.call('CreateSecret', secretId, async (client, options) => versionOf(await client.send(new CreateSecretCommand({
            Name: secretId,
            ClientRequestToken: this.#versionId,
            SecretString: secretString,
            ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
        }), options)));
    }
    #put(secretString) {
        const { secretId, versionStage } = this.inputs;
        return this.secretsManager.call('PutSecretValue', secretId, async (client, options) => versionOf(await client.send(new PutSecretValueCommand({
            SecretId: secretId,
            ClientRequestToken: this.#versionId,
            SecretString: secretString,
            VersionStages: [versionStage]
        }), options)));
    }
}
/**
 * Moves AWSCURRENT to a version; the version that had it becomes AWSPREVIOUS. AWSPENDING is taken off any other
 * version, where it would make Secrets Manager's own rotation fail. Doing it twice changes nothing.
 *
 * @throws {Refusal} when the secret or the version does not exist.
 */
async function promote(secretsManager, secretId, versionId) {
    const { arn, versions } = await promotable(secretsManager, secretId, versionId);
    const current = holderOf(versions, 'AWSCURRENT');
    if (current !== versionId) {
        await moveLabel(secretsManager, secretId, 'AWSCURRENT', current, versionId);
    }
    const pending = holderOf(versions, 'AWSPENDING');
    if (pending !== undefined && pending !== versionId) {
        await moveLabel(secretsManager, secretId, 'AWSPENDING', pending);
    }
    return { arn, versionId };
}
async function promotable(secretsManager, secretId, versionId) {
    const secret = await describe(secretsManager, secretId);
    if (!secret) {
        throw new external_main_js_namespaceObject.Refusal(`There is no secret ${secretId} in ${secretsManager.region}. Check secret-id and aws-region.`);
    }
    if (!secret.versions.has(versionId)) {
        throw new external_main_js_namespaceObject.Refusal(`The secret ${secretId} has no version ${versionId}. ` +
            'Give secret-version-id the output of the step that stored it; versions without a label are dropped in time.');
    }
    return secret;
}
async function moveLabel(secretsManager, secretId, label, from, to) {
    try {
        await secretsManager.call('UpdateSecretVersionStage', secretId, async (client, options) => {
            const { ARN } = await client.send(new UpdateSecretVersionStageCommand({
                SecretId: secretId,
                VersionStage: label,
                ...(from !== undefined && { RemoveFromVersionId: from }),
                ...(to !== undefined && { MoveToVersionId: to })
            }), options);
            if (!ARN)
                throw new external_sdk_js_namespaceObject.NotSecretsManagerError('the answer has no ARN');
        });
    }
    catch (error) {
        // Where only the answer of a first try was lost, the second names a holder that has the label no more.
        const now = codeOf(error).startsWith('Invalid') && (await describe(secretsManager, secretId));
        if (!now || holderOf(now.versions, label) !== to)
            throw error;
    }
}
function describe(secretsManager, secretId) {
    return orMissing(secretsManager.call('DescribeSecret', secretId, async (client, options) => {
        const answer = await client.send(new DescribeSecretCommand({ SecretId: secretId }), options);
        if (!answer.ARN)
            throw new external_sdk_js_namespaceObject.NotSecretsManagerError('the answer has no ARN');
        return {
            arn: answer.ARN,
            deleted: answer.DeletedDate !== undefined,
            versions: new Map(Object.entries(answer.VersionIdsToStages ?? {}))
        };
    }));
}
async function orMissing(answer) {
    try {
        return await answer;
    }
    catch (error) {
        if (codeOf(error) === 'ResourceNotFoundException')
            return undefined;
        throw error;
    }
}
const holderOf = (versions, label) => [...versions].find(([, labels]) => labels.includes(label))?.[0];
function versionOf({ ARN, VersionId }) {
    if (!ARN || !VersionId)
        throw new external_sdk_js_namespaceObject.NotSecretsManagerError('the answer has no ARN or VersionId');
    return { arn: ARN, versionId: VersionId };
}
const codeOf = (error) => error instanceof external_main_js_namespaceObject.CallError ? (0,external_main_js_namespaceObject.faultOf)(error.cause).code : '';
const alreadyExists = (secretId) => new external_main_js_namespaceObject.Refusal(`The secret ${secretId} exists already, and if-secret-exists is fail; nothing was changed. ` +
    'Set if-secret-exists to keep (its present password comes out) or to rotate (a new version is stored).');



module.exports = __webpack_exports__;
/******/ })()
;