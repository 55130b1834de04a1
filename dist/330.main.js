export const id = 330;
export const ids = [330];
export const modules = {

/***/ 5330:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  assumeRole: () => (/* binding */ assumeRole)
});

;// CONCATENATED MODULE: ../../@aws-sdk/credential-providers/dist-es/fromWebToken.js
const fromWebToken = (init) => {
    return async (args) => {
        const { fromWebToken: _fromWebToken } = await __webpack_require__.e(/* import() */ 909).then(__webpack_require__.bind(__webpack_require__, 7909));
        return _fromWebToken({ ...init })(args);
    };
};

// EXTERNAL MODULE: ./src/call.js
var call = __webpack_require__(8892);
// EXTERNAL MODULE: ./src/fault.js
var fault = __webpack_require__(5274);
;// CONCATENATED MODULE: ./src/aws/credentials.js



/**
 * Exchanges the job's OIDC token for credentials of a role, cut down to what the session policy allows.
 * A token that has expired meanwhile is replaced once.
 *
 * @throws {CallError}
 */
async function assumeRole(role, policy, token, tokens, region, { host, requestHandler }, patience) {
    const exchange = (current) => {
        const claims = tokens.claims(current);
        const call = {
            service: 'AWS STS',
            action: 'sts:AssumeRoleWithWebIdentity',
            resource: role.roleArn,
            host,
            ...(claims && { claims })
        };
        const provider = fromWebToken({
            roleArn: role.roleArn,
            roleSessionName: role.sessionName,
            durationSeconds: role.durationSeconds,
            webIdentityToken: current,
            policy,
            clientConfig: { region, requestHandler, maxAttempts: 1 }
        });
        return patience.call(call, () => provider());
    };
    try {
        return await exchange(token);
    }
    catch (error) {
        const hasExpired = error instanceof call/* CallError */.RA &&
            error.call.service === 'AWS STS' &&
            (0,fault/* faultOf */.Kl)(error.cause).code.startsWith('ExpiredToken');
        if (!hasExpired)
            throw error;
        return exchange(await tokens.get());
    }
}


/***/ })

};
