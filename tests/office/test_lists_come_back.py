"""Lists that can be edited, saved by LibreOffice: what was edited there comes back, and no more."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.exchange.editing import EDITABLE, Taken, edits_told, lists_to_edit, taken
from tests.exchange.lists import compared, messages
from tests.support import office
from trainingtracker.accounts.actor import Actor
from trainingtracker.exchange.preview import ChangeOf
from trainingtracker.extensions import db
from trainingtracker.vocabulary import Role

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def test_what_libreoffice_has_saved_is_what_was_edited(cast: Cast, tmp_path: Path) -> None:
    hr = Actor(cast.hr.id, {Role.HR: None})
    offering = lists_to_edit(cast)
    db.session.flush()
    lists = [taken(kind, "de", offering) for kind in EDITABLE]
    edits = {each.kind: _one_of_each_column(each) for each in lists}
    files = []
    for each in lists:
        for name, content in (("", each.content), ("-edited", each.with_edits(edits[each.kind]))):
            files.append(tmp_path / f"{each.kind}{name}.xlsx")
            files[-1].write_bytes(content)
    copies = office.converted(files, tmp_path)
    for each in lists:
        saved = compared(each.kind, copies[each.kind].read_bytes(), actor=hr)
        assert messages(saved) == []
        assert len(saved.of(ChangeOf.UNCHANGED)) == len(each.rows), each.kind
        edited = compared(each.kind, copies[f"{each.kind}-edited"].read_bytes(), actor=hr)
        assert messages(edited) == []
        written = edited.of(ChangeOf.CHANGED) + edited.of(ChangeOf.NEW)
        assert edits_told(each, written) == set(edits[each.kind])
    db.session.rollback()


def _one_of_each_column(here: Taken) -> dict[tuple[int, str], object]:
    """The first cell of each column that can be edited."""
    found: dict[str, tuple[int, object]] = {}
    for row, name, value in here.possible:
        found.setdefault(name, (row, value))
    return {(row, name): value for name, (row, value) in found.items()}
