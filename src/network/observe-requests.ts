import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** A request of this process, and what came of it. */
export interface ObservedRequest {
  readonly method: string;
  readonly url: URL;
  /** The status of the response, or the code of the error; undefined as long as there is neither. */
  readonly outcome: number | string | undefined;
}

/**
 * Observes the requests of this process where Node announces them: parts of the SDK send some by themselves, and tell
 * nobody what came of them.
 *
 * @param timeoutMs after which a request without an end is destroyed; undefined for those that others watch over.
 * @returns the requests so far, and what ends the observation.
 */
export function observeRequests(timeoutMs: (url: URL) => number | undefined): {
  readonly requests: readonly ObservedRequest[];
  readonly stop: () => void;
} {
  const requests: ObservedRequest[] = [];
  const onCreated = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    const { method, path, protocol } = request;
    const url = new URL(`${protocol}//${String(request.getHeader('host'))}${path}`);
    const observed = { method, url, outcome: undefined as ObservedRequest['outcome'] };
    requests.push(observed);
    const timeOut = (): void => {
      observed.outcome ??= 'ETIMEDOUT';
      request.destroy(Object.assign(new Error('no response'), { code: 'ETIMEDOUT' }));
    };
    const milliseconds = timeoutMs(url);
    const timer = milliseconds === undefined ? undefined : setTimeout(timeOut, milliseconds);
    request
      .once('response', ({ statusCode }) => (observed.outcome ??= statusCode))
      // By the limit of whoever sent it.
      .once('timeout', () => (observed.outcome ??= 'ETIMEDOUT'))
      .once('error', ({ code, name }: NodeJS.ErrnoException) => (observed.outcome ??= code ?? name))
      .once('close', () => {
        clearTimeout(timer);
      });
  };
  subscribe('http.client.request.created', onCreated);
  return {
    requests,
    stop: () => {
      unsubscribe('http.client.request.created', onCreated);
    }
  };
}
