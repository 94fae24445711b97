"""`trainingtracker import`: what it says, in which language, with which exit status."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.exchange.lists import delimited, workbook
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.cli.imports import imports
from trainingtracker.exchange.runs import undoing
from trainingtracker.extensions import begin, db
from trainingtracker.models import ImportRun, Person, Unit
from trainingtracker.vocabulary import Status

Import = Callable[..., Result]

TREE = [["OE", "Name", "Übergeordnet"], ["15.23", "Internationales", "15"], ["15", "Büro", ""]]
BROKEN = [
    ["Pers.-Nr.", "Name", "Vorname", "Eintritt", "E-Mail"],
    ["00012345", "Müller", "Anna", "31.02.2020", "anna@"],
]


@pytest.fixture
def run(app: Flask, frozen: FrozenClock) -> Import:
    """`run("units", file, "--apply")` as somebody at a terminal calls it."""

    def called(*arguments: object, env: dict[str, str] | None = None) -> Result:
        surroundings = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_GB.UTF-8"} | (env or {})
        return CliRunner(env=surroundings).invoke(
            imports, [str(a) for a in arguments], obj=ScriptInfo(create_app=lambda: app)
        )

    return called


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """`file(rows)`: a workbook of these rows, or `file(content, "name.csv")`."""

    def made(content: Any, name: str = "Liste.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else workbook(Personal=content))
        return path

    return made


def units_on_record(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Unit.id))) or 0


def test_without_apply_it_only_shows_what_would_change(
    app: Flask, run: Import, file: Callable[..., Path]
) -> None:
    result = run("units", file(TREE))
    assert result.exit_code == 0, result.output
    assert (
        "New: 2  Changed: 0  Unchanged: 0  Missing: 0  Conflicts: 0  Left out: 0" in result.output
    )
    assert "Sheet Personal, row 2: 15.23 Internationales" in result.output
    assert "Add --apply" in result.output
    assert units_on_record(app) == 0


def test_apply_brings_all_of_it_in(app: Flask, run: Import, file: Callable[..., Path]) -> None:
    result = run("units", file(TREE), "--apply")
    assert (result.exit_code, units_on_record(app)) == (0, 2)
    assert "The list has been brought in." in result.output
    again = run("units", file(TREE), "--apply", "--json")
    assert json.loads(again.output) == {
        "new": 0, "changed": 0, "unchanged": 2, "missing": 0, "conflict": 0, "left_out": 0,
        "problems": [],
    }  # fmt: skip


def test_changes_are_shown_from_and_to(run: Import, file: Callable[..., Path]) -> None:
    run("units", file(TREE), "--apply")
    changed = [*TREE[:2], ["15", "Büro OB", ""]]
    output = run("units", file(changed), "--language", "de").output
    assert "Name der Organisationseinheit: Büro → Büro OB" in output
    assert "Geändert: 1" in output


def test_problems_are_told_in_sentences_and_keep_everything_out(
    app: Flask, run: Import, file: Callable[..., Path]
) -> None:
    rows = [*TREE, ["99", "Lose", "98"]]
    result = run("units", file(rows), "--apply", "--language", "de")
    assert result.exit_code == 1
    assert "1 Fehler:" in result.output
    assert (
        "  Blatt Personal, Zeile 4, Spalte Übergeordnet: Es gibt keine Organisationseinheit „98“,"
        " weder erfasst noch in dieser Liste." in result.output
    )
    assert "Es wurde nichts geschrieben" in result.output
    assert units_on_record(app) == 0


def test_the_json_has_every_problem_with_its_place(run: Import, file: Callable[..., Path]) -> None:
    result = run("people", file(BROKEN), "--json")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert (told["new"], told["changed"], told["unchanged"], told["left_out"]) == (0, 0, 0, 0)
    assert told["problems"] == [
        {
            "sheet": "Personal", "row": 2, "column": "E-Mail", "value": "anna@",
            "message": "“anna@” is not a valid e-mail address.",
        },
        {
            "sheet": "Personal", "row": 2, "column": "Eintritt", "value": "31.02.2020",
            "message": "“31.02.2020” is not a date: there is no such day.",
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "leer"), (b"kein Blatt", "keine lesbare Tabelle"), (b"PK\x03\x04 kaputt", "beschädigt")],
)
def test_a_file_that_cannot_be_read_is_exit_status_3(
    run: Import, file: Callable[..., Path], content: bytes, words: str
) -> None:
    path = file(content, "x.xlsx")
    result = run("people", path, "--apply", env={"LANG": "de_DE.UTF-8"})
    assert result.exit_code == 3
    assert words in result.output
    machine = run("people", path, "--json", "--language", "de")
    assert machine.exit_code == 3
    (problem,) = json.loads(machine.output)["problems"]
    assert words in problem["message"]
    assert problem["row"] is None


def test_a_file_that_is_not_there_is_exit_status_3(run: Import, tmp_path: Path) -> None:
    result = run("courses", tmp_path / "nowhere.csv")
    assert result.exit_code == 3
    assert "There is no file with this name." in result.output


def test_the_language_follows_the_shell(run: Import, file: Callable[..., Path]) -> None:
    path = file(delimited(TREE), "oe.csv")
    assert "Neu: 2" in run("units", path, env={"LANG": "de_AT.UTF-8"}).output
    assert "New: 2" in run("units", path, env={"LANG": "fr_FR.UTF-8"}).output
    assert "New: 2" in run("units", path, "--language", "en", env={"LANG": "de_DE"}).output
    assert "New: 2" in run("units", path, env={"LANG": ""}).output


def test_a_kind_that_there_is_not_is_a_usage_error(run: Import, file: Callable[..., Path]) -> None:
    assert run("rooms", file(TREE)).exit_code == 2


def test_of_a_gender_the_terminal_tells_only_that_it_changes(
    run: Import, file: Callable[..., Path]
) -> None:
    head, anna = ["Pers.-Nr.", "Name", "Vorname", "Geschlecht"], ["00012345", "Müller", "Anna"]
    assert run("people", file([head, [*anna, "d"]]), "--apply").exit_code == 0
    told = run("people", file([head, [*anna, "w"]])).stdout
    assert "Gender: changes; the value is not shown" in told
    assert "Women" not in told
    assert "Diverse" not in told


def test_a_list_that_would_change_too_much_stops(
    app: Flask, run: Import, file: Callable[..., Path]
) -> None:
    many = [["OE", "Name"], *([f"{n}", f"Amt {n}"] for n in range(10, 50))]
    assert run("units", file(many), "--apply").exit_code == 0
    changed = [many[0], *([n, f"{name} neu"] for n, name in many[1:3]), *many[3:]]
    arguments = ("units", file(changed), "--apply", "--expect-changes-below", "5%")
    stopped = run(*arguments)
    assert stopped.exit_code == 4
    assert "The list would change 2 of 40 entries (5 %); fewer than 5 % were" in stopped.output
    assert "stopped" in json.loads(run(*arguments, "--json").output)
    german = run("units", file(many[:20]), "--expect-changes-below", "5", "--language", "de")
    assert german.exit_code == 4
    assert "21 von 40 erfassten Einträgen fehlen in der Liste (52,5 %)" in german.output
    assert run("units", file(changed), "--apply", "--expect-changes-below", "6").exit_code == 0
    assert run("units", file(many), "--expect-changes-below", "many").exit_code == 2


def test_what_a_command_brings_in_stands_in_the_history_and_can_be_taken_back(
    app: Flask, run: Import, file: Callable[..., Path]
) -> None:
    run("units", file(TREE), "--apply")
    with app.app_context():
        found = db.session.scalars(select(ImportRun)).one()
        assert (found.status, found.new, found.uploaded_by_id) == ("applied", 2, None)
        db.session.rollback()
        begin("write")
        undoing.take_back(db.session.merge(found))
        db.session.commit()
    assert units_on_record(app) == 0


def test_who_is_missing_leaves_on_the_day_that_is_said(
    app: Flask, run: Import, file: Callable[..., Path]
) -> None:
    staff = [
        ["Personalnummer", "Nachname", "Eintritt"],
        *([f"0077000{n}", f"Berg, {'ABCD'[n - 1]}", date(2020, 1, n)] for n in range(1, 5)),
    ]
    assert run("people", file(staff), "--apply").exit_code == 0
    short = file(staff[:2], "short.xlsx")
    assert "left as they are: 3" in run("people", short).output
    said = ("--leaves", "00770002=2026-06-30", "--missing-leave-on", "2026-11-30")
    assert run("people", short, *said, "--expect-changes-below", "5%").exit_code == 4
    told = run("people", short, *said, "--leaves", "00770001=2026-06-30", "--apply").output
    assert "with a last day from now on: 3" in told
    assert "a last day was not set: 00770001" in told
    with app.app_context():
        exits = db.session.execute(select(Person.personnel_number, Person.exit))
        assert {number: day for number, day in exits if number.startswith("0077")} == {
            "00770001": None,
            "00770002": date(2026, 6, 30),
            "00770003": date(2026, 11, 30),
            "00770004": date(2026, 11, 30),
        }
    early = run("people", file(staff[:4], "3.xlsx"), "--leaves", "00770004=2019-01-01")
    assert "D: the last day (1 January 2019) is before the entry" in early.output
    assert run("people", short, "--leaves", "00770002=soon").exit_code == 2
    assert run("units", short, "--missing-leave-on", "today").exit_code == 2


def test_leavers_are_withdrawn_by_somebody(
    app: Flask, cast: Cast, run: Import, file: Callable[..., Path]
) -> None:
    enrolment = an_enrolment(cast.employee, an_offering(a_course("PL-1", "Polnisch")))
    db.session.commit()
    head = ["Personalnummer", "Nachname", "Vorname", "Austritt"]
    person, last_day = cast.employee, clock.today() + timedelta(3)
    row = [person.personnel_number, person.last_name, person.first_name, last_day]
    leaving = file([head, row])
    db.session.rollback()
    nobody = run("people", leaving, "--withdraw-leavers", "--apply")
    assert (nobody.exit_code, "needs --by LOGIN" in nobody.output) == (2, True)
    told = run("people", leaving, "--withdraw-leavers", "--apply", "--by", "hanna.rieck")
    assert told.exit_code == 0, told.output
    assert "begin after their last day: 1 (for example Erik Sommer)." in told.output
    db.session.rollback()
    assert enrolment.status is Status.WITHDRAWN


def test_where_it_cannot_ask_it_is_told_how_to_read(run: Import, file: Callable[..., Path]) -> None:
    rows = [["Stellenplan"], ["Schlüsselzahl", "Klartext"], ["15", "Büro"]]
    path = file(delimited(rows, "|", "cp1250"), "plan.csv")
    reading = ("--heading-row", "2", "--delimiter", "|", "--encoding", "cp1250")
    columns = ("--column", "Schlüsselzahl=number", "--column", "Klartext=name")
    assert "New: 1" in run("units", path, *reading, *columns).output
    assert run("units", path, "--column", "Klartext=nothing").exit_code == 2
    assert run("units", path, "--delimiter", "x").exit_code == 2
    book = file(workbook(Alt=TREE, Neu=TREE[:2]), "two.xlsx")
    assert "New: 1" in run("units", book, "--sheet", "Neu", "--column", "Übergeordnet=").output
    assert run("units", book, "--sheet", "Nichts").exit_code == 3


def test_a_near_miss_is_a_problem_until_somebody_says_what_it_is(
    run: Import, file: Callable[..., Path]
) -> None:
    path = file([["OE", "Name", "Kostenstele"], ["15", "Büro", "1500"]])
    asked = run("units", path)
    assert asked.exit_code == 1
    assert "The column “Kostenstele” may be “Cost centre” misspelt." in asked.output
    assert "Say which field a column is: --column HEADING=FIELD" in asked.output
    said = run("units", path, "--column", "Kostenstele=cost_centre")
    assert said.exit_code == 0
    assert run("units", path, "--column", "Kostenstele=").exit_code == 0
