// Socket.IO (npm) as its documentation broadcasts: a room, one emit per message.
// WebSocket transport only, compression off, the first HTTP request released ("Memory usage" page of its documentation).
// A client that authenticates with {"role":"sub"} joins the room. Prints "listening <port>". SIGUSR2 runs a garbage collection.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  allowUpgrades: false,
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  maxHttpBufferSize: 64 * 1024,
});

io.engine.on('connection', (rawSocket) => {
  rawSocket.request = null;
});
io.on('connection', (socket) => {
  if (socket.handshake.auth.role === 'sub') socket.join('load');
  else socket.on('pub', (message) => io.to('load').emit('m', message));
});
http.listen({ host: '127.0.0.1', port: Number(process.argv[2] ?? 0), backlog: 4096 }, () =>
  console.log(`listening ${http.address().port}`),
);

process.on('SIGUSR2', () => globalThis.gc?.());
process.stdin.on('end', () => process.exit(0)).resume(); // ends with whoever started it
