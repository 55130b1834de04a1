/** tunnel, and Node's assert with it, is loaded when the toolkit calls it: behind a proxy. */
for (const name of ['httpOverHttp', 'httpsOverHttp', 'httpOverHttps', 'httpsOverHttps']) {
  exports[name] = (options) => require('tunnel')[name](options);
}
