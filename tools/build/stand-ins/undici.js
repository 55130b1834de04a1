/** undici, of which @actions/http-client imports the dispatcher for fetch, is left out: no run of this action fetches. */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is left out of this bundle (see tools/build/stand-ins/undici.js)');
  }
}
