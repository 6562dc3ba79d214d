"""Keeps many SSE streams open at once; whose stream has ended opens the next.

    many_streams.py PORT PATH STREAMS SECONDS BODY      prints one line of JSON
"""

import asyncio
import contextlib
import json
import sys
import time

PER_ADDRESS = 60  # the service takes 64 connections of one address
OPENING_SECONDS = 2  # all at once would measure the backlog of the listening socket


class Tally:
    def __init__(self):
        self.open = self.most_open = self.begun = self.refused = self.broken = self.ended = self.tokens = 0

    @contextlib.contextmanager
    def one_open(self):
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            yield
        finally:
            self.open -= 1


async def stream(address, port, request, tally):
    """From the request to its end. What is neither token nor end (comments, say) is passed over."""
    reader, writer = await asyncio.open_connection(address, port)
    try:
        writer.write(request)
        with tally.one_open():
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                tally.refused += 1
                return
            begun = False
            while line := await reader.readline():
                if line.startswith(b"data: [DONE]"):
                    tally.ended += 1
                    return
                if line.startswith(b"data:"):
                    tally.tokens += 1
                    tally.begun += not begun
                    begun = True
            tally.broken += 1
    finally:
        writer.close()


async def client(number, port, request, tally, until):
    await asyncio.sleep(OPENING_SECONDS * (number % 500) / 500)
    while time.monotonic() < until:
        try:
            await stream(f"10.99.0.{1 + number // PER_ADDRESS}", port, request, tally)
        except (OSError, asyncio.IncompleteReadError):
            tally.broken += 1
            await asyncio.sleep(0.1)
        if tally.refused:
            await asyncio.sleep(0.5)


async def main():
    port, path, streams, seconds, body = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5]
    request = (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
               f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()
    tally = Tally()
    until = time.monotonic() + seconds
    clients = [asyncio.create_task(client(number, port, request, tally, until)) for number in range(streams)]
    await asyncio.sleep(seconds)
    result = {key: value for key, value in vars(tally).items() if key != "open"}
    for task in clients:
        task.cancel()
    print(json.dumps(result), flush=True)
    await asyncio.gather(*clients, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
