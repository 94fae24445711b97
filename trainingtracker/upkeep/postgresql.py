"""PostgreSQL's own programs, pg_dump and psql: where they are, and running them."""

import os
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from trainingtracker.errors import StartError

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
# Restoring takes every table for itself; whoever holds one for longer than this is in the way.
_LOCK_TIMEOUT = "30s"


def dump(url: URL, target: Path) -> None:
    """Write the database as SQL, as of one moment, whoever writes meanwhile."""
    # Rights and owners belong to the server; the backup may be restored on another.
    _run("pg_dump", url, "--no-owner", "--no-privileges", "--encoding=UTF8", f"--file={target}")


def replace(url: URL, removal: Path, dumped: Path) -> None:
    """Run two SQL files, one that empties the database and one that fills it, or neither."""
    _run(
        "psql",
        url,
        *("--no-psqlrc", "--quiet", "--output", os.devnull, "--single-transaction"),
        *("--set=ON_ERROR_STOP=1", f"--file={removal}", f"--file={dumped}"),
    )


def _run(program: str, url: URL, *arguments: str) -> None:
    """Run a program against the database; the password never is an argument others could see."""
    connection = make_conninfo(
        "",
        host=url.host,
        port=url.port,
        user=url.username,
        dbname=url.database,
        **{name: str(value) for name, value in url.query.items()},
    )
    environment = {**os.environ, "PGOPTIONS": f"-c lock_timeout={_LOCK_TIMEOUT}"}
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(  # noqa: S603 - found by its name, no shell
        [_find(program), f"--dbname={connection}", "--no-password", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise StartError(f"{program} failed, nothing has been changed: {said[0]}")


def _find(program: str) -> str:
    """The program on PATH, or else the newest beside a server; StartError where there is none."""
    if found := shutil.which(program):
        return found
    for pattern in _FOLDERS:
        beside_server = sorted(
            Path("/").glob(f"{pattern[1:]}/{program}"),
            key=lambda path: float("".join(c for c in path.parts[-3] if c.isdigit()) or 0),
        )
        if beside_server:
            return str(beside_server[-1])
    raise StartError(
        f"{program} is not on this machine: install PostgreSQL's client programs"
        " (apt-get install postgresql-client) and put them on PATH."
    )
