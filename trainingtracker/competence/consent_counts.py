"""How many people state something about themselves and show it: numbers for data protection."""

from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker import settings
from trainingtracker.competence import consent
from trainingtracker.extensions import db
from trainingtracker.models import Consent, Holding, Person
from trainingtracker.vocabulary import ConsentAudience


class ConsentCounts(NamedTuple):
    """People; None stands for a few, who are not counted so that nobody is recognised."""

    stating: int | None
    showing: dict[ConsentAudience, int | None]


def consent_counts() -> ConsentCounts:
    """Of today, in three queries."""
    smallest: int = settings.get("small_group")

    def few_hidden(number: int) -> int | None:
        return number if number == 0 or number >= smallest else None

    stating = select(func.count(Holding.person_id.distinct())).where(consent.stated())
    showing = dict(
        db.session.execute(
            select(Consent.audience, func.count())
            .join(Person, Person.id == Consent.person_id)
            .where(consent.in_force())
            .group_by(Consent.audience)
        ).all()
    )
    return ConsentCounts(
        few_hidden(db.session.scalar(stating) or 0),
        {each: few_hidden(showing.get(each, 0)) for each in ConsentAudience},
    )
