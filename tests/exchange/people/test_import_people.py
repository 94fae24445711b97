"""Staff lists: who is new, what has changed, dated, and what is wrong."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from tests.cast import a_person, a_unit
from tests.conftest import CountQueries
from tests.exchange.lists import (
    applied,
    changed_fields,
    compared,
    counts,
    delimited,
    messages,
    notes,
    places,
    saved,
)
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.importing import apply
from trainingtracker.exchange.preview import ChangeOf
from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    AuditEntry,
    Leave,
    Person,
    StatusGroup,
    StatusGroupMembership,
    Unit,
    UnitVersion,
    WorkingTime,
)
from trainingtracker.vocabulary import Gender, PersonKind

HEADINGS = [
    "Pers.-Nr.", "Name", "Vorname", "OE-Nr.", "Eintritt", "Austritt", "E-Mail", "Geschlecht",
    "Statusgruppe", "Teilzeit %", "Sprache",
]  # fmt: skip
ANNA = [
    "00012345", "Müller", "Anna", "15.23", date(2019, 2, 1), None, "Anna.Mueller@example.org", "w",
    "Beamtin", 50, "de",
]  # fmt: skip
UWE = ["00012346", "Özkan", "Uwe", "18", "1.2.19", "31.12.2030", "", "Herr", "", "", ""]


@pytest.fixture
def units(app_context: Flask, frozen: FrozenClock) -> dict[str, int]:
    """The units 15.23 (cost centre 4711), 18 and 18.10, by number."""
    made = {
        number: a_unit(number, name).id
        for number, name in (
            ("15.23", "Internationales"),
            ("18", "Personal"),
            ("18.10", "Ausbildung"),
        )
    }
    version = db.session.scalars(
        select(UnitVersion).where(UnitVersion.unit_id == made["15.23"])
    ).one()
    version.cost_centre = "0004711"
    db.session.commit()
    return made


def row(**changes: Any) -> list[Any]:
    """Anna's row with other values, such as Eintritt="31.02.2020"."""
    named = dict(zip(HEADINGS, ANNA, strict=True))
    names = {
        heading.replace("-", "").replace(".", "").replace(" %", ""): heading for heading in HEADINGS
    }
    return list((named | {names[name]: value for name, value in changes.items()}).values())


def person(number: str) -> Person:
    return db.session.scalars(select(Person).where(Person.personnel_number == number)).one()


def unit_on(number: str, day: date) -> str | None:
    return db.session.scalar(
        select(Unit.number)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Person.personnel_number == number, Assignment.valid(day))
    )


def test_new_people_arrive_with_all_that_the_list_says(units: dict[str, int]) -> None:
    assert counts(applied("people", [HEADINGS, ANNA, UWE])) == (2, 0, 0, 0)
    anna, uwe = person("00012345"), person("00012346")
    assert (anna.full_name, anna.email, anna.gender, anna.language) == (
        "Anna Müller", "anna.mueller@example.org", Gender.FEMALE, "de",
    )  # fmt: skip
    assert (uwe.entry, uwe.exit, uwe.email, uwe.gender) == (
        date(2019, 2, 1), date(2030, 12, 31), None, Gender.MALE,
    )  # fmt: skip
    assert uwe.sort_key == "ozkan\x01uwe"
    assert "oezkan" in uwe.search_text
    assert "ozkan" in uwe.search_text
    group = db.session.scalar(
        select(StatusGroup.key)
        .join(StatusGroupMembership)
        .where(
            StatusGroupMembership.person_id == anna.id, StatusGroupMembership.since == anna.entry
        )
    )
    assert group == "civil_servant"
    assert (
        db.session.scalar(select(WorkingTime.percent).where(WorkingTime.person_id == anna.id)) == 50
    )


@pytest.mark.parametrize("entry", ["15.03.2026", "01.09.2026"])
def test_whoever_begins_on_another_day_than_planned_belongs_nowhere_before(
    units: dict[str, int], frozen: FrozenClock, entry: str
) -> None:
    frozen.move_to(date(2026, 3, 1))
    applied("people", [HEADINGS, row(Eintritt="01.07.2026")])
    corrected = [HEADINGS, row(Eintritt=entry)]
    assert counts(applied("people", corrected)) == (0, 1, 0, 0)
    assert counts(applied("people", corrected)) == (0, 0, 1, 0)
    begins = person("00012345").entry
    assert begins is not None
    assert unit_on("00012345", date(2026, 3, 1)) is None
    assert unit_on("00012345", begins) == "15.23"


def test_new_people_belong_to_their_unit_since_their_entry(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, ANNA])
    assert unit_on("00012345", date(2019, 1, 31)) is None
    assert unit_on("00012345", date(2019, 2, 1)) == "15.23"


def test_the_same_list_changes_nothing_the_second_time(
    units: dict[str, int], frozen: FrozenClock
) -> None:
    head = [*HEADINGS, "in OE seit", "Beurlaubt von", "Beurlaubt bis"]
    rows = [head, [*ANNA, "01.07.2024", "01.01.2026", ""], [*UWE, "", "01.04.2026", "30.09.2026"]]
    applied("people", rows)
    written = db.session.scalar(select(func.count(AuditEntry.id)))
    for day in (date(2026, 3, 3), date(2026, 5, 1), date(2027, 1, 1)):
        frozen.move_to(day)
        assert counts(applied("people", rows)) == (0, 0, 2, 0)
    assert db.session.scalar(select(func.count(AuditEntry.id))) == written


def test_changes_are_told_field_by_field(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, ANNA])
    changed = row(Name="Müller-Berg", OENr="18", Austritt="31.12.2026", EMail="", Teilzeit="100 %")
    preview = applied("people", [HEADINGS, changed])
    fields = changed_fields(preview)["00012345 Müller-Berg, Anna"]
    assert fields == [
        ("Last name", "Müller", "Müller-Berg"),
        ("E-mail", "anna.mueller@example.org", None),
        ("Exit", None, date(2026, 12, 31)),
        ("Unit", "15.23", "18"),
        ("Working time in percent", 50, 100),
    ]
    anna = person("00012345")
    assert (anna.last_name, anna.email, anna.exit) == ("Müller-Berg", None, date(2026, 12, 31))
    assert "muller-berg" in anna.search_text


def test_a_move_holds_from_today_and_the_past_stays(
    units: dict[str, int], frozen: FrozenClock
) -> None:
    applied("people", [HEADINGS, ANNA])
    frozen.move_to(date(2026, 7, 1))
    applied("people", [HEADINGS, row(OENr="18")])
    assert unit_on("00012345", date(2026, 6, 30)) == "15.23"
    assert unit_on("00012345", date(2026, 7, 1)) == "18"
    rows = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert [(r.since, r.until, r.superseded_at is None) for r in rows] == [
        (date(2019, 2, 1), None, False),
        (date(2019, 2, 1), date(2026, 7, 1), True),
        (date(2026, 7, 1), None, True),
    ]


def test_a_move_holds_from_the_day_that_the_list_gives(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, ANNA])
    preview = applied("people", [[*HEADINGS, "OE seit"], [*row(OENr="18"), "01.07.2024"]])
    assert changed_fields(preview)["00012345 Müller, Anna"] == [
        ("Unit", "15.23", "18"),
        ("In the unit since", None, date(2024, 7, 1)),
    ]
    assert unit_on("00012345", date(2024, 6, 30)) == "15.23"
    assert unit_on("00012345", date(2024, 7, 1)) == "18"


def test_a_withdrawn_exit_is_taken_back_and_other_empty_cells_say_nothing(
    units: dict[str, int],
) -> None:
    applied("people", [HEADINGS, row(Austritt="31.12.2026")])
    preview = applied(
        "people",
        [
            ["Pers.-Nr.", "Name", "Austritt", "Vorname", "OE", "Geschlecht", "Eintritt"],
            ["00012345", "Müller", "", "", "", "", ""],
        ],
    )
    assert changed_fields(preview)["00012345 Müller, Anna"] == [("Exit", date(2026, 12, 31), None)]
    anna = person("00012345")
    assert (anna.first_name, anna.gender, anna.entry) == ("Anna", Gender.FEMALE, date(2019, 2, 1))


def test_a_column_that_is_not_there_changes_nothing(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, row(Austritt="31.12.2026")])
    short = [["Personalnummer", "Nachname", "Vorname"], ["00012345", "Müller", "Anna"]]
    assert counts(compared("people", short)) == (0, 0, 1, 0)


def test_the_language_that_a_person_has_chosen_stays(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, row(Sprache="EN")])
    assert counts(compared("people", [HEADINGS, row(Sprache="de")])) == (0, 0, 1, 0)


def test_leave_is_dated_ended_and_begun_anew(units: dict[str, int], frozen: FrozenClock) -> None:
    head = [*HEADINGS, "Beurlaubt von", "Beurlaubt bis"]

    def on_leave(day: date) -> bool:
        return db.session.scalar(select(Leave.id).where(Leave.valid(day))) is not None

    applied("people", [head, [*ANNA, "01.01.2026", "30.06.2026"]])
    assert [
        on_leave(day)
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    ] == [False, True, True, False]
    preview = applied("people", [head, [*ANNA, "01.01.2026", "31.12.2026"]])
    assert changed_fields(preview)["00012345 Müller, Anna"] == [
        ("On leave until", date(2026, 6, 30), date(2026, 12, 31))
    ]
    assert on_leave(date(2026, 12, 31))
    frozen.move_to(date(2026, 9, 1))
    applied("people", [head, [*ANNA, "", ""]])
    assert [on_leave(day) for day in (date(2026, 8, 31), date(2026, 9, 1))] == [True, False]


@pytest.mark.usefixtures("units")
def test_a_last_day_of_leave_that_has_passed_begins_no_leave(frozen: FrozenClock) -> None:
    head = [*HEADINGS, "Beurlaubt von", "Beurlaubt bis"]
    applied("people", [HEADINGS, ANNA])
    frozen.move_to(date(2026, 9, 1))
    assert counts(applied("people", [head, [*ANNA, "", "30.06.2026"]])) == (0, 0, 1, 0)
    assert db.session.scalars(select(Leave)).all() == []
    applied("people", [head, [*ANNA, "", "30.09.2026"]])
    applied("people", [head, [*ANNA, "", "31.08.2026"]])
    assert [(row.since, row.until) for row in db.session.scalars(select(Leave))] == [
        (date(2026, 9, 1), date(2026, 10, 1))
    ]
    assert db.session.scalar(select(Leave).where(Leave.known())) is None
    assert counts(compared("people", [head, [*ANNA, "", "31.08.2026"]])) == (0, 0, 1, 0)


def test_numbers_that_excel_has_changed_are_recognised(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, ANNA, UWE])
    rows = [
        HEADINGS,
        row(PersNr=12345, OENr=15.23),
        row(PersNr=777, OENr=18.1, Name="Neu", EMail=""),
    ]
    preview = applied("people", rows)
    assert counts(preview) == (1, 0, 1, 0)
    assert unit_on("00000777", clock.today()) == "18.10"


def test_a_new_number_follows_the_width_of_the_list(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, ANNA, row(PersNr=12399, EMail="")])
    assert person("00012399").last_name == "Müller"


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Kostenstelle", "0004711"), ("Kostenstelle", 4711), ("Fachbereich", "15.23"),
        ("Organisationseinheit", "Internationales"), ("OE", "15.23 Internationales"),
    ],
)  # fmt: skip
def test_a_unit_is_found_by_number_cost_centre_or_name(
    units: dict[str, int], heading: str, cell: object
) -> None:
    applied("people", [["PersNr", "Name", "Vorname", heading], ["00012345", "Berg", "Ada", cell]])
    assert unit_on("00012345", clock.today()) == "15.23"


def test_name_and_first_name_may_stand_in_one_column(units: dict[str, int]) -> None:
    applied("people", [["Personal-Nr.", "Name, Vorname"], ["00012345", "von der Aue, Kim Lea"]])
    found = person("00012345")
    assert (found.last_name, found.first_name) == ("von der Aue", "Kim Lea")
    preview = compared("people", [["Personal-Nr.", "Name"], ["00012346", "Aue"]])
    assert "is one name" in messages(preview)[0]


@pytest.mark.parametrize(
    ("changes", "column", "value", "words"),
    [
        ({"Name": "\u00a0 "}, "Name", "", "Last name is missing."),
        ({"PersNr": ""}, "Pers.-Nr.", "", "Personnel number is missing."),
        ({"Eintritt": "31.02.2020"}, "Eintritt", "31.02.2020", "there is no such day"),
        ({"Eintritt": "bald"}, "Eintritt", "bald", "is not a date"),
        ({"Eintritt": "01.01.1902"}, "Eintritt", "01.01.1902", "too far away"),
        ({"Austritt": "31.01.2019"}, "Austritt", "31.01.2019", "before the entry"),
        ({"EMail": "anna@"}, "E-Mail", "anna@", "not a valid e-mail address"),
        ({"OENr": "99"}, "OE-Nr.", "99", "There is no unit “99”."),
        ({"OENr": "#N/A"}, "OE-Nr.", "#N/A", "error of a formula"),
        ({"Statusgruppe": "Ritter"}, "Statusgruppe", "Ritter", "Civil servants"),
        ({"Teilzeit": 120}, "Teilzeit %", "120", "between 1 and 100"),
        ({"Teilzeit": 0}, "Teilzeit %", "0", "between 1 and 100"),
        ({"Geschlecht": "?"}, "Geschlecht", "?", "w, m, d"),
        ({"Sprache": "fr"}, "Sprache", "fr", "de, en"),
        ({"Name": "MÃ¼ller"}, "Name", "MÃ¼ller", "garbled"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    units: dict[str, int], changes: dict[str, Any], column: str, value: str, words: str
) -> None:
    preview = compared("people", [["Liste"], [], HEADINGS, row(**changes)])
    assert places(preview) == [("Tabelle1", 4, column, value)]
    assert words in messages(preview)[0]
    assert sum(counts(preview)) - counts(preview)[3] == 0


def test_two_rows_with_one_personnel_number_are_told(units: dict[str, int]) -> None:
    preview = compared("people", [HEADINGS, ANNA, row(PersNr=12345, EMail="")])
    assert messages(preview) == ["This person stands in row 2 of sheet “Tabelle1” already."]
    assert places(preview) == [("Tabelle1", 3, "Pers.-Nr.", "12345")]


def test_one_address_for_two_people_is_told(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, ANNA])
    other = row(PersNr="00012399", Name="Mueller", EMail="ANNA.mueller@example.org")
    told = "The address anna.mueller@example.org belongs to Anna Müller already."
    assert messages(compared("people", [HEADINGS, ANNA, other])) == [told]
    assert messages(compared("people", [HEADINGS, other])) == [told]


def test_the_address_of_somebody_who_has_left_may_be_used_again(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, row(Austritt="31.12.2025")])
    assert messages(compared("people", [HEADINGS, row(PersNr="00012399")])) == []


def test_two_people_may_exchange_their_addresses(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, row(EMail="a@b.de"), row(PersNr="00000002", EMail="b@b.de")])
    swapped = [HEADINGS, row(EMail="b@b.de"), row(PersNr="00000002", EMail="a@b.de")]
    assert counts(applied("people", swapped)) == (0, 2, 0, 0)


def test_all_problems_are_told_and_nothing_goes_in(units: dict[str, int]) -> None:
    preview = compared(
        "people", [HEADINGS, UWE, row(Eintritt="31.02.2020", EMail="x", OENr="99"), row(Name="")]
    )
    assert len(preview.problems) == 5
    with pytest.raises(RuleViolation, match="has problems"):
        apply(preview)
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_guests_have_no_number_and_are_known_by_their_address(units: dict[str, int]) -> None:
    head = ["Personalnummer", "Nachname", "Vorname", "E-Mail", "Personenart"]
    rows = [head, ["", "Gast", "Pia", "pia@example.com", "Gast"], ["", "Ohne", "Ole", "", "extern"]]
    assert counts(applied("people", rows)) == (2, 0, 0, 0)
    assert set(db.session.scalars(select(Person.kind))) == {PersonKind.GUEST}
    rows[1][1] = "Gast-Neu"
    preview = applied("people", rows)
    assert counts(preview) == (0, 1, 1, 0)
    assert messages(compared("people", [head, ["7", "Gast", "Pia", "", "Gast"]])) == [
        "A guest has no personnel number."
    ]


def test_who_is_not_in_the_list_is_counted_and_left_as_they_are(units: dict[str, int]) -> None:
    a_person("Eva", "Da", account=False)
    a_person("Ute", "Weg", account=False, exit=date(2020, 1, 1))
    db.session.commit()
    preview = applied("people", [HEADINGS, row(OENr="")])
    assert counts(preview) == (1, 0, 0, 0)
    assert notes(preview) == [
        "New people without a unit: 1.",
        "On record, but not in this list, and left as they are: 1.",
    ]


def test_a_closed_unit_is_told(units: dict[str, int]) -> None:
    a_unit("77", "Früher", until=date(2020, 1, 1))
    db.session.commit()
    assert messages(compared("people", [HEADINGS, row(OENr="77")])) == [
        "The unit “77” no longer exists."
    ]


def test_who_has_left_may_have_been_in_a_unit_that_is_closed_since(units: dict[str, int]) -> None:
    a_unit("77", "Früher", until=date(2020, 1, 1))
    db.session.commit()
    applied("people", [HEADINGS, row(OENr="77", Austritt="31.12.2019")])
    assert unit_on("00012345", date(2019, 12, 31)) == "77"


def test_an_entry_that_is_corrected_takes_along_what_has_been_so_since(
    units: dict[str, int],
) -> None:
    applied("people", [HEADINGS, ANNA])
    preview = applied("people", [HEADINGS, row(Eintritt="01.02.2018")])
    assert changed_fields(preview)["00012345 Müller, Anna"] == [
        ("Entry", date(2019, 2, 1), date(2018, 2, 1)),
        ("In the unit since", date(2019, 2, 1), date(2018, 2, 1)),
    ]
    assert unit_on("00012345", date(2018, 2, 1)) == "15.23"
    assert counts(compared("people", [HEADINGS, row(Eintritt="01.02.2018")])) == (0, 0, 1, 0)


def test_a_list_with_everything_that_lists_have(units: dict[str, int]) -> None:
    book = Workbook()
    notes_sheet = book.active
    assert notes_sheet is not None
    notes_sheet.append(["Bitte vertraulich behandeln"])
    sheet = book.create_sheet("Personal")
    sheet.append(["Personalliste Stand 01.10.2026"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["", " Pers.-Nr. ", "Name\u00a0", "Vor-\nname", "OE", "Eintrittsdatum", "Zimmer"])
    sheet.append(["", 12345, " Müller\u200b", "Anna ", 15.23, date(2019, 2, 1), "214"])
    sheet.append(["", "00012346", "Özkan", "Uwe", "15.23", "1.2.19", ""])
    sheet.append(["", "00012347", "Łuk\u00a0asz", "Jan", None, 43497, ""])
    sheet.merge_cells("E5:E6")
    sheet.append([])
    sheet.append(["Summe", None, None, None, None, 3])
    sheet.append(["* ohne Beurlaubte"])
    preview = applied("people", saved(book))
    assert counts(preview) == (3, 0, 0, 2)
    assert [change.key for change in preview.of(ChangeOf.NEW)] == [
        "00012345 Müller, Anna", "00012346 Özkan, Uwe", "00012347 Łuk asz, Jan",
    ]  # fmt: skip
    assert {unit_on(f"0001234{n}", clock.today()) for n in (5, 6, 7)} == {"15.23"}
    assert set(db.session.scalars(select(Person.entry))) == {date(2019, 2, 1)}


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "utf-8")],
)
def test_the_list_as_delimited_text_is_the_same(
    units: dict[str, int], delimiter: str, encoding: str
) -> None:
    text = [[str(cell or "") for cell in cells] for cells in (ANNA, UWE)]
    applied("people", delimited([HEADINGS, *text], delimiter, encoding), name="Personal.csv")
    assert counts(compared("people", [HEADINGS, ANNA, UWE])) == (0, 0, 2, 0)


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(
    units: dict[str, int], count_queries: CountQueries
) -> None:
    few = [HEADINGS, ANNA, UWE]
    many = [HEADINGS, *(row(PersNr=f"{n:08}", EMail=f"p{n}@example.org") for n in range(1, 400))]
    with count_queries() as first:
        compared("people", few)
    with count_queries() as second:
        compared("people", many)
    assert first.number == second.number == 8
    with count_queries() as writing:
        applied("people", many)
    moved = [
        HEADINGS,
        *(row(PersNr=f"{n:08}", EMail=f"q{n}@example.org", OENr="18") for n in range(1, 400)),
    ]
    with count_queries() as changing:
        applied("people", moved)
    assert max(writing.number, changing.number) < 30


def test_people_are_audited_without_the_values_of_personal_fields(units: dict[str, int]) -> None:
    applied("people", [HEADINGS, ANNA])
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.table_name == "person")).one()
    assert entry.row_id == person("00012345").id
    assert entry.changes["last_name"] is None
    assert entry.changes["entry"] == [None, "2019-02-01"]


@pytest.mark.usefixtures("app_context")
def test_letters_that_were_lost_in_saving_do_not_replace_those_on_record() -> None:
    headings = ["Personalnummer", "Nachname", "Vorname", "Eintritt"]
    applied("people", [headings, ["00880001", "Dębicka", "Małgorzata", date(2020, 1, 1)]])
    lost = [headings, ["00880001", "D?bicka", "Ma?gorzata", date(2020, 2, 1)]]
    (fields,) = changed_fields(compared("people", delimited(lost, encoding="cp1252"))).values()
    assert [name for name, _, _ in fields] == ["Entry"]
    others = [headings, ["00880001", "D?bicke", "Anna", ""], ["00880002", "Öz?ürk", "Ada", ""]]
    assert [told.split(" has ")[0] for told in messages(compared("people", others))] == [
        "“D?bicke”",
        "“Öz?ürk”",
    ]


@pytest.mark.usefixtures("app_context")
def test_a_column_that_was_sorted_alone_is_noticed() -> None:
    headings = ["Personalnummer", "Nachname", "Vorname"]
    people = [["00880001", "Berg", "Ada"], ["00880002", "Stein", "Jan"], ["00880003", "Au", "Ina"]]
    applied("people", [headings, *people])
    sorted_alone = [
        [number, *name] for (number, *_), (_, *name) in zip(people, reversed(people), strict=True)
    ]
    told = notes(compared("people", [headings, *sorted_alone]))
    assert any(
        note.startswith("Other first and last names than on record: 2 (for example 00880001 Au")
        for note in told
    )
    married = [["00880001", "Stein-Berg", "Ada"], ["00880002", "Au", "Jan"]]
    assert "Other" not in " ".join(notes(compared("people", [headings, *married])))
