"""Files of reports that hold what people have stated: kept no longer than the consent to it.

Consent ends while a file is being made as well: whoever keeps it locks the consents first, so that
either the file is seen here and deleted, or the end of the consent is seen there.
"""

from collections.abc import Collection

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Consent, ReportConsent, ReportContent, ReportRun


def still_given(consent_ids: Collection[int]) -> bool:
    """Whether none of these has ended; they cannot end until this transaction does."""
    held = select(Consent).where(Consent.id.in_(consent_ids)).order_by(Consent.id)
    found = db.session.scalars(
        held.with_for_update().execution_options(populate_existing=True)
    ).all()
    return len(found) == len(consent_ids) and all(each.revoked_at is None for each in found)


def rely_on(run_id: int, consent_ids: Collection[int]) -> None:
    """The file of this run rests on these consents."""
    db.session.add_all(ReportConsent(run_id=run_id, consent_id=each) for each in consent_ids)


def forget_files(consent_ids: Collection[int]) -> None:
    """Delete the files that rest on these consents; their numbers say so from then on."""
    runs = select(ReportConsent.run_id).where(ReportConsent.consent_id.in_(consent_ids))
    for run in db.session.scalars(select(ReportRun).where(ReportRun.id.in_(runs))).all():
        mark_deleted(run)
        content = db.session.get(ReportContent, run.id)
        if content is not None:
            db.session.delete(content)
        forget_whose(run.id)


def forget_whose(run_id: int) -> None:
    """Without its file nobody needs to know any more who was in it."""
    for link in db.session.scalars(select(ReportConsent).where(ReportConsent.run_id == run_id)):
        db.session.delete(link)


def mark_deleted(run: ReportRun) -> None:
    run.deleted_at, run.consent_ended = clock.now(), True
