"""Compares what stands between a client and Shimmy: nothing, nginx, shimmyd, and a proxy in Flask as the old one was. In
turns in one run, on one machine, before one fast stub of Shimmy. `./dev bench proxy` calls it, in a network of its own."""

import argparse
import contextlib
import dataclasses
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import contenders
import load
import pull
import report
from common import measure
from common.processes import environment, process, wait_until

HERE = os.path.dirname(os.path.abspath(__file__))
CONNECTIONS = (1, 16, 128)
ROUTES = ("GET /v1/models", "POST /v1/generate")
SCENARIOS = ("rate", "first-token", "streams", "pull")
SETTLING_SECONDS = 0.2
SHORT_TOKENS = 4
STREAM_SECONDS = 6


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench proxy", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="each contender has a turn in each; the median counts")
    parser.add_argument("--seconds", type=float, default=1.5, help="of requests in one turn")
    parser.add_argument("--first-tokens", type=int, default=200, metavar="N", help="streams, one by one, in one turn")
    parser.add_argument("--streams", type=int, default=500, help="open at once")
    parser.add_argument("--pulls", type=int, default=3, metavar="N", help="of a real model, each way")
    parser.add_argument("--instances", type=int, default=8,
                        help="of the stub behind shimmyd, which admits as many generations; a real Shimmy has one")
    parser.add_argument("--queue-limit", type=int, default=1000, help="of shimmyd, if it knows that option")
    parser.add_argument("--only", action="append", metavar="SCENARIO", default=[], choices=SCENARIOS,
                        help=f"{', '.join(SCENARIOS)}; may be repeated; default: all")
    parser.add_argument("--contender", action="append", metavar="NAME", default=[], help="may be repeated; default: all")
    parser.add_argument("--work", default=None, metavar="DIR", help="where files are made")
    parser.add_argument("--json", metavar="FILE", help="write the figures there, too")
    parser.add_argument("--assert", dest="strict", action="store_true", help="end with 1 when a bar is missed")
    for program in ("shimmyd", "stub-shimmy", "fake-hub", "shimmy", "python", "model"):
        parser.add_argument(f"--{program}-path", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


@dataclasses.dataclass
class Phase:
    """A stretch of time in which one contender was loaded."""

    what: str
    contender: str
    begin: float
    end: float = 0


class Bench:
    """The contenders that run, and what was measured of them."""

    def __init__(self, options, work, running):
        self.options, self.work, self.running = options, work, running
        self.phases, self.bars, self.results = [], [], {}
        self.chosen = {}

    def start(self):
        models = os.path.join(self.work, "models")
        os.mkdir(models)
        os.link(self.model(), os.path.join(models, f"{contenders.MODEL}.Q4_K_M.gguf"))
        enter = self.running.enter_context
        stub = enter(contenders.direct(self.work, self.options.stub_shimmy_path))
        options = self.shimmyd_options(self.options.instances)
        everybody = {
            "direct": lambda: stub,
            "nginx": lambda: enter(contenders.nginx(self.work, stub.port)),
            "shimmyd": lambda: enter(contenders.shimmyd(self.work, options, self.options.stub_shimmy_path, models)),
            "flask": lambda: enter(contenders.flask(self.work, self.options.python_path, stub.port)),
        }
        self.chosen = {name: start() for name, start in everybody.items()
                       if not self.options.contender or name in self.options.contender}

    def shimmyd_options(self, instances):
        return contenders.ShimmydOptions(self.options.shimmyd_path, instances, self.options.queue_limit)

    @contextlib.contextmanager
    def turn(self, what, name):
        """One contender's turn, in which its health is asked for. It begins when nothing is left of the one before."""
        time.sleep(SETTLING_SECONDS)
        if name == "shimmyd":
            wait_until("shimmyd, after a turn,", lambda: contenders.is_idle(self.chosen[name].port))
        progress(f"{what}, {name}")
        phase = Phase(what, name, time.monotonic())
        yield
        phase.end = time.monotonic()
        self.phases.append(phase)

    def add(self, key, figures, table, bars):
        progress("")
        print(table, flush=True)
        self.bars += bars
        self.results[key] = {name: dataclasses.asdict(row) for name, row in figures.items()}

    def measure_rates(self):
        runs = {(route, count): {name: [] for name in self.chosen} for route in ROUTES for count in CONNECTIONS}
        asked = {}
        for number in range(self.options.rounds):
            for (route, count), by_name in runs.items():
                for name, contender in self.chosen.items():
                    path, body, connections = route.split()[1], "", count
                    if path == "/v1/generate":
                        path, body = contender.generate, self.generation(contender, "Hello", SHORT_TOKENS, stream=False)
                        connections = min(count, contender.admits or count)
                    asked[route, count, name] = connections
                    with self.turn(f"{title_of(route, count)}, round {number + 1}", name):
                        by_name[name].append(load.requests(contender.port, path, body, connections, self.options.seconds))
        for (route, count), by_name in runs.items():
            title = title_of(route, count)
            figures = {name: report.RateFigures.of(list_, asked[route, count, name]) for name, list_ in by_name.items()}
            self.add(title, figures, report.rate_table(title, count, figures), report.rate_bars(title, count, figures))

    def measure_first_tokens(self):
        runs = {name: [] for name in self.chosen}
        for number in range(self.options.rounds):
            for name, contender in self.chosen.items():
                body = self.generation(contender, "pace 2", 2, stream=True)
                with self.turn(f"first token, round {number + 1}", name):
                    runs[name].append([load.first_token(contender.port, contender.generate, body)
                                       for _ in range(self.options.first_tokens)])
        figures = {name: report.TokenFigures.of(list_) for name, list_ in runs.items()}
        self.add("first token", figures, report.token_table(figures), report.token_bars(figures))

    def measure_streams(self):
        figures = {}
        for name, contender in self.chosen.items():
            body = self.generation(contender, "pace 50", 20, stream=True)
            command = [sys.executable, os.path.join(HERE, "many_streams.py"), str(contender.port), contender.generate,
                       str(self.options.streams), str(STREAM_SECONDS), body]
            with self.turn(f"{self.options.streams} streams", name):
                told = json.loads(subprocess.run(command, env=environment(), capture_output=True, text=True,
                                                 check=True).stdout)
            rss = measure.peak_rss(contender.pid)
            if name == "nginx":
                rss += sum(measure.peak_rss(worker) for worker in children_of(contender.pid))
            # Who is refused comes again and again, and is no open stream.
            is_open = contender.admits if told["refused"] and contender.admits else told["most_open"]
            figures[name] = report.StreamFigures(self.options.streams, is_open, told["begun"], told["refused"],
                                                 told["broken"], told["tokens"] / STREAM_SECONDS, rss / 1e6)
        self.add("streams", figures, report.stream_table(figures), report.stream_bars(figures))

    def measure_pulls(self):
        options, work = self.options, self.work
        models = os.path.join(work, "pull-models")
        os.mkdir(models)
        os.link(self.model(), os.path.join(models, pull.RESIDENT))
        answers = {"shimmyd": [], "old way": []}
        with contextlib.ExitStack() as running:
            enter = running.enter_context
            hub_url = enter(pull.hub(options.fake_hub_path, work, self.model(), options.pulls))
            service = enter(contenders.shimmyd(work, self.shimmyd_options(1), options.shimmy_path, models, "--hub", hub_url))
            old = enter(pull.OldWay(work, options.shimmy_path, self.model()).running())
            proxy = enter(contenders.flask(work, options.python_path, old.port))
            enter(self.probing(service.port, "pull-health"))
            for number in range(options.pulls):
                progress(f"pull, round {number + 1}")
                phase = Phase("a pull and its first answer", "shimmyd", time.monotonic())
                answers["shimmyd"].append(pull.by_shimmyd(service.port, service.model, number))
                phase.end = time.monotonic()
                answers["old way"].append(old(proxy.port, number))
                self.phases.append(phase)
        figures = {name: report.PullFigures.of(list_) for name, list_ in answers.items()}
        self.add("pull", figures, report.pull_table(figures), report.pull_bars(figures))

    def model(self):
        """The model on the file system where we work, so that links to it can be made."""
        path = os.path.join(self.work, "model.gguf")
        if not os.path.exists(path):
            shutil.copy(self.options.model_path, path)
        return path

    def generation(self, contender, prompt, tokens, stream):
        return json.dumps({"model": contender.model, "prompt": prompt, "max_tokens": tokens, "stream": stream})

    @contextlib.contextmanager
    def probing(self, port, name):
        """Asks for shimmyd's health all the time; at the end its own phases and those of the others are looked up."""
        path = os.path.join(self.work, name)
        first = len(self.phases)
        with process([sys.executable, os.path.join(HERE, "prober.py"), str(port), path], env=environment()):
            wait_until("the prober", lambda: os.path.exists(path))
            yield
        with open(path, encoding="ascii") as file:
            lines = [line.split() for line in file]
        probes = [(float(line[0]), float(line[1]), int(line[2])) for line in lines if len(line) == 3]
        for phase in self.phases[first:]:
            what = phase.what.split(", round")[0] if phase.contender == "shimmyd" else "turns of the others"
            self.results.setdefault("probes", {}).setdefault(what, []).extend(
                probe for probe in probes if phase.begin <= probe[0] < phase.end)

    def report_health(self):
        probes = {what: list_ for what, list_ in self.results.pop("probes", {}).items() if list_}
        if probes:
            figures = {what: report.HealthFigures.of(list_) for what, list_ in probes.items()}
            self.add("health", figures, report.health_table(figures), report.health_bars(figures))


def progress(text):
    print(f"\r{text:70}", end="", file=sys.stderr, flush=True)


def title_of(route, connections):
    return f"{route}, {connections} connection{'s' if connections > 1 else ''}"


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


def allow_descriptors():
    """A stream takes two of a proxy's."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main():
    options = arguments()
    allow_descriptors()
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.work) as work, contextlib.ExitStack() as running:
        bench = Bench(options, work, running)
        wanted = [name for name in SCENARIOS if not options.only or name in options.only]
        with contextlib.ExitStack() as probing:
            if wanted != ["pull"]:
                bench.start()
                if "shimmyd" in bench.chosen:
                    probing.enter_context(bench.probing(bench.chosen["shimmyd"].port, "health"))
            if "rate" in wanted:
                bench.measure_rates()
            if "first-token" in wanted:
                bench.measure_first_tokens()
            if "streams" in wanted:
                bench.measure_streams()
        running.close()
        if "pull" in wanted:
            bench.measure_pulls()
        bench.report_health()
    missed = [bar for bar in bench.bars if not bar.reached]
    print(f"\n{os.cpu_count()} cores, shared by clients, contenders and the stub")
    if load_before > 0.5:
        print(f"OTHERS WERE AT WORK: the load average was {load_before:.1f} before this began, the figures are worth little")
    print(f"{len(bench.bars) - len(missed)} of {len(bench.bars)} bars reached")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"rounds": options.rounds, "seconds": options.seconds, "load_before": load_before, "figures": bench.results,
                       "bars": [dataclasses.asdict(bar) | {"reached": bar.reached} for bar in bench.bars]}, file, indent=2)
    return 1 if missed and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
