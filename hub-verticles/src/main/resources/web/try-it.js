'use strict';

// One connection to the hub that served this page, with the official JavaScript SDK.
const LONGEST_LOG = 200;
const field = (id) => document.getElementById(id);
const endpoint = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/connection/websocket`;
let client = null;

function show(channel, text, kind = '') {
  const entry = document.createElement('li');
  entry.className = kind;
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString();
  const where = document.createElement('span');
  where.className = 'channel';
  where.textContent = channel;
  const what = document.createElement('span');
  what.className = 'text';
  what.textContent = text;
  entry.append(time, where, what);
  field('log').prepend(entry);
  while (field('log').children.length > LONGEST_LOG) {
    field('log').lastChild.remove();
  }
}

function showState(state) {
  field('state').dataset.state = state;
  field('state').textContent = state;
  field('connect').textContent = state === 'disconnected' ? 'Connect' : 'Disconnect';
}

function connect() {
  const token = field('token').value.trim();
  client = new Centrifuge(endpoint, token === '' ? {} : { token });
  client.on('state', (context) => showState(context.newState));
  client.on('error', (context) => show('', context.error.message, 'error'));
  client.on('disconnected', (context) => show('', `disconnected: ${context.reason} (${context.code})`, 'error'));
  client.on('publication', (context) => show(context.channel, JSON.stringify(context.data)));
  client.connect();
}

function subscribe(channel) {
  const known = client.getSubscription(channel);
  if (known !== null) {
    known.unsubscribe();
    client.removeSubscription(known);
    show(channel, 'unsubscribed');
    return;
  }
  const subscription = client.newSubscription(channel);
  subscription.on('publication', (context) => show(channel, JSON.stringify(context.data)));
  subscription.on('subscribed', () => {
    show(channel, 'subscribed');
    showSubscription();
  });
  subscription.on('unsubscribed', (context) => {
    if (context.code !== 0) {
      show(channel, `unsubscribed: ${context.reason} (${context.code})`, 'error');
      client.removeSubscription(subscription);
    }
    showSubscription();
  });
  subscription.subscribe();
}

function showSubscription() {
  const subscribed = client !== null && client.getSubscription(field('channel').value) !== null;
  field('subscribe').textContent = subscribed ? 'Unsubscribe' : 'Subscribe';
}

async function publish(channel, text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    data = text;
  }
  try {
    await client.publish(channel, data);
  } catch (refusal) {
    show(channel, `not published: ${refusal.message} (${refusal.code})`, 'error');
  }
}

function whenConnected(action) {
  if (client === null || client.state === 'disconnected') {
    connect();
  }
  action();
}

field('connection').addEventListener('submit', (event) => {
  event.preventDefault();
  if (client !== null && client.state !== 'disconnected') {
    client.disconnect();
  } else {
    connect();
  }
});
field('subscription').addEventListener('submit', (event) => {
  event.preventDefault();
  whenConnected(() => subscribe(field('channel').value));
  showSubscription();
});
field('publication').addEventListener('submit', (event) => {
  event.preventDefault();
  whenConnected(() => publish(field('channel').value, field('message').value));
});
field('channel').addEventListener('input', showSubscription);

// A token behind the # stays in the browser: it is in no request and no log.
const given = new URLSearchParams(location.hash.slice(1));
if (given.has('token')) {
  field('token').value = given.get('token');
  history.replaceState(null, '', location.pathname);
  connect();
}
