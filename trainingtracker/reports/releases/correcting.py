"""Publishing a correction: another release of the same year, in place of the one before.

The one before stays on record and can be read; it says when it was replaced. What came to nothing
(requests, refusals, waiting, withdrawals) is deleted when its time is over: counted later it would
be too little, so those numbers stay as they were published.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.models import Release
from trainingtracker.reports.annual_statistics import ANNUAL_STATISTICS
from trainingtracker.reports.annual_statistics import figures as annual_figures
from trainingtracker.reports.annual_statistics.numbers import Cells, shown
from trainingtracker.reports.equality import EQUALITY
from trainingtracker.reports.equality import figures as equality_figures
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.releases import publishing
from trainingtracker.reports.releases.publishing import Prospect
from trainingtracker.reports.report import Value
from trainingtracker.statistics.traits import ASKED
from trainingtracker.text import Bilingual, mark

_NOT_PUBLISHED = mark("The statistics of %(year)s have not been published.")
_CHANGED_MEANWHILE = mark("Somebody else has published a correction of %(year)s meanwhile.")
_NOTHING_TO_COMPARE = mark(
    "The statistics of %(year)s were published by an earlier version of this program, which did "
    "not keep what a correction is compared with. They can not be corrected."
)
NOTHING_NEW = mark("Nothing has changed since the statistics of %(year)s were published.")
NO_REASON = mark("Say why: everybody reads it beside the corrected numbers.")

# Of these what is a year old may have been deleted.
_SHORT_LIVED = ASKED.keys() - {"absences", "not_completed"}


class Change(NamedTuple):
    """A number of a sheet that the correction changes; None is hidden, or was not there."""

    report: str
    sheet: str
    group: str
    figure: str
    before: Any
    after: Any


class Correction(NamedTuple):
    """What a correction would show, and in place of which release."""

    replaces: Release
    found: Prospect
    changes: list[Change]

    @property
    def number(self) -> int:
        return self.replaces.number + 1

    def of_sheets(self) -> list["ChangedSheet"]:
        """How much changes on each sheet of the annual statistics and the equality report."""
        found: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for each in self.changes:
            found[each.report, each.sheet].append(each)
        return [
            ChangedSheet(
                report,
                next(table.title for table in REPORTS[report].tables if table.key == sheet),
                len(some),
                sum(each.before is not None and each.after is None for each in some),
            )
            for (report, sheet), some in found.items()
        ]

    def in_all(self) -> list[tuple[str, Value, Value]]:
        """The figures of the whole administration that change: name, before and after."""
        return [
            (_NAMES[each.figure], shown(each.before), shown(each.after))
            for each in self.changes
            if (each.report, each.sheet) == (ANNUAL_STATISTICS.key, "overview")
        ]


class ChangedSheet(NamedTuple):
    """How many numbers of a sheet change; `hidden` of them are a dot from then on."""

    report: str
    title: str
    number: int
    hidden: int


def can_be_corrected(release: Release) -> bool:
    """Whether it can still be compared, and its year is not too long ago."""
    return release.behind is not None and release.as_of.year in publishing.years_open()


def prospect(year: int) -> Correction:
    """What a correction of a year would show.

    Raises RuleViolation where the year is not published, or can not be corrected any more.
    """
    of_year = [each for each in publishing.all_releases() if each.as_of.year == year]
    if not of_year:
        raise RuleViolation(_NOT_PUBLISHED, year=str(year))
    if year not in publishing.years_open():
        raise RuleViolation(publishing.NOT_OVER)
    if any(each.behind is None for each in of_year):
        raise RuleViolation(_NOTHING_TO_COMPARE, year=str(year))
    before = releases_of(of_year[0])
    found = publishing.as_it_is_now(year, of_year)
    cells = {key: _with_what_stays(key, before[key], cells) for key, cells in found.cells.items()}
    changed = [change for key in cells for change in _changes(key, before[key], cells[key])]
    return Correction(of_year[0], publishing.with_cells(found, cells), changed)


def correct(
    year: int, reason: Bilingual, *, replaces: int, released_by: int | None
) -> list[Release]:
    """Publish a correction of the release with the number `replaces`.

    Raises RuleViolation as for `prospect`, without a reason, and where nothing has changed;
    StaleVersion where there is a later release.
    """
    if not reason.de:
        raise RuleViolation(NO_REASON)
    found = prospect(year)
    meanwhile = StaleVersion(_CHANGED_MEANWHILE, year=str(year))
    if found.replaces.number != replaces:
        raise meanwhile
    if not found.changes:
        raise RuleViolation(NOTHING_NEW, year=str(year))
    return publishing.put_on_record(
        year,
        found.found,
        released_by,
        meanwhile,
        number=found.number,
        reason=reason,
    )


def releases_of(release: Release) -> Mapping[str, Cells]:
    """The numbers by report that were published together with a release."""
    return {each.table_key: each.cells for each in publishing.published_with(release)}


def _with_what_stays(report: str, before: Cells, after: Cells) -> Cells:
    """The numbers of now with those of before that cannot be counted again."""
    stays = _STAYING[report]
    found: Cells = {}
    for address in {**before, **after}:
        anew, old = after.get(address, {}), before.get(address, {})
        found[address] = {
            **{figure: value for figure, value in anew.items() if figure not in stays},
            **{figure: value for figure, value in old.items() if figure in stays},
        }
    return {address: figures for address, figures in found.items() if figures}


def _changes(report: str, before: Cells, after: Cells) -> Iterator[Change]:
    for address in {**before, **after}:
        sheet, _, group = address.partition("/")
        known, figures = before.get(address, {}), after.get(address, {})
        for figure in {**known, **figures}:
            if known.get(figure) != figures.get(figure):
                yield Change(report, sheet, group, figure, known.get(figure), figures.get(figure))


def _of_the_annual() -> Iterator[str]:
    for figure in (*annual_figures.ASKED, *annual_figures.GUESTS):
        if any(trait.removeprefix("guest_") in _SHORT_LIVED for trait in figure.behind):
            yield figure.key


def _of_equality() -> Iterator[str]:
    for figure in equality_figures.FIGURES:
        if figure.part.removesuffix("_women") in _SHORT_LIVED:
            yield from (f"{figure.key}_part", f"{figure.key}_base")


_NAMES = {
    figure.key: figure.name
    for figure in (
        *annual_figures.OFFERINGS,
        *annual_figures.TAKEN,
        *annual_figures.SHARES,
        *annual_figures.ASKED,
        *annual_figures.MONEY,
    )
}
_STAYING: Mapping[str, frozenset[str]] = {
    ANNUAL_STATISTICS.key: frozenset(_of_the_annual()),
    EQUALITY.key: frozenset(_of_equality()),
}
