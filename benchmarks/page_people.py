"""HR's list of people: its first page, its last one, a search, and in the order of units."""

from collections.abc import Iterator

from benchmarks.measuring import Figure
from benchmarks.pages import BarePage, measure, prepare
from benchmarks.workshop import Workshop

__all__ = ["prepare", "run"]

_LIST = """
    SELECT person.id, last_name, first_name, personnel_number, email,
      (SELECT unit.number FROM assignment JOIN unit ON unit.id = assignment.unit_id
        WHERE assignment.person_id = person.id AND superseded_at IS NULL
          AND since <= date('now') AND (until IS NULL OR until > date('now')))
    FROM person WHERE (exit IS NULL OR exit >= date('now')) AND search_text LIKE :pattern
    ORDER BY sort_key, person.id LIMIT 50 OFFSET :skipped
"""
_COUNT = """
    SELECT count(*) FROM person
    WHERE (exit IS NULL OR exit >= date('now')) AND search_text LIKE :pattern
"""
_TEMPLATE = (
    "<p>{{ total[0][0] }}</p><table>{% for id, last, first, number, email, unit in people %}"
    '<tr><td><a href="/people/{{ id }}">{{ last }}, {{ first }}</a></td><td>{{ number }}</td>'
    "<td>{{ unit }}</td><td>{{ email }}</td></tr>{% endfor %}</table>"
)


def _bare(pattern: str = "%", skipped: int = 0) -> BarePage:
    values = {"pattern": pattern, "skipped": skipped}
    return BarePage({"people": _LIST, "total": _COUNT}, _TEMPLATE, values)


def run(workshop: Workshop) -> Iterator[Figure]:
    # A page near the end: nine of ten people are skipped.
    page = workshop.staff * 9 // 10 // 50
    for name, query, bare in (
        ("page_people", "", _bare()),
        ("page_people_last", f"?page={page}", _bare(skipped=(page - 1) * 50)),
        ("page_people_search", "?q=muehl", _bare("%muehl%")),
        ("page_people_by_unit", "?sort=unit", _bare()),
    ):
        yield measure(workshop, name, "hr", f"/people{query}", bare)
