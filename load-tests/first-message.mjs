// From the command ./hub serve to the first publication in a client's hands, on a machine where everything is built.
//   node load-tests/first-message.mjs [RUNS]
// Starts the hub anew for each run, with an empty data directory and a private server of its own. Needs load-tests/run once before.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const WebSocket = createRequire(join(here, 'peers', 'package.json'))('ws');
const runs = Number(process.argv[2] ?? 5);
const PATIENCE_MILLIS = 30_000;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

function firstMessage(port, started) {
  return new Promise((resolve, reject) => {
    const attempt = () => {
      if (Date.now() - started > PATIENCE_MILLIS) return reject(new Error('no message within 30 s'));
      const socket = new WebSocket(`ws://127.0.0.1:${port}/connection/websocket`);
      socket.on('error', () => setTimeout(attempt, 5));
      socket.on('open', () => {
        socket.send('{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"demo:first"}}\n{"id":3,"publish":{"channel":"demo:first","data":1}}');
      });
      socket.on('message', (frame) => {
        for (const line of frame.toString().split('\n')) {
          if (line.includes('"error"')) reject(new Error(line));
          if (line.includes('"push"')) {
            resolve(Date.now() - started);
            socket.close();
          }
        }
      });
    };
    attempt();
  });
}

async function run() {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), 'first-message-'));
  const settings = [`server.port=${port}`, `valkey.data-dir=${data}`, 'auth.insecure=true', 'server.drain-time=0s'];
  const started = Date.now();
  const hub = spawn(join(here, '..', 'hub'), ['serve', ...settings.flatMap((each) => ['--set', each])], { stdio: 'ignore' });
  const ended = new Promise((resolve) => hub.on('exit', resolve));
  try {
    return await firstMessage(port, started);
  } finally {
    hub.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

const times = [];
for (let i = 0; i < runs; i++) {
  times.push(await run());
  console.error(`run ${i + 1} of ${runs}: ${times[i]} ms`);
}
times.sort((a, b) => a - b);
console.log(`first message after ${times[Math.floor(runs / 2)]} ms (median of ${runs}; ${times[0]} to ${times[runs - 1]} ms)`);
