"""Measures the management API of a shimmyd: api_bench.py --shimmyd-path … --shimmy-path … [--only SCENARIO] [--strict]

To be run in a network of its own with the addresses 10.99.0.1 to 9 (./dev bench api does that): the service takes 64
connections of one address.
"""

import argparse
import contextlib
import os
import sys
import tempfile

import events
import models
from common import processes

SCENARIOS = {"events": events.measure, "models": models.measure}


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench api", description="What the management API costs and how fast it is.")
    parser.add_argument("--shimmyd-path", required=True)
    parser.add_argument("--shimmy-path", required=True, help="anything that answers as Shimmy does")
    parser.add_argument("--only", action="append", choices=SCENARIOS, help="this scenario; may be given several times")
    parser.add_argument("--strict", action="store_true", help="fail when a bar is missed")
    parser.add_argument("--work", help="where to keep files meanwhile")
    return parser.parse_args()


class Bench:
    """A running shimmyd without a Hub, and what the scenarios share."""

    def __init__(self, options, directory, running):
        self.options, self.directory, self.running = options, directory, running

    def start_shimmyd(self, models, *more):
        """On a free port of every address; the process and the port."""
        os.makedirs(models, exist_ok=True)
        port = processes.free_port()
        log = self.running.enter_context(open(os.path.join(self.directory, "log"), "ab"))
        command = [self.options.shimmyd_path, "--listen", f"0.0.0.0:{port}", "--models", models,
                   "--shimmy", self.options.shimmy_path, "--shimmy-port", "0", "--hub", "http://127.0.0.1:9", *more]
        child = self.running.enter_context(
            processes.process(command, env=processes.environment(), stdout=log, stderr=log))
        processes.wait_until("shimmyd", lambda: processes.is_open(port))
        return child, port


def main():
    options = arguments()
    load = os.getloadavg()[0]
    bars = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.work) as work, contextlib.ExitStack() as running:
        for name, measure in SCENARIOS.items():
            if not options.only or name in options.only:
                bars += measure(Bench(options, work, running))
    for bar in bars:
        print(bar.line())
    missed = [bar for bar in bars if not bar.reached]
    print(f"{os.cpu_count()} cores, shared by clients and service; {len(bars) - len(missed)} of {len(bars)} bars reached")
    if load > 0.5:
        print(f"OTHERS WERE AT WORK: the load average was {load:.1f} before this began, the figures are worth little")
    return 1 if missed and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
