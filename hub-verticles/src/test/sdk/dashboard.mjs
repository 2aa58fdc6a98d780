// Who has the capability watches the hubs and sees one of them being killed; who has not does not get in, and nobody can
// publish. Environment: HUB (host:port), ALLOWED and REFUSED (tokens), VICTIM (process id).
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const url = `ws://${process.env.HUB}/connection/websocket`;
const connect = (token) => {
  const client = new Centrifuge(url, { websocket: WebSocket, token });
  client.connect();
  return client;
};
const fail = (reason) => {
  console.error(reason);
  process.exit(1);
};
setTimeout(() => fail('too late'), 60000);

const stranger = connect(process.env.REFUSED);
const refusal = await new Promise((resolve) => {
  const subscription = stranger.newSubscription('hub:nodes');
  subscription.on('subscribed', () => fail('a stranger got in'));
  subscription.on('unsubscribed', (context) => resolve(context.code));
  subscription.subscribe();
});
if (refusal !== 103) fail(`refused with ${refusal}`);

const watcher = connect(process.env.ALLOWED);
const watch = (channel, until) =>
  new Promise((resolve) => {
    const subscription = watcher.newSubscription(channel);
    subscription.on('publication', ({ data }) => until(data) && resolve(data));
    subscription.on('unsubscribed', (context) => fail(`${channel}: ${context.code} ${context.reason}`));
    subscription.subscribe();
  });
const status = await watch('hub:status', (data) => data.nodes === 2 && data.clients >= 1);
if (typeof status.time !== 'number') fail(JSON.stringify(status));
let killed = false;
await watch('hub:nodes', ({ nodes }) => {
  if (nodes.length === 2 && !killed) {
    killed = true;
    process.kill(Number(process.env.VICTIM), 'SIGKILL');
  }
  return killed && nodes.length === 1 && nodes[0].version && nodes[0].uptime_s >= 0;
});
await watch('hub:channels', ({ channels }) => channels.some(({ channel, clients }) => channel === 'hub:nodes' && clients === 1));
const published = await watcher.publish('hub:nodes', { nodes: [] }).then(
  () => 0,
  (error) => error.code,
);
if (published !== 103) fail(`publishing was answered with ${published}`);
console.log('ok');
process.exit(0);
