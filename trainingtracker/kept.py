"""Figures that are kept until anything changes: a look at a city should not count it again.

What counts as a change is read from the audit (changes.py). Each process keeps its own figures, so
nothing has to be told to anybody when something changes.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from time import monotonic, thread_time
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from trainingtracker import changes, clock
from trainingtracker.changes import Change, Newest, Tables
from trainingtracker.extensions import db
from trainingtracker.shelf import Shelf, clear_all

Figure = TypeVar("Figure")
# The figure as it is after some changes; None where it has to be counted anew.
Mend: TypeAlias = Callable[[Figure, Sequence[Change]], Figure | None]

_LONG_SECONDS = 1.0
_GOOD_FOR = 60
# What a session was given from before the newest change, and whether its reader wants no such.
_OUTDATED, _AS_OF_NOW = "outdated figures", "figures as of now"


class Outdated(NamedTuple):
    """When a figure was counted that is shown, and when it is counted anew at the latest."""

    counted: datetime
    until: datetime


class _Kept(NamedTuple):
    """A figure, the change at which it was counted, and when; good `until` then in any case."""

    newest: Newest | None
    still: Hashable
    figure: Any
    at: datetime
    until: float = 0.0


_small: Shelf[_Kept] = Shelf(256)
_large: Shelf[_Kept] = Shelf(16)


def kept(
    key: Hashable,
    count: Callable[[], Figure],
    *,
    of: Tables = (),
    mend: Mend[Figure] | None = None,
    still: Hashable = None,
    large: bool = False,
    long: bool = False,
) -> Figure:
    """What `count` returns, or what it returned for the same key since when nothing has changed.

    The key names everything that the count depends on besides the data: the day, the scope, the
    filters. `of` are the tables that it reads, all of them; without it a change of any table
    counts. `mend` makes of the figure what it is after some changes of these tables, where that is
    less work. `still` is what goes by the clock: where it is another, the figure is counted anew in
    the place of the one before. Of what is `large`, as a whole tree of units, a few are kept. The
    result is shared by all threads and must not be changed by whoever gets it.

    A figure to look at that takes `long` is not counted anew after every change: nobody should
    wait for it twice in a row. Once it has taken more than a second it is shown for sixty times as
    long as it took; `outdated` tells its readers.

    A transaction that writes is given what was kept before it, until it changes something itself;
    what it counts is not kept, for it may be taken back. In the snapshot of an export it is always
    counted anew.
    """
    session = db.session()
    mode = session.info.get("mode", "read")
    if mode == "snapshot" or session.new or session.dirty or session.deleted:
        return count()
    newest, settled = changes.mark(of)
    shelf, place = (_large if large else _small), (str(db.engine.url), key)
    noted: list[_Kept] = session.info.setdefault(_OUTDATED, [])
    # What was kept while nobody wrote holds until a later number comes: those who write now will
    # have later ones.
    found = shelf.find(place)
    if found and found.newest == newest and found.still == still:
        return cast("Figure", found.figure)
    already, begun = len(noted), thread_time()
    counted = _as_it_is(found, newest, of, mend) if found and found.still == still else None
    good_enough = found and monotonic() < found.until and not session.info.get(_AS_OF_NOW)
    if found and counted is None and good_enough:
        noted.append(found)
        return cast("Figure", found.figure)
    if counted is None:
        counted = (count(),)
    took = thread_time() - begun
    if mode == "read" and settled:
        good = monotonic() + took * _GOOD_FOR if long and took > _LONG_SECONDS else 0.0
        made = _Kept(newest, still, counted[0], clock.now(), good)
        if parts := noted[already:]:
            # What is made of outdated figures is as old as they are, and good no longer.
            oldest, until = min(each.at for each in parts), min(each.until for each in parts)
            made = _Kept(None, still, counted[0], oldest, until)
        shelf.put(place, made)
    return counted[0]


def _as_it_is(
    found: _Kept, newest: Newest, of: Tables, mend: Mend[Figure] | None
) -> tuple[Figure] | None:
    """The figure by itself in a tuple, for it may be None; None where it is to be counted anew."""
    later = changes.between(found.newest, newest, of) if found.newest and of else None
    if later is None:
        return None
    if not later:
        return (found.figure,)
    mended = mend(found.figure, later) if mend else None
    return None if mended is None else (mended,)


def outdated() -> Outdated | None:
    """Of the figures that this session was given from before a change the oldest, if any."""
    noted: list[_Kept] = db.session.info.get(_OUTDATED, [])
    if not noted:
        return None
    oldest = min(noted, key=lambda each: each.at)
    return Outdated(oldest.at, clock.now() + timedelta(seconds=oldest.until - monotonic()))


def as_of_now() -> None:
    """Give this session no figures from before the newest change, however long that takes."""
    db.session.info[_AS_OF_NOW] = True


def forget() -> None:
    """Let everything be counted anew, as in a process that has just started."""
    clear_all()
