import { describe, expect, test } from '@jest/globals';
import { errorDetails, isThrottled } from '../../src/errors/error-details.js';
import { reportError } from '../../src/errors/error-report.js';
import { isTransient } from '../../src/retry-rules.js';

const error = (properties: object, message = ''): Error =>
  Object.assign(new Error(message), properties);
/** As Octokit throws: with status 500 also where there was no response. */
const octokitError = (status: number, response?: object, cause?: unknown): Error =>
  error({ name: 'HttpError', status, response, cause }, 'fetch failed');
const sdkError = (name: string, httpStatusCode: number, message?: string): Error =>
  error({ name, $metadata: { httpStatusCode, requestId: '0b5c1a9e' } }, message);

describe('is retried', () => {
  test.each<[string, unknown]>([
    ['status 500', octokitError(500, {})],
    ['status 503', sdkError('ServiceUnavailable', 503)],
    ['status 429', octokitError(429, {})],
    ['throttling', sdkError('ThrottlingException', 400)],
    [
      "GitHub's secondary rate limit",
      error({ status: 403 }, 'You exceeded a secondary rate limit')
    ],
    ['a broken connection', error({ code: 'ECONNRESET' })],
    ['a broken connection behind fetch', octokitError(500, undefined, error({ code: 'EPIPE' }))],
    [
      'a key that STS could not fetch',
      sdkError('InvalidIdentityToken', 400, "Couldn't retrieve verification key")
    ]
  ])('%s', (_, thrown) => {
    expect(isTransient(errorDetails(thrown))).toBe(true);
  });
});

describe('is not retried', () => {
  test.each<[string, unknown]>([
    ['a host that does not exist', octokitError(500, undefined, error({ code: 'ENOTFOUND' }))],
    [
      'a certificate that is not trusted',
      octokitError(500, undefined, error({ code: 'CERT_HAS_EXPIRED' }))
    ],
    ['no response for a reason that nobody knows', octokitError(500, undefined, new Error('x'))],
    ['a refusal', sdkError('AccessDeniedException', 400)],
    ['status 403', octokitError(403, {})],
    ['a token that STS rejects', sdkError('InvalidIdentityToken', 400, 'Incorrect audience')],
    ['an unknown error', new TypeError('x')],
    ['no error at all', undefined]
  ])('%s', (_, thrown) => {
    expect(isTransient(errorDetails(thrown))).toBe(false);
  });
});

describe('a cause that leads back to its error', () => {
  const circle = (properties: object, others = 0): Error => {
    const first = error(properties, 'hunter2');
    let last = first;
    for (let made = 0; made < others; made++) {
      const next = error({});
      last.cause = next;
      last = next;
    }
    last.cause = first;
    return first;
  };

  test.each([
    [{ code: 'EPIPE' }, 0, 'EPIPE'],
    [{ name: 'HttpError' }, 0, 'HttpError'],
    [{ name: 'HttpError' }, 2, 'Error'],
    [{ name: 'CredentialChainError' }, 0, 'CredentialChainError'],
    [{}, 1, 'Error']
  ])('ends: %j, %i between', (properties, others, code) => {
    expect(errorDetails(circle(properties, others))).toMatchObject({ code, status: undefined });
  });

  test('ends in the debug log as well, without a message', () => {
    const { message, details } = reportError(circle({ code: 'EPIPE' }, 1));
    expect(message).toContain('(EPIPE)');
    expect(details.join()).not.toContain('hunter2');
    expect(details.filter((line) => line.startsWith('Thrown: ')).length).toBeLessThan(20);
  });
});

test('without a response there is no status', () => {
  const none = octokitError(500, undefined, new Error('x'));
  expect(errorDetails(none)).toMatchObject({ status: undefined, code: 'Error' });
  expect(errorDetails(octokitError(500, {})).status).toBe(500);
});

test('a status of GitHub 403 alone is no throttling', () => {
  expect(isThrottled(errorDetails(octokitError(403, {})))).toBe(false);
});
