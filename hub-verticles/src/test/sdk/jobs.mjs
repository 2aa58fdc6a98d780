// A client submits a job and follows it; the worker that gets it first is killed with -9, another one finishes it.
// The follower hears progress and end live, and what came while it was away after its reconnect.
// Environment: HUBS (two base URLs, comma-separated), QUEUE, CLIENT and WORKER (tokens). With ROLE=worker it is the worker that
// will be killed. Prints one line and exits with 0, or says what is wrong.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const fail = (why) => {
  console.error(why);
  process.exit(1);
};
process.on('unhandledRejection', (why) => fail(why?.message ? `${why.message} (${why.code})` : why));
setTimeout(() => fail('not done in time'), 60_000).unref();
const expect = (what, actual, expected) => {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) fail(`${what}: ${JSON.stringify(actual)}`);
};

const { QUEUE, CLIENT, WORKER, ROLE } = process.env;
const hubs = process.env.HUBS.split(',').map((hub) => `${hub.replace(/^http/, 'ws')}/connection/websocket`);
const client = (url, token) => new Centrifuge(url, { websocket: WebSocket, token, minReconnectDelay: 50, maxReconnectDelay: 200 });
const call = async (each, method, data) => (await each.rpc(method, { queue: QUEUE, ...data })).data;
const until = async (what, holds) => {
  for (let i = 0; i < 1000; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  fail(`never: ${what}`);
};

// Works on what it is sent by `work`.
function worker(url, name, work) {
  const each = client(url, WORKER);
  each.on('connected', () => call(each, 'job_attach', { worker: name, max_in_flight: 2 }));
  each.on('message', ({ data }) => {
    for (const job of data.job?.jobs ?? []) work(each, job);
  });
  each.connect();
  return each;
}

if (ROLE === 'worker') {
  worker(hubs[0], 'doomed', async (each, { id, epoch }) => {
    await call(each, 'job_progress', { id, epoch, progress: 0.1 });
    console.log(id);
  });
} else {
  const doomed = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, ROLE: 'worker' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => doomed.kill('SIGKILL'));
  let printed = '';
  doomed.stdout.on('data', (some) => (printed += some));

  const submitter = client(hubs[1], CLIENT);
  submitter.connect();
  await submitter.ready(10_000);
  const { id } = await call(submitter, 'job_submit', { name: 'send', data: { to: 'ann' }, follow: true });

  const follower = client(hubs[1], CLIENT);
  const heard = [];
  const words = follower.newSubscription(`job:${id}`, { since: { offset: 0, epoch: '' } });
  words.on('publication', ({ data }) => heard.push(data));
  words.subscribe();
  follower.connect();
  const has = (type, fits) => () => heard.some((each) => each.type === type && fits(each));

  await until('the first worker has the job', () => printed.includes(id));
  await until('the follower hears how far it is', has('progress', (each) => each.epoch === 1 && each.progress === 0.1));
  expect('not over', (await call(submitter, 'job_result', { id })).is_over, false);

  // Nobody else worked until now, so it is the kill that hands the job on.
  doomed.kill('SIGKILL');
  let again;
  const rescuer = worker(hubs[1], 'rescuer', (each, job) => (again = job));
  await until('the job is handed to another worker', () => again !== undefined);
  expect('the same job', [again.id, again.epoch, again.attempt, again.name, again.data], [id, 2, 1, 'send', { to: 'ann' }]);

  const claim = { id, epoch: 2 };
  await call(rescuer, 'job_progress', { ...claim, progress: 0.5 });
  await until('the follower hears of the second start', has('progress', (each) => each.epoch === 2 && each.progress === 0.5));
  const late = await call(rescuer, 'job_complete', { id, epoch: 1, result: 'late' }).then(() => 0, (error) => error.code);
  expect('what comes late', late, 120);

  // What comes while the follower is away is recovered.
  follower.disconnect();
  const waiting = call(submitter, 'job_result', { id, wait_ms: 3000 });
  await call(rescuer, 'job_log', { ...claim, lines: ['sent'] });
  await call(rescuer, 'job_progress', { ...claim, progress: 1 });
  await call(rescuer, 'job_complete', { ...claim, result: { sent: true } });
  expect('the result', (await waiting).result, { sent: true });
  const reconnected = new Promise((resolve) => words.once('subscribed', resolve));
  follower.connect();
  const { wasRecovering, recovered } = await reconnected;
  expect('recovery', [wasRecovering, recovered], [true, true]);
  await until('the follower hears of the end', has('state', (each) => each.state === 'done'));

  const told = heard.map((each) => [each.type, each.epoch, each.progress ?? each.lines ?? each.state]);
  const expected = [['progress', 1, 0.1], ['progress', 2, 0.5], ['log', 2, ['sent']], ['progress', 2, 1], ['state', 2, 'done']];
  const relevant = told.filter(([type, , what]) => type !== 'state' || what === 'done');
  expect('all that is told', relevant, expected);
  expect('the end', [heard.at(-1).is_over, heard.at(-1).result], [true, { sent: true }]);

  const refused = await call(submitter, 'job_cancel', { id }).then(() => 0, (error) => error.code);
  expect('no right to manage', refused, 103);
  console.log('ok: handed on, followed and recovered');
  process.exit(0);
}
