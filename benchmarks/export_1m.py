"""The attainment workbook with 1,000,000 participations: what matters is the memory."""

from collections.abc import Iterator

from benchmarks.exporting import fill, measured
from benchmarks.measuring import Figure
from benchmarks.workshop import Workshop

_ROWS = 1_000_000


def prepare(workshop: Workshop) -> None:
    fill(workshop, _ROWS)


def run(workshop: Workshop) -> Iterator[Figure]:
    yield measured(workshop, "export_1m", _ROWS, repetitions=1)
