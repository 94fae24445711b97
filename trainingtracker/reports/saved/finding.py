"""Saved filters that somebody may read: their own, and those that others share with them."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.collation import fold
from trainingtracker.extensions import db
from trainingtracker.models import SavedReport
from trainingtracker.reports.registry import REPORTS, reports_for
from trainingtracker.reports.saved import days
from trainingtracker.reports.saved.readers import memberships


def typed_today(saved: SavedReport) -> dict[str, str]:
    """The filters as somebody would type them today."""
    report, today = REPORTS[saved.report_key], clock.today()
    return days.filled(report, saved.parameters, saved.days, today, saved.compared)


def owned(saved_id: int, actor: Actor) -> SavedReport | None:
    """What the actor has saved."""
    return _one(SavedReport.id == saved_id, SavedReport.owner_id == actor.person_id)


def readable(saved_id: int, actor: Actor) -> SavedReport | None:
    """What the actor has saved, or what is shared with them and for them."""
    return _one(
        SavedReport.id == saved_id,
        or_(SavedReport.owner_id == actor.person_id, _shared_with(actor)),
    )


def owned_by(person_id: int) -> list[SavedReport]:
    """What somebody has saved, by name."""
    return _all(SavedReport.owner_id == person_id)


def shared_with(actor: Actor) -> list[SavedReport]:
    """What others share with the actor, as far as the actor may have the report; by name."""
    return _all(_shared_with(actor), SavedReport.owner_id != actor.person_id)


def called(name: str, owner_id: int) -> SavedReport | None:
    """What somebody has saved under a name, however it is written."""
    return _one(SavedReport.owner_id == owner_id, SavedReport.name_key == fold(name))


def _shared_with(actor: Actor) -> ColumnElement[bool]:
    """Enforced in the query: the reader's groups, and the reports that the reader may have."""
    return SavedReport.shared_with.in_(memberships(actor)) & SavedReport.report_key.in_(
        [report.key for report in reports_for(actor)]
    )


def _one(*conditions: ColumnElement[bool]) -> SavedReport | None:
    known = SavedReport.report_key.in_(REPORTS)
    found = select(SavedReport).options(joinedload(SavedReport.owner)).where(known, *conditions)
    return db.session.scalars(found).one_or_none()


def _all(*conditions: ColumnElement[bool]) -> list[SavedReport]:
    found = (
        select(SavedReport)
        .options(joinedload(SavedReport.owner))
        .where(SavedReport.report_key.in_(REPORTS), *conditions)
        .order_by(SavedReport.name_key, SavedReport.id)
    )
    return list(db.session.scalars(found))
