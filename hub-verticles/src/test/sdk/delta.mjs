// The SDK's own decoder on deltas of the hub, through its public API: a socket that plays a recorded subscription.
// Environment: PUBLICATIONS, a file with one line for each publication: what stands in its push, a tab, and the data that
// the application must get. Prints one line and exits with 0, or says what is wrong.
import { readFileSync } from 'node:fs';
import { Centrifuge } from 'centrifuge';

const lines = readFileSync(process.env.PUBLICATIONS, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));

class RecordedSocket {
  constructor() {
    this.readyState = 0;
    setImmediate(() => {
      this.readyState = 1;
      this.onopen();
    });
  }

  send(frame) {
    for (const line of frame.split('\n')) this.answer(JSON.parse(line));
  }

  answer({ id, connect, subscribe }) {
    if (connect) this.say({ id, connect: { client: 'c', version: '1' } });
    if (!subscribe) return;
    if (subscribe.delta !== 'fossil') throw new Error(`asked for delta ${subscribe.delta}`);
    this.say({ id, subscribe: { delta: true } });
    for (const [publication] of lines) this.sayText(`{"push":{"channel":"deltas","pub":${publication}}}`);
  }

  say(reply) {
    this.sayText(JSON.stringify(reply));
  }

  sayText(text) {
    setImmediate(() => this.onmessage({ data: text }));
  }

  close() {
    this.readyState = 3;
  }
}

const client = new Centrifuge('ws://recorded/', { websocket: RecordedSocket });
const subscription = client.newSubscription('deltas', { delta: 'fossil' });
let deltas = 0;
let next = 0;
await new Promise((resolve, reject) => {
  subscription.on('error', (context) => reject(new Error(JSON.stringify(context))));
  client.on('disconnected', (context) => reject(new Error(JSON.stringify(context))));
  process.on('unhandledRejection', reject);
  subscription.on('publication', ({ data }) => {
    const [publication, expected] = lines[next];
    if (JSON.stringify(data) !== JSON.stringify(JSON.parse(expected))) reject(new Error(`publication ${next} differs`));
    if (JSON.parse(publication).delta) deltas++;
    if (++next === lines.length) resolve();
  });
  subscription.subscribe();
  client.connect();
  setTimeout(() => reject(new Error(`${next} of ${lines.length} publications in time`)), 30_000).unref();
});
console.log(`ok: ${next} publications, ${deltas} of them deltas`);
process.exit(0);
