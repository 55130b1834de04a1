"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const main_js_1 = require("./main.js");
void (0, main_js_1.runAction)(main_js_1.run);
