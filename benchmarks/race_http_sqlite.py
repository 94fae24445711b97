"""The race for places on SQLite."""

from collections.abc import Iterator

from benchmarks.measuring import Figure
from benchmarks.race import Outcome, bare, figure, prepare_race, race
from benchmarks.workshop import Workshop

_REPETITIONS = 3


def prepare(workshop: Workshop) -> None:
    """A city of its own: the race needs people who can sign in, and no large one."""
    path = workshop.folder / "race.sqlite3"
    with workshop.application(path):
        pass
    prepare_race(workshop.folder / "instance", f"sqlite:///{path}", workshop.staff)


def run(workshop: Workshop) -> Iterator[Figure]:
    instance, city = workshop.folder / "instance", workshop.folder / "race.sqlite3"
    outcomes: list[Outcome] = []
    limits: list[float] = []
    for _ in range(_REPETITIONS):
        url = f"sqlite:///{workshop.copy(city, 'raced')}"
        outcomes.append(race(instance, url))
        url = f"sqlite:///{workshop.copy(city, 'bare')}"
        limits.append(bare(instance, url, outcomes[-1]))
    yield figure("race_http_sqlite", workshop.staff, outcomes, limits)
