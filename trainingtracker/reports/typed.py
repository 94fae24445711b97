"""The filters of a report as they are typed: what there is to choose, and what they mean."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering, Topic
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.reports.asking import NO_SUCH_UNIT
from trainingtracker.reports.report import Filters, Report
from trainingtracker.text import Bilingual, mark

NO_DAY = mark("The reference date is not a date. Example: 2026-06-30.")
_NO_SINCE = mark("The first day of the period is not a date. Example: 2026-01-01.")
_NO_COMPARISON = mark("The day to compare with is not a date. Example: 2025-06-30.")
_NO_TOPIC = mark("There is no such topic. Choose one of the list.")
_NO_OFFERING = mark("There is no offering with this number.")
_NO_YEAR = mark("The year is not a number of four digits. Example: 2026.")
_NO_RELEASE = mark("The number of the release is not a number. Example: 1.")
_DIGITS = 4
_NO_MOMENT = mark("This is no date with a time. Example: 2026-06-30T12:00.")
# The names of the filters in an address, in the order of the form.
NAMES = (
    "as_of",
    "since",
    "year",
    "compare_with",
    "unit",
    "topic",
    "offering",
    "names",
    "published",
    "release",
    "known_at",
)
_TAKEN_AS = {"unit": "unit_id", "topic": "topic_id", "offering": "offering_id"}


class TopicChoice(NamedTuple):
    id: int
    key: str
    title: Bilingual


class Choices(NamedTuple):
    """What the form of a report offers, and what was typed, by name."""

    typed: dict[str, str]
    topics: list[TopicChoice]
    tree: UnitTree

    @property
    def query(self) -> dict[str, str]:
        """What was typed, for the addresses of the files."""
        return {name: value for name, value in self.typed.items() if value}


def typed_for(report: Report, sent: Mapping[str, str], actor: Actor) -> dict[str, str]:
    """What was typed for the filters that the report takes; defaults for what was not sent."""
    names = [name for name in NAMES if _TAKEN_AS.get(name, name) in report.takes]
    if sent.get("known_at"):
        # A report that does not take it, or not from this reader, says so.
        names = list(dict.fromkeys([*names, "known_at"]))
    elif not actor.is_hr:
        names = [name for name in names if name != "known_at"]
    if "published" in report.takes:
        names = _of_published(names, sent, actor)
    if not sent.get("release"):
        # Asked for by the page of what was published alone.
        names = [name for name in names if name != "release"]
    typed = {name: sent.get(name, "").strip()[:100] for name in names}
    if "as_of" in typed and not typed["as_of"]:
        typed["as_of"] = clock.today().isoformat()
    if "year" in typed and not typed["year"]:
        typed["year"] = str(clock.today().year)
    if "since" in typed and not typed["since"]:
        typed["since"] = _first_of_year(typed.get("as_of", ""))
    if "names" in typed and typed["names"] not in ("0", "1"):
        # With names is the rule for HR alone; everybody else asks for them.
        typed["names"] = str(int(actor.is_hr))
    return typed


def _first_of_year(as_of: str) -> str:
    """Where nobody says when the period begins it is with the year."""
    last = clock.plausible_day(as_of)
    return last.replace(month=1, day=1).isoformat() if last else ""


def _of_published(names: list[str], sent: Mapping[str, str], actor: Actor) -> list[str]:
    """HR chooses whether to look at what was published, which there is not by a single topic."""
    if not actor.is_hr:
        names = [name for name in names if name != "published"]
    if (sent.get("published") == "1" or not actor.is_hr) and not sent.get("topic"):
        names = [name for name in names if name != "topic"]
    return names


def choices(typed: dict[str, str]) -> Choices:
    """What there is to choose on the day that was typed, or today."""
    tree = UnitTree.load(clock.plausible_day(typed.get("as_of", "")) or clock.today())
    topics = _topics() if "topic" in typed else []
    return Choices(typed, topics, tree)


def understood(offered: Choices) -> Filters:
    """Raises RuleViolation for what is no date, or does not exist."""
    typed = offered.typed
    as_of = _day(typed.get("as_of", ""), NO_DAY) or clock.today()
    return Filters(
        as_of=as_of,
        since=_day(typed.get("since", ""), _NO_SINCE),
        unit_id=_unit_id(offered, as_of),
        topic_id=_topic_id(offered),
        offering_id=_offering_id(typed.get("offering", "")),
        year=_year(typed.get("year", "")),
        compare_with=_day(typed.get("compare_with", ""), _NO_COMPARISON),
        names=typed.get("names") == "1",
        published=typed.get("published") == "1" or bool(typed.get("release")),
        release=_release(typed.get("release", "")),
        known_at=_moment(typed.get("known_at", "")),
    )


def _day(sent: str, refusal: str) -> date | None:
    if not sent:
        return None
    day = clock.plausible_day(sent)
    if day is None:
        raise RuleViolation(refusal)
    return day


def _moment(sent: str) -> datetime | None:
    """What a clock on the wall of the administration showed."""
    if not sent:
        return None
    try:
        typed = datetime.fromisoformat(sent)
    except ValueError:
        raise RuleViolation(_NO_MOMENT) from None
    if clock.plausible_day(typed.date().isoformat()) is None or typed.tzinfo is not None:
        raise RuleViolation(_NO_MOMENT)
    return clock.at(typed.date(), typed.time())


def _year(sent: str) -> int | None:
    if not sent:
        return None
    if not (sent.isascii() and sent.isdigit() and 1950 <= int(sent) <= 2100):
        raise RuleViolation(_NO_YEAR)
    return int(sent)


def _release(sent: str) -> int | None:
    if not sent:
        return None
    if not (sent.isascii() and sent.isdigit() and len(sent) <= _DIGITS):
        raise RuleViolation(_NO_RELEASE)
    return int(sent)


def _unit_id(offered: Choices, as_of: date) -> int | None:
    number = offered.typed.get("unit", "")
    if not number:
        return None
    node = offered.tree.by_number(number)
    if node is None:
        raise RuleViolation(NO_SUCH_UNIT, number=number, day=as_of)
    return node.id


def _topic_id(offered: Choices) -> int | None:
    key = offered.typed.get("topic", "")
    if not key:
        return None
    found = next((topic.id for topic in offered.topics if topic.key == key), None)
    if found is None:
        raise RuleViolation(_NO_TOPIC)
    return found


def _offering_id(number: str) -> int | None:
    if not number:
        return None
    found = db.session.scalar(select(Offering.id).where(Offering.number == number))
    if found is None:
        raise RuleViolation(_NO_OFFERING)
    return found


def _topics() -> list[TopicChoice]:
    rows = db.session.execute(
        select(Topic.id, Topic.key, Topic.title_de, Topic.title_en).order_by(
            Topic.position, Topic.id
        )
    )
    return [TopicChoice(row.id, row.key, Bilingual(row.title_de, row.title_en)) for row in rows]
