import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { SwitchedProtocolError } from '../errors/response-error.js';

/**
 * Lets every request of this process fail whose server switches to another protocol (status 101). Otherwise Node hangs up
 * without a word to whoever waits for the response, or waits for a body. The SDK makes requests of its own, so all are
 * caught where Node announces them.
 */
export function refuseUpgrades(): void {
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { readonly request: ClientRequest };
    request
      .once('upgrade', (_, socket) => {
        socket.destroy();
        request.emit('error', new SwitchedProtocolError());
      })
      // Without a header "Upgrade", it is a response to Node.
      .once('response', (response) => {
        if (response.statusCode === 101) response.destroy(new SwitchedProtocolError());
      });
  });
}
