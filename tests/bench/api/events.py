"""How long a change takes to all who listen to the feed of events."""

import asyncio
import json
import os
import time

from common.bar import Bar

LISTENERS = 200
PER_ADDRESS = 60  # the service takes 64 connections of one address
ROUNDS = 30
LONGEST = 30  # seconds that a round may take


def address_of(number):
    return f"10.99.0.{1 + number // PER_ADDRESS}"


async def connect(address, port):
    return await asyncio.open_connection(address, port, local_addr=(address, 0), limit=1 << 20)


class Listener:
    def __init__(self, number, port):
        self.number, self.port = number, port
        self.seen = {}  # when it first heard of a file
        self.heard = asyncio.Event()

    async def begin(self):
        self.reader, self.writer = await connect(address_of(self.number), self.port)
        self.writer.write(b"GET /v1/api/events HTTP/1.0\r\n\r\n")
        while await self.reader.readline() != b"event: relist\n":
            pass
        self.task = asyncio.create_task(self.listen())

    async def listen(self):
        while line := await self.reader.readline():
            if line.startswith(b"data: ") and b'"filename":"round-' in line:
                self.seen.setdefault(json.loads(line[6:])["filename"], time.perf_counter())
                self.heard.set()

    async def hear_of(self, name):
        while name not in self.seen:
            self.heard.clear()
            await self.heard.wait()
        return self.seen[name]

    def end(self):
        self.task.cancel()
        self.writer.close()


async def ask(port, method, path, body=b""):
    """Sends a request and does not wait for all of its answer."""
    reader, writer = await connect("10.99.0.9", port)
    writer.write(b"%s %s HTTP/1.1\r\nHost: 10.99.0.9\r\nConnection: close\r\nContent-Type: application/json\r\n"
                 b"Content-Length: %d\r\n\r\n%s" % (method, path, len(body), body))
    return reader, writer


async def run(port):
    """Of each round, the seconds from the request that changes something to each listener."""
    listeners = [Listener(number, port) for number in range(LISTENERS)]
    for listener in listeners:
        await listener.begin()
    rounds = []
    for number in range(ROUNDS):
        name = f"round-{number}.gguf"
        body = json.dumps({"model": "org/bench", "filename": name, "queue": True}).encode()
        begun = time.perf_counter()
        _, writer = await ask(port, b"POST", b"/v1/api/pull", body)
        heard = await asyncio.wait_for(asyncio.gather(*(listener.hear_of(name) for listener in listeners)), LONGEST)
        rounds.append(sorted(at - begun for at in heard))
        writer.close()
        await asyncio.sleep(0.1)  # what follows of the job must not meet the next round
    for listener in listeners:
        listener.end()
    return rounds


def resident(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def measure(bench):
    child, port = bench.start_shimmyd(os.path.join(bench.directory, "events-models"))
    before = resident(child.pid)
    rounds = asyncio.run(run(port))
    last = sorted(times[-1] * 1000 for times in rounds)
    middle = sorted(times[len(times) // 2] * 1000 for times in rounds)
    print(f"events: from the request for a pull, whose record is made durable, to {LISTENERS} listeners, {ROUNDS} times, in ms:")
    print(f"  the middle listener  median {middle[len(middle) // 2]:.1f}, worst {middle[-1]:.1f}")
    print(f"  the last listener    median {last[len(last) // 2]:.1f}, worst {last[-1]:.1f}")
    print(f"  memory of the service: {before:.1f} MB before, {resident(child.pid):.1f} MB after")
    return [Bar(f"ms until the last of {LISTENERS} listeners knows of a change, median", last[len(last) // 2], 100, False),
            Bar("the same, worst", last[-1], 100, False)]
