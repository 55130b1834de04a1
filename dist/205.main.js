"use strict";
exports.id = 205;
exports.ids = [205];
exports.modules = {

/***/ 205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createAgents: () => (/* reexport safe */ _read_body_js__WEBPACK_IMPORTED_MODULE_0__.c),
/* harmony export */   readBody: () => (/* reexport safe */ _read_body_js__WEBPACK_IMPORTED_MODULE_0__.r),
/* harmony export */   sendRequest: () => (/* binding */ sendRequest)
/* harmony export */ });
/* harmony import */ var _read_body_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(364);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(67);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(708);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(30);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(692);
/* harmony import */ var _main2_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(850);
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(857);
/* harmony import */ var fs__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(896);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(24);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(161);











// node_modules/.cache/bundle/src/network/request.js
/** Sends one request; the response is there once its head is. Redirects are not followed. */
function sendRequest({ method, url, headers, body, signal }, { httpAgent, httpsAgent }) {
    const options = { method, headers: { ...headers, 'accept-encoding': 'identity' }, signal };
    return new Promise((resolve, reject) => {
        (url.protocol === 'https:'
            ? node_https__WEBPACK_IMPORTED_MODULE_2__.request(url, { ...options, agent: httpsAgent })
            : node_http__WEBPACK_IMPORTED_MODULE_1__.request(url, { ...options, agent: httpAgent }))
            .once('response', resolve)
            .once('error', reject)
            .end(body);
    });
}




/***/ }),

/***/ 364:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ createAgents),
/* harmony export */   r: () => (/* binding */ readBody)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(67);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(708);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(30);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(692);
/* harmony import */ var _main2_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(850);






// node_modules/.cache/bundle/src/network/tunnel.js
/**
 * Has a proxy open a way to a host. Node's own client asks for it: that limits the size of the proxy's answer, and
 * never takes a refusal of the proxy for an answer of the host.
 *
 * @throws {ProxyRefusalError} for any status but 200\u2013299.
 */
function openTunnel(proxy, host, port) {
    const target = `${node_net__WEBPACK_IMPORTED_MODULE_2__.isIPv6(host) ? `[${host}]` : host}:${port}`;
    const authorization = (0,_main2_js__WEBPACK_IMPORTED_MODULE_4__.p)(proxy);
    const proxyHost = proxy.hostname.replaceAll(/[[\]]/g, '');
    return new Promise((resolve, reject) => {
        (proxy.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__ : node_http__WEBPACK_IMPORTED_MODULE_0__)
            .request({
            method: 'CONNECT',
            host: proxyHost,
            port: proxy.port,
            path: target,
            servername: node_net__WEBPACK_IMPORTED_MODULE_2__.isIP(proxyHost) ? '' : proxyHost,
            headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
            agent: false
        })
            .once('connect', ({ statusCode = 0 }, socket, head) => {
            if (statusCode >= 200 && statusCode < 300) {
                if (head.length > 0)
                    socket.unshift(head);
                resolve(socket);
            }
            else {
                socket.destroy();
                reject(new _main2_js__WEBPACK_IMPORTED_MODULE_4__.P(statusCode));
            }
        })
            .once('error', reject)
            .end();
    });
}

// node_modules/.cache/bundle/src/network/agent.js
/** Through the proxy, or else directly, starting TLS on a preconnected socket at once. */
function createAgents({ proxy, ca, preconnected }) {
    const tlsOptions = ca === undefined ? {} : { ca };
    return proxy === undefined
        ? {
            httpAgent: new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent({ keepAlive: true }),
            httpsAgent: new PreconnectAgent(preconnected, tlsOptions)
        }
        : {
            httpAgent: new HttpTunnelAgent(proxy),
            httpsAgent: new HttpsTunnelAgent(proxy, tlsOptions)
        };
}
class HttpTunnelAgent extends node_http__WEBPACK_IMPORTED_MODULE_0__.Agent {
    proxy;
    constructor(proxy) {
        super({ keepAlive: true });
        this.proxy = proxy;
    }
    createConnection(options, callback) {
        openTunnel(this.proxy, options.host ?? '', Number(options.port ?? 80)).then((socket) => callback?.(null, socket), callback);
    }
}
class HttpsTunnelAgent extends node_https__WEBPACK_IMPORTED_MODULE_1__.Agent {
    proxy;
    constructor(proxy, tlsOptions) {
        super({ keepAlive: true, ...tlsOptions });
        this.proxy = proxy;
    }
    createConnection(options, callback) {
        openTunnel(this.proxy, options.host ?? '', Number(options.port ?? 443)).then((socket) => {
            const secured = super.createConnection({ ...options, socket });
            if (secured)
                callback?.(null, secured);
        }, callback);
    }
}
/** An agent whose first connection to a host is already open. */
class PreconnectAgent extends node_https__WEBPACK_IMPORTED_MODULE_1__.Agent {
    #preconnected;
    constructor(preconnected, tlsOptions) {
        super({ keepAlive: true, ...tlsOptions });
        this.#preconnected = preconnected && {
            ...preconnected,
            secured: startTls(preconnected, tlsOptions)
        };
    }
    createConnection(options, callback) {
        const preconnected = this.#preconnected;
        if (!callback ||
            preconnected?.host !== options.host ||
            preconnected?.port !== Number(options.port ?? 443)) {
            return super.createConnection(options, callback);
        }
        this.#preconnected = undefined;
        preconnected.socket.ref();
        void preconnected.secured.then((socket) => {
            const usable = socket?.destroyed === false ? socket : super.createConnection(options);
            if (usable)
                callback(null, usable);
        });
        return undefined;
    }
}
/** The socket with TLS started, or undefined when TCP failed. */
function startTls({ host, socket }, tlsOptions) {
    return new Promise((resolve) => {
        const start = () => {
            const secured = node_tls__WEBPACK_IMPORTED_MODULE_3__.connect({
                ...tlsOptions,
                socket,
                host,
                servername: node_net__WEBPACK_IMPORTED_MODULE_2__.isIP(host) ? '' : host
            });
            // Whatever fails now is found destroyed when it is needed.
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

// node_modules/.cache/bundle/src/network/read-body.js
/**
 * The bytes of a body. Nothing here asks a service to compress its response, and nothing decompresses one, so the limit
 * counts all that is ever in memory.
 *
 * @throws {ResponseTooLargeError} as soon as there are more bytes than the limit; the connection is closed with it.
 */
async function readBody(body, maxBytes) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of body) {
        bytes += chunk.length;
        if (bytes > maxBytes)
            throw new _main2_js__WEBPACK_IMPORTED_MODULE_4__.R(maxBytes);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}




/***/ })

};
;