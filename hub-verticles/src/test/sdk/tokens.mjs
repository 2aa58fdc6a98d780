// Clients of the official SDK with tokens: good ones let them in and into a channel that is closed to all others, forged
// ones end it, and those that cannot be checked now are tried again.
// Environment: HUB (base URL); GOOD, FORGED, UNDECIDED (each a JSON list of {user, connection, subscription}). Prints one
// line and exits with 0, or says what is wrong.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const url = `${process.env.HUB.replace(/^http/, 'ws')}/connection/websocket`;
const list = (name) => JSON.parse(process.env[name] ?? '[]');
const fail = (why) => {
  console.error(why);
  process.exit(1);
};
process.on('unhandledRejection', (why) => fail(JSON.stringify(why)));
setTimeout(() => fail('in time'), 30_000).unref();

const open = (token) => new Centrifuge(url, { token, websocket: WebSocket, minReconnectDelay: 20, maxReconnectDelay: 50 });
const first = (emitter, ...events) =>
  new Promise((resolve) => events.forEach((event) => emitter.once(event, (context) => resolve({ event, ...context }))));

await Promise.all(
  list('GOOD').map(async ({ user, connection, subscription }) => {
    const client = open(connection);
    client.connect();
    // Keys that are still being fetched are a temporary error, after which the SDK tries again.
    const told = await first(client, 'connected', 'disconnected');
    if (told.event !== 'connected') fail(`${user}: ${JSON.stringify(told)}`);
    const closed = client.newSubscription('closed:a', { token: subscription });
    closed.subscribe();
    const answer = await first(closed, 'subscribed', 'unsubscribed');
    if (answer.event !== 'subscribed') fail(`${user}: ${JSON.stringify(answer)}`);
    client.disconnect();
  }),
);
await Promise.all(
  list('FORGED').map(async ({ user, connection }) => {
    const client = open(connection);
    client.connect();
    const told = await first(client, 'connected', 'disconnected');
    if (told.event !== 'disconnected' || told.code !== 3500) fail(`forged ${user}: ${JSON.stringify(told)}`);
  }),
);
await Promise.all(
  list('UNDECIDED').map(async ({ user, connection }) => {
    const client = open(connection);
    client.connect();
    for (let i = 0; i < 2; i++) {
      const told = await first(client, 'connected', 'disconnected', 'error');
      if (told.error?.code !== 100) fail(`undecided ${user}: ${JSON.stringify(told)}`);
    }
    client.disconnect();
  }),
);
console.log('ok');
process.exit(0);
