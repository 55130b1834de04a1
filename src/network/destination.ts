import type { Route } from '../errors/call-error.js';

/** Where requests to a service go. */
export interface Destination {
  readonly url: URL;
  /** The variable that the URL is from, if it is not the service's own. */
  readonly variable?: string;
  /**
   * The proxy on the way to a URL, which may contain a user and a password. Asked for each connection: what the SDK
   * requests may be another URL than the one above, by its shared config file.
   */
  readonly proxyFor?: (url: URL) => URL | undefined;
  /** The only certificate authorities that are trusted there, as PEM; Node's own without it. */
  readonly ca?: string;
}

/** How a request gets to a URL. */
export const routeTo = (url: URL, { proxyFor }: Pick<Destination, 'proxyFor'>): Route => ({
  host: url.host,
  proxy: proxyFor?.(url)?.host
});
