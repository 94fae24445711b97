"""The question of a report in words: titles, the line below them, particulars, how to read it."""

import re
from collections.abc import Iterator

from trainingtracker import clock, settings
from trainingtracker.extensions import db
from trainingtracker.models import Offering, Topic
from trainingtracker.reports.report import Filters, Published, Question, Report, Table
from trainingtracker.text import counted, day, mark, mark_plural, moment, sentence

DIRECT_REPORTS = mark_plural(
    "%(number)s direct report of %(name)s", "%(number)s direct reports of %(name)s"
)
WITHHELD = mark_plural(
    "%(number)s member of the staff council: their training is in no overview.",
    "%(number)s members of the staff council: their training is in no overview.",
)
COUNTED_ONLY = mark(
    "Names of people who do not belong to these units today: they are counted, but not named."
)
KNOWN = mark(
    "%(moment)s. So were units, assignments, employment, leave, status groups, enrolments and "
    "holdings. Names, courses, gender and targets are those of now; what has been deleted since is "
    "missing. What is open, costs and doubtful data are known as of now only, and left out."
)

_RELEASE = mark("%(year)s: release %(number)s of %(day)s")
_REPLACED = mark("%(year)s: release %(number)s of %(day)s, replaced by a correction on %(later)s")


def title(report: Report, question: Question) -> str:
    return f"{sentence(report.title, question.language)}, {day(question.as_of, question.language)}"


def subtitle(question: Question) -> str:
    """The day, the scope and the filters that narrow it, for the line below each title."""
    return " \u00b7 ".join(_narrowing(question))


def file_stem(report: Report, question: Question) -> str:
    """Attainment_2026-06-30_18, in the reader's language."""
    filters = question.filters
    parts = [sentence(report.short or report.title, question.language)]
    parts.append(str(filters.year) if filters.year else filters.as_of.isoformat())
    if question.unit:
        parts.append(question.unit.number)
    parts += _releases_in_a_name(question)
    return "_".join(re.sub(r"[^\w.-]+", "-", part).strip("-") for part in parts)


def particulars(report: Report, question: Question) -> Iterator[tuple[str, str]]:
    """What was asked for: terms (message ids) and their values in the reader's language."""
    filters, language = question.filters, question.language
    yield from _days(filters, language)
    if question.releases:
        yield mark("As published"), _published_text(question)
    yield mark("Scope"), _scope_text(question)
    if left_out := left_out_of(question):
        yield mark("Left out"), " ".join(left_out)
    if "unit_id" in report.takes:
        yield mark("Unit"), _unit_text(question)
    if "topic_id" in report.takes:
        yield mark("Topic"), _topic_text(question) or sentence(mark("All topics"), language)
    if filters.offering_id is not None:
        offering = db.session.get(Offering, filters.offering_id)
        yield mark("Offering"), _offering_text(offering, language) if offering else "\u2013"
    if "names" in report.takes:
        names = mark("With names") if filters.names else mark("Without names")
        yield mark("Names"), sentence(names, language)
    if filters.known_at is not None:
        known = sentence(KNOWN, language, moment=moment(filters.known_at, language))
        yield mark("By what was on record"), known


def _days(filters: Filters, language: str) -> Iterator[tuple[str, str]]:
    if filters.since is not None:
        yield mark("Period begins on"), day(filters.since, language, weekday=True)
        yield mark("Period ends on"), day(filters.as_of, language, weekday=True)
    else:
        yield mark("Reference date"), day(filters.as_of, language, weekday=True)
    if filters.year:
        yield mark("Year"), str(filters.year)
    if filters.compare_with is not None:
        yield mark("Compared with"), day(filters.compare_with, language, weekday=True)


def notes_of(table: Table, question: Question) -> list[str]:
    """How to read a table, in sentences."""
    if callable(table.note):
        return table.note(question)
    if not table.note:
        return []
    limits = settings.several("expiring_days", "small_group")
    return [
        sentence(
            table.note,
            question.language,
            days=limits["expiring_days"],
            smallest=limits["small_group"],
        )
    ]


def left_out_of(question: Question) -> list[str]:
    """Who is in the scope and not in the report, a sentence each."""
    scope, language = question.scope, question.language
    left_out = [counted(WITHHELD, scope.withheld, language)] if scope.withheld else []
    return left_out + ([sentence(COUNTED_ONLY, language)] if scope.named is not None else [])


def _published_text(question: Question) -> str:
    """Each year with its release and the day of that, the newest first."""
    return ", ".join(
        _release_text(str(year), each, question.language) for year, each in _releases(question)
    )


def _release_text(year: str, published: Published, language: str) -> str:
    values = {"year": year, "number": str(published.release.number), "day": published.day}
    if published.replaced_on is None:
        return sentence(_RELEASE, language, **values)
    return sentence(_REPLACED, language, **values, later=published.replaced_on)


def corrections_of(question: Question) -> list[str]:
    """Why what is shown was corrected, a sentence each."""
    why = mark("%(year)s was corrected on %(day)s: %(reason)s")
    return [
        sentence(
            why,
            question.language,
            year=str(year),
            day=day,
            reason=release.reason.in_language(question.language),
        )
        for year, (release, day, _) in _releases(question)
        if release.reason_de
    ]


def _releases(question: Question) -> list[tuple[int, Published]]:
    return sorted((question.releases or {}).items(), reverse=True)


def _releases_in_a_name(question: Question) -> list[str]:
    """As published, release 2 of 2026-03-03: of the newest year."""
    for _, published in _releases(question)[:1]:
        number = mark("release %(number)s")
        return [
            sentence(mark("as published"), question.language),
            published.day.isoformat(),
            sentence(number, question.language, number=str(published.release.number)),
        ]
    return []


def _narrowing(question: Question) -> Iterator[str]:
    filters, language = question.filters, question.language
    if filters.year:
        yield str(filters.year)
    elif filters.since is not None:
        yield f"{day(filters.since, language)} \u2013 {day(filters.as_of, language)}"
    else:
        yield day(filters.as_of, language)
    # The unit says more than that the reader could have seen the others as well.
    if question.scope.is_team or question.unit is None:
        yield _scope_text(question)
    if question.unit is not None:
        yield _unit_text(question)
    if topic := _topic_text(question):
        yield topic
    if question.releases:
        yield f"{sentence(mark('As published'), language)}: {_published_text(question)}"


def _scope_text(question: Question) -> str:
    scope, language = question.scope, question.language
    if scope.person_ids is not None:
        return counted(DIRECT_REPORTS, len(scope.person_ids), language, name=question.reader_name)
    whole = scope.is_everyone or (question.actor.is_hr and question.unit is not None)
    if not whole:
        return sentence(mark("The units for which you are responsible"), language)
    if question.unit:
        return sentence(mark("A part of the administration"), language)
    return sentence(mark("The whole administration"), language)


def _unit_text(question: Question) -> str:
    if question.unit is None:
        return sentence(mark("All units"), question.language)
    below = mark("%(unit)s with the units below it")
    return sentence(below, question.language, unit=question.unit)


def _offering_text(offering: Offering, language: str) -> str:
    begins = [day(clock.local_day(offering.starts_at), language)] if offering.starts_at else []
    return ", ".join([offering.number, offering.course.title.in_language(language), *begins])


def _topic_text(question: Question) -> str:
    topic_id = question.filters.topic_id
    topic = db.session.get(Topic, topic_id) if topic_id is not None else None
    return topic.title.in_language(question.language) if topic else ""
