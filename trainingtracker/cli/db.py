"""`trainingtracker db`: Flask-Migrate's commands, with our checks before an upgrade."""

from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from flask.ctx import _AppCtxGlobals
from flask_migrate.cli import db as migrate_commands

from trainingtracker.cli import CREATE_APP, ready
from trainingtracker.extensions import db as database
from trainingtracker.upkeep.database import current_revision, refuse_newer
from trainingtracker.upkeep.revisions import Revisions


class _DatabaseCommands(click.Group):
    """Flask-Migrate's commands but for the two that are replaced or make no sense here."""

    _LEFT_OUT = frozenset({"init", "list-templates", "upgrade"})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *migrate_commands.commands} - self._LEFT_OUT | {"upgrade"})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.commands:
            return self.commands[cmd_name]
        return None if cmd_name in self._LEFT_OUT else migrate_commands.get_command(ctx, cmd_name)


class _Globals(_AppCtxGlobals):
    """What Flask-Migrate's own group would have put there: the folder that the app names."""

    directory = None
    x_arg = ()


def _app_as_it_is(create_app: Callable[[], Flask]) -> Flask:
    """The application; an SQLite database is created where it is missing, but not migrated."""
    app = create_app()
    app.app_ctx_globals_class = _Globals
    with app.app_context():
        engine = database.engine
        found = current_revision(engine)
        refuse_newer(found, Revisions.shipped())
        if found is None and engine.dialect.name == "sqlite":
            ready.upgrade(engine, found)
    return app


@click.group(cls=_DatabaseCommands)
@click.pass_context
def db(context: click.Context) -> None:
    """Migrate the database, or check it against the program."""
    create_app: Callable[[], Flask] = context.meta[CREATE_APP]
    context.obj = ScriptInfo(create_app=lambda: _app_as_it_is(create_app), set_debug_flag=False)


@db.command()
@with_appcontext
def upgrade() -> None:
    """Migrate to this version; an SQLite database is copied aside first."""
    engine = database.engine
    newest = Revisions.shipped().newest
    found = current_revision(engine)
    if found != newest:
        ready.upgrade(engine, found)
    click.echo(f"The database is at revision {newest}, {current_app.name} can start.")
