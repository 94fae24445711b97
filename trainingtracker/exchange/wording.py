"""A preview in sentences for people, and as plain data for machines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trainingtracker.exchange.meaning.table import NEARLY
from trainingtracker.exchange.preview import ChangeOf, FieldChange, Place, Preview, Problem
from trainingtracker.text import Message, counted, mark, mark_plural, sentence, short_day, shown

_FIRST = 20

_COUNTS = {
    ChangeOf.NEW: mark("New: %(number)s"),
    ChangeOf.CHANGED: mark("Changed: %(number)s"),
    ChangeOf.UNCHANGED: mark("Unchanged: %(number)s"),
    ChangeOf.MISSING: mark("Missing: %(number)s"),
    ChangeOf.CONFLICT: mark("Conflicts: %(number)s"),
    ChangeOf.LEFT_OUT: mark("Left out: %(number)s"),
}
_PROBLEMS = mark_plural("%(number)s problem:", "%(number)s problems:")
_MORE = mark("… and %(number)s more.")
_NEW_ENTRIES = mark("New entries:")
_CHANGED_ENTRIES = mark("Changes:")
_CONFLICTS = mark("Changed here and in the list, so it stays as it is here:")
_LEFT_OUT = mark("Left out, because it is no entry of the list or known already:")
_NOTES = mark("Notes:")
_ROW = mark("row %(row)s")
_COLUMN = mark("column %(column)s")
_SHEET = mark("sheet %(sheet)s")
_CHANGE = mark("%(field)s: %(before)s → %(after)s")
_UNTOLD = mark("%(field)s: changes; the value is not shown")
_SAY_COLUMNS = mark("Say which field a column is: --column HEADING=FIELD, once for each.")
_APPLIED = mark("The list has been brought in.")
_NOT_APPLIED = mark("Nothing has been written, because there are problems.")
_STOPPED = mark("Nothing has been written.")
_PREVIEW_ONLY = mark("Nothing has been written yet. Add --apply to bring the list in.")


def as_json(preview: Preview, language: str) -> dict[str, object]:
    """Counts and problems, the messages in the language."""
    told = {"stopped": preview.stopped.in_language(language)} if preview.stopped else {}
    return {
        **told,
        **{kind.value: number for kind, number in preview.counts().items()},
        "problems": [
            {
                "sheet": problem.place.sheet,
                "row": problem.place.row,
                "column": problem.column,
                "value": problem.value,
                "message": problem.message.in_language(language),
            }
            for problem in preview.problems
        ],
    }


def unreadable_as_json(message: str) -> dict[str, object]:
    """The same form for a file that cannot be read."""
    problem = {"sheet": "", "row": None, "column": "", "value": "", "message": message}
    return {**{kind.value: 0 for kind in ChangeOf}, "problems": [problem]}


def as_listed(value: object, language: str) -> str:
    """A value as the list would write it; a dash where there is none."""
    if value is None or value == "":
        return "\u2013"
    if isinstance(value, bool):
        return sentence(mark("yes") if value else mark("no"), language)
    if isinstance(value, date):
        return short_day(value, language)
    return str(shown(value, language))


@dataclass
class Wording:
    """A preview as lines of text in one language."""

    preview: Preview
    language: str

    def lines(self, *, applied: bool, asked_to_apply: bool) -> Iterator[str]:
        """Counts, the first of every kind, all problems, and what has happened."""
        counts = self.preview.counts()
        yield "  ".join(self._say(_COUNTS[kind], number=counts[kind]) for kind in ChangeOf)
        yield from self._changes(ChangeOf.CHANGED, _CHANGED_ENTRIES)
        yield from self._changes(ChangeOf.NEW, _NEW_ENTRIES)
        yield from self._changes(ChangeOf.CONFLICT, _CONFLICTS)
        yield from self._changes(ChangeOf.LEFT_OUT, _LEFT_OUT)
        if self.preview.notes:
            yield from ("", self._say(_NOTES))
            yield from (f"  {self._shown(note)}" for note in self.preview.notes)
        if self.preview.problems:
            yield from ("", counted(_PROBLEMS, len(self.preview.problems), self.language))
            yield from (f"  {self.problem(problem)}" for problem in self.preview.problems)
        if any(problem.message.message == NEARLY for problem in self.preview.problems):
            yield self._say(_SAY_COLUMNS)
        yield ""
        if applied:
            yield self._say(_APPLIED)
        elif self.preview.stopped:
            yield f"{self._shown(self.preview.stopped)} {self._say(_STOPPED)}"
        elif self.preview.problems and asked_to_apply:
            yield self._say(_NOT_APPLIED)
        elif not self.preview.problems:
            yield self._say(_PREVIEW_ONLY)

    def problem(self, problem: Problem) -> str:
        """Where, in which column, and what: Blatt X, Zeile 12, Spalte Eintritt: ..."""
        column = self._say(_COLUMN, column=problem.column) if problem.column else ""
        where = ", ".join(filter(None, (self.place(problem.place), column)))
        said = problem.message.in_language(self.language)
        return f"{where}: {said}" if where else said

    def place(self, place: Place) -> str:
        """Sheet and row; a capital begins the line."""
        sheet = self._say(_SHEET, sheet=place.sheet) if place.sheet else ""
        row = self._say(_ROW, row=str(place.row)) if place.row else ""
        words = ", ".join(filter(None, (sheet, row)))
        return words[:1].upper() + words[1:]

    def field(self, change: FieldChange) -> str:
        """One field: from, to."""
        if not change.told:
            return self._say(_UNTOLD, field=Message(change.field))
        return self._say(
            _CHANGE,
            field=Message(change.field),
            before=self._shown(change.before),
            after=self._shown(change.after),
        )

    def _changes(self, kind: ChangeOf, heading: str) -> Iterator[str]:
        changes = self.preview.of(kind)
        if not changes:
            return
        yield from ("", self._say(heading))
        for change in changes[:_FIRST]:
            yield f"  {self.place(change.place)}: {change.key}"
            if kind in (ChangeOf.CHANGED, ChangeOf.CONFLICT):
                yield from (f"    {self.field(field)}" for field in change.fields)
        if len(changes) > _FIRST:
            yield f"  {self._say(_MORE, number=len(changes) - _FIRST)}"

    def _shown(self, value: object) -> str:
        return as_listed(value, self.language)

    def _say(self, message: str, **values: object) -> str:
        return sentence(message, self.language, **values)
