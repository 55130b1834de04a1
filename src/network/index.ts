/** All that needs Node's http and https, loaded as one when the first request is sent. */
export { createAgents } from './agent.js';
export { readBody } from './read-body.js';
export { sendRequest } from './request.js';
