"""Errors in .xlsb: binary records in the files of an archive."""

import io
import struct
import zipfile
from collections.abc import Iterator

from trainingtracker.exchange.reading.errors.codes import error
from trainingtracker.exchange.reading.sheets import ErrorCell
from trainingtracker.exchange.reading.xlsx import xml

_ROW, _CELL_ERROR, _FORMULA_ERROR, _BUNDLE_SHEET = 0, 3, 11, 156


def found(content: bytes) -> dict[str, dict[tuple[int, int], ErrorCell]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        relations = xml(archive.read("xl/_rels/workbook.bin.rels"))
        targets = {
            relation.get("Id", ""): relation.get("Target", "").lstrip("/").removeprefix("xl/")
            for relation in relations
        }
        return {
            name: dict(_of_sheet(archive.read(f"xl/{targets[relation]}")))
            for relation, name in _sheets(archive.read("xl/workbook.bin"))
            if f"xl/{targets.get(relation)}" in names
        }


def _sheets(workbook: bytes) -> Iterator[tuple[str, str]]:
    """Relation and name of every sheet."""
    for kind, record in _records(workbook):
        if kind == _BUNDLE_SHEET:
            relation, end = _text(record, 8)
            yield relation, _text(record, end)[0]


def _text(record: bytes, start: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", record, start)
    end = start + 4 + 2 * length
    return record[start + 4 : end].decode("utf-16-le", "replace"), end


def _of_sheet(part: bytes) -> Iterator[tuple[tuple[int, int], ErrorCell]]:
    row = 0
    for kind, record in _records(part):
        if kind == _ROW and len(record) >= 4:
            (row,) = struct.unpack_from("<I", record)
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and len(record) >= 9:
            (column,) = struct.unpack_from("<I", record)
            yield (row, column), error(record[8])


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content; both number and length are written in as many bytes as they need."""
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80 and at < len(part):
            kind, at = (kind & 0x7F) | (part[at] & 0x7F) << 7, at + 1
        length = shift = 0
        for _ in range(4):
            if at >= len(part):
                return
            byte, at = part[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[at : at + length]
        at += length
