"""`trainingtracker import`: lists from other systems, looked at first, then brought in."""

import json
import os
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from trainingtracker.accounts.actor import Actor, actor_for, may_sign_in
from trainingtracker.exchange.importing import bring_in, read_and_compare
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.reading.sheets import Unreadable
from trainingtracker.exchange.wording import Wording, as_json, unreadable_as_json
from trainingtracker.extensions import begin, db
from trainingtracker.models import Account
from trainingtracker.text import LANGUAGES, sentence
from trainingtracker.vocabulary import ListKind

_PROBLEMS, _UNREADABLE = 1, 3


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
@click.option("--by", "login", default="", help="Login of whoever brings the list in.")
@with_appcontext
@click.pass_context
def imports(
    context: click.Context,
    kind: str,
    file: Path,
    applying: bool,
    machine: bool,
    language: str,
    login: str,
) -> None:
    """Compare a list of units, people, courses ... with what is on record.

    FILE is a spreadsheet (.xlsx, .xls, .ods) or delimited text (.csv), with headings in German or
    English. Offerings, enrolments and attendance need --by: they go in under the rules and in the
    name of somebody. Exit status 0: nothing is wrong; 1: there are problems, and nothing has been
    written; 3: the file cannot be read.
    """
    list_kind = ListKind(kind)
    begin("write" if applying or KINDS[list_kind].by_operations else "read")
    try:
        actor = _actor(list_kind, login)
        compare = bring_in if applying else read_and_compare
        preview = compare(list_kind, file, actor=actor)
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
    context.exit(_PROBLEMS if preview.problems else 0)


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
