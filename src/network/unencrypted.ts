import { isLoopback } from './loopback.js';

/** Whether others can read on the way what is sent to a URL. */
export const isUnencrypted = (url: URL): boolean => url.protocol === 'http:' && !isLoopback(url);

/** @param source the variable or setting that the URL is from. */
export const warnOfUnencrypted = (source: string, { origin }: URL): string =>
  `${source} names ${origin}, which is not encrypted: everybody on the way can read the tokens and passwords that are sent. Use https.`;
