import { describe, expect, test } from '@jest/globals';
import { AttemptTimeoutError, CallError, type Call } from '../../src/errors/call-error.js';
import { errorDetails } from '../../src/errors/error-details.js';
import {
  CredentialChainError,
  type CredentialRequest
} from '../../src/errors/credential-chain-error.js';
import { callsUnderWay, Retrier } from '../../src/retry.js';
import { findRetryRule, isTransient, retryRules } from '../../src/retry-rules.js';
import { VirtualClock } from '../helpers/virtual-clock.js';

const CALL: Call = {
  service: 'AWS STS',
  action: 'sts:AssumeRoleWithWebIdentity',
  resource: '*',
  route: { host: 'sts.example' }
};
const error = (code: string): Error => Object.assign(new Error(code), { code });

/** Writes down the delays between attempts. */
class RecordingClock extends VirtualClock {
  readonly delays: number[] = [];

  constructor(chance = 0.5) {
    super(() => chance);
  }

  override sleep(milliseconds: number): Promise<void> {
    this.delays.push(milliseconds);
    return super.sleep(milliseconds);
  }
}

/** Attempts that fail with these errors in turn, and with the last for ever, or return the text. */
function attempts(...outcomes: readonly (Error | string)[]): {
  made: number;
  attempt: () => Promise<string>;
} {
  const counted = {
    made: 0,
    attempt: (): Promise<string> => {
      const outcome = outcomes[Math.min(counted.made++, outcomes.length - 1)];
      return outcome instanceof Error
        ? Promise.reject(outcome)
        : Promise.resolve(outcome ?? 'none left');
    }
  };
  return counted;
}

/** An attempt that gets no response, whose time passes at once. */
const timeOut = (clock: VirtualClock): Promise<never> => {
  clock.expireTimer();
  return new Promise(() => undefined);
};

const catchCallError = async (response: Promise<unknown>): Promise<CallError> => {
  const thrown: unknown = await response.then(
    () => undefined,
    (reason: unknown) => reason
  );
  expect(thrown).toBeInstanceOf(CallError);
  return thrown as CallError;
};

describe('a call', () => {
  test('that succeeds is made once', async () => {
    const clock = new RecordingClock();
    const { attempt } = attempts('response');
    expect(await new Retrier(60, clock).call(CALL, attempt)).toBe('response');
    expect(clock.delays).toEqual([]);
  });

  test('is retried after a transient error, with growing delays', async () => {
    const clock = new RecordingClock();
    const retries: string[] = [];
    const retrier = new Retrier(600, clock, (message) => retries.push(message));
    const { attempt } = attempts(...Array<Error>(9).fill(error('ECONNRESET')), 'response');
    expect(await retrier.call(CALL, attempt)).toBe('response');
    expect(clock.delays).toEqual([100, 200, 400, 800, 1600, 3200, 4000, 4000, 4000]);
    expect(retries).toHaveLength(9);
    expect(retries[0]).toBe(
      'sts:AssumeRoleWithWebIdentity: attempt 1 failed (ECONNRESET), retrying in 100 ms: connections break'
    );
  });

  test.each([
    [0, 0],
    [0.999, 199.8]
  ])('waits a random part of the delay: %d of it is %d ms', async (chance, delay) => {
    const clock = new RecordingClock(chance);
    await new Retrier(60, clock).call(CALL, attempts(error('EPIPE'), 'response').attempt);
    expect(clock.delays).toEqual([delay]);
  });

  test.each(['ENOTFOUND', 'CERT_HAS_EXPIRED', 'EACCES', 'anything'])(
    'is not retried after %s',
    async (code) => {
      const clock = new RecordingClock();
      const counted = attempts(error(code));
      const thrown = await catchCallError(new Retrier(60, clock).call(CALL, counted.attempt));
      expect([counted.made, thrown.attempts, clock.delays]).toEqual([1, 1, []]);
      expect(thrown.call).toEqual(CALL);
    }
  );

  test('fails where the next delay would outlast the run', async () => {
    const clock = new RecordingClock(0.999);
    const cause = error('ECONNRESET');
    const counted = attempts(cause);
    const thrown = await catchCallError(new Retrier(10, clock).call(CALL, counted.attempt));
    expect(clock.now()).toBeLessThan(10_000);
    expect(thrown.attempts).toBe(counted.made);
    expect(thrown.attempts).toBeGreaterThan(4);
    expect(thrown.cause).toBe(cause);
  });

  test('shares its time with the calls before it', async () => {
    const clock = new RecordingClock();
    const retrier = new Retrier(1, clock);
    await catchCallError(retrier.call(CALL, attempts(error('EPIPE')).attempt));
    const before = clock.now();
    await catchCallError(retrier.call(CALL, attempts(error('EPIPE')).attempt));
    expect(clock.now()).toBeLessThan(1000);
    expect(clock.now() - before).toBeLessThan(before);
  });

  test('may take a sixth of the time for an attempt', async () => {
    const signals: AbortSignal[] = [];
    const clock = new RecordingClock(0);
    const retrier = new Retrier(60, clock);
    expect(retrier.attemptTimeoutMs).toBe(10_000);
    const thrown = await catchCallError(
      retrier.call(CALL, (signal) => {
        signals.push(signal);
        return timeOut(clock);
      })
    );
    expect(thrown.cause).toEqual(new AttemptTimeoutError(10_000));
    expect((thrown.cause as AttemptTimeoutError).milliseconds).toBe(10_000);
    expect(signals).toHaveLength(6);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  test('gives its last attempt no more than the rest of the time', async () => {
    const clock = new RecordingClock(0);
    const retrier = new Retrier(60, clock);
    await clock.sleep(55_000);
    const thrown = await catchCallError(retrier.call(CALL, () => timeOut(clock)));
    expect(thrown.cause).toMatchObject({ milliseconds: 5000 });
  });

  test('reports the last response rather than a later time-out', async () => {
    const clock = new RecordingClock(0.1);
    const busy = Object.assign(new Error('busy'), { $metadata: { httpStatusCode: 503 } });
    let made = 0;
    const thrown = await catchCallError(
      new Retrier(60, clock).call(CALL, () =>
        ++made === 1 ? Promise.reject(busy) : timeOut(clock)
      )
    );
    expect(made).toBeGreaterThan(1);
    expect(thrown.cause).toBe(busy);
  });

  test('stops the timer of an attempt that is over', async () => {
    const clock = new RecordingClock();
    await new Retrier(60, clock).call(CALL, attempts('response').attempt);
    clock.expireTimer();
    expect(clock.now()).toBe(0);
  });
});

describe('a service that says when it wants to be called again', () => {
  const refusal = (headers: Readonly<Record<string, string>>, status = 429): Error =>
    Object.assign(new Error(), { name: 'HttpError', status, response: { headers } });

  test.each<[Readonly<Record<string, string>>, number]>([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '0' }, 100],
    [
      { date: 'Wed, 25 Nov 2026 21:00:00 GMT', 'retry-after': 'Wed, 25 Nov 2026 21:00:09 GMT' },
      9000
    ],
    [
      {
        date: 'Wed, 25 Nov 2026 21:00:00 GMT',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Date.parse('2026-11-25T21:00:11Z') / 1000)
      },
      11_000
    ],
    // Without the service's own time, the other times say nothing.
    [{ 'retry-after': 'Wed, 25 Nov 2026 21:00:09 GMT' }, 100],
    [{ 'retry-after': 'soon' }, 100],
    [{ 'retry-after': '-5' }, 100]
  ])('by %j is called after %d ms', async (headers, delay) => {
    const clock = new RecordingClock();
    const { attempt } = attempts(refusal(headers), 'response');
    expect(await new Retrier(60, clock).call(CALL, attempt)).toBe('response');
    expect(clock.delays).toEqual([delay]);
  });

  test('after the end of the run is not called again', async () => {
    const clock = new RecordingClock();
    const counted = attempts(refusal({ 'retry-after': '60' }, 503));
    await catchCallError(new Retrier(60, clock).call(CALL, counted.attempt));
    expect([counted.made, clock.delays]).toEqual([1, []]);
  });
});

describe('an address at which nothing listens', () => {
  test('is given up after ten seconds, however long the run may take', async () => {
    const clock = new RecordingClock(0.999);
    const thrown = await catchCallError(
      new Retrier(3600, clock).call(CALL, attempts(error('ECONNREFUSED')).attempt)
    );
    expect(clock.now()).toBeLessThan(10_000);
    expect(thrown.attempts).toBeGreaterThan(4);
  });

  test('has its ten seconds again after it has listened', async () => {
    const clock = new RecordingClock(0.999);
    const refused = error('ECONNREFUSED');
    const outcomes = [refused, refused, refused, error('ECONNRESET'), refused, refused];
    const { attempt } = attempts(...outcomes, 'response');
    expect(await new Retrier(3600, clock).call(CALL, attempt)).toBe('response');
    expect(clock.now()).toBeGreaterThan(10_000);
  });

  test('that cannot be looked up for now is called again until the end', async () => {
    const clock = new RecordingClock();
    await catchCallError(new Retrier(60, clock).call(CALL, attempts(error('EAI_AGAIN')).attempt));
    expect(clock.now()).toBeGreaterThan(50_000);
  });
});

test('calls are under way from when their time counts until they return or fail', async () => {
  const retrier = new Retrier(60, new RecordingClock());
  const other: Call = { ...CALL, resource: 'other' };
  let resolve = (): void => undefined;
  const credentials = new Promise<void>((done) => (resolve = done));
  const first = retrier.call(CALL, () => Promise.reject(error('EPERM')));
  const second = retrier.call(other, () => credentials.then(() => 'response'), { credentials });
  expect([...callsUnderWay]).toEqual([CALL]);
  await catchCallError(first);
  expect([...callsUnderWay]).toEqual([]);
  resolve();
  await credentials;
  expect([...callsUnderWay]).toEqual([other]);
  await second;
  expect([...callsUnderWay]).toEqual([]);
});

describe('a call with credentials', () => {
  test('begins to count its time when they are there', async () => {
    const clock = new RecordingClock(0);
    let resolve = (): void => undefined;
    const credentials = new Promise<void>((done) => (resolve = done));
    const response = new Retrier(60, clock).call(
      CALL,
      () => credentials.then(() => timeOut(clock)),
      {
        credentials
      }
    );
    // No timer is running yet.
    clock.expireTimer();
    expect(clock.now()).toBe(0);
    await clock.sleep(30_000);
    resolve();
    expect((await catchCallError(response)).cause).toMatchObject({ milliseconds: 10_000 });
  });

  test.each([
    ['passes it on', (cause: Error) => Promise.reject(cause)],
    ['wraps it', (cause: Error) => Promise.reject(new Error('no credentials', { cause }))],
    ['hangs', () => new Promise<never>(() => undefined)]
  ])('fails with their error, and is not retried: an attempt that %s', async (_, fail) => {
    const clock = new RecordingClock();
    const call: Call = { ...CALL, service: 'GitHub token service' };
    const failure = new CallError(call, error('ECONNRESET'), 3);
    const credentials = Promise.reject(failure);
    let made = 0;
    const attempt = (): Promise<string> => {
      made++;
      return credentials.catch(fail);
    };
    const response = new Retrier(60, clock).call(CALL, attempt, { credentials });
    expect(await catchCallError(response)).toBe(failure);
    expect([made, clock.delays]).toEqual([1, []]);
  });

  test('that fails before they are there is retried after them', async () => {
    let resolve = (): void => undefined;
    const credentials = new Promise<void>((done) => (resolve = done));
    const counted = attempts(error('EPIPE'), 'response');
    const response = new Retrier(60, new RecordingClock()).call(CALL, counted.attempt, {
      credentials
    });
    await new Promise((done) => setImmediate(done));
    expect(counted.made).toBe(1);
    resolve();
    expect(await response).toBe('response');
    expect(counted.made).toBe(2);
  });
});

describe('credentials that AWS has just issued', () => {
  const unknown = (): Error => error('UnrecognizedClientException');
  const call = (clock: RecordingClock, issuedAt: number | undefined): Promise<string> =>
    new Retrier(3600, clock).call(CALL, attempts(unknown()).attempt, { issuedAt: () => issuedAt });

  test('may be unknown for five seconds', async () => {
    // Attempts follow each other within a fifth of a second.
    const clock = new RecordingClock(0.02);
    const thrown = await catchCallError(call(clock, 0));
    expect(thrown.attempts).toBeGreaterThan(20);
    expect([clock.now() > 4700, clock.now() < 5000]).toEqual([true, true]);
  });

  test.each([
    ['were issued longer ago', -5000],
    ['are long-lived keys', undefined]
  ])('are not tried again where they %s', async (_, issuedAt) => {
    const clock = new RecordingClock();
    expect((await catchCallError(call(clock, issuedAt))).attempts).toBe(1);
    expect(clock.delays).toEqual([]);
  });
});

describe('a clock that the SDK has corrected', () => {
  const skewed = (): Error =>
    Object.assign(new Error('Signature expired'), {
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 400, clockSkewCorrected: true }
    });

  test('leads to one more attempt', async () => {
    const { attempt } = attempts(skewed(), 'response');
    expect(await new Retrier(60, new RecordingClock()).call(CALL, attempt)).toBe('response');
  });

  test('leads to no third one', async () => {
    const { attempt } = attempts(skewed());
    const thrown = await catchCallError(new Retrier(60, new RecordingClock()).call(CALL, attempt));
    expect(thrown.attempts).toBe(2);
  });

  test('is another thing than a key that is wrong', async () => {
    const wrong = Object.assign(skewed(), { $metadata: { httpStatusCode: 400 } });
    const { attempt } = attempts(wrong);
    const thrown = await catchCallError(new Retrier(60, new RecordingClock()).call(CALL, attempt));
    expect(thrown.attempts).toBe(1);
  });

  test('helps with no other refusal', async () => {
    const denied = Object.assign(skewed(), { name: 'AccessDeniedException' });
    const { attempt } = attempts(denied);
    const thrown = await catchCallError(new Retrier(60, new RecordingClock()).call(CALL, attempt));
    expect(thrown.attempts).toBe(1);
  });
});

describe('credentials that a container or an instance did not give', () => {
  const chain = (
    source: CredentialRequest['source'],
    outcome: CredentialRequest['outcome']
  ): CredentialChainError =>
    new CredentialChainError([], error('CredentialsProviderError'), [
      { source, host: '169.254.170.2', outcome }
    ]);

  test.each<[CredentialRequest['source'], CredentialRequest['outcome'], boolean]>([
    ['container', 403, false],
    ['container', 404, false],
    ['container', 200, false],
    ['container', 429, true],
    ['container', 503, true],
    ['container', 'ECONNREFUSED', true],
    ['container', 'ECONNRESET', true],
    ['container', 'ETIMEDOUT', true],
    ['instance token', 'ETIMEDOUT', false],
    ['instance role', 404, false],
    ['instance role', 500, true]
  ])('%s, %s: asked again: %s', (source, outcome, isRetried) => {
    expect(findRetryRule(errorDetails(chain(source, outcome))) !== undefined).toBe(isRetried);
  });
});

describe('looking again', () => {
  const look = (clock: RecordingClock, seconds: number, times: number): Promise<unknown> => {
    let looks = 0;
    return new Retrier(seconds, clock).poll(() => Promise.resolve(++looks > times || undefined));
  };

  test('waits longer each time, up to a second, for five in all', async () => {
    const clock = new RecordingClock();
    expect(await look(clock, 60, 100)).toBeUndefined();
    expect(clock.delays).toEqual([100, 200, 400, 800, 1000, 1000, 1000]);
  });

  test('ends with what is found', async () => {
    const clock = new RecordingClock();
    expect(await look(clock, 60, 2)).toBe(true);
    expect(clock.delays).toEqual([100, 200]);
  });

  test('ends before the run does', async () => {
    const clock = new RecordingClock();
    expect(await look(clock, 1, 100)).toBeUndefined();
    expect(clock.delays).toEqual([100, 200, 400]);
  });
});

describe('the table of what is retried', () => {
  const thrown: readonly Error[] = [
    error('ThrottlingException'),
    Object.assign(new Error(), { status: 502 }),
    error('InternalFailure'),
    error('IDPCommunicationError'),
    Object.assign(error('InvalidSignatureException'), { $metadata: { clockSkewCorrected: true } }),
    error('InvalidClientTokenId'),
    error('ECONNREFUSED'),
    new AttemptTimeoutError(1),
    error('EHOSTUNREACH'),
    error('EAI_AGAIN')
  ];
  const rules = thrown.map((one) => findRetryRule(errorDetails(one)));

  test('has a row for each of them, in its order', () => {
    expect(rules).toEqual(retryRules);
  });

  test('tells what may have succeeded all the same from what AWS has refused', () => {
    expect(thrown.filter((one) => !isTransient(errorDetails(one)))).toEqual([thrown[4], thrown[5]]);
  });
});
