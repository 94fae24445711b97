"""Errors in .xls: records of a stream inside a compound file."""

import struct
from collections.abc import Iterator

from trainingtracker.exchange.reading.errors.codes import error
from trainingtracker.exchange.reading.sheets import ErrorCell

_BOUND_SHEET, _FORMULA, _BOOLEAN_OR_ERROR, _END = 0x85, 0x06, 0x205, 0x0A
_LAST_SECTOR = 0xFFFFFFF8
_SMALL_STREAM = 4096


def found(content: bytes) -> dict[str, dict[tuple[int, int], ErrorCell]]:
    stream = _workbook_stream(content)
    errors: dict[str, dict[tuple[int, int], ErrorCell]] = {}
    for kind, record in _records(stream, 0):
        if kind == _BOUND_SHEET and len(record) > 8:
            (start,) = struct.unpack_from("<I", record)
            errors[_name(record)] = dict(_of_sheet(stream, start))
        elif kind == _END:
            break
    return errors


def _name(record: bytes) -> str:
    length, wide = record[6], record[7] & 1
    return (
        record[8 : 8 + 2 * length].decode("utf-16-le", "replace")
        if wide
        else record[8 : 8 + length].decode("latin-1")
    )


def _of_sheet(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], ErrorCell]]:
    for kind, record in _records(stream, start):
        if kind == _END:
            return
        if kind == _BOOLEAN_OR_ERROR and len(record) >= 8 and record[7]:
            row, column = struct.unpack_from("<HH", record)
            yield (row, column), error(record[6])
        # A result that is no number says so in its last two bytes, and 2 says error.
        elif kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
            row, column = struct.unpack_from("<HH", record)
            yield (row, column), error(record[8])


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _workbook_stream(content: bytes) -> bytes:
    """The stream “Workbook” of the compound file; nothing where it has none."""
    shift = struct.unpack_from("<H", content, 0x1E)[0]
    if shift not in (9, 12):
        return b""
    size = 1 << shift
    file = _CompoundFile(content, size)
    directory = file.chain(struct.unpack_from("<I", content, 0x30)[0])
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    named = {_entry_name(entry): entry for entry in reversed(entries)}
    entry = named.get("Workbook") or named.get("Book")
    if entry is None:
        return b""
    first, length = struct.unpack_from("<II", entry, 116)
    if length >= _SMALL_STREAM:
        return file.chain(first)[:length]
    root = file.chain(struct.unpack_from("<I", entries[0], 116)[0])
    small = file.chain(struct.unpack_from("<I", content, 0x3C)[0])
    table = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
    parts = [root[64 * n : 64 * n + 64] for n in _steps(first, table)]
    return b"".join(parts)[:length]


def _entry_name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


class _CompoundFile:
    """Sectors that say which one follows."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = content, size
        listed = list(struct.unpack_from("<109I", content, 0x4C))
        following = struct.unpack_from("<I", content, 0x44)[0]
        for _ in range(len(content) // size):
            if following >= _LAST_SECTOR:
                break
            sector = self._sector(following)
            numbers = struct.unpack(f"<{len(sector) // 4}I", sector)
            listed.extend(numbers[:-1])
            following = numbers[-1] if numbers else _LAST_SECTOR
        table = b"".join(self._sector(n) for n in listed if n < _LAST_SECTOR)
        self._table = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def chain(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in _steps(first, self._table))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]


def _steps(first: int, table: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a chain; a ring ends where every sector has been once."""
    number = first
    for _ in range(len(table)):
        if number >= len(table):
            return
        yield number
        number = table[number]
