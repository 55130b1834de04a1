// Loaded before the action (NODE_OPTIONS=--import). Writes down, in order, the files of dist/ that are loaded and the
// ports to which a connection is dispatched.
import { appendFileSync } from 'node:fs';
import Module from 'node:module';
import net from 'node:net';

const write = (line) => appendFileSync(process.env.ORDER_FILE, `${line}\n`);

const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, filename) => {
  write(`load ${filename}`);
  return load(module, filename);
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  this.once('connectionAttempt', (address, port) => write(`dispatch ${port}`));
  return connect.apply(this, args);
};
