import type { TokenClaims } from '../errors/call-error.js';
import { StatusError, UnexpectedResponseError } from '../errors/response-error.js';
import { routeTo, type Destination } from '../network/destination.js';
import type { Retrier } from '../retry.js';
import { maskToken } from './add-mask.js';

/** Only a job with `id-token: write` gets the service and its token from the runner. */
export interface IdTokenOptions {
  /** The `aud` that the token gets. */
  readonly audience: string;
  /** From ACTIONS_ID_TOKEN_REQUEST_URL. */
  readonly tokenService: Destination;
  /** ACTIONS_ID_TOKEN_REQUEST_TOKEN; secret. */
  readonly requestToken: string;
}

/** Many times the size of a token, of which STS takes at most 20,000 characters. */
const MAX_BYTES = 64 * 1024;

/**
 * Requests the OIDC token of the job, and masks it. The toolkit's own function for this follows redirects, with the
 * request token, reads bodies of any size and retries by itself; none of that can be changed.
 *
 * @throws {CallError}
 */
export function requestIdToken(
  { audience, tokenService, requestToken }: IdTokenOptions,
  retrier: Retrier
): Promise<string> {
  const { url } = tokenService;
  const call = {
    service: 'GitHub token service',
    action: 'request an OIDC token',
    resource: audience,
    route: routeTo(url, tokenService)
  } as const;
  return retrier.call(call, async (signal) => {
    // Node's http and https are loaded when there is something to send.
    const { createAgents, readBody, sendRequest } = await import('../network/index.js');
    const response = await sendRequest(
      {
        method: 'GET',
        url: new URL(
          `${url.href}${url.search ? '&' : '?'}audience=${encodeURIComponent(audience)}`
        ),
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          authorization: `Bearer ${requestToken}`,
          'user-agent': 'aws-random-password'
        },
        signal
      },
      createAgents(tokenService)
    );
    const body = await readBody(response, MAX_BYTES);
    if (response.statusCode !== 200) {
      throw new StatusError(Number(response.statusCode), response.headers);
    }
    return readToken(body.toString());
  });
}

/** The token in the body of a response. It is masked before anything else happens to it. */
function readToken(body: string): string {
  const { value } = (JSON.parse(body) ?? {}) as { value?: unknown };
  // Only a JWT is masked: a mask such as "a" would make the log unreadable.
  if (typeof value !== 'string' || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) {
    throw new UnexpectedResponseError('the response has no token');
  }
  maskToken(value);
  return value;
}

/** The claims of a token as it states them, unverified; undefined when it is no JWT. */
export function readClaims(token: string): TokenClaims | undefined {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { iss, sub, aud } = JSON.parse(payload) as Record<string, unknown>;
    return { iss: String(iss), sub: String(sub), aud: String(aud) };
  } catch {
    return undefined;
  }
}
