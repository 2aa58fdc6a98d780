// Two clients of the official SDK on two hubs see each other: in presence, in its numbers, and by joins and leaves. The
// one whose socket is cut and who comes back, to the other hub, has neither left nor joined.
// Environment: HUBS (base URLs, two), TOKENS (of bob and ann). Prints one line and exits with 0, or says what is wrong.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const hubs = process.env.HUBS.split(',').map((url) => `${url.replace(/^http/, 'ws')}/connection/websocket`);
const tokens = process.env.TOKENS.split(',');
const fail = (why) => {
  console.error(why);
  process.exit(1);
};
process.on('unhandledRejection', fail);
setTimeout(() => fail(`in time: ${JSON.stringify(seen)}`), 60_000).unref();

const until = async (what, done) => {
  for (const end = Date.now() + 20_000; !(await done()); ) {
    if (Date.now() > end) fail(`${what}: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** A client whose next socket goes to hub number `at`. */
function connect(token, at) {
  const place = { at, sockets: [] };
  class PlacedSocket extends WebSocket {
    constructor(url, ...more) {
      super(hubs[place.at], ...more);
      place.sockets.push(this);
    }
  }
  place.client = new Centrifuge(hubs[at], { token, websocket: PlacedSocket, minReconnectDelay: 20, maxReconnectDelay: 200 });
  place.client.connect();
  return place;
}

const bob = connect(tokens[0], 0);
const ann = connect(tokens[1], 1);
const seen = [];
const room = bob.client.newSubscription('room:a', { joinLeave: true });
room.on('join', ({ info }) => info.user === 'ann' && seen.push({ what: 'join', ...info }));
room.on('leave', ({ info }) => info.user === 'ann' && seen.push({ what: 'leave', ...info }));
room.subscribe();
await room.ready();

const own = ann.client.newSubscription('room:a', { joinLeave: true });
let subscribed = 0;
own.on('subscribed', () => subscribed++);
own.subscribe();
await own.ready();
await until('ann joins', () => seen.length === 1 && seen[0].what === 'join');
if (JSON.stringify(seen[0].connInfo) !== '{"name":"ann"}') fail(`of whom? ${JSON.stringify(seen[0])}`);

const sees = async (subscription, users) => {
  const { clients } = await subscription.presence();
  const { numClients, numUsers } = await subscription.presenceStats();
  const found = Object.values(clients).map(({ user }) => user).sort();
  return numClients === users.length && numUsers === users.length && JSON.stringify(found) === JSON.stringify(users);
};
for (const each of [room, own]) await until('both are seen', () => sees(each, ['ann', 'bob']));

ann.at = 0;
ann.sockets.at(-1).terminate();
await until('ann is back', () => subscribed === 2);
for (const each of [room, own]) await until('both are still seen', () => sees(each, ['ann', 'bob']));

const before = Date.now();
ann.client.disconnect();
await until('ann leaves', () => seen.some(({ what }) => what === 'leave'));
if (Date.now() - before > 5_000) fail('a leave that waited for the grace');
if (seen.length !== 2 || seen[1].client !== seen[0].client) fail(JSON.stringify(seen));
await until('bob is alone', () => sees(room, ['bob']));
console.log('ok');
process.exit(0);
