"""What `make dist` builds is tried in an empty environment and an empty folder."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from rig.places import free_port
from tests.release.installed import ROOT, Release, done
from tests.release.walk import Reader
from trainingtracker.app import create_app
from trainingtracker.demo.accounts import ACCOUNTS

# Reached by a program or with a token, not by a link.
NOT_LINKED = {
    "static",
    "bootstrap.static",
    "health.healthz",
    "first_administrator.show",
    "invitation.show",
    "check_in.now",
}
_NO_PAGES_OF_THEIR_OWN = {"deputy", "international", "disability"}
_FILES = (".xlsx", ".csv", ".json")
LIST = b"Personalnummer;Nachname;OE\n00000001;;99.99\n"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release.built(tmp_path_factory.mktemp("release"))


@contextmanager
def serving(release: Release, folder: Path) -> Iterator[str]:
    """`trainingtracker run` in the folder; gives the address once it says that it runs."""
    port = free_port()
    own = {k: v for k, v in os.environ.items() if not k.startswith(("TRAININGTRACKER_", "PYTHON"))}
    server = subprocess.Popen(
        [release.command, "run"],
        cwd=folder,
        # Everybody signs in within the same minute here.
        env=own
        | {"PORT": str(port), "PYTHONUNBUFFERED": "1"}
        | {"TRAININGTRACKER_SIGN_IN_LIMIT": "1000 per minute"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert any("runs on" in line for line in server.stdout)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=30)


def see_an_import(reader: Reader) -> None:
    """Pages that are there once a list was sent: what is wrong with it, and who is missing."""
    run = reader.upload("/imports/new/people", "people.csv", LIST)
    assert reader.status(f"{run}/leaving") == 200
    assert reader.status(f"{run}/progress") == 200
    for form in ("csv", "xlsx"):
        assert reader.status(f"{run}/problems.{form}") == 200
    reader.walk(run)


def see_a_new_account(reader: Reader) -> None:
    """The page for somebody without an account, whom a search would have found."""
    everybody = (f"/accounts/new/{number}" for number in range(1, 100))
    assert any(reader.status(address) == 200 for address in everybody)


def see_what_is_linked_at_times(reader: Reader) -> None:
    """What stands on a page only now and then, or is there for its script or as its image."""
    everywhere = (f"/offerings/{number}/round/criteria" for number in range(1, 500))
    assert any(reader.status(address) == 200 for address in everywhere)
    on_paper = (f"/planning/hearings/{number}/paper" for number in range(1, 100))
    assert any(reader.status(address) == 200 for address in on_paper)
    assert reader.status("/planning/unused-places/list.xlsx") == 200
    codes = (f"/meetings/{number}/check-in" for number in range(1, 500))
    assert any(reader.status(address) == 200 for address in codes)
    undone = (f"/imports/{number}/undo" for number in range(1, 20))
    assert any(reader.status(address) == 200 for address in undone)
    runs = (f"/reports/runs/{number}/progress" for number in range(1, 20))
    assert any(reader.status(address) == 200 for address in runs)
    # An image of the page.
    assert reader.status("/dashboard/units.light.svg") == 200
    for address in ("/planning/letters", "/planning/letters/print"):
        assert reader.status(address) == 200


def see_who_may_be_withdrawn(reader: Reader) -> None:
    """Linked from the page of those people of the area who have a place or wait for one."""
    everybody = (f"/people/{number}" for number in range(1, 200))
    linked = (link for address in everybody for link in reader.links(address))
    assert reader.status(next(link for link in linked if link.endswith("/withdrawal"))) == 200


def linked_routes(app: Flask) -> dict[str, str]:
    """Endpoint to route of every page that somebody should come to by links."""
    return {
        rule.endpoint: re.sub(r"<int:\w+>", "N", rule.rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_LINKED
    }


def test_the_wheel_serves_every_page_from_an_empty_folder(release: Release, tmp_path: Path) -> None:
    asked = "import trainingtracker; print(trainingtracker.__file__)"
    where = done(release.python, "-c", asked, cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(release.environment)
    hint = done(release.command, "demo", "--staff", "100", cwd=tmp_path)
    seen: dict[str, tuple[int, str]] = {}
    with serving(release, tmp_path) as site:
        for account in ACCOUNTS:
            assert account.login in hint
            reader = Reader(site)
            reader.sign_in(account.login, account.password)
            if account.login in _NO_PAGES_OF_THEIR_OWN:
                assert reader.status("/") == 200
                continue
            # A file is the same work for whoever gets it.
            reader.walk(known=[kind for kind in seen if kind.endswith(_FILES)])
            if account.login == "employee":
                # Linked once there is more than fits on "My training".
                assert reader.status("/history") == 200
            if account.login == "coordinator":
                see_who_may_be_withdrawn(reader)
            if account.login == "hr":
                see_an_import(reader)
                see_what_is_linked_at_times(reader)
            if account.login == "admin":
                see_a_new_account(reader)
            broken = {kind: answer for kind, answer in reader.seen.items() if answer[0] != 200}
            assert broken == {}, account.login
            seen |= reader.seen
    assert {path.name for path in tmp_path.iterdir()} == {"instance"}
    routes = linked_routes(create_app(tmp_path / "other"))
    patterns = {
        endpoint: re.compile(re.sub(r"<any\([^>]*>|<\w+>", "[^/]+", route) + "$")
        for endpoint, route in routes.items()
    }
    unseen = {
        endpoint
        for endpoint, pattern in patterns.items()
        if not any(pattern.match(kind) for kind in seen)
    }
    assert unseen == set()


def test_the_wheel_has_everything_that_is_not_python(release: Release) -> None:
    with zipfile.ZipFile(release.wheel) as wheel:
        inside = set(wheel.namelist())
    for folder, shipped in (
        ("templates", "trainingtracker/_shipped/templates"),
        ("migrations", "trainingtracker/_shipped/migrations"),
        ("trainingtracker/static", "trainingtracker/static"),
        ("trainingtracker/reference", "trainingtracker/reference"),
    ):
        files = [file for file in (ROOT / folder).rglob("*") if file.is_file()]
        wanted = {
            f"{shipped}/{file.relative_to(ROOT / folder)}"
            for file in files
            if "__pycache__" not in file.parts
        }
        assert wanted
        assert wanted <= inside
    assert "trainingtracker/translations/de/LC_MESSAGES/messages.mo" in inside
    assert not any(name.startswith(("tests/", "instance/")) for name in inside)


def test_the_wheel_says_what_it_is(release: Release) -> None:
    with zipfile.ZipFile(release.wheel) as wheel:
        (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = wheel.read(name).decode()
        (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/licenses/LICENSE"))
        licence = wheel.read(name).decode()
    articles = re.findall(r"^(\d+)\. \w", licence, re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert "\nAppendix\n" in licence
    assert "License-Expression: EUPL-1.2" in metadata
    assert "Requires-Python: >=3.11" in metadata


def test_the_source_distribution_can_build_the_wheel_again(
    release: Release, tmp_path: Path
) -> None:
    with tarfile.open(release.source) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert (unpacked / "tests").is_dir()
    build = (sys.executable, "-m", "hatchling", "build", "--target", "wheel")
    done(*build, "--directory", tmp_path / "again", cwd=unpacked)
    (again,) = (tmp_path / "again").glob("*.whl")
    with zipfile.ZipFile(again) as rebuilt, zipfile.ZipFile(release.wheel) as first:
        assert set(rebuilt.namelist()) == set(first.namelist())
