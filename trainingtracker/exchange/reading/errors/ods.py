"""Errors in .ods, as LibreOffice marks them."""

import io
import zipfile
from xml.parsers import expat

from trainingtracker.exchange.reading.sheets import ErrorCell

# An error that is repeated further than any list is wide.
_MOST = 1_000


def found(content: bytes) -> dict[str, dict[tuple[int, int], ErrorCell]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read("content.xml")
    reading = _Reading()
    if b'value-type="error"' in part:
        parser = expat.ParserCreate()
        parser.StartElementHandler = reading.begins
        parser.EndElementHandler = reading.ends
        parser.CharacterDataHandler = reading.says
        parser.StartDoctypeDeclHandler = reading.declares
        parser.Parse(part, True)  # noqa: FBT003 - the whole part at once
    return reading.errors


class _Reading:
    """Where the parser is: rows and cells may stand for several."""

    def __init__(self) -> None:
        self.errors: dict[str, dict[tuple[int, int], ErrorCell]] = {}
        self._sheet: dict[tuple[int, int], ErrorCell] = {}
        self._row = self._next_row = self._column = 0
        self._cells: list[tuple[int, int]] = []
        self._words = ""

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "table":
                self._sheet = self.errors.setdefault(attributes.get("table:name", ""), {})
                self._next_row = 0
            case "table-row":
                self._row, self._column = self._next_row, 0
                self._next_row += _times(attributes, "table:number-rows-repeated")
            case "table-cell" | "covered-table-cell":
                times = _times(attributes, "table:number-columns-repeated")
                if attributes.get("calcext:value-type") == "error":
                    columns = range(self._column, self._column + min(times, _MOST))
                    self._cells, self._words = [(self._row, each) for each in columns], ""
                self._column += times

    def says(self, words: str) -> None:
        if self._cells:
            self._words += words

    def ends(self, name: str) -> None:
        if self._cells and name.endswith(":table-cell"):
            for cell in self._cells:
                self._sheet[cell] = ErrorCell(self._words.strip() or "#ERROR!")
            self._cells = []

    def declares(self, *_declaration: object) -> None:
        raise ValueError("no workbook declares a document type")


def _times(attributes: dict[str, str], name: str) -> int:
    said = attributes.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 9 else 1
