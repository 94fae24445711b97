"""Formulas that came to nothing, in workbooks other than .xlsx.

The reader of workbooks hands them out as empty cells. `found` has sheet name -> (row, column) from
0 -> the error as the program shows it.
"""

from trainingtracker.exchange.reading.errors import ods, xls, xlsb
from trainingtracker.exchange.reading.sheets import ErrorCell

Errors = dict[str, dict[tuple[int, int], ErrorCell]]

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def found(content: bytes, names: set[str]) -> Errors:
    """The errors of a workbook; `names` are the files inside, where it is an archive."""
    if content.startswith(_OLE):
        return xls.found(content)
    if "xl/workbook.bin" in names:
        return xlsb.found(content)
    if "content.xml" in names:
        return ods.found(content)
    return {}
