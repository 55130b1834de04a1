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
  externalDataInterceptor: () => (/* binding */ externalDataInterceptor)
});

;// CONCATENATED MODULE: external "./smithy-core-getSSOTokenFromFile.js"
const external_smithy_core_getSSOTokenFromFile_js_namespaceObject = require("./smithy-core-getSSOTokenFromFile.js");
;// CONCATENATED MODULE: external "./sdk.js"
const external_sdk_js_namespaceObject = require("./sdk.js");
;// CONCATENATED MODULE: ./smithy-core-externalDataInterceptor.js



// node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/externalDataInterceptor.js
const externalDataInterceptor = {
    getFileRecord() {
        return external_sdk_js_namespaceObject.fileIntercept;
    },
    interceptFile(path, contents) {
        external_sdk_js_namespaceObject.fileIntercept[path] = Promise.resolve(contents);
    },
    getTokenRecord() {
        return external_smithy_core_getSSOTokenFromFile_js_namespaceObject.tokenIntercept;
    },
    interceptToken(id, contents) {
        external_smithy_core_getSSOTokenFromFile_js_namespaceObject.tokenIntercept[id] = contents;
    },
};



module.exports = __webpack_exports__;
/******/ })()
;