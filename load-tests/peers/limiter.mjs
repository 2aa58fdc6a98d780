// rate-limiter-flexible on Valkey as its documentation shows it; ioredis pipelines what one turn asks for.
// Prints what it measured as one line of JSON.
import Redis from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";

const [host, port, warmUp, measure, inFlight, subjects, limit, seconds] = process.argv.slice(2);
const storeClient = new Redis({ host, port: Number(port), enableAutoPipelining: true, enableOfflineQueue: false });
await new Promise((resolve, reject) => storeClient.once("ready", resolve).once("error", reject));
const limiter = new RateLimiterRedis({ storeClient, keyPrefix: "rlf", points: Number(limit), duration: Number(seconds) });

async function press(duration) {
  const end = performance.now() + duration * 1000;
  const waits = [];
  let made = 0;
  async function one() {
    for (let asked = performance.now(); asked < end; asked = performance.now()) {
      try {
        await limiter.consume("user-" + Math.floor(Math.random() * subjects));
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
      }
      if (++made % 16 === 0) waits.push(performance.now() - asked);
    }
  }
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: Number(inFlight) }, one));
  const lasted = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  waits.sort((a, b) => a - b);
  return {
    made,
    per_second: made / lasted,
    client_micros: (used.user + used.system) / made,
    p50: waits[Math.floor(waits.length / 2)] * 1000,
    p99: waits[Math.floor(waits.length * 0.99)] * 1000,
  };
}

await press(Number(warmUp));
process.stdout.write("warm\n");
process.stdout.write(JSON.stringify(await press(Number(measure))) + "\n");
storeClient.disconnect();
