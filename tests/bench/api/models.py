"""What 10,000 installed models cost: the start, a list of them, and memory."""

import http.client
import json
import os
import shutil
import statistics
import struct
import time

from common.bar import Bar
from common.processes import wait_until

MODELS = 10_000
LISTS = 20
QUANTIZATIONS = ("Q4_K_M", "Q8_0", "F16")


def text(value):
    return struct.pack("<Q", len(value)) + value


def gguf(number):
    """The smallest file that passes for a model: three keys and one tensor, whose data is a hole."""
    keys = [(b"general.architecture", 8, text(b"llama")), (b"general.name", 8, text(b"Model %d" % number)),
            (b"llama.context_length", 4, struct.pack("<I", 8192))]
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(keys))
    for key, kind, value in keys:
        head += text(key) + struct.pack("<I", kind) + value
    return head + text(b"w") + struct.pack("<IQIQ", 1, 1024, 0, 0)  # 1024 weights of 32 bits


def make_models(directory):
    for number in range(MODELS):
        head = gguf(number)
        name = f"model-{number:05d}.{QUANTIZATIONS[number % len(QUANTIZATIONS)]}.gguf"
        with open(os.path.join(directory, name), "wb") as file:
            file.write(head)
            file.truncate((len(head) + 31) // 32 * 32 + 4096)


def resident(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def get(port, path):
    """The status, the body, and the seconds from the request to its last byte."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begun = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    took = time.perf_counter() - begun
    connection.close()
    return answer.status, body, took


def is_healthy(port):
    try:
        return get(port, "/v1/health")[0] == 200
    except OSError:
        return False


def start(bench, models):
    begun = time.perf_counter()
    child, port = bench.start_shimmyd(models)  # returns when it listens
    listens = time.perf_counter() - begun
    wait_until("a generation", lambda: is_healthy(port), seconds=300)
    return child, port, listens, time.perf_counter() - begun


def median_list(port, path, member):
    times = []
    for _ in range(LISTS):
        status, body, took = get(port, path)
        assert status == 200, (path, status)
        times.append(took)
    assert len(json.loads(body)[member]) == MODELS, path
    return statistics.median(times) * 1000, times[0] * 1000


def end(child):
    child.terminate()
    child.wait(timeout=60)


def measure(bench):
    models = os.path.join(bench.directory, "models")
    os.makedirs(models)
    make_models(models)
    child, port, adopted, _ = start(bench, models)  # which looks at each file and notes what it has found
    end(child)
    child, port, listens, healthy = start(bench, models)
    openai, _ = median_list(port, "/v1/models", "data")
    own, first = median_list(port, "/v1/api/models", "models")
    _, _, one = get(port, "/v1/api/models/model-09999")
    rss = resident(child.pid)
    end(child)
    shutil.rmtree(models)
    print(f"{MODELS} models: adopted in {adopted:.1f} s; a start listens after {listens:.2f} s and is healthy after "
          f"{healthy:.2f} s; the first list of all took {first:.0f} ms, one model {one * 1000:.1f} ms")
    return [Bar(f"{MODELS} models: seconds until it listens", listens, 1, False),
            Bar(f"{MODELS} models: GET /v1/models, median ms", openai, 50, False),
            Bar(f"{MODELS} models: GET /v1/api/models, median ms", own, 50, False),
            Bar(f"{MODELS} models: RSS in MB", rss, 150, False)]
