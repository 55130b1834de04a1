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
  createAgents: () => (/* reexport */ external_read_body_js_namespaceObject.createAgents),
  readBody: () => (/* reexport */ external_read_body_js_namespaceObject.readBody),
  sendRequest: () => (/* binding */ sendRequest)
});

;// CONCATENATED MODULE: external "./read-body.js"
const external_read_body_js_namespaceObject = require("./read-body.js");
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
;// CONCATENATED MODULE: ./network.js




/** Sends one request; the response is there once its head is. Redirects are not followed. */
function sendRequest({ method, url, headers, body, signal }, { httpAgent, httpsAgent }) {
    const options = { method, headers: { ...headers, 'accept-encoding': 'identity' }, signal };
    return new Promise((resolve, reject) => {
        (url.protocol === 'https:'
            ? external_node_https_namespaceObject.request(url, { ...options, agent: httpsAgent })
            : external_node_http_namespaceObject.request(url, { ...options, agent: httpAgent }))
            .once('response', resolve)
            .once('error', reject)
            .end(body);
    });
}



module.exports = __webpack_exports__;
/******/ })()
;