// Two browser windows on the try-it pages of two hubs: what one publishes, the other sees, and what a back end publishes,
// both see. A third one watches the queues of jobs, which its token alone lets it. Environment: HUBS (two base URLs), TOKENS (three), API_KEY, CHROMIUM, SCREENSHOT (optional path).
import { chromium } from 'playwright-core';

const [hubs, tokens] = [process.env.HUBS.split(','), process.env.TOKENS.split(',')];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const faults = [];

async function open(index) {
  const page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => faults.push(`page ${index}: ${error.message}`));
  page.on('console', (line) => line.type() === 'error' && faults.push(`page ${index}: ${line.text()}`));
  await page.goto(`${hubs[index % hubs.length]}/#token=${tokens[index]}`);
  await page.locator('#state[data-state="connected"]').waitFor();
  await page.fill('#channel', 'demo:browser');
  await page.click('#subscribe');
  await page.locator('#log li', { hasText: 'subscribed' }).waitFor();
  return page;
}

const call = (method, fields) =>
  fetch(`${hubs[1]}/api/${method}`, { method: 'POST', headers: { 'X-API-Key': process.env.API_KEY }, body: JSON.stringify(fields) });
const sees = (page, text) => page.locator('#log li .text', { hasText: text }).waitFor();

try {
  const pages = [await open(0), await open(1)];
  await pages[0].fill('#message', '{"text": "from the first window"}');
  await pages[0].click('#publish');
  await Promise.all(pages.map((page) => sees(page, 'from the first window')));
  await call('publish', { channel: 'demo:browser', data: { text: 'from a back end, <b>unharmed</b>' } });
  await Promise.all(pages.map((page) => sees(page, 'from a back end, <b>unharmed</b>')));

  const queue = `shown-${Date.now()}`;
  await call('job_submit_many', { queue, jobs: Array(300).fill({}) });
  await pages[0].click('#watch-queues');
  await pages[0].locator('#log li.error', { hasText: 'permission denied' }).waitFor();
  const operator = await open(2);
  await operator.click('#watch-queues');
  const cells = operator.locator(`#queues tr[data-queue="${queue}"] td`);
  await cells.nth(2).getByText('300', { exact: true }).waitFor();
  await call('queue_pause', { queue });
  await cells.nth(1).getByText('paused').waitFor();
  if (process.env.SCREENSHOT) await operator.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  await call('queue_purge', { queue, states: ['ready'] });
  await operator.click('#watch-queues');
  await operator.locator('#watch-queues', { hasText: /^Watch$/ }).waitFor();
  const title = await pages[0].title();
  if (!title.includes('Hub')) faults.push(`title is ${title}`);
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log('ok: two windows on two hubs');
