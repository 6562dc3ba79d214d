"""Compares shimmyd's downloads with those of others, in one run, on one machine. `./dev bench download` calls it."""

import argparse
import contextlib
import dataclasses
import json
import os
import sys
import tempfile

import contenders
import gguf_file
import report
import servers

OWNER = "bench"


@dataclasses.dataclass
class Scenario:
    name: str
    kind: str  # of bars: unshaped, shaped, latency
    title: str
    size: int
    tls: bool = False
    line_rate: float = 0  # MB/s of all segments together


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench download", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each contender, of which the median counts")
    parser.add_argument("--only", action="append", metavar="SCENARIO", default=[],
                        choices=["http", "https", "shaped", "latency"], help="may be repeated; default: all")
    parser.add_argument("--contender", action="append", metavar="NAME", default=[], help="may be repeated; default: all")
    parser.add_argument("--large", type=int, default=2048, metavar="MIB", help="size of the file for the unshaped scenarios")
    parser.add_argument("--small", type=int, default=512, metavar="MIB", help="and for the slow ones")
    parser.add_argument("--segments", type=int, default=4, help="of shimmyd")
    parser.add_argument("--rate", type=int, default=20, metavar="MB/S", help="of a connection in the slow scenarios")
    parser.add_argument("--latency", type=int, default=50, metavar="MS")
    parser.add_argument("--work", default=None, metavar="DIR", help="a directory on the disk to be measured on")
    parser.add_argument("--json", metavar="FILE", help="write the figures there, too")
    parser.add_argument("--assert", dest="strict", action="store_true", help="end with 1 when a bar is missed")
    for program in ("shimmyd", "fake-hub", "shimmy", "hf", "toxiproxy"):
        parser.add_argument(f"--{program}-path", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def make_file(files, name, mebibytes):
    """In the layout that the stand-in for the Hub and nginx share: FILES/NAME/OWNER/NAME-GGUF/NAME.Q8_0.gguf."""
    folder = os.path.join(files, name, OWNER, f"{name}-GGUF")
    os.makedirs(folder)
    gguf_file.write(os.path.join(folder, f"{name}.Q8_0.gguf"), mebibytes << 20)


def all_contenders(options):
    shimmyd = contenders.Shimmyd(options.shimmyd_path, options.shimmy_path, options.segments)
    return {"shimmyd": shimmyd, "curl": contenders.curl, "aria2c": contenders.aria2c, "wget": contenders.wget,
            "hf": contenders.Hf(options.hf_path),
            # coreutils' SHA-256 is plain C here and there, OpenSSL's uses what the CPU has: the stricter measure.
            "curl+sha256sum": contenders.CurlAndCheck(["sha256sum"]),
            "curl+openssl": contenders.CurlAndCheck(["openssl", "dgst", "-sha256"]),
            "dd+fsync": contenders.durable_copy}


def measure_scenario(scenario, options, work, origin, authority):
    """The figures of each contender; runs go round, so that a noisy moment does not hit one alone."""
    name = "large" if scenario.kind == "unshaped" else "small"
    repo, filename = f"{OWNER}/{name}-GGUF", f"{name}.Q8_0.gguf"
    chosen = {key: run for key, run in all_contenders(options).items() if key in options.contender or not options.contender}
    if scenario.kind != "unshaped":
        for reference in report.REFERENCES:
            chosen.pop(reference, None)  # neither CPU nor disk is the question there
    root = os.path.join(work, "files", name)
    costs = {key: [] for key in chosen}
    with servers.hub(options.fake_hub_path, work, root, f"{origin}/{name}", scenario.tls) as hub_url:
        task = contenders.Task(work, os.path.join(work, "run"), f"{origin}/{name}/{repo}/{filename}", hub_url, repo,
                               filename, scenario.size, authority if scenario.tls else "",
                               os.path.join(root, repo, filename))
        for number in range(options.runs):
            for key, contender in chosen.items():
                print(f"\r{scenario.name}: run {number + 1} of {options.runs}, {key:16}", end="", file=sys.stderr, flush=True)
                costs[key].append(contenders.run(contender, task))
    print(file=sys.stderr)
    return {key: report.Figures.of(list_, scenario.size) for key, list_ in costs.items()}


def main():
    options = arguments()
    rate = options.rate * servers.MEGABYTE
    line_rate = options.segments * options.rate
    slow = f"{options.rate} MB/s a connection"
    scenarios = [
        Scenario("http", "unshaped", "unshaped, http", options.large << 20),
        Scenario("https", "unshaped", "unshaped, https", options.large << 20, tls=True),
        Scenario("shaped", "shaped", slow, options.small << 20, line_rate=line_rate),
        Scenario("latency", "latency", f"{options.latency} ms of latency, {slow}", options.small << 20),
    ]
    scenarios = [scenario for scenario in scenarios if scenario.name in options.only or not options.only]
    results, missed = {}, False
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.work) as work, contextlib.ExitStack() as running:
        files = os.path.join(work, "files")
        for name, mebibytes in (("large", options.large), ("small", options.small)):
            make_file(files, name, mebibytes)
        authority = servers.make_certificates(work)
        nginx = running.enter_context(servers.Nginx(work, files, rate).running())
        network = servers.SlowNetwork(options.toxiproxy_path, nginx.http, options.latency, rate)
        running.enter_context(network.running())
        origins = {"http": f"http://localhost:{nginx.http}", "https": f"https://localhost:{nginx.https}",
                   "shaped": f"http://localhost:{nginx.limited}", "latency": f"http://localhost:{network.port}"}
        for scenario in scenarios:
            figures = measure_scenario(scenario, options, work, origins[scenario.name], authority)
            print(report.table(scenario, figures), flush=True)
            reached = report.bars(scenario, figures)
            missed = missed or not all(bar.reached for bar in reached)
            results[scenario.name] = {
                "size_bytes": scenario.size,
                "contenders": {key: dataclasses.asdict(row) for key, row in figures.items()},
                "bars": [dataclasses.asdict(bar) | {"reached": bar.reached} for bar in reached],
            }
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"runs": options.runs, "segments": options.segments, "scenarios": results}, file, indent=2)
    return 1 if missed and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
