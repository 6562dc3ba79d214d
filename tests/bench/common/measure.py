"""What a download costs: seconds, CPU and memory of a process, from /proc."""

import contextlib
import dataclasses
import os
import subprocess
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass
class Cost:
    seconds: float
    cpu_seconds: float
    peak_rss_bytes: int
    threads: dict = dataclasses.field(default_factory=dict)  # CPU seconds by the thread's name, where looked at


def cpu_of(stat_path):
    """CPU seconds and the name in a /proc/…/stat; None when that is gone."""
    try:
        with open(stat_path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except (FileNotFoundError, ProcessLookupError):
        return None
    name, rest = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
    return (int(rest[11]) + int(rest[12])) / TICKS, name


def peak_rss(pid):
    """VmHWM; 0 when the process is gone, or has no memory any more."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    return 0


class Watch:
    """Looks at a process every now and then, because what a process or thread has used goes with it."""

    def __init__(self, pid, interval=0.05):
        self.pid, self.interval = pid, interval
        self.peak_rss_bytes = 0
        self.threads = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.look()
        self.at_start = {task: used for task, (used, _) in self.threads.items()}
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        self.look()

    def run(self):
        while not self.ended.wait(self.interval):
            self.look()

    def look(self):
        self.peak_rss_bytes = max(self.peak_rss_bytes, peak_rss(self.pid))
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for task in os.listdir(f"/proc/{self.pid}/task"):
                if (used := cpu_of(f"/proc/{self.pid}/task/{task}/stat")) is not None:
                    self.threads[task] = used

    def cpu_by_thread(self):
        """CPU seconds since the start, by "NAME/THREAD"; threads that used none are left out."""
        spent = {f"{name}/{task}": used - self.at_start.get(task, 0) for task, (used, name) in self.threads.items()}
        return {name: used for name, used in sorted(spent.items(), key=lambda item: -item[1]) if used > 0}


def run_program(command, environment, log):
    """Runs a program to its end. The CPU is the kernel's account of it and its children, so nothing is missed."""
    before = time.monotonic()
    with open(log, "wb") as output:
        child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    with Watch(child.pid, interval=0.02) as watch:
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - before
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        with open(log, encoding="utf-8", errors="replace") as output:
            raise SystemExit(f"{command[0]} ended with {child.returncode}: {output.read()[-2000:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, watch.peak_rss_bytes)
