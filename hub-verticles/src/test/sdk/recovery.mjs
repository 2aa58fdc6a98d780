// One client of the official SDK whose socket is cut again and again while a back end publishes. It must get every
// publication once and in order, by recovery, on subscriptions of each kind: as they are, with deltas, and made by the hub.
// Environment: HUB (base URL), TOKEN (which names the channel rec:server), API_KEY, CUTS. Prints one line and exits with
// 0, or says what is wrong.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const cuts = Number(process.env.CUTS ?? 5);
const perCut = 30;
const sockets = [];

class CutSocket extends WebSocket {
  constructor(...all) {
    super(...all);
    sockets.push(this);
  }
}

const fail = (why) => {
  console.error(why);
  process.exit(1);
};
process.on('unhandledRejection', fail);
setTimeout(() => fail(`in time: ${JSON.stringify(counts)}`), 60_000).unref();

const client = new Centrifuge(`${process.env.HUB.replace(/^http/, 'ws')}/connection/websocket`, {
  token: process.env.TOKEN,
  websocket: CutSocket,
  minReconnectDelay: 50,
  maxReconnectDelay: 200,
});
const counts = { 'rec:plain': 0, 'rec:delta': 0, 'rec:server': 0 };
let recovered = 0;

function take(channel, data) {
  if (data.n !== counts[channel] + 1) fail(`${channel}: ${data.n} after ${counts[channel]}`);
  counts[channel] = data.n;
}

function subscribe(channel, options) {
  const subscription = client.newSubscription(channel, options);
  subscription.on('publication', ({ data }) => take(channel, data));
  subscription.on('subscribed', (context) => {
    if (context.wasRecovering && !context.recovered) fail(`${channel} was not recovered`);
    if (context.wasRecovering) recovered++;
  });
  subscription.subscribe();
  return subscription.ready();
}

client.on('publication', ({ channel, data }) => take(channel, data));
client.on('subscribed', (context) => {
  if (context.wasRecovering && !context.recovered) fail(`${context.channel} was not recovered`);
  if (context.wasRecovering) recovered++;
});
client.on('disconnected', (context) => fail(JSON.stringify(context)));

async function publish(channel, n) {
  const response = await fetch(`${process.env.HUB}/api/publish`, {
    method: 'POST',
    headers: { 'X-API-Key': process.env.API_KEY },
    body: JSON.stringify({ channel, data: { n, text: 'the same as ever, or nearly so '.repeat(5) } }),
  });
  const answer = await response.json();
  if (answer.error !== undefined) fail(JSON.stringify(answer));
}

client.connect();
await client.ready();
await Promise.all([subscribe('rec:plain', {}), subscribe('rec:delta', { delta: 'fossil' })]);
let n = 0;
for (let cut = 0; cut < cuts; cut++) {
  for (let i = 0; i < perCut; i++) {
    n++;
    await Promise.all(Object.keys(counts).map((channel) => publish(channel, n)));
    if (i === 10) sockets.at(-1).terminate();
  }
}
while (Object.values(counts).some((count) => count < n)) await new Promise((resolve) => setTimeout(resolve, 20));
if (recovered < 3) fail(`only ${recovered} recoveries`);
console.log(`ok: ${n} publications on each of ${Object.keys(counts).length} subscriptions, ${recovered} recoveries`);
process.exit(0);
