import type { IncomingHttpHeaders } from 'node:http';

/** A response with status 200 that is not what the service returns: another server answered, or only a part arrived. */
export class UnexpectedResponseError extends Error {
  override readonly name: string = 'UnexpectedResponseError';
}

/** A response whose body is larger than any that the service returns. */
export class ResponseTooLargeError extends UnexpectedResponseError {
  override readonly name = 'ResponseTooLargeError';

  constructor(readonly maxBytes: number) {
    super(`the response has more than ${maxBytes} bytes`);
  }
}

/** A server that switches to another protocol, which nobody has asked for. */
export class SwitchedProtocolError extends UnexpectedResponseError {
  override readonly name = 'SwitchedProtocolError';
  readonly status = 101;

  constructor() {
    super('the server switched to another protocol');
  }
}

/** A response whose status says that the request failed. */
export class StatusError extends Error {
  override readonly name = 'StatusError';

  constructor(
    readonly status: number,
    readonly headers: IncomingHttpHeaders
  ) {
    super(`status ${status}`);
  }
}

/** A proxy that does not open a way to the host. */
export class ProxyRefusalError extends Error {
  override readonly name = 'ProxyRefusalError';

  /** @param schemes of `Proxy-Authenticate`, in lower case: how the proxy wants to be signed in to. */
  constructor(
    readonly status: number,
    readonly schemes: readonly string[] = []
  ) {
    super(`status ${status}`);
  }
}

/** A proxy that cannot be asked to open a way; the cause says why. */
export class ProxyConnectionError extends Error {
  override readonly name = 'ProxyConnectionError';

  constructor(override readonly cause: unknown) {
    super('no connection to the proxy');
  }
}
