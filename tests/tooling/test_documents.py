"""What the documents promise, held against the program."""

import re
import subprocess
from pathlib import Path

import pytest

from trainingtracker import config

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """The text files that git knows, or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_make_help_explains_every_target() -> None:
    makefile = read("Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    explained = dict(re.findall(r"^ {2}make (\S+) +(\S.*)$", said.stdout, re.MULTILINE))
    assert set(explained) == phony


def test_the_readme_opens_with_the_two_commands() -> None:
    commands = re.search(r"```\n(.*?)```", read("README.md"), re.DOTALL)
    assert commands is not None
    assert [line.split("#")[0].strip() for line in commands[1].strip().splitlines()] == [
        "make run",
        "make test",
    ]


def test_every_setting_of_the_environment_named_in_the_readme_exists() -> None:
    named = re.findall(r"TRAININGTRACKER_([A-Z_]+)", read("README.md"))
    assert named
    assert set(named) <= {*config.OPTIONS, "INSTANCE"}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_every_path_in_a_document_exists(document: str) -> None:
    whole = r"[`(]((?:trainingtracker|tests|docs|templates)/[\w/.]*)[`)]"
    missing = [path for path in re.findall(whole, read(document)) if not (ROOT / path).exists()]
    assert missing == []


def test_no_file_names_a_package_registry() -> None:
    # Put together here, so that this file names none either.
    hosts = ["".join(parts) for parts in (("python", "hosted"), ("py", "pi.org"), ("npm", "js."))]
    registry = re.compile("|".join([*map(re.escape, hosts), "--(extra-)?index-url"]))
    found = [
        str(path)
        for path in tracked()
        if path.suffix not in {".png", ".ico", ".xlsx", ".xls", ".woff2"}
        and path != Path(__file__)
        and registry.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_every_requirement_is_pinned_with_a_hash() -> None:
    for name in ("requirements/run.txt", "requirements/dev.txt"):
        lines = [line for line in read(name).splitlines() if not line.startswith("#")]
        packages = [line for line in lines if line and not line.startswith(" ")]
        assert len(packages) > 20
        assert all("==" in line and line.endswith("\\") for line in packages)
        assert sum("--hash=sha256:" in line for line in lines) >= len(packages)
