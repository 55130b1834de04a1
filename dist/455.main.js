"use strict";
exports.id = 455;
exports.ids = [455];
exports.modules = {

/***/ 9455:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SecretStore: () => (/* binding */ SecretStore),
/* harmony export */   promote: () => (/* binding */ promote)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _main2_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5850);
/* harmony import */ var _sdk_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1911);
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(857);
/* harmony import */ var fs__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9896);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7030);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8161);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(4708);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(1692);
/* harmony import */ var hpagent__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(7549);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(6760);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(7975);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(7075);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(1708);

















// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/CreateSecretCommand.js
class CreateSecretCommand extends (0,_sdk_js__WEBPACK_IMPORTED_MODULE_2__.c)(_sdk_js__WEBPACK_IMPORTED_MODULE_2__.d, _sdk_js__WEBPACK_IMPORTED_MODULE_2__._, "CreateSecret", _sdk_js__WEBPACK_IMPORTED_MODULE_2__.b) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/DescribeSecretCommand.js
class DescribeSecretCommand extends (0,_sdk_js__WEBPACK_IMPORTED_MODULE_2__.c)(_sdk_js__WEBPACK_IMPORTED_MODULE_2__.d, _sdk_js__WEBPACK_IMPORTED_MODULE_2__._, "DescribeSecret", _sdk_js__WEBPACK_IMPORTED_MODULE_2__.D) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/GetSecretValueCommand.js
class GetSecretValueCommand extends (0,_sdk_js__WEBPACK_IMPORTED_MODULE_2__.c)(_sdk_js__WEBPACK_IMPORTED_MODULE_2__.d, _sdk_js__WEBPACK_IMPORTED_MODULE_2__._, "GetSecretValue", _sdk_js__WEBPACK_IMPORTED_MODULE_2__.G) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/PutSecretValueCommand.js
class PutSecretValueCommand extends (0,_sdk_js__WEBPACK_IMPORTED_MODULE_2__.c)(_sdk_js__WEBPACK_IMPORTED_MODULE_2__.d, _sdk_js__WEBPACK_IMPORTED_MODULE_2__._, "PutSecretValue", _sdk_js__WEBPACK_IMPORTED_MODULE_2__.P) {
}

// node_modules/@aws-sdk/client-secrets-manager/dist-es/commands/UpdateSecretVersionStageCommand.js
class UpdateSecretVersionStageCommand extends (0,_sdk_js__WEBPACK_IMPORTED_MODULE_2__.c)(_sdk_js__WEBPACK_IMPORTED_MODULE_2__.d, _sdk_js__WEBPACK_IMPORTED_MODULE_2__._, "UpdateSecretVersionStage", _sdk_js__WEBPACK_IMPORTED_MODULE_2__.U) {
}

// node_modules/.cache/bundle/src/aws/secret-store.js
/** Stores one password in one secret, by the rules of `if-secret-exists`. */
class SecretStore {
    secretsManager;
    options;
    // One token for all attempts: Secrets Manager makes it the version's id and stores that version once.
    #versionId = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();
    constructor(secretsManager, options) {
        this.secretsManager = secretsManager;
        this.options = options;
    }
    /**
     * Looks before a password is generated.
     * @throws {ActionError} when the secret must not be changed, or its value does not fit the template.
     */
    async find() {
        const { secretId, ifSecretExists } = this.options;
        if (ifSecretExists === 'keep') {
            const value = await this.#read();
            if (value)
                return value;
        }
        const described = await describe(this.secretsManager, secretId);
        if (described === undefined) {
            if (secretId.startsWith('arn:')) {
                throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.a(`The secret ${secretId} does not exist. An ARN names a secret that exists; set secret-id to a name to create one.`);
            }
            return { kind: 'missing' };
        }
        if (described.deleted) {
            throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.a(`The secret ${secretId} is scheduled for deletion. Restore it (aws secretsmanager restore-secret), or choose another name.`);
        }
        if (ifSecretExists === 'fail')
            throw alreadyExists(secretId);
        return { kind: ifSecretExists === 'keep' ? 'without-value' : 'existing' };
    }
    /**
     * Stores a value as one new version. A secret that has appeared since {@link find} counts as existing: with `keep`
     * its value is returned instead.
     */
    async store(secretString, { kind }) {
        if (kind !== 'missing')
            return this.#put(secretString);
        try {
            return await this.#create(secretString);
        }
        catch (error) {
            if (errorCode(error) !== 'ResourceExistsException')
                throw error;
        }
        // Either another run was faster, or the secret is ours and only the response was lost.
        const { secretId, ifSecretExists } = this.options;
        const existing = await describe(this.secretsManager, secretId);
        if (existing?.versions.has(this.#versionId)) {
            return { kind: 'stored', arn: existing.arn, versionId: this.#versionId };
        }
        if (ifSecretExists === 'fail')
            throw alreadyExists(secretId);
        const value = ifSecretExists === 'keep' ? await this.#read() : undefined;
        return value ?? this.#put(secretString);
    }
    /** What is stored for a password: itself, or the template with the password in it. */
    buildSecretString(password) {
        const { template } = this.options;
        return template ? JSON.stringify({ ...template.object, [template.key]: password }) : password;
    }
    async #read() {
        const { secretId } = this.options;
        const found = await unlessMissing(this.secretsManager.call('GetSecretValue', secretId, async (client, options) => {
            const response = await client.send(new GetSecretValueCommand({ SecretId: secretId }), options);
            return { ...readVersion(response), secretString: response.SecretString ?? '' };
        }));
        return found && { kind: 'value', ...found, password: this.#readPassword(found.secretString) };
    }
    #readPassword(secretString) {
        const { secretId, template } = this.options;
        if (!secretString) {
            throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.a(`The secret ${secretId} has no text value, so there is no password to keep.`);
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
            throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.a(`The secret ${secretId} has no text under the key ${JSON.stringify(template.key)} (generate-string-key). ` +
                'Set generate-string-key to the key that the secret has, or rotate the secret.');
        }
        return value;
    }
    #create(secretString) {
        const { secretId, kmsKeyId } = this.options;
        return this.secretsManager.call('CreateSecret', secretId, async (client, options) => {
            const response = await client.send(new CreateSecretCommand({
                Name: secretId,
                ClientRequestToken: this.#versionId,
                SecretString: secretString,
                ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
            }), options);
            return { kind: 'stored', ...readVersion(response) };
        });
    }
    #put(secretString) {
        const { secretId, versionStage } = this.options;
        return this.secretsManager.call('PutSecretValue', secretId, async (client, options) => {
            const response = await client.send(new PutSecretValueCommand({
                SecretId: secretId,
                ClientRequestToken: this.#versionId,
                SecretString: secretString,
                VersionStages: [versionStage]
            }), options);
            return { kind: 'stored', ...readVersion(response) };
        });
    }
}
/**
 * Moves AWSCURRENT to a version; the version that had it becomes AWSPREVIOUS. AWSPENDING is removed from any
 * other version, where it would make Secrets Manager's own rotation fail. Promoting twice changes nothing.
 *
 * @throws {ActionError} when the secret or the version does not exist.
 */
async function promote(secretsManager, secretId, versionId) {
    const { arn, versions } = await promotable(secretsManager, secretId, versionId);
    const current = findVersionWith(versions, 'AWSCURRENT');
    if (current !== versionId) {
        await moveLabel(secretsManager, secretId, 'AWSCURRENT', current, versionId);
    }
    const pending = findVersionWith(versions, 'AWSPENDING');
    if (pending !== undefined && pending !== versionId) {
        await moveLabel(secretsManager, secretId, 'AWSPENDING', pending);
    }
    return { arn, versionId };
}
async function promotable(secretsManager, secretId, versionId) {
    const secret = await describe(secretsManager, secretId);
    if (!secret) {
        throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.a(`The secret ${secretId} does not exist in ${secretsManager.region}. Check secret-id and aws-region.`);
    }
    if (!secret.versions.has(versionId)) {
        throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.a(`The secret ${secretId} has no version ${versionId}. ` +
            'Set secret-version-id to the output of the step that stored it. AWS deletes versions without a label after some time.');
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
                throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.U('the response has no ARN');
        });
    }
    catch (error) {
        // Where only the response of a first attempt was lost, the second names a version that has lost the label.
        const now = errorCode(error).startsWith('Invalid') && (await describe(secretsManager, secretId));
        if (!now || findVersionWith(now.versions, label) !== to)
            throw error;
    }
}
function describe(secretsManager, secretId) {
    return unlessMissing(secretsManager.call('DescribeSecret', secretId, async (client, options) => {
        const response = await client.send(new DescribeSecretCommand({ SecretId: secretId }), options);
        if (!response.ARN)
            throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.U('the response has no ARN');
        return {
            arn: response.ARN,
            deleted: response.DeletedDate !== undefined,
            versions: new Map(Object.entries(response.VersionIdsToStages ?? {}))
        };
    }));
}
async function unlessMissing(response) {
    try {
        return await response;
    }
    catch (error) {
        if (errorCode(error) === 'ResourceNotFoundException')
            return undefined;
        throw error;
    }
}
const findVersionWith = (versions, label) => [...versions].find(([, labels]) => labels.includes(label))?.[0];
function readVersion({ ARN, VersionId }) {
    if (!ARN || !VersionId)
        throw new _main2_js__WEBPACK_IMPORTED_MODULE_1__.U('the response has no ARN or VersionId');
    return { arn: ARN, versionId: VersionId };
}
const errorCode = (error) => error instanceof _main2_js__WEBPACK_IMPORTED_MODULE_1__.C ? error.details.code : '';
const alreadyExists = (secretId) => new _main2_js__WEBPACK_IMPORTED_MODULE_1__.a(`The secret ${secretId} exists already and if-secret-exists is fail, so nothing is changed. ` +
    'Set if-secret-exists to keep (returns the existing password) or to rotate (stores a new version).');




/***/ })

};
;