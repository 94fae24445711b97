"""Running the real command in a folder of its own, as somebody at a shell does."""

import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).parent / "trainingtracker"


@dataclass(frozen=True)
class Installation:
    """An instance folder and the settings of one shell."""

    instance: Path
    environment: dict[str, str]

    @classmethod
    def at(cls, instance: Path, **settings: str) -> "Installation":
        own = {
            k: v for k, v in os.environ.items() if not k.startswith(("TRAININGTRACKER_", "PORT"))
        }
        return cls(
            instance,
            own
            | {"TRAININGTRACKER_INSTANCE": str(instance)}
            | {f"TRAININGTRACKER_{name}": value for name, value in settings.items()},
        )

    @property
    def database(self) -> Path:
        return self.instance / "trainingtracker.sqlite3"

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *arguments: str, port: int) -> "subprocess.Popen[str]":
        """Start the server; whoever starts it stops it."""
        return subprocess.Popen(
            [COMMAND, "run", *arguments],
            env={**self.environment, "PORT": str(port), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One clear sentence on stderr, and an exit status that is not 0."""
    assert done.returncode == 2, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("trainingtracker: ")
    assert re.search(r"[.:].*\w", lines[0])
    for word in words:
        assert word in lines[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
