"""`trainingtracker check`: is everything well that the installation needs?"""

import json
from pathlib import Path

import click
from flask import Flask

from trainingtracker import clock
from trainingtracker.cli import CREATE_APP, CreateApp
from trainingtracker.errors import StartError
from trainingtracker.extensions import db
from trainingtracker.upkeep.health import Finding, examine


@click.command()
@click.option("--json", "machine", is_flag=True, help="The findings as JSON, for monitoring.")
@click.pass_context
def check(context: click.Context, machine: bool) -> None:
    """Look at configuration, database, migrations, mail, disk and worker.

    One line for each, with what to do where something is wrong. Changes nothing. Exit status 0:
    all is well; 1: something is wrong.
    """
    create_app: CreateApp = context.meta[CREATE_APP]
    try:
        app = create_app()
    except StartError as error:
        findings = [Finding("configuration", ok=False, text=str(error))]
    else:
        findings = _examined(app)
    if machine:
        rows = [{"part": f.part, "ok": f.ok, "text": f.text} for f in findings]
        click.echo(json.dumps(rows, indent=2))
    else:
        for finding in findings:
            state = "ok   " if finding.ok else "WRONG"
            click.echo(f"{state}  {finding.part:<14} {finding.text}")
    context.exit(0 if all(finding.ok for finding in findings) else 1)


def _examined(app: Flask) -> list[Finding]:
    with app.app_context():
        return list(examine(app.config, Path(app.instance_path), db.engine, clock.now()))
