import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { AttemptTimeoutError, CallError, type Call } from '../../src/errors/call-error.js';
import { Retrier, type Clock } from '../../src/retry.js';

const CALL: Call = {
  service: 'AWS STS',
  action: 'sts:AssumeRoleWithWebIdentity',
  resource: '*',
  host: 'sts.example'
};
const thrown = (code: string): Error => Object.assign(new Error(code), { code });

/** Time that passes only in sleeps and in {@link FakeClock.pass}. */
class FakeClock implements Clock {
  time = 0;
  readonly slept: number[] = [];

  constructor(readonly chance: number) {}

  now(): number {
    return this.time;
  }

  random(): number {
    return this.chance;
  }

  sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }
}

/** Fails with each of these in turn, and then with the last for ever, or answers. */
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

const failureOf = (answer: Promise<unknown>): Promise<CallError> =>
  answer.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => {
      if (error instanceof CallError) return error;
      throw error;
    }
  );

describe('a call', () => {
  test('that is answered is made once', async () => {
    const clock = new FakeClock(0.5);
    const { attempt } = attempts('answer');
    expect(await new Retrier(60, clock).call(CALL, attempt)).toBe('answer');
    expect(clock.slept).toEqual([]);
  });

  test('that meets what passes is made again, after longer and longer', async () => {
    const clock = new FakeClock(0.5);
    const notes: string[] = [];
    const retrier = new Retrier(600, clock, (note) => notes.push(note));
    const { attempt } = attempts(...Array<Error>(9).fill(thrown('ECONNRESET')), 'answer');
    expect(await retrier.call(CALL, attempt)).toBe('answer');
    expect(clock.slept).toEqual([100, 200, 400, 800, 1600, 3200, 4000, 4000, 4000]);
    expect(notes[0]).toBe(
      'sts:AssumeRoleWithWebIdentity: attempt 1 failed (ECONNRESET), retrying in 100 ms'
    );
    expect(notes).toHaveLength(9);
  });

  test('waits between nothing and the whole delay', async () => {
    for (const [chance, slept] of [
      [0, 0],
      [0.999, 199.8]
    ] as const) {
      const clock = new FakeClock(chance);
      await new Retrier(60, clock).call(CALL, attempts(thrown('EPIPE'), 'answer').attempt);
      expect(clock.slept).toEqual([slept]);
    }
  });

  test.each(['ENOTFOUND', 'CERT_HAS_EXPIRED', 'EACCES', 'anything'])(
    'that meets %s is not made again',
    async (code) => {
      const clock = new FakeClock(0.5);
      const counted = attempts(thrown(code));
      const error = await failureOf(new Retrier(60, clock).call(CALL, counted.attempt));
      expect([counted.made, error.attempts, clock.slept]).toEqual([1, 1, []]);
      expect(error.call).toBe(CALL);
    }
  );

  test('ends before a delay that would outlast the run', async () => {
    const clock = new FakeClock(0.999);
    const cause = thrown('ECONNRESET');
    const counted = attempts(cause);
    const error = await failureOf(new Retrier(10, clock).call(CALL, counted.attempt));
    expect(clock.time).toBeLessThan(10_000);
    expect(error.attempts).toBe(counted.made);
    expect(error.attempts).toBeGreaterThan(4);
    expect(error.cause).toBe(cause);
  });

  test('shares its time with the calls before it', async () => {
    const clock = new FakeClock(0.5);
    const retrier = new Retrier(1, clock);
    await failureOf(retrier.call(CALL, attempts(thrown('EPIPE')).attempt));
    const before = clock.time;
    const counted = attempts(thrown('EPIPE'));
    await failureOf(retrier.call(CALL, counted.attempt));
    expect(clock.time).toBeLessThan(1000);
    expect(clock.time - before).toBeLessThan(before);
  });

  test('has a sixth of the time for each attempt, or its share of sixths', () => {
    expect(new Retrier(60, new FakeClock(0)).attemptTimeoutMs).toBe(10_000);
  });

  test('that hangs is given up after its time', async () => {
    let signal: AbortSignal | undefined;
    const clock = new FakeClock(1);
    // So that the delay after the first attempt lies beyond the end.
    const retrier = new Retrier(0.12, clock);
    const error = await failureOf(
      retrier.call(CALL, (given) => {
        signal = given;
        return new Promise<never>(() => undefined);
      })
    );
    expect(error.cause).toEqual(new AttemptTimeoutError(20));
    expect((error.cause as AttemptTimeoutError).milliseconds).toBe(20);
    expect(signal?.aborted).toBe(true);
  });

  test('tells what was answered last rather than that the end came before an answer', async () => {
    const clock = new FakeClock(0.1);
    const retrier = new Retrier(0.06, clock);
    const busy = Object.assign(new Error('busy'), { $metadata: { httpStatusCode: 503 } });
    let made = 0;
    const error = await failureOf(
      retrier.call(CALL, () =>
        ++made === 1 ? Promise.reject(busy) : new Promise<never>(() => undefined)
      )
    );
    expect(made).toBeGreaterThan(1);
    expect(error.cause).toBe(busy);
  });
});

describe('a call after another', () => {
  test('has its time from when the other is answered', async () => {
    const retrier = new Retrier(0.12, new FakeClock(1));
    const after = sleep(60);
    expect(await retrier.call(CALL, () => after.then(() => 'answer'), { credentials: after })).toBe(
      'answer'
    );
    const error = await failureOf(
      retrier.call(CALL, () => new Promise<never>(() => undefined), { credentials: after })
    );
    expect(error.cause).toEqual(new AttemptTimeoutError(20));
  });

  test.each([
    ['passes it on', (cause: Error) => Promise.reject(cause)],
    ['wraps it', (cause: Error) => Promise.reject(new Error('no credentials', { cause }))],
    ['hangs', () => new Promise<never>(() => undefined)]
  ])('fails as the other did, and is not made again: an attempt that %s', async (_, outcome) => {
    const clock = new FakeClock(0.5);
    const other: Call = { ...CALL, service: 'GitHub token service' };
    const failure = new CallError(other, thrown('ECONNRESET'), 3);
    const after = sleep(1).then(() => Promise.reject(failure));
    let made = 0;
    const attempt = (): Promise<string> => {
      made++;
      return after.catch(outcome);
    };
    expect(
      await failureOf(new Retrier(60, clock).call(CALL, attempt, { credentials: after }))
    ).toBe(failure);
    expect([made, clock.slept]).toEqual([1, []]);
  });

  test('that fails before the other is answered is made again after it', async () => {
    const clock = new FakeClock(0.5);
    let isAnswered = false;
    const after = sleep(5).then(() => (isAnswered = true));
    const counted = attempts(thrown('EPIPE'), 'answer');
    const answeredAt: boolean[] = [];
    const attempt = (): Promise<string> => {
      answeredAt.push(isAnswered);
      return counted.attempt();
    };
    expect(await new Retrier(60, clock).call(CALL, attempt, { credentials: after })).toBe('answer');
    expect(answeredAt).toEqual([false, true]);
  });
});
