"""How full the offerings of a period were, and what is asked for that nobody offers yet."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.catalogue import availability
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Course, Offering, Topic
from trainingtracker.needs.demand import DemandFilter, demand
from trainingtracker.reports import audiences, scopes
from trainingtracker.reports.lists.demand import DEMAND, demand_rows
from trainingtracker.reports.report import Column, Question, Report, Table, Value
from trainingtracker.reports.styles import AS_BARS, Kind
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import OfferingStatus

_COLUMNS = (
    Column("course_code", mark("Course code"), 14),
    Column("course", mark("Course"), 46),
    Column("topic", mark("Topic"), 26),
    Column("offering", mark("Offering"), 16),
    Column("begins_on", mark("Begins on"), 12, Kind.DAY),
    Column("ends_on", mark("Ends on"), 12, Kind.DAY),
    Column("status", mark("Status"), 16),
    Column("capacity", mark("Places"), 10, Kind.COUNT),
    Column("held", mark("Places taken"), 12, Kind.COUNT),
    Column("occupancy", mark("Occupancy"), 12, Kind.SHARE, stands_out=(AS_BARS,)),
    Column("waiting", mark("Waiting"), 10, Kind.COUNT),
    Column("requested", mark("Requests"), 10, Kind.COUNT),
)


def _utilisation(question: Question) -> Iterator[tuple[Value, ...]]:
    since = question.filters.since or date(question.as_of.year, 1, 1)
    statement = (
        select(
            Offering.id,
            Course.code,
            Course.title,
            Topic.title.label("topic"),
            Offering.number,
            Offering.starts_at,
            Offering.ends_at,
            Offering.status,
        )
        .select_from(Offering)
        .join(Course, Course.id == Offering.course_id)
        .join(Topic, Topic.id == Course.topic_id)
        .where(
            Offering.status != OfferingStatus.DRAFT,
            Offering.starts_at >= clock.at(since),
            Offering.starts_at < clock.end_of(question.as_of),
        )
        .order_by(Offering.starts_at, Offering.id)
    )
    if question.filters.topic_id is not None:
        statement = statement.where(Course.topic_id == question.filters.topic_id)
    rows = db.session.execute(statement).all()
    places = availability.of_offerings(row.id for row in rows)
    language = question.language
    for row in rows:
        own = places[row.id]
        yield (
            row.code,
            row.title.in_language(language),
            row.topic.in_language(language),
            row.number,
            clock.local_day(row.starts_at),
            clock.local_day(row.ends_at) if row.ends_at else None,
            sentence(label(row.status), language),
            own.max_places,
            own.held,
            own.held / own.max_places if own.max_places else None,
            own.waiting,
            own.requested,
        )


def _demand(question: Question) -> Iterator[tuple[Value, ...]]:
    wanted = DemandFilter(unit_id=question.filters.unit_id)
    return demand_rows(demand(wanted, question.tree), question.language)


UTILISATION = Report(
    key="utilisation",
    title=mark("Utilisation and demand"),
    purpose=mark("How full the offerings of a period are, beside what the units ask for."),
    audience=audiences.hr,
    takes=frozenset({"since", "as_of", "topic_id"}),
    scope=scopes.everyone,
    tables=(
        Table(
            key="utilisation",
            title=mark("Utilisation"),
            columns=_COLUMNS,
            rows=_utilisation,
            note=mark(
                "Offerings that begin in the period; without a first day, since 1 January. Places "
                "taken are those confirmed or offered and those of everybody who took part."
            ),
            about=mark("One row for each offering"),
            label="course",
        ),
        Table(
            key="demand",
            title=mark("Demand"),
            columns=DEMAND.columns,
            rows=_demand,
            note=mark("Needs, interest and waiting lists as they stand now."),
            about=mark("One row for each course, unit and quarter"),
            label="course",
        ),
    ),
)
