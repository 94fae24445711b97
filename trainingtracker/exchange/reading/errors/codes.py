"""The numbers by which Excel's binary formats name an error."""

from trainingtracker.exchange.reading.sheets import ErrorCell

_NAMES = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def error(code: int) -> ErrorCell:
    return ErrorCell(_NAMES.get(code, "#ERROR!"))
