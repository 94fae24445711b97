"""`trainingtracker backup`, `restore` and `config`, as typed at a shell."""

from pathlib import Path

from tests.cli.installation import Installation, assert_refused
from trainingtracker import config


def test_a_backup_is_put_back_on_another_machine(installed: Installation, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    made = installed.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    assert "verified" in made.stdout
    other = Installation.at(tmp_path / "other")
    assert_refused(other.run("restore", str(file)), "--yes")
    assert not other.database.exists()
    done = other.run("restore", "--yes", str(file))
    assert done.returncode == 0, done.stderr
    assert "kept" not in done.stdout
    assert other.run("db", "check").returncode == 0


def test_where_there_is_nothing_nothing_is_backed_up(tmp_path: Path) -> None:
    here = Installation.at(tmp_path / "instance")
    assert_refused(here.run("backup", str(tmp_path / "b.zip")), "nothing to back up")
    assert not here.database.exists()


def test_any_other_file_is_refused(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("Urlaubsplanung")
    assert_refused(installed.run("restore", "--yes", str(tmp_path / "b.zip")), "no backup")


def test_the_settings_are_shown_without_secrets(tmp_path: Path) -> None:
    here = Installation.at(
        tmp_path / "instance",
        DATABASE_URL="postgresql://tt:geheim@db/tt",
        SMTP_PASSWORD="auch geheim",
        PROXY_HOPS="1",
    )
    shown = here.run("config").stdout
    for name in config.OPTIONS:
        assert f"{name} " in shown
    assert "geheim" not in shown
    assert "postgresql+psycopg://tt:***@db/tt" in shown or "postgresql://tt:***@db/tt" in shown
