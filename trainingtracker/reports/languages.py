"""The language register: languages by level and unit, by kind of evidence; numbers only."""

from collections.abc import Iterable, Iterator

from trainingtracker import settings
from trainingtracker.attainment.holdings import GROUPS
from trainingtracker.attainment.levels import Holders, Which, levels_held
from trainingtracker.labels import label
from trainingtracker.privacy.suppression import DOT
from trainingtracker.reports import audiences, scopes
from trainingtracker.reports.attainment.competences import BESIDE
from trainingtracker.reports.attainment.holdings import level_code
from trainingtracker.reports.report import Column, Question, Report, Table, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import CompetenceKind

_NUMBERS = (
    Column("language", mark("Language"), 24),
    Column("level", mark("Level"), 16),
    Column("holders", mark("Holders"), 12, Kind.COUNT),
    *(Column(group.value, label(group), 15, Kind.COUNT) for group in GROUPS),
)
_STATED = Column("stated", mark("Self-declared with consent"), 15, Kind.COUNT)
_UNIT = (Column("unit", mark("Unit number"), 12), Column("unit_name", mark("Unit"), 48))

_HIGHEST = mark(
    "Everybody is counted once in each language, at the highest valid level by the best evidence. "
    "A completed course is not a proved level."
)
SMALL_GROUPS = mark(
    "\u2022 Fewer than %(smallest)s people, or a number that would give such a group away: hidden "
    "for reasons of data protection."
)


def _numbers(question: Question) -> tuple[Column, ...]:
    return _NUMBERS if question.stated is None else (*_NUMBERS, _STATED)


def _unit_and_numbers(question: Question) -> tuple[Column, ...]:
    return (*_UNIT, *_numbers(question))


def _notes(question: Question) -> list[str]:
    notes = [sentence(_HIGHEST, question.language)]
    if question.stated is not None:
        notes.append(sentence(BESIDE, question.language))
    if question.guarded:
        smallest = settings.get("small_group")
        notes.append(sentence(SMALL_GROUPS, question.language, smallest=smallest))
    return notes


def _all(question: Question) -> Iterator[tuple[Value, ...]]:
    for row in _register(question):
        if row.unit is None:
            yield _values(row, question)


def _by_unit(question: Question) -> Iterator[tuple[Value, ...]]:
    for row in _register(question):
        if row.unit is not None:
            name = row.unit.name.in_language(question.language)
            yield (row.unit.number, name, *_values(row, question))


def _register(question: Question) -> Iterable[Holders]:
    smallest = settings.get("small_group") if question.guarded else 0
    return question.once(
        "languages",
        lambda: levels_held(
            Which(kind=CompetenceKind.LANGUAGE),
            question.as_of,
            question.scope,
            question.tree,
            smallest,
            question.actor.person_id,
            question.stated,
        ),
    )


def _values(row: Holders, question: Question) -> tuple[Value, ...]:
    numbers = [row.holders, *(row.groups[group] for group in GROUPS)]
    if question.stated is not None:
        numbers.append(row.stated)
    level = row.of.level.in_language(question.language)
    return (
        row.of.name.in_language(question.language),
        level_code(row.of.code, level),
        *(DOT if number is None else number for number in numbers),
    )


LANGUAGES = Report(
    key="languages",
    title=mark("Language register"),
    purpose=mark("Which languages are spoken where, at which level and by which evidence."),
    audience=audiences.whoever_sees_numbers,
    takes=frozenset({"as_of"}),
    scope=scopes.aggregates,
    tables=(
        Table(
            key="all",
            title=mark("All languages"),
            columns=_numbers,
            stated=True,
            rows=_all,
            note=_notes,
            about=mark("Each language and level, everybody counted once"),
        ),
        Table(
            key="units",
            title=mark("Languages by unit"),
            columns=_unit_and_numbers,
            stated=True,
            rows=_by_unit,
            note=_notes,
            about=mark("The same unit by unit; every unit includes the units below it"),
            label="unit_name",
        ),
    ),
)
