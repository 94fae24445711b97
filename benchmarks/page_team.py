"""A manager's own team."""

from collections.abc import Iterator

from benchmarks.measuring import Figure
from benchmarks.pages import BarePage, measure, prepare
from benchmarks.workshop import Workshop

__all__ = ["prepare", "run"]

_TEAM = """
    SELECT person.id AS id, last_name, first_name, sort_key FROM person WHERE id IN (
      SELECT assignment.person_id FROM assignment WHERE superseded_at IS NULL
        AND since <= date('now') AND (until IS NULL OR until > date('now')) AND unit_id IN (
          SELECT unit_id FROM leadership JOIN account ON account.person_id = leadership.person_id
          WHERE account.login = 'manager'))
    ORDER BY sort_key, id LIMIT 50
"""
_HELD = f"""
    SELECT team.id, competence.name_de, level.code FROM ({_TEAM}) AS team
    JOIN holding ON holding.person_id = team.id
    JOIN competence ON competence.id = holding.competence_id
    JOIN level ON level.id = holding.level_id
    WHERE superseded_at IS NULL AND since <= date('now') AND (until IS NULL OR until > date('now'))
"""
_TEMPLATE = (
    "<table>{% for id, last, first, key in team %}<tr><td>{{ last }}, {{ first }}</td><td>"
    "{% for person, name, level in held if person == id %}{{ name }} {{ level }} {% endfor %}"
    "</td></tr>{% endfor %}</table>"
)


def run(workshop: Workshop) -> Iterator[Figure]:
    bare = BarePage({"team": _TEAM, "held": _HELD}, _TEMPLATE)
    yield measure(workshop, "page_team", "manager", "/team", bare)
