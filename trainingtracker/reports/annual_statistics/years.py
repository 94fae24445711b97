"""Which years a question asks for, their facts, and how the sheets made of them are to be read."""

from datetime import date

from trainingtracker import settings
from trainingtracker.reports.report import Question
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import Facts
from trainingtracker.statistics.years import Year
from trainingtracker.text import mark, sentence, short_day

HIDDEN = mark(
    "• Numbers behind which fewer than %(smallest)s persons stand are hidden, and so is what would "
    "give them away."
)
NOT_ADDED_UP = mark(
    "Somebody who took part in several groups is one person in all: persons do not add up."
)


def as_of(question: Question) -> date:
    """The last day that is counted."""
    return question.filters.as_of


def facts_of(question: Question) -> Facts:
    """Found once for all tables."""
    return question.once(
        "annual facts", lambda: annual.facts(as_of(question), question.filters.topic_id)
    )


def smallest_of(question: Question) -> int:
    found: int = question.once("smallest", lambda: settings.get("small_group"))
    return found


def year_name(year: Year, language: str) -> str:
    """2026 until 3 March, where it is not over on the reference date."""
    if year.is_whole:
        return str(year.number)
    return sentence(
        mark("%(year)s until %(day)s"),
        language,
        year=str(year.number),
        day=short_day(year.last, language),
    )


def notes(question: Question) -> list[str]:
    return [
        sentence(NOT_ADDED_UP, question.language),
        sentence(HIDDEN, question.language, smallest=smallest_of(question)),
    ]
