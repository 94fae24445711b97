"""The catalogue, as an employee sees it."""

from collections.abc import Iterator

from benchmarks.measuring import Figure
from benchmarks.pages import BarePage, measure, prepare
from benchmarks.workshop import Workshop

__all__ = ["prepare", "run"]

_BARE = BarePage(
    {
        "courses": """
            SELECT course.id, course.code, course.title_de, topic.title_de, course.teaching_units,
              (SELECT min(starts_at) FROM offering WHERE offering.course_id = course.id
                AND offering.status = 'published' AND starts_at > datetime('now'))
            FROM course JOIN topic ON topic.id = course.topic_id
            WHERE course.status = 'published' ORDER BY course.sort_key LIMIT 50
        """,
    },
    "<table>{% for id, code, title, topic, units, starts in courses %}<tr><td>{{ code }}</td>"
    '<td><a href="/courses/{{ id }}">{{ title }}</a></td><td>{{ topic }}</td><td>{{ units }}</td>'
    "<td>{{ starts }}</td></tr>{% endfor %}</table>",
)


def run(workshop: Workshop) -> Iterator[Figure]:
    yield measure(workshop, "page_catalogue", "employee", "/courses", _BARE)
