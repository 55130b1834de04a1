// Loaded before the action (NODE_OPTIONS=--import). Whatever this machine's DNS says, these names do not exist: those
// that no test means to reach, and AWS's own.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const { lookup } = dns;
dns.lookup = (host, options, callback = options) => {
  if (!/\.(invalid|test|amazonaws\.com)$/.test(host)) return lookup(host, options, callback);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
  process.nextTick(callback, error);
};
syncBuiltinESMExports();
