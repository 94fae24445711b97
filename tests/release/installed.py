"""The wheel, built and installed where nothing of the checkout can be found."""

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


def done(*command: str | Path, cwd: Path, **settings: str) -> str:
    """What a command printed; AssertionError where it failed."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("TRAININGTRACKER_", "PYTHON"))}
    finished = subprocess.run(
        command, cwd=cwd, env=own | settings, capture_output=True, text=True, timeout=300
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@dataclass(frozen=True)
class Release:
    """What `make dist` builds, and an environment that has the wheel."""

    wheel: Path
    source: Path
    environment: Path

    @classmethod
    def built(cls, folder: Path) -> "Release":
        dist, environment = folder / "dist", folder / "venv"
        done(sys.executable, "-m", "hatchling", "build", "--directory", dist, cwd=ROOT)
        (wheel,) = dist.glob("*.whl")
        (source,) = dist.glob("*.tar.gz")
        done(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
        cls._see_requirements(environment)
        done(
            *(sys.executable, "-m", "pip", "--python", environment / "bin" / "python"),
            *("install", "--quiet", "--no-deps", "--no-index", wheel),
            cwd=folder,
        )
        return cls(wheel, source, environment)

    @staticmethod
    def _see_requirements(environment: Path) -> None:
        """Let it import the locked packages of this environment, but not the checkout.

        A path file of a path file is not followed, so our own editable installation stays out.
        """
        (packages,) = environment.glob("lib/python3*/site-packages")
        (packages / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n")

    @property
    def command(self) -> Path:
        return self.environment / "bin" / "trainingtracker"

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"
