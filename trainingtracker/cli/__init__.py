"""The command line: `trainingtracker COMMAND`.

A command is one line in _COMMANDS and one file; its module is imported when it is called.
"""

import sys
from collections.abc import Callable
from importlib import import_module

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError

from trainingtracker import text
from trainingtracker.errors import RuleViolation, StartError

CreateApp = Callable[[], Flask]
CREATE_APP = "trainingtracker.create_app"

# Name -> module and object. Each command works on a database that is ready (see ready.py), but
# for the group db, which makes it so, and those that look after an installation as it is.
_COMMANDS = {
    "run": "run:run",
    "demo": "demo:demo",
    "import": "imports:imports",
    "export": "exports:exports",
    "worker": "worker:worker",
    "accounts": "accounts:accounts",
    "check": "check:check",
    "backup": "backups:backup",
    "restore": "backups:restore",
    "config": "config:config",
    "db": "db:db",
}


class _Commands(click.Group):
    """Finds the commands of the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"trainingtracker.cli.{module}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="trainingtracker", message="%(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Training Tracker: staff training and intercultural competence.

    The data are in the instance folder (./instance, or TRAININGTRACKER_INSTANCE), or in the
    database that TRAININGTRACKER_DATABASE_URL names.
    """
    from trainingtracker.cli.ready import ready_app

    create_app: CreateApp = context.obj
    context.meta[CREATE_APP] = create_app
    context.obj = ScriptInfo(create_app=lambda: ready_app(create_app), set_debug_flag=False)


def main(create_app: CreateApp) -> None:
    """Run the command that was typed; what stops it is one sentence on stderr.

    Exit status 2: it could not start. 1: a rule refused what was asked.
    """
    try:
        group(prog_name="trainingtracker", obj=create_app)
    except StartError as error:
        _end(str(error), 2)
    except RuleViolation as error:
        _end(text.sentence(error.message, "en", **error.values), 1)
    except OperationalError as error:
        _end(f"The database does not answer as it should: {error.orig}", 2)


def _end(sentence: str, status: int) -> None:
    click.echo(f"trainingtracker: {' '.join(sentence.split())}", err=True)
    sys.exit(status)
