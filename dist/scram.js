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
  SALT_BYTES: () => (/* binding */ SALT_BYTES),
  saltOfVersion: () => (/* binding */ saltOfVersion),
  scramVerifier: () => (/* binding */ scramVerifier)
});

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: external "./main.js"
const external_main_js_namespaceObject = require("./main.js");
;// CONCATENATED MODULE: ./scram.js



// src/password/scram.ts
const ITERATIONS = 4096;
const SALT_BYTES = 16;
function scramVerifier(password, salt, iterations = ITERATIONS) {
    if (!/^[ -~]+$/.test(password)) {
        throw new external_main_js_namespaceObject.ActionError('password-hash is scram-sha-256, but the password contains a character that is not printable ASCII, which clients prepare in different ways. ' +
            'Rotate the secret, or leave password-hash empty.');
    }
    const saltedPassword = (0,external_node_crypto_namespaceObject.pbkdf2Sync)(password, salt, iterations, 32, 'sha256');
    const key = (name) => (0,external_node_crypto_namespaceObject.createHmac)('sha256', saltedPassword).update(`${name} Key`).digest();
    const storedKey = (0,external_node_crypto_namespaceObject.createHash)('sha256').update(key('Client')).digest('base64');
    const encodedSalt = Buffer.from(salt).toString('base64');
    return `SCRAM-SHA-256$${iterations}:${encodedSalt}$${storedKey}:${key('Server').toString('base64')}`;
}
const saltOfVersion = (versionId) => (0,external_node_crypto_namespaceObject.createHash)('sha256')
    .update(`aws-random-password scram-sha-256 ${versionId}`)
    .digest()
    .subarray(0, SALT_BYTES);



module.exports = __webpack_exports__;
/******/ })()
;