"""The figures as tables, and the bars that they must reach."""

import dataclasses
import statistics

from common.bar import Bar

FLASK_RATIO = 15
ADDED_P50_MS = 0.5
FIRST_TOKEN_P99_MS = 2
STREAMS_RSS_MEGABYTES = 150
HEALTH_P99_MS = 2
FIRST_ANSWER_SECONDS = 1


def percentile(values, share):
    """The smallest value that so many are not above."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def median_of(rows, name):
    return statistics.median(getattr(row, name) for row in rows)


@dataclasses.dataclass
class RateFigures:
    """The medians of several runs; latencies in ms."""

    per_second: float
    slowest: float
    fastest: float
    p50: float
    p99: float
    refused: int  # in all
    broken: int
    connections: int

    @classmethod
    def of(cls, runs, connections):
        rates = [run.per_second for run in runs]
        return cls(statistics.median(rates), min(rates), max(rates), median_of(runs, "p50"), median_of(runs, "p99"),
                   sum(run.refused for run in runs), sum(run.broken for run in runs), connections)


def rate_bars(title, connections, figures):
    ours, made = figures.get("shimmyd"), []
    if ours and "flask" in figures:
        ratio = ours.per_second / figures["flask"].per_second
        made.append(Bar(f"requests/s against Flask's, {title}", ratio, FLASK_RATIO, True))
    if ours and "direct" in figures and connections == 1:
        made.append(Bar(f"ms added at p50, {title}", ours.p50 - figures["direct"].p50, ADDED_P50_MS, False))
    return made


def rate_table(title, connections, figures):
    lines = [f"\n{title}", f"{'':10}{'req/s':>9}{'(slowest-fastest)':>20}{'p50 ms':>9}{'p99 ms':>9}{'x Flask':>9}"]
    flask = figures.get("flask")
    for name, row in figures.items():
        ratio = f"{row.per_second / flask.per_second:.1f}" if flask else ""
        spread = f"({row.slowest:.0f}-{row.fastest:.0f})"
        lines.append(f"{name:10}{row.per_second:9.0f}{spread:>20}{row.p50:9.2f}{row.p99:9.2f}{ratio:>9}")
    for name, row in figures.items():
        if row.connections != connections:
            lines.append(f"{name} was asked by {row.connections} connections: it admits no more generations at a time")
        if row.refused or row.broken:
            lines.append(f"{name}: {row.refused} refused, {row.broken} broken connections, not counted as requests")
    return "\n".join(lines + [bar.line() for bar in rate_bars(title, connections, figures)])


@dataclasses.dataclass
class TokenFigures:
    """Milliseconds to the first token: the medians of several runs' percentiles."""

    p50: float
    p99: float

    @classmethod
    def of(cls, runs):
        return cls(statistics.median(percentile(run, 50) for run in runs),
                   statistics.median(percentile(run, 99) for run in runs))


def token_bars(figures):
    if "shimmyd" not in figures or "direct" not in figures:
        return []
    return [Bar("ms added to the first token at p99", figures["shimmyd"].p99 - figures["direct"].p99, FIRST_TOKEN_P99_MS,
                False)]


def token_table(figures):
    lines = ["\nfirst token of an SSE stream", f"{'':10}{'p50 ms':>9}{'p99 ms':>9}"]
    lines += [f"{name:10}{row.p50:9.2f}{row.p99:9.2f}" for name, row in figures.items()]
    return "\n".join(lines + [bar.line() for bar in token_bars(figures)])


@dataclasses.dataclass
class StreamFigures:
    wanted: int
    open: int  # at the same time; of those who were refused, none
    begun: int  # of all that were opened, those with a token
    refused: int
    broken: int
    tokens_per_second: float
    rss_megabytes: float  # of the contender's own processes, at their peak


def stream_bars(figures):
    ours = figures.get("shimmyd")
    if ours is None:
        return []
    return [Bar("streams open at once", ours.open, ours.wanted, True),
            Bar(f"RSS in MB with {ours.open} streams", ours.rss_megabytes, STREAMS_RSS_MEGABYTES, False)]


def stream_table(figures):
    wanted = next(iter(figures.values())).wanted
    lines = [f"\n{wanted} streams at once",
             f"{'':10}{'open':>7}{'answered':>10}{'refused':>9}{'broken':>8}{'tokens/s':>10}{'RSS MB':>8}"]
    for name, row in figures.items():
        lines.append(f"{name:10}{row.open:7}{row.begun:10}{row.refused:9}{row.broken:8}{row.tokens_per_second:10.0f}"
                     f"{row.rss_megabytes:8.0f}")
    return "\n".join(lines + [bar.line() for bar in stream_bars(figures)])


@dataclasses.dataclass
class HealthFigures:
    p50: float  # ms
    p99: float
    worst: float
    probes: int
    not_200: int

    @classmethod
    def of(cls, probes):
        times = [milliseconds for _, milliseconds, _ in probes]
        return cls(percentile(times, 50), percentile(times, 99), max(times), len(times),
                   sum(status != 200 for _, _, status in probes))


def health_bars(figures):
    return [Bar(f"ms of /v1/health at p99, {what}", row.p99, HEALTH_P99_MS, False) for what, row in figures.items()]


def health_table(figures):
    width = max(len(what) for what in figures) + 2
    lines = ["\n/v1/health of shimmyd meanwhile",
             f"{'':{width}}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}{'probes':>8}{'not 200':>9}"]
    for what, row in figures.items():
        lines.append(f"{what:{width}}{row.p50:9.2f}{row.p99:9.2f}{row.worst:9.2f}{row.probes:8}{row.not_200:9}")
    return "\n".join(lines + [bar.line() for bar in health_bars(figures)])


@dataclasses.dataclass
class PullFigures:
    seconds: float  # median: from `complete`; the old way: from the last byte
    slowest: float
    since_last_byte: float  # median
    at_rest: float  # one generation of a model that is there: median
    failures: int  # in all
    asked: int

    @classmethod
    def of(cls, answers):
        return cls(median_of(answers, "seconds"), max(answer.seconds for answer in answers),
                   median_of(answers, "since_loading"), median_of(answers, "at_rest"),
                   sum(answer.failures for answer in answers), sum(answer.asked for answer in answers))


def pull_bars(figures):
    ours = figures["shimmyd"]
    return [Bar("failed generations", ours.failures, 0, False),
            Bar("s from `complete` to the first answer, the slowest", ours.slowest, FIRST_ANSWER_SECONDS, False)]


def pull_table(figures):
    lines = ["\nfrom a pull to the first answer of its model (real Shimmy, real model), another model asked meanwhile",
             f"{'':10}{'s':>8}{'slowest':>9}{'since the last byte':>21}{'a generation at rest':>22}{'failed':>8}{'asked':>7}"]
    for name, row in figures.items():
        lines.append(f"{name:10}{row.seconds:8.2f}{row.slowest:9.2f}{row.since_last_byte:21.2f}{row.at_rest:22.2f}"
                     f"{row.failures:8}{row.asked:7}")
    return "\n".join(lines + [bar.line() for bar in pull_bars(figures)])
