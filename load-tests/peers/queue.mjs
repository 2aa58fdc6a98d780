// BullMQ on Valkey over ioredis, submitting and working in one process, as an application that has both would.
// Reads what to do as lines of JSON, answers each with one: {"do": "submit", "inFlight": 100, "each": 1, "seconds": 2}.
import { createInterface } from "node:readline";
import { Queue, Worker } from "bullmq";
import Redis from "ioredis";

const [host, port, kept, events, style] = process.argv.slice(2);
const connect = () =>
  new Redis({ host, port: Number(port), maxRetriesPerRequest: null, enableAutoPipelining: style === "pipelined" });
const NAME = "bench";
const PAYLOAD_BYTES = 1000;
const LONG_MS = 3_600_000;
const queue = new Queue(NAME, {
  connection: connect(),
  streams: { events: { maxLen: Number(events) } },
  defaultJobOptions: { attempts: 3, removeOnComplete: Number(kept), removeOnFail: Number(kept) },
});
await queue.waitUntilReady();

const payload = (n) => {
  const data = { n, pad: "" };
  data.pad = "x".repeat(PAYLOAD_BYTES - JSON.stringify(data).length);
  return data;
};
const PLAIN = payload(0);
const now = () => performance.now();
const ends = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const percentile = (sorted, part) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0) * 1000;

async function measured(press) {
  const cpu = process.cpuUsage();
  const start = now();
  const { made, waits, from = start, to = now() } = await press(start);
  const used = process.cpuUsage(cpu);
  waits.sort((a, b) => a - b);
  return {
    made,
    per_second: made / ((to - from) / 1000),
    client_micros: (used.user + used.system) / made,
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
  };
}

const add = (each, data) =>
  each === 1 ? queue.add("job", data) : queue.addBulk(Array.from({ length: each }, () => ({ name: "job", data })));

const submit = ({ inFlight, each, seconds }) =>
  measured(async (start) => {
    const waits = [];
    let made = 0;
    const one = async () => {
      for (let asked = now(); asked < start + seconds * 1000; asked = now()) {
        await add(each, PLAIN);
        made += each;
        waits.push(now() - asked);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, one));
    return { made, waits };
  });

async function fill({ jobs }) {
  for (let left = jobs - (await queue.getWaitingCount()); left > 0; left -= 1000) await add(1000, PLAIN);
  return {};
}

// Jobs that are active for an hour, taken as BullMQ's pattern for manual processing shows it.
async function hold({ jobs }) {
  const left = jobs - (await queue.getActiveCount());
  await fill({ jobs: left });
  const keeper = new Worker(NAME, null, { connection: connect(), lockDuration: LONG_MS, stalledInterval: LONG_MS });
  let next = 0;
  const take = async () => {
    while (next++ < left) await keeper.getNextJob("held", { block: false });
  };
  await Promise.all(Array.from({ length: 50 }, take));
  await keeper.close();
  return { active: await queue.getActiveCount() };
}

async function working(concurrency, handler, press) {
  const worker = new Worker(NAME, handler, { connection: connect(), concurrency });
  worker.on("error", (error) => process.stderr.write(`${error}\n`));
  await worker.waitUntilReady();
  try {
    return await press();
  } finally {
    await worker.close();
  }
}

// From the first start to the last within the time; ends when nothing waits any more.
const work = ({ concurrency, jobs, seconds }) =>
  measured(async () => {
    let made = 0;
    let from = 0;
    let to = 0;
    let over;
    const ended = new Promise((resolve) => (over = resolve));
    const handler = async () => {
      to = now();
      from ||= to;
      if (++made >= jobs || to > from + seconds * 1000) over();
    };
    await working(concurrency, handler, () => Promise.race([ended, ends(seconds * 1000 + 2000)]));
    return { made, waits: [], from, to };
  });

// As many jobs under way as `inFlight`: each that starts makes room for the next.
const turn = ({ concurrency, inFlight, seconds }) =>
  measured(async (start) => {
    const waits = [];
    const asked = new Map();
    let made = 0;
    let submitted = 0;
    const next = () => {
      const n = ++submitted;
      asked.set(n, now());
      return add(1, payload(n));
    };
    const handler = async (job) => {
      waits.push(now() - asked.get(job.data.n));
      asked.delete(job.data.n);
      made++;
      if (now() < start + seconds * 1000) next();
    };
    await working(concurrency, handler, async () => {
      for (let i = 0; i < inFlight; i++) next();
      await ends(seconds * 1000);
      while (asked.size > 0) await ends(5);
    });
    return { made, waits };
  });

// As many jobs a second as `rate`, whether they start or not; what is due is submitted every millisecond.
const start = ({ concurrency, rate, seconds }) =>
  measured(async () => {
    const waits = [];
    const asked = new Map();
    let submitted = 0;
    const handler = async (job) => {
      waits.push(now() - asked.get(job.data.n));
      asked.delete(job.data.n);
    };
    await working(concurrency, handler, async () => {
      const begin = now();
      await new Promise((resolve) => {
        const timer = setInterval(() => {
          const due = Math.floor(Math.min(now() - begin, seconds * 1000) * (rate / 1000));
          for (; submitted < due; submitted++) {
            asked.set(submitted, now());
            add(1, payload(submitted));
          }
          if (now() - begin >= seconds * 1000) resolve(clearInterval(timer));
        }, 1);
      });
      while (asked.size > 0) await ends(5);
    });
    return { made: submitted, waits };
  });

const verbs = { submit, fill, hold, work, turn, start };
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  process.stdout.write(JSON.stringify(await verbs[command.do](command)) + "\n");
}
process.exit(0);
