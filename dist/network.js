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
  createAgents: () => (/* binding */ createAgents),
  readBody: () => (/* binding */ readBody),
  sendRequest: () => (/* binding */ sendRequest)
});

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
;// CONCATENATED MODULE: external "./main.js"
const external_main_js_namespaceObject = require("./main.js");
;// CONCATENATED MODULE: ./network.js






// src/network/tunnel.ts
const MAX_HEAD_BYTES = 16 * 1024;
function openTunnel(proxy, options) {
    const target = formatHost(options);
    const authorization = (0,external_main_js_namespaceObject.proxyAuthorization)(proxy);
    const proxyHost = proxy.hostname.replaceAll(/[[\]]/g, '');
    return new Promise((resolve, reject) => {
        const fail = (error) => {
            reject(new external_main_js_namespaceObject.ProxyConnectionError(error));
        };
        (proxy.protocol === 'https:' ? external_node_https_namespaceObject : external_node_http_namespaceObject)
            .request({
            method: 'CONNECT',
            host: proxyHost,
            port: proxy.port,
            path: target,
            servername: external_node_net_namespaceObject.isIP(proxyHost) ? '' : proxyHost,
            headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
            agent: false
        })
            .once('connect', ({ statusCode, headers }, socket, rest) => {
            const challenge = headers['proxy-authenticate'] ?? '';
            const response = isInterim(Number(statusCode))
                ? readFinalResponse(socket, rest)
                : Promise.resolve({ status: Number(statusCode), challenge });
            response.then((final) => {
                if (final.status >= 200 && final.status < 300)
                    resolve(socket);
                else {
                    socket.destroy();
                    reject(new external_main_js_namespaceObject.ProxyRefusalError(final.status, readSchemes(final.challenge)));
                }
            }, (error) => {
                socket.destroy();
                fail(error);
            });
        })
            .once('error', fail)
            .end();
    });
}
const isInterim = (status) => status >= 100 && status < 200 && status !== 101;
function readFinalResponse(socket, first) {
    return new Promise((resolve, reject) => {
        let received = Buffer.alloc(0);
        const settle = (settled) => {
            socket.off('readable', readAll).off('error', fail).off('close', fail);
            settled();
        };
        const fail = (error) => {
            const closed = Object.assign(new Error('closed'), { code: 'ECONNRESET' });
            settle(() => {
                reject(error instanceof Error ? error : closed);
            });
        };
        const read = (chunk) => {
            received = Buffer.concat([received, chunk]);
            for (;;) {
                const end = received.indexOf('\r\n\r\n');
                if (end < 0)
                    break;
                const head = received.toString('latin1', 0, end);
                const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1]);
                received = received.subarray(end + 4);
                if (isInterim(status))
                    continue;
                const challenge = [...head.matchAll(/^proxy-authenticate:(.*)$/gim)].map(([, text]) => text);
                settle(() => {
                    resolve({ status: Number.isNaN(status) ? 0 : status, challenge: challenge.join() });
                });
                return;
            }
            if (received.length > MAX_HEAD_BYTES)
                fail(Object.assign(new Error(), { code: 'HPE_HEADER_OVERFLOW' }));
        };
        const readAll = () => {
            const chunk = socket.read();
            if (chunk)
                read(chunk);
        };
        socket.on('readable', readAll).once('error', fail).once('close', fail);
        read(first);
    });
}
const readSchemes = (challenge) => [
    ...challenge
        .replaceAll(/"[^"]*"/g, '""')
        .matchAll(/(?:^|,)\s*([a-z][a-z0-9-]{0,30})(?=\s*(?:,|$)|\s+[^\s=,])/gi)
].map(([, scheme = '']) => scheme.toLowerCase());
const formatHost = ({ host, port }) => `${host?.includes(':') ? `[${host}]` : String(host)}:${String(port)}`;

// src/network/agent.ts
function createAgents({ proxyFor = () => undefined, ca, preconnected = [], onUnencrypted = () => undefined }) {
    return {
        httpAgent: new HttpAgent(proxyFor, onUnencrypted),
        httpsAgent: new HttpsAgent(proxyFor, preconnected, ca === undefined ? {} : { ca })
    };
}
class HttpAgent extends external_node_http_namespaceObject.Agent {
    proxyFor;
    onUnencrypted;
    constructor(proxyFor, onUnencrypted) {
        super({ keepAlive: true });
        this.proxyFor = proxyFor;
        this.onUnencrypted = onUnencrypted;
    }
    createConnection(options, callback) {
        const url = new URL(`http://${formatHost(options)}`);
        if ((0,external_main_js_namespaceObject.isUnencrypted)(url))
            this.onUnencrypted(url);
        const proxy = this.proxyFor(url);
        if (!proxy)
            return super.createConnection(options, callback);
        openTunnel(proxy, options).then((socket) => {
            callback(null, socket);
        }, callback);
        return undefined;
    }
}
class HttpsAgent extends external_node_https_namespaceObject.Agent {
    proxyFor;
    #preconnected;
    constructor(proxyFor, preconnected, tlsOptions) {
        super({ keepAlive: true, ...tlsOptions });
        this.proxyFor = proxyFor;
        this.#preconnected = preconnected.map((one) => ({
            ...one,
            secured: startTls(one, tlsOptions)
        }));
    }
    createConnection(options, callback) {
        const proxy = this.proxyFor(new URL(`https://${formatHost(options)}`));
        if (proxy) {
            openTunnel(proxy, options).then((socket) => {
                callback(null, super.createConnection({ ...options, socket }));
            }, callback);
            return undefined;
        }
        const [next] = this.#preconnected;
        if (next?.host !== options.host || next?.port !== Number(options.port)) {
            return super.createConnection(options, callback);
        }
        this.#preconnected.shift();
        void next.secured.then((socket) => {
            const isUsable = socket?.destroyed === false;
            callback(null, isUsable ? socket : super.createConnection(options));
        });
        return undefined;
    }
}
function startTls({ host, socket }, tlsOptions) {
    return new Promise((resolve) => {
        const start = () => {
            const secured = external_node_tls_namespaceObject.connect({
                ...tlsOptions,
                socket,
                host,
                servername: external_node_net_namespaceObject.isIP(host) ? '' : host
            });
            secured.on('error', () => undefined);
            resolve(secured);
        };
        if (socket.destroyed)
            resolve(undefined);
        else if (!socket.connecting)
            start();
        else {
            socket.once('connect', start).once('close', () => {
                resolve(undefined);
            });
        }
    });
}

// src/network/read-body.ts
async function readBody(body, maxBytes) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of body) {
        bytes += chunk.length;
        if (bytes > maxBytes)
            throw new external_main_js_namespaceObject.ResponseTooLargeError(maxBytes);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

// src/network/request.ts
function sendRequest({ method, url, headers, body, signal }, { httpAgent, httpsAgent }) {
    const options = { method, headers, ...(signal && { signal }) };
    return new Promise((resolve, reject) => {
        (url.protocol === 'https:'
            ? external_node_https_namespaceObject.request(url, { ...options, agent: httpsAgent })
            : external_node_http_namespaceObject.request(url, { ...options, agent: httpAgent }))
            .once('response', resolve)
            .on('error', reject)
            .end(body);
    });
}



module.exports = __webpack_exports__;
/******/ })()
;