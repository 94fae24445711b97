"""Saved filters in words: which days they mean, and what else they narrow."""

from collections.abc import Iterator, Mapping
from datetime import date

from trainingtracker.clock import plausible_day
from trainingtracker.labels import label
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.reports.report import Report
from trainingtracker.reports.saved.days import filled
from trainingtracker.reports.typed import Choices, TopicChoice
from trainingtracker.text import day, days, mark, sentence
from trainingtracker.vocabulary import ReportDays

_MOVING = mark("%(days)s (today: %(example)s)")
_NONE = mark("All that it has")


def days_in_words(
    report: Report, parameters: Mapping[str, str], meant: ReportDays, today: date, language: str
) -> str:
    """Which days are meant, and which those would be today; empty for a report without days."""
    typed = filled(report, parameters, meant, today)
    example = _example(report, typed, language)
    if meant is ReportDays.AS_TYPED or not example:
        return example
    return sentence(_MOVING, language, days=sentence(label(meant), language), example=example)


def particulars(
    report: Report,
    typed: Mapping[str, str],
    tree: UnitTree,
    topics: list[TopicChoice],
    language: str,
) -> Iterator[tuple[str, str]]:
    """What is asked for besides the days: terms (message ids) and values, as far as chosen."""
    if compared := plausible_day(typed.get("compare_with", "")):
        yield mark("Compared with"), day(compared, language)
    if number := typed.get("unit", ""):
        node = tree.by_number(number)
        yield mark("Unit"), node.in_language(language) if node else number
    if key := typed.get("topic", ""):
        found = next((each for each in topics if each.key == key), None)
        yield mark("Topic"), found.title.in_language(language) if found else key
    if number := typed.get("offering", ""):
        yield mark("Offering"), number
    if "names" in report.takes:
        names = mark("With names") if typed.get("names") == "1" else mark("Without names")
        yield mark("Names"), sentence(names, language)


def in_one_line(
    report: Report,
    parameters: Mapping[str, str],
    meant: ReportDays,
    offered: Choices,
    today: date,
    language: str,
) -> str:
    """All of it, for a list."""
    parts = [days_in_words(report, parameters, meant, today, language)]
    parts += [
        value
        for _term, value in particulars(report, parameters, offered.tree, offered.topics, language)
    ]
    return " \u00b7 ".join(filter(None, parts)) or sentence(_NONE, language)


def _example(report: Report, typed: Mapping[str, str], language: str) -> str:
    last = plausible_day(typed.get("as_of", ""))
    since = plausible_day(typed.get("since", ""))
    if "year" in report.takes:
        return typed.get("year", "")
    if last is None:
        return ""
    return days(since, last, language) if since else day(last, language)
