"""What the clients do: many requests (wrk), and single streams whose first token is waited for."""

import dataclasses
import json
import os
import socket
import subprocess
import time

from common.processes import environment

HERE = os.path.dirname(os.path.abspath(__file__))
CONNECTIONS_PER_THREAD = 32  # wrk's: with an address each, no more than half of what the service takes of one


@dataclasses.dataclass
class Rate:
    """Of one run of wrk; latencies in ms."""

    per_second: float
    p50: float
    p99: float
    refused: int
    broken: int


def requests(port, path, body, connections, seconds):
    threads = max(1, connections // CONNECTIONS_PER_THREAD)
    variables = {"BENCH_BODY": body} if body else {}
    # wrk counts whole seconds only.
    command = ["timeout", "-s", "INT", str(seconds), "wrk", "-t", str(threads), "-c", str(connections), "-d", "60s",
               "--timeout", "30s", "-s", os.path.join(HERE, "wrk.lua"), f"http://10.99.0.1:{port}{path}"]
    run = subprocess.run(command, env=environment(**variables), capture_output=True, text=True, check=False)
    lines = run.stdout.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        raise SystemExit(f"wrk said nothing: {run.stdout} {run.stderr}")
    told = json.loads(lines[-1])
    good = told["requests"] - told["refused"]
    return Rate(good / told["microseconds"] * 1e6, told["p50"] / 1e3, told["p99"] / 1e3, told["refused"], told["broken"])


def first_token(port, path, body):
    """Milliseconds from the request, on a new connection, to the first bytes of the first event."""
    request = (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
               f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()
    with socket.create_connection(("10.99.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sent = time.monotonic()
        connection.sendall(request)
        got = b""
        while b"\ndata:" not in got:
            if not (piece := connection.recv(65536)):
                raise SystemExit(f"a stream without a token: {got[:500]!r}")
            got += piece
        seconds = time.monotonic() - sent
        while piece := connection.recv(65536):
            got += piece
    if b"data: [DONE]" not in got:
        raise SystemExit(f"a stream without its end: {got[-500:]!r}")
    return seconds * 1e3
