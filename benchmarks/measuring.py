"""Seconds and memory of a piece of work beside those of its bare limit."""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One line of the result. `staff` and `queries` are for the table that is printed."""

    name: str
    seconds: float
    limit_seconds: float
    peak_rss_mb: float
    staff: int
    queries: int | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.limit_seconds

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "seconds": round(self.seconds, 4),
            "limit_seconds": round(self.limit_seconds, 4),
            "ratio": round(self.ratio, 2),
            "peak_rss_mb": round(self.peak_rss_mb, 1),
        }


def seconds_of(work: Work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak_rss_mb() -> float:
    """The most memory that this process has had so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def side_by_side(work: Work, limit: Work, repetitions: int) -> tuple[float, float, float]:
    """Median seconds of the work and of its limit, and the memory of the work.

    The work runs once to warm up, and its memory is taken before the limit has run at all. Then
    both take turns, so that whatever else the machine does disturbs both.
    """
    work()
    memory = peak_rss_mb()
    limit()
    taken, bare = [], []
    for _ in range(repetitions):
        taken.append(seconds_of(work))
        bare.append(seconds_of(limit))
    return statistics.median(taken), statistics.median(bare), memory
