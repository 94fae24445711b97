"""A raw cell as a time of day: real times, the ways of writing one, and Excel's share of a day."""

import re
from datetime import datetime, time, timedelta

from trainingtracker.exchange.meaning.cells import CellError, is_empty, shown, text
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.text import mark

_NOT_A_TIME = mark("“%(value)s” is not a time of day. Write it as 09:00.")
_WRITTEN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*(?:Uhr|h)?", re.IGNORECASE)
_MINUTES = 24 * 60


def time_of_day(cell: Cell) -> time | None:
    """To the minute; None for an empty cell."""
    if is_empty(cell):
        return None
    match cell:
        case datetime():
            return cell.time().replace(second=0, microsecond=0)
        case time():
            return cell.replace(second=0, microsecond=0)
        case timedelta():
            return _after_midnight(round(cell.total_seconds() / 60), cell)
        case float() if 0 <= cell < 1:
            return _after_midnight(round(cell * _MINUTES), cell)
    found = _WRITTEN.fullmatch(text(cell))
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hours > 23 or minutes > 59:
        raise CellError(_NOT_A_TIME, value=shown(cell))
    return time(hours, minutes)


def _after_midnight(minutes: int, cell: Cell) -> time:
    if not 0 <= minutes < _MINUTES:
        raise CellError(_NOT_A_TIME, value=shown(cell))
    return time(*divmod(minutes, 60))
