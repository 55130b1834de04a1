import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2431:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const https = __nccwpck_require__(5692)
const http = __nccwpck_require__(8611)
const { URL } = __nccwpck_require__(7016)

class HttpProxyAgent extends http.Agent {
  constructor (options) {
    const { proxy, proxyRequestOptions, ...opts } = options
    super(opts)
    this.proxy = typeof proxy === 'string'
      ? new URL(proxy)
      : proxy
    this.proxyRequestOptions = proxyRequestOptions || {}
  }

  createConnection (options, callback) {
    const requestOptions = {
      ...this.proxyRequestOptions,
      method: 'CONNECT',
      host: this.proxy.hostname,
      port: this.proxy.port,
      path: `${options.host}:${options.port}`,
      setHost: false,
      headers: { ...this.proxyRequestOptions.headers, connection: this.keepAlive ? 'keep-alive' : 'close', host: `${options.host}:${options.port}` },
      agent: false,
      timeout: options.timeout || 0
    }

    if (this.proxy.username || this.proxy.password) {
      const base64 = Buffer.from(`${decodeURIComponent(this.proxy.username || '')}:${decodeURIComponent(this.proxy.password || '')}`).toString('base64')
      requestOptions.headers['proxy-authorization'] = `Basic ${base64}`
    }

    if (this.proxy.protocol === 'https:') {
      requestOptions.servername = this.proxy.hostname
    }

    const request = (this.proxy.protocol === 'http:' ? http : https).request(requestOptions)
    request.once('connect', (response, socket, head) => {
      request.removeAllListeners()
      socket.removeAllListeners()
      if (response.statusCode === 200) {
        callback(null, socket)
      } else {
        socket.destroy()
        callback(new Error(`Bad response: ${response.statusCode}`), null)
      }
    })

    request.once('timeout', () => {
      request.destroy(new Error('Proxy timeout'))
    })

    request.once('error', err => {
      request.removeAllListeners()
      callback(err, null)
    })

    request.end()
  }
}

class HttpsProxyAgent extends https.Agent {
  constructor (options) {
    const { proxy, proxyRequestOptions, ...opts } = options
    super(opts)
    this.proxy = typeof proxy === 'string'
      ? new URL(proxy)
      : proxy
    this.proxyRequestOptions = proxyRequestOptions || {}
  }

  createConnection (options, callback) {
    const requestOptions = {
      ...this.proxyRequestOptions,
      method: 'CONNECT',
      host: this.proxy.hostname,
      port: this.proxy.port,
      path: `${options.host}:${options.port}`,
      setHost: false,
      headers: { ...this.proxyRequestOptions.headers, connection: this.keepAlive ? 'keep-alive' : 'close', host: `${options.host}:${options.port}` },
      agent: false,
      timeout: options.timeout || 0
    }

    if (this.proxy.username || this.proxy.password) {
      const base64 = Buffer.from(`${decodeURIComponent(this.proxy.username || '')}:${decodeURIComponent(this.proxy.password || '')}`).toString('base64')
      requestOptions.headers['proxy-authorization'] = `Basic ${base64}`
    }

    // Necessary for the TLS check with the proxy to succeed.
    if (this.proxy.protocol === 'https:') {
      requestOptions.servername = this.proxy.hostname
    }

    const request = (this.proxy.protocol === 'http:' ? http : https).request(requestOptions)
    request.once('connect', (response, socket, head) => {
      request.removeAllListeners()
      socket.removeAllListeners()
      if (response.statusCode === 200) {
        const secureSocket = super.createConnection({ ...options, socket })
        callback(null, secureSocket)
      } else {
        socket.destroy()
        callback(new Error(`Bad response: ${response.statusCode}`), null)
      }
    })

    request.once('timeout', () => {
      request.destroy(new Error('Proxy timeout'))
    })

    request.once('error', err => {
      request.removeAllListeners()
      callback(err, null)
    })

    request.end()
  }
}

module.exports = {
  HttpProxyAgent,
  HttpsProxyAgent
}


/***/ }),

/***/ 6552:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(7528);


/***/ }),

/***/ 7528:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var net = __nccwpck_require__(9278);
var tls = __nccwpck_require__(4756);
var http = __nccwpck_require__(8611);
var https = __nccwpck_require__(5692);
var events = __nccwpck_require__(4434);
var assert = __nccwpck_require__(2613);
var util = __nccwpck_require__(9023);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 7016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 8892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RA: () => (/* binding */ CallError),
/* harmony export */   i3: () => (/* binding */ Patience)
/* harmony export */ });
/* unused harmony export NoAnswerError */
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5274);

/** A call that failed for good: its cause does not pass, or did not pass in time. */
class CallError extends Error {
    call;
    cause;
    attempts;
    name = 'CallError';
    constructor(call, cause, attempts) {
        super(`${call.action} failed`);
        this.call = call;
        this.cause = cause;
        this.attempts = attempts;
    }
}
/** An attempt that was not answered within its time. */
class NoAnswerError extends Error {
    milliseconds;
    name = 'NoAnswerError';
    constructor(milliseconds) {
        super(`no answer within ${milliseconds} ms`);
        this.milliseconds = milliseconds;
    }
}
const systemClock = {
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random()
};
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 8000;
/**
 * How long a run keeps trying. Each attempt may take a sixth of the whole, so that one hanging connection
 * leaves time for others.
 */
class Patience {
    seconds;
    clock;
    note;
    #deadline;
    /** How long one attempt may take. */
    attemptMs;
    /** @param seconds for the whole run, its retries included. */
    constructor(seconds, clock = systemClock, note = () => undefined) {
        this.seconds = seconds;
        this.clock = clock;
        this.note = note;
        this.#deadline = clock.now() + seconds * 1000;
        this.attemptMs = (seconds * 1000) / 6;
    }
    /**
     * Makes a call, again after a jittered delay while what fails can pass and there is time.
     * @param share how many usual attempts' time one attempt may take (the toolkit's own retries need more than one).
     * @throws {CallError}
     */
    async call(what, attempt, share = 1) {
        let answered;
        for (let attempts = 1;; attempts++) {
            const left = this.#deadline - this.clock.now();
            try {
                return await within(Math.max(1, Math.min(share * this.attemptMs, left)), attempt);
            }
            catch (cause) {
                // That a service did not answer says less than what it answered before.
                if (!(cause instanceof NoAnswerError))
                    answered = cause;
                const delay = this.clock.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
                if (!(0,_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .canPass */ .QL)(cause) || this.clock.now() + delay >= this.#deadline) {
                    throw new CallError(what, answered ?? cause, attempts);
                }
                this.note(`${what.action}: attempt ${attempts} failed (${(0,_fault_js__WEBPACK_IMPORTED_MODULE_0__/* .faultOf */ .Kl)(cause).code}); again in ${Math.round(delay)} ms`);
                await this.clock.sleep(delay);
            }
        }
    }
}
async function within(milliseconds, attempt) {
    const controller = new AbortController();
    let timer;
    const tooLate = new Promise((_, reject) => {
        timer = setTimeout(() => {
            reject(new NoAnswerError(Math.round(milliseconds)));
            controller.abort();
        }, milliseconds);
    });
    try {
        return await Promise.race([attempt(controller.signal), tooLate]);
    }
    finally {
        clearTimeout(timer);
    }
}


/***/ }),

/***/ 5274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B5: () => (/* binding */ isThrottled),
/* harmony export */   Kl: () => (/* binding */ faultOf),
/* harmony export */   QL: () => (/* binding */ canPass),
/* harmony export */   jq: () => (/* binding */ isForeign)
/* harmony export */ });
const nodeCode = /\b(?:E(?:CONN[A-Z]+|PIPE|PROTO|TIMEDOUT|AI_AGAIN|AI_FAIL|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|ERR_SSL|UND_ERR|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;
/** The words of the three proxy clients in use (tunnel, hpagent, undici) for a proxy that answers, but opens no way. */
const proxyRefusal = /tunneling socket could not be established, statusCode=(\d{3})|^Bad response: (\d{3})$|^Proxy response \((\d{3})\)/;
/** OpenSSL's words for a certificate that Node refuses, and Node's code for it: the toolkit passes on the words only. */
const certificateRefusals = [
    [/self-signed certificate in certificate chain/, 'SELF_SIGNED_CERT_IN_CHAIN'],
    [/self-signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [/unable to get (local )?issuer certificate/, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    [/unable to verify the first certificate/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [/certificate has expired/, 'CERT_HAS_EXPIRED'],
    [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID']
];
/** An answer may put anything where a code or an id belongs. */
const isWord = (value) => typeof value === 'string' && /^[\w.=+/-]{1,80}$/.test(value);
const isStatus = (value) => typeof value === 'number' && value >= 100;
/** Never throws, and never puts anything but codes and numbers beside the message. */
function faultOf(thrown) {
    const error = (typeof thrown === 'object' && thrown !== null ? thrown : {});
    const message = typeof error.message === 'string' ? error.message : '';
    const inner = error.cause === undefined ? undefined : faultOf(error.cause);
    const code = [
        error.code,
        nodeCode.exec(message)?.[0],
        inner && nodeCode.exec(inner.code)?.[0],
        certificateRefusals.find(([words]) => words.test(message))?.[1],
        error.name
    ].find(isWord) ?? 'unknown error';
    const requestId = [error.$metadata?.requestId, inner?.requestId].find(isWord);
    const refusedByProxy = proxyRefusal.exec(message)?.slice(1).find(Boolean);
    if (refusedByProxy !== undefined) {
        return { code: 'ProxyRefusal', status: Number(refusedByProxy), requestId, message };
    }
    if (inner?.code === 'ProxyRefusal')
        return inner;
    // Octokit says 500 where no answer came at all.
    if (error.name === 'HttpError' && error.response === undefined) {
        return { code, status: undefined, requestId, message };
    }
    const status = [
        error.$metadata?.httpStatusCode,
        error.$response?.statusCode,
        error.status,
        error.statusCode,
        // The toolkit tells the status of the token service in its message only.
        Number(/Error Code : (\d{3})/.exec(message)?.[1])
    ].find(isStatus);
    return { code, status, requestId, message };
}
const passingCodes = new Set([
    'NoAnswerError',
    'TimeoutError',
    'AbortError',
    'ECONNRESET',
    'ECONNREFUSED',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'ERR_STREAM_PREMATURE_CLOSE',
    'UND_ERR_SOCKET',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'IDPCommunicationError',
    'IDPCommunicationErrorException',
    'InternalServiceError',
    'InternalFailure',
    'ServiceUnavailable',
    'RequestTimeout'
]);
/** Asked too often; the service's words for it differ. GitHub has none but its message. */
const isThrottled = ({ code, status, message }) => status === 429 ||
    /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(code) ||
    (status === 403 && /secondary rate limit/i.test(message));
/** STS could not fetch GitHub's keys; says nothing about the token. */
const lacksVerificationKey = ({ code, message }) => code.startsWith('InvalidIdentityToken') && /couldn't retrieve verification key/i.test(message);
/** Whether the same call may succeed a moment later. Everything not known to pass does not. */
function canPass(thrown) {
    const fault = faultOf(thrown);
    return (passingCodes.has(fault.code) ||
        isThrottled(fault) ||
        (fault.status !== undefined && fault.status >= 500) ||
        lacksVerificationKey(fault) ||
        fault.message.includes('socket hang up'));
}
/** What came is no error of the service's own: a proxy's page, another service's answer, or only a part of one. */
const isForeign = ({ code, status = 200 }) => status < 500 &&
    /^(NotSecretsManagerError|NotGitHubError|(Syntax|Type|Range|URI|)Error|Unknown(Error)?|NotFound|unknown error)$/.test(code);


/***/ }),

/***/ 8026:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ Refusal)
/* harmony export */ });
/**
 * The run cannot go on, for a reason that can be known without asking AWS or GitHub.
 * The message is whole: it names the cause (an input with the value received) and what is allowed.
 */
class Refusal extends Error {
    name = 'Refusal';
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".main.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  "if": () => (/* reexport */ asProcess),
  eF: () => (/* binding */ run),
  EQ: () => (/* binding */ runPromote)
});

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: ../../@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ../../@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ../../@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(8611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(5692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ../../@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ../../tunnel/index.js
var tunnel = __nccwpck_require__(6552);
;// CONCATENATED MODULE: ../../../bundle/left-out.js
/**
 * Stands in the bundle for two packages that the toolkit imports but that no run of this action reaches:
 * undici (@actions/http-client wants it only to build a dispatcher for fetch) and @actions/exec
 * (@actions/core wants it only to describe the platform). They would be two thirds of the start-up time.
 */
const leftOut = (name) => {
  throw new Error(`${name} is left out of this bundle (see bundle/left-out.js)`);
};

class ProxyAgent {
  constructor() {
    leftOut('undici');
  }
}

const getExecOutput = () => leftOut('@actions/exec');
const left_out_exec = (/* unused pure expression or super */ null && (getExecOutput));

;// CONCATENATED MODULE: ../../@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ../../@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ../../@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ../../@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = (/* unused pure expression or super */ null && (_summary));
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ../../@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ../../@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ../../@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __nccwpck_require__(4708);
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
// EXTERNAL MODULE: ../../hpagent/index.js
var hpagent = __nccwpck_require__(2431);
;// CONCATENATED MODULE: ../../hpagent/index.mjs


/* harmony default export */ const hpagent_0 = ((/* unused pure expression or super */ null && (mod)));
const HttpProxyAgent = hpagent.HttpProxyAgent
const HttpsProxyAgent = hpagent.HttpsProxyAgent

;// CONCATENATED MODULE: ./src/aws/connection.js





/** The DNS suffixes of the AWS partitions other than `aws`, by the prefix of their Regions. */
const dnsSuffixes = [
    ['cn-', 'amazonaws.com.cn'],
    ['eusc-', 'amazonaws.eu'],
    ['us-iso-', 'c2s.ic.gov'],
    ['us-isob-', 'sc2s.sgov.gov'],
    ['us-isof-', 'csp.hci.ic.gov'],
    ['eu-isoe-', 'cloud.adc-e.uk']
];
/** As the SDK reads a switch: `TRUE` is none. */
const isTrue = (value) => value === 'true';
/**
 * The endpoint that the SDK is going to choose, as far as the environment decides it. The SDK decides anew by
 * itself: where the two differ (a shared config file), an early connection stays unused and nothing else happens.
 */
function endpointOf(service, region, env) {
    const variable = service === 'sts' ? 'AWS_ENDPOINT_URL_STS' : 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
    const configured = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
        ? undefined
        : env[variable] || env['AWS_ENDPOINT_URL'];
    if (configured && URL.canParse(configured))
        return new URL(configured);
    const suffix = dnsSuffixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
    // STS in GovCloud is FIPS anyway and has no name of its own for it; only STS has dual-stack names.
    const isFips = isTrue(env['AWS_USE_FIPS_ENDPOINT']) && !(service === 'sts' && region.startsWith('us-gov-'));
    const isDualStack = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']) && service === 'sts';
    const dualStackSuffix = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
    return new URL(`https://${service}${isFips ? '-fips' : ''}.${region}.${isDualStack ? dualStackSuffix : suffix}`);
}
/**
 * Prepares the way to a service and, where no proxy stands between, opens TCP and TLS to it at once, while the run
 * is still busy with other things. A connection that fails early is forgotten: the request then opens its own.
 *
 * @param attemptMs how long opening a connection may take.
 */
function connect(service, region, attemptMs, env = process.env) {
    // Node gives each address of a host 250 ms by default, less than a round trip across oceans may take.
    external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout(2500);
    const endpoint = endpointOf(service, region, env);
    // The toolkit speaks to the token service and to GitHub, so its reading of the proxy variables holds for all.
    const proxy = getProxyUrl(endpoint)?.href;
    if (proxy !== undefined) {
        return {
            host: endpoint.host,
            underway: Promise.resolve(),
            requestHandler: {
                // The SDK takes what is no agent of Node's for an agent's options, and goes its own way.
                httpAgent: new HttpProxyAgent({ keepAlive: true, proxy }),
                httpsAgent: new HttpsProxyAgent({ keepAlive: true, proxy }),
                connectionTimeout: attemptMs
            }
        };
    }
    const httpsAgent = new EarlyAgent({ keepAlive: true });
    const underway = endpoint.protocol === 'https:'
        ? httpsAgent.open(endpoint.hostname, Number(endpoint.port || 443))
        : Promise.resolve();
    return {
        host: endpoint.host,
        underway,
        requestHandler: {
            httpAgent: new external_node_http_.Agent({ keepAlive: true }),
            httpsAgent,
            connectionTimeout: attemptMs
        }
    };
}
/** An agent whose first connection to a host may have been opened before there is a request for it. */
class EarlyAgent extends external_node_https_.Agent {
    #early = new Map();
    /** Opens a connection; fulfilled when the address is known and TCP has begun, or when that failed. */
    open(host, port) {
        const key = `${host}:${port}`;
        const socket = super.createConnection({ host, port, servername: external_node_net_namespaceObject.isIP(host) ? '' : host });
        if (!(socket instanceof external_node_net_namespaceObject.Socket))
            return Promise.resolve();
        const forget = () => {
            this.#early.delete(key);
        };
        socket.unref();
        socket.once('error', forget).once('close', forget);
        this.#early.set(key, socket);
        return new Promise((resolve) => {
            const begun = () => void setImmediate(resolve);
            if (external_node_net_namespaceObject.isIP(host))
                begun();
            else
                socket.once('lookup', begun).once('close', begun);
        });
    }
    createConnection(options, callback) {
        const key = `${options.host ?? ''}:${options.port ?? 443}`;
        const early = this.#early.get(key);
        this.#early.delete(key);
        if (!(early instanceof external_node_net_namespaceObject.Socket) || early.destroyed) {
            return super.createConnection(options, callback);
        }
        early.ref();
        return early;
    }
}

;// CONCATENATED MODULE: ./src/aws/session-policy.js
/**
 * The inline session policy of a run: exactly the calls that its inputs lead to. STS intersects it with what the
 * role may do, so it takes permissions away and never adds one. At most 2,048 characters by STS's rule.
 */
function sessionPolicy(inputs) {
    if (inputs.role === undefined)
        return undefined;
    const statements = [allow(['secretsmanager:GetRandomPassword'], ['*'])];
    if (inputs.keep) {
        statements.push(allow(keepActions(inputs.keep), secretArns(inputs.keep.secretId, inputs.region, inputs.role.roleArn)), {
            ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn(inputs.keep.kmsKeyId, inputs.region, inputs.role.roleArn)]),
            Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${inputs.region}.*` } }
        });
    }
    return policyOf(statements);
}
/** The inline session policy of a promotion. */
function promotionPolicy(inputs) {
    if (inputs.role === undefined)
        return undefined;
    return policyOf([
        allow(['secretsmanager:DescribeSecret', 'secretsmanager:UpdateSecretVersionStage'], secretArns(inputs.secretId, inputs.region, inputs.role.roleArn))
    ]);
}
const policyOf = (statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action, Resource) => ({
    Effect: 'Allow',
    Action,
    Resource
});
function keepActions({ secretId, ifSecretExists }) {
    const actions = ['DescribeSecret'];
    if (ifSecretExists === 'keep')
        actions.push('GetSecretValue');
    if (ifSecretExists !== 'fail')
        actions.push('PutSecretValue');
    if (!secretId.startsWith('arn:'))
        actions.push('CreateSecret');
    return actions.map((action) => `secretsmanager:${action}`);
}
/** A secret's ARN ends in six characters that Secrets Manager chooses; a secret that is created has none yet. */
function secretArns(secretId, region, roleArn) {
    if (secretId.startsWith('arn:')) {
        return /-[A-Za-z0-9]{6}$/.test(secretId) ? [secretId] : [secretId, `${secretId}-??????`];
    }
    const [, partition, , , account] = roleArn.split(':');
    const arn = `arn:${partition ?? ''}:secretsmanager:${region}:${account ?? ''}:secret:${secretId}`;
    return [arn, `${arn}-??????`];
}
function keyArn(keyId, region, roleArn) {
    if (keyId?.startsWith('arn:') && keyId.includes(':key/'))
        return keyId;
    const [, partition, , , account] = roleArn.split(':');
    // A policy cannot name a key by its alias, and a secret that exists may have any key.
    const key = keyId === undefined || keyId.includes('alias/') ? '*' : keyId;
    return `arn:${partition ?? ''}:kms:${region}:${key === '*' ? '*' : (account ?? '')}:key/${key}`;
}

// EXTERNAL MODULE: ./src/call.js
var call = __nccwpck_require__(8892);
// EXTERNAL MODULE: ./src/fault.js
var src_fault = __nccwpck_require__(5274);
;// CONCATENATED MODULE: ./src/password/policy-error.js
/**
 * The inputs ask for a password that cannot be. Thrown before any call to AWS; the message names the
 * input or preset, the value received and what is allowed.
 */
class PolicyError extends Error {
    name = 'PolicyError';
}

// EXTERNAL MODULE: ./src/refusal.js
var refusal = __nccwpck_require__(8026);
;// CONCATENATED MODULE: ./src/errors.js





/** A password was stored in Secrets Manager, but could not be handed to GitHub. */
class HandOverError extends Error {
    stored;
    cause;
    name = 'HandOverError';
    constructor(stored, cause) {
        super('stored, but not handed over');
        this.stored = stored;
        this.cause = cause;
    }
}
/** Turns whatever was thrown into what a person needs to know of it. Shows nothing that an answer could have put in. */
function explain(thrown) {
    if (thrown instanceof HandOverError) {
        const { message, detail } = explain(thrown.cause);
        const { versionId, arn } = thrown.stored;
        return {
            message: `${message} The password is already stored as version ${versionId} of ${arn}; it was not put out.`,
            detail
        };
    }
    if (thrown instanceof refusal/* Refusal */.P || thrown instanceof PolicyError) {
        return { message: thrown.message, detail: `${thrown.name} before or instead of a call` };
    }
    if (thrown instanceof call/* CallError */.RA)
        return explainCall(thrown);
    const { code } = (0,src_fault/* faultOf */.Kl)(thrown);
    return {
        message: `This action failed in a way it does not know (${code}). Run the job again with debug logging and report it.`,
        detail: `unknown: ${code}`
    };
}
function explainCall({ call, cause, attempts }) {
    const fault = (0,src_fault/* faultOf */.Kl)(cause);
    const known = causes.find(({ when }) => when(fault, call)) ?? unknownCause;
    const tried = attempts > 1 ? ` (${attempts} attempts)` : '';
    return {
        message: `Could not ${whatOf(call)}${tried}: ${known.why(fault, call)} ${known.remedy(fault, call)}`,
        detail: `${call.service} at ${call.host}: ${call.action} on ${call.resource}: ` +
            `code ${fault.code}, status ${fault.status ?? 'none'}, request ${fault.requestId ?? 'none'}, attempts ${attempts}`
    };
}
function whatOf({ service, action, resource }) {
    switch (service) {
        case 'GitHub token service':
            return "get the job's OIDC token";
        case 'AWS STS':
            return `assume the role ${resource}`;
        case 'AWS Secrets Manager':
            return resource === '*' ? `call ${action}` : `call ${action} on ${resource}`;
        case 'GitHub':
            return `${action} of ${resource}`;
    }
}
const from = (service) => (code, message = /^/) => (fault, call) => call.service === service && code.test(fault.code) && message.test(fault.message);
const sts = from('AWS STS');
const secretsManager = from('AWS Secrets Manager');
const errors_status = (service, ...statuses) => (fault, call) => call.service === service && statuses.includes(fault.status ?? 0);
const code = (pattern) => (fault) => pattern.test(fault.code);
const claimsText = ({ claims }) => claims
    ? `its audience is ${cut(claims.aud)} and its sub is ${cut(claims.sub)}`
    : 'its claims could not be read';
/** The account in a role's ARN. */
const accountOf = ({ resource }) => resource.split(':')[4] ?? '';
/** The proxy that the environment names for a call, without its user and password. */
function proxyOf({ host }) {
    for (const scheme of ['https', 'http']) {
        try {
            const proxy = getProxyUrl(new URL(`${scheme}://${host}`));
            if (proxy)
                return proxy.host;
        }
        catch {
            // Neither a host nor a proxy that could be named.
        }
    }
    return undefined;
}
const unknownCause = {
    when: () => true,
    why: ({ code, status, requestId }, { service }) => `${service} answered ${code} (status ${status ?? 'none'}, request ${requestId ?? 'none'}).`,
    remedy: (_, { service }) => `Run the job again with debug logging; give the request id to ${service.startsWith('AWS') ? 'AWS' : 'GitHub'} Support.`
};
/** The first that fits explains the failure; the last fits all. */
const causes = [
    {
        when: sts(/^AccessDenied/, /AssumeRoleWithWebIdentity/),
        why: (_, call) => `the trust policy of the role does not let this job in, or there is no such role. The token was good: ${claimsText(call)}.`,
        remedy: () => 'Compare both with the conditions token.actions.githubusercontent.com:aud and :sub of the trust policy.'
    },
    {
        when: sts(/^AccessDenied/),
        why: () => 'STS denied it.',
        remedy: (_, { resource }) => `Allow sts:AssumeRoleWithWebIdentity on ${resource} in its trust policy.`
    },
    {
        when: sts(/^InvalidIdentityToken/, /no openidconnect provider/i),
        why: (_, call) => `the AWS account ${accountOf(call)} does not know GitHub as an identity provider.`,
        remedy: () => 'Create the OIDC provider https://token.actions.githubusercontent.com in that account (IAM, Identity providers).'
    },
    {
        when: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/, /audience/i),
        why: (_, call) => `the identity provider in AWS does not accept the token's audience: ${claimsText(call)}.`,
        remedy: () => 'Add that audience to the provider, or set the input audience to one that it has.'
    },
    {
        when: (fault, call) => sts(/^IDPCommunicationError/)(fault, call) ||
            sts(/^InvalidIdentityToken/, /couldn't retrieve verification key/i)(fault, call),
        why: ({ code }) => `STS could not fetch GitHub's keys until the time was up (${code}); the token itself may be good.`,
        remedy: () => 'Run the job again; if it stays, check the OIDC provider of the account.'
    },
    {
        when: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/),
        why: ({ code }, call) => `STS did not accept the token (${code}): ${claimsText(call)}.`,
        remedy: () => 'Check the OIDC provider of the account; if it is right, run the job again.'
    },
    {
        when: sts(/^ExpiredToken/),
        why: () => 'the token had expired when STS read it, though it was fetched anew.',
        remedy: () => "Set the clock of this runner; GitHub's tokens last five minutes."
    },
    {
        when: sts(/^ValidationError/, /DurationSeconds/i),
        why: () => 'role-duration-seconds is above what the role allows.',
        remedy: () => 'Lower it, or raise the maximum session duration of the role.'
    },
    {
        when: sts(/^RegionDisabled/),
        why: (_, { host }) => `STS is not active in this Region (${host}).`,
        remedy: () => 'Activate the Region in the account settings of IAM, or choose another aws-region.'
    },
    {
        when: sts(/^PackedPolicyTooLarge/),
        why: () => 'the session policy and the tags of the session are larger together than STS takes.',
        remedy: () => 'Shorten secret-id, or use fewer session tags.'
    },
    {
        when: (fault, call) => secretsManager(/^(Encryption|Decryption)Failure/)(fault, call) ||
            secretsManager(/^AccessDenied/, /\bKMS\b/)(fault, call),
        why: () => 'Secrets Manager could not use the KMS key of the secret.',
        remedy: () => 'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
    },
    {
        when: secretsManager(/^AccessDenied/),
        why: () => 'AWS denied it.',
        remedy: (_, { action, resource }) => `Allow ${action} on ${resource} in a policy of the role or user, and look for a policy that denies it.`
    },
    {
        when: code(/^(CredentialsProviderError|CredentialUnavailable)/),
        why: () => 'no AWS credentials were found.',
        remedy: () => 'Set role-to-assume, or run aws-actions/configure-aws-credentials before this step.'
    },
    {
        when: code(/^EndpointError$/),
        why: () => 'the SDK knows no endpoint for this Region with these settings.',
        remedy: () => 'Check aws-region. AWS_ENDPOINT_URL goes neither with AWS_USE_FIPS_ENDPOINT nor with AWS_USE_DUALSTACK_ENDPOINT.'
    },
    {
        when: code(/^ERR_INVALID_(URL|PROTOCOL)$/),
        why: () => 'an address in the environment is not a URL.',
        remedy: () => 'Check AWS_ENDPOINT_URL, HTTPS_PROXY and HTTP_PROXY; each begins with http:// or https://.'
    },
    {
        when: ({ code, message }) => code === 'ERR_INVALID_CHAR' || message.includes('Invalid character in header'),
        why: () => 'the credentials hold a character that cannot be sent.',
        remedy: () => 'Look for a line break in AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, and in the secrets that they come from.'
    },
    {
        when: code(/^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId)/),
        why: ({ code }) => `AWS did not accept the credentials (${code}).`,
        remedy: () => 'Check the access key in the environment and the clock of this runner.'
    },
    {
        when: code(/^(ExpiredToken|RequestExpired)/),
        why: () => 'the AWS credentials have expired.',
        remedy: () => 'Get them later in the job, or set role-to-assume so that this step gets its own.'
    },
    {
        when: secretsManager(/^Invalid(Parameter|Request)Exception$/),
        why: (fault, call) => `Secrets Manager refused the request (${inItsWords(fault, call)}).`,
        remedy: () => 'Change the inputs that it is about.'
    },
    {
        when: secretsManager(/^LimitExceeded/),
        why: (fault, call) => `a limit of Secrets Manager is reached (${inItsWords(fault, call)}).`,
        remedy: () => 'Delete what is no longer used, or ask AWS for a higher limit.'
    },
    {
        when: code(/^ProxyRefusal$/),
        why: ({ status }, call) => `the proxy ${proxyOf(call) ?? ''} refused to open a way to ${call.host} (status ${status ?? ''}).`,
        remedy: () => 'Check the user and the password in HTTPS_PROXY, and what the proxy lets through.'
    },
    {
        when: ({ code }, call) => /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) &&
            proxyOf(call) !== undefined,
        why: ({ code }, call) => `the proxy ${proxyOf(call) ?? ''}, on the way to ${call.host}, cannot be reached (${code}).`,
        remedy: () => 'Check HTTPS_PROXY, and list hosts that need no proxy in NO_PROXY.'
    },
    {
        when: src_fault/* isThrottled */.B5,
        why: (_, { service }) => `${service} was asked too often until the time was up.`,
        remedy: () => 'Run fewer jobs at once, or raise timeout-seconds.'
    },
    {
        when: errors_status('GitHub', 401),
        why: () => 'GitHub did not accept github-token.',
        remedy: () => 'Check that it is not expired or revoked.'
    },
    {
        when: errors_status('GitHub', 403, 404),
        why: ({ status }, { resource }) => `GitHub answered ${status ?? ''}: there is no ${resource}, or github-token may not write its secrets. The GITHUB_TOKEN of a job never can.`,
        remedy: () => 'Use a fine-grained or GitHub App token with "Secrets: write" (for an environment "Environments: write").'
    },
    {
        when: errors_status('GitHub', 422),
        why: () => 'GitHub does not take the secret (status 422).',
        remedy: () => 'Check the name github-secret; a secret may have 48 KB at most.'
    },
    {
        when: code(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/),
        why: ({ code }, { host }) => `the host ${host} could not be found (${code}).`,
        remedy: (_, { service }) => service.startsWith('AWS')
            ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
            : 'Check the DNS of this runner.'
    },
    {
        when: code(/CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/),
        why: ({ code }, { host }) => `the certificate of ${host} is not trusted (${code}).`,
        remedy: () => 'If your network has a certificate authority of its own, set NODE_EXTRA_CA_CERTS to its file.'
    },
    {
        when: code(/^(EPROTO|ERR_SSL_|ERR_TLS_)/),
        why: ({ code }, { host }) => `${host} does not speak TLS as it should (${code}).`,
        remedy: () => 'Check AWS_ENDPOINT_URL (http or https), and whether a proxy answers instead.'
    },
    {
        when: code(/^(NoAnswerError|TimeoutError|AbortError|ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/),
        why: (_, { host }) => `${host} did not answer in time.`,
        remedy: () => 'Check that this runner can reach it, or raise timeout-seconds.'
    },
    {
        when: ({ code, message }) => /^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_SOCKET)$/.test(code) || message.includes('socket hang up'),
        why: ({ code }, { host }) => `the connection to ${host} broke (${code}).`,
        remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
    },
    {
        when: ({ status }) => status !== undefined && status >= 500,
        why: ({ status }, { service }) => `${service} answered ${status ?? ''} until the time was up.`,
        remedy: () => 'Look at its status page, and run the job again.'
    },
    {
        when: (fault, call) => call.service === 'GitHub token service' && fault.status !== undefined && fault.status >= 400,
        why: ({ status }) => `the token service refused it (status ${status ?? ''}).`,
        remedy: () => 'Check "permissions: id-token: write", and run the job again.'
    },
    {
        when: (_, { service }) => service === 'GitHub token service',
        why: (_, { host }) => `what ${host} answered holds no token.`,
        remedy: () => 'Look whether a proxy answers instead, and run the job again.'
    },
    {
        when: src_fault/* isForeign */.jq,
        why: ({ status }, { service, host }) => `what ${host} answered (status ${status ?? 200}) is not an answer of ${service}.`,
        remedy: (_, { service }) => `Check ${service === 'GitHub' ? 'GITHUB_API_URL' : 'AWS_ENDPOINT_URL'}, and whether a proxy answers instead.`
    },
    unknownCause
];
/** The service's own sentence, unless the request held a secret that it might quote. */
function inItsWords({ code, message }, { action }) {
    const mayQuote = !/:(Create|Put)/.test(action) && message !== '';
    return mayQuote ? `${code}: ${cut(message.replace(/\.$/, ''))}` : code;
}
const cut = (text) => (text.length > 300 ? `${text.slice(0, 300)}\u2026` : text);

;// CONCATENATED MODULE: ./src/github/id-token.js


/** @throws {Refusal} when the job may not ask for an OIDC token. */
function requireIdTokenPermission(env = process.env) {
    if (env['ACTIONS_ID_TOKEN_REQUEST_URL'] && env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'])
        return;
    throw new refusal/* Refusal */.P('role-to-assume is given, but this job may not ask for an OIDC token. ' +
        'Add "permissions: id-token: write" to the job. ' +
        'GitHub gives that permission to no pull request from a fork.');
}
/** The toolkit tries again by itself on 502, 503 and 504, for about ten seconds. */
const SHARE = 2;
/**
 * The OIDC token of the job, masked by the toolkit.
 * @throws {CallError}
 */
function idToken(audience, patience) {
    const url = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
    return patience.call({
        service: 'GitHub token service',
        action: 'request an OIDC token',
        resource: audience,
        host: URL.canParse(url) ? new URL(url).host : 'ACTIONS_ID_TOKEN_REQUEST_URL'
    }, () => getIDToken(audience), SHARE);
}
/** The claims of a token as they stand in it, unverified; undefined when it is not a JWT. */
function claimsOf(token) {
    try {
        const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
        const { sub, aud } = JSON.parse(payload);
        return { sub: String(sub), aud: String(aud) };
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
;// CONCATENATED MODULE: ./src/password/printed-forms.js
/** A mask shorter than this would hide other text as well. In UTF-16 units. */
const SHORTEST = 6;
/** So many forms at most for a secret of up to so many characters: each mask costs the runner time on every line. */
const MOST = 44;
const LIMITED = 32;
const bytes = (text) => [...Buffer.from(text)];
const hexByte = (byte) => byte.toString(16).padStart(2, '0');
const upperHexByte = (byte) => hexByte(byte).toUpperCase();
const unit = (character) => character.charCodeAt(0).toString(16).padStart(4, '0');
const backslashed = (characters) => (secret) => secret.replace(characters, String.raw `\$&`);
const CONTROL = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Backslashes before the characters given, and control characters by letter or number. */
const stringLiteral = (characters) => (secret) => backslashed(characters)(secret).replace(/\p{Cc}/gu, (c) => CONTROL[c] ?? `\\x${hexByte(c.charCodeAt(0))}`);
/**
 * The inside of a shell's single quotes. A quote at an end of the secret is escaped alike in every shell but for the
 * empty pair of quotes outside of it, of which half is left out here.
 */
const singleQuoted = (quotes, escaped) => (secret) => secret
    .replace(quotes, escaped)
    .slice(Number(secret.startsWith("'")), secret.endsWith("'") ? -1 : undefined);
/** Bash's `printf %q`. With control characters it prints a `$'\u2026'` literal instead. */
const bashQuoted = (secret) => /\p{Cc}/u.test(secret)
    ? ''
    : secret.replace(/[ !"$&'()*,;<>?[\\\]^`{|}]|^[#~]|(?<=[:=])~/g, String.raw `\$&`);
const json = (secret) => JSON.stringify(secret).slice(1, -1);
/** JSON with some more characters by number. */
const jsonWith = (characters) => (secret) => json(secret).replace(characters, (character) => `\\u${unit(character)}`);
const goJson = jsonWith(/[<>&\u2028\u2029]/g);
// A `"` of the text is `\"` by now: the pair is taken as one, so that no `\\` is torn apart.
const systemTextJson = (secret) => json(secret).replace(/\\\\|\\"|["&'+<>`]|[^\x20-\x7e]/g, (c) => c === '\\\\' ? c : `\\u${unit(c.slice(-1)).toUpperCase()}`);
/** Percent-encoding of the UTF-8 bytes of all characters but those kept. */
const percent = (encoded, hex = upperHexByte) => (secret) => secret.replace(encoded, (character) => bytes(character)
    .map((byte) => `%${hex(byte)}`)
    .join(''));
const spaceAsPlus = (encode) => (secret) => encode(secret).replaceAll('%20', '+');
const entities = (names) => (secret) => secret.replace(/[&<>"']/g, (character) => character in names ? `&${names[character] ?? ''};` : character);
const markup = { '&': 'amp', '<': 'lt', '>': 'gt' };
/**
 * Those base64 characters that depend on the bytes alone, when so many bytes (modulo 3) come before them:
 * they are found in the base64 of any longer text.
 */
const tightBase64 = (content, before) => Buffer.concat([Buffer.alloc(before), content])
    .toString('base64')
    .slice(Math.ceil((before * 8) / 6), Math.floor(((before + content.length) * 8) / 6));
const base64url = (text) => text.replaceAll('+', '-').replaceAll('/', '_');
const base64Forms = (name, printedBy, content, alphabets = ['base64', 'base64url'], rare) => alphabets.flatMap((alphabet) => [0, 1, 2].map((before) => ({
    name: `${alphabet} of ${name}, ${before} bytes before`,
    printedBy,
    ...(rare && { rare }),
    of: (secret) => {
        const text = tightBase64(content(secret), before);
        return alphabet === 'base64' ? text : base64url(text);
    }
})));
const itself = { name: 'lines', printedBy: 'cat', of: (secret) => secret };
/** Every form that is masked, in no order that matters. A form that changes nothing gives the secret itself. */
const printed_forms_forms = [
    {
        name: `'\\''`,
        printedBy: "bash -x, ${x@Q}, Ruby's and Perl's shell quoting",
        of: singleQuoted(/'/g, () => String.raw `'\''`)
    },
    {
        name: `'"'"'`,
        printedBy: 'Python shlex.quote, Ansible',
        of: singleQuoted(/'/g, () => `'"'"'`)
    },
    {
        name: `'"''"'`,
        printedBy: 'dash -x, set',
        of: singleQuoted(/'+/g, (run) => `'"${run}"'`)
    },
    {
        name: `'\\'\\''`,
        printedBy: 'zsh -x, mksh -x, busybox -x',
        of: singleQuoted(/'+/g, (run) => `'${String.raw `\'`.repeat(run.length)}'`)
    },
    {
        name: 'backslash before every character',
        printedBy: 'bash -x: [[ x == "$PW" ]], case',
        of: backslashed(/[^]/gu)
    },
    { name: '%q', printedBy: 'bash: printf %q, complete', of: bashQuoted },
    {
        name: 'shellescape',
        rare: true,
        printedBy: "Ruby's Shellwords: fastlane",
        of: backslashed(/[^\w.,:+/@-]/gu)
    },
    {
        name: 'quotemeta',
        rare: true,
        printedBy: 'Perl, and other escapes for regular expressions',
        of: backslashed(/\W/gu)
    },
    {
        name: 'double-quoted by a shell',
        printedBy: 'bash: declare -p, export -p; envsubst templates',
        of: backslashed(/[$`"\\]/g)
    },
    {
        name: 'backslashes doubled',
        printedBy: "Python's repr and util.inspect, when they choose the other quote",
        of: stringLiteral(/\\/g)
    },
    {
        name: 'single-quoted literal',
        printedBy: "Python's repr, Node's util.inspect, bash $'\u2026', PHP var_export, libpq",
        of: stringLiteral(/[\\']/g)
    },
    {
        name: 'both quotes backslashed',
        printedBy: 'MySQL, PHP addslashes',
        of: stringLiteral(/[\\'"]/g)
    },
    { name: 'JSON', printedBy: 'every JSON writer; YAML "\u2026", Go %q', of: json },
    {
        name: 'JSON, ASCII only',
        printedBy: 'Python json.dumps, AWS CLI',
        of: jsonWith(/[^\x20-\x7e]/g)
    },
    {
        name: 'Go JSON',
        printedBy: 'Go json.Marshal: docker, kubectl, terraform; Rails',
        of: goJson
    },
    {
        name: 'System.Text.Json',
        printedBy: '.NET',
        of: systemTextJson
    },
    {
        name: 'HTML-safe JSON',
        rare: true,
        printedBy: 'Jinja and Flask tojson, Windows PowerShell ConvertTo-Json',
        of: jsonWith(/[<>&']/g)
    },
    { name: 'Gson', rare: true, printedBy: 'Gson', of: jsonWith(/[<>&'=\u2028\u2029]/g) },
    {
        name: 'PHP JSON',
        printedBy: 'PHP json_encode',
        of: (secret) => json(secret).replaceAll('/', '\\/')
    },
    {
        name: 'HCL',
        printedBy: 'terraform show, output and plan; Packer',
        of: (secret) => json(secret).replace(/([$%])\{/g, '$1$1{')
    },
    { name: 'RFC 3986', printedBy: 'jq @uri, Python quote(safe="")', of: percent(/[^\w.~-]/gu) },
    { name: 'URL with /', printedBy: 'Python urllib quote', of: percent(/[^\w.~/-]/gu) },
    {
        name: 'query',
        printedBy: 'Python quote_plus, Go QueryEscape',
        of: spaceAsPlus(percent(/[^\w.~-]/gu))
    },
    {
        name: 'encodeURIComponent',
        printedBy: 'JavaScript, Perl URI::Escape',
        of: percent(/[^\w.!~*'()-]/gu)
    },
    { name: 'encodeURI', printedBy: 'JavaScript', of: percent(/[^\w.!~*'();/?:@&=+$,#-]/gu) },
    {
        name: 'WHATWG userinfo',
        printedBy: "JavaScript's URL.password",
        of: percent(/[^!$%&'()*+,\-.\w~]/gu)
    },
    { name: 'Go userinfo', printedBy: 'Go url.UserPassword', of: percent(/[^\w.~$&+,;=-]/gu) },
    { name: 'Go path', printedBy: 'Go url.PathEscape', of: percent(/[^\w.~$&+:=@-]/gu) },
    {
        name: 'form',
        printedBy: "Java URLEncoder, JavaScript's URLSearchParams",
        of: spaceAsPlus(percent(/[^\w.*-]/gu))
    },
    {
        name: 'PHP URL',
        rare: true,
        printedBy: 'PHP urlencode',
        of: spaceAsPlus(percent(/[^\w.-]/gu))
    },
    {
        name: '.NET URL',
        printedBy: 'HttpUtility.UrlEncode',
        of: spaceAsPlus(percent(/[^\w.!*()-]/gu, hexByte))
    },
    {
        name: '.NET URL, upper case',
        rare: true,
        printedBy: 'WebUtility.UrlEncode',
        of: spaceAsPlus(percent(/[^\w.!*()-]/gu))
    },
    { name: 'XML text', printedBy: 'XML writers, xmlstarlet', of: entities(markup) },
    {
        name: 'XML attribute',
        rare: true,
        printedBy: 'Python ElementTree, libxml2',
        of: entities({ ...markup, '"': 'quot' })
    },
    {
        name: 'XML',
        printedBy: 'libraries that escape all five',
        of: entities({ ...markup, '"': 'quot', "'": 'apos' })
    },
    {
        name: 'Python HTML',
        printedBy: 'Python html.escape',
        of: entities({ ...markup, '"': 'quot', "'": '#x27' })
    },
    {
        name: 'Go HTML',
        printedBy: 'Go html.EscapeString; Jinja',
        of: entities({ ...markup, '"': '#34', "'": '#39' })
    },
    {
        name: 'HTML',
        printedBy: 'Ruby, Handlebars, .NET',
        of: entities({ ...markup, '"': 'quot', "'": '#39' })
    },
    {
        name: 'PHP HTML',
        printedBy: 'PHP htmlspecialchars',
        of: entities({ ...markup, '"': 'quot', "'": '#039' })
    },
    {
        name: 'base64',
        printedBy: 'runners without encoders need it: act, Forgejo',
        of: (secret) => Buffer.from(secret).toString('base64')
    },
    ...base64Forms('the secret', 'base64, Basic auth, kubectl, JWT', (secret) => Buffer.from(secret)),
    ...base64Forms('its JSON', 'base64 of a JSON document', (secret) => Buffer.from(json(secret)), [
        'base64'
    ]),
    ...base64Forms('its JSON', 'JWT', (secret) => Buffer.from(json(secret)), ['base64url'], true),
    ...base64Forms('its Go JSON', 'docker, kubectl: dockerconfigjson', (secret) => Buffer.from(goJson(secret)), ['base64']),
    ...base64Forms('its UTF-16', 'pwsh -EncodedCommand', (secret) => Buffer.from(secret, 'utf16le'), [
        'base64'
    ]),
    {
        name: 'hex',
        printedBy: 'xxd -p, od, Python bytes.hex',
        of: (secret) => Buffer.from(secret).toString('hex')
    },
    {
        name: 'HEX',
        printedBy: 'xxd -u, basenc --base16',
        of: (secret) => Buffer.from(secret).toString('hex').toUpperCase()
    },
    { name: '%25', printedBy: 'workflow commands', of: (secret) => secret.replaceAll('%', '%25') },
    {
        name: '$$',
        printedBy: 'docker compose config, make',
        of: (secret) => secret.replaceAll('$', '$$$$')
    },
    {
        name: '%%',
        rare: true,
        printedBy: 'systemd, configparser, printf',
        of: (secret) => secret.replaceAll('%', '%%')
    },
    {
        name: 'PowerShell',
        printedBy: 'PowerShell "\u2026"',
        of: (secret) => secret.replace(/[`"$]/g, '`$&')
    },
    {
        name: 'cmd',
        rare: true,
        printedBy: 'cmd.exe',
        of: (secret) => secret.replace(/[&|<>^()!"]/g, '^$&').replaceAll('%', '%%')
    },
    {
        name: '.properties',
        rare: true,
        printedBy: 'Java Properties.store',
        of: (secret) => secret.replace(/[\\=:#!]|^ /g, String.raw `\$&`)
    },
    { name: '""', printedBy: 'CSV, VBScript, cmd', of: (secret) => secret.replaceAll('"', '""') },
    {
        name: "''",
        printedBy: "SQL, YAML '\u2026', PowerShell '\u2026'",
        of: (secret) => secret.replaceAll("'", "''")
    },
    {
        name: '\\"',
        printedBy: 'runners without encoders need it: act, Forgejo',
        of: backslashed(/"/g)
    },
    {
        name: 'Ruby',
        printedBy: 'Ruby inspect',
        of: (secret) => stringLiteral(/["\\]|#(?=[{$@])/g)(secret)
    },
    {
        name: 'Windows arguments',
        rare: true,
        printedBy: 'Python list2cmdline, .NET ArgumentList',
        of: (secret) => secret.replace(/(\\*)"/g, '$1$1\\"')
    },
    { name: 'trimmed', printedBy: "a later action's getInput", of: (secret) => secret.trim() },
    {
        name: 'spaces collapsed',
        printedBy: 'echo $PW without quotes, HTML',
        of: (secret) => secret.trim().replace(/ +/g, ' ')
    }
];
/**
 * Further values to mask besides the secret: the forms in which shells, languages and tools print it.
 * Each is 6 characters or longer, on one line, and differs from the secret and from the others; the
 * longest comes first. For a password of up to 32 characters there are 44 at most, but for one in a thousand of punctuation alone.
 * Takes any string: what is not well-formed Unicode is read as U+FFFD, as when it is printed.
 */
function printedForms(secret) {
    const wellFormed = Buffer.from(secret).toString();
    const found = new Map();
    for (const form of [itself, ...printed_forms_forms]) {
        const lines = form.of(wellFormed).split(/[\r\n]+/);
        for (const line of lines) {
            const value = wholeEntities(line);
            // The runner trims lines: an indented brace would become a mask.
            const counted = lines.length > 1 ? value.trim() : value;
            if (counted.length >= SHORTEST && value !== secret && /\S/.test(value) && !found.has(value))
                found.set(value, form);
        }
    }
    if (secret.length <= LIMITED) {
        merge(wellFormed, found);
    }
    return [...found]
        .map(([value, { name }]) => ({ name, value }))
        .sort((a, b) => b.value.length - a.value.length);
}
/**
 * Forms that differ near the ends of the secret only are replaced by what they share, until few enough are left.
 * More than half of the secret stays hidden in each; seldom less than nine tenths. If that is not enough (two
 * passwords in ten thousand), forms that are seldom printed are given up.
 */
function merge(secret, found) {
    for (let cut = 1; cut < secret.length * 0.45; cut++) {
        for (let head = 0; head <= cut; head++) {
            const piece = secret.slice(head, secret.length - cut + head);
            const sharing = new Map();
            for (const [value, { of }] of found) {
                const whole = of(piece);
                const shared = wholeEntities(whole);
                // Cut twice, little more than nothing may be left.
                const isLarge = shared === whole || tokensOf(shared).length * 2 > secret.length;
                if (isLarge && shared.trim().length >= SHORTEST && value.includes(shared))
                    sharing.set(shared, [...(sharing.get(shared) ?? []), value]);
            }
            for (const [shared, values] of sharing) {
                if (found.size <= MOST)
                    return;
                const form = values.length > 1 && found.get(values[0] ?? '');
                if (!form)
                    continue;
                for (const value of values)
                    found.delete(value);
                found.set(shared, form);
            }
        }
    }
    for (const [value, { rare }] of found) {
        if (found.size <= MOST)
            return;
        if (rare)
            found.delete(value);
    }
}
const tokensOf = (form) => form.match(/&#?\w+;|[^]/g) ?? [];
/**
 * The runner also masks what comes before and after the last `&` of a mask, from 6 characters on. An entity form
 * such as `&quot;&lt;\u2026` or `\u2026&quot;x` would so hide `&quot;&` and `quot;x` wherever they are.
 * Such ends, of up to three characters of the secret, are left out.
 */
function wholeEntities(form) {
    const tokens = tokensOf(form);
    const at = tokens.findLastIndex((token) => token.length > 1);
    if (at < 0)
        return form;
    const head = tokens.slice(0, at).join('').length + 1;
    const from = at <= 3 && head >= SHORTEST ? at : 0;
    const to = tokens.length - at <= 3 && form.length - head >= SHORTEST ? at + 1 : tokens.length;
    return (to - from) * 2 > tokens.length ? tokens.slice(from, to).join('') : form;
}

;// CONCATENATED MODULE: ./src/github/outputs.js





/**
 * Makes sure that outputs have a file to go to. Without one the toolkit would print them.
 * @throws {Refusal} when GITHUB_OUTPUT is not set, or names a file that cannot be written.
 */
function requireOutputFile(env = process.env) {
    const file = env['GITHUB_OUTPUT'];
    if (!file) {
        throw new refusal/* Refusal */.P('GITHUB_OUTPUT is empty, so there is no file to put the password in. ' +
            'A runner sets it; outside of one, set it to the path of an existing file.');
    }
    try {
        (0,external_node_fs_.closeSync)((0,external_node_fs_.openSync)(file, external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_APPEND));
    }
    catch {
        throw new refusal/* Refusal */.P(`GITHUB_OUTPUT is ${JSON.stringify(file)}; that file does not exist or cannot be written. ` +
            'The runner creates it before each step.');
    }
}
let lineEnded = false;
/**
 * Has the runner hide a secret and every form in which a pipeline may print it. Of a value of several lines the
 * runner would hide each line, even one that is only a brace: lines under 6 characters are left out here.
 */
function mask(secret) {
    if (!lineEnded) {
        // A command counts only at the start of a line; whatever ran before may have left one open.
        process.stdout.write(external_node_os_.EOL);
        lineEnded = true;
    }
    const lines = secret.split(/\r\n|\r|\n/);
    const values = lines.length === 1 ? [secret] : lines.filter((line) => line.trim().length >= 6);
    for (const value of values)
        setSecret(value);
    for (const { value } of printedForms(secret))
        if (!/[\r\n]/.test(value))
            setSecret(value);
}
/** Percent-encoding of everything that RFC 3986 does not call unreserved, as UTF-8. */
const urlEncoded = (text) => encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
/** Puts out a password that {@link mask} was given before, and where it is kept. */
function setPassword(password, version) {
    const encoded = urlEncoded(password);
    // It is among the printed forms, unless it is as short as only a kept password can be.
    setSecret(encoded);
    if (version)
        setSecretVersion(version);
    setOutput('password', password);
    setOutput('password-url-encoded', encoded);
}
/** Puts out where the password is kept; neither value is secret. */
function setSecretVersion({ arn, versionId }) {
    setOutput('secret-arn', arn);
    setOutput('secret-version-id', versionId);
}

;// CONCATENATED MODULE: ./src/password/characters.js
/** What each class holds when nothing is excluded. Source: the GetRandomPassword API reference. */
const characters = {
    uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    lowercase: 'abcdefghijklmnopqrstuvwxyz',
    numbers: '0123456789',
    punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
};
const characterClasses = Object.keys(characters);
/** Joins words as a sentence does: `a`, `a and b`, `a, b and c`. */
function listed(words) {
    return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}

;// CONCATENATED MODULE: ./src/password/entropy.js
/**
 * log2 of the number of passwords that hold every required class and no space at either end. It is exact, by
 * inclusion and exclusion, and is the entropy of a draw that makes each of them equally likely. A preset's
 * wish for different characters is not counted: it weighs nothing unless the alphabet is cut to a handful.
 * @param length in characters, 2 or more
 * @param letters size of the alphabet, the space not counted
 * @param required sizes of the required classes, all of them part of the letters
 * @param space whether the alphabet holds a space as well
 */
function entropyBits(length, letters, required, space) {
    const all = letters + Number(space);
    // Each term: the passwords that hold none of some required classes, as a share of all over the alphabet.
    let terms = [{ missing: 0, sign: 1 }];
    for (const size of required) {
        terms = terms.flatMap(({ missing, sign }) => [
            { missing, sign },
            { missing: missing + size, sign: -sign }
        ]);
    }
    const share = terms.reduce((sum, { missing, sign }) => sum + sign * ((letters - missing) / all) ** 2 * ((all - missing) / all) ** (length - 2), 0);
    return length * Math.log2(all) + Math.log2(share);
}

;// CONCATENATED MODULE: ./src/password/presets.js


const everyClass = { atLeast: 4, of: characterClasses };
const threeOfFour = { atLeast: 3, of: characterClasses };
const lettersAndNumbers = { atLeast: 3, of: ['uppercase', 'lowercase', 'numbers'] };
/** All punctuation but the characters given. */
const punctuationExcept = (kept) => Array.from(characters.punctuation)
    .filter((character) => !kept.includes(character))
    .join('');
/** Places set no bounds of their own: the action's hold. */
const anyLength = { minimum: 6, maximum: 4096, length: 32 };
const table = {
    'rds-mysql': {
        target: 'Amazon RDS for MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"\'\\',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
    },
    'rds-mariadb': {
        target: 'Amazon RDS for MariaDB',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"\'\\',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
    },
    'rds-postgres': {
        target: 'Amazon RDS for PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: ':/@"\'\\',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`:\` \`'\` \`\\\`, as in AWS's rotation sample`
    },
    'rds-oracle': {
        target: 'Amazon RDS for Oracle',
        minimum: 8,
        maximum: 30,
        length: 30,
        forbidden: '/@"\'\\&',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\` \`&\` \`'\`. Narrower: also no \`\\\``
    },
    'rds-sqlserver': {
        target: 'Amazon RDS for SQL Server',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"\'\\',
        needs: threeOfFour,
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`; the engine asks for the classes. Narrower: also no \`'\` \`\\\``
    },
    'rds-db2': {
        target: 'Amazon RDS for Db2',
        minimum: 8,
        maximum: 255,
        length: 32,
        forbidden: '/@"\'\\;',
        source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, and no \`;\` as in AWS's rotation sample`
    },
    'aurora-mysql': {
        target: 'Amazon Aurora MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"\'\\',
        source: `RDS API model, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
    },
    'aurora-postgres': {
        target: 'Amazon Aurora PostgreSQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: ':/@"\'\\',
        source: `RDS API model, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: also no \`:\` \`'\` \`\\\`, as for RDS`
    },
    documentdb: {
        target: 'Amazon DocumentDB, elastic clusters too',
        minimum: 8,
        maximum: 100,
        length: 41,
        forbidden: '/@"',
        source: 'DocumentDB API model, CreateDBCluster; aws-cdk-lib'
    },
    redshift: {
        target: 'Amazon Redshift, Serverless too',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '/@"\'\\',
        needs: lettersAndNumbers,
        source: 'Redshift API model, CreateCluster; AWS documentation; deploys measured by others'
    },
    'elasticache-auth-token': {
        target: 'Amazon ElastiCache AUTH token',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: punctuationExcept('!&#$^<>-'),
        source: 'ElastiCache API model, CreateReplicationGroup; deploys measured by others'
    },
    'elasticache-user': {
        target: 'Amazon ElastiCache user (RBAC)',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: ',"/@',
        source: 'AWS documentation; deploys measured by others'
    },
    'memorydb-user': {
        target: 'Amazon MemoryDB user',
        minimum: 16,
        maximum: 128,
        length: 64,
        forbidden: ',"/@',
        source: 'Lengths: deploys measured by others. Characters: no rule found. Narrower: as for an ElastiCache user'
    },
    opensearch: {
        target: 'Amazon OpenSearch Service master user',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: "{}'\\*[]()`",
        needs: everyClass,
        source: 'OpenSearch API model, MasterUserOptions. Narrower: also none of the characters that aws-cdk-lib leaves out'
    },
    'amazon-mq': {
        target: 'Amazon MQ user',
        minimum: 12,
        maximum: 250,
        length: 32,
        forbidden: ',:=',
        distinct: 4,
        source: 'Amazon MQ API model, CreateUser. The maximum is not confirmed. Narrower: 250 is held to'
    },
    'directory-service': {
        target: 'AWS Directory Service administrator',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        needs: threeOfFour,
        source: 'Directory Service API model, CreateDirectory; AWS documentation'
    },
    'lightsail-mysql': {
        target: 'Amazon Lightsail database, MySQL',
        minimum: 8,
        maximum: 41,
        length: 32,
        forbidden: '/@"',
        source: 'Lightsail API model, CreateRelationalDatabase'
    },
    'lightsail-postgres': {
        target: 'Amazon Lightsail database, PostgreSQL',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"',
        source: 'Lightsail API model, CreateRelationalDatabase'
    },
    'iam-user': {
        target: 'IAM user, default password policy',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '",./:;<>?\\`~',
        needs: threeOfFour,
        source: 'AWS documentation. Symbols that the policy does not list count for no class, so none is drawn'
    },
    'cognito-user': {
        target: 'Amazon Cognito user, default password policy',
        minimum: 8,
        maximum: 256,
        length: 32,
        forbidden: '',
        needs: everyClass,
        source: 'Cognito API model; aws-cdk-lib'
    },
    'workspaces-user': {
        target: 'Amazon WorkSpaces user',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        needs: everyClass,
        source: 'AWS documentation'
    },
    'timestream-influxdb': {
        target: 'Amazon Timestream for InfluxDB',
        minimum: 8,
        maximum: 64,
        length: 48,
        forbidden: characters.punctuation,
        source: 'Timestream for InfluxDB API model, CreateDbInstance: `[a-zA-Z0-9]+`'
    },
    'msk-scram': {
        target: 'Amazon MSK, SASL/SCRAM user',
        minimum: 8,
        maximum: 64,
        length: 32,
        forbidden: '',
        source: 'No rule for the password found. Narrower: 8\u201364, as most AWS services here',
        note: 'MSK takes the password from a Secrets Manager secret: its name must begin with `AmazonMSK_` and it must use a KMS key of your own (`kms-key-id`).'
    },
    'azure-sql': {
        target: 'Azure SQL Database',
        minimum: 8,
        maximum: 128,
        length: 32,
        forbidden: '/@"\'\\',
        needs: threeOfFour,
        source: 'Azure documentation. Characters: no rule found. Narrower: as for Amazon RDS for SQL Server'
    },
    snowflake: {
        target: 'Snowflake user, default password policy',
        minimum: 14,
        maximum: 256,
        length: 32,
        forbidden: '/@"\'\\',
        needs: lettersAndNumbers,
        source: 'Snowflake documentation. Characters: no rule found. Narrower: none that SQL strings or URLs escape'
    },
    'url-safe': {
        target: 'a URL, as it stands (`user:password@host`)',
        ...anyLength,
        forbidden: punctuationExcept('-._~'),
        source: 'RFC 3986, unreserved characters'
    },
    'shell-safe': {
        target: 'a POSIX shell, unquoted; a URL and a dotenv file too',
        ...anyLength,
        forbidden: punctuationExcept('-._~'),
        source: 'Each character tried, inside and at the head of a value'
    },
    'dotenv-safe': {
        target: 'a dotenv file, unquoted',
        ...anyLength,
        forbidden: '#$\'"`\\',
        source: 'Each character tried: comments, expansion, quotes',
        note: "Docker's `--env-file` follows other rules than dotenv."
    },
    'odbc-safe': {
        target: 'an ODBC or OLE DB connection string',
        ...anyLength,
        forbidden: '[](),;?*!@={}',
        source: 'Microsoft documentation, connection-string keywords'
    },
    alphanumeric: {
        target: 'letters and numbers only',
        ...anyLength,
        forbidden: characters.punctuation,
        source: 'By definition'
    }
};
/** What each target accepts. The docs page and the error texts are made from this table. */
const presets = table;
const presetNames = Object.keys(table);
/** The classes a preset needs, in words: `uppercase and numbers`, or `3 of uppercase, \u2026 and punctuation`. */
function needText({ atLeast, of }) {
    return atLeast < of.length ? `${atLeast} of ${listed(of)}` : listed(of);
}
/**
 * Reads the `preset` input: names separated by commas or lines, repeats dropped, an empty text is none.
 * @throws PolicyError for an unknown name; it names the nearest one.
 */
function parsePresets(text) {
    const words = text
        .split(/[,\n]/)
        .map((word) => word.trim())
        .filter(Boolean);
    return [...new Set(words.map(presetNamed))];
}
function presetNamed(word) {
    const known = presetNames.find((name) => name === word);
    if (known)
        return known;
    const distance = (name) => editDistance(word.toLowerCase(), name);
    const nearest = presetNames.reduce((best, name) => distance(name) < distance(best) ? name : best);
    throw new PolicyError(`preset is ${JSON.stringify(word)}, which is unknown. Did you mean ${nearest}? Allowed: ${presetNames.join(', ')}.`);
}
/** Levenshtein: how many characters must be put in, taken out or replaced. */
function editDistance(from, to) {
    let row = Array.from({ length: to.length + 1 }, (_, column) => column);
    for (const [line, source] of Array.from(from).entries()) {
        let left = line + 1;
        let diagonal = line;
        const next = row.slice(1).map((above, column) => {
            left = Math.min(above + 1, left + 1, diagonal + Number(source !== to[column]));
            diagonal = above;
            return left;
        });
        row = [line + 1, ...next];
    }
    return Math.min(...row.slice(-1));
}

;// CONCATENATED MODULE: ./src/password/policy.js





/** This action's own bounds. The lower one also leaves room for one character of each class. */
const ownLengths = { minimum: 6, maximum: 4096 };
/** AWS's default. */
const defaultLength = 32;
/** GetRandomPassword's limit, in Unicode code points, as API models count. */
const maximumExcluded = 4096;
const flagOf = {
    uppercase: 'excludeUppercase',
    lowercase: 'excludeLowercase',
    numbers: 'excludeNumbers',
    punctuation: 'excludePunctuation'
};
/**
 * Joins the inputs and their presets into one policy: of the lengths what all accept, of the exclusions and
 * needs the sum. Without `passwordLength` the longest of the presets' own lengths is taken, as far as all
 * accept it.
 *
 * A space in `excludeCharacters` wins over `includeSpace`: a space is admitted, never required.
 * @param table the presets' rules; tests bring their own
 * @throws PolicyError when no password can satisfy the inputs, or an input contradicts a preset
 */
function policy_policyOf(inputs, table = presets) {
    const chosen = [...new Set(inputs.presets)].map((name) => ({ ...table[name], name }));
    const length = lengthOf(inputs.passwordLength, chosen);
    const closed = closedClasses(inputs, chosen);
    refuseContradictions(inputs, chosen, closed);
    const included = characterClasses.filter((name) => !closed.has(name));
    const { excludeCharacters: text = '' } = inputs;
    const given = excludedOnes(text);
    const forbidden = new Set(chosen.flatMap((preset) => Array.from(preset.forbidden)));
    const open = included.map((name) => ({
        name,
        characters: Array.from(characters[name]).filter((c) => !given.has(c) && !forbidden.has(c))
    }));
    const required = inputs.requireEachIncludedType === false ? [] : open;
    const letters = open.flatMap((each) => each.characters);
    const emptied = required.find((each) => each.characters.length === 0);
    if (emptied)
        throw emptiedClass(emptied.name, text, chosen);
    const minimumDistinct = Math.max(1, ...chosen.map(({ distinct }) => distinct ?? 1));
    if (letters.length < minimumDistinct) {
        const asking = chosen.find(({ distinct }) => distinct === minimumDistinct);
        const reasons = [
            ...closed.values(),
            ...(given.size > 0 ? [`exclude-characters is ${shown(text)}`] : [])
        ];
        throw new PolicyError((asking
            ? `preset ${asking.name} needs ${minimumDistinct} different characters, but the inputs leave ${letters.length}: `
            : 'No character is left for a password: ') + `${listed(reasons)}. Exclude less.`);
    }
    const space = inputs.includeSpace === true && !given.has(' ');
    const excludedOf = (name) => inputs[flagOf[name]] ?? (closed.has(name) || undefined);
    return {
        parameters: present({
            PasswordLength: inputs.passwordLength ?? (chosen.length > 0 ? length : undefined),
            ExcludeCharacters: sentExclusions([...given], included.flatMap((name) => Array.from(characters[name]).filter((c) => forbidden.has(c))), inputs.includeSpace === true),
            ExcludeNumbers: excludedOf('numbers'),
            ExcludePunctuation: excludedOf('punctuation'),
            ExcludeUppercase: excludedOf('uppercase'),
            ExcludeLowercase: excludedOf('lowercase'),
            IncludeSpace: inputs.includeSpace,
            RequireEachIncludedType: inputs.requireEachIncludedType
        }),
        length,
        alphabet: [...letters, ...(space ? [' '] : [])].sort().join(''),
        requiredClasses: required.map(({ name }) => name),
        minimumDistinct,
        entropyBits: entropyBits(length, letters.length, required.map((each) => each.characters.length), space)
    };
}
function lengthOf(given, chosen) {
    const bounds = [ownLengths, ...chosen];
    const minimum = Math.max(...bounds.map((each) => each.minimum));
    const maximum = Math.min(...bounds.map((each) => each.maximum));
    if (given !== undefined) {
        const refusing = chosen.find((preset) => given < preset.minimum || given > preset.maximum);
        if (!Number.isInteger(given) || given < minimum || given > maximum) {
            const allowed = refusing ?? ownLengths;
            throw new PolicyError(`password-length is ${given}, but ${refusing ? `preset ${refusing.name}` : 'this action'} accepts a whole number from ${allowed.minimum} to ${allowed.maximum}.`);
        }
        return given;
    }
    if (minimum > maximum) {
        const longer = namesOf(chosen.filter((preset) => preset.minimum === minimum));
        const shorter = namesOf(chosen.filter((preset) => preset.maximum === maximum));
        throw new PolicyError(`preset ${longer} needs at least ${minimum} characters, but preset ${shorter} accepts at most ${maximum}. Drop one of them.`);
    }
    const wished = chosen.length > 0 ? chosen.map((preset) => preset.length) : [defaultLength];
    return Math.min(maximum, Math.max(minimum, ...wished));
}
function emptiedClass(name, text, chosen) {
    const partly = namesOf(chosen.filter((preset) => forbidsAny(preset, name)));
    const needing = chosen.find(({ needs }) => needs?.of.includes(name) && needs.atLeast === needs.of.length);
    const remedy = needing?.needs
        ? `, but preset ${needing.name} needs ${needText(needing.needs)}.`
        : `. Leave one in, or set exclude-${name} to true.`;
    return new PolicyError(`exclude-characters is ${shown(text)}, which leaves no ${name}${partly && ` beside those that preset ${partly} forbids`}${remedy}`);
}
/** The characters that `exclude-characters` names, each once. The limit holds for the text as received. */
function excludedOnes(text) {
    const received = Array.from(text);
    if (received.length > maximumExcluded) {
        throw new PolicyError(`exclude-characters has ${received.length} characters. At most ${maximumExcluded} are allowed.`);
    }
    return new Set(received);
}
/**
 * The classes that are excluded as a whole, each with its reason: by their own input, or because the presets
 * leave no character of them. AWS refuses a request that empties a class by ExcludeCharacters alone.
 */
function closedClasses(inputs, chosen) {
    const closed = new Map();
    for (const name of characterClasses) {
        const flag = inputs[flagOf[name]];
        const forbidding = chosen.filter((preset) => forbidsAny(preset, name));
        const alone = forbidding.find((preset) => forbidsAll([preset], name));
        const reason = alone
            ? `preset ${alone.name} forbids all ${name}`
            : `presets ${namesOf(forbidding)} together forbid all ${name}`;
        if (flag) {
            closed.set(name, `exclude-${name} is true`);
        }
        else if (forbidsAll(forbidding, name)) {
            if (flag === false) {
                throw new PolicyError(`exclude-${name} is false, but ${reason}. Leave exclude-${name} empty, or drop the preset.`);
            }
            closed.set(name, reason);
        }
    }
    return closed;
}
function refuseContradictions(inputs, chosen, closed) {
    for (const { name, needs } of chosen) {
        if (inputs.includeSpace) {
            throw new PolicyError(`include-space is true, but preset ${name} accepts no space. Leave include-space empty, or drop the preset.`);
        }
        if (!needs)
            continue;
        if (inputs.requireEachIncludedType === false) {
            throw new PolicyError(`require-each-included-type is false, but preset ${name} needs ${needText(needs)}. Leave require-each-included-type empty, or drop the preset.`);
        }
        const missing = needs.of.flatMap((each) => closed.get(each) ?? []);
        if (needs.of.length - missing.length < needs.atLeast) {
            throw new PolicyError(`preset ${name} needs ${needText(needs)}, but ${listed(missing)}.`);
        }
    }
}
/**
 * ExcludeCharacters as it is sent: what the input names, in its order, then what the presets forbid; each
 * character once, whether or not a password could hold it. `^` never comes first, since AWS was reported to
 * misread such a value (aws-cdk#16824, aws-cdk#19834). A lone `^` follows a character that no password holds
 * anyway: a space, or a tab where spaces are admitted.
 */
function sentExclusions(given, forbidden, spaceAdmitted) {
    const [first, ...rest] = new Set([...given, ...forbidden]);
    if (first === undefined)
        return undefined;
    if (rest.length >= maximumExcluded) {
        throw new PolicyError(`exclude-characters and the presets exclude ${rest.length + 1} characters together. At most ${maximumExcluded} are allowed.`);
    }
    if (first !== '^')
        return [first, ...rest].join('');
    return rest.length > 0 ? [...rest, first].join('') : (spaceAdmitted ? '\t' : ' ') + first;
}
const forbidsAny = (preset, name) => Array.from(characters[name]).some((c) => preset.forbidden.includes(c));
const forbidsAll = (together, name) => Array.from(characters[name]).every((c) => together.some((preset) => preset.forbidden.includes(c)));
const namesOf = (chosen) => listed(chosen.map(({ name }) => name));
/** A value for a message; a long one is cut. */
function shown(text) {
    const start = Array.from(text).slice(0, 80).join('');
    return `${JSON.stringify(start)}${start === text ? '' : '\u2026'}`;
}
const present = (parameters) => Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));

;// CONCATENATED MODULE: ./src/inputs.js




/** @throws {Refusal} for the first input whose value is not allowed. */
function readInputs(env = process.env) {
    const password = readPassword();
    const aws = readAws(env);
    const keep = readKeep(aws.region);
    const gitHubSecret = readGitHubSecret(env);
    return {
        ...aws,
        password,
        ...(keep && { keep }),
        ...(gitHubSecret && { gitHubSecret })
    };
}
/** @throws {Refusal} for the first input whose value is not allowed. */
function readPromoteInputs(env = process.env) {
    const versionId = matching('secret-version-id', /^[\w-]{32,64}$/, 'the version id of a kept password, 32 to 64 characters: the output secret-version-id of the step that rotated it');
    if (versionId === undefined) {
        throw new refusal/* Refusal */.P('secret-version-id is empty; give it the output secret-version-id of the step that rotated the secret.');
    }
    const aws = readAws(env);
    const secretId = readSecretId(aws.region);
    if (secretId === undefined) {
        throw new refusal/* Refusal */.P('secret-id is empty; give it the name or the ARN of the secret.');
    }
    return { ...aws, secretId, versionId };
}
function readPassword() {
    const inputs = {
        passwordLength: integer('password-length', 6, 4096),
        excludeCharacters: verbatim('exclude-characters'),
        excludeNumbers: inputs_boolean('exclude-numbers'),
        excludePunctuation: inputs_boolean('exclude-punctuation'),
        excludeUppercase: inputs_boolean('exclude-uppercase'),
        excludeLowercase: inputs_boolean('exclude-lowercase'),
        includeSpace: inputs_boolean('include-space'),
        requireEachIncludedType: inputs_boolean('require-each-included-type'),
        presets: ifGiven(inputs_text('preset'), parsePresets)
    };
    return given(inputs);
}
function readAws(env) {
    const region = readRegion(env);
    const role = readRole(env, region);
    return {
        region,
        timeoutSeconds: integer('timeout-seconds', 5, 3600) ?? 60,
        ...(role && { role })
    };
}
function readRegion(env) {
    const sources = [
        ['aws-region', inputs_text('aws-region')],
        ['AWS_REGION', env['AWS_REGION']?.trim()],
        ['AWS_DEFAULT_REGION', env['AWS_DEFAULT_REGION']?.trim()]
    ];
    const [source, region] = sources.find(([, value]) => value) ?? [];
    if (source === undefined || region === undefined) {
        throw new refusal/* Refusal */.P('No AWS Region: the input aws-region and the variables AWS_REGION and AWS_DEFAULT_REGION are all empty. ' +
            'Set aws-region, for example to eu-west-1.');
    }
    if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) {
        throw new refusal/* Refusal */.P(`${source} is ${quoted(region)}; allowed is the code of an AWS Region, for example eu-west-1.`);
    }
    return region;
}
function readRole(env, region) {
    const roleArn = matching('role-to-assume', /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, 'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords');
    const sessionName = matching('role-session-name', /^[\w+=,.@-]{2,64}$/, '2 to 64 characters out of A-Z a-z 0-9 _ + = , . @ -');
    const durationSeconds = integer('role-duration-seconds', 900, 43200);
    const audience = inputs_text('audience');
    if (roleArn === undefined)
        return undefined;
    return {
        roleArn,
        sessionName: sessionName ?? sessionNameOf(env),
        durationSeconds: durationSeconds ?? 900,
        audience: audience ?? (region.startsWith('cn-') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com')
    };
}
/** The repository and the run, made to fit what STS allows: `[\w+=,.@-]{2,64}`. The run id is never cut. */
function sessionNameOf(env) {
    const fitting = (part) => part.replaceAll(/[^\w+=,.@-]/g, '-');
    const run = fitting(env['GITHUB_RUN_ID'] || 'run').slice(0, 30);
    const repository = fitting(env['GITHUB_REPOSITORY'] || 'aws-random-password');
    return `${repository.slice(0, 63 - run.length)}-${run}`;
}
function readSecretId(region) {
    const secretId = matching('secret-id', /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/, 'a name of 1 to 512 characters out of A-Z a-z 0-9 / _ + = . @ -, or the ARN of a secret');
    if (secretId !== undefined && !secretId.startsWith('arn:') && /-[A-Za-z0-9]{6}$/.test(secretId)) {
        throw new refusal/* Refusal */.P(`secret-id is ${quoted(secretId)}; a name may not end in a hyphen and six characters, ` +
            'because Secrets Manager takes that for the end of an ARN.');
    }
    const [, , , arnRegion] = secretId?.startsWith('arn:') ? secretId.split(':') : [];
    if (arnRegion !== undefined && arnRegion !== region) {
        throw new refusal/* Refusal */.P(`secret-id is ${quoted(secretId ?? '')}, a secret in ${arnRegion}, but the Region is ${region}; set aws-region to ${arnRegion}.`);
    }
    return secretId;
}
function readKeep(region) {
    const secretId = readSecretId(region);
    const ifSecretExists = oneOf('if-secret-exists', ['fail', 'keep', 'rotate']);
    const versionStage = oneOf('secret-version-stage', ['AWSCURRENT', 'AWSPENDING']);
    const kmsKeyId = matching('kms-key-id', /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/)?[\w/-]{1,256}$/, 'the id, the ARN or the alias of a KMS key');
    const template = readTemplate();
    if (secretId === undefined) {
        const withoutHome = Object.entries({
            'if-secret-exists': ifSecretExists,
            'secret-version-stage': versionStage,
            'kms-key-id': kmsKeyId,
            'secret-string-template': template
        }).find(([, value]) => value !== undefined);
        if (withoutHome) {
            throw new refusal/* Refusal */.P(`${withoutHome[0]} is given, but secret-id is empty; it says how a secret is kept, so give secret-id too.`);
        }
        return undefined;
    }
    return {
        secretId,
        ifSecretExists: ifSecretExists ?? 'fail',
        versionStage: versionStage ?? 'AWSCURRENT',
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        ...(template && { template })
    };
}
function readTemplate() {
    const template = inputs_text('secret-string-template');
    const key = inputs_text('generate-string-key');
    if (template === undefined && key === undefined)
        return undefined;
    if (template === undefined || key === undefined) {
        throw new refusal/* Refusal */.P('secret-string-template and generate-string-key belong together; ' +
            `${template === undefined ? 'secret-string-template' : 'generate-string-key'} is empty.`);
    }
    let object;
    try {
        object = JSON.parse(template);
    }
    catch {
        object = undefined;
    }
    if (typeof object !== 'object' || object === null || Array.isArray(object)) {
        // The value is not quoted: a template may hold other secrets.
        throw new refusal/* Refusal */.P(`secret-string-template is ${template.length} characters that are not a JSON object; ` +
            'allowed is an object, for example {"username": "app"}.');
    }
    return { object: object, key };
}
function readGitHubSecret(env) {
    const name = matching('github-secret', /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i, 'letters, digits and underscores, not beginning with a digit or with GITHUB_');
    const environment = inputs_text('github-environment');
    if (name === undefined) {
        if (environment !== undefined) {
            throw new refusal/* Refusal */.P(`github-environment is ${quoted(environment)}, but github-secret is empty; give it the name of the secret.`);
        }
        return undefined;
    }
    const token = inputs_text('github-token');
    if (token === undefined) {
        throw new refusal/* Refusal */.P(`github-secret is ${quoted(name)}, but github-token is empty; ` +
            'give it a token that may write secrets (the GITHUB_TOKEN of the job cannot).');
    }
    if (!/^[!-~]+$/.test(token)) {
        throw new refusal/* Refusal */.P(`github-token is ${token.length} characters, some of which no token has; allowed are visible ASCII characters. ` +
            'Look for a space or a line break in the secret that it comes from.');
    }
    const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
    if (!owner || !repo) {
        throw new refusal/* Refusal */.P(`github-secret is ${quoted(name)}, but GITHUB_REPOSITORY is ${quoted(env['GITHUB_REPOSITORY'] ?? '')}; ` +
            'the runner sets it to OWNER/REPOSITORY.');
    }
    return { name, token, owner, repo, ...(environment !== undefined && { environment }) };
}
const inputs_text = (name) => getInput(name) || undefined;
/** As it stands, spaces included; only the line break that ends a YAML block scalar is dropped. */
const verbatim = (name) => getInput(name, { trimWhitespace: false }).replace(/\r?\n$/, '') || undefined;
function integer(name, minimum, maximum) {
    const received = inputs_text(name);
    if (received === undefined)
        return undefined;
    const value = /^(0|[1-9]\d*)$/.test(received) ? Number(received) : NaN;
    if (!(value >= minimum && value <= maximum)) {
        throw new refusal/* Refusal */.P(`${name} is ${quoted(received)}; allowed is a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
}
/** The core schema of YAML 1.2: `true | True | TRUE | false | False | FALSE`. */
function inputs_boolean(name) {
    const received = inputs_text(name);
    if (received === undefined)
        return undefined;
    if (/^(true|True|TRUE)$/.test(received))
        return true;
    if (/^(false|False|FALSE)$/.test(received))
        return false;
    throw new refusal/* Refusal */.P(`${name} is ${quoted(received)}; allowed are true and false.`);
}
function oneOf(name, allowed) {
    const received = inputs_text(name);
    const value = allowed.find((candidate) => candidate === received);
    if (received !== undefined && value === undefined) {
        throw new refusal/* Refusal */.P(`${name} is ${quoted(received)}; allowed are ${allowed.join(', ')}.`);
    }
    return value;
}
function matching(name, pattern, allowed) {
    const received = inputs_text(name);
    if (received !== undefined && !pattern.test(received)) {
        throw new refusal/* Refusal */.P(`${name} is ${quoted(received)}; allowed is ${allowed}.`);
    }
    return received;
}
const ifGiven = (value, then) => value === undefined ? undefined : then(value);
const given = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const quoted = (value) => JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}\u2026` : value);

;// CONCATENATED MODULE: ./src/password/verify.js

/**
 * The first rule of the policy that this password breaks, in words that show no character of it; undefined
 * when all hold. A space at either end breaks one: targets trim it.
 */
function violation(password, policy) {
    const drawn = Array.from(password);
    const absent = policy.requiredClasses.filter((name) => !drawn.some((character) => characters[name].includes(character)));
    const distinct = new Set(drawn).size;
    const rules = [
        [
            drawn.length !== policy.length,
            `it has ${drawn.length} characters instead of ${policy.length}`
        ],
        [drawn.some((c) => !policy.alphabet.includes(c)), 'it holds a character that is excluded'],
        [absent.length > 0, `it holds no ${listed(absent)}`],
        [
            distinct < policy.minimumDistinct,
            `it holds ${distinct} different characters instead of at least ${policy.minimumDistinct}`
        ],
        [password !== password.trim(), 'it begins or ends with a space']
    ];
    return rules.find(([broken]) => broken)?.[1];
}

;// CONCATENATED MODULE: ./src/process.js
/**
 * Runs an action as a whole process. A cancelled job ends between two synchronous steps, so that outputs are set
 * together or not at all; at the end no connection that was given up keeps the step waiting.
 */
async function asProcess(run) {
    // A library in the bundle may use what Node is going to drop; that is news for us, not for whoever runs the step.
    process.noDeprecation = true;
    for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143]
    ]) {
        process.once(signal, () => process.exit(code));
    }
    await run();
    process.stdout.write('', () => process.exit());
}

;// CONCATENATED MODULE: ./src/main.js












/** Makes a password, keeps it where the inputs say, and puts it out: all of it, or one error and nothing. */
const run = () => reported(async () => {
    const inputs = readInputs();
    if (inputs.gitHubSecret)
        setSecret(inputs.gitHubSecret.token);
    const policy = policy_policyOf(inputs.password);
    requireOutputFile();
    const patience = patienceOf(inputs);
    const secretsManager = await main_open(inputs, sessionPolicy(inputs), patience);
    const draw = () => drawPassword(policy, secretsManager);
    const made = inputs.keep
        ? await keep(await storeOf(secretsManager, inputs.keep), draw)
        : { password: await draw() };
    if (inputs.gitHubSecret)
        await handOver(inputs.gitHubSecret, made, patience);
    setPassword(made.password, made.version);
});
/** Moves AWSCURRENT to a version that was kept as AWSPENDING. */
const runPromote = () => reported(async () => {
    const inputs = readPromoteInputs();
    requireOutputFile();
    const secretsManager = await main_open(inputs, promotionPolicy(inputs), patienceOf(inputs));
    const { promote } = await Promise.all(/* import() */[__nccwpck_require__.e(670), __nccwpck_require__.e(434), __nccwpck_require__.e(731)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8731));
    const version = await promote(secretsManager, inputs.secretId, inputs.versionId);
    setSecretVersion(version);
    info(`Version ${version.versionId} of ${version.arn} is AWSCURRENT.`);
});
/** The only place that catches, and the only one that fails the step. */
async function reported(work) {
    try {
        await work();
    }
    catch (thrown) {
        const { message, detail } = explain(thrown);
        debug(detail);
        error(message, { title: 'aws-random-password' });
        process.exitCode = ExitCode.Failure;
    }
}
const patienceOf = ({ timeoutSeconds }) => new call/* Patience */.i3(timeoutSeconds, undefined, debug);
/** Secrets Manager, reached while other things are still being prepared. */
async function main_open({ region, role }, policy, patience) {
    if (role)
        requireIdTokenPermission();
    const assumed = role && policy ? assume(role, policy, region, patience) : undefined;
    const connection = connect('secretsmanager', region, patience.attemptMs);
    const [secretsManager] = await Promise.all([
        connection.underway.then(async () => {
            const { SecretsManager } = await Promise.all(/* import() */[__nccwpck_require__.e(670), __nccwpck_require__.e(434)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8138));
            return SecretsManager.prepare(region, connection, patience, assumed && (() => assumed));
        }),
        assumed
    ]);
    return secretsManager;
}
async function assume(role, policy, region, patience) {
    const connection = connect('sts', region, patience.attemptMs);
    const tokens = { get: () => idToken(role.audience, patience), claims: claimsOf };
    const [token, { assumeRole }] = await Promise.all([
        tokens.get(),
        connection.underway.then(() => __nccwpck_require__.e(/* import() */ 330).then(__nccwpck_require__.bind(__nccwpck_require__, 5330)))
    ]);
    return assumeRole(role, policy, token, tokens, region, connection, patience);
}
const MAX_DRAWS = 5;
/** Draws until a password holds its policy. What is drawn is masked before anything else is done with it. */
async function drawPassword(policy, secretsManager) {
    let broken;
    for (let draws = 1; draws <= MAX_DRAWS; draws++) {
        const { password, requestId } = await secretsManager.getRandomPassword(policy.parameters);
        mask(password);
        broken = violation(password, policy);
        if (broken === undefined) {
            info(`Made a password of ${policy.length} characters out of ${policy.alphabet.length}: ` +
                `${Math.floor(policy.entropyBits)} bits of entropy (${secretsManager.region}, request ${requestId}).`);
            return password;
        }
        debug(`Draw ${draws} of ${MAX_DRAWS} (request ${requestId}) was refused: ${broken}`);
    }
    throw new refusal/* Refusal */.P(`AWS answered ${MAX_DRAWS} passwords that do not hold what was asked for; of the last, ${broken ?? ''}. ` +
        'Ask for less, or report it with the debug log of this run.');
}
async function storeOf(secretsManager, inputs) {
    const { SecretStore } = await Promise.all(/* import() */[__nccwpck_require__.e(670), __nccwpck_require__.e(434), __nccwpck_require__.e(731)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8731));
    return new SecretStore(secretsManager, inputs);
}
/** Whether a password is drawn at all is decided by what is kept already. */
async function keep(store, draw) {
    let kept = await store.find();
    if (typeof kept !== 'object') {
        const password = await draw();
        const secretString = store.secretStringOf(password);
        if (secretString !== password)
            mask(secretString);
        const stored = await store.store(password, kept);
        if (!('password' in stored)) {
            info(`Stored it as version ${stored.versionId} of ${stored.arn}.`);
            return { password, version: stored };
        }
        kept = stored;
    }
    mask(kept.password);
    if (kept.secretString !== kept.password)
        mask(kept.secretString);
    info(`Kept the present password: version ${kept.versionId} of ${kept.arn}.`);
    return { password: kept.password, version: kept };
}
async function handOver({ token, ...target }, { password, version }, patience) {
    const { owner, repo, name, environment } = target;
    // A bundle of its own (see bundle/build.mjs), which must cost nothing unless it is asked for.
    const { writeSecret } = await import(/* webpackIgnore: true */ './github/repository-secret.js');
    const place = environment === undefined ? `${owner}/${repo}` : `${owner}/${repo}, environment ${environment}`;
    const host = new URL(process.env['GITHUB_API_URL'] || 'https://api.github.com').host;
    try {
        await patience.call({ service: 'GitHub', action: `write the secret ${name}`, resource: place, host }, (signal) => writeSecret(target, token, password, signal));
    }
    catch (cause) {
        throw version ? new HandOverError(version, cause) : cause;
    }
    info(`Wrote the GitHub secret ${name} of ${place}.`);
}

var __webpack_exports__asProcess = __webpack_exports__["if"];
var __webpack_exports__run = __webpack_exports__.eF;
var __webpack_exports__runPromote = __webpack_exports__.EQ;
export { __webpack_exports__asProcess as asProcess, __webpack_exports__run as run, __webpack_exports__runPromote as runPromote };
