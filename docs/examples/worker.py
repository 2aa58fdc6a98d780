"""Works on the jobs of a queue over HTTP, until SIGTERM. Needs nothing but Python."""
import json
import os
import signal
import threading
import urllib.request

HUB, KEY, QUEUE = os.environ["HUB"], os.environ["API_KEY"], os.environ["QUEUE"]
stopping = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopping.set())


def call(method, **fields):
    request = urllib.request.Request(
        f"{HUB}/api/{method}", json.dumps({"queue": QUEUE, **fields}).encode(), {"X-API-Key": KEY}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        answer = json.load(response)
    if "error" in answer:
        raise RuntimeError(answer["error"]["message"])
    return answer["result"]


def keep(claim, lease_ms, done):
    """Extends the lease until the work is done, or the job is not ours any more."""
    while not done.wait(lease_ms / 3000):
        try:
            call("job_extend", **claim)
        except RuntimeError:
            return
        except OSError:
            pass  # the hub may be back in time


def work(job):
    """The work itself: what it returns is the job's result."""
    return {"text": job["data"]["text"].upper()}


def handle(job):
    claim = {"id": job["id"], "epoch": job["epoch"]}
    done = threading.Event()
    threading.Thread(target=keep, args=(claim, job["lease_ms"], done), daemon=True).start()
    try:
        word, more = "job_complete", {"result": work(job)}
    except Exception as failure:
        word, more = "job_fail", {"error": repr(failure)}
    done.set()
    call(word, **claim, **more)


print("working", flush=True)
while not stopping.is_set():
    try:
        for job in call("job_claim", worker="python", wait_ms=1000)["jobs"]:
            handle(job)
    except (OSError, RuntimeError) as failure:  # the hub is away, or the job another's: the lease sees to it
        print(failure, flush=True)
        stopping.wait(1)
