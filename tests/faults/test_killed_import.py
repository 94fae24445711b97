"""The command that brings a list in is killed in the middle: all of the list is in, or nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.cast import a_unit
from tests.faults.conftest import Installed
from tests.support.databases import ENGINES
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, AuditEntry, Person

NUMBER = 300
# Run as the command is, but killed by the system's hardest signal at a chosen moment.
_KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from trainingtracker.__main__ import main

moment = sys.argv.pop(1)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "commit":
    event.listen(Engine, "commit", die)
else:
    @event.listens_for(Engine, "after_cursor_execute")
    def written(connection, cursor, statement, *rest):
        if statement.startswith(moment):
            die()
main()
"""


def a_list(folder: Path) -> Path:
    lines = ["Personalnummer;Nachname;Vorname;OE;Eintritt"]
    lines += [f"{n:08d};Muster{n};Maria;15.23;01.02.2019" for n in range(1, NUMBER + 1)]
    file = folder / "people.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def rows() -> tuple[int, int, int]:
    counts = [
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Person, Assignment, AuditEntry)
    ]
    db.session.rollback()
    return counts[0], counts[1], counts[2]


@pytest.mark.parametrize("engine", ENGINES)
def test_all_of_the_list_is_in_or_nothing(
    engine: str, installed: Installed, instance: Path, tmp_path: Path
) -> None:
    file = a_list(tmp_path)
    with installed(engine) as (_app, url):
        a_unit("15.23", "Internationale Angelegenheiten")
        db.session.commit()
        before = rows()
        environment = os.environ | {
            "TRAININGTRACKER_INSTANCE": str(instance),
            "TRAININGTRACKER_DATABASE_URL": url,
        }

        def bring_in(*program: str) -> int:
            command = [*program, "import", "people", str(file), "--apply"]
            return subprocess.run(command, env=environment, capture_output=True).returncode

        for moment in ("INSERT INTO person", "INSERT INTO assignment", "commit"):
            killed = bring_in(sys.executable, "-c", _KILLED, moment)
            assert killed == -signal.SIGKILL
            assert rows() == before
        assert bring_in(sys.executable, "-m", "trainingtracker") == 0
        people, assignments, _ = rows()
        assert (people, assignments) == (before[0] + NUMBER, before[1] + NUMBER)
        if engine == "sqlite":
            assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
