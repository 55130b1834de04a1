import { isIP } from 'node:net';

/** How long looking up an address may keep other work waiting. */
const LOOKUP_MS = 5;

/**
 * Fulfilled when a connection that was just begun has been sent on its way, or when looking up its address takes long.
 * Loading a module blocks the event loop for longer than that takes, so whoever has to load one waits for it.
 *
 * @param whenLookedUp calls back when the address is known, or will never be.
 */
export function underway(host: string, whenLookedUp: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => void setImmediate(resolve);
    if (isIP(host)) {
      done();
      return;
    }
    const late = setTimeout(resolve, LOOKUP_MS);
    whenLookedUp(() => {
      clearTimeout(late);
      done();
    });
  });
}
