"""At a glance: charts beside the tables of their numbers, with the numbers of the reports."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _

from trainingtracker.attainment.levels import Holders
from trainingtracker.attainment.reach import ANY
from trainingtracker.kept import kept
from trainingtracker.models import Topic
from trainingtracker.organisation.tree import UnitNode
from trainingtracker.privacy.suppression import Node
from trainingtracker.reports import audiences, charts
from trainingtracker.reports.attainment.holdings import level_code
from trainingtracker.reports.charts import DARK, LIGHT, Bar, Palette
from trainingtracker.reports.dashboard import (
    Dashboard,
    UnitRate,
    dashboard,
    days_for,
    units_of_the_team,
)
from trainingtracker.strategy.progress import in_words
from trainingtracker.web import arguments
from trainingtracker.web.access import Rule, access
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("dashboard", __name__, url_prefix="/dashboard")
READS_FIGURES = Rule("sees the figures of units", audiences.whoever_sees_numbers)
# An image may be styled by what it brings along, and may load nothing.
_IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STEPS = 6


@BLUEPRINT.get("")
@access(READS_FIGURES)
def show() -> str:
    found, topic = _asked()
    levels_topic, levels = _levels(found, topic)
    return render_template(
        "dashboard/show.html",
        found=found,
        topic=topic,
        node=_node(topic),
        days=days_for(found.actor),
        query=_query(found, topic),
        units=_units(found),
        trend=found.trend(),
        levels_topic=levels_topic,
        levels=levels,
        any=ANY,
        leads_to_the_team=found.actor.is_manager and not audiences.administration(found.actor),
        rows_behind=_rows_behind(found),
        step=lambda rate: _step(rate, found),
        level_name=_level_name,
        target_in_words=lambda target: in_words(target, reader_language()),
        gap=lambda progress: progress.in_words(reader_language()),
    )


@BLUEPRINT.get("/<any(units, trend, levels, heat):name>.<any(light, dark):scheme>.svg")
@access(READS_FIGURES)
def chart(name: str, scheme: str) -> Response:
    """One of the charts for a light or a dark page; drawn once until anything changes."""
    found, topic = _asked()
    palette, language = (DARK if scheme == "dark" else LIGHT), reader_language()
    key = ("chart", name, scheme, language, *_query(found, topic).values(), found.actor.person_id)
    drawn = kept(key, lambda: _DRAW[name](found, topic, palette, language))
    answer = Response(drawn, mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = _IMAGE_POLICY
    return answer


def _asked() -> tuple[Dashboard, Topic | None]:
    """Filters that make no sense are as if nothing was chosen."""
    actor = current_actor()
    days = days_for(actor)
    day = arguments.day("as_of")
    found = dashboard(actor, day if day in days else days[0], arguments.words("unit"))
    key = arguments.words("topic")
    return found, next((topic for topic in found.topics if topic.key == key), None)


def _query(found: Dashboard, topic: Topic | None) -> dict[str, str | None]:
    """The filters of the page, for the addresses of its charts and links."""
    return {
        "as_of": found.as_of.isoformat(),
        "unit": found.unit.number if found.unit else None,
        "topic": topic.key if topic else None,
    }


def _node(topic: Topic | None) -> Node:
    return topic.id if topic else ANY


def _units(found: Dashboard) -> list[UnitNode]:
    visible = found.scope.unit_ids
    return [each for each in found.tree.in_order() if visible is None or each.id in visible]


def _rows_behind(found: Dashboard) -> Callable[..., str | None]:
    """Where the people behind a number are named, as far as the reader may see them.

    A manager is led to the direct reports among them, where there are any.
    """
    report_key = "attainment" if audiences.administration(found.actor) else "team"
    of_the_team = None if report_key == "attainment" else units_of_the_team(found)

    def address(
        unit: UnitNode | None,
        topic: Topic | None,
        part: str = "participations",
        as_of: date = found.as_of,
    ) -> str | None:
        if of_the_team is not None and (unit.id if unit else None) not in of_the_team:
            return None
        return url_for(
            "reports.show",
            report_key=report_key,
            as_of=as_of.isoformat(),
            unit=unit.number if unit else None,
            topic=topic.key if topic else None,
            names="1" if report_key == "attainment" else None,
            part=part,
        )

    return address


def _levels(found: Dashboard, topic: Topic | None) -> tuple[Topic | None, list[Holders]]:
    """Of one topic: the one chosen, else the first in which anybody holds anything."""
    for each in [topic] if topic else found.topics:
        if rows := found.levels(each):
            return each, rows
    return topic, []


def _level_name(row: Holders) -> str:
    return level_code(row.of.code, row.of.level.in_language(reader_language()))


def _step(rate: float | None, found: Dashboard) -> int:
    """How dark a field of the heat map is: 0 to 5, of the highest rate on it."""
    shown = [each for row in found.units for each in row.rates.values() if each is not None]
    most = max(shown, default=0)
    return 0 if not rate or not most else min(_STEPS - 1, int(rate / most * _STEPS))


def _draw_units(found: Dashboard, topic: Topic | None, palette: Palette, language: str) -> bytes:
    node = _node(topic)

    def bar(row: UnitRate, name: str) -> Bar:
        against = found.against(row, node)
        return Bar(name, row.rates[node], against.progress.needed_rate if against else None)

    rows = [bar(row, row.unit.in_language(language)) for row in found.units if row.unit]
    rows.append(bar(found.average, _("Whole administration")))
    return charts.bars(rows, (_("Participation rate"), _("Target")), palette, language)


def _draw_heat(found: Dashboard, _topic: Topic | None, palette: Palette, language: str) -> bytes:
    return charts.heat(
        [row.unit.in_language(language) for row in found.units if row.unit],
        [topic.title.in_language(language) for topic in found.topics],
        [
            [
                None if row.reached[topic.id] is None else _step(row.rates[topic.id], found)
                for topic in found.topics
            ]
            for row in found.units
        ],
        palette,
    )


def _draw_trend(found: Dashboard, topic: Topic | None, palette: Palette, language: str) -> bytes:
    quarters = found.trend()
    nodes: list[tuple[str, Node]] = [(_("All topics"), ANY)]
    nodes += [(each.title.in_language(language), each.id) for each in found.topics]
    if topic is not None:
        nodes = [(topic.title.in_language(language), topic.id)]
    series = {name: [quarter.rate(node) for quarter in quarters] for name, node in nodes}
    return charts.lines([_quarter(each.day) for each in quarters], series, palette, language)


def _quarter(day: date) -> str:
    # As short in both languages: twelve of them stand below a chart.
    return f"Q{(day.month + 2) // 3} {day.year}"


def _draw_levels(found: Dashboard, topic: Topic | None, palette: Palette, language: str) -> bytes:
    _topic, rows = _levels(found, topic)
    names = list(dict.fromkeys(row.of.name.in_language(language) for row in rows))
    steps = sorted({(row.of.rank, _level_name(row)) for row in rows})
    numbers = {(row.of.name.in_language(language), row.of.rank): row.holders for row in rows}
    levels = {level: [numbers.get((name, rank)) for name in names] for rank, level in steps}
    return charts.stacked(names, levels, palette, language)


_DRAW: dict[str, Callable[[Dashboard, Topic | None, Palette, str], bytes]] = {
    "units": _draw_units,
    "trend": _draw_trend,
    "levels": _draw_levels,
    "heat": _draw_heat,
}
