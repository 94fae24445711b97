"""Charts as SVG images: calm, readable without colour, never without the table of their numbers.

An image knows nothing of the page around it, so it is drawn for a light or for a dark one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from trainingtracker import text

if TYPE_CHECKING:
    from pygal.graph.graph import Graph

_FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_WIDTH = 760
_BAR = 30
_OUTLINE = 14
_LEGEND = 40
_AROUND = 76


@dataclass(frozen=True)
class Palette:
    """Ink for texts, quiet for lines; `series` differ in lightness, so that grey tells them apart.

    `steps` go from little to much.
    """

    paper: str
    ink: str
    quiet: str
    accent: str
    mark: str
    series: tuple[str, ...]
    steps: tuple[str, ...]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1c2629",
    quiet="#c3ced1",
    accent="#17626b",
    mark="#8a9599",
    series=("#0b3b41", "#c26a1b", "#5aa6b0", "#7d5ba6", "#9c1f2e", "#6e8c2f"),
    steps=("#d9ecee", "#b3d8dc", "#84bdc4", "#559fa8", "#2b7d87", "#17626b", "#0b3b41"),
)
DARK = Palette(
    paper="#1a2326",
    ink="#e5ebed",
    quiet="#46565b",
    accent="#7cc7d0",
    mark="#8c9a9f",
    series=("#d5f2f5", "#f0a35c", "#4d98a3", "#b79be0", "#f59aa5", "#b6d36a"),
    steps=("#20454b", "#2b6068", "#3a7c85", "#5099a3", "#6db5be", "#93d2d9", "#c9eef2"),
)


class Bar(NamedTuple):
    """A share, and the one that it is to become; None is hidden, or has no target."""

    name: str
    rate: float | None
    target: float | None = None


def bars(rows: Sequence[Bar], names: tuple[str, str], palette: Palette, language: str) -> bytes:
    """A share a row, the last one to compare the others with.

    Targets are lighter bars with dashed outlines below them. `names` are those of the shares and
    of the targets.
    """
    from pygal import HorizontalBar

    aimed = any(row.target is not None for row in rows)
    highest = _highest(share for row in rows for share in (row.rate, row.target))
    chart = HorizontalBar(
        **_looks(palette, (palette.accent, palette.quiet)),
        no_data_text=_nothing(language),
        height=_AROUND + (_BAR + _OUTLINE + _LEGEND / len(rows) if aimed else _BAR) * len(rows),
        show_legend=aimed,
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        value_formatter=lambda value: _percent(value, language),
        range=(0, highest),
    )
    # The first row is drawn at the bottom.
    chart.x_labels = [_labelled(row.name, row.rate, language) for row in reversed(rows)]
    chart.y_labels = _tenths(highest)
    average, *units = [{"value": row.rate} for row in reversed(rows)]
    shares = [{**average, "color": palette.mark}, *units]
    reached, needed = names
    chart.add(reached, shares)
    if aimed:
        dashed = f"stroke: {palette.ink}; stroke-width: 1; stroke-dasharray: 5 3"
        chart.add(needed, [{"value": row.target, "style": dashed} for row in reversed(rows)])
    return _drawn(chart)


def lines(
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    palette: Palette,
    language: str,
) -> bytes:
    """Shares over time; the lines differ in dashes as well."""
    from pygal import Line

    chart = Line(
        **_looks(palette, palette.series),
        no_data_text=_nothing(language),
        height=360,
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        dots_size=3,
        allow_interruptions=True,
        x_label_rotation=30,
        value_formatter=lambda value: _percent(value, language),
        range=(0, _highest(value for values in series.values() for value in values)),
    )
    chart.x_labels = list(labels)
    dashes = ("", "8, 4", "2, 4", "12, 4, 2, 4", "4, 8", "1, 3")
    for place, (name, values) in enumerate(series.items()):
        style = {"width": 3, "dasharray": dashes[place % len(dashes)]}
        chart.add(name, list(values), stroke_style=style)
    return _drawn(chart)


def stacked(
    rows: Sequence[str],
    levels: Mapping[str, Sequence[int | None]],
    palette: Palette,
    language: str,
) -> bytes:
    """People a row, divided by level from light to dark."""
    from pygal import HorizontalStackedBar

    chart = HorizontalStackedBar(
        **_looks(palette, _spread(palette.steps, len(levels))),
        no_data_text=_nothing(language),
        height=_AROUND + 40 + _BAR * len(rows),
        legend_at_bottom=True,
        legend_at_bottom_columns=len(levels) or 1,
        value_formatter=lambda value: text.number(int(value or 0), language),
    )
    chart.x_labels = [_short(name) for name in reversed(rows)]
    totals = (sum(each or 0 for each in column) for column in zip(*levels.values(), strict=True))
    chart.y_labels = _whole_steps(max(totals, default=0))
    for level, numbers in levels.items():
        chart.add(level, list(reversed(numbers)))
    return _drawn(chart)


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    steps: Sequence[Sequence[int | None]],
    palette: Palette,
) -> bytes:
    """A field for each row and column, by its step from light to dark; None is hidden: empty."""
    from pygal import HorizontalStackedBar

    chart = HorizontalStackedBar(
        **{**_looks(palette, palette.steps), "spacing": 2},
        height=_AROUND + _BAR * len(rows),
        show_legend=False,
        show_y_guides=False,
        range=(0, len(columns)),
    )
    chart.x_labels = [_short(name) for name in reversed(rows)]
    chart.y_labels = [{"label": name, "value": place + 0.5} for place, name in enumerate(columns)]
    for place, name in enumerate(columns):
        fields = [_field(row[place], palette) for row in reversed(steps)]
        chart.add(name, fields, formatter=lambda _width: "")
    return _drawn(chart)


def _field(step: int | None, palette: Palette) -> dict[str, Any]:
    colour = palette.paper if step is None else palette.steps[step]
    return {"value": 1, "style": f"fill: {colour}; stroke: {palette.quiet}; stroke-width: 1"}


def _nothing(language: str) -> str:
    """What stands in a chart without a single number."""
    return text.sentence(text.mark("There are no numbers to show."), language)


def _looks(palette: Palette, colours: tuple[str, ...]) -> dict[str, Any]:
    from pygal.style import Style

    return {
        "style": Style(
            background=palette.paper,
            plot_background=palette.paper,
            foreground=palette.ink,
            foreground_strong=palette.ink,
            foreground_subtle=palette.quiet,
            guide_stroke_color=palette.quiet,
            major_guide_stroke_color=palette.quiet,
            opacity="1",
            opacity_hover="1",
            transition="0s",
            colors=colours,
            value_colors=(palette.ink,) * 12,
            font_family=_FONT,
            stroke_width="3",
            label_font_size=13,
            no_data_font_size=20,
            major_label_font_size=13,
            legend_font_size=13,
            value_font_size=12,
        ),
        "width": _WIDTH,
        # No script, and nothing from elsewhere.
        "js": (),
        "margin": 8,
        # Half of the last number at the axis stands outside.
        "margin_right": 32,
        "show_dots": True,
        "explicit_size": True,
        "truncate_legend": -1,
        "truncate_label": -1,
        "spacing": 10,
        "no_prefix": True,
    }


def _drawn(chart: "Graph") -> bytes:
    drawn: bytes = chart.render()
    return drawn


def _percent(value: float | None, language: str) -> str:
    return "" if value is None else text.percent(value, language)


def _highest(values: Any) -> float:
    """The end of the axis: the next tenth, so that little differences are not blown up."""
    most = max((value for value in values if value is not None), default=0)
    return min(1.0, int(most * 10 + 1.999) / 10)


def _tenths(highest: float) -> list[float]:
    """The numbers at the axis: every tenth, or every fifth of all where there are many."""
    step = 1 if highest <= 0.5 else 2
    return [tenth / 10 for tenth in range(0, round(highest * 10) + 1, step)]


def _whole_steps(most: int) -> list[int]:
    """At most about six whole numbers from nothing to the most."""
    step = max(1, -(-most // 5))
    return list(range(0, most + step, step))


def _labelled(name: str, rate: float | None, language: str) -> str:
    shown = "\u2022" if rate is None else text.percent(rate, language)
    return f"{_short(name)}  {shown}"


def _short(name: str) -> str:
    return name if len(name) < 34 else f"{name[:32]}\u2026"


def _spread(steps: tuple[str, ...], number: int) -> tuple[str, ...]:
    """So many steps, from the first to the last."""
    if number < 2:
        return steps[-2:-1]
    return tuple(steps[round(place * (len(steps) - 1) / (number - 1))] for place in range(number))
