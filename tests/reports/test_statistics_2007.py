"""A published statistic of 2007, loaded as generated persons, comes out of the workbook again."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.cast import a_course, a_person, a_unit
from tests.reports.conftest import MakeWorkbook
from tests.reports.reading import opened, records, row_of, values
from trainingtracker.extensions import db
from trainingtracker.models import ImportedParticipation
from trainingtracker.vocabulary import Gender

PUBLISHED = Path(__file__).parents[1] / "data" / "statistics_2007.csv"


@pytest.fixture
def year_2007(app_context: object) -> None:
    unit = a_unit("18", "Personal und Organisation", since=date(2000, 1, 1))
    with PUBLISHED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["format"] == "total":
                continue
            course = a_course(row["format"], row["format"], topic="intercultural")
            for gender, number in ((Gender.FEMALE, row["women"]), (Gender.MALE, row["men"])):
                for position in range(int(number)):
                    person = a_person(
                        row["format"],
                        f"{gender} {position}",
                        unit,
                        gender=gender,
                        entry=date(2000, 1, 1),
                        account=False,
                        email=None,
                    )
                    db.session.add(
                        ImportedParticipation(
                            person_id=person.id, course_id=course.id, held_on=date(2007, 6, 1)
                        )
                    )
    db.session.flush()


@pytest.mark.usefixtures("year_2007")
def test_649_participations_and_69_2_percent_women(workbook: MakeWorkbook) -> None:
    book = opened(workbook(date(2007, 12, 31), language="de"))
    overview = book["Überblick"]
    share = row_of(overview, "Frauenanteil an den Teilnahmen")
    assert row_of(overview, "Teilnahmen")[1] == 649
    assert share[1] == pytest.approx(449 / 649)
    assert f"{share[1]:.1%}" == "69.2%"
    assert share[2] == "449 von 649 mit erfasstem Geschlecht"
    assert row_of(overview, "Teilnahmequote")[1] == 1
    assert len(records(book["Teilnahmen"])) == 649
    assert {row[5] for row in values(book["Abstimmung"])[4:]} == {0}
