"""The holdings on record beside which a list is held."""

from collections.abc import Hashable

from sqlalchemy import select

from trainingtracker.exchange.facts import OnRecord
from trainingtracker.exchange.finding.terms import CompetenceAt, CourseTerms
from trainingtracker.exchange.holdings.entries import key_of, values_of
from trainingtracker.extensions import db
from trainingtracker.models import CertificateScheme, Holding
from trainingtracker.vocabulary import Basis


def load(terms: CourseTerms) -> dict[Hashable, OnRecord]:
    """Everything held officially; what a course or a training has given is its to change."""
    query = (
        select(Holding, CertificateScheme.name)
        .outerjoin(CertificateScheme, CertificateScheme.id == Holding.scheme_id)
        .where(Holding.known(), Holding.basis == Basis.OFFICIAL)
        .order_by(Holding.id)
    )
    found: dict[Hashable, OnRecord] = {}
    for row, scheme in db.session.execute(query):
        key = key_of(
            row.person_id, row.competence_id, row.activity, row.evidence,
            row.evidence_date or row.since,
        )  # fmt: skip
        level = terms.code(CompetenceAt(row.competence_id, row.level_id))
        values = values_of(level, row.since, row.until, scheme, row.score)
        origins = (row.enrolment_id, row.participation_id, row.external_id)
        found[key] = OnRecord(row.id, values, given=any(origins))
    return found
