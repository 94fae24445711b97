"""A list of participants that turned up when the statistics of its year had been published.

So there is something to correct in the example city.
"""

from collections import Counter
from datetime import date

from trainingtracker.demo import past
from trainingtracker.demo.people import Employee
from trainingtracker.models import Course

_COURSE, _NUMBER = "IC-17", 40


def turn_up(employees: list[Employee], courses: dict[str, Course], year: int) -> None:
    """Many of the largest unit took part on a day in November."""
    day = date(year, 11, 18)
    ((unit, _),) = Counter(each.unit for each in employees).most_common(1)
    there = [each.id for each in employees if each.unit == unit and each.employed(day, day)]
    past.write([(person_id, _COURSE, day) for person_id in there[:_NUMBER]], courses)
