"""Who downloads. Each gets one file into a directory of its own, as a user would have it do so."""

import dataclasses
import http.client
import json
import os
import shutil
import time

import servers
from common import measure
from common.processes import environment, free_port, process, wait_until

CERTIFICATES = "/etc/ssl/certs"


@dataclasses.dataclass
class Task:
    """One file to get, from the server's URL or by name from the stand-in for the Hub."""

    work: str
    directory: str  # fresh and empty
    url: str
    hub_url: str
    repo: str
    filename: str
    size: int
    authority: str  # file with the certificate to trust; empty: plain http
    source: str  # the file that the servers read

    def path(self, name):
        return os.path.join(self.directory, name)

    def log(self):
        return os.path.join(self.work, "contender.log")


def trusting(task, option):
    """The option that names the authority, for who is to be reached by https."""
    return [f"{option}={task.authority}"] if task.authority else []


def check(task, path):
    if os.path.getsize(path) != task.size:
        raise SystemExit(f"{path} has {os.path.getsize(path)} bytes instead of {task.size}")


def program(task, path, command, **variables):
    cost = measure.run_program(command, environment(**variables), task.log())
    check(task, path)
    return cost


def curl(task):
    path = task.path("curl.gguf")
    certificate = ["--cacert", task.authority] if task.authority else []
    return program(task, path, ["curl", "-fsS", *certificate, "-o", path, task.url])


def aria2c(task):
    command = ["aria2c", "-q", "-x4", "-s4", "-k1M", *trusting(task, "--ca-certificate")]
    return program(task, task.path("aria2c.gguf"), [*command, "-d", task.directory, "-o", "aria2c.gguf", task.url])


def wget(task):
    path = task.path("wget.gguf")
    return program(task, path, ["wget", "-q", *trusting(task, "--ca-certificate"), "-O", path, task.url])


@dataclasses.dataclass
class CurlAndCheck:
    """Not a downloader, but the CPU that getting and then checking a file takes with the system's own programs."""

    checker: list

    def __call__(self, task):
        first = curl(task)
        second = measure.run_program([*self.checker, task.path("curl.gguf")], environment(), task.log())
        return measure.Cost(first.seconds + second.seconds, first.cpu_seconds + second.cpu_seconds,
                            max(first.peak_rss_bytes, second.peak_rss_bytes))


def durable_copy(task):
    """Not a downloader either: what the disk lets anybody do who waits until the bytes are on it."""
    path = task.path("copy.gguf")
    command = ["dd", f"if={task.source}", f"of={path}", "bs=1M", "conv=fsync", "status=none"]
    return program(task, path, command)


@dataclasses.dataclass
class Hf:
    """`hf download` without Xet."""

    executable: str

    def __call__(self, task):
        variables = {"HF_ENDPOINT": task.hub_url, "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
                     "HF_HUB_DISABLE_UPDATE_CHECK": "1", "HF_HOME": task.path("hf-home")}
        if task.authority:
            variables |= {"SSL_CERT_FILE": task.authority, "REQUESTS_CA_BUNDLE": task.authority}
        command = [self.executable, "download", task.repo, task.filename, "--local-dir", task.path("hf")]
        return program(task, task.path(f"hf/{task.filename}"), command, **variables)


@dataclasses.dataclass
class Shimmyd:
    """A pull, from the request to its `complete` line: with SHA-256, made durable, and served by Shimmy."""

    executable: str
    shimmy: str
    segments: int

    def command(self, task, port):
        return [self.executable, "--listen", f"127.0.0.1:{port}", "--models", task.path("models"), "--shimmy", self.shimmy,
                "--shimmy-port", "0", "--hub", task.hub_url, "--segments", str(self.segments), "--log-level", "warning"]

    def trusting_command(self, task, port):
        """Qt looks for authorities at fixed places only, so in a mount namespace ours is there."""
        command = self.command(task, port)
        if not task.authority:
            return command
        trusted = os.path.join(task.work, "trusted")
        script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
        user = [] if os.geteuid() == 0 else ["-r"]
        return ["unshare", "-m", *user, "sh", "-c", script, "sh", trusted, CERTIFICATES, *command]

    def __call__(self, task):
        port = free_port()
        os.mkdir(task.path("models"))
        variables = {"SSL_CERT_FILE": task.authority} if task.authority else {}
        with open(task.log(), "wb") as log:
            child_options = {"env": environment(**variables), "stdout": log, "stderr": log}
            with process(self.trusting_command(task, port), **child_options) as service:
                wait_until("shimmyd", lambda: is_healthy(port))
                return self.pull(task, service.pid, port)

    def pull(self, task, pid, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        body = json.dumps({"model": task.repo, "filename": task.filename})
        os.sync()
        with measure.Watch(pid) as watch:
            started = time.monotonic()
            used = measure.cpu_of(f"/proc/{pid}/stat")[0]
            connection.request("POST", "/v1/api/pull", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            last = {}
            while last.get("status") not in ("complete", "error"):
                line = answer.readline()
                if not line:
                    raise SystemExit("shimmyd ended the pull without a result")
                last = json.loads(line)
            seconds = time.monotonic() - started
            used = measure.cpu_of(f"/proc/{pid}/stat")[0] - used
        if last["status"] != "complete":
            with open(task.log(), encoding="utf-8", errors="replace") as log:
                raise SystemExit(f"the pull failed: {last}\n{log.read()[-2000:]}")
        check(task, last["path"])
        return measure.Cost(seconds, used, watch.peak_rss_bytes, watch.cpu_by_thread())


def is_healthy(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/v1/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def run(contender, task):
    """Begins with an empty directory and nothing left to write, and leaves nothing."""
    shutil.rmtree(task.directory, ignore_errors=True)
    os.mkdir(task.directory)
    os.sync()
    try:
        return contender(task)
    finally:
        shutil.rmtree(task.directory, ignore_errors=True)
