/** The toolkit's HTTP client, and Node's http and https with it, is loaded when the OIDC token is asked for. */
export const OidcClient = {
  getIDToken: async (audience) => {
    const { OidcClient } = await import('../../../node_modules/@actions/core/lib/oidc-utils.js');
    return OidcClient.getIDToken(audience);
  }
};
