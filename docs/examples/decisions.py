"""Decides for the hub who connects, subscribes and publishes. Needs nothing but Python."""
import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["SIGNING_SECRET"].removeprefix("whsec_"))
USERS = {"session=1": "anna"}  # whom your own login gave a cookie


def connect(asked, headers):
    user = USERS.get(headers.get("Cookie"))
    if user is None:
        return {"disconnect": {"code": 4501, "reason": "unauthorized"}}
    return {"result": {"user": user, "expire_at": int(time.time()) + 3600, "data": {"welcome": user}}}


def refresh(asked, headers):
    return {"result": {"expire_at": int(time.time()) + 3600}}


def subscribe(asked, headers):
    if asked["channel"] == "chat:staff":
        return {"error": {"code": 403, "message": "not for you"}}
    return {"result": {"info": {"role": "member"}}}


def publish(asked, headers):
    return {"result": {"data": {"text": asked["data"]["text"].strip(), "from": asked["user"]}}}


def rpc(asked, headers):
    return {"result": {"data": {"method": asked["method"], "user": asked["user"]}}}


TOPICS = {each.__name__: each for each in (connect, refresh, subscribe, publish, rpc)}


def is_genuine(headers, body):
    """The request comes from the hub, and is not an old one: standardwebhooks.com."""
    stamp = headers["webhook-timestamp"]
    content = f"{headers['webhook-id']}.{stamp}.".encode() + body
    signature = "v1," + base64.b64encode(hmac.new(SECRET, content, hashlib.sha256).digest()).decode()
    candidates = headers["webhook-signature"].split(" ")
    return abs(time.time() - int(stamp)) < 300 and any(hmac.compare_digest(signature, each) for each in candidates)


class Decisions(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections open

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        genuine = is_genuine(self.headers, body)
        decide = TOPICS[self.headers["hub-topic"]]
        answer = json.dumps(decide(json.loads(body), self.headers)) if genuine else ""
        self.send_response(200 if genuine else 401)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Decisions)
print(f"listening on {server.server_port}", flush=True)
server.serve_forever()
