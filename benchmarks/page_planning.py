"""HR's desk, the calendar of a month, and the dates that a manager can nominate for."""

from collections.abc import Iterator

from benchmarks.measuring import Figure
from benchmarks.pages import BarePage, measure, prepare
from benchmarks.workshop import Workshop

__all__ = ["prepare", "run"]

_WAITING = """
    SELECT enrolment.id, last_name, first_name, title_de, requested_at FROM enrolment
    JOIN person ON person.id = person_id JOIN offering ON offering.id = offering_id
    JOIN course ON course.id = course_id
    WHERE enrolment.status = 'requested' AND awaiting IS NOT NULL ORDER BY requested_at LIMIT 50
"""
_TO_COME = """
    SELECT offering.id, title_de, offering.number, starts_at FROM offering
    JOIN course ON course.id = course_id
    WHERE offering.status = 'published' AND starts_at > date('now') ORDER BY starts_at LIMIT 60
"""
_MONTH = """
    SELECT meeting.id, title_de, offering.number, meeting.starts_at, meeting.venue FROM meeting
    JOIN offering ON offering.id = offering_id JOIN course ON course.id = course_id
    WHERE meeting.starts_at >= date('now', 'start of month')
      AND meeting.starts_at < date('now', 'start of month', '+1 month') ORDER BY meeting.starts_at
"""
_TEMPLATE = (
    "<ul>{% for row in rows %}<li>{% for value in row %}<span>{{ value }}</span> {% endfor %}</li>"
    "{% endfor %}</ul>"
)


def run(workshop: Workshop) -> Iterator[Figure]:
    for name, login, address, rows in (
        ("page_desk", "hr", "/planning", _WAITING),
        ("page_calendar", "hr", "/planning/calendar", _MONTH),
        ("page_nominations", "manager", "/team/nominations", _TO_COME),
    ):
        yield measure(workshop, name, login, address, BarePage({"rows": rows}, _TEMPLATE))
