// Clients of the official SDK meet rules on rates that somebody puts while they are connected.
// Environment: HUB (base URL), API_KEY, TOKENS (of three users, separated by commas), USERS (their ids), CHANNEL.
// Prints one line and exits with 0, or says what is wrong.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const fail = (why) => {
  console.error(why);
  process.exit(1);
};
process.on('unhandledRejection', fail);
setTimeout(() => fail('not done in time'), 60_000).unref();
const expect = (what, actual, expected) => {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) fail(`${what}: ${JSON.stringify(actual)}`);
};

const { HUB, API_KEY, CHANNEL } = process.env;
const tokens = process.env.TOKENS.split(',');
const users = process.env.USERS.split(',');
const url = `${HUB.replace(/^http/, 'ws')}/connection/websocket`;
const once = (emitter, event, fits = () => true) =>
  new Promise((resolve) => {
    const listener = (context) => {
      if (fits(context)) {
        emitter.off(event, listener);
        resolve(context);
      }
    };
    emitter.on(event, listener);
  });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const client = (at) => new Centrifuge(url, { websocket: WebSocket, token: tokens[at], minReconnectDelay: 50, maxReconnectDelay: 300 });
const connect = async (each) => {
  const connected = once(each, 'connected');
  each.connect();
  await connected;
  return each;
};
const api = async (method, body) => {
  const response = await fetch(`${HUB}/api/${method}`, { method: 'POST', headers: { 'X-API-Key': API_KEY }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (answer.error) fail(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.result;
};
const bucket = (name, operation, user, per, limit, period_ms) =>
  api('limit_rule_put', { name, match: { operation, user }, per: [per], algorithm: 'token_bucket', limit, period_ms });

// A rule on publications, put while the client is connected: the wait is told, and after it the next one is admitted.
const anna = await connect(client(0));
await anna.publish(CHANNEL, 1);
await bucket('sdk-publish', 'publish', users[0], 'client', 2, 2000);
await anna.publish(CHANNEL, 2);
await anna.publish(CHANNEL, 3);
const refusal = await anna.publish(CHANNEL, 4).then(() => fail('nothing was refused'), (error) => error);
expect('the refusal', [refusal.code, refusal.temporary], [111, true]);
const wait = /^too many requests: rule sdk-publish, retry after (\d+) ms$/.exec(refusal.message);
if (!wait || wait[1] < 1 || wait[1] > 1000) fail(refusal.message);
await sleep(Number(wait[1]) + 5);
await anna.publish(CHANNEL, 5);

// A rule on connections of an address, counted on the instance: who is refused comes back by itself.
await bucket('sdk-connect', 'connect', users[1], 'ip', 1, 1500);
await connect(client(1));
const second = client(1);
const turnedAway = once(second, 'error');
const admitted = once(second, 'connected');
second.connect();
const { error } = await turnedAway;
expect('the refused connect', [error.code, error.message.startsWith('too many requests: rule sdk-connect, retry after ')], [111, true]);
await admitted;

// Who goes on regardless is closed, and may come back.
await bucket('sdk-abuse', 'publish', users[2], 'client', 0, 1000);
const carl = await connect(client(2));
const closed = once(carl, 'connecting', ({ code }) => code !== 0);
for (let i = 0; i < 1100; i++) carl.publish(CHANNEL, i).catch(() => {});
expect('the close', (await closed).code, 3013);
await once(carl, 'connected');

for (const name of ['sdk-publish', 'sdk-connect', 'sdk-abuse']) await api('limit_rule_delete', { name });
console.log('ok');
process.exit(0);
