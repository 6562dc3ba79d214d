"""From `complete` of a pull to the first answer of the model that was pulled, while another model goes on answering; and
how the old service did it. With the real Shimmy and a real model."""

import contextlib
import dataclasses
import http.client
import json
import os
import signal
import subprocess
import threading
import time

import contenders
from common.processes import environment, free_port, process, wait_until

REPO = "bench/Pulled-GGUF"
RESIDENT = "resident.Q4_K_M.gguf"
PROMPT = "The sea is"
REST = 0.5  # seconds between the answers and the questions of the client besides


@dataclasses.dataclass
class FirstAnswer:
    seconds: float  # from `complete`, or, the old way, from the last byte
    since_loading: float  # from the last byte, in both
    at_rest: float  # what one generation takes while nothing else goes on
    failures: int
    asked: int  # generations besides, all that time


def generate(port, model):
    """Whether the model answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = {"model": model, "prompt": PROMPT, "max_tokens": 2, "stream": False}
    try:
        connection.request("POST", "/v1/generate", json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status == 200 and bool(json.loads(answer.read()).get("response"))
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Resident:
    """A client that asks a model that has been there all the time, again and again."""

    def __init__(self, port, model):
        self.port, self.model = port, model
        self.asked = self.failures = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        wait_until("the resident model", lambda: self.asked > 0)
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def run(self):
        while not self.ended.wait(REST):
            answered = generate(self.port, self.model)
            self.asked += 1
            self.failures += not answered


def until_answered(port, model):
    """How many times it failed before."""
    failures = 0
    deadline = time.monotonic() + 120
    while not generate(port, model):
        failures += 1
        if time.monotonic() > deadline:
            raise SystemExit(f"{model} never answered")
        time.sleep(0.02)
    return failures


def pull(port, filename):
    """When the last byte had come and been proven, and when `complete` was read; the model's name."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST", "/v1/api/pull", json.dumps({"model": REPO, "filename": filename}),
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    loading = None
    while line := answer.readline():
        told = json.loads(line)
        if told["status"] == "loading":
            loading = time.monotonic()
        if told["status"] == "complete":
            return loading or time.monotonic(), time.monotonic(), told["model_id"]
        if told["status"] == "error":
            raise SystemExit(f"the pull failed: {told}")
    raise SystemExit("the pull ended without a result")


def one_generation(port, model):
    started = time.monotonic()
    until_answered(port, model)
    return time.monotonic() - started


def by_shimmyd(port, resident, number):
    at_rest = one_generation(port, resident)
    with Resident(port, resident) as besides:
        loading, complete, model = pull(port, f"pulled-{number}.Q4_K_M.gguf")
        failures = until_answered(port, model)
        answered = time.monotonic()
    return FirstAnswer(answered - complete, answered - loading, at_rest, failures + besides.failures, besides.asked)


class OldWay:
    """Shimmy behind the proxy in Flask. After a pull it is stopped and started, and asked for its health each second."""

    def __init__(self, work, shimmy, model):
        self.shimmy, self.model, self.port = shimmy, model, free_port()
        self.models = os.path.join(work, "old-models")
        self.log = os.path.join(work, "old-shimmy.log")
        self.child = None
        os.mkdir(self.models)
        os.link(model, os.path.join(self.models, RESIDENT))

    def start(self):
        variables = {"SHIMMY_MODEL_PATHS": self.models}
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen([self.shimmy, "serve", "--bind", f"127.0.0.1:{self.port}"], cwd="/",
                                          env=environment(**variables), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        self.child.wait()

    def is_healthy(self):
        return contenders.get_json(self.port, "/health")[0] == 200

    @contextlib.contextmanager
    def running(self):
        self.start()
        try:
            wait_until("Shimmy", self.is_healthy)
            yield self
        finally:
            self.stop()

    def __call__(self, port, number):
        at_rest = one_generation(port, "resident.q4-k-m")
        with Resident(port, "resident.q4-k-m") as besides:
            time.sleep(2 * REST)  # a pull takes its time: its end does not wait until nobody is being answered
            os.link(self.model, os.path.join(self.models, f"pulled-{number}.Q4_K_M.gguf"))
            there = time.monotonic()
            self.stop()
            self.start()
            while True:
                time.sleep(1)
                if self.is_healthy():
                    break
            failures = until_answered(port, f"pulled-{number}.q4-k-m")
            seconds = time.monotonic() - there
        return FirstAnswer(seconds, seconds, at_rest, failures + besides.failures, besides.asked)


@contextlib.contextmanager
def hub(program, work, model, count):
    """Offers the model under as many names; each is its own pull. Gives the URL."""
    root = os.path.join(work, "hub")
    os.makedirs(os.path.join(root, REPO))
    for number in range(count):
        os.link(model, os.path.join(root, REPO, f"pulled-{number}.Q4_K_M.gguf"))
    port_file = os.path.join(work, "hub-port")
    command = [program, "--root", root, "--port-file", port_file]
    with process(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        wait_until("the stand-in for the Hub",
                   lambda: os.path.exists(port_file) and os.path.getsize(port_file) > 0, seconds=120)
        with open(port_file, encoding="ascii") as file:
            yield f"http://127.0.0.1:{int(file.read())}"
