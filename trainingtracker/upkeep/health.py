"""Whether an installation is well: one finding for each part, with what to do where it is not."""

import os
import shutil
import smtplib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from trainingtracker import clock
from trainingtracker.errors import StartError
from trainingtracker.jobs.smtp import open_connection
from trainingtracker.upkeep import heartbeat
from trainingtracker.upkeep.database import current_revision, place, refuse_newer, sqlite_file
from trainingtracker.upkeep.revisions import Revisions

# Below the first, an administrator has days to act; below the second, nothing can be saved soon.
LITTLE_SPACE = 1_000_000_000
NO_SPACE = 20_000_000


@dataclass(frozen=True)
class Finding:
    """One part of the installation: well or not, and a sentence for whoever looks after it."""

    part: str
    ok: bool
    text: str


def examine(
    configuration: Mapping[str, Any], instance: Path, engine: Engine, now: datetime
) -> Iterator[Finding]:
    """Every part, one after the other; only the mail server may take some seconds."""
    yield _configuration(configuration, instance)
    database, migrations = _database(engine)
    yield database
    yield migrations
    yield _mail(configuration)
    yield _disk(instance, sqlite_file(engine))
    yield _worker(instance, now)


def failing(instance: Path, engine: Engine) -> str | None:
    """The part without which no page can be served, in one word; None where all is well.

    Cheap: one query, one look at the disk. Mail and worker are not asked: without them people
    can still enrol.
    """
    database, migrations = _database(engine)
    for finding in (database, migrations):
        if not finding.ok:
            return finding.part
    return None if _writable(instance) and _free(instance) >= NO_SPACE else "disk"


def _configuration(configuration: Mapping[str, Any], instance: Path) -> Finding:
    key = instance / "secret_key"
    if os.name == "posix" and key.exists() and key.stat().st_mode & 0o077:
        return Finding(
            "configuration",
            ok=False,
            text=f"Others on this machine can read {key}, with which sessions are signed:"
            f" run `chmod 600 {key}`.",
        )
    return Finding(
        "configuration", ok=True, text=f"{instance}, reached at {configuration['EXTERNAL_URL']}"
    )


def _database(engine: Engine) -> tuple[Finding, Finding]:
    """Whether it answers, and whether it is of this version."""
    unknown = Finding("migrations", ok=False, text="Not known: the database does not answer.")
    file = sqlite_file(engine)
    if file and not file.exists():
        missing = f"There is no database {file} yet: run `trainingtracker db upgrade` to create it."
        return Finding("database", ok=False, text=missing), unknown
    try:
        found = current_revision(engine)
    except StartError as error:
        return Finding("database", ok=False, text=str(error)), unknown
    return Finding("database", ok=True, text=place(engine)), _migrations(found)


def _migrations(found: str | None) -> Finding:
    revisions = Revisions.shipped()
    try:
        refuse_newer(found, revisions)
    except StartError as error:
        return Finding("migrations", ok=False, text=str(error))
    if found == revisions.newest:
        return Finding("migrations", ok=True, text=f"revision {found}, as this version needs it")
    state = f"of an older version (revision {found})" if found else "empty"
    return Finding(
        "migrations",
        ok=False,
        text=f"The database is {state}: run `trainingtracker db upgrade`.",
    )


def _mail(configuration: Mapping[str, Any]) -> Finding:
    host, port = configuration["SMTP_HOST"], configuration["SMTP_PORT"]
    if not host:
        return Finding(
            "mail", ok=True, text="no mail server is set; messages become files in instance/mail"
        )
    try:
        with open_connection(configuration, timeout=10) as smtp:
            smtp.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail",
            ok=False,
            text=f"The mail server {host}:{port} does not accept us ({_said(error)}); check that"
            " it runs and the settings that begin with SMTP_. Messages wait meanwhile.",
        )
    return Finding("mail", ok=True, text=f"{host}:{port} answers")


def _said(error: Exception) -> str:
    """What a mail server or the network said, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        return " ".join(f"{error.smtp_code} {text}".split())
    return " ".join(str(error).split()) or type(error).__name__


def _disk(instance: Path, database: Path | None) -> Finding:
    folders = dict.fromkeys([instance, database.parent if database else instance])
    for folder in folders:
        if not _writable(folder):
            return Finding(
                "disk", ok=False, text=f"{folder} cannot be written: give this account the right."
            )
        if _free(folder) < LITTLE_SPACE:
            return Finding(
                "disk",
                ok=False,
                text=f"Only {_free(folder) // 1_000_000} MB are free where {folder} is: make room"
                " before nothing can be saved any more.",
            )
    free = min(map(_free, folders))
    return Finding("disk", ok=True, text=f"{free / 1e9:.1f} GB free, {instance} can be written")


def _worker(instance: Path, now: datetime) -> Finding:
    found = heartbeat.last(instance)
    if found is None:
        said = "It has never run with this instance folder, so no mail leaves"
    elif found.next_by < now:
        said = f"It ran last on {_moment(found.at)}, so mail may be waiting"
    else:
        return Finding("worker", ok=True, text=f"ran last on {_moment(found.at)}")
    return Finding(
        "worker",
        ok=False,
        text=f"{said}: keep `trainingtracker worker` running, or start"
        " `trainingtracker worker --once` from a timer at least every hour.",
    )


def _moment(instant: datetime) -> str:
    return clock.local(instant).strftime("%Y-%m-%d %H:%M")


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free
