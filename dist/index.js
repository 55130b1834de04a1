/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "./main.js"
const external_main_js_namespaceObject = require("./main.js");
;// CONCATENATED MODULE: ./index.js


// src/index.ts
void (0,external_main_js_namespaceObject.runAction)(external_main_js_namespaceObject.run);

module.exports = __webpack_exports__;
/******/ })()
;