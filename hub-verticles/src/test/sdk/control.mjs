// One client of the official SDK to which a back end does everything that it can, by way of another hub.
// Environment: HUB (the client's, base URL), API (the back end's), TOKEN (of user sdk), API_KEY. Prints one line and exits
// with 0, or says what is wrong.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const fail = (why) => {
  console.error(why);
  process.exit(1);
};
process.on('unhandledRejection', fail);
setTimeout(() => fail('not in time'), 30_000).unref();

const client = new Centrifuge(`${process.env.HUB.replace(/^http/, 'ws')}/connection/websocket`, {
  token: process.env.TOKEN,
  websocket: WebSocket,
});
const next = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

async function order(method, body) {
  const response = await fetch(`${process.env.API}/api/${method}`, {
    method: 'POST',
    headers: { 'X-API-Key': process.env.API_KEY },
    body: JSON.stringify({ user: 'sdk', ...body }),
  });
  const answer = await response.json();
  if (answer.error !== undefined) fail(`${method}: ${JSON.stringify(answer)}`);
  if (answer.result.affected !== 1) fail(`${method} affected ${answer.result.affected}`);
}

async function expect(emitter, event, method, body) {
  const seen = next(emitter, event);
  await order(method, body);
  return seen;
}

client.connect();
await client.ready();

const message = await expect(client, 'message', 'send', { data: { n: 1 } });
if (message.data.n !== 1) fail(JSON.stringify(message));

const subscribed = await expect(client, 'subscribed', 'subscribe', { channel: 'rec:ordered', data: 'hi' });
if (subscribed.channel !== 'rec:ordered' || subscribed.data !== 'hi') fail(JSON.stringify(subscribed));
const publication = next(client, 'publication');
await fetch(`${process.env.API}/api/publish`, {
  method: 'POST',
  headers: { 'X-API-Key': process.env.API_KEY },
  body: JSON.stringify({ channel: 'rec:ordered', data: 7 }),
});
if ((await publication).data !== 7) fail('another publication');
const unsubscribed = await expect(client, 'unsubscribed', 'unsubscribe', { channel: 'rec:ordered' });
if (unsubscribed.channel !== 'rec:ordered') fail(JSON.stringify(unsubscribed));

const own = client.newSubscription('demo:own');
own.subscribe();
await own.ready();
const ended = await expect(own, 'unsubscribed', 'unsubscribe', { channel: 'demo:own' });
if (ended.code !== 2000) fail(JSON.stringify(ended));
own.subscribe();
await own.ready();
const resubscribing = next(own, 'subscribing');
await order('unsubscribe', { channel: 'demo:own', unsubscribe: { code: 2500, reason: 'again' } });
if ((await resubscribing).code !== 2500) fail('did not subscribe again');
await own.ready();

await order('refresh', { expire_at: 4_000_000_000 });
const again = next(client, 'connecting');
await order('refresh', { expired: true });
if ((await again).code !== 3005) fail('was not told of its expiry');
await client.ready();

const disconnected = await expect(client, 'disconnected', 'disconnect', {});
if (disconnected.code !== 3503) fail(JSON.stringify(disconnected));
console.log('ok: message, subscribe, unsubscribe, refresh and disconnect');
process.exit(0);
