"""The days of which there are numbers for readers who count people whom they do not see by name.

Who could ask for any two days would learn of the one person who makes the difference between them.
So there are the ends of quarters alone, when many have changed; HR, and who sees all that are
counted by name, ask for any day.
"""

from datetime import date

from trainingtracker import clock
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.trend import quarter_ends
from trainingtracker.text import mark

SINCE_THEN = mark(
    "Numbers of people whom you do not see by name are there for the ends of quarters: this is the "
    "last one by %(day)s."
)


def are_fixed(scope: Scope) -> bool:
    """Whether anybody is counted whom the reader does not see by name."""
    return scope.named is not None


def last_by(asked: date) -> date:
    """The end of the last quarter that was over on a day, or is now."""
    return quarter_ends(min(asked, clock.today()), 1)[0]
