"""Which languages the people of the example city know, and by what evidence."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from trainingtracker.demo import consents
from trainingtracker.demo.organisation import TEAM
from trainingtracker.demo.people import Employee
from trainingtracker.demo.record import Record
from trainingtracker.extensions import db
from trainingtracker.models import CertificateScheme, Competence, Holding, Level
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import Activity, Basis, CompetenceKind, Evidence

# How many of 1,000 have a language on record.
_SPEAKERS = {
    "eng": 150, "fra": 26, "pol": 14, "spa": 16, "tur": 14, "rus": 12, "ukr": 6, "ara": 7,
    "ita": 7, "fas": 4, "kur": 3, "nld": 5, "por": 4, "ell": 3, "ron": 3, "vie": 2, "jpn": 3,
    "gsg": 3, "hrv": 2, "zho": 1, "swe": 2,
}  # fmt: skip
# Languages that many learn; the others most know from home.
_LEARNT = ("eng", "fra", "spa", "ita", "nld", "jpn", "gsg", "swe")
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
_WHEN_LEARNT = (8, 24, 32, 22, 11, 3)
_WHEN_SPOKEN = (2, 4, 10, 18, 30, 36)
_EVIDENCE = {
    Evidence.CERTIFICATE: 38, Evidence.PLACEMENT_TEST: 16, Evidence.SELF_ASSESSMENT: 22,
    Evidence.MANAGER: 10, Evidence.PRACTICE: 8, Evidence.PROFICIENT_SPEAKER: 6,
}  # fmt: skip
# What people say of themselves is theirs: kept with consent, shown to nobody without it.
_VOLUNTARY = (Evidence.SELF_ASSESSMENT, Evidence.PROFICIENT_SPEAKER, Evidence.PRACTICE)
_SCORES = {"IELTS": (0.0, 0.5), "TOEFL iBT": (1, 4, 8, 12)}


class _Known(NamedTuple):
    person_id: int
    key: str
    level: str
    evidence: Evidence


class _Facts(NamedTuple):
    """Ids by key: competences, levels of the CEFR, certificates by language and level."""

    competences: dict[str, int]
    levels: dict[str, int]
    schemes: dict[tuple[str, str], list[CertificateScheme]]


def build(
    random: Random,
    employees: list[Employee],
    record: Record,
    today: date,
    managers: dict[int, int],
    employee_id: int,
) -> None:
    """Holdings of languages; `managers` says who leads a person."""
    facts = _facts()
    rows: list[dict[str, Any]] = []
    for known in _speakers(random, employees, employee_id):
        record.learn(known.person_id, known.key, known.level)
        rows += _rows(random, known, facts, today, managers)
    rows.append(_stated_by_the_employee(rows, facts, employee_id, today))
    bulk_insert(Holding, rows)
    stating = (row["person_id"] for row in rows if row["basis"] is Basis.CONSENT)
    consents.build(stating, employee_id, today)


def _speakers(random: Random, employees: list[Employee], employee_id: int) -> Iterator[_Known]:
    team = [e.id for e in employees if e.unit == TEAM]
    everybody = [e.id for e in employees if not e.exit]
    for key, share in _SPEAKERS.items():
        chosen = random.sample(everybody, max(2, round(len(everybody) * share / 1_000)))
        if key in ("eng", "fra", "pol"):
            chosen += [p for p in team if random.random() < (0.9 if key == "eng" else 0.25)]
        for person_id in dict.fromkeys(chosen):
            if person_id == employee_id and key == "eng":
                continue
            weights = _WHEN_LEARNT if key in _LEARNT else _WHEN_SPOKEN
            level = random.choices(_LEVELS, weights)[0]
            yield _Known(person_id, key, level, _evidence(random, level))
    yield _Known(employee_id, "eng", "B2", Evidence.CERTIFICATE)


def _evidence(random: Random, level: str) -> Evidence:
    found = random.choices(list(_EVIDENCE), list(_EVIDENCE.values()))[0]
    if level in ("C1", "C2") and random.random() < 0.3:
        return Evidence.PROFICIENT_SPEAKER
    # Only who is very proficient calls themselves so.
    proficient = found is Evidence.PROFICIENT_SPEAKER and level not in ("C1", "C2")
    return Evidence.SELF_ASSESSMENT if proficient else found


def _rows(
    random: Random, known: _Known, facts: _Facts, today: date, managers: dict[int, int]
) -> Iterator[dict[str, Any]]:
    day = today - timedelta(days=random.randint(60, 2_500))
    scheme = None
    if known.evidence is Evidence.CERTIFICATE:
        schemes = facts.schemes.get((known.key, known.level), [])
        scheme = random.choice(schemes) if schemes else None
    voluntary = known.evidence in _VOLUNTARY
    row = {
        "person_id": known.person_id,
        "competence_id": facts.competences[known.key],
        "level_id": facts.levels[known.level],
        "activity": None,
        "evidence": known.evidence if scheme or known.evidence is not Evidence.CERTIFICATE
        else Evidence.PLACEMENT_TEST,
        "evidence_date": day,
        "since": day,
        "until": None,
        "basis": Basis.CONSENT if voluntary else Basis.OFFICIAL,
        "scheme_id": scheme.id if scheme else None,
        "score": _score(random, scheme) if scheme else None,
        "confirmed_by_id": managers.get(known.person_id)
        if known.evidence is Evidence.MANAGER
        else None,
        "own_words": None,
    }  # fmt: skip
    yield row
    # Some say more precisely what they can do: to read is easier than to write.
    if known.evidence is Evidence.SELF_ASSESSMENT and random.random() < 0.25:
        better = _LEVELS[min(5, _LEVELS.index(known.level) + 1)]
        for activity, level in ((Activity.READING, better), (Activity.SPEAKING, known.level)):
            yield row | {"activity": activity, "level_id": facts.levels[level]}


def _stated_by_the_employee(
    rows: list[dict[str, Any]], facts: _Facts, employee_id: int, today: date
) -> dict[str, Any]:
    """A language from home, in a language that nobody else has recorded for them."""
    known = {row["competence_id"] for row in rows if row["person_id"] == employee_id}
    key = next(key for key in ("pol", "ukr", "ron") if facts.competences[key] not in known)
    return rows[0] | {
        "person_id": employee_id,
        "competence_id": facts.competences[key],
        "level_id": facts.levels["C1"],
        "evidence": Evidence.SELF_ASSESSMENT,
        "evidence_date": today - timedelta(days=45),
        "since": today - timedelta(days=45),
        "basis": Basis.CONSENT,
        "scheme_id": None,
        "score": None,
        "confirmed_by_id": None,
        "own_words": "Zu Hause gesprochen, mit der Familie bis heute.",
    }


def _score(random: Random, scheme: CertificateScheme) -> str:
    """A score at or above the least one; grades and levels as the scheme writes them."""
    more = random.choice(_SCORES.get(scheme.name, (0,)))
    if scheme.name == "IELTS":
        return f"{min(9.0, float(scheme.minimum) + more):.1f}"
    if scheme.name == "TOEFL iBT":
        return str(min(120, int(scheme.minimum) + more))
    return scheme.minimum


def _facts() -> _Facts:
    competences = db.session.scalars(
        select(Competence).where(Competence.kind == CompetenceKind.LANGUAGE)
    ).all()
    scale_id = competences[0].scale_id
    levels = {
        level.id: level.code
        for level in db.session.scalars(
            select(Level).where(Level.scale_id == scale_id).order_by(Level.rank)
        )
    }
    schemes: dict[tuple[str, str], list[CertificateScheme]] = defaultdict(list)
    for competence in competences:
        found = db.session.scalars(
            select(CertificateScheme)
            .where(
                or_(
                    CertificateScheme.language_id.is_(None),
                    CertificateScheme.language_id == competence.language_id,
                )
            )
            .order_by(CertificateScheme.id)
        )
        for scheme in found:
            schemes[competence.key, levels[scheme.level_id]].append(scheme)
    return _Facts(
        {competence.key: competence.id for competence in competences},
        {code: level_id for level_id, code in levels.items()},
        schemes,
    )
