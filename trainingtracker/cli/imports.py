"""`trainingtracker import`: lists from other systems, looked at first, then brought in."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from trainingtracker.accounts.actor import Actor, actor_for, may_sign_in
from trainingtracker.cli.import_options import (
    Day,
    Delimiter,
    Share,
    last_day_of_the_rest,
    leaving,
    named,
    withdrawing,
)
from trainingtracker.exchange.importing import bring_in, read_and_compare
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.plausible import refusal
from trainingtracker.exchange.preview import Preview
from trainingtracker.exchange.reading.choices import ENCODINGS, Choices
from trainingtracker.exchange.reading.reader import content_of
from trainingtracker.exchange.reading.sheets import Unreadable
from trainingtracker.exchange.runs.journal import footprint
from trainingtracker.exchange.runs.operations import record
from trainingtracker.exchange.wording import Wording, as_json, unreadable_as_json
from trainingtracker.extensions import begin, db
from trainingtracker.models import Account
from trainingtracker.text import LANGUAGES, sentence
from trainingtracker.vocabulary import ListKind

_PROBLEMS, _UNREADABLE, _IMPLAUSIBLE = 1, 3, 4


def _default_language() -> str:
    """German where the shell is German, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "de" if value.startswith("de") else "en"
    return "en"


@click.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in ListKind]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", "applying", is_flag=True, help="Bring the list in; else only show it.")
@click.option("--json", "machine", is_flag=True, help="Counts and problems as JSON.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=_default_language, help="Of the sentences."
)
@click.option(
    "--expect-changes-below",
    "limit",
    type=Share(),
    help="Write nothing where as many entries would change, or are missing: 5%.",
)
@click.option("--sheet", help="The sheet with the list; else every sheet with its headings.")
@click.option("--heading-row", type=click.IntRange(1), help="The row with the headings.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=FIELD",
    help="Which field a column is, such as 'Stammnr=personnel_number'; without a field: not used.",
)
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="Of delimited text.")
@click.option("--delimiter", type=Delimiter(), help="Of delimited text; 'tab' for a tab.")
@click.option(
    "--leaves",
    multiple=True,
    metavar="NUMBER=DAY",
    help="Last day of somebody missing from a list of people, such as 00012345=2026-11-30.",
)
@click.option(
    "--missing-leave-on",
    "rest_leave",
    type=Day(),
    help="Last day of everybody else missing from a list of all people; without it they stay.",
)
@click.option(
    "--withdraw-leavers",
    "withdraw",
    is_flag=True,
    help="Withdraw people who leave from offerings that begin after their last day; needs --by.",
)
@click.option("--by", "login", default="", help="Login of whoever brings the list in.")
@with_appcontext
@click.pass_context
def imports(
    context: click.Context,
    /,
    kind: str,
    file: Path,
    applying: bool,
    machine: bool,
    language: str,
    login: str,
    limit: float | None,
    columns: tuple[str, ...],
    leaves: tuple[str, ...],
    rest_leave: date | None,
    withdraw: bool,
    **reading: Any,
) -> None:
    """Compare a list of units, people, courses ... with what is on record.

    FILE is a spreadsheet (.xlsx, .xls, .xlsb, .ods) or delimited text (.csv), with headings in
    German or English. Offerings, enrolments and attendance need --by: they go in under the rules
    and in the name of somebody. Exit status 0: nothing is wrong; 1: there are problems, and nothing
    has been written; 3: the file cannot be read; 4: more would change than expected, and nothing
    has been written.
    """
    list_kind = ListKind(kind)
    choices = Choices(
        **reading,
        named=named(list_kind, columns),
        leaving=leaving(list_kind, leaves),
        rest_leave=last_day_of_the_rest(list_kind, rest_leave),
        withdraw=withdrawing(list_kind, login, said=withdraw),
    )
    begin("write" if applying or KINDS[list_kind].by_operations else "read")

    def plausible(preview: Preview) -> bool:
        preview.stopped = None if limit is None else refusal(preview, limit)
        return preview.stopped is None

    try:
        actor = _actor(list_kind, login)
        content = content_of(file)
        if applying:
            with footprint() as left:
                preview = bring_in(
                    list_kind,
                    content,
                    name=file.name,
                    actor=actor,
                    only_if=plausible,
                    choices=choices,
                )
            if preview.written:
                record(preview, content, file.name, left)
        else:
            preview = read_and_compare(
                list_kind, content, name=file.name, actor=actor, choices=choices
            )
            if not preview.problems:
                plausible(preview)
    except Unreadable as error:
        message = sentence(error.message, language, **error.values)
        if machine:
            _print_json(unreadable_as_json(message))
        else:
            click.echo(f"{file}: {message}", err=True)
        context.exit(_UNREADABLE)
    if preview.written:
        db.session.commit()
    else:
        db.session.rollback()
    if machine:
        _print_json(as_json(preview, language))
    else:
        for line in Wording(preview, language).lines(
            applied=preview.written, asked_to_apply=applying
        ):
            click.echo(line)
    context.exit(_PROBLEMS if preview.problems else _IMPLAUSIBLE if preview.stopped else 0)


def _actor(kind: ListKind, login: str) -> Actor | None:
    """Who brings the list in; their name stands in the history of what it changes."""
    account = db.session.scalar(select(Account).where(Account.login == login.strip().casefold()))
    if login and (account is None or not may_sign_in(account)):
        raise click.BadParameter("There is no active account with this login.", param_hint="--by")
    if account is None:
        if KINDS[kind].by_operations:
            raise click.UsageError(f"A list of {kind} needs --by LOGIN: who brings it in?")
        return None
    db.session.info["actor"] = account.person_id
    actor = actor_for(account)
    if not actor.is_hr:
        raise click.BadParameter("Lists are brought in by HR.", param_hint="--by")
    return actor


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
