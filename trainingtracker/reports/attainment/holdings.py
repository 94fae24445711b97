"""One row for each holding of somebody in the headcount: official, or stated with consent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select

from trainingtracker.attainment.holdings import (
    HoldingState,
    begun,
    counted,
    expiry_horizon,
    state_of,
)
from trainingtracker.attainment.people import in_headcount
from trainingtracker.attainment.statements import shown_on
from trainingtracker.labels import label
from trainingtracker.models import CertificateScheme, Competence, Holding, Level, Person
from trainingtracker.models.among import among
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import history_of, unit_values
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.selected import PEOPLE, ByPeople
from trainingtracker.reports.styles import Emphasis, Kind, StandsOut
from trainingtracker.text import Bilingual, mark, sentence
from trainingtracker.vocabulary import Activity, Basis, Evidence, EvidenceGroup

# What is over, and what soon will be, is seen at once.
BY_STATE = (
    StandsOut(Emphasis.STRONG, mark("Expired")),
    StandsOut(Emphasis.MILD, mark("Expiring")),
)
# Where a cell has more words than that.
EXPIRED_IN_WORDS = (StandsOut(Emphasis.STRONG, mark("expired")),)
COLUMNS = (
    *person.COLUMNS,
    Column("unit", mark("Unit on the reference date"), 10),
    Column("unit_name", mark("Unit on the reference date, name"), 28),
    Column("competence", mark("Competence"), 18),
    Column("competence_name", mark("Competence, name"), 36),
    Column("level", mark("Level"), 13),
    Column("level_name", mark("Level, name"), 17),
    Column("activity", mark("Activity"), 11),
    Column("evidence", mark("Evidence"), 40),
    Column("evidence_group", mark("Evidence group"), 15),
    Column("scheme", mark("Certificate"), 24),
    Column("score", mark("Score"), 10),
    Column("evidence_date", mark("Date of the evidence"), 12, Kind.DAY),
    Column("confirmed_by", mark("Confirmed by"), 18),
    Column("valid_from", mark("Valid from"), 11, Kind.DAY),
    Column("valid_until", mark("No longer valid from"), 12, Kind.DAY),
    Column("state", mark("State"), 11, stands_out=BY_STATE),
    Column("basis", mark("Basis"), 12),
)

STATES = {
    HoldingState.VALID: mark("Valid"),
    HoldingState.EXPIRING: mark("Expiring"),
    HoldingState.EXPIRED: mark("Expired"),
}

_IN_ORDER = (Competence.position, Competence.id, Level.rank, Holding.id)
# What the values are made of, bare.
_FACTS = (
    Holding.person_id,
    Competence.key,
    *(Competence.name_de, Competence.name_en),
    Level.code,
    *(Level.name_de, Level.name_en),
    Holding.activity,
    Holding.evidence,
    Holding.basis,
    Holding.since,
    Holding.until,
    CertificateScheme.name,
    Holding.score,
    Holding.evidence_date,
)


def _rows(question: Question) -> ByPeople:
    as_of, language, horizon = question.as_of, question.language, expiry_horizon(question.as_of)

    def values(rows: Iterable[Any], people: Mapping[int, Any]) -> Iterator[Sequence[Value]]:
        history = history_of(question, people)
        for of, key, *held, since, until, scheme, score, proved in rows:
            words = _words(language, *held)
            _, *name = people[of]
            yield (
                *name,
                *unit_values(history.unit_on(of, as_of), language),
                key,
                *words.held,
                scheme,
                score,
                proved,
                words.confirmed_by,
                since,
                until,
                sentence(STATES[state_of(until, as_of, horizon)], language),
                words.basis,
            )

    scope = question.scope
    people = (
        select(Person.id, *person.SELECTED)
        .where(in_headcount(as_of, scope.known), scope.covers(Person.id, as_of), scope.may_be_named)
        .order_by(Person.sort_key, Person.id)
    )
    rows = holding_statement(question, with_stated=True).with_only_columns(
        *_FACTS, maintain_column_froms=True
    )
    theirs = rows.where(among(Person.id, PEOPLE)).order_by(None).order_by(Person.id, *_IN_ORDER)
    return ByPeople(rows, values, people, theirs)


def holding_statement(question: Question, *, with_stated: bool = False) -> Select[*tuple[Any, ...]]:
    """The rows of the table in their order, by name and competence; the official ones alone unless
    told otherwise.
    """
    as_of, scope = question.as_of, question.scope
    wanted = counted(as_of, scope)
    if with_stated and question.stated is not None:
        wanted |= shown_on(as_of, scope, question.stated)
    return _holdings(question, wanted)


def few_holdings(question: Question, which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Those official ones that are among a few of all."""
    as_of, scope = question.as_of, question.scope
    return _holdings(question, which & begun(as_of, scope) & scope.covers_each(Person.id, as_of))


def _holdings(question: Question, wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            *person.SELECTED,
            Holding.person_id,
            Competence.key,
            Competence.name,
            Level.code,
            Level.name.label("level"),
            Holding.activity,
            Holding.evidence,
            Holding.basis,
            Holding.since,
            Holding.until,
            CertificateScheme.name.label("scheme"),
            Holding.score,
            Holding.evidence_date,
        )
        .select_from(Holding)
        .join(Person, Person.id == Holding.person_id)
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Level, Level.id == Holding.level_id)
        .outerjoin(CertificateScheme, CertificateScheme.id == Holding.scheme_id)
        .where(wanted, question.scope.may_be_named)
        .order_by(Person.sort_key, Person.id, *_IN_ORDER)
    )
    if question.filters.topic_id is not None:
        statement = statement.where(Competence.topic_id == question.filters.topic_id)
    return statement


def level_code(code: str, name: str) -> str:
    """B1 and 2 are codes for readers; a code that is a plain word is shown as the level's name."""
    return name if code.isalpha() and code.islower() else code


class _Words(NamedTuple):
    """Competence, level and its name, activity, evidence and its group stand together."""

    held: tuple[str, str, str, str, str, str]
    confirmed_by: str
    basis: str


@lru_cache(maxsize=1000)
def _words(
    language: str,
    name_de: str,
    name_en: str,
    code: str,
    level_de: str,
    level_en: str,
    activity: Activity | None,
    evidence: Evidence,
    basis: Basis,
) -> _Words:
    """They repeat from row to row."""
    level_name = Bilingual(level_de, level_en).in_language(language)
    return _Words(
        (
            Bilingual(name_de, name_en).in_language(language),
            level_code(code, level_name),
            level_name,
            sentence(label(activity) if activity else mark("Overall"), language),
            sentence(label(evidence), language),
            sentence(label(evidence.group), language),
        ),
        sentence(_confirmed_by(evidence, basis), language),
        sentence(label(basis), language),
    )


def _confirmed_by(evidence: Evidence, basis: Basis) -> str:
    """In which role; who it was stands with the evidence."""
    if evidence is Evidence.MANAGER:
        return mark("Manager")
    if basis is Basis.CONSENT or evidence.group is EvidenceGroup.SELF_DECLARED:
        return mark("The person")
    return mark("HR")


HOLDINGS = Table(
    key="holdings",
    title=mark("Holdings"),
    columns=COLUMNS,
    about=mark("One row for each holding: official, or stated by the person with consent"),
    rows=_rows,
    label="last_name",
    personal=True,
    stated=True,
    counted_by=("state", "basis"),
)
