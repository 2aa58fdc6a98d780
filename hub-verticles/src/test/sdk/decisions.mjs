// Clients of the official SDK whose connections, subscriptions, publications and calls a back end decides about.
// Environment: HUB (base URL). Prints one line and exits with 0, or says what is wrong.
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

class SessionSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { headers: { Cookie: 'session=1', 'X-Other': 'not passed on' } });
  }
}

const url = `${process.env.HUB.replace(/^http/, 'ws')}/connection/websocket`;
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

// By a header of the request.
const anna = new Centrifuge(url, { websocket: SessionSocket });
const connected = once(anna, 'connected');
anna.connect();
expect('data of connect', (await connected).data, { welcome: 'anna' });

const room = anna.newSubscription('chat:room');
const published = once(room, 'publication');
room.subscribe();
await room.ready();
await room.publish({ text: '  hello ' });
const { data, info } = await published;
expect('what was published', data, { text: 'hello', from: 'anna' });
expect('who published', [info.user, info.chanInfo], ['anna', { role: 'member' }]);

const staff = anna.newSubscription('chat:staff');
const refused = once(staff, 'unsubscribed');
staff.subscribe();
expect('the refusal', (await refused).code, 403);

expect('the call', (await anna.rpc('whoami', {})).data, { method: 'whoami', user: 'anna' });

// By a header that the SDK puts into its connect command.
const script = new Centrifuge(url, { websocket: WebSocket, headers: { cookie: 'session=1' } });
const scripted = once(script, 'connected');
script.connect();
expect('data of the other connect', (await scripted).data, { welcome: 'anna' });

// Without.
const stranger = new Centrifuge(url, { websocket: WebSocket });
const turnedAway = once(stranger, 'disconnected');
stranger.connect();
expect('the stranger', (await turnedAway).code, 4501);

console.log('ok');
process.exit(0);
