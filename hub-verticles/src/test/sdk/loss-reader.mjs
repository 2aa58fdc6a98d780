// One reader of the loss test by the official SDK. Prints every event as a line of JSON. A restless one disconnects at
// random moments and comes back, until a line comes on standard input; the end of standard input ends it.
// Environment: PORTS (of the hubs, comma-separated), TOKEN, CHANNELS (comma-separated), RESTLESS (true or false), SEED.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const ports = process.env.PORTS.split(',');
const channels = process.env.CHANNELS.split(',');
let restless = process.env.RESTLESS === 'true';
let state = Number(process.env.SEED);

/** Between from and to; the same for the same seed (mulberry32). */
function random(from, to) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return from + (((t ^ (t >>> 14)) >>> 0) / 4294967296) * (to - from);
}

function tell(event, rest) {
  process.stdout.write(JSON.stringify({ event, ...rest }) + '\n');
}

/** Every connection goes to any of the hubs, as a load balancer would have it. */
class Balanced extends WebSocket {
  constructor(url, protocols) {
    super(url.replace('HUB', ports[Math.floor(random(0, ports.length))]), protocols);
  }
}

const client = new Centrifuge('ws://127.0.0.1:HUB/connection/websocket', {
  token: process.env.TOKEN,
  websocket: Balanced,
  minReconnectDelay: 50,
  maxReconnectDelay: 300,
});
client.on('disconnected', ({ code, reason }) => {
  if (code !== 0) tell('refused', { what: 'disconnected for ever', code, reason });
});
for (const channel of channels) {
  const subscription = client.newSubscription(channel, { minResubscribeDelay: 50, maxResubscribeDelay: 300 });
  subscription.on('subscribed', ({ positioned, streamPosition, recovered }) =>
    tell('subscribed', { channel, positioned, ...streamPosition, recovered }),
  );
  subscription.on('publication', ({ offset, data }) => tell('publication', { channel, offset, data }));
  subscription.on('subscribing', ({ code }) => {
    if (code >= 2500) tell('interrupted', { channel, code });
  });
  subscription.on('unsubscribed', ({ code, reason }) => {
    tell('refused', { what: 'unsubscribed for ever', channel, code, reason });
  });
  subscription.subscribe();
}

function wander() {
  if (!restless) return;
  client.disconnect();
  setTimeout(() => {
    tell('present', {});
    client.connect();
    setTimeout(wander, random(50, 3000));
  }, random(5, 900));
}

process.stdin.on('data', () => (restless = false));
process.stdin.on('end', () => process.exit(0));
client.connect();
setTimeout(wander, random(500, 3000));
