"""Asks for /v1/health 50 times a second, in a process of its own so that nobody's work delays it.

    prober.py PORT OUTPUT       a line for each: when it was sent (monotonic), how long it took in ms, the status or 0
"""

import http.client
import sys
import time

INTERVAL = 0.02
TIMEOUT = 5


def ask(connection):
    try:
        connection.request("GET", "/v1/health")
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0


def main():
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=TIMEOUT)
    due = time.monotonic()
    with open(sys.argv[2], "w", encoding="ascii", buffering=1) as output:
        while True:
            sent = time.monotonic()
            status = ask(connection)
            output.write(f"{sent} {(time.monotonic() - sent) * 1e3} {status}\n")
            due = max(due + INTERVAL, time.monotonic())
            time.sleep(max(due - time.monotonic(), 0))


if __name__ == "__main__":
    main()
