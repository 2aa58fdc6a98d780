"""A worker of the soak of jobs, over HTTP and with nothing but Python. It tells the soak's reception what it is about to do and
what came of it, and does with each job what it is told there. Environment: RECEPTION and PORTS (of the hubs, comma-separated) on
127.0.0.1, API_KEY, QUEUE, NAME. Runs until it is killed."""
import json
import os
import random
import threading
import time
import urllib.error
import urllib.request

QUEUE, NAME, KEY = os.environ["QUEUE"], os.environ["NAME"], os.environ["API_KEY"]
RECEPTION = os.environ["RECEPTION"]
PORTS = os.environ["PORTS"].split(",")
THREADS, MOST, REPETITIONS, PAUSE, PATIENCE = 3, 3, 8, 0.1, 5
NOT_OURS = (120, 122)


def post(port, path, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", json.dumps(body).encode(), {"X-API-Key": KEY})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return json.load(response)
    except urllib.error.HTTPError as refusal:
        return json.load(refusal)


def tell(what, **fields):
    try:
        return post(RECEPTION, what, fields)
    except OSError:
        os._exit(0)  # the soak is over


def ask(method, body):
    """Any hub; its result, and how the word was answered."""
    try:
        answer = post(random.choice(PORTS), f"api/{method}", body)
    except (OSError, ValueError):
        return None, "unknown"
    if "error" in answer:
        return None, "refused" if answer["error"]["code"] in NOT_OURS else "unknown"
    return answer["result"], "accepted"


def say(start, word):
    for _ in range(REPETITIONS):
        attempt = tell("saying", start=start, verb=word["verb"])["attempt"]
        _, answer = ask(word["method"], word["body"])
        tell("said", attempt=attempt, answer=answer)
        if answer != "unknown":
            return
        time.sleep(PAUSE)


def work():
    while True:
        moment = tell("asks")["moment"]
        claimed, _ = ask("job_claim", {"queue": QUEUE, "worker": NAME, "max": MOST, "wait_ms": 1000})
        if claimed is None:
            time.sleep(PAUSE)
            continue
        for plan in tell("got", worker=NAME, moment=moment, jobs=claimed["jobs"])["plans"]:
            time.sleep(plan["wait_ms"] / 1000)
            for word in plan["words"]:
                say(plan["start"], word)


for _ in range(THREADS):
    threading.Thread(target=work).start()
