/** Where requests to a service go. */
export interface Destination {
  readonly url: URL;
  /** The proxy on the way. Its URL may contain a user and a password. */
  readonly proxy?: URL;
}
