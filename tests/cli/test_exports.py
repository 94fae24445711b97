"""`trainingtracker export attainment`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from tests.cast import Cast, an_enrolment
from tests.reports.reading import opened, records, row_of
from trainingtracker.cli.exports import exports
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, ReportRun
from trainingtracker.vocabulary import AccessKind, Status

Export = Callable[..., Result]


@pytest.fixture
def export(app: Flask) -> Export:
    """`export("--unit", "18", output=...)` as somebody at a terminal calls it."""

    def run(*arguments: str, output: Path, as_of: str = "2026-06-30") -> Result:
        db.session.commit()
        return CliRunner().invoke(
            exports,
            ["attainment", "--as-of", as_of, "--output", str(output), *arguments],
            obj=ScriptInfo(create_app=lambda: app),
        )

    return run


def test_it_writes_the_workbook_in_german_and_says_how_much(
    cast: Cast, export: Export, tmp_path: Path
) -> None:
    day = cast.english_offering.starts_at.date()  # type: ignore[union-attr]
    an_enrolment(cast.employee, cast.english_offering, Status.COMPLETED, finished_on=day)
    target = tmp_path / "stand.xlsx"
    result = export(output=target, as_of=day.isoformat())
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{target} (matrix: 0, participations: 1, holdings: 0, ")
    book = opened(target.read_bytes())
    assert book.sheetnames[0] == "Deckblatt"
    assert [row["Nachname"] for row in records(book["Teilnahmen"])] == ["Sommer"]
    assert list(tmp_path.glob(".*")) == []


def test_unit_topic_and_language_can_be_chosen(cast: Cast, export: Export, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    result = export("--unit", "18", "--topic", "languages", "--language", "en", output=target)
    assert result.exit_code == 0, result.output
    cover = opened(target.read_bytes())["Cover"]
    assert row_of(cover, "Topic")[1] == "Foreign languages"
    assert str(row_of(cover, "Unit")[1]).startswith("18 Personal und Organisation")


def test_the_export_is_in_the_access_log(cast: Cast, export: Export, tmp_path: Path) -> None:
    export("--unit", "18", output=tmp_path / "x.xlsx")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id) == (AccessKind.EXPORT, None)
    assert entry.row_count == 1  # what is doubtful about somebody
    run = db.session.scalars(select(ReportRun)).one()
    assert entry.filters == {
        "report": "attainment",
        "as_of": "2026-06-30",
        "unit": "18",
        "number": run.number,
    }


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--unit", "4711"], "There is no unit with the number 4711."),
        (["--topic", "golf"], "There is no topic golf. The topics are: eu_funding, languages,"),
        (["--language", "fr"], "'fr' is not one of 'de', 'en'"),
    ],
)
def test_what_does_not_exist_is_said_and_nothing_is_written(
    export: Export, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    result = export(*arguments, output=tmp_path / "x.xlsx")
    assert result.exit_code != 0
    assert sentence in result.output
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.usefixtures("cast")
def test_a_day_that_is_none_is_refused(export: Export, tmp_path: Path) -> None:
    result = export(output=tmp_path / "x.xlsx", as_of="30.02.2026")
    assert result.exit_code == 2
    assert "30.02.2026" in result.output


@pytest.mark.usefixtures("cast")
def test_a_missing_folder_is_said(export: Export, tmp_path: Path) -> None:
    result = export(output=tmp_path / "nowhere" / "x.xlsx")
    assert "There is no folder" in result.output
    assert result.exit_code == 1


@pytest.mark.usefixtures("cast")
def test_a_refusal_leaves_the_older_file_as_it_was(export: Export, tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"before")
    result = export("--unit", "18", output=target, as_of="2001-01-01")
    assert isinstance(result.exception, RuleViolation)
    assert target.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir() if "x.xlsx" in file.name] == ["x.xlsx"]
