"""Any spreadsheet file as sheets of raw cells, whatever its name says it is.

The content decides, not the ending: personnel systems save tab-separated text and web pages as
.xls.
"""

from pathlib import Path

from trainingtracker.exchange.reading import delimited, excel
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.reading.sheets import (
    EMPTY,
    TOO_LARGE,
    Sheet,
    Unreadable,
    refuse_what_is_too_long,
)
from trainingtracker.text import Listed, mark

MAX_BYTES = 50 * 1024 * 1024

_MISSING = mark("There is no file with this name.")
_FOLDER = mark("This is a folder, not a file.")
_FORBIDDEN = mark(
    "This file may not be opened. Close it in other programs or check its permissions."
)
_NO_SUCH_SHEET = mark("There is no sheet “%(sheet)s” with rows. There are: %(sheets)s.")
_AS_IT_LOOKS = Choices()
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"


def read(source: Path | bytes, name: str = "", choices: Choices = _AS_IT_LOOKS) -> list[Sheet]:
    """The visible sheets that hold anything, or the chosen one.

    `name` is the name of the file where `source` is its content. Raises Unreadable.
    """
    content = content_of(source)
    file_name = name or (source.name if isinstance(source, Path) else "")
    if not content.strip(b"\0 \t\r\n" + _BYTE_ORDER_MARKS):
        raise Unreadable(EMPTY)
    if excel.is_workbook(content):
        sheets = excel.sheets(content)
    else:
        sheets = [delimited.sheet(content, Path(file_name).stem, choices)]
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise Unreadable(EMPTY)
    if choices.sheet is None:
        refuse_what_is_too_long(sum(len(sheet.rows) for sheet in filled))
        return filled
    chosen = [sheet for sheet in filled if sheet.name == choices.sheet]
    if not chosen:
        names = Listed(tuple(sheet.name for sheet in filled))
        raise Unreadable(_NO_SUCH_SHEET, sheet=choices.sheet, sheets=names)
    return chosen


def content_of(source: Path | bytes) -> bytes:
    """The bytes of the file. Raises Unreadable."""
    if isinstance(source, bytes):
        content = source
    else:
        try:
            if source.stat().st_size > MAX_BYTES:
                raise Unreadable(TOO_LARGE, limit=MAX_BYTES // 1024**2)
            content = source.read_bytes()
        except FileNotFoundError:
            raise Unreadable(_MISSING) from None
        except IsADirectoryError:
            raise Unreadable(_FOLDER) from None
        except OSError:
            raise Unreadable(_FORBIDDEN) from None
    if len(content) > MAX_BYTES:
        raise Unreadable(TOO_LARGE, limit=MAX_BYTES // 1024**2)
    return content
