// The `ws` package (npm) as its README broadcasts: one Buffer per message, sent to every client.
// Compression and client tracking are off, as its documentation advises for throughput.
// Publishers connect to /pub, subscribers to /sub. Prints "listening <port>". SIGUSR2 runs a garbage collection.
import { WebSocketServer } from 'ws';

const subscribers = new Set();
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2] ?? 0),
  backlog: 4096,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: 64 * 1024,
});

server.on('connection', (socket, request) => {
  socket.on('error', () => {});
  if (request.url === '/pub') {
    socket.on('message', (data, isBinary) => {
      for (const subscriber of subscribers) subscriber.send(data, { binary: isBinary });
    });
  } else {
    subscribers.add(socket);
    socket.on('close', () => subscribers.delete(socket));
  }
});
server.on('listening', () => console.log(`listening ${server.address().port}`));

process.on('SIGUSR2', () => globalThis.gc?.());
process.stdin.on('end', () => process.exit(0)).resume(); // ends with whoever started it
