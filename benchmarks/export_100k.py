"""The attainment workbook with 100,000 participations."""

from collections.abc import Iterator

from benchmarks.exporting import fill, measured
from benchmarks.measuring import Figure
from benchmarks.workshop import Workshop

_ROWS = 100_000


def prepare(workshop: Workshop) -> None:
    fill(workshop, _ROWS)


def run(workshop: Workshop) -> Iterator[Figure]:
    yield measured(workshop, "export_100k", _ROWS, repetitions=3)
