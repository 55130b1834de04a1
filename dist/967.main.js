"use strict";
exports.id = 967;
exports.ids = [967,348];
exports.modules = {

/***/ 4967:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fromProcess: () => (/* binding */ fromProcess)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7975);
/* harmony import */ var _sdk_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1911);
/* harmony import */ var _externalDataInterceptor_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7277);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3775);
/* harmony import */ var _main2_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5850);
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(857);
/* harmony import */ var fs__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9896);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7030);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(8161);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(4708);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(1692);
/* harmony import */ var hpagent__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(7549);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(6760);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(7075);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_17__ = __webpack_require__(7598);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_18__ = __webpack_require__(1708);
/* harmony import */ var _getSSOTokenFromFile_js__WEBPACK_IMPORTED_MODULE_19__ = __webpack_require__(4665);





















// node_modules/@aws-sdk/credential-provider-process/dist-es/getValidatedProcessCredentials.js
const getValidatedProcessCredentials = (profileName, data, profiles) => {
    if (data.Version !== 1) {
        throw Error(`Profile ${profileName} credential_process did not return Version 1.`);
    }
    if (data.AccessKeyId === undefined || data.SecretAccessKey === undefined) {
        throw Error(`Profile ${profileName} credential_process returned invalid credentials.`);
    }
    if (data.Expiration) {
        const currentTime = new Date();
        const expireTime = new Date(data.Expiration);
        if (expireTime < currentTime) {
            throw Error(`Profile ${profileName} credential_process returned expired credentials.`);
        }
    }
    let accountId = data.AccountId;
    if (!accountId && profiles?.[profileName]?.aws_account_id) {
        accountId = profiles[profileName].aws_account_id;
    }
    const credentials = {
        accessKeyId: data.AccessKeyId,
        secretAccessKey: data.SecretAccessKey,
        ...(data.SessionToken && { sessionToken: data.SessionToken }),
        ...(data.Expiration && { expiration: new Date(data.Expiration) }),
        ...(data.CredentialScope && { credentialScope: data.CredentialScope }),
        ...(accountId && { accountId }),
    };
    (0,_sdk_js__WEBPACK_IMPORTED_MODULE_2__.s)(credentials, "CREDENTIALS_PROCESS", "w");
    return credentials;
};

// node_modules/@aws-sdk/credential-provider-process/dist-es/resolveProcessCredentials.js
const resolveProcessCredentials = async (profileName, profiles, logger) => {
    const profile = profiles[profileName];
    if (profiles[profileName]) {
        const credentialProcess = profile["credential_process"];
        if (credentialProcess !== undefined) {
            const execPromise = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(_externalDataInterceptor_js__WEBPACK_IMPORTED_MODULE_3__.e?.getTokenRecord?.().exec ?? node_child_process__WEBPACK_IMPORTED_MODULE_0__.exec);
            try {
                const { stdout } = await execPromise(credentialProcess);
                let data;
                try {
                    data = JSON.parse(stdout.trim());
                }
                catch {
                    throw Error(`Profile ${profileName} credential_process returned invalid JSON.`);
                }
                return getValidatedProcessCredentials(profileName, data, profiles);
            }
            catch (error) {
                throw new _sdk_js__WEBPACK_IMPORTED_MODULE_2__.C(error.message, { logger });
            }
        }
        else {
            throw new _sdk_js__WEBPACK_IMPORTED_MODULE_2__.C(`Profile ${profileName} did not contain credential_process.`, { logger });
        }
    }
    else {
        throw new _sdk_js__WEBPACK_IMPORTED_MODULE_2__.C(`Profile ${profileName} could not be found in shared credentials file.`, {
            logger,
        });
    }
};

// node_modules/@aws-sdk/credential-provider-process/dist-es/fromProcess.js
const fromProcess = (init = {}) => async ({ callerClientConfig } = {}) => {
    init.logger?.debug("@aws-sdk/credential-provider-process - fromProcess");
    const profiles = await (0,_index_js__WEBPACK_IMPORTED_MODULE_4__.p)(init);
    return resolveProcessCredentials((0,_sdk_js__WEBPACK_IMPORTED_MODULE_2__.a)({
        profile: init.profile ?? callerClientConfig?.profile,
    }), profiles, init.logger);
};




/***/ }),

/***/ 7277:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ externalDataInterceptor)
/* harmony export */ });
/* harmony import */ var _getSSOTokenFromFile_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4665);
/* harmony import */ var _sdk_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1911);



// node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/externalDataInterceptor.js
const externalDataInterceptor = {
    getFileRecord() {
        return _sdk_js__WEBPACK_IMPORTED_MODULE_1__.f;
    },
    interceptFile(path, contents) {
        _sdk_js__WEBPACK_IMPORTED_MODULE_1__.f[path] = Promise.resolve(contents);
    },
    getTokenRecord() {
        return _getSSOTokenFromFile_js__WEBPACK_IMPORTED_MODULE_0__.t;
    },
    interceptToken(id, contents) {
        _getSSOTokenFromFile_js__WEBPACK_IMPORTED_MODULE_0__.t[id] = contents;
    },
};




/***/ }),

/***/ 4665:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ getSSOTokenFromFile),
/* harmony export */   g: () => (/* binding */ getSSOTokenFilepath),
/* harmony export */   t: () => (/* binding */ tokenIntercept)
/* harmony export */ });
/* harmony import */ var _sdk_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1911);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);




// node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/getSSOTokenFilepath.js
const getSSOTokenFilepath = (id) => {
    const hasher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_1__.createHash)("sha1");
    const cacheName = hasher.update(id).digest("hex");
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.g)(), ".aws", "sso", "cache", `${cacheName}.json`);
};

// node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/getSSOTokenFromFile.js
const tokenIntercept = {};
const getSSOTokenFromFile = async (id) => {
    if (tokenIntercept[id]) {
        return tokenIntercept[id];
    }
    const ssoTokenFilepath = getSSOTokenFilepath(id);
    const ssoTokenText = await (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.r)(ssoTokenFilepath, "utf8");
    return JSON.parse(ssoTokenText);
};




/***/ }),

/***/ 3775:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ index),
/* harmony export */   p: () => (/* binding */ parseKnownFiles)
/* harmony export */ });
/* harmony import */ var _sdk_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1911);


// node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/mergeConfigFiles.js
const mergeConfigFiles = (...files) => {
    const merged = {};
    for (const file of files) {
        for (const [key, values] of Object.entries(file)) {
            if (merged[key] !== undefined) {
                Object.assign(merged[key], values);
            }
            else {
                merged[key] = values;
            }
        }
    }
    return merged;
};

// node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/parseKnownFiles.js
const parseKnownFiles = async (init) => {
    const parsedFiles = await (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aW)(init);
    return mergeConfigFiles(parsedFiles.configFile, parsedFiles.credentialsFile);
};

// node_modules/@aws-sdk/credential-provider-env/dist-es/index.js

const index = /*#__PURE__*/Object.freeze(/*#__PURE__*/Object.defineProperty({
    __proto__: null,
    ENV_ACCOUNT_ID: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.aY,
    ENV_CREDENTIAL_SCOPE: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.aZ,
    ENV_EXPIRATION: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a_,
    ENV_KEY: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a$,
    ENV_SECRET: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.b0,
    ENV_SESSION: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.b1,
    fromEnv: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.aX
}, Symbol.toStringTag, { value: 'Module' }));




/***/ })

};
;