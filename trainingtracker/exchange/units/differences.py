"""One entry of a list of units beside the unit on record: what changes, and which rows say it."""

from datetime import date, timedelta

from trainingtracker.exchange.dated.timeline import Period, Rewrite, end_on, state_from
from trainingtracker.exchange.preview import FieldChange, differences
from trainingtracker.exchange.units.entries import Entry
from trainingtracker.exchange.units.fields import VOCABULARY
from trainingtracker.exchange.units.stored import Leader, UnitState
from trainingtracker.labels import labelled
from trainingtracker.vocabulary import LeadershipKind


def state_after(entry: Entry, before: UnitState | None) -> UnitState:
    """What will be on record: what the list says, else what there is."""
    parent = entry.parent if entry.record.has("parent") or not before else before.parent
    return UnitState(
        name=entry.name,
        name_en=entry.name_en or (before.name_en if before else ""),
        kind=entry.kind or (before.kind if before else None),
        parent=parent,
        cost_centre=entry.cost_centre or (before.cost_centre if before else None),
    )


def differences_of(before: UnitState | None, after: UnitState) -> tuple[FieldChange, ...]:
    kind_before = labelled(before.kind) if before and before.kind else None
    label = {name: field.label for name, field in VOCABULARY.fields.items()}
    return differences(
        [
            (label["name"], before.name if before else None, after.name),
            (label["name_en"], (before.name_en or None) if before else None, after.name_en or None),
            (label["parent"], before.parent if before else None, after.parent),
            (label["kind"], kind_before, labelled(after.kind) if after.kind else None),
            (label["cost_centre"], before.cost_centre if before else None, after.cost_centre),
        ]
    )


def ended(
    periods: list[Period[UnitState]], rewrite: Rewrite[UnitState] | None, last: date
) -> Rewrite[UnitState] | None:
    """The rows with the unit's last day; None where they have it already."""
    until = last + timedelta(days=1)
    if rewrite is None:
        return end_on(periods, until)
    rewrite.added = [
        (since, min(end or until, until), value)
        for since, end, value in rewrite.added
        if since < until
    ]
    return rewrite


def _for_dates(period: Period[Leader], today: date) -> bool:
    deputy = period.value[1] is LeadershipKind.DEPUTY
    return deputy and period.until is not None and period.until > today


def leader_changes(
    led: list[Period[Leader]], wanted: Leader | None, entry: Entry, today: date
) -> list[Rewrite[Leader]]:
    """Whoever else leads stops, whom the list names begins; nothing where it is so already.

    Deputies who are named for dates, by the manager or HR, keep them: no list knows of those.
    """
    # The date of a row is the unit's; whoever led it before keeps their time until today, or until
    # the day that is still to come.
    begins = entry.valid_from or today
    on = max(begins, today) if led else begins
    others = [p for p in led if p.value != wanted and not _for_dates(p, today)]
    rewrites = [end_on(others, on)] if any(p.holds_on(on) for p in others) else []
    if wanted:
        # Two periods of one person never hide another one's: each person has a line of their own.
        rewrites.append(state_from([p for p in led if p.value == wanted], wanted, on, today))
    return [rewrite for rewrite in rewrites if rewrite]
