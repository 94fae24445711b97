"""The attainment workbook, opened again and compared with what the database says."""

from datetime import date, datetime
from itertools import islice
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import text

from tests.cast import (
    Cast,
    a_course,
    a_holding,
    a_person,
    a_unit,
    an_enrolment,
    an_offering,
    assigned,
)
from tests.conftest import CountQueries
from tests.reports.conftest import DAY, MakeWorkbook, written
from tests.reports.reading import opened, records, row_of, second_reader, values
from trainingtracker import clock
from trainingtracker.attainment.scope import Scope
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    ExternalTraining,
    ImportedParticipation,
    Leave,
    OpeningBalance,
    Person,
)
from trainingtracker.reports import outgoing
from trainingtracker.reports.outgoing import counting
from trainingtracker.reports.report import Filters
from trainingtracker.vocabulary import Basis, Evidence, ExternalStatus, Gender, Status


def took_part(person: Person, course: Course, day: date = date(2026, 2, 1)) -> None:
    db.session.add(ImportedParticipation(person_id=person.id, course_id=course.id, held_on=day))
    db.session.flush()


def completed(person: Person, course: Course, day: date = date(2026, 3, 2)) -> None:
    an_enrolment(person, an_offering(course, starts_on=day), Status.COMPLETED, finished_on=day)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """The cast after a year: courses taken, languages held, somebody away, somebody gone."""
    completed(cast.employee, cast.english)
    completed(cast.colleague, cast.english)
    completed(cast.colleague, cast.funding)
    completed(cast.outsider, cast.funding, date(2026, 7, 1))
    took_part(cast.employee, cast.funding, date(2014, 5, 6))
    took_part(cast.guest, cast.english)
    left = a_person("Lea", "Fort", cast.unit_23, exit=date(2026, 3, 31), gender=Gender.FEMALE)
    took_part(left, cast.advanced)
    a_holding(cast.employee, "eng", "B1", evidence=Evidence.COURSE)
    a_holding(cast.colleague, "eng", "B2")
    a_holding(cast.colleague, "eu:call_search", "1", until=date(2026, 8, 1))
    a_holding(cast.outsider, "fra", "A2", until=date(2026, 1, 1))
    a_holding(cast.outsider, "fra", "C1", basis=Basis.CONSENT)
    db.session.add(Leave(person_id=cast.outsider.id, since=date(2026, 6, 1)))
    db.session.flush()
    return cast


def sql(statement: str, **parameters: object) -> int:
    return int(db.session.execute(text(statement), parameters).scalar() or 0)


HEADCOUNT = """
    SELECT count(*) FROM person WHERE kind = 'staff'
    AND (entry IS NULL OR entry <= :day) AND ("exit" IS NULL OR "exit" >= :day)
"""
PARTICIPATIONS = """
    SELECT (SELECT count(*) FROM enrolment e JOIN person p ON p.id = e.person_id
            WHERE e.status = 'completed' AND e.finished_on <= :day AND p.kind = 'staff')
         + (SELECT count(*) FROM imported_participation i JOIN person p ON p.id = i.person_id
            WHERE i.result = 'passed' AND i.held_on <= :day AND p.kind = 'staff')
"""
HOLDINGS = """
    SELECT count(*) FROM holding h JOIN person p ON p.id = h.person_id
    WHERE h.basis = 'official' AND h.superseded_at IS NULL AND h.since <= :day
    AND p.kind = 'staff' AND (p."exit" IS NULL OR p."exit" >= :day)
"""


@pytest.mark.usefixtures("busy")
def test_the_overview_says_what_the_database_says(workbook: MakeWorkbook) -> None:
    overview = opened(workbook())["Overview"]
    headcount = sql(HEADCOUNT, day=DAY.isoformat())
    assert row_of(overview, "Headcount")[1] == headcount
    assert row_of(overview, "of which on leave")[1] == 1
    assert row_of(overview, "Persons reached")[1] == 2
    assert row_of(overview, "Participation rate")[1] == pytest.approx(2 / headcount)
    assert row_of(overview, "Participations")[1] == sql(PARTICIPATIONS, day=DAY.isoformat()) == 5
    assert row_of(overview, "Women's share of participations")[1] == pytest.approx(3 / 5)
    assert row_of(overview, "Participations of guests")[1] == 1


def by_topic(sheet: Worksheet) -> dict[str, dict[str, object]]:
    """The figures with those of each topic below them."""
    figures: dict[str, dict[str, object]] = {}
    below: dict[str, object] = {}
    for cells in sheet.iter_rows(min_row=5):
        name, value = str(cells[0].value), cells[1].value
        if not sheet.row_dimensions[cells[0].row].outlineLevel:
            below = figures.setdefault(name, {})
        below[name] = value
    return figures


@pytest.mark.usefixtures("busy")
def test_each_topic_has_a_row_and_persons_are_not_added_up(workbook: MakeWorkbook) -> None:
    figures = by_topic(opened(workbook())["Overview"])
    taken, persons = figures["Participations"], figures["Persons reached"]
    assert (taken["Foreign languages"], taken["EU project funding"]) == (3, 2)
    assert (persons["Foreign languages"], persons["EU project funding"]) == (2, 2)
    assert persons["Persons reached"] == 2


@pytest.mark.usefixtures("busy")
def test_a_row_for_each_participation_of_staff(workbook: MakeWorkbook) -> None:
    content = workbook()
    rows = records(opened(content)["Participations"])
    assert len(rows) == sql(PARTICIPATIONS, day=DAY.isoformat())
    assert {row["Last name"] for row in rows} == {"Sommer", "Petersen", "Fort"}
    assert len(second_reader(content, "Participations")) == len(rows) + 1


def test_a_participation_tells_who_what_when_and_where_then(
    busy: Cast, workbook: MakeWorkbook
) -> None:
    rows = records(opened(workbook())["Participations"])
    row = next(r for r in rows if (r["Last name"], r["Course"]) == ("Sommer", "T-ENG"))
    assert row["Personnel number"] == busy.employee.personnel_number
    assert row["Unit then"] == row["Unit on the reference date"] == "15.23"
    assert row["Unit then, name"] == "Internationale Angelegenheiten"
    assert row["Course title"] == "English for Administration"
    assert str(row["Offering"]).startswith("T-ENG-")
    assert (row["Start"], row["End"]) == (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12, 30))
    assert row["Counted on"] == datetime(2026, 3, 2)
    assert (row["Format"], row["Teaching units (45 minutes)"]) == ("In person", 8)
    assert (row["Result"], row["Source"]) == ("Completed", "Offering")
    old = next(r for r in rows if r["Counted on"] == datetime(2014, 5, 6))
    assert (old["Result"], old["Source"], old["Offering"]) == ("Passed", "Imported", None)
    assert (old["Start"], old["Unit then"]) == (None, None)


@pytest.mark.usefixtures("busy")
def test_a_row_for_each_official_holding(workbook: MakeWorkbook) -> None:
    rows = records(opened(workbook())["Holdings"])
    assert len(rows) == sql(HOLDINGS, day=DAY.isoformat()) == 4
    states = {(row["Last name"], row["Competence"]): row["State"] for row in rows}
    assert states == {
        ("Sommer", "eng"): "Valid",
        ("Petersen", "eng"): "Valid",
        ("Petersen", "eu:call_search"): "Expiring",
        ("Reimann", "fra"): "Expired",
    }
    course = next(row for row in rows if row["Last name"] == "Sommer")
    assert (course["Evidence"], course["Evidence group"]) == ("Course completed", "Confirmed")
    assert (course["Level"], course["Basis"]) == ("B1", "Official")


def test_a_level_that_is_no_code_is_shown_by_its_name(cast: Cast, workbook: MakeWorkbook) -> None:
    a_holding(cast.employee, "ic:foundations", "attended", evidence=Evidence.COURSE)
    book = opened(workbook(language="de"))
    row = records(book["Erworbene Kompetenzen"])[0]
    assert (row["Niveau"], row["Niveau, Name"]) == ("teilgenommen", "teilgenommen")
    assert values(book["Nach Themenfeld und Kompetenz"])[5][3] == "teilgenommen"


@pytest.mark.usefixtures("busy")
def test_holders_are_counted_by_level_and_evidence(workbook: MakeWorkbook) -> None:
    headings, *rows = values(opened(workbook())["By topic and competence"])[4:]
    english = {row[3]: row[4:] for row in rows if row[1] == "English"}
    assert headings[4] == "Holders: exactly this level"
    assert english["B1"] == (1, 2, 0, 1, 0, 0, 0, 0)
    assert english["B2"] == (1, 1, 1, 0, 0, 0, 0, 0)
    french = next(row for row in rows if row[1] == "French")
    assert (french[4], french[10]) == (0, 1)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.usefixtures("busy")
def test_every_total_agrees_with_its_source(workbook: MakeWorkbook, language: str) -> None:
    sheet = {"de": "Abstimmung", "en": "Reconciliation"}[language]
    _, *rows = values(opened(workbook(language=language))[sheet])[3:]
    assert len(rows) >= 13
    assert [row[5] for row in rows] == [0] * len(rows)
    assert all(row[2] == row[4] for row in rows)


def test_a_row_that_was_lost_on_the_way_is_a_difference(
    busy: Cast, workbook: MakeWorkbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = len(records(opened(workbook())["Participations"]))

    def losing(rows: Any, counts: Any, key: str) -> Any:
        found = counting(rows, counts, key)
        return islice(found, 1, None) if key == "participations" else found

    monkeypatch.setattr(outgoing, "counting", losing)
    book = opened(workbook())
    assert len(records(book["Participations"])) == whole - 1
    verdict, *rows = values(book["Reconciliation"])[2:]
    assert str(verdict[0]).startswith("Some totals differ from their source.")
    differing = {row[0] for row in rows[1:] if row[5]}
    assert "Participations" in differing
    assert not any("Holdings" in str(number) for number in differing)


@pytest.mark.usefixtures("busy")
def test_without_names_no_sheet_is_cited_that_the_file_lacks(workbook: MakeWorkbook) -> None:
    for names in (True, False):
        book = opened(workbook(names=names))
        rows = values(book["Reconciliation"])[4:]
        cited = {str(row[at]) for row in rows for at in (1, 3)}
        assert cited - set(book.sheetnames) == (set() if names else {"On record, one by one"})
        assert [row[5] for row in rows] == [0] * len(rows)


@pytest.mark.usefixtures("busy")
def test_units_are_a_tree_that_can_be_folded(workbook: MakeWorkbook) -> None:
    sheet = opened(workbook())["By unit"]
    position = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=5)}
    levels = {unit: sheet.row_dimensions[position[unit]].outlineLevel for unit in ("15", "15.23")}
    assert levels == {"15": 1, "15.23": 2}
    assert row_of(sheet, "15.23")[3:10] == (5, 0, 2, 0.4, 4, 1, 0)
    assert row_of(sheet, "15")[3] == 6
    assert sheet.freeze_panes == "A6"
    assert row_of(sheet, "Total, every person counted once", 1)[7] == 5


@pytest.mark.usefixtures("busy")
def test_lists_to_read_can_be_filtered_but_for_their_total(workbook: MakeWorkbook) -> None:
    book = opened(workbook())
    totals = {"By unit": 1, "By topic and competence": 0, "Reconciliation": 0}
    for name, total in totals.items():
        sheet = book[name]
        heading = next(row[0].row for row in sheet.iter_rows(min_row=4) if row[-1].value)
        last = f"{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row - total}"
        assert sheet.auto_filter.ref == f"A{heading}:{last}", name


def test_p_moves_from_1523_to_23_on_1_july(cast: Cast, workbook: MakeWorkbook) -> None:
    mover = a_person("P", "Umzug", number="00077777")
    assigned(mover, cast.unit_1523, until=date(2026, 7, 1))
    assigned(mover, cast.unit_23, since=date(2026, 7, 1))
    completed(mover, cast.english)

    def where(day: date) -> tuple[object, object]:
        rows = records(opened(workbook(day))["Participations"])
        row = next(r for r in rows if r["Personnel number"] == "00077777")
        return row["Unit then"], row["Unit on the reference date"]

    assert where(date(2026, 6, 30)) == ("15.23", "15.23")
    assert where(date(2026, 7, 1)) == ("15.23", "23")


def test_a_unit_filter_keeps_to_its_people(busy: Cast, workbook: MakeWorkbook) -> None:
    book = opened(workbook(unit_id=busy.unit_23.id))
    assert records(book["Participations"]) == [] or all(
        row["Unit on the reference date"] == "23" for row in records(book["Participations"])
    )
    assert row_of(book["Overview"], "Headcount")[1] == 5
    assert row_of(book["Cover"], "Unit")[1] == "23 Wirtschaft with the units below it"


def test_a_topic_filter_keeps_to_its_courses(busy: Cast, workbook: MakeWorkbook) -> None:
    book = opened(workbook(topic_id=busy.funding.topic_id))
    assert {row["Course"] for row in records(book["Participations"])} == {"T-EU"}
    assert {row["Competence"] for row in records(book["Holdings"])} == {"eu:call_search"}
    assert row_of(book["Overview"], "Participations")[1] == 2
    assert "EU project funding" not in {row[0] for row in values(book["Overview"])}


def test_somebody_in_two_units_is_listed_under_the_one_asked_for(
    cast: Cast, workbook: MakeWorkbook
) -> None:
    shared = a_person("Zoe", "Zweifach", cast.unit_1523)
    assigned(shared, cast.unit_23, since=date(2020, 1, 1))
    took_part(shared, cast.english)

    def listed(unit_id: int | None) -> object:
        rows = records(opened(workbook(unit_id=unit_id))["Participations"])
        return rows[0]["Unit on the reference date"]

    assert listed(cast.unit_23.id) == "23"
    assert listed(cast.unit_15.id) == "15.23"
    assert listed(None) == "15.23"


def test_a_unit_that_did_not_exist_then_is_refused(cast: Cast) -> None:
    later = a_unit("88", "Neu", since=date(2026, 7, 1))
    with pytest.raises(RuleViolation, match="88 did not exist"):
        written(Filters(DAY, unit_id=later.id))


def test_a_teams_workbook_has_nobody_else_in_it(busy: Cast, workbook: MakeWorkbook) -> None:
    content = workbook(scope=Scope.team([busy.employee.id]))
    book = opened(content)
    names = {row["Last name"] for row in records(book["Participations"])}
    assert names == {"Sommer"}
    assert {row["Last name"] for row in records(book["Holdings"])} == {"Sommer"}
    everything = str([values(sheet) for sheet in book.worksheets])
    assert "Petersen" not in everything
    assert "Dezernat" not in everything
    assert row_of(book["Cover"], "Scope")[1] == "1 direct report of Hanna Rieck"


def test_a_team_shows_no_share_of_women(busy: Cast, workbook: MakeWorkbook) -> None:
    overview = opened(workbook(scope=Scope.team([busy.employee.id, busy.colleague.id])))["Overview"]
    assert "Women's share" not in str(values(overview))
    assert "are for HR only" in str(values(overview))


@pytest.mark.usefixtures("app_context")
def test_where_there_is_nobody_a_dash_stands_for_the_rate(workbook: MakeWorkbook) -> None:
    content = workbook()
    book = opened(content)
    assert row_of(book["Overview"], "Headcount")[1] == 0
    assert row_of(book["Overview"], "Participation rate")[1] == "–"
    assert row_of(book["Overview"], "Women's share of participations")[1] == "–"
    assert book["Participations"].tables["Participations"].ref.endswith("2")
    assert row_of(book["Cover"], "Participations")[2] == 0


def test_names_that_look_like_formulas_stay_names(cast: Cast, workbook: MakeWorkbook) -> None:
    evil = a_person("=cmd|' /C calc'!A0", "@SUM(1+1)", account=False, email=None)
    course = a_course("+49", "-2+3", "=HYPERLINK(0)")
    took_part(evil, course)
    content = workbook()
    sheet = opened(content)["Participations"]
    row = records(sheet)[0]
    assert (row["First name"], row["Last name"]) == ("=cmd|' /C calc'!A0", "@SUM(1+1)")
    assert (row["Course"], row["Course title"]) == ("+49", "=HYPERLINK(0)")
    assert {cell.data_type for cell in sheet[2] if isinstance(cell.value, str)} == {"s"}
    assert second_reader(content, "Participations")[1][2] == "=cmd|' /C calc'!A0"


@pytest.mark.usefixtures("busy")
def test_the_cover_says_what_for_whom_by_whom_and_how_many_rows(workbook: MakeWorkbook) -> None:
    book = opened(workbook(language="de"))
    cover = book["Deckblatt"]
    assert row_of(cover, "Stichtag")[1] == "Di, 30. Juni 2026"
    assert row_of(cover, "Umfang")[1] == "Die gesamte Verwaltung"
    assert row_of(cover, "Erstellt von")[1] == "Hanna Rieck"
    assert row_of(cover, "Teilnahmen")[2] == 5
    assert row_of(cover, "Erworbene Kompetenzen")[2] == 4
    assert "In keiner dienstlichen Zahl" in str(row_of(cover, "Selbstauskunft mit Einwilligung")[1])
    assert book.properties.title == "Qualifizierungsstand zum Stichtag, 30. Juni 2026"


@pytest.mark.usefixtures("busy")
def test_the_file_is_named_in_the_readers_language(cast: Cast) -> None:
    asked = Filters(DAY, unit_id=cast.unit_1523.id)
    assert (
        written(asked, language="de")[1].file_name == "Qualifizierungsstand_2026-06-30_15.23.xlsx"
    )
    assert written(asked, language="en")[1].file_name == "Attainment_2026-06-30_15.23.xlsx"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    busy: Cast, count_queries: CountQueries
) -> None:
    with count_queries() as few:
        written(Filters(DAY))
    for number in range(15):
        person = a_person("Person", f"Nummer {number}", busy.unit_23, account=False)
        took_part(person, busy.english)
        a_holding(person, "fra", "B1")
    db.session.flush()
    with count_queries() as many:
        written(Filters(DAY))
    assert many.number == few.number
    assert many.number < 50


def test_a_change_against_an_earlier_day_is_shown_with_a_chart(
    busy: Cast, workbook: MakeWorkbook
) -> None:
    completed(busy.outsider, busy.english, DAY)
    sheet = opened(workbook(compare_with=date(2025, 12, 31)))["Overview"]
    headings = row_of(sheet, "Key figure")
    assert headings[:4] == ("Key figure", "On 30/06/2026", "On 31/12/2025", "Change")
    assert row_of(sheet, "Participations")[1:4] == (6, 1, 5)
    assert row_of(sheet, "Persons reached")[1:4] == (3, 1, 2)
    (chart,) = sheet._charts
    assert len(chart.series) == 2


def test_the_matrix_says_level_and_validity_and_leaves_the_staff_council_out(
    busy: Cast, workbook: MakeWorkbook
) -> None:
    a_holding(busy.staff_council, "eng", "C1")
    rows = {row["Last name"]: row for row in records(opened(workbook())["People by competences"])}
    assert rows["Petersen"]["English"] == "B2"
    assert rows["Reimann"]["French"] == "A2, expired on 31/12/2025"
    assert busy.staff_council.last_name not in rows


def test_what_is_open_is_listed_with_its_kind(cast: Cast, workbook: MakeWorkbook) -> None:
    an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    an_enrolment(cast.outsider, cast.english_offering, Status.WAITLISTED)
    past = an_offering(cast.english, starts_on=date(2026, 3, 2))
    an_enrolment(cast.colleague, past, Status.CONFIRMED)
    late = an_enrolment(cast.manager, cast.english_offering, Status.REQUESTED)
    late.escalated_at = clock.now()
    db.session.add(
        ExternalTraining(
            person_id=cast.deputy.id,
            status=ExternalStatus.APPROVED,
            title="Protokoll",
            provider="Akademie",
            starts_on=date(2026, 2, 2),
            ends_on=date(2026, 2, 3),
            cost=0,
            purpose="",
            submission="s",
        )
    )
    rows = records(opened(workbook())["Open today"])
    assert {row["Last name"]: row["What is open"] for row in rows} == {
        "Sommer": "Decision pending",
        "Reimann": "On the waiting list",
        "Petersen": "Result not entered",
        cast.manager.last_name: "Decision overdue",
        cast.deputy.last_name: "Evidence missing",
    }


def test_doubtful_data_are_listed(cast: Cast, workbook: MakeWorkbook) -> None:
    homeless = a_person("Nora", "Nirgends", account=False)
    for number in (1, 2):
        a_person("Doris", "Doppelt", cast.unit_23, account=False, number=f"0007{number}")
    completed(cast.employee, cast.english)
    a_person("Ute", "Unmut", a_unit("89", "Ohne Leitung"), account=False)
    a_person("Rita", "Rückwärts", account=False, entry=DAY, exit=date(2020, 1, 1))
    a_holding(cast.colleague, "eng", "B1", since=DAY, until=date(2020, 1, 1))
    rows = records(opened(workbook())["Data quality"])
    found = {(row["Last name"], row["What is doubtful"]) for row in rows}
    assert (homeless.last_name, "Employed, but in no unit") in found
    assert ("Doppelt", "The same name more than once: perhaps one person") in found
    assert ("Sommer", "Completed without attendance on record") in found
    assert ("Unmut", "Without a manager in the unit or above it") in found
    assert ("Rückwärts", "Left before they came") in found
    assert ("Petersen", "A holding that ends before it begins") in found


def test_numbers_from_before_have_a_line_of_their_own(busy: Cast, workbook: MakeWorkbook) -> None:
    before = opened(workbook())["Overview"]
    db.session.add(OpeningBalance(as_of=date(2019, 12, 31), persons=412))
    db.session.commit()
    overview = opened(workbook())["Overview"]
    line = row_of(overview, "Before this program: any topic")
    assert line[1] == 412
    for figure in ("Persons reached", "Participations", "Headcount"):
        assert row_of(overview, figure)[1] == row_of(before, figure)[1]
