"""What must be true before somebody gets a place; each refusal says what to do."""

from datetime import date

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.catalogue.audience import described, is_addressed
from trainingtracker.competence.prerequisites import missing_prerequisites
from trainingtracker.competence.record import record_of
from trainingtracker.enrolment.states import GIVEN_UP
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Meeting, Offering, Person, Placement
from trainingtracker.organisation.belonging import belongings
from trainingtracker.text import Listed, mark
from trainingtracker.vocabulary import CourseStatus, EvidenceGroup, OfferingStatus, Status

# Whoever asks for a place keeps everybody else waiting meanwhile: these are built once.
_OFFERING: BindParameter[int] = bindparam("offering_id")
_PERSON: BindParameter[int] = bindparam("person_id")
_LIVE_ENROLMENT = select(Enrolment.id).where(
    Enrolment.offering_id == _OFFERING,
    Enrolment.person_id == _PERSON,
    Enrolment.status.not_in(GIVEN_UP),
)
_own, _other = Meeting.__table__.alias("own"), Meeting.__table__.alias("other")
_OVERLAPPING_COURSES = (
    select(Course)
    .distinct()
    .select_from(_own)
    .join(
        _other,
        (_other.c.starts_at < _own.c.ends_at)
        & (_other.c.ends_at > _own.c.starts_at)
        & (_other.c.offering_id != _own.c.offering_id),
    )
    .join(Enrolment, Enrolment.offering_id == _other.c.offering_id)
    .join(Offering, Offering.id == _other.c.offering_id)
    .join(Course, Course.id == Offering.course_id)
    .where(
        _own.c.offering_id == _OFFERING,
        Enrolment.person_id == _PERSON,
        Enrolment.status == Status.CONFIRMED,
        Enrolment.offering_id != bindparam("besides"),
    )
    .order_by(Course.code)
)
_WITH_CONDITIONS = (
    select(Course)
    .where(Course.id == bindparam("course_id"))
    .options(joinedload(Course.audiences), joinedload(Course.prerequisites))
)


def deadline_passed(offering: Offering) -> bool:
    """Whether the withdrawal deadline has passed."""
    deadline = offering.withdrawal_deadline
    return deadline is not None and clock.now() > deadline


def is_late(enrolment: Enrolment) -> bool:
    """Whether giving the place back now is late.

    For whom the date was changed after they had asked for it, it is not, until the course begins.
    """
    return not enrolment.date_changed and deadline_passed(enrolment.offering)


def has_begun(offering: Offering) -> bool:
    """Whether the first meeting has begun."""
    return offering.starts_at is not None and offering.starts_at <= clock.now()


def check_not_over(offering: Offering) -> None:
    """The offering is published and has not ended."""
    over = offering.ends_at is not None and offering.ends_at <= clock.now()
    if over or offering.status is OfferingStatus.CLOSED:
        raise RuleViolation(
            mark(
                "This offering is over (it ended on %(day)s)."
                " Look in the catalogue for the next date of the course."
            ),
            day=clock.local_day(offering.ends_at) if offering.ends_at else "",
        )
    if offering.status is OfferingStatus.CANCELLED:
        raise RuleViolation(
            mark(
                "This offering has been cancelled."
                " Look in the catalogue for the next date of the course."
            )
        )
    published = offering.status is OfferingStatus.PUBLISHED
    if not published or offering.course.status is not CourseStatus.PUBLISHED:
        raise RuleViolation(
            mark("This offering is not published yet. Choose another date from the catalogue.")
        )


def check_enrolment_open(offering: Offering, *, early: bool = False) -> None:
    """Now lies between the opening and the closing of enrolment, and before the start.

    `early` is for somebody for whom it is open before (early.is_open_for).
    """
    now = clock.now()
    if not early and offering.enrolment_opens is not None and now < offering.enrolment_opens:
        raise RuleViolation(
            mark("Enrolment has not opened yet. It opens on %(opens)s; please come back then."),
            opens=clock.beginning(offering.enrolment_opens),
        )
    closes = offering.enrolment_closes or offering.starts_at
    if closes is not None and now >= closes:
        raise RuleViolation(
            mark(
                "Enrolment closed on %(closes)s."
                " Choose another date of the course, or ask HR whether they can still add you."
            ),
            closes=clock.deadline(closes),
        )


def check_employed(person: Person, offering: Offering) -> None:
    """The person is employed now and until the offering ends."""
    last_day = clock.local_day(offering.ends_at) if offering.ends_at else clock.today()
    for day in (clock.today(), max(last_day, clock.today())):
        if not person.employed_on(day):
            raise RuleViolation(
                mark(
                    "%(name)s is not employed on %(day)s and cannot take part."
                    " If the personnel data are wrong, ask HR to correct them."
                ),
                name=person.full_name,
                day=day,
            )


def check_not_enrolled(person: Person, offering: Offering, *, asked_by: int | None) -> None:
    """There is no live enrolment of the person in the offering."""
    wanted = {"offering_id": offering.id, "person_id": person.id}
    if db.session.scalar(_LIVE_ENROLMENT, wanted) is not None:
        raise RuleViolation(
            mark(
                "%(name)s is already enrolled in this offering."
                " Where the enrolment stands is shown under “My training”."
            )
            if asked_by == person.id
            else mark("%(name)s is already enrolled in this offering."),
            name=person.full_name,
        )


def overlapping_courses(
    person_id: int, offering: Offering, *, besides: int | None = None
) -> list[Course]:
    """Courses whose confirmed meetings overlap a meeting of the offering for this person.

    `besides` is an offering that the person leaves for this one.
    """
    wanted = {"offering_id": offering.id, "person_id": person_id, "besides": besides or 0}
    return list(db.session.scalars(_OVERLAPPING_COURSES, wanted))


def check_no_overlap(person: Person, offering: Offering, *, besides: int | None = None) -> None:
    """No confirmed meeting of the person overlaps a meeting of the offering (`besides` one)."""
    overlapping = overlapping_courses(person.id, offering, besides=besides)
    if overlapping:
        raise RuleViolation(
            mark(
                "The dates overlap with “%(course)s”, where %(name)s has a confirmed place."
                " Withdraw there first, or choose another date."
            ),
            course=overlapping[0].title,
            name=person.full_name,
        )


def check_audience(person: Person, offering: Offering) -> None:
    """The course is for this person, as they belong to units and groups today."""
    course, today = offering.course, clock.today()
    if not course.audiences:
        return
    if not is_addressed(course, belongings([person.id], today)[person.id]):
        raise RuleViolation(
            mark(
                "This course is for: %(groups)s. %(name)s does not belong to them."
                " If that is not right, HR can change where the person belongs."
            ),
            groups=Listed(tuple(described(course, today))),
            name=person.full_name,
        )


def check_placement(person: Person, offering: Offering, *, asked_by: int) -> None:
    """Where a course begins with a placement test, the person has taken it or has a level already.

    What somebody declares themselves is not enough to join a group.
    """
    course = offering.course
    if course.placement_competence is None:
        return
    if not has_level(person.id, course.placement_competence.id, own=asked_by == person.id):
        raise RuleViolation(
            mark(
                "This course begins with a placement test in %(competence)s."
                " Ask for the test on the page of the course first."
            ),
            competence=course.placement_competence.name,
        )


def has_level(person_id: int, competence_id: int, *, own: bool) -> bool:
    """Whether a test, a course or a certificate tells the person's level, or that they begin."""
    tested = select(Placement.id).where(
        Placement.person_id == person_id,
        Placement.competence_id == competence_id,
        Placement.entered_at.is_not(None),
    )
    if db.session.scalar(tested.limit(1)) is not None:
        return True
    today = clock.today()
    return any(
        each.valid_on(today) and each.evidence.group is not EvidenceGroup.SELF_DECLARED
        for each in record_of(person_id, [competence_id], voluntary=own).held
    )


def check_prerequisites(person: Person, offering: Offering, *, asked_by: int) -> None:
    """The person has what the course asks for when the offering starts.

    What somebody has stated voluntarily counts only when they ask themselves: others would learn
    of it from the answer.
    """
    missing = missing_prerequisites(
        [person.id], offering.course, start_of(offering), voluntary=asked_by == person.id
    ).get(person.id)
    if missing:
        raise RuleViolation(
            mark(
                "A prerequisite is missing: %(missing)s. Complete it first;"
                " if you have evidence that is not recorded here, send it to HR."
            ),
            missing=Listed(tuple(missing)),
        )


def course_with_conditions(offering: Offering) -> Course:
    """The course and what it asks of participants, in one query instead of one for each.

    The checks find it as long as the caller holds it.
    """
    return db.session.scalars(_WITH_CONDITIONS, {"course_id": offering.course_id}).unique().one()


def check_may_take_part(
    person: Person,
    offering: Offering,
    *,
    asked_by: int,
    besides: int | None = None,
    prepared: bool = True,
) -> None:
    """All that somebody must fulfil for a place, however they come by it.

    Without `prepared` the prerequisites are left to a later check. `besides` is an offering whose
    meetings do not count as an overlap, because its place is given up for this one.
    """
    check_employed(person, offering)
    check_audience(person, offering)
    check_placement(person, offering, asked_by=asked_by)
    if prepared:
        check_prerequisites(person, offering, asked_by=asked_by)
    check_no_overlap(person, offering, besides=besides)


def check_other_date(left: Offering, target: Offering) -> None:
    """The target is another date of the same course, and has not begun."""
    if target.id == left.id or target.course_id != left.course_id:
        raise RuleViolation(mark("Choose another date of the same course."))
    check_not_over(target)
    if has_begun(target):
        raise RuleViolation(mark("This date has begun already. Choose a later one."))


def start_of(offering: Offering) -> date:
    """The day for which prerequisites are checked: the first one, today while there is none."""
    return clock.local_day(offering.starts_at) if offering.starts_at else clock.today()
