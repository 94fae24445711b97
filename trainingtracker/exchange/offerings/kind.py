"""The kind of list: what it is, and an example of it."""

from datetime import timedelta

from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.exchange.offerings.compare import VOCABULARY, compare
from trainingtracker.text import mark

_WEEK = timedelta(days=7)

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("When and where courses are held: a row for each meeting."),
    icon="calendar-event",
    example=Example(
        mark("Example offerings"),
        ("offering", "course", "day", "begins", "ends", "venue", "max_places", "min_places",
         "status"),
        (
            ("BSP-1-01", "BSP-1", -_WEEK, "09:00", "12:15", ("Raum 214", "Room 214"), 12, 4,
             ("veröffentlicht", "published")),
            ("BSP-1-01", "BSP-1", _WEEK, "09:00", "12:15", ("Raum 214", "Room 214"), 12, 4,
             ("veröffentlicht", "published")),
        ),
    ),
    personal=False,
    by_operations=True,
)  # fmt: skip
