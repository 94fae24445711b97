"""The known language certificates and what each of their results proves."""

from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import CertificateScheme, Competence, Language, Level
from trainingtracker.text import Bilingual


class SchemeChoice(NamedTuple):
    """From `minimum` on, as the certificate writes it, it proves a level; no language: any."""

    id: int
    name: str
    minimum: str
    level_code: str
    language: Bilingual | None


def scheme_choices() -> list[SchemeChoice]:
    """All of them, as the reference lists them; one query."""
    rows = db.session.execute(
        select(CertificateScheme, Level.code, Language)
        .join(Level, Level.id == CertificateScheme.level_id)
        .outerjoin(Language, Language.id == CertificateScheme.language_id)
        .order_by(CertificateScheme.id)
    )
    return [
        SchemeChoice(
            scheme.id,
            scheme.name,
            scheme.minimum,
            code,
            language.name if scheme.language_id is not None else None,
        )
        for scheme, code, language in rows
    ]


def proves(scheme_id: int, competence: Competence, level: Level) -> bool:
    """Whether such a certificate proves this level of this competence."""
    scheme = db.session.get(CertificateScheme, scheme_id)
    return (
        scheme is not None
        and competence.language_id is not None
        and scheme.language_id in (None, competence.language_id)
        and scheme.level_id == level.id
    )
