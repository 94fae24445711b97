"""Programs that the tests need besides Python's: installed where they are missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable


def install_by_apt(packages: Iterable[str]) -> bool:
    """Install the first of them that there is; False without apt, or where we are not root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    return any(
        subprocess.run([*command, package], env=quiet, check=False).returncode == 0
        for package in packages
    )


def make_sure(find: Callable[[], str | None], install: Callable[[], object], missing: str) -> None:
    """Find a program that starts, or install it; otherwise end with what is missing."""
    if find() is None:
        install()
    executable = find()
    if executable is None:
        sys.exit(missing)
    version = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False)
    if version.returncode != 0:
        sys.exit(f"{executable} does not start: {version.stderr.strip()}")
    print(f"{executable}: {version.stdout.strip()}")
