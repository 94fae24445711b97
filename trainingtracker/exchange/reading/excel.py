"""Which workbooks (.xlsx, .xlsb, .xls, .ods) are read, and in which process."""

import io
import zipfile

from trainingtracker.exchange.reading import apart, workbook
from trainingtracker.exchange.reading.sheets import (
    DAMAGED,
    NO_SPREADSHEET,
    PROTECTED,
    Sheet,
    Unreadable,
)
from trainingtracker.text import mark

# A small file can unpack to more than the machine has.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024

_UNPACKS_TOO_FAR = mark(
    "This file unpacks to more than %(limit)s MB, which is far more than a list. Copy the list"
    " alone into a new file."
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_workbook(content: bytes) -> bool:
    """Whether the content is of a kind that workbooks are kept in."""
    return content.startswith((*_ZIP, _OLE))


def sheets(content: bytes) -> list[Sheet]:
    """The visible sheets, in their order. Raises Unreadable."""
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Unreadable(PROTECTED)
    names = _refuse_what_is_no_workbook(content) if content.startswith(_ZIP) else set()
    return workbook.sheets(content) if "xl/workbook.xml" in names else apart.sheets(content)


def _refuse_what_is_no_workbook(content: bytes) -> set[str]:
    """The names of the files inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
            manifest = archive.read(_MANIFEST) if _MANIFEST in names else b""
    except Exception:
        raise Unreadable(DAMAGED) from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise Unreadable(_UNPACKS_TOO_FAR, limit=MAX_UNPACKED_BYTES // 1024**2)
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise Unreadable(NO_SPREADSHEET)
    if b"encryption-data" in manifest:
        raise Unreadable(PROTECTED)
    return names
