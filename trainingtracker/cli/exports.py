"""`trainingtracker export`: workbooks for those who run the installation."""

import os
import tempfile
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from trainingtracker.extensions import begin, db
from trainingtracker.models import ReportRun, Topic, Unit
from trainingtracker.privacy import log_access
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.rendering.files import outgoing
from trainingtracker.reports.report import Filters, Question
from trainingtracker.reports.runs.keeping import keep, new_run
from trainingtracker.reports.scopes import COMMAND_LINE
from trainingtracker.text import DEFAULT_LANGUAGE, LANGUAGES, mark, sentence
from trainingtracker.vocabulary import AccessKind, ReportStatus


@click.group()
def exports() -> None:
    """Write reports into files."""


@exports.command()
@click.option(
    "--as-of",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The reference date.",
)
@click.option("--unit", metavar="NUMBER", help="Only this unit and those below it.")
@click.option("--topic", metavar="KEY", help="Only this topic, for example languages.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, show_default=True
)
@click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The .xlsx file to write; a file of that name is replaced.",
)
@with_appcontext
def attainment(
    as_of: datetime, unit: str | None, topic: str | None, language: str, output: Path
) -> None:
    """The attainment workbook: who had reached what by a reference date."""
    if not output.parent.is_dir():
        raise click.ClickException(f"There is no folder {output.parent}.")
    begin("read")
    day = as_of.date()
    filters = Filters(day, unit_id=_unit_id(unit), topic_id=_topic_id(topic), names=True)
    # Refused before it gets a number.
    _question(filters, language)
    db.session.rollback()
    asked = _asked(day, unit, topic)
    begin("write")
    run = new_run(ATTAINMENT.key, "xlsx", language, asked, None, status=ReportStatus.WORKING)
    run_id, number = run.id, run.number
    db.session.commit()
    begin("snapshot")
    file = outgoing(ATTAINMENT, "xlsx", _question(filters, language), number)
    _write(file, output)
    db.session.rollback()
    begin("write")
    keep(db.session.get_one(ReportRun, run_id), output.read_bytes(), file)
    db.session.commit()
    log_access(
        AccessKind.EXPORT,
        actor_id=None,
        row_count=file.row_count,
        filters={**asked, "report": "attainment", "number": number},
    )
    counts = ", ".join(f"{name}: {number}" for name, number in file.rows.items())
    click.echo(f"{output} ({counts})")


def _question(filters: Filters, language: str) -> Question:
    reader = sentence(mark("Command line"), language)
    return ask(ATTAINMENT, filters, COMMAND_LINE, language, reader)


def _write(file: Outgoing, output: Path) -> None:
    """Write beside the target and move into place, so that no half workbook is ever there."""
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    os.close(handle)
    beside = Path(name)
    try:
        file.save(beside)
        # mkstemp lets only the owner in; the finished file is as open as any new file.
        beside.chmod(0o666 & ~_umask())
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _unit_id(number: str | None) -> int | None:
    if number is None:
        return None
    found = db.session.scalar(select(Unit.id).where(Unit.number == number))
    if found is None:
        raise click.ClickException(f"There is no unit with the number {number}.")
    return found


def _topic_id(key: str | None) -> int | None:
    if key is None:
        return None
    topics = dict(db.session.execute(select(Topic.key, Topic.id).order_by(Topic.position)).all())
    if key not in topics:
        raise click.ClickException(f"There is no topic {key}. The topics are: {', '.join(topics)}.")
    return topics[key]


def _asked(day: date, unit: str | None, topic: str | None) -> dict[str, str]:
    asked = {"as_of": day.isoformat(), "unit": unit, "topic": topic}
    return {name: value for name, value in asked.items() if value is not None}
