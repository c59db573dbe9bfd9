// Loaded into the product by NODE_OPTIONS: a connection to anything but this machine fails and is told.
import net from 'node:net';

const connect = net.Socket.prototype.connect;
const HERE = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::)?$/;

net.Socket.prototype.connect = function connectHere(...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  const host = typeof options === 'object' && options !== null ? (options.path ? '' : (options.host ?? '')) : '';
  if (!HERE.test(host)) {
    process.stderr.write(`NETWORK CALL to ${host}\n`);
    throw new Error(`network call to ${host}`);
  }
  return connect.apply(this, given);
};
