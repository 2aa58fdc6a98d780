// Works on the jobs of a queue, which the hub sends over a WebSocket, until SIGTERM. Needs: npm install centrifuge ws
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const { HUB, TOKEN, QUEUE } = process.env;
const client = new Centrifuge(`${HUB.replace(/^http/, 'ws')}/connection/websocket`, { websocket: WebSocket, token: TOKEN });
const running = new Map(); // the jobs that are worked on, by id
const call = async (method, fields) => (await client.rpc(method, { queue: QUEUE, ...fields })).data;
const second = () => new Promise((resolve) => setTimeout(resolve, 1000));

// The work itself: what it returns is the job's result, what it throws a failed attempt.
async function work({ data }, { progress, signal }) {
  signal.throwIfAborted(); // look now and then: it may be cancelled
  await progress(0.5);
  return { text: data.text.toUpperCase() };
}

async function handle(job) {
  const claim = { id: job.id, epoch: job.epoch };
  const stop = new AbortController();
  running.set(job.id, { claim, stop });
  const progress = (far) => call('job_progress', { ...claim, progress: far });
  const extending = setInterval(() => call('job_extend', claim).catch(() => {}), job.lease_ms / 3);
  let outcome;
  try {
    outcome = ['job_complete', { ...claim, result: await work(job, { progress, signal: stop.signal }) }];
  } catch (failure) {
    outcome = ['job_fail', { ...claim, error: String(failure) }];
  }
  if (!stop.signal.aborted) await settle(...outcome);
  clearInterval(extending);
  running.delete(job.id);
}

// Says it until the hub has heard it: the epoch sees to it that it counts once.
async function settle(method, fields) {
  for (;;) {
    try {
      return await call(method, fields);
    } catch (failure) {
      if (failure.code >= 100 && !failure.temporary) return console.error(fields.id, failure.message); // 120: it is another's
      await second();
    }
  }
}

async function attach() {
  try {
    const ours = [...running.values()];
    if (ours.length > 0) {
      const { lease_until } = await call('job_extend', { claims: ours.map(({ claim }) => claim) });
      ours.forEach(({ stop }, i) => lease_until[i] === 0 && stop.abort('lost'));
    }
    await call('job_attach', { worker: `node-${process.pid}`, max_in_flight: 10 });
    console.log('working');
  } catch (failure) {
    console.error(failure.message);
    if (failure.temporary) await second().then(attach);
  }
}

client.on('connected', attach); // again after each reconnect
client.on('message', ({ data }) => {
  for (const job of data.job?.jobs ?? []) handle(job);
  const stop = data.job?.stop;
  if (stop && running.get(stop.id)?.claim.epoch === stop.epoch) running.get(stop.id).stop.abort(stop.reason);
});
client.connect();

process.once('SIGTERM', async () => {
  await call('job_detach').catch(() => {});
  while (running.size > 0) await second(); // what it has it finishes
  client.disconnect();
});
