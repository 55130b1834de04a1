/** Where requests to a service go. */
export interface Destination {
  readonly url: URL;
  /** The variable that the URL is from, if it is not the service's own. */
  readonly variable?: string;
  /** The proxy on the way. Its URL may contain a user and a password. */
  readonly proxy?: URL;
  /** The only certificate authorities that are trusted there, as PEM; Node's own without it. */
  readonly ca?: string;
}
