/** Asked by @actions/github for an agent and a dispatcher, which nobody uses: src/github/api-fetch.ts has its own. */
export class HttpClient {
  getAgent() {}
  getAgentDispatcher() {}
}
