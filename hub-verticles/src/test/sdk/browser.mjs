// Two browser windows on the try-it pages of two hubs: what one publishes, the other sees, and what a back end publishes,
// both see. Environment: HUBS (two base URLs), TOKENS (two), API_KEY, CHROMIUM, SCREENSHOT (optional path).
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
  await page.goto(`${hubs[index]}/#token=${tokens[index]}`);
  await page.locator('#state[data-state="connected"]').waitFor();
  await page.fill('#channel', 'demo:browser');
  await page.click('#subscribe');
  await page.locator('#log li', { hasText: 'subscribed' }).waitFor();
  return page;
}

const sees = (page, text) => page.locator('#log li .text', { hasText: text }).waitFor();

try {
  const pages = [await open(0), await open(1)];
  await pages[0].fill('#message', '{"text": "from the first window"}');
  await pages[0].click('#publish');
  await Promise.all(pages.map((page) => sees(page, 'from the first window')));
  await fetch(`${hubs[1]}/api/publish`, {
    method: 'POST',
    headers: { 'X-API-Key': process.env.API_KEY },
    body: JSON.stringify({ channel: 'demo:browser', data: { text: 'from a back end, <b>unharmed</b>' } }),
  });
  await Promise.all(pages.map((page) => sees(page, 'from a back end, <b>unharmed</b>')));
  if (process.env.SCREENSHOT) await pages[1].screenshot({ path: process.env.SCREENSHOT });
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
