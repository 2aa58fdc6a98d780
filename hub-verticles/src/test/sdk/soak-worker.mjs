// A worker of the soak of jobs with the official SDK: jobs are pushed to its socket. It tells the soak's reception what it is about
// to do and what came of it, and does with each job what it is told there. Environment: RECEPTION and PORTS (of the hubs,
// comma-separated) on 127.0.0.1, TOKEN, QUEUE, NAME. Runs until it is killed.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const { RECEPTION, TOKEN, QUEUE, NAME } = process.env;
const PORTS = process.env.PORTS.split(',');
const NOT_OURS = [120, 122];
const REPETITIONS = 8;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function tell(what, fields) {
  try {
    const answer = await fetch(`http://127.0.0.1:${RECEPTION}/${what}`, { method: 'POST', body: JSON.stringify(fields) });
    return await answer.json();
  } catch {
    process.exit(0); // the soak is over
  }
}

const first = Math.floor(Math.random() * PORTS.length);
const transports = PORTS.map((_, i) => ({
  transport: 'websocket',
  endpoint: `ws://127.0.0.1:${PORTS[(first + i) % PORTS.length]}/connection/websocket`,
}));
const client = new Centrifuge(transports, {
  websocket: WebSocket,
  token: TOKEN,
  minReconnectDelay: 50,
  maxReconnectDelay: 300,
  timeout: 4000,
});

async function say(start, { verb, method, body }) {
  for (let i = 0; i < REPETITIONS; i++) {
    const { attempt } = await tell('saying', { start, verb });
    const answer = await client.rpc(method, body).then(
      () => 'accepted',
      (error) => (NOT_OURS.includes(error.code) ? 'refused' : 'unknown'),
    );
    await tell('said', { attempt, answer });
    if (answer !== 'unknown') return;
    await pause(100);
  }
}

async function work({ start, wait_ms, words }) {
  await pause(wait_ms);
  for (const word of words) await say(start, word);
}

let moment;
client.on('connected', async () => {
  ({ moment } = await tell('asks', {}));
  client.rpc('job_attach', { queue: QUEUE, worker: NAME, max_in_flight: 6 }).catch(() => {
    client.disconnect();
    client.connect();
  });
});
client.on('message', async ({ data }) => {
  if (!data.job?.jobs) return;
  const { plans } = await tell('got', { worker: NAME, moment, jobs: data.job.jobs });
  plans.forEach(work);
});
client.connect();
