"""A workbook with a hundred thousand participations fits into 150 MB, the program included."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select

from tests.support.databases import Databases
from trainingtracker import clock
from trainingtracker.models import Course, ImportedParticipation, Person, Topic
from trainingtracker.vocabulary import CourseFormat, PersonKind, Result

PERSONS, COURSES, YEARS = 2000, 10, 5

# The high-water mark of this program image; a child's ru_maxrss starts from its parent's.
EXPORT = """
import re, resource, sys
from pathlib import Path
from trainingtracker.__main__ import main
sys.argv = "trainingtracker export attainment --as-of 2026-06-30 --output".split() + [{file!r}]
try:
    main()
except SystemExit as end:
    if end.code:
        raise
status = Path("/proc/self/status")
if status.exists():
    print(int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text()).group(1)) // 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2)
"""


@pytest.fixture
def crowded(databases: Databases) -> Iterator[str]:
    """An SQLite database with 100,000 imported participations."""
    with databases.copy("sqlite") as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            topic = connection.scalar(select(Topic.id).order_by(Topic.id))
            connection.execute(insert(Person), [_person(n) for n in range(1, PERSONS + 1)])
            connection.execute(insert(Course), [_course(n, topic) for n in range(1, COURSES + 1)])
            everything = product(range(1, PERSONS + 1), range(1, COURSES + 1), range(YEARS))
            connection.execute(
                insert(ImportedParticipation),
                [
                    {
                        "person_id": person,
                        "course_id": course,
                        "held_on": date(2020, 1, 1) + timedelta(days=365 * year),
                        "result": Result.PASSED,
                        "source": "",
                        "recorded_at": clock.now(),
                    }
                    for person, course, year in everything
                ],
            )
        engine.dispose()
        yield url


def _person(number: int) -> dict[str, object]:
    return {
        "id": number,
        "kind": PersonKind.STAFF,
        "personnel_number": f"{number:08d}",
        "last_name": f"Nachname {number}",
        "first_name": "Vorname",
        "sort_key": f"nachname {number:06d}",
        "search_text": "",
        "lock_counter": 0,
        "version": 1,
    }


def _course(number: int, topic_id: int | None) -> dict[str, object]:
    return {
        "id": number,
        "code": f"K-{number}",
        "topic_id": topic_id,
        "title_de": f"Ein Kurs mit der Nummer {number}",
        "title_en": "",
        "format": CourseFormat.ONLINE,
        "teaching_units": 8,
        "sort_key": "",
        "search_text": "",
    }


def test_a_hundred_thousand_rows_fit_into_150_megabytes(
    crowded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAININGTRACKER_DATABASE_URL", crowded)
    monkeypatch.setenv("TRAININGTRACKER_INSTANCE", str(tmp_path / "instance"))
    target = tmp_path / "stand.xlsx"
    done = subprocess.run(
        [sys.executable, "-c", EXPORT.format(file=str(target))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, megabytes = done.stdout.splitlines()
    assert f"participations: {PERSONS * COURSES * YEARS}, holdings: 0" in said
    assert int(megabytes) < 150
