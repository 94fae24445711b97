"""HR brings a list of people in, in a browser: sends it, looks, decides, finds the person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from flask import Flask

from tests.cast import Cast
from tests.exchange.lists import workbook
from tests.journeys.conftest import ONE_EACH, Visitor
from trainingtracker.extensions import db
from trainingtracker.jobs.imports import work_on

HEADINGS = ["Personalnummer", "Nachname", "Vorname", "Eintritt", "OE"]
MANY = [[f"{n:08}", f"Nachname {n}", "Kim", "01.02.2019", "23"] for n in range(1_200)]


@pytest.fixture
def started(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The work on lists begins when this is set, so that its page can be looked at meanwhile."""
    begun = Event()

    def later(run_id: int) -> bool:
        begun.wait(30)
        return work_on(run_id)

    monkeypatch.setattr("trainingtracker.web.background.work_on", later)
    yield begun
    begun.set()
    app.extensions["background"].finish()


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_a_list_of_people_from_the_file_to_the_person(
    cast: Cast, visitor: Callable[..., Visitor], started: Event, language: str, tmp_path: Path
) -> None:
    cast.hr.language = language
    db.session.commit()
    file = tmp_path / "Personal.xlsx"
    file.write_bytes(workbook(Personal=[HEADINGS, *MANY]))

    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go("/imports")
    hr.check_accessibility()
    hr.follow(hr.says("People"))
    hr.check_accessibility()
    hr.page.set_input_files("input[type=file]", file)
    hr.press("Compare with what is on record")
    hr.reads(hr.says("The list is being compared with what is on record"))
    assert hr.page.get_by_role("progressbar").count() == 1
    hr.check_accessibility()
    # The page goes on without anybody reloading it.
    started.set()
    hr.reads(hr.says("What the list would change"))
    hr.check_accessibility()
    hr.page.get_by_role("button", name="1.200" if language == "de" else "1,200").click()
    hr.reads(hr.says("What has been written"))
    hr.check_accessibility()
    hr.follow(hr.says("Take the list back"))
    hr.check_accessibility()
    hr.go("/people?q=00001199")
    hr.reads("Nachname 1199")


# What a phone shows does not depend on the database.
@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_problems_are_told_on_a_phone_and_a_large_file_is_not_sent(
    cast: Cast, visitor: Callable[..., Visitor], started: Event, tmp_path: Path
) -> None:
    started.set()
    file = tmp_path / "Personal.xlsx"
    file.write_bytes(workbook(Personal=[HEADINGS, [*MANY[0][:3], "31.02.2019", "23"]]))
    large = tmp_path / "zu groß.csv"
    large.write_bytes(b"x" * (15 * 1024**2 + 1))

    hr = visitor("de", width=320, colours="dark")
    hr.sign_in("hanna.rieck")
    hr.go("/imports/new/people")
    hr.page.set_input_files("input[type=file]", large)
    hr.reads("zu groß")
    compare = hr.says("Compare with what is on record")
    hr.page.get_by_role("main").get_by_role("button", name=compare).click()
    assert hr.page.url.endswith("/imports/new/people")
    hr.check_accessibility()
    hr.page.set_input_files("input[type=file]", file)
    hr.press("Compare with what is on record")
    hr.reads("31.02.2019")
    hr.check_accessibility()
    assert hr.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    hr.follow(hr.says("Columns"))
    hr.reads("31.02.2019")
    hr.check_accessibility()
    assert hr.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    hr.page.go_back()
    assert hr.download("List with its problems (Excel)").suggested_filename.endswith(".xlsx")
