"""Starting: what is made, what is migrated, what is refused with one sentence."""

import socket
import sqlite3
import subprocess
import urllib.request
from pathlib import Path

from tests.cli.installation import Installation, assert_refused, free_port
from tests.support.databases import Databases
from trainingtracker.demo.accounts import ACCOUNTS, PASSWORD


def revision(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(found)


def pretend(database: Path, version: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()


def test_any_command_makes_the_database_where_there_is_none(tmp_path: Path) -> None:
    here = Installation.at(tmp_path / "new" / "instance")
    done = here.run("worker", "--once")
    assert done.returncode == 0, done.stderr
    assert here.database.exists()
    assert (here.instance / "secret_key").stat().st_mode & 0o077 == 0


def test_a_database_of_a_newer_version_is_left_alone(installed: Installation) -> None:
    pretend(installed.database, "ffff")
    before = installed.database.read_bytes()
    for command in (["run"], ["worker", "--once"], ["db", "upgrade"], ["demo"]):
        assert_refused(installed.run(*command), "newer version", "ffff")
    assert installed.database.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(installed: Installation) -> None:
    installed.database.write_text("Urlaubsplanung 2026\n" * 200)
    assert_refused(installed.run("worker", "--once"), "cannot be opened", "not a database")


def test_a_database_of_another_program_is_refused(installed: Installation) -> None:
    installed.database.unlink()
    with sqlite3.connect(installed.database) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    assert_refused(installed.run("worker", "--once"), "no database of Training Tracker")


def test_an_instance_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a file, not a folder")
    here = Installation.at(tmp_path / "notes.txt" / "instance")
    assert_refused(here.run("run"), "cannot be written", "TRAININGTRACKER_INSTANCE")


def test_an_instance_folder_that_nobody_may_write_is_refused() -> None:
    # Not even root writes here.
    here = Installation.at(Path("/proc/sys/training-tracker"))
    assert_refused(here.run("run"), "/proc/sys", "cannot be written")


def test_a_port_in_use_is_refused(installed: Installation) -> None:
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        port = occupied.getsockname()[1]
        installed.environment["PORT"] = str(port)
        assert_refused(installed.run("run"), str(port), "PORT=")


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    here = Installation.at(tmp_path / "instance", SMTP_PORT="twenty-five")
    assert_refused(here.run("worker", "--once"), "TRAININGTRACKER_SMTP_PORT", "twenty-five")


def test_a_postgresql_that_does_not_answer_is_refused(tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/missing"
    here = Installation.at(tmp_path / "instance", DATABASE_URL=url)
    assert_refused(here.run("run"), "cannot be reached", "TRAININGTRACKER_DATABASE_URL")


def test_a_postgresql_is_migrated_only_on_request(tmp_path: Path, databases: Databases) -> None:
    with databases.empty("postgresql") as url:
        here = Installation.at(tmp_path / "instance", DATABASE_URL=url)
        assert_refused(here.run("worker", "--once"), "trainingtracker db upgrade")
        upgraded = here.run("db", "upgrade")
        assert upgraded.returncode == 0, upgraded.stderr
        assert here.run("db", "check").returncode == 0
        assert here.run("worker", "--once").returncode == 0
        assert not here.database.exists()


def test_the_site_is_served_with_an_example_and_tells_how_to_sign_in(
    installed: Installation,
) -> None:
    port = free_port()
    server = installed.start("--demo", "--staff", "100", port=port)
    try:
        said = read_until(server, "admin")
        assert f"http://127.0.0.1:{port}" in said
        assert PASSWORD in said
        for account in ACCOUNTS:
            assert account.login in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
            assert "/sign-in" in answer.url
    finally:
        stop(server)
    # The second start finds people, loads nothing, and says the same.
    server = installed.start("--demo", port=port)
    try:
        assert "Loading" not in read_until(server, "admin")
    finally:
        stop(server)


def test_without_an_example_the_site_starts_empty(installed: Installation) -> None:
    port = free_port()
    server = installed.start(port=port)
    try:
        said = read_until(server, "runs on")
        assert PASSWORD not in said
    finally:
        stop(server)


def read_until(server: "subprocess.Popen[str]", word: str) -> str:
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if word in line:
            return said
    assert server.stderr is not None
    raise AssertionError(f"the server ended: {said}{server.stderr.read()}")


def stop(server: "subprocess.Popen[str]") -> None:
    server.terminate()
    server.communicate(timeout=30)


def test_help_says_what_there_is(tmp_path: Path) -> None:
    done = Installation.at(tmp_path / "instance").run("--help")
    assert done.returncode == 0
    for command in ("run", "demo", "db", "worker", "accounts", "import", "export"):
        assert f"\n  {command} " in done.stdout
    assert not list(tmp_path.iterdir())
