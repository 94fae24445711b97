"""`trainingtracker config`: the settings, what they mean, and which values are in force."""

import click
from sqlalchemy.engine import make_url

from trainingtracker import config as configuration
from trainingtracker.cli import CREATE_APP, CreateApp

_SECRET = {"SECRET_KEY", "SMTP_PASSWORD"}


@click.command()
@click.option("--table", is_flag=True, help="Every setting with its default, as in the README.")
@click.pass_context
def config(context: click.Context, table: bool) -> None:
    """Show the settings in force; passwords and keys are not shown.

    Each is set by a variable TRAININGTRACKER_<NAME>, or by a line NAME = "value" in config.toml
    in the instance folder; the variable wins.
    """
    if table:
        click.echo("\n".join(table_of_settings()))
        return
    create_app: CreateApp = context.meta[CREATE_APP]
    app = create_app()
    shown = {"INSTANCE": app.instance_path} | {
        name: _shown(name, app.config[name]) for name in configuration.OPTIONS
    }
    width = max(map(len, shown))
    for name, value in shown.items():
        click.echo(f"{name:<{width}}  {value}")


def table_of_settings() -> list[str]:
    """The lines of the table in the README."""
    rows = [("INSTANCE", "`instance`", "the instance folder: database, key, mails, config.toml")]
    rows += [
        (name, _default(option.default), option.meaning)
        for name, option in configuration.OPTIONS.items()
    ]
    prefix = configuration.PREFIX
    return [
        "| setting | default | meaning |",
        "| --- | --- | --- |",
        *(f"| `{prefix}{name}` | {default} | {meaning} |" for name, default, meaning in rows),
    ]


def _default(value: object) -> str:
    if value is None:
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _shown(name: str, value: object) -> str:
    if value is None:
        return "-"
    if name in _SECRET:
        return "(set, not shown)"
    if name == "DATABASE_URL":
        return make_url(str(value)).render_as_string(hide_password=True)
    return str(value).lower() if isinstance(value, bool) else str(value)
