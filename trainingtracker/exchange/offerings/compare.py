"""Lists of offerings with their meetings, carried out by the operations of HR's pages.

A list names all meetings of an offering: others of it are removed, unless attendance is recorded.
A new offering has the number that the list gives it and is a draft unless the list publishes it.
"""

from datetime import date

from sqlalchemy import select

from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.enrolment.changes.offering_changes import change_offering
from trainingtracker.exchange.finding.courses import CourseFinder
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.offerings.entries import Entry, Gathering
from trainingtracker.exchange.offerings.fields import VOCABULARY
from trainingtracker.exchange.offerings.plans import changes, planned
from trainingtracker.exchange.operations import Outcome, Step, steps_of
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange, Preview
from trainingtracker.extensions import db
from trainingtracker.labels import labelled
from trainingtracker.models import Offering
from trainingtracker.text import mark
from trainingtracker.vocabulary import OfferingStatus

__all__ = ["VOCABULARY", "compare"]

_ONLY_PUBLISH = mark("A list publishes drafts and nothing else: close or cancel it on its page.")


def compare(table: Table, preview: Preview, _today: date) -> None:
    """Hold a list of offerings beside those on record."""
    people = PersonFinder(table.column("trainers"))
    gathering = Gathering(CourseFinder(table.column("course")), people)
    for record in table.records:
        gathering.add(record)
    names = {person.id: person.listed for person in people.by_id.values()}
    stored = {row.number.casefold(): row for row in db.session.scalars(select(Offering))}
    steps = steps_of(preview)
    for key, entry in gathering.entries.items():
        if not entry.sound:
            continue
        row = stored.get(key)
        before = offerings.facts_of(row) if row else None
        after = planned(entry, before)
        if row is None and "max_places" not in entry.said:
            entry.record.missing("max_places")
            continue
        status = _status(entry, row)
        fields = (*changes(before, after, names), *status)
        if row and not fields:
            preview.changes.append(Change(ChangeOf.UNCHANGED, entry.record.place, _listed(entry)))
        elif entry.sound:
            steps.steps.append(_step(entry, row, after, fields))
    steps.rehearse(preview)
    preview.writes = steps


def _listed(entry: Entry) -> str:
    return f"{entry.number} {entry.course.title_de}"


def _status(entry: Entry, row: Offering | None) -> Outcome:
    wanted = entry.said.get("status")
    before = row.status if row else None
    if wanted in (None, before):
        return ()
    if wanted is not OfferingStatus.PUBLISHED or before not in (None, OfferingStatus.DRAFT):
        if row or wanted is not OfferingStatus.DRAFT:
            entry.record.problem("status", _ONLY_PUBLISH)
        return ()
    return (FieldChange(mark("Status"), labelled(before) if before else None, labelled(wanted)),)


def _step(entry: Entry, row: Offering | None, after: OfferingFacts, fields: Outcome) -> Step:
    offering_id, version = (row.id, row.version) if row else (None, 0)
    publishes = entry.said.get("status") is OfferingStatus.PUBLISHED
    if row and row.status is not OfferingStatus.DRAFT:
        publishes = False

    def act(_actor: Actor) -> Outcome:
        if offering_id is None:
            offering = offerings.create(after, entry.number)
        else:
            offering = change_offering(offering_id, after, version)
        if publishes:
            offerings.publish(offering.id)
        return fields

    kind = ChangeOf.CHANGED if row else ChangeOf.NEW
    return Step(entry.record, "offering", kind, _listed(entry), act)
