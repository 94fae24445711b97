"""Offerings: create, edit, publish.

An edit that changes the capacity also concerns the waiting list: enrolment/capacity.py wraps it.
"""

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.catalogue import availability, offering_rules
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts, QuotaFacts
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Meeting, Offering, OfferingQuota, OfferingTrainer
from trainingtracker.organisation.versions import take_version
from trainingtracker.text import mark
from trainingtracker.vocabulary import OfferingStatus

_COLUMNS = (
    "min_places", "max_places", "decide_on", "enrolment_opens", "enrolment_closes",
    "withdrawal_deadline", "allocation", "moving_up", "offer_days", "moving_up_stops",
    "note_de", "note_en",
    "self_check_in", "accessible_room", "part_time_friendly", "child_care",
)  # fmt: skip


def create(facts: OfferingFacts, number: str = "") -> Offering:
    """A new offering, a draft until published; its number is the next of its course and year.

    A list brings its own `number`, which no other offering may have.
    """
    offering_rules.check(facts)
    # Locks the course, so that two offerings made at once do not get one number.
    course = db.session.get_one(Course, facts.course_id, with_for_update=True)
    offering = Offering(
        number=number or _next_number(course, facts),
        status=OfferingStatus.DRAFT,
        version=1,
        course=course,
    )
    db.session.add(offering)
    _write(offering, facts)
    return offering


def edit(offering_id: int, facts: OfferingFacts, version: int) -> Offering:
    """Replace what is stated about an offering; meetings keep their identity by their id.

    The course of an offering can change while it is a draft. Saving what is stored already is no
    change and makes nobody else's copy old.
    """
    offering = _current(offering_id)
    if offering.version == version and facts_of(offering) == facts:
        return offering
    take_version(offering, version)
    if offering.status is OfferingStatus.CLOSED:
        raise RuleViolation(mark("This offering is closed. Nothing about it can be changed."))
    if offering.status is OfferingStatus.CANCELLED:
        raise RuleViolation(mark("This offering is cancelled. Nothing about it can be changed."))
    offering_rules.check(facts)
    places = availability.of_offering(offering_id)
    offering_rules.check_places(facts.max_places, places.held)
    if facts.allocation is not offering.allocation:
        offering_rules.check_nobody_asked(places)
    _change_course(offering, facts.course_id)
    if offering.status is OfferingStatus.PUBLISHED:
        offering_rules.check_publishable(offering.course, len(facts.meetings))
    _write(offering, facts)
    return offering


def publish(offering_id: int) -> Offering:
    """Show the offering in the catalogue and let people enrol."""
    offering = _current(offering_id)
    if offering.status is not OfferingStatus.DRAFT:
        raise RuleViolation(mark("This offering is already published."))
    offering_rules.check_publishable(offering.course, len(offering.meetings))
    offering.status = OfferingStatus.PUBLISHED
    offering.version += 1
    db.session.flush()
    return offering


def facts_of(offering: Offering) -> OfferingFacts:
    """What is stated about a stored offering."""
    return OfferingFacts(
        course_id=offering.course_id,
        **{name: getattr(offering, name) for name in _COLUMNS},
        meetings=tuple(
            MeetingFacts(m.starts_at, m.ends_at, m.venue, m.link, m.id) for m in offering.meetings
        ),
        trainer_ids=tuple(trainer.person_id for trainer in offering.trainers),
        quotas=tuple(
            QuotaFacts(q.places, q.last_day, q.unit_id, q.status_group_id, q.id)
            for q in offering.quotas
        ),
    )


def _current(offering_id: int) -> Offering:
    return db.session.get_one(Offering, offering_id, populate_existing=True, with_for_update=True)


def _change_course(offering: Offering, course_id: int) -> None:
    if course_id == offering.course_id:
        return
    if offering.status is not OfferingStatus.DRAFT:
        raise RuleViolation(mark("The course of a published offering cannot be changed."))
    offering.course = db.session.get_one(Course, course_id)


def _write(offering: Offering, facts: OfferingFacts) -> None:
    for name in _COLUMNS:
        setattr(offering, name, getattr(facts, name))
    offering.starts_at, offering.ends_at = facts.starts_at, facts.ends_at
    _write_meetings(offering, facts.meetings)
    wanted = set(facts.trainer_ids)
    offering.trainers = [t for t in offering.trainers if t.person_id in wanted]
    present = {trainer.person_id for trainer in offering.trainers}
    offering.trainers += [
        OfferingTrainer(person_id=person_id)
        for person_id in dict.fromkeys(facts.trainer_ids)
        if person_id not in present
    ]
    _write_quotas(offering, facts.quotas)
    db.session.flush()


def _write_meetings(offering: Offering, meetings: tuple[MeetingFacts, ...]) -> None:
    on_record = {meeting.id: meeting for meeting in offering.meetings}
    kept = {facts.id for facts in meetings}
    offering_rules.check_removed(on_record.keys() - kept)
    written = []
    for facts in sorted(meetings, key=lambda meeting: meeting.starts_at):
        meeting = on_record.get(facts.id) if facts.id is not None else None
        meeting = meeting or Meeting()
        meeting.starts_at, meeting.ends_at = facts.starts_at, facts.ends_at
        meeting.venue, meeting.link = facts.venue.strip(), facts.link.strip()
        written.append(meeting)
    offering.meetings = written


def _write_quotas(offering: Offering, quotas: tuple[QuotaFacts, ...]) -> None:
    on_record = {quota.id: quota for quota in offering.quotas}
    written = []
    for facts in quotas:
        quota = on_record.get(facts.id) if facts.id is not None else None
        quota = quota or OfferingQuota()
        quota.places, quota.last_day = facts.places, facts.last_day
        quota.unit_id, quota.status_group_id = facts.unit_id, facts.status_group_id
        if facts.last_day >= clock.today():
            quota.released_at = None
        written.append(quota)
    offering.quotas = written


def _next_number(course: Course, facts: OfferingFacts) -> str:
    """`<course code>-<year>-<nn>`: the year of the first meeting, or this year."""
    year = clock.local(facts.starts_at).year if facts.starts_at else clock.today().year
    prefix = f"{course.code}-{year}-"
    taken = db.session.scalars(
        select(Offering.number).where(Offering.number.startswith(prefix, autoescape=True))
    )
    used = [int(rest) for number in taken if (rest := number.removeprefix(prefix)).isdigit()]
    return f"{prefix}{max(used, default=0) + 1:02d}"
