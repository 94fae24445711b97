"""Lists that the operations of pages carry out, row by row, under all their rules.

Comparing such a list tries every row, in order, and takes all of it back: what a row would come to,
and what refuses it, is said by the operation itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from trainingtracker import privacy
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange, Preview
from trainingtracker.extensions import db

Outcome = tuple[FieldChange, ...]


@dataclass(frozen=True)
class Step:
    """What one entry does; `act` says what has changed. Its refusals belong to `column`."""

    record: Record
    column: str
    kind: ChangeOf
    listed: str
    act: Callable[[Actor], Outcome]


@dataclass
class Steps:
    """The steps of a list in their order."""

    actor: Actor
    steps: list[Step] = field(default_factory=list)

    def write(self) -> None:
        for step in self.steps:
            step.act(self.actor)

    def rehearse(self, preview: Preview) -> None:
        """Tell the preview what the steps of sound rows come to; nothing of it stays."""
        attempt = db.session.begin_nested()
        try:
            with privacy.unnoted():
                for step in preview.passing(self.steps, passes=1):
                    if step.record.sound:
                        self._try(step, preview)
        finally:
            attempt.rollback()

    def _try(self, step: Step, preview: Preview) -> None:
        one = db.session.begin_nested()
        try:
            fields = step.act(self.actor)
            db.session.flush()
        except RuleViolation as refusal:
            one.rollback()
            step.record.problem(step.column, refusal.message, **refusal.values)
            return
        one.commit()
        preview.changes.append(Change(step.kind, step.record.place, step.listed, fields))


def steps_of(preview: Preview) -> Steps:
    """No steps yet, of whoever brings the list in."""
    assert preview.actor is not None, "such a list is brought in by somebody"
    return Steps(preview.actor)
