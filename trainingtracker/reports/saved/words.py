"""Saved filters in words: which days they mean, and what else they narrow."""

from collections.abc import Iterator, Mapping
from datetime import date

from trainingtracker.clock import plausible_day
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.reports.report import Report
from trainingtracker.reports.saved.days import day_before, filled
from trainingtracker.reports.typed import Choices, TopicChoice
from trainingtracker.text import day, days, mark, sentence
from trainingtracker.vocabulary import ReportComparison, ReportDays

# By what the report asks for: a period, a day, or a year.
_MEANINGS = {
    "since": {
        ReportDays.DAY: mark("Up to the day on which it is opened or due"),
        ReportDays.PREVIOUS_MONTH: mark("The previous month"),
        ReportDays.PREVIOUS_QUARTER: mark("The previous quarter"),
        ReportDays.YEAR_SO_FAR: mark("This year so far"),
    },
    "as_of": {
        ReportDays.DAY: mark("The day on which it is opened or due"),
        ReportDays.PREVIOUS_MONTH: mark("The end of the previous month"),
        ReportDays.PREVIOUS_QUARTER: mark("The end of the previous quarter"),
    },
    "year": {
        ReportDays.DAY: mark("The year in which it is opened or due"),
        ReportDays.PREVIOUS_MONTH: mark("The year of the previous month"),
        ReportDays.PREVIOUS_QUARTER: mark("The year of the previous quarter"),
    },
}
_BEFORE = {
    ReportComparison.MONTH_BEFORE: mark("A month before the reference date"),
    ReportComparison.QUARTER_BEFORE: mark("A quarter before the reference date"),
    ReportComparison.YEAR_BEFORE: mark("A year before the reference date"),
}
_MOVING = mark("%(days)s (today: %(example)s)")
_AS_TYPED = mark("The days as they were typed")
_NONE = mark("All that it has")
_COMPARED, _OFFERING = mark("Compared with"), mark("Offering")
_NAMED = (_COMPARED, _OFFERING)


def days_in_words(
    report: Report, parameters: Mapping[str, str], meant: ReportDays, today: date, language: str
) -> str:
    """Which days are meant, and which those would be today; empty for a report without days."""
    asked = next((name for name in _MEANINGS if name in report.takes), None)
    if asked is None:
        return ""
    typed = filled(report, parameters, meant, today)
    example = " ".join(value for _, value in days_asked(typed, language))
    if meant is ReportDays.AS_TYPED:
        return example or sentence(_AS_TYPED, language)
    days = sentence(_MEANINGS[asked][meant], language)
    return sentence(_MOVING, language, days=days, example=example)


def comparison_in_words(compared: ReportComparison, as_of: date, language: str) -> str:
    """With which day is compared, and which that would be for a reference date."""
    days = sentence(_BEFORE[compared], language)
    example = day(day_before(as_of, compared), language)
    return sentence(_MOVING, language, days=days, example=example)


def days_asked(typed: Mapping[str, str], language: str) -> Iterator[tuple[str, str]]:
    """The days that were typed: their term (a message id) and their value, as far as they are."""
    last = plausible_day(typed.get("as_of", ""))
    since = plausible_day(typed.get("since", ""))
    if since and last:
        yield mark("Period"), days(since, last, language)
    elif last:
        yield mark("Reference date"), day(last, language)
    if year := typed.get("year", ""):
        yield mark("Year"), year


def particulars(
    report: Report,
    typed: Mapping[str, str],
    tree: UnitTree,
    topics: list[TopicChoice],
    language: str,
) -> Iterator[tuple[str, str]]:
    """What is asked for besides the days: terms (message ids) and values, as far as chosen."""
    if compared := plausible_day(typed.get("compare_with", "")):
        yield _COMPARED, day(compared, language)
    if number := typed.get("unit", ""):
        node = tree.by_number(number)
        yield mark("Unit"), node.in_language(language) if node else number
    if key := typed.get("topic", ""):
        found = next((each for each in topics if each.key == key), None)
        yield mark("Topic"), found.title.in_language(language) if found else key
    if number := typed.get("offering", ""):
        yield _OFFERING, number
    if "names" in report.takes:
        names = mark("With names") if typed.get("names") == "1" else mark("Without names")
        yield mark("Names"), sentence(names, language)
    if typed.get("published") == "1":
        yield mark("Numbers"), sentence(mark("As published"), language)
    if known := typed.get("known_at", ""):
        yield mark("By what was on record at"), known.replace("T", ", ")


def in_one_line(
    report: Report,
    parameters: Mapping[str, str],
    meant: ReportDays,
    offered: Choices,
    today: date,
    language: str,
    compared: ReportComparison | None = None,
) -> str:
    """All of it, for a list."""
    parts = [days_in_words(report, parameters, meant, today, language)]
    if compared:
        as_of = plausible_day(filled(report, parameters, meant, today)["as_of"]) or today
        before = comparison_in_words(compared, as_of, language)
        parts.append(f"{sentence(_COMPARED, language)}: {before}")
    found = particulars(report, parameters, offered.tree, offered.topics, language)
    # A second day and a number by itself say nothing.
    parts += [
        f"{sentence(term, language)}: {value}" if term in _NAMED else value for term, value in found
    ]
    return " \u00b7 ".join(filter(None, parts)) or sentence(_NONE, language)
