import { expect, test } from '@jest/globals';
import { underway } from '../../src/dispatched.js';

test('an address needs no look-up', async () => {
  for (const host of ['127.0.0.1', '::1']) {
    await underway(host, () => {
      throw new Error('it was looked up');
    });
  }
});

test('a name is waited for', async () => {
  const order: string[] = [];
  await underway('example.org', (done) => {
    setImmediate(() => {
      order.push('looked up');
      done();
    });
  });
  expect(order).toEqual(['looked up']);
});

test('a look-up that takes long is not waited for', async () => {
  await underway('example.org', () => undefined);
});
