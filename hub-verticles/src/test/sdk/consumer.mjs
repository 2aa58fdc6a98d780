// Two workers at two hubs share a durable consumer: rpc to attach and to acknowledge, the event 'message' for deliveries.
// Each third delivery is refused the first time, and each worker loses its connection once. All messages must be worked on.
// Environment: HUBS and TOKENS (two each, comma-separated), API_KEY, CHANNEL, MESSAGES. The consumer "work" exists.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const hubs = process.env.HUBS.split(',');
const tokens = process.env.TOKENS.split(',');
const messages = Number(process.env.MESSAGES);
const name = { channel: process.env.CHANNEL, consumer: 'work' };
const done = new Set();
let redelivered = 0;

async function deliver(client, { epoch, deliveries }) {
  for (const { offset, attempt, data } of deliveries) {
    if (attempt > 1) redelivered++;
    const refused = attempt === 1 && data.n % 3 === 0;
    if (!refused) done.add(data.n);
    try {
      await client.rpc(refused ? 'consumer_nack' : 'consumer_ack', { ...name, epoch, offsets: [offset] });
    } catch (error) {
      // The connection is being cut: the hub delivers again, unless it has the acknowledgement already.
    }
  }
}

const workers = tokens.map((token, index) => {
  const url = hubs[index].replace(/^http/, 'ws') + '/connection/websocket';
  const client = new Centrifuge(url, { token, websocket: WebSocket, minReconnectDelay: 50, maxReconnectDelay: 200 });
  client.on('message', ({ data }) => {
    if (data.consumer !== undefined) deliver(client, data.consumer);
  });
  // A connection that comes back is another one: it has to attach again.
  client.on('connected', () => client.rpc('consumer_attach', { ...name, max_in_flight: 5 }));
  client.connect();
  return client;
});

async function ask(hub, method, body) {
  const response = await fetch(`${hub}/api/${method}`, {
    method: 'POST',
    headers: { 'X-API-Key': process.env.API_KEY },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer)}`);
  return answer.result;
}

await Promise.all(workers.map((client) => client.ready(10_000)));
for (let n = 1; n <= messages; n++) {
  await ask(hubs[n % 2], 'publish', { channel: name.channel, data: { n } });
  if (n === Math.floor(messages / 3)) workers[0].disconnect();
  if (n === Math.floor(messages / 2)) workers[0].connect();
}
const late = setTimeout(() => {
  console.error(`only ${done.size} of ${messages} were worked on`);
  process.exit(1);
}, 60_000);
for (let left = 1; left > 0; ) {
  const { lag, unacked } = await ask(hubs[0], 'consumer_info', name);
  left = lag + unacked;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
clearTimeout(late);
workers.forEach((client) => client.disconnect());
if (done.size !== messages) {
  console.error(`nothing is left, but only ${done.size} of ${messages} were worked on`);
  process.exit(1);
}
if (redelivered < Math.floor(messages / 3)) {
  console.error(`${redelivered} were delivered again, at least ${Math.floor(messages / 3)} should have been`);
  process.exit(1);
}
console.log(`ok: ${messages} messages, ${redelivered} delivered again`);
process.exit(0);
