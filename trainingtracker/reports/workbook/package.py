"""The zip that a workbook is, leaving piece by piece while it is still being written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

# Rows repeat so much that the quickest level makes a file a quarter larger in a quarter of the
# time.
_COMPRESSION = 1
_SHEET_PART = re.compile(r"(worksheets/(?:_rels/)?sheet)(\d+)(?=\.xml)")


class Package:
    """Parts go in; what is complete of the zip comes out at once. Nothing is ever gone back to."""

    def __init__(self) -> None:
        self._outlet = _Outlet()
        self._zip = ZipFile(
            cast("IO[bytes]", self._outlet), "w", ZIP_DEFLATED, compresslevel=_COMPRESSION
        )

    def part(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """A part of at most 2 GB: Excel offers to repair a zip that is made for longer ones."""
        with self._zip.open(name, "w") as part:
            for piece in pieces:
                part.write(piece)
                yield from self._outlet.taken()
        yield from self._outlet.taken()

    def end(self) -> Iterator[bytes]:
        self._zip.close()
        yield from self._outlet.taken()


class _Outlet:
    """A file that can only be written to, and keeps what was written until it is taken."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing in between."""

    def taken(self) -> Iterator[bytes]:
        if self._written:
            yield b"".join(self._written)
            self._written.clear()


def described(book: Workbook, numbers: Sequence[int]) -> dict[str, bytes]:
    """What openpyxl writes of the workbook, by the names of the parts.

    `numbers` are those of the parts of the sheets, in the order of the sheets: openpyxl counts
    through, but a sheet that is written already keeps its part when another comes before it.
    """
    whole = BytesIO()
    book.save(whole)

    def renumbered(text: str) -> str:
        return _SHEET_PART.sub(lambda found: f"{found[1]}{numbers[int(found[2]) - 1]}", text)

    with ZipFile(whole) as archive:
        parts = {renumbered(name): archive.read(name) for name in archive.namelist()}
    for index in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[index] = renumbered(parts[index].decode()).encode()
    return parts
