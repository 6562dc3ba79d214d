"""Compares a pull from a shimmyd that mirrors with one from nginx, which has the same file. `./dev bench mirror` calls it."""

import argparse
import contextlib
import http.client
import json
import os
import statistics
import sys
import tempfile

import contenders
import gguf_file
import servers
from common.bar import Bar
from common.processes import environment, free_port, process, wait_until

REPO = "bench/large-GGUF"
FILE = "large.Q8_0.gguf"
SHARE_OF_NGINX = 0.8


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench mirror", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts")
    parser.add_argument("--size", type=int, default=2048, metavar="MIB", help="of the file")
    parser.add_argument("--segments", type=int, default=4, help="of the shimmyd that pulls")
    parser.add_argument("--work", default=None, metavar="DIR", help="a directory on the disk to be measured on")
    parser.add_argument("--assert", dest="strict", action="store_true", help="end with 1 when a bar is missed")
    for program in ("shimmyd", "fake-hub", "shimmy"):
        parser.add_argument(f"--{program}-path", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


@contextlib.contextmanager
def mirror(options, work, hub_url):
    """A shimmyd with --mirror that has pulled the file; gives its port and process id."""
    port = free_port()
    models = os.path.join(work, "mirror-models")
    os.mkdir(models)
    command = [options.shimmyd_path, "--listen", f"127.0.0.1:{port}", "--models", models, "--shimmy", options.shimmy_path,
               "--shimmy-port", "0", "--hub", hub_url, "--mirror", "--log-level", "warning"]
    with process(command, env=environment()) as service:
        wait_until("the mirror", lambda: contenders.is_healthy(port))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        connection.request("POST", "/v1/api/pull", json.dumps({"model": REPO, "filename": FILE, "stream": False}),
                           {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        if answer["status"] != "complete":
            raise SystemExit(f"the mirror could not pull: {answer}")
        yield port, service.pid


def task(work, url, hub_url, size, source):
    return contenders.Task(work, os.path.join(work, "run"), url, hub_url, REPO, FILE, size, "", source)


def table(costs, size):
    lines = [f"{size / 1e6:.0f} MB", f"{'':24}{'MB/s':>8}{'(slowest-fastest)':>20}"]
    for name, list_ in costs.items():
        rates = sorted(size / 1e6 / cost.seconds for cost in list_)
        spread = f"({rates[0]:.0f}-{rates[-1]:.0f})"
        lines.append(f"{name:24}{statistics.median(rates):8.0f}{spread:>20}")
    return "\n".join(lines)


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.work) as work, contextlib.ExitStack() as running:
        files = os.path.join(work, "files")
        source = os.path.join(files, REPO, FILE)
        os.makedirs(os.path.dirname(source))
        gguf_file.write(source, options.size << 20)
        servers.make_certificates(work)
        nginx = running.enter_context(servers.Nginx(work, files, servers.MEGABYTE).running())
        origin = f"http://localhost:{nginx.http}"
        hub_url = running.enter_context(servers.hub(options.fake_hub_path, work, files, origin, False))
        port, pid = running.enter_context(mirror(options, work, hub_url))
        size = os.path.getsize(source)
        from_nginx = task(work, f"{origin}/{REPO}/{FILE}", hub_url, size, source)
        endpoint = f"http://127.0.0.1:{port}/hub"
        from_mirror = task(work, f"{endpoint}/{REPO}/resolve/main/{FILE}", endpoint, size, source)
        shimmyd = contenders.Shimmyd(options.shimmyd_path, options.shimmy_path, options.segments)
        contests = {"shimmyd from nginx": (shimmyd, from_nginx), "shimmyd from a mirror": (shimmyd, from_mirror),
                    "curl from nginx": (contenders.curl, from_nginx), "curl from a mirror": (contenders.curl, from_mirror)}
        costs = {name: [] for name in contests}
        for number in range(options.runs):  # runs go round, so that a noisy moment does not hit one alone
            for name, (contender, its_task) in contests.items():
                print(f"\rrun {number + 1} of {options.runs}, {name:24}", end="", file=sys.stderr, flush=True)
                costs[name].append(contenders.run(contender, its_task))
        print(file=sys.stderr)
        print(table(costs, size))
        print(f"peak RSS of the mirror: {contenders.measure.peak_rss(pid) / 1e6:.0f} MB")

    def median(name):
        return statistics.median(cost.seconds for cost in costs[name])

    bars = [Bar(f"{program}'s rate from a mirror to that from nginx", median(f"{program} from nginx")
                / median(f"{program} from a mirror"), SHARE_OF_NGINX, True) for program in ("shimmyd", "curl")]
    print("\n".join(bar.line() for bar in bars))
    return 1 if options.strict and not all(bar.reached for bar in bars) else 0


if __name__ == "__main__":
    sys.exit(main())
