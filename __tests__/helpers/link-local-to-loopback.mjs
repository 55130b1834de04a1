// Loaded before the action (NODE_OPTIONS=--import). Connections to link-local addresses, at which containers and EC2
// instances find their credentials, lead to loopback ports: LINK_LOCAL is JSON such as {"169.254.170.2": 8080}.
import net from 'node:net';

const ports = JSON.parse(process.env.LINK_LOCAL);
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const port = ports[first?.host];
  if (port !== undefined) Object.assign(first, { host: '127.0.0.1', port });
  return connect.apply(this, args);
};
