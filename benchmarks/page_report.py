"""The page of a report as HR sees it: the key figures, and the participations with their names."""

from collections.abc import Iterator

from benchmarks.measuring import Figure
from benchmarks.pages import BarePage, measure, prepare
from benchmarks.workshop import Workshop

__all__ = ["prepare", "run"]

_HEADCOUNT = """
    SELECT gender, count(*) FROM person WHERE kind = 'staff'
      AND (entry IS NULL OR entry <= date('now')) AND (exit IS NULL OR exit >= date('now'))
    GROUP BY gender
"""
_TAKEN = """
    SELECT enrolment.person_id, offering.course_id FROM enrolment
    JOIN offering ON offering.id = enrolment.offering_id
    WHERE enrolment.status = 'completed' AND enrolment.finished_on <= date('now')
    UNION ALL SELECT person_id, course_id FROM imported_participation
    WHERE result = 'passed' AND held_on <= date('now')
"""
_BY_TOPIC = f"""
    SELECT topic.title_de, gender, count(DISTINCT person_id), count(*) FROM ({_TAKEN})
    JOIN course ON course.id = course_id JOIN topic ON topic.id = course.topic_id
    JOIN person ON person.id = person_id WHERE person.kind = 'staff' GROUP BY topic.id, gender
"""
_IN_ALL = f"""
    SELECT gender, count(DISTINCT person_id), count(*) FROM ({_TAKEN})
    JOIN person ON person.id = person_id WHERE person.kind = 'staff' GROUP BY gender
"""
_TEMPLATE = (
    "<dl>{% for gender, persons in headcount %}<dt>{{ gender }}</dt><dd>{{ persons }}</dd>"
    "{% endfor %}</dl><table>{% for row in by_topic %}<tr>{% for value in row %}<td>{{ value }}"
    "</td>{% endfor %}</tr>{% endfor %}{% for row in in_all %}<tr>{% for value in row %}<td>"
    "{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


_NAMED = """
    SELECT person.id, last_name, first_name, personnel_number, title_de, number, finished_on
    FROM (SELECT id, last_name, first_name, personnel_number, sort_key FROM person
      ORDER BY sort_key, id LIMIT 400) AS person
    JOIN enrolment ON enrolment.person_id = person.id
    JOIN offering ON offering.id = offering_id JOIN course ON course.id = course_id
    WHERE enrolment.status = 'completed' ORDER BY person.sort_key, person.id LIMIT 50
"""
_ROWS = (
    "<table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>"
    "{% endfor %}</table>"
)


def run(workshop: Workshop) -> Iterator[Figure]:
    statements = {"headcount": _HEADCOUNT, "by_topic": _BY_TOPIC, "in_all": _IN_ALL}
    bare = BarePage(statements, _TEMPLATE)
    yield measure(workshop, "page_report", "hr", "/reports/attainment", bare)
    named = "/reports/attainment?names=1&part=participations"
    yield measure(workshop, "page_report_names", "hr", named, BarePage({"rows": _NAMED}, _ROWS))
