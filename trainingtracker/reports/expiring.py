"""Holdings that run out soon: who should see to a renewal, the next one first."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from trainingtracker.attainment.holdings import expiry_horizon
from trainingtracker.labels import label
from trainingtracker.models import Holding, Person
from trainingtracker.reports import audiences
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.holdings import few_holdings
from trainingtracker.reports.attainment.person import history_of, person_values, unit_values
from trainingtracker.reports.report import Column, Question, Report, Table, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

COLUMNS = (
    Column("last_day", mark("Valid until"), 12, Kind.DAY),
    Column("days_left", mark("Days left"), 10, Kind.COUNT),
    *person.COLUMNS,
    Column("unit", mark("Unit number"), 12),
    Column("unit_name", mark("Unit"), 32),
    Column("competence", mark("Competence"), 36),
    Column("level", mark("Level"), 16),
    Column("evidence", mark("Evidence"), 40),
)


def _rows(question: Question) -> Selected:
    horizon = expiry_horizon(question.as_of)
    statement = (
        few_holdings(question, (Holding.until > question.as_of) & (Holding.until <= horizon))
        .order_by(None)
        .order_by(Holding.until, Person.sort_key, Holding.id)
    )

    def values(rows: Iterable[Any], ids: Collection[int]) -> Iterator[Sequence[Value]]:
        history, language = history_of(question, ids), question.language
        for row in rows:
            last_day = row.until - timedelta(days=1)
            yield (
                last_day,
                (last_day - question.as_of).days,
                *person_values(row),
                *unit_values(history.unit_on(row.person_id, question.as_of), language),
                row.name.in_language(language),
                row.level.in_language(language),
                sentence(label(row.evidence), language),
            )

    return Selected(statement, values)


EXPIRING = Report(
    key="expiring_holdings",
    title=mark("Expiring holdings"),
    purpose=mark("Which competences run out soon, so that they are renewed in time."),
    audience=audiences.whoever_sees_names,
    takes=frozenset({"as_of", "unit_id", "topic_id"}),
    tables=(
        Table(
            key="expiring",
            title=mark("Expiring"),
            columns=COLUMNS,
            rows=_rows,
            note=mark(
                "Official holdings that are valid on the reference date and over within "
                "%(days)s days."
            ),
            about=mark("One row for each official holding that runs out"),
            label="last_name",
            personal=True,
        ),
    ),
)
