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
  $Command: () => (/* reexport */ external_sdk_js_namespaceObject.Command),
  AssumeRole$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRole$),
  AssumeRoleCommand: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleCommand),
  AssumeRoleRequest$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleRequest$),
  AssumeRoleResponse$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleResponse$),
  AssumeRoleWithWebIdentity$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleWithWebIdentity$),
  AssumeRoleWithWebIdentityCommand: () => (/* binding */ AssumeRoleWithWebIdentityCommand),
  AssumeRoleWithWebIdentityRequest$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleWithWebIdentityRequest$),
  AssumeRoleWithWebIdentityResponse$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleWithWebIdentityResponse$),
  AssumedRoleUser$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumedRoleUser$),
  Credentials$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.Credentials$),
  ExpiredTokenException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.ExpiredTokenException),
  ExpiredTokenException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.ExpiredTokenException$),
  IDPCommunicationErrorException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.IDPCommunicationErrorException),
  IDPCommunicationErrorException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.IDPCommunicationErrorException$),
  IDPRejectedClaimException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.IDPRejectedClaimException),
  IDPRejectedClaimException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.IDPRejectedClaimException$),
  InvalidIdentityTokenException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.InvalidIdentityTokenException),
  InvalidIdentityTokenException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.InvalidIdentityTokenException$),
  MalformedPolicyDocumentException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.MalformedPolicyDocumentException),
  MalformedPolicyDocumentException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.MalformedPolicyDocumentException$),
  PackedPolicyTooLargeException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.PackedPolicyTooLargeException),
  PackedPolicyTooLargeException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.PackedPolicyTooLargeException$),
  PolicyDescriptorType$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.PolicyDescriptorType$),
  ProvidedContext$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.ProvidedContext$),
  RegionDisabledException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.RegionDisabledException),
  RegionDisabledException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.RegionDisabledException$),
  STSClient: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.STSClient),
  STSServiceException: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.STSServiceException),
  STSServiceException$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.STSServiceException$),
  Tag$: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.Tag$),
  __Client: () => (/* reexport */ external_sdk_js_namespaceObject.Client),
  errorTypeRegistries: () => (/* reexport */ external_aws_sdk_credential_providers_loadSts_js_namespaceObject.errorTypeRegistries),
  getDefaultRoleAssumer: () => (/* binding */ getDefaultRoleAssumer),
  getDefaultRoleAssumerWithWebIdentity: () => (/* binding */ getDefaultRoleAssumerWithWebIdentity)
});

;// CONCATENATED MODULE: external "./aws-sdk-credential-providers-loadSts.js"
const external_aws_sdk_credential_providers_loadSts_js_namespaceObject = require("./aws-sdk-credential-providers-loadSts.js");
;// CONCATENATED MODULE: external "./sdk.js"
const external_sdk_js_namespaceObject = require("./sdk.js");
;// CONCATENATED MODULE: ./aws-sdk-nested-clients-sts.js





// node_modules/@aws-sdk/core/dist-es/submodules/client/region-config-resolver/stsRegionDefaultResolver.js
function stsRegionDefaultResolver(loaderConfig = {}) {
    return (0,external_sdk_js_namespaceObject.loadConfig)({
        ...external_sdk_js_namespaceObject.NODE_REGION_CONFIG_OPTIONS,
        async default() {
            {
                console.warn("@aws-sdk - WARN - default STS region of us-east-1 used. See @aws-sdk/credential-providers README and set a region explicitly.");
            }
            return "us-east-1";
        },
    }, { ...external_sdk_js_namespaceObject.NODE_REGION_CONFIG_FILE_OPTIONS, ...loaderConfig });
}

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sts/commands/AssumeRoleWithWebIdentityCommand.js
class AssumeRoleWithWebIdentityCommand extends (0,external_aws_sdk_credential_providers_loadSts_js_namespaceObject.command)(external_aws_sdk_credential_providers_loadSts_js_namespaceObject._ep0, external_aws_sdk_credential_providers_loadSts_js_namespaceObject._mw0, "AssumeRoleWithWebIdentity", external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleWithWebIdentity$) {
}

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sts/defaultStsRoleAssumers.js
const getAccountIdFromAssumedRoleUser = (assumedRoleUser) => {
    if (typeof assumedRoleUser?.Arn === "string") {
        const arnComponents = assumedRoleUser.Arn.split(":");
        if (arnComponents.length > 4 && arnComponents[4] !== "") {
            return arnComponents[4];
        }
    }
    return undefined;
};
const resolveRegion = async (_region, _parentRegion, credentialProviderLogger, loaderConfig = {}) => {
    const region = typeof _region === "function" ? await _region() : _region;
    const parentRegion = typeof _parentRegion === "function" ? await _parentRegion() : _parentRegion;
    let stsDefaultRegion = "";
    const resolvedRegion = region ?? parentRegion ?? (stsDefaultRegion = await stsRegionDefaultResolver(loaderConfig)());
    credentialProviderLogger?.debug?.("@aws-sdk/client-sts::resolveRegion", "accepting first of:", `${region} (credential provider clientConfig)`, `${parentRegion} (contextual client)`, `${stsDefaultRegion} (STS default: AWS_REGION, profile region, or us-east-1)`);
    return resolvedRegion;
};
const getDefaultRoleAssumer$1 = (stsOptions, STSClient) => {
    let stsClient;
    let closureSourceCreds;
    return async (sourceCreds, params) => {
        closureSourceCreds = sourceCreds;
        if (!stsClient) {
            const { logger = stsOptions?.parentClientConfig?.logger, profile = stsOptions?.parentClientConfig?.profile, region, requestHandler = stsOptions?.parentClientConfig?.requestHandler, credentialProviderLogger, userAgentAppId = stsOptions?.parentClientConfig?.userAgentAppId, } = stsOptions;
            const resolvedRegion = await resolveRegion(region, stsOptions?.parentClientConfig?.region, credentialProviderLogger, {
                logger,
                profile,
            });
            const isCompatibleRequestHandler = !isH2(requestHandler);
            stsClient = new STSClient({
                ...stsOptions,
                userAgentAppId,
                profile,
                credentialDefaultProvider: () => async () => closureSourceCreds,
                region: resolvedRegion,
                requestHandler: isCompatibleRequestHandler ? requestHandler : undefined,
                logger: logger,
            });
        }
        const { Credentials, AssumedRoleUser } = await stsClient.send(new external_aws_sdk_credential_providers_loadSts_js_namespaceObject.AssumeRoleCommand(params));
        if (!Credentials || !Credentials.AccessKeyId || !Credentials.SecretAccessKey) {
            throw new Error(`Invalid response from STS.assumeRole call with role ${params.RoleArn}`);
        }
        const accountId = getAccountIdFromAssumedRoleUser(AssumedRoleUser);
        const credentials = {
            accessKeyId: Credentials.AccessKeyId,
            secretAccessKey: Credentials.SecretAccessKey,
            sessionToken: Credentials.SessionToken,
            expiration: Credentials.Expiration,
            ...(Credentials.CredentialScope && { credentialScope: Credentials.CredentialScope }),
            ...(accountId && { accountId }),
        };
        (0,external_sdk_js_namespaceObject.setCredentialFeature)(credentials, "CREDENTIALS_STS_ASSUME_ROLE", "i");
        return credentials;
    };
};
const getDefaultRoleAssumerWithWebIdentity$1 = (stsOptions, STSClient) => {
    let stsClient;
    return async (params) => {
        if (!stsClient) {
            const { logger = stsOptions?.parentClientConfig?.logger, profile = stsOptions?.parentClientConfig?.profile, region, requestHandler = stsOptions?.parentClientConfig?.requestHandler, credentialProviderLogger, userAgentAppId = stsOptions?.parentClientConfig?.userAgentAppId, } = stsOptions;
            const resolvedRegion = await resolveRegion(region, stsOptions?.parentClientConfig?.region, credentialProviderLogger, {
                logger,
                profile,
            });
            const isCompatibleRequestHandler = !isH2(requestHandler);
            stsClient = new STSClient({
                ...stsOptions,
                userAgentAppId,
                profile,
                region: resolvedRegion,
                requestHandler: isCompatibleRequestHandler ? requestHandler : undefined,
                logger: logger,
            });
        }
        const { Credentials, AssumedRoleUser } = await stsClient.send(new AssumeRoleWithWebIdentityCommand(params));
        if (!Credentials || !Credentials.AccessKeyId || !Credentials.SecretAccessKey) {
            throw new Error(`Invalid response from STS.assumeRoleWithWebIdentity call with role ${params.RoleArn}`);
        }
        const accountId = getAccountIdFromAssumedRoleUser(AssumedRoleUser);
        const credentials = {
            accessKeyId: Credentials.AccessKeyId,
            secretAccessKey: Credentials.SecretAccessKey,
            sessionToken: Credentials.SessionToken,
            expiration: Credentials.Expiration,
            ...(Credentials.CredentialScope && { credentialScope: Credentials.CredentialScope }),
            ...(accountId && { accountId }),
        };
        if (accountId) {
            (0,external_sdk_js_namespaceObject.setCredentialFeature)(credentials, "RESOLVED_ACCOUNT_ID", "T");
        }
        (0,external_sdk_js_namespaceObject.setCredentialFeature)(credentials, "CREDENTIALS_STS_ASSUME_ROLE_WEB_ID", "k");
        return credentials;
    };
};
const isH2 = (requestHandler) => {
    return requestHandler?.metadata?.handlerProtocol === "h2";
};

// node_modules/@aws-sdk/nested-clients/dist-es/submodules/sts/defaultRoleAssumers.js
const getCustomizableStsClientCtor = (baseCtor, customizations) => {
    if (!customizations)
        return baseCtor;
    else
        return class CustomizableSTSClient extends baseCtor {
            constructor(config) {
                super(config);
                for (const customization of customizations) {
                    this.middlewareStack.use(customization);
                }
            }
        };
};
const getDefaultRoleAssumer = (stsOptions = {}, stsPlugins) => getDefaultRoleAssumer$1(stsOptions, getCustomizableStsClientCtor(external_aws_sdk_credential_providers_loadSts_js_namespaceObject.STSClient, stsPlugins));
const getDefaultRoleAssumerWithWebIdentity = (stsOptions = {}, stsPlugins) => getDefaultRoleAssumerWithWebIdentity$1(stsOptions, getCustomizableStsClientCtor(external_aws_sdk_credential_providers_loadSts_js_namespaceObject.STSClient, stsPlugins));



module.exports = __webpack_exports__;
/******/ })()
;