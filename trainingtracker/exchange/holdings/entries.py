"""One row of a list of competences, read and checked for itself."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta

from trainingtracker.exchange.facts import Values
from trainingtracker.exchange.finding.people import FoundPerson, PersonFinder
from trainingtracker.exchange.finding.person_columns import person_of
from trainingtracker.exchange.finding.terms import CompetenceAt, CourseTerms
from trainingtracker.exchange.meaning import words
from trainingtracker.exchange.meaning.cells import text
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.labels import labelled
from trainingtracker.text import mark
from trainingtracker.vocabulary import Activity, Evidence, EvidenceGroup

_IN_THE_FUTURE = mark("The date %(day)s is in the future.")
_ENDS_EARLY = mark("It ends (%(until)s) before it begins (%(since)s).")
_THEIR_OWN = mark(
    "What people say about themselves they enter on their own page: “%(evidence)s” is no evidence"
    " of a list."
)

LEVEL, SINCE, UNTIL = mark("Level"), mark("Holds it since"), mark("Valid until")
SCHEME, SCORE = mark("Certificate"), mark("Result")


@dataclass(frozen=True)
class Entry:
    """What somebody holds; `until` is the first day on which it is no longer valid."""

    record: Record
    person: FoundPerson
    at: CompetenceAt
    code: str
    activity: Activity | None
    evidence: Evidence
    evidence_date: date
    since: date
    until: date | None
    scheme_id: int | None = None
    scheme: str | None = None
    score: str | None = None

    @property
    def key(self) -> Hashable:
        """Evidence of one kind and day is about one level of a competence."""
        return key_of(
            self.person.id, self.at.competence_id, self.activity, self.evidence, self.evidence_date
        )

    @property
    def listed(self) -> str:
        return f"{self.person.listed}, {self.code}, {self.evidence_date:%d.%m.%Y}"

    @property
    def values(self) -> Values:
        return values_of(self.code, self.since, self.until, self.scheme, self.score)


def values_of(
    code: str, since: date, until: date | None, scheme: str | None, score: str | None
) -> Values:
    """What can be corrected, by what pages call it."""
    values: dict[str, object] = {LEVEL: code, SINCE: since, UNTIL: last_day(until)}
    return values | {SCHEME: scheme, SCORE: score} if scheme else values


def key_of(
    person_id: int,
    competence_id: int,
    activity: Activity | None,
    evidence: Evidence,
    evidence_date: date | None,
) -> Hashable:
    return person_id, competence_id, activity, evidence, evidence_date


def last_day(until: date | None) -> date | None:
    """The last day on which it is valid, as lists write it."""
    return until - timedelta(days=1) if until else None


def read(record: Record, people: PersonFinder, terms: CourseTerms, today: date) -> Entry | None:
    """The holding of a row; None where something is wrong with it."""
    person = person_of(record, people)
    level = record.text("level", 20)
    named = record.read(
        "competence",
        lambda cell: terms.competence(":".join(filter(None, (text(cell), level)))),
    )
    evidence = record.read("evidence", words.evidence)
    for name, value in (("competence", named), ("evidence", evidence)):
        if value is None and name not in record.wrong:
            record.missing(name)
    if evidence and evidence.group is EvidenceGroup.SELF_DECLARED:
        record.problem("evidence", _THEIR_OWN, evidence=labelled(evidence))
    activity = record.read("activity", words.activity)
    dated = record.day("evidence_date")
    since = record.day("since") or dated
    if since is None and record.sound:
        record.missing("evidence_date" if record.has("evidence_date") else "since")
    until = until_of(record, since, today)
    if not record.sound or person is None or named is None or evidence is None or since is None:
        return None
    return Entry(
        record, person, named, terms.code(named), activity, evidence, dated or since, since, until
    )


def until_of(record: Record, since: date | None, today: date) -> date | None:
    """The first day without validity; what begins in the future or ends early is a problem."""
    last = record.day("until")
    if since and since > today:
        record.problem("since", _IN_THE_FUTURE, day=since)
    if last and since and last < since:
        record.problem("until", _ENDS_EARLY, since=since, until=last)
    return last + timedelta(days=1) if last else None
