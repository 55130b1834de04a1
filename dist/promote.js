/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "./process.js"
const external_process_js_namespaceObject = require("./process.js");
;// CONCATENATED MODULE: ./promote.js


void (0,external_process_js_namespaceObject.runAction)(external_process_js_namespaceObject.runPromote);

module.exports = __webpack_exports__;
/******/ })()
;