"""The figures as tables, and the bars that they must reach."""

import dataclasses
import statistics

from common.bar import Bar

UNSHAPED_GAIN = 1.2
SHAPED_SHARE = 0.95
LATENCY_GAIN = 2.5
CPU_RATIO = 1.3
RSS_MEGABYTES = 100
REFERENCES = ("curl+sha256sum", "curl+openssl", "dd+fsync")


@dataclasses.dataclass
class Figures:
    """The medians of several runs."""

    megabytes_per_second: float
    cpu_seconds_per_gigabyte: float
    peak_rss_megabytes: float
    slowest: float  # MB/s
    fastest: float
    threads: dict

    @classmethod
    def of(cls, costs, size):
        rates = sorted(size / 1e6 / cost.seconds for cost in costs)
        names = {name for cost in costs for name in role_totals(cost.threads)}
        return cls(statistics.median(rates), statistics.median(cost.cpu_seconds / (size / 1e9) for cost in costs),
                   statistics.median(cost.peak_rss_bytes / 1e6 for cost in costs), rates[0], rates[-1],
                   {name: statistics.median(role_totals(cost.threads).get(name, 0) for cost in costs) for name in names})


def role_totals(threads):
    """Numbers of threads differ from run to run; their order by use tells more."""
    totals = {}
    for number, (name, used) in enumerate(threads.items(), 1):
        totals[f"{number}. {name.split('/')[0]}"] = used
    return totals


def bars(scenario, figures):
    """The bars of a scenario, of those whose contenders took part."""
    ours = figures.get("shimmyd")
    if ours is None:
        return []
    made = []
    peers = [name for name in figures if name not in ("shimmyd", *REFERENCES)]
    if scenario.kind == "unshaped":
        if peers:
            best = max(peers, key=lambda name: figures[name].megabytes_per_second)
            ratio = ours.megabytes_per_second / figures[best].megabytes_per_second
            made.append(Bar(f"throughput against the best peer, {best}", ratio, UNSHAPED_GAIN, True))
        if reference := figures.get("curl+sha256sum"):
            ratio = ours.cpu_seconds_per_gigabyte / reference.cpu_seconds_per_gigabyte
            made.append(Bar("CPU per GB against curl + sha256sum", ratio, CPU_RATIO, False))
    elif scenario.kind == "shaped":
        share = ours.megabytes_per_second / scenario.line_rate
        made.append(Bar("share of segments x limit", share, SHAPED_SHARE, True))
    elif curl := figures.get("curl"):
        ratio = ours.megabytes_per_second / curl.megabytes_per_second
        made.append(Bar("throughput against curl", ratio, LATENCY_GAIN, True))
    made.append(Bar("peak RSS in MB", ours.peak_rss_megabytes, RSS_MEGABYTES, False))
    return made


def table(scenario, figures):
    lines = [f"\n{scenario.title} ({scenario.size / 1e6:.0f} MB)",
             f"{'':16}{'MB/s':>8}{'(slowest-fastest)':>20}{'CPU-s/GB':>10}{'RSS MB':>8}"]
    for name, row in figures.items():
        spread = f"({row.slowest:.0f}-{row.fastest:.0f})"
        lines.append(f"{name:16}{row.megabytes_per_second:8.0f}{spread:>20}{row.cpu_seconds_per_gigabyte:10.2f}"
                     f"{row.peak_rss_megabytes:8.0f}")
    for name, row in figures.items():
        busiest = sorted(row.threads.items(), key=lambda item: -item[1])[:6]
        if busiest:
            lines.append(f"{name}'s CPU by thread: " + ", ".join(f"{thread} {used:.2f} s" for thread, used in busiest))
    return "\n".join(lines + [bar.line() for bar in bars(scenario, figures)])
