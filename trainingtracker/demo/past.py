"""What the example city did before it had the tracker: participations from an old list."""

from datetime import date, timedelta
from random import Random

from trainingtracker.competence.awards import award_rows
from trainingtracker.demo.organisation import TEAM
from trainingtracker.demo.people import Employee
from trainingtracker.demo.record import Record
from trainingtracker.models import Course, Holding, ImportedParticipation
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import Result

# How many of 1,000 had taken part; whoever went on did so after the course before it.
_SHARES = {
    "EU-01": 40, "EU-02": 6, "EU-03": 14, "EU-04": 9, "EU-05": 8, "EU-06": 5, "EU-07": 2,
    "EU-08": 2, "LA-09": 25, "LA-13": 10, "LA-15": 6, "IC-17": 175, "IC-18": 32, "IC-19": 14,
    "IC-20": 2, "IC-21": 95, "IC-22": 42, "IC-23": 10,
}  # fmt: skip
_BEFORE = {
    "EU-03": "EU-01", "EU-04": "EU-03", "EU-05": "EU-01", "EU-06": "EU-04", "EU-07": "EU-06",
    "EU-08": "EU-06", "IC-18": "IC-17", "IC-19": "IC-17", "IC-20": "IC-18", "IC-23": "IC-17",
}  # fmt: skip
# The list ends when the tracker begins; these are days before today.
_EARLIEST, _LATEST = 3_200, 1_110
# The team behind the accounts does international work, and has learnt for it.
_TEAM_COURSES = ("IC-17", "IC-18", "IC-23")
_TEAM_CHANCE = 0.55
_LEADERS_CHANCE = 0.2


def build(
    random: Random,
    employees: list[Employee],
    courses: dict[str, Course],
    record: Record,
    today: date,
    employee_id: int,
) -> None:
    """Participations and what they gave.

    The person behind the employee's account took EU-01 nearly three years ago, so that it expires.
    """
    taken: list[tuple[int, str, date]] = []
    by_id = {e.id: e for e in employees}
    team = [e.id for e in employees if e.unit == TEAM and e.id != employee_id]
    for code, share in _SHARES.items():
        before = record.completed[_BEFORE[code]] if code in _BEFORE else None
        pool = [e.id for e in employees if e.leads] if code == "IC-19" else list(by_id)
        chosen = random.sample(
            pool, round(len(pool) * share / 1_000 * (9 if code == "IC-19" else 1))
        )
        if before is not None:
            # Those who go on are drawn from those who began.
            beginners = [p for p in before if code != "IC-19" or by_id[p].leads]
            chosen = random.sample(beginners, min(len(beginners), len(chosen)))
        if code == "IC-17":
            # Those who lead go first.
            had = set(chosen)
            chosen += [
                e.id
                for e in employees
                if e.leads and e.id not in had and random.random() < _LEADERS_CHANCE
            ]
        if code in _TEAM_COURSES:
            chosen += [p for p in team if random.random() < _TEAM_CHANCE and p not in chosen]
        for person_id in chosen:
            day = _day(random, today, before.get(person_id) if before else None)
            entered = by_id[person_id].entry <= day
            if entered and person_id != employee_id:
                taken.append((person_id, code, day))
                record.complete(person_id, courses[code], day)
    for code, days in (("EU-01", 1_060), ("IC-17", 1_300)):
        taken.append((employee_id, code, today - timedelta(days=days)))
        record.complete(employee_id, courses[code], today - timedelta(days=days))
    write(taken, courses)


def _day(random: Random, today: date, after: date | None) -> date:
    earliest = today - timedelta(days=_EARLIEST)
    latest = today - timedelta(days=_LATEST)
    first = max(earliest, after + timedelta(days=30)) if after else earliest
    days = max(0, (latest - first).days)
    # More of late than long ago.
    day = first + timedelta(days=round(days * random.random() ** 0.7))
    return day - timedelta(days=max(0, day.weekday() - 4))


def write(taken: list[tuple[int, str, date]], courses: dict[str, Course]) -> None:
    """Who took part in which course on which day, and what that gave them."""
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
