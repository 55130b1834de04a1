/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "./main.js"
const external_main_js_namespaceObject = require("./main.js");
;// CONCATENATED MODULE: ./promote.js


// src/promote.ts
void (0,external_main_js_namespaceObject.runAction)(external_main_js_namespaceObject.runPromote);

module.exports = __webpack_exports__;
/******/ })()
;