"""Delimited text as a sheet: which encoding, which delimiter, where a record ends."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from trainingtracker.exchange.reading.choices import DELIMITERS, Choices
from trainingtracker.exchange.reading.sheets import (
    MAX_CELLS,
    MAX_COLUMNS,
    NO_SPREADSHEET,
    SCATTERED,
    Sheet,
    TextForm,
    Unreadable,
    filled_rows,
)
from trainingtracker.text import mark

# In the order of preference where a text fits several equally well.
_PREFERRED = sorted(DELIMITERS, key=";\t,|".index)
_SAMPLE_RECORDS = 200

_WEB_PAGE = mark(
    "This is a web page or XML file with the ending of a spreadsheet, as some systems export it. "
    "Open it in Excel and save it as .xlsx."
)
_QUOTATION_MARK = mark(
    "The quotation marks in or before line %(line)s do not match: one is not closed or stands "
    "alone inside a value. Write it twice, or save the list as .xlsx."
)
_ENCODING = mark("The letters of this file cannot be read. Save the list as UTF-8 or as .xlsx.")
_MARKUP = re.compile(
    r"\s*(<!doctype|<html|<table|<\?xml|<!--|<meta|<head|<style|MIME-Version:)", re.I
)
_DOCUMENT = re.compile(r"\s*(%PDF-|\{\\rtf|\{\s*\"|\[\s*[\[{\"])")
# What is no Unicode was written in one of these; German letters tell which.
_OLDER = ("cp1252", "cp850", "mac_roman")
_GERMAN = re.compile("[äöüÄÖÜß]")
_PLAIN = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sheet(content: bytes, name: str, choices: Choices) -> Sheet:
    """The one sheet of a delimited text, named after its file as spreadsheet programs do."""
    text, encoding = decode(content, choices.encoding)
    if _MARKUP.match(text):
        raise Unreadable(_WEB_PAGE)
    if _CONTROL.search(text) or _DOCUMENT.match(text):
        raise Unreadable(NO_SPREADSHEET)
    # Excel's own note to itself is not shown by Excel and counts as no row.
    announced = re.match(r"sep=(.)\r?\n", text, re.I)
    delimiter = choices.delimiter or (announced[1] if announced else _delimiter(text))
    grid = _records(text[announced.end() :] if announced else text, delimiter, name)
    return Sheet(name, filled_rows(grid), TextForm(encoding, delimiter))


def decode(content: bytes, chosen: str | None = None) -> tuple[str, str]:
    """The text and its encoding: the chosen one; else UTF-8 or UTF-16 with or without their marks;
    else the older one that gives most German letters.
    """
    if content.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif chosen:
        encoding = chosen
    elif b"\0" in content[:2000]:
        little_endian = content[1:2000:2].count(0) > content[:2000:2].count(0)
        encoding = "utf-16-le" if little_endian else "utf-16-be"
    else:
        encoding = "utf-8"
    text = _decoded(content, encoding)
    if text is not None:
        return text, _PLAIN.get(encoding, encoding)
    if encoding == "utf-8" and not chosen and (found := _in_older_encoding(content)):
        return found
    raise Unreadable(NO_SPREADSHEET if _CONTROL.search(content.decode("latin-1")) else _ENCODING)


def _in_older_encoding(content: bytes) -> tuple[str, str] | None:
    """The text as most German letters come out of it; Windows-1252 where none do."""
    readings = [(text, name) for name in _OLDER if (text := _decoded(content, name)) is not None]
    letters = [len(_GERMAN.findall(text)) for text, _ in readings]
    if not any(letters) and readings[0][1] != _OLDER[0]:
        return None
    return readings[letters.index(max(letters))]


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _delimiter(text: str) -> str:
    """The delimiter that cuts most records into equally many and several parts."""
    best, best_score = "", 0
    for candidate in _PREFERRED:
        score = _score(text, candidate)
        if score > best_score:
            best, best_score = candidate, score
    if not best:
        raise Unreadable(NO_SPREADSHEET)
    return best


def _score(text: str, delimiter: str) -> int:
    widths: list[int] = []
    try:
        for record in csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True
        ):
            if record:
                widths.append(len(record))
            if len(widths) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0
    several = Counter(width for width in widths if width > 1)
    return max(((width - 1) * times for width, times in several.items()), default=0)


def _records(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    number = 0
    try:
        for record in reader:
            number += len(record)
            # Whatever follows the last value of a row is work and no content.
            while record and not record[-1]:
                record.pop()
            if number > MAX_CELLS or len(record) > MAX_COLUMNS:
                raise Unreadable(SCATTERED, sheet=name)
            yield record
    except csv.Error:
        raise Unreadable(_QUOTATION_MARK, line=reader.line_num) from None
