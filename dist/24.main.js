"use strict";
exports.id = 24;
exports.ids = [24];
exports.modules = {

/***/ 8024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GetRoleCredentialsCommand: () => (/* binding */ GetRoleCredentialsCommand),
/* harmony export */   SSOClient: () => (/* binding */ SSOClient)
/* harmony export */ });
/* harmony import */ var _sdk_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1911);
/* harmony import */ var _package_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4923);
/* harmony import */ var _AwsRestJsonProtocol_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4586);
/* harmony import */ var _main2_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5850);
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(857);
/* harmony import */ var fs__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9896);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7030);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8161);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(4708);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(1692);
/* harmony import */ var hpagent__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(7549);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(6760);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(7975);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(7075);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(7598);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_17__ = __webpack_require__(1708);
/* harmony import */ var _sdk_stream_mixin_js__WEBPACK_IMPORTED_MODULE_18__ = __webpack_require__(2284);




















// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/auth/httpAuthSchemeProvider.js
const defaultSSOHttpAuthSchemeParametersProvider = async (config, context, input) => {
    return {
        operation: (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.Y)(context).operation,
        region: await (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.X)(config.region)() || (() => {
            throw new Error("expected `region` to be configured for `aws.auth#sigv4`");
        })(),
    };
};
function createAwsAuthSigv4HttpAuthOption(authParameters) {
    return {
        schemeId: "aws.auth#sigv4",
        signingProperties: {
            name: "awsssoportal",
            region: authParameters.region,
        },
        propertiesExtractor: (config, context) => ({
            signingProperties: {
                config,
                context,
            },
        }),
    };
}
function createSmithyApiNoAuthHttpAuthOption(authParameters) {
    return {
        schemeId: "smithy.api#noAuth",
    };
}
const defaultSSOHttpAuthSchemeProvider = (authParameters) => {
    const options = [];
    switch (authParameters.operation) {
        case "GetRoleCredentials":
            {
                options.push(createSmithyApiNoAuthHttpAuthOption());
                break;
            }
        default: {
            options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
        }
    }
    return options;
};
const resolveHttpAuthSchemeConfig = (config) => {
    const config_0 = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.W)(config);
    return Object.assign(config_0, {
        authSchemePreference: (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.X)(config.authSchemePreference ?? []),
    });
};

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/endpoint/EndpointParameters.js
const resolveClientEndpointParameters = (options) => {
    return Object.assign(options, {
        useDualstackEndpoint: options.useDualstackEndpoint ?? false,
        useFipsEndpoint: options.useFipsEndpoint ?? false,
        defaultSigningName: "awsssoportal",
    });
};
const commonParams = {
    UseFIPS: { type: "builtInParams", name: "useFipsEndpoint" },
    Endpoint: { type: "builtInParams", name: "endpoint" },
    Region: { type: "builtInParams", name: "region" },
    UseDualStack: { type: "builtInParams", name: "useDualstackEndpoint" },
};

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/endpoint/bdd.js
const k = "ref";
const a = -1, b = true, c = "isSet", d = "PartitionResult", e = "booleanEquals", f = "getAttr", g = { [k]: "Endpoint" }, h = { [k]: d }, i = {}, j = [{ [k]: "Region" }];
const _data = {
    conditions: [
        [c, [g]],
        [c, j],
        ["aws.partition", j, d],
        [e, [{ [k]: "UseFIPS" }, b]],
        [e, [{ [k]: "UseDualStack" }, b]],
        [e, [{ fn: f, argv: [h, "supportsDualStack"] }, b]],
        [e, [{ fn: f, argv: [h, "supportsFIPS"] }, b]],
        ["stringEquals", [{ fn: f, argv: [h, "name"] }, "aws-us-gov"]]
    ],
    results: [
        [a],
        [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
        [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
        [g, i],
        ["https://portal.sso-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
        [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
        ["https://portal.sso.{Region}.amazonaws.com", i],
        ["https://portal.sso-fips.{Region}.{PartitionResult#dnsSuffix}", i],
        [a, "FIPS is enabled but this partition does not support FIPS"],
        ["https://portal.sso.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
        [a, "DualStack is enabled but this partition does not support DualStack"],
        ["https://portal.sso.{Region}.{PartitionResult#dnsSuffix}", i],
        [a, "Invalid Configuration: Missing Region"]
    ]
};
const root = 2;
const r = 100_000_000;
const nodes = new Int32Array([
    -1, 1, -1,
    0, 13, 3,
    1, 4, r + 12,
    2, 5, r + 12,
    3, 8, 6,
    4, 7, r + 11,
    5, r + 9, r + 10,
    4, 11, 9,
    6, 10, r + 8,
    7, r + 6, r + 7,
    5, 12, r + 5,
    6, r + 4, r + 5,
    3, r + 1, 14,
    4, r + 2, r + 3,
]);
const bdd = _sdk_js__WEBPACK_IMPORTED_MODULE_0__.Z.from(nodes, root, _data.conditions, _data.results);

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/endpoint/endpointResolver.js
const cache = new _sdk_js__WEBPACK_IMPORTED_MODULE_0__.$({
    size: 50,
    params: ["Endpoint", "Region", "UseDualStack", "UseFIPS"],
});
const defaultEndpointResolver = (endpointParams, context = {}) => {
    return cache.get(endpointParams, () => (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.a0)(bdd, {
        endpointParams: endpointParams,
        logger: context.logger,
    }));
};
_sdk_js__WEBPACK_IMPORTED_MODULE_0__.a2.aws = _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a1;

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/models/SSOServiceException.js
class SSOServiceException extends _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a3 {
    static shapeId = "smithy.ts.sdk.synthetic.com.amazonaws.sso#SSOServiceException";
    constructor(options) {
        super(options);
        Object.setPrototypeOf(this, SSOServiceException.prototype);
    }
}

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/models/errors.js
class InvalidRequestException extends SSOServiceException {
    static shapeId = "com.amazonaws.sso#InvalidRequestException";
    name = "InvalidRequestException";
    $fault = "client";
    constructor(opts) {
        super({
            name: "InvalidRequestException",
            $fault: "client",
            ...opts,
        });
        Object.setPrototypeOf(this, InvalidRequestException.prototype);
    }
}
class ResourceNotFoundException extends SSOServiceException {
    static shapeId = "com.amazonaws.sso#ResourceNotFoundException";
    name = "ResourceNotFoundException";
    $fault = "client";
    constructor(opts) {
        super({
            name: "ResourceNotFoundException",
            $fault: "client",
            ...opts,
        });
        Object.setPrototypeOf(this, ResourceNotFoundException.prototype);
    }
}
class TooManyRequestsException extends SSOServiceException {
    static shapeId = "com.amazonaws.sso#TooManyRequestsException";
    name = "TooManyRequestsException";
    $fault = "client";
    constructor(opts) {
        super({
            name: "TooManyRequestsException",
            $fault: "client",
            ...opts,
        });
        Object.setPrototypeOf(this, TooManyRequestsException.prototype);
    }
}
class UnauthorizedException extends SSOServiceException {
    static shapeId = "com.amazonaws.sso#UnauthorizedException";
    name = "UnauthorizedException";
    $fault = "client";
    constructor(opts) {
        super({
            name: "UnauthorizedException",
            $fault: "client",
            ...opts,
        });
        Object.setPrototypeOf(this, UnauthorizedException.prototype);
    }
}

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/schemas/schemas_0.js
const _ATT = "AccessTokenType";
const _GRC = "GetRoleCredentials";
const _GRCR = "GetRoleCredentialsRequest";
const _GRCRe = "GetRoleCredentialsResponse";
const _IRE = "InvalidRequestException";
const _RC = "RoleCredentials";
const _RNFE = "ResourceNotFoundException";
const _SAKT = "SecretAccessKeyType";
const _STT = "SessionTokenType";
const _TMRE = "TooManyRequestsException";
const _UE = "UnauthorizedException";
const _aI = "accountId";
const _aKI = "accessKeyId";
const _aT = "accessToken";
const _ai = "account_id";
const _c = "client";
const _e = "error";
const _ex = "expiration";
const _h = "http";
const _hE = "httpError";
const _hH = "httpHeader";
const _hQ = "httpQuery";
const _m = "message";
const _rC = "roleCredentials";
const _rN = "roleName";
const _rn = "role_name";
const _s = "smithy.ts.sdk.synthetic.com.amazonaws.sso";
const _sAK = "secretAccessKey";
const _sT = "sessionToken";
const _xasbt = "x-amz-sso_bearer_token";
const n0 = "com.amazonaws.sso";
const _s_registry = new _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a4(_s);
var SSOServiceException$ = [-3, _s, "SSOServiceException", 0, [], []];
_s_registry.registerError(SSOServiceException$, SSOServiceException);
const n0_registry = new _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a4(n0);
var InvalidRequestException$ = [-3, n0, _IRE,
    { [_e]: _c, [_hE]: 400 },
    [_m],
    [0]
];
n0_registry.registerError(InvalidRequestException$, InvalidRequestException);
var ResourceNotFoundException$ = [-3, n0, _RNFE,
    { [_e]: _c, [_hE]: 404 },
    [_m],
    [0]
];
n0_registry.registerError(ResourceNotFoundException$, ResourceNotFoundException);
var TooManyRequestsException$ = [-3, n0, _TMRE,
    { [_e]: _c, [_hE]: 429 },
    [_m],
    [0]
];
n0_registry.registerError(TooManyRequestsException$, TooManyRequestsException);
var UnauthorizedException$ = [-3, n0, _UE,
    { [_e]: _c, [_hE]: 401 },
    [_m],
    [0]
];
n0_registry.registerError(UnauthorizedException$, UnauthorizedException);
const errorTypeRegistries = [
    _s_registry,
    n0_registry,
];
var AccessTokenType = [0, n0, _ATT, 8, 0];
var SecretAccessKeyType = [0, n0, _SAKT, 8, 0];
var SessionTokenType = [0, n0, _STT, 8, 0];
var GetRoleCredentialsRequest$ = [3, n0, _GRCR,
    0,
    [_rN, _aI, _aT],
    [[0, { [_hQ]: _rn }], [0, { [_hQ]: _ai }], [() => AccessTokenType, { [_hH]: _xasbt }]], 3
];
var GetRoleCredentialsResponse$ = [3, n0, _GRCRe,
    0,
    [_rC],
    [[() => RoleCredentials$, 0]]
];
var RoleCredentials$ = [3, n0, _RC,
    0,
    [_aKI, _sAK, _sT, _ex],
    [0, [() => SecretAccessKeyType, 0], [() => SessionTokenType, 0], 1]
];
var GetRoleCredentials$ = [9, n0, _GRC,
    { [_h]: ["GET", "/federation/credentials", 200] }, () => GetRoleCredentialsRequest$, () => GetRoleCredentialsResponse$
];

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/runtimeConfig.shared.js
const getRuntimeConfig$1 = (config) => {
    return {
        apiVersion: "2019-06-10",
        base64Decoder: config?.base64Decoder ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.n,
        base64Encoder: config?.base64Encoder ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.y,
        disableHostPrefix: config?.disableHostPrefix ?? false,
        endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
        extensions: config?.extensions ?? [],
        httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultSSOHttpAuthSchemeProvider,
        httpAuthSchemes: config?.httpAuthSchemes ?? [
            {
                schemeId: "aws.auth#sigv4",
                identityProvider: (ipc) => ipc.getIdentityProvider("aws.auth#sigv4"),
                signer: new _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a7(),
            },
            {
                schemeId: "smithy.api#noAuth",
                identityProvider: (ipc) => ipc.getIdentityProvider("smithy.api#noAuth") || (async () => ({})),
                signer: new _package_js__WEBPACK_IMPORTED_MODULE_1__.N(),
            },
        ],
        logger: config?.logger ?? new _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a6(),
        protocol: config?.protocol ?? _AwsRestJsonProtocol_js__WEBPACK_IMPORTED_MODULE_2__.A,
        protocolSettings: config?.protocolSettings ?? {
            defaultNamespace: "com.amazonaws.sso",
            errorTypeRegistries,
            version: "2019-06-10",
            serviceTarget: "SWBPortalService",
        },
        serviceId: config?.serviceId ?? "SSO",
        sha256: config?.sha256 ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.a5,
        urlParser: config?.urlParser ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.T,
        utf8Decoder: config?.utf8Decoder ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.w,
        utf8Encoder: config?.utf8Encoder ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.m,
    };
};

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/runtimeConfig.js
const getRuntimeConfig = (config) => {
    (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.a8)(process.version);
    const defaultsMode = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.a9)(config);
    const defaultConfigProvider = () => defaultsMode().then(_sdk_js__WEBPACK_IMPORTED_MODULE_0__.an);
    const clientSharedValues = getRuntimeConfig$1(config);
    (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aa)(process.version);
    const loaderConfig = {
        profile: config?.profile,
        logger: clientSharedValues.logger,
    };
    return {
        ...clientSharedValues,
        ...config,
        runtime: "node",
        defaultsMode,
        authSchemePreference: config?.authSchemePreference ?? (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.V)(_sdk_js__WEBPACK_IMPORTED_MODULE_0__.am, loaderConfig),
        bodyLengthChecker: config?.bodyLengthChecker ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.ab,
        defaultSocketTimeout: (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.al)(config?.requestHandler, 300_000),
        defaultUserAgentProvider: config?.defaultUserAgentProvider ?? (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ak)({ serviceId: clientSharedValues.serviceId, clientVersion: _package_js__WEBPACK_IMPORTED_MODULE_1__.p.version }),
        maxAttempts: config?.maxAttempts ?? (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.V)(_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aj, config),
        region: config?.region ?? (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.V)(_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ai, { ..._sdk_js__WEBPACK_IMPORTED_MODULE_0__.ah, ...loaderConfig }),
        requestHandler: _sdk_js__WEBPACK_IMPORTED_MODULE_0__.N.create(config?.requestHandler ?? defaultConfigProvider),
        retryMode: config?.retryMode ??
            (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.V)({
                ..._sdk_js__WEBPACK_IMPORTED_MODULE_0__.af,
                default: async () => (await defaultConfigProvider()).retryMode || _sdk_js__WEBPACK_IMPORTED_MODULE_0__.ag,
            }, config),
        streamCollector: config?.streamCollector ?? _sdk_js__WEBPACK_IMPORTED_MODULE_0__.j,
        useDualstackEndpoint: config?.useDualstackEndpoint ?? (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.V)(_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ae, loaderConfig),
        useFipsEndpoint: config?.useFipsEndpoint ?? (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.V)(_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ad, loaderConfig),
        userAgentAppId: config?.userAgentAppId ?? (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.V)(_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ac, loaderConfig),
    };
};

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/auth/httpAuthExtensionConfiguration.js
const getHttpAuthExtensionConfiguration = (runtimeConfig) => {
    const _httpAuthSchemes = runtimeConfig.httpAuthSchemes;
    let _httpAuthSchemeProvider = runtimeConfig.httpAuthSchemeProvider;
    let _credentials = runtimeConfig.credentials;
    return {
        setHttpAuthScheme(httpAuthScheme) {
            const index = _httpAuthSchemes.findIndex((scheme) => scheme.schemeId === httpAuthScheme.schemeId);
            if (index === -1) {
                _httpAuthSchemes.push(httpAuthScheme);
            }
            else {
                _httpAuthSchemes.splice(index, 1, httpAuthScheme);
            }
        },
        httpAuthSchemes() {
            return _httpAuthSchemes;
        },
        setHttpAuthSchemeProvider(httpAuthSchemeProvider) {
            _httpAuthSchemeProvider = httpAuthSchemeProvider;
        },
        httpAuthSchemeProvider() {
            return _httpAuthSchemeProvider;
        },
        setCredentials(credentials) {
            _credentials = credentials;
        },
        credentials() {
            return _credentials;
        },
    };
};
const resolveHttpAuthRuntimeConfig = (config) => {
    return {
        httpAuthSchemes: config.httpAuthSchemes(),
        httpAuthSchemeProvider: config.httpAuthSchemeProvider(),
        credentials: config.credentials(),
    };
};

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/runtimeExtensions.js
const resolveRuntimeExtensions = (runtimeConfig, extensions) => {
    const extensionConfiguration = Object.assign((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ao)(runtimeConfig), (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ap)(runtimeConfig), (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aq)(runtimeConfig), getHttpAuthExtensionConfiguration(runtimeConfig));
    extensions.forEach((extension) => extension.configure(extensionConfiguration));
    return Object.assign(runtimeConfig, (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ar)(extensionConfiguration), (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.as)(extensionConfiguration), (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.at)(extensionConfiguration), resolveHttpAuthRuntimeConfig(extensionConfiguration));
};

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/SSOClient.js
class SSOClient extends _sdk_js__WEBPACK_IMPORTED_MODULE_0__.au {
    config;
    constructor(...[configuration]) {
        const _config_0 = getRuntimeConfig(configuration || {});
        super(_config_0);
        this.initConfig = _config_0;
        const _config_1 = resolveClientEndpointParameters(_config_0);
        const _config_2 = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.av)(_config_1);
        const _config_3 = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aw)(_config_2);
        const _config_4 = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ax)(_config_3);
        const _config_5 = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aJ)(_config_4);
        const _config_6 = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.ay)(_config_5);
        const _config_7 = resolveHttpAuthSchemeConfig(_config_6);
        const _config_8 = resolveRuntimeExtensions(_config_7, configuration?.extensions || []);
        this.config = _config_8;
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.az)(this.config));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aA)(this.config));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aB)(this.config));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aC)(this.config));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aD)(this.config));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aE)(this.config));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aF)(this.config));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aG)(this.config, {
            httpAuthSchemeParametersProvider: defaultSSOHttpAuthSchemeParametersProvider,
            identityProviderConfigProvider: async (config) => new _sdk_js__WEBPACK_IMPORTED_MODULE_0__.aH({
                "aws.auth#sigv4": config.credentials,
            }),
        }));
        this.middlewareStack.use((0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aI)(this.config));
    }
    destroy() {
        super.destroy();
    }
}

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/commandBuilder.js
const command = (0,_sdk_js__WEBPACK_IMPORTED_MODULE_0__.aK)(commonParams, "SWBPortalService", "SSOClient", _sdk_js__WEBPACK_IMPORTED_MODULE_0__.aL);
const _ep0 = {};
const _mw0 = (Command, cs, config, o) => [];

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sso/commands/GetRoleCredentialsCommand.js
class GetRoleCredentialsCommand extends command(_ep0, _mw0, "GetRoleCredentials", GetRoleCredentials$) {
}




/***/ })

};
;