import { BlockList, isIP } from 'node:net';
import { ActionError } from '../errors/action-error.js';
import { isLoopback } from './loopback.js';

/**
 * The proxy that the environment names for a URL. `https_proxy` or `HTTPS_PROXY` counts for https,
 * `http_proxy` or `HTTP_PROXY` for http; lower case wins, and a blank one counts as unset. This machine itself is never behind a proxy.
 *
 * @throws {ActionError} when the variable that applies cannot be read: a request must not go past a proxy that is meant.
 */
export function findProxy(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const variable = (
    url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  ).find((name) => env[name]?.trim());
  if (variable === undefined || isLoopback(url)) return undefined;
  const exempt = ['no_proxy', 'NO_PROXY'].find((name) => env[name]?.trim());
  if (exempt !== undefined && isExempt(url, String(env[exempt]))) return undefined;
  return parseProxy(variable, String(env[variable]).trim());
}

function parseProxy(variable: string, value: string): URL {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
  const url =
    hasScheme || !value.includes('@') ? URL.parse(hasScheme ? value : `http://${value}`) : null;
  // The rest of a proxy's URL behind its host has no meaning; an @ in it shows that a password has ended the host.
  if (
    url &&
    /^https?:$/.test(url.protocol) &&
    !(url.pathname + url.search + url.hash).includes('@')
  ) {
    return url;
  }
  throw new ActionError(
    `${variable} must be an http or https URL, for example http://user:password@proxy.example:3128, but cannot be read as one. ` +
      'Its value is not shown, because it may contain a password. ' +
      'In a user or password, write % as %25, # as %23, / as %2F, \\ as %5C, ? as %3F, @ as %40 and a space as %20.'
  );
}

/** The value of `Proxy-Authorization` for a proxy's user and password, if it has any. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`;
}

/** Decodes what is percent-encoded; a percent sign that encodes nothing stays one. */
const decode = (text: string): string =>
  text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });

/** Whether `NO_PROXY` lists the host: `*`, a name, `.domain`, `*.domain`, an address or a CIDR range, a port at the end. */
function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, network = '', prefix] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (prefix !== undefined) return isWithin(host, network, Number(prefix));
  const [, name = '', entryPort = port] = isIP(entry)
    ? ['', entry]
    : (/^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? []);
  if (name === '' || entryPort !== port) return false;
  if (isIP(name)) return isWithin(host, name, isIP(name) === 6 ? 128 : 32);
  const suffix = name.replace(/^\*?\.?/, '.');
  return (name === suffix.slice(1) && host === name) || host.endsWith(suffix);
}

function isWithin(host: string, network: string, prefix: number): boolean {
  const version = isIP(network);
  if (version === 0 || version !== isIP(host) || prefix > (version === 6 ? 128 : 32)) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(host, family);
}
