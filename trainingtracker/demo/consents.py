"""Who of the example city shows others what they have stated about themselves."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from random import Random
from typing import Any

from trainingtracker import clock
from trainingtracker.competence import consent_texts
from trainingtracker.models import Consent
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import ConsentAudience

# How many of 100 who state something show it, and how many of those think better of it.
_SHOW = {
    ConsentAudience.MANAGER: 45,
    ConsentAudience.HR: 40,
    ConsentAudience.INTERNATIONAL: 55,
}
_REVOKE = 8


def build(people: Iterable[int], employee_id: int, today: date) -> None:
    """Consents of people who state something; the employee has decided for the manager alone."""
    random, version = Random(5), consent_texts.in_force()
    rows: list[dict[str, Any]] = [_row(employee_id, ConsentAudience.MANAGER, version, today, 40)]
    for person_id in sorted(set(people) - {employee_id}):
        for audience, share in _SHOW.items():
            if random.randrange(100) < share:
                row = _row(person_id, audience, version, today, random.randint(20, 300))
                if random.randrange(100) < _REVOKE:
                    row["revoked_at"] = row["given_at"] + timedelta(days=random.randint(1, 19))
                rows.append(row)
    bulk_insert(Consent, rows)


def _row(
    person_id: int, audience: ConsentAudience, version: int, today: date, days_ago: int
) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "audience": audience,
        "version": version,
        "given_at": clock.at(today - timedelta(days=days_ago), time(10, 30)),
        "revoked_at": None,
    }
