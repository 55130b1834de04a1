import { randomUUID } from 'node:crypto';

/** The SDK has Web Crypto make its UUIDs, which Node would load for nothing else. */
export const bindV4 = () => () => randomUUID();
