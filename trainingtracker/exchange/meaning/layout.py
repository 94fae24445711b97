"""Where the headings of a sheet are, and which column is which: as said, as remembered, else as it
looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trainingtracker.exchange.meaning.headings import Headings, Vocabulary, fingerprint
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.reading.sheets import Row, Sheet

_HEADING_ROWS = 60


@dataclass(frozen=True)
class Layout:
    """`remembered` has what was said about earlier files, by the fingerprint of their headings."""

    choices: Choices = field(default_factory=Choices)
    remembered: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def heading_row(self, sheet: Sheet, vocabulary: Vocabulary) -> Row:
        """The chosen row; one that is remembered; the one that names most fields."""
        if self.choices.heading_row is not None:
            number = self.choices.heading_row
            return next((row for row in sheet.rows if row.number == number), Row(number, ()))
        top = sheet.rows[:_HEADING_ROWS]
        if self.remembered:
            for row in top:
                if fingerprint(row.cells) in self.remembered:
                    return row
        best = max(top, key=lambda row: vocabulary.recognised(row.cells))
        if vocabulary.recognised(best.cells):
            return best
        # All of them may be misspelt.
        return max(top, key=lambda row: len(_near(row, vocabulary)))

    def headings(self, sheet: Sheet, vocabulary: Vocabulary) -> Headings:
        row = self.heading_row(sheet, vocabulary)
        remembered = self.remembered.get(fingerprint(row.cells))
        if remembered is not None and not self.choices.named:
            return vocabulary.mapped(row.number, row.cells, remembered)
        return vocabulary.match(row.number, row.cells, self.choices.named)


def _near(row: Row, vocabulary: Vocabulary) -> Mapping[str, str]:
    return vocabulary.near_misses(vocabulary.match(row.number, row.cells))
