"""Workbooks of the older and rarer formats, read in a process of its own.

How far a sheet of .xls, .xlsb or .ods reaches shows only while it is read, and a small file can
claim to reach further than any memory. There the system holds the limits of memory and time; what
comes back is rows.
"""

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

from trainingtracker.exchange.reading import workbook
from trainingtracker.exchange.reading.sheets import Sheet, Unreadable
from trainingtracker.text import mark

if TYPE_CHECKING:
    from collections.abc import Callable

_MEMORY = 1536 * 1024**2
_SECONDS = 60

_BEYOND_LIMITS = mark(
    "This spreadsheet is damaged, or something stands far below or to the right of its list: it"
    " takes too long or too much memory to read. Save the list alone as .xlsx."
)


def sheets(content: bytes) -> list[Sheet]:
    """The visible sheets. Raises Unreadable."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", __name__],
            input=content,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_BEYOND_LIMITS) from None
    if done.returncode:
        raise Unreadable(_BEYOND_LIMITS)
    # Our own process wrote it.
    found: list[Sheet] | tuple[str, dict[str, object]] = pickle.loads(done.stdout)  # noqa: S301
    if isinstance(found, tuple):
        message, values = found
        raise Unreadable(message, **values)
    return found


def _limit_this_process() -> None:
    """Where the system can; elsewhere time alone is limited."""
    try:
        import resource
    except ImportError:
        return
    limit: Callable[[int, tuple[int, int]], None] = resource.setrlimit
    limit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    limit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    limit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the workbook from standard input, write its sheets to standard output."""
    content = sys.stdin.buffer.read()
    _limit_this_process()
    try:
        answer: object = workbook.sheets(content)
    except Unreadable as refusal:
        answer = (refusal.message, refusal.values)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
