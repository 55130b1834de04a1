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
  index: () => (/* binding */ index),
  parseKnownFiles: () => (/* binding */ parseKnownFiles)
});

;// CONCATENATED MODULE: external "./sdk.js"
const external_sdk_js_namespaceObject = require("./sdk.js");
;// CONCATENATED MODULE: ./aws-sdk-credential-provider-env.js


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
    const parsedFiles = await (0,external_sdk_js_namespaceObject.loadSharedConfigFiles)(init);
    return mergeConfigFiles(parsedFiles.configFile, parsedFiles.credentialsFile);
};

// node_modules/@aws-sdk/credential-provider-env/dist-es/index.js

const index = /*#__PURE__*/Object.freeze(/*#__PURE__*/Object.defineProperty({
    __proto__: null,
    ENV_ACCOUNT_ID: external_sdk_js_namespaceObject.ENV_ACCOUNT_ID,
    ENV_CREDENTIAL_SCOPE: external_sdk_js_namespaceObject.ENV_CREDENTIAL_SCOPE,
    ENV_EXPIRATION: external_sdk_js_namespaceObject.ENV_EXPIRATION,
    ENV_KEY: external_sdk_js_namespaceObject.ENV_KEY,
    ENV_SECRET: external_sdk_js_namespaceObject.ENV_SECRET,
    ENV_SESSION: external_sdk_js_namespaceObject.ENV_SESSION,
    fromEnv: external_sdk_js_namespaceObject.fromEnv
}, Symbol.toStringTag, { value: 'Module' }));



module.exports = __webpack_exports__;
/******/ })()
;