"""By topic and competence: holders at each level, by evidence, expiring and expired."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from trainingtracker import settings
from trainingtracker.attainment.competences import ByCompetence, LevelCounts, by_competence
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.statements import highest_stated, numbers_at
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Person
from trainingtracker.reports.attainment.holdings import level_code
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.styles import Emphasis, Kind, StandsOut
from trainingtracker.text import mark, sentence

COLUMNS = (
    Column("topic", mark("Topic"), 25),
    Column("competence", mark("Competence"), 50),
    Column("activity", mark("Activity"), 12),
    Column("level", mark("Level"), 17),
    Column("holders_exactly", mark("Holders: exactly this level"), 13, Kind.COUNT),
    Column("holders_at_least", mark("Holders: at least this level"), 13, Kind.COUNT),
    Column("proved", mark("Proved"), 13, Kind.COUNT),
    Column("confirmed", mark("Confirmed"), 13, Kind.COUNT),
    Column("self_declared", mark("Self-declared"), 15, Kind.COUNT),
    Column("expiring", mark("Expiring"), 13, Kind.COUNT, stands_out=(StandsOut(Emphasis.MILD),)),
    Column("expired", mark("Expired"), 13, Kind.COUNT, stands_out=(StandsOut(Emphasis.STRONG),)),
)

STATED = Column("stated", mark("Self-declared with consent"), 15, Kind.COUNT)

EXACTLY = mark(
    "Exactly: the highest valid level of a person; proved, confirmed and self-declared add up to "
    "it. Expiring: of these, those that end within %(days)s days. Expired: no longer valid at this "
    "level."
)
OF_TODAY = mark("People who do not belong to these units today are not counted here.")
BESIDE = mark(
    "Self-declared with consent: people who state this as their highest level and have consented "
    "to show you. They are counted beside the holders; some may be among them."
)


def competences_of(question: Question) -> ByCompetence:
    """The counts of the reference date, found once for all tables."""
    as_of, topic_id = question.as_of, question.filters.topic_id
    scope, shown = _named_alone(question), question.stated

    def find() -> ByCompetence:
        if shown is None:
            return by_competence(as_of, scope, topic_id)
        stated = numbers_at(highest_stated(as_of, scope, shown, topic_id))
        return by_competence(as_of, scope, topic_id, stated)

    return question.once("by competence", find)


def _named_alone(question: Question) -> Scope:
    """Levels of few people whom the reader does not see by name would stand out among the others:
    none of them are counted.
    """
    scope = question.scope
    if not question.guarded or scope.named is None:
        return scope
    here = select(Person.id).where(scope.named, scope.covers(Person.id, question.as_of))
    return replace(scope, person_ids=frozenset(db.session.scalars(here)))


def _columns(question: Question) -> tuple[Column, ...]:
    return COLUMNS if question.stated is None else (*COLUMNS, STATED)


def _notes(question: Question) -> list[str]:
    days = settings.get("expiring_days")
    notes = [sentence(EXACTLY, question.language, days=days)]
    if question.guarded and question.scope.named is not None:
        notes.append(sentence(OF_TODAY, question.language))
    return notes if question.stated is None else [*notes, sentence(BESIDE, question.language)]


def _rows(question: Question) -> Iterator[tuple[Value, ...]]:
    language = question.language
    for counts in competences_of(question).levels:
        activity = label(counts.activity) if counts.activity else mark("Overall")
        yield (
            counts.topic.in_language(language),
            counts.name.in_language(language),
            sentence(activity, language),
            level_text(counts, language),
            counts.exactly,
            counts.at_least,
            counts.proved,
            counts.confirmed,
            counts.self_declared,
            counts.expiring,
            counts.expired,
            *(() if question.stated is None else (counts.stated,)),
        )


def level_text(counts: LevelCounts, language: str) -> str:
    """The code of a level, with its name where that says more."""
    name = counts.level_name.in_language(language)
    code = level_code(counts.level_code, name)
    return code if name == code else f"{code} {name}"


COMPETENCES = Table(
    key="competences",
    title=mark("By topic and competence"),
    columns=_columns,
    about=mark("Holders by level and evidence"),
    rows=_rows,
    note=_notes,
    to_read=True,
    label="competence",
    stated=True,
)
