"""Measures the window: gui_bench.py --window-path … --shimmy-path … [--runs N] [--strict]

To be run on a display (./dev bench gui makes one). Each run is a start with the service inside and no models, as on a
day on which nothing is done yet.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time

from common import processes
from common.bar import Bar

SHOWN = re.compile(r"the window was shown (\d+) ms after the start")
IDLE_SECONDS = 5 # what is measured is what stays when nothing happens


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench gui", description="How soon the window is there and what it takes.")
    parser.add_argument("--window-path", required=True)
    parser.add_argument("--shimmy-path", required=True, help="anything that answers as Shimmy does")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--strict", action="store_true", help="fail when a bar is missed")
    parser.add_argument("--work", help="where to keep files meanwhile")
    return parser.parse_args()


def text_of(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def resident_bytes(pid):
    for line in text_of(f"/proc/{pid}/status").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("the window has ended")


def measure(options, directory):
    """Milliseconds until the first picture, and bytes when idle, of one start."""
    log, settings = os.path.join(directory, "log"), os.path.join(directory, "settings.ini")
    with open(settings, "w", encoding="utf-8") as file:
        file.write("[window]\nsetUp=true\n")
    command = [options.window_path, "--settings", settings, "--models", os.path.join(directory, "models"),
               "--shimmy", options.shimmy_path, "--hub", "http://127.0.0.1:9"]
    environment = processes.environment(DISPLAY=os.environ["DISPLAY"], XAUTHORITY=os.environ.get("XAUTHORITY", ""),
                                        XDG_RUNTIME_DIR=directory, QT_QPA_PLATFORM="xcb")
    with open(log, "wb") as output, processes.process(command, env=environment, stdout=output, stderr=output) as window:
        processes.wait_until("the window", lambda: SHOWN.search(text_of(log)))
        processes.wait_until("the service", lambda: "serving from the instance" in text_of(log))
        time.sleep(IDLE_SECONDS)
        return int(SHOWN.search(text_of(log)).group(1)), resident_bytes(window.pid)


def main():
    options = arguments()
    shown, resident = [], []
    for _ in range(options.runs):
        with tempfile.TemporaryDirectory(prefix="bench-", dir=options.work) as directory:
            milliseconds, size = measure(options, directory)
        shown.append(milliseconds)
        resident.append(size / 1e6)
    print(f"first picture after {sorted(shown)} ms, resident {[round(size, 1) for size in sorted(resident)]} MB")
    bars = [Bar("first picture, median of the starts (ms)", statistics.median(shown), 500, False),
            Bar("resident when idle, with the service (MB)", statistics.median(resident), 120, False)]
    for bar in bars:
        print(bar.line())
    sys.exit(1 if options.strict and not all(bar.reached for bar in bars) else 0)


main()
