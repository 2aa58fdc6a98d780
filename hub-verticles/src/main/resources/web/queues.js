'use strict';

// The queues of jobs as hub:queues tells of them, over the connection of try-it.js. What others named is shown as text only.
const QUEUES = 'hub:queues';

function age(millis) {
  if (millis < 0) return '';
  const seconds = Math.floor(millis / 1000);
  if (seconds < 1) return `${millis} ms`;
  if (seconds < 600) return `${seconds} s`;
  return seconds < 36000 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

function row({ queue, paused, draining, depth, oldest_ready_ms, arrivals_per_second, throughput_per_second, wait_p99_ms, workers }) {
  const line = document.createElement('tr');
  line.dataset.queue = queue;
  const words = [
    queue,
    paused ? 'paused' : draining ? 'draining' : '',
    ...['ready', 'delayed', 'blocked', 'active', 'done', 'dead'].map((state) => depth[state] ?? 0),
    age(oldest_ready_ms),
    arrivals_per_second,
    throughput_per_second,
    age(wait_p99_ms),
    workers,
  ];
  for (const word of words) {
    const cell = document.createElement('td');
    cell.textContent = word;
    line.append(cell);
  }
  return line;
}

function showQueues({ queues, complete }) {
  field('queues').hidden = queues.length === 0;
  field('queues').tBodies[0].replaceChildren(...queues.map(row));
  const advice = queues.flatMap(({ queue, advice }) => advice.map((each) => `${queue}: ${each}`));
  field('advice').replaceChildren(
    ...advice.map((each) => {
      const line = document.createElement('li');
      line.textContent = each;
      return line;
    }),
  );
  field('queues-hint').textContent = queues.length === 0 ? 'There are no queues yet.' : complete ? '' : 'Those with the most to do.';
}

function watchQueues() {
  const known = client.getSubscription(QUEUES);
  if (known !== null) {
    known.unsubscribe();
    client.removeSubscription(known);
    field('watch-queues').textContent = 'Watch';
    return;
  }
  const subscription = client.newSubscription(QUEUES);
  subscription.on('publication', ({ data }) => showQueues(data));
  subscription.on('unsubscribed', ({ code, reason }) => {
    if (code !== 0) {
      show(QUEUES, `${reason} (${code}); ./hub token --user me --cap sub=hub:* makes a token for it`, 'error');
      client.removeSubscription(subscription);
      field('watch-queues').textContent = 'Watch';
    }
  });
  subscription.subscribe();
  field('watch-queues').textContent = 'Watch no more';
}

field('watch-queues').addEventListener('click', () => whenConnected(watchQueues));
