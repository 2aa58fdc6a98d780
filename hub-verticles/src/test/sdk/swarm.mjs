// Twenty clients on two hubs, five channels, three kinds of publishers. Every client must get every message once, all
// in the same order, and each publisher's messages in the order in which it sent them.
// Environment: HUBS (two base URLs, comma-separated), TOKENS (one connection token for each client, comma-separated),
// API_KEY, MESSAGES (for each publisher and channel). Prints one line and exits with 0, or says what is wrong.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const hubs = process.env.HUBS.split(',');
const tokens = process.env.TOKENS.split(',');
const messages = Number(process.env.MESSAGES ?? 50);
const run = process.env.RUN ?? Math.random().toString(36).slice(2);
const channels = Array.from({ length: 5 }, (_, i) => `swarm:${run}-${i}`);
const deadlineMillis = 30_000;

const publishers = {
  // a back end, at the first hub's HTTP API
  api: async (channel, data) => {
    const response = await fetch(`${hubs[0]}/api/publish`, {
      method: 'POST',
      headers: { 'X-API-Key': process.env.API_KEY },
      body: JSON.stringify({ channel, data }),
    });
    const answer = await response.json();
    if (answer.error !== undefined) throw new Error(`api: ${JSON.stringify(answer)}`);
  },
  // a client at the second hub
  client: (channel, data) => clients[clients.length - 1].publish(channel, data),
  // a verticle beside the first hub, asked by rpc
  verticle: (channel, data) => clients[0].rpc('relay', { channel, data }),
};
const expected = messages * Object.keys(publishers).length;
const received = tokens.map(() => new Map(channels.map((channel) => [channel, []])));
let outstanding = tokens.length * channels.length;
let allReceived;
const done = new Promise((resolve) => (allReceived = resolve));

const clients = tokens.map((token, index) => {
  const url = hubs[index % hubs.length].replace(/^http/, 'ws') + '/connection/websocket';
  return new Centrifuge(url, { token, websocket: WebSocket });
});

function take(index, channel, data) {
  const list = received[index].get(channel);
  list.push(`${data.from}:${data.n}`);
  if (list.length === expected && --outstanding === 0) allReceived();
}

async function subscribeAll() {
  const ready = [];
  clients.forEach((client, index) => {
    for (const channel of channels) {
      const subscription = client.newSubscription(channel);
      subscription.on('publication', ({ data }) => take(index, channel, data));
      subscription.subscribe();
      ready.push(subscription.ready(10_000));
    }
    client.connect();
  });
  await Promise.all(ready);
}

async function publishAll() {
  await Promise.all(
    channels.flatMap((channel) =>
      Object.entries(publishers).map(async ([from, publish]) => {
        for (let n = 0; n < messages; n++) await publish(channel, { from, n });
      }),
    ),
  );
}

function check() {
  const faults = [];
  for (const channel of channels) {
    const reference = received[0].get(channel);
    for (const from of Object.keys(publishers)) {
      const numbers = reference.filter((each) => each.startsWith(`${from}:`)).map((each) => Number(each.split(':')[1]));
      if (numbers.length !== messages || numbers.some((n, i) => n !== i)) {
        faults.push(`${channel}: messages of ${from} lost, doubled or out of order: ${numbers}`);
      }
    }
    received.forEach((byChannel, index) => {
      if (byChannel.get(channel).join() !== reference.join()) {
        faults.push(`${channel}: client ${index} saw another order than client 0 (${byChannel.get(channel).length} messages)`);
      }
    });
  }
  return faults;
}

const timeout = setTimeout(() => finish(['not all messages arrived in time', ...check()]), deadlineMillis);
function finish(faults) {
  clearTimeout(timeout);
  clients.forEach((client) => client.disconnect());
  if (faults.length > 0) {
    console.error(faults.slice(0, 10).join('\n'));
    process.exit(1);
  }
  console.log(`ok: ${clients.length} clients x ${channels.length} channels x ${expected} messages`);
  process.exit(0);
}

await subscribeAll();
await publishAll();
await done;
// A double would come right behind: let the hubs answer once more, and look then.
await Promise.all(clients.map((client) => client.rpc('relay', { channel: `swarm:${run}-end`, data: {} })));
finish(check());
