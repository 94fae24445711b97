"""What has a report number: reports, and the lists of pages and those to edit."""

from dataclasses import dataclass

from trainingtracker.accounts.actor import Actor
from trainingtracker.labels import label
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.report import Report
from trainingtracker.text import mark
from trainingtracker.vocabulary import ListKind

_OF_PAGES = {
    "people": mark("People"),
    "offerings": mark("Offerings"),
    "participants": mark("Participants"),
    "demand": mark("Demand"),
    "budgets": mark("Budgets"),
    "costs": mark("Costs"),
    "unused-places": mark("Unused places"),
    "external_trainings": mark("External trainings"),
}


@dataclass(frozen=True)
class NumberedList:
    """A list. HR gives its file again: whoever made it may see less of it by now."""

    title: str

    def audience(self, actor: Actor) -> bool:
        return actor.is_hr


_LISTS = {
    **{f"list:{key}": NumberedList(title) for key, title in _OF_PAGES.items()},
    **{f"edit:{kind.value}": NumberedList(label(kind)) for kind in ListKind},
}


def numbered(key: str) -> Report | NumberedList | None:
    """What a run is a file of, by its key; None for what is no more."""
    return REPORTS.get(key) or _LISTS.get(key)
