// Decides for the hub who connects, subscribes and publishes. Needs nothing but Node.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = Buffer.from(process.env.SIGNING_SECRET.replace(/^whsec_/, ''), 'base64');
const users = { 'session=1': 'anna' }; // whom your own login gave a cookie
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

const topics = {
  connect(asked, headers) {
    const user = users[headers.cookie];
    return user
      ? { result: { user, expire_at: inAnHour(), data: { welcome: user } } }
      : { disconnect: { code: 4501, reason: 'unauthorized' } };
  },
  refresh: () => ({ result: { expire_at: inAnHour() } }),
  subscribe: ({ channel }) =>
    channel === 'chat:staff'
      ? { error: { code: 403, message: 'not for you' } }
      : { result: { info: { role: 'member' } } },
  publish: ({ data, user }) => ({ result: { data: { text: data.text.trim(), from: user } } }),
  rpc: ({ method, user }) => ({ result: { data: { method, user } } }),
};

// The request comes from the hub, and is not an old one: standardwebhooks.com
function isGenuine(headers, body) {
  const stamp = headers['webhook-timestamp'];
  const content = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${stamp}.`), body]);
  const signature = Buffer.from(`v1,${createHmac('sha256', secret).update(content).digest('base64')}`);
  const candidates = headers['webhook-signature'].split(' ').map((each) => Buffer.from(each));
  return (
    Math.abs(Date.now() / 1000 - stamp) < 300 &&
    candidates.some((each) => each.length === signature.length && timingSafeEqual(each, signature))
  );
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isGenuine(request.headers, body)) {
    response.writeHead(401).end();
  } else {
    response.end(JSON.stringify(topics[request.headers['hub-topic']](JSON.parse(body), request.headers)));
  }
});
server.listen(process.env.PORT ?? 3000, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
