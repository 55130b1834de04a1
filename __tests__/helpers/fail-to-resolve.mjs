// Loaded before the action (NODE_OPTIONS=--import). No name under .invalid exists, whatever this machine's DNS says.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const { lookup } = dns;
dns.lookup = (host, options, callback = options) => {
  if (!host.endsWith('.invalid')) return lookup(host, options, callback);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
  process.nextTick(callback, error);
};
syncBuiltinESMExports();
