"""What the example city did before it had the tracker: imported participations, certificates."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from trainingtracker.competence.awards import award_rows
from trainingtracker.demo.staff import Employee
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Course, Holding, ImportedParticipation, Level
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import Basis, Evidence, Result

# How many of 500 had taken part; whoever went on did so after the course before it.
_SHARES = {
    "EU-01": 45, "EU-02": 8, "EU-03": 22, "EU-04": 16, "EU-06": 10, "LA-09": 30, "LA-13": 12,
    "LA-15": 8, "IC-17": 70, "IC-18": 18, "IC-19": 12, "IC-21": 40, "IC-22": 15,
}  # fmt: skip
_BEFORE = {"EU-03": "EU-01", "EU-04": "EU-03", "EU-06": "EU-04", "IC-18": "IC-17", "IC-19": "IC-17"}
_CERTIFICATES = (
    ("eng", ("A2", "A2", "B1", "B1", "B2", "C1"), 70), ("fra", ("A2", "B1", "B2"), 14),
    ("pol", ("A2", "B1", "C1"), 10), ("spa", ("A2", "B1"), 8), ("tur", ("B2", "C1"), 8),
)  # fmt: skip


def build(
    random: Random,
    employees: list[Employee],
    courses: dict[str, Course],
    today: date,
    employee_id: int,
) -> dict[str, set[int]]:
    """Who had what before: course code or "language level" -> persons.

    The person behind the employee's account took EU-01 nearly three years ago, so that it expires.
    """
    scale = len(employees) / 500
    had: dict[str, set[int]] = {}
    taken = [(employee_id, "EU-01", today - timedelta(days=1_060))]
    had["EU-01"] = {employee_id}
    for code, share in _SHARES.items():
        pool = sorted(had[_BEFORE[code]]) if code in _BEFORE else [e.id for e in employees]
        chosen = random.sample(pool, min(len(pool), round(share * scale)))
        start = 1_300 - 90 * (int(code[3:]) % 8)
        taken += [
            (person_id, code, today - timedelta(days=start - random.randint(0, 80)))
            for person_id in chosen
            if person_id != employee_id
        ]
        had.setdefault(code, set()).update(chosen)
    _import(taken, courses)
    for key, codes, share in _CERTIFICATES:
        chosen = random.sample([e.id for e in employees], round(share * scale))
        _certify(random, key, codes, {employee_id, *chosen} if key == "eng" else chosen, had, today)
    return had


def _import(taken: list[tuple[int, str, date]], courses: dict[str, Course]) -> None:
    ids = bulk_insert(
        ImportedParticipation,
        [
            {
                "person_id": person_id,
                "course_id": courses[code].id,
                "held_on": day,
                "result": Result.PASSED,
                "source": "Fortbildungsliste",
            }
            for person_id, code, day in taken
        ],
    )
    holdings = [
        row | {"participation_id": participation_id}
        for participation_id, (person_id, code, day) in zip(ids, taken, strict=True)
        for row in award_rows(person_id, courses[code], day)
    ]
    bulk_insert(Holding, holdings)


def _certify(
    random: Random,
    key: str,
    codes: tuple[str, ...],
    persons: set[int] | list[int],
    had: dict[str, set[int]],
    today: date,
) -> None:
    competence = db.session.scalars(select(Competence).where(Competence.key == key)).one()
    levels = {
        level.code: level.id
        for level in db.session.scalars(select(Level).where(Level.scale_id == competence.scale_id))
    }
    rows = []
    for person_id in sorted(persons):
        code = random.choice(codes)
        day = today - timedelta(days=random.randint(300, 2_500))
        had.setdefault(f"{key} {code}", set()).add(person_id)
        rows.append(
            {
                "person_id": person_id,
                "competence_id": competence.id,
                "level_id": levels[code],
                "evidence": Evidence.CERTIFICATE,
                "evidence_date": day,
                "since": day,
                "until": None,
                "basis": Basis.OFFICIAL,
            }
        )
    bulk_insert(Holding, rows)
