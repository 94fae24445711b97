"""Every list that can be edited, with cells edited at random: they are changes, nothing else is.

Two people take the same list. What one of them has brought in is, where the other has edited the
same row otherwise, a conflict; a row that the other has not touched stays as it is.
"""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.exchange.editing import EDITABLE, Edits, Taken, edits_told, lists_to_edit, taken
from tests.exchange.lists import compared, messages
from trainingtracker.accounts.actor import Actor
from trainingtracker.exchange.importing import apply
from trainingtracker.exchange.preview import Change, ChangeOf, Preview
from trainingtracker.extensions import db
from trainingtracker.vocabulary import ListKind, Role

# What goes out and what comes back is the same on every database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


@pytest.mark.parametrize("kind", EDITABLE)
# A failure is told as it was found: making it smaller would take minutes.
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), language=st.sampled_from(["de", "en"]))
def test_exactly_the_edited_cells_are_changes(
    cast: Cast, kind: ListKind, data: st.DataObject, language: str
) -> None:
    db.session.rollback()
    hr = Actor(cast.hr.id, {Role.HR: None})
    here = taken(kind, language, lists_to_edit(cast))
    theirs, ours = _edits(data, here), _edits(data, here)
    try:
        apply(_told(here, theirs, hr))
        preview = _told(here, ours, hr)
    finally:
        db.session.rollback()
    both = {row for row, _ in theirs} & {row for row, _ in ours}
    alone = {cell for cell in ours if cell[0] not in both}
    clashing = {
        cell for cell in {*theirs, *ours} if cell[0] in both and theirs.get(cell) != ours.get(cell)
    }
    told = edits_told(here, preview.of(ChangeOf.CONFLICT))
    assert edits_told(here, _written(preview)) == alone
    # A cell that is empty in the list says nothing against what has been filled in meanwhile.
    assert {cell for cell in clashing if cell in ours or here.says(*cell)} <= told <= clashing
    assert len(preview.changes) == len(here.rows) + preview.counts()[ChangeOf.MISSING]


def _edits(data: st.DataObject, here: Taken) -> Edits:
    """A few cells, each edited once."""
    chosen = data.draw(st.lists(st.sampled_from(here.possible), max_size=5))
    return {(row, name): value for row, name, value in chosen}


def _told(here: Taken, edits: Edits, hr: Actor) -> Preview:
    preview = compared(here.kind, here.with_edits(edits), actor=hr)
    assert messages(preview) == []
    return preview


def _written(preview: Preview) -> list[Change]:
    """Attendance that nobody had recorded is new."""
    return preview.of(ChangeOf.CHANGED) + preview.of(ChangeOf.NEW)
