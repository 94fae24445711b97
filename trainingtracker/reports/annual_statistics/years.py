"""Which years a question asks for, their facts, and how the sheets made of them are to be read."""

from collections.abc import Mapping
from datetime import date

from trainingtracker import settings
from trainingtracker.kept import kept
from trainingtracker.reports.annual_statistics.hiding import Hidden, hidden_of
from trainingtracker.reports.asked_in_words import corrections_of
from trainingtracker.reports.report import Question
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts, facts
from trainingtracker.statistics.years import Year, years
from trainingtracker.text import mark, sentence, short_day

HIDDEN = mark(
    "• Numbers behind which fewer than %(smallest)s persons stand are hidden, and so is what would "
    "give them away."
)
NOT_ADDED_UP = mark(
    "Somebody who took part in several groups is one person in all: persons do not add up."
)

STAYS = mark(
    "What has been published stays as it is. Where it had to be corrected, that is a release of "
    "its own with its reason."
)
NOT_AGAIN = mark(
    "A number that fewer than %(smallest)s persons have changed since an earlier release of the "
    "same year is hidden in the correction. Requests, refusals, waiting and withdrawals stay as "
    "they were published first: what they rest on is deleted after a time."
)
NOTHING_PUBLISHED = mark(
    "Nothing has been published yet. HR publishes the statistics of a year when it is over."
)
_UNPUBLISHED = mark("Not published: %(years)s.")


def as_of(question: Question) -> date:
    """The last day that is counted."""
    return question.filters.as_of


def facts_of(question: Question) -> Facts:
    """Found once for all tables."""
    return question.once("annual facts", lambda: facts(as_of(question), question.filters.topic_id))


def smallest_of(question: Question) -> int:
    found: int = question.once("smallest", lambda: settings.get("small_group"))
    return found


def hidden(question: Question) -> Mapping[Grouping, Hidden]:
    """What stands as a dot. Kept, because every look at a sheet asks for it."""
    found, smallest = facts_of(question), smallest_of(question)
    key = ("annual hidden", as_of(question), question.filters.topic_id, smallest)
    return kept(key, lambda: hidden_of(found, smallest))


def shown_years(question: Question) -> list[tuple[int, Year]]:
    """The years side by side by their place, as far as they have been published if that is asked.

    The place is that of the year, so that a column keeps its key.
    """
    found = enumerate(years(as_of(question)), 1)
    releases = question.releases
    return [each for each in found if releases is None or each[1].number in releases]


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
    language = question.language
    how = [
        sentence(NOT_ADDED_UP, language),
        sentence(HIDDEN, language, smallest=smallest_of(question)),
    ]
    if question.releases is None:
        return how
    if not question.releases:
        return [sentence(NOTHING_PUBLISHED, language)]
    missing = [
        str(year.number) for year in years(as_of(question)) if year.number not in question.releases
    ]
    left_out = [sentence(_UNPUBLISHED, language, years=", ".join(missing))] if missing else []
    corrected = corrections_of(question)
    if corrected:
        corrected.append(sentence(NOT_AGAIN, language, smallest=smallest_of(question)))
    return [sentence(STAYS, language), *corrected, *left_out, *how]
