"""The catalogue of courses for everybody."""

from datetime import date, datetime

from flask import Blueprint, abort, render_template, request

from trainingtracker import clock
from trainingtracker.catalogue import course_page, find, topics
from trainingtracker.catalogue.audience import described, is_addressed
from trainingtracker.competence.prerequisites import check_prerequisites, record_for
from trainingtracker.competence.record import PersonRecord
from trainingtracker.enrolment.early import invited_to
from trainingtracker.enrolment.queries import my_training, places_open
from trainingtracker.enrolment.queries.deciders import decider_names
from trainingtracker.enrolment.queries.outlook import outlook
from trainingtracker.enrolment.queries.reserved_places import reservations
from trainingtracker.enrolment.queries.ways_there import ways_there
from trainingtracker.enrolment.rounds import criteria
from trainingtracker.enrolment.waiting.moving_up import waiting_rules
from trainingtracker.models import Offering
from trainingtracker.needs import interest
from trainingtracker.organisation.belonging import Belonging, belongings
from trainingtracker.organisation.leadership import unit_of
from trainingtracker.vocabulary import CourseFormat
from trainingtracker.web import arguments
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.paging import Page, page_number
from trainingtracker.web.placements.own_placement import placement_of
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("catalogue", __name__)
_PAGE_SIZE = 24
# Each date is a panel of its own: more than these nobody compares at once.
_DATES_A_PAGE = 12


@BLUEPRINT.get("/courses")
@access(SIGNED_IN)
def courses() -> str:
    wanted = _wanted()
    sort = request.args.get("sort", "")
    sort = sort if sort in find.SORTS else "title"
    window = arguments.Window(page_number(request.args.get("page")), _PAGE_SIZE)
    found = find.courses(wanted, sort=sort, limit=window.limit, offset=window.offset)
    shown = [row.next.offering_id for row in found.rows if row.next]
    return render_template(
        "catalogue/courses.html",
        open_to=places_open.open_to(current_actor().person_id, shown),
        page=Page(found.rows, found.total, window.number, window.limit),
        wanted=wanted,
        sort=sort,
        topics=topics.in_order(),
        languages=find.languages(),
        formats=list(CourseFormat),
    )


@BLUEPRINT.get("/courses/<int:course_id>")
@access(SIGNED_IN)
def course(course_id: int) -> str:
    return course_page_of(course_id)


def course_page_of(course_id: int, refusal: str = "") -> str:
    """The page of a course; `refusal` says why asking for a place was not possible."""
    found = course_page.published_course(course_id)
    if found is None:
        abort(404)
    person_id, today = current_actor().person_id, clock.today()
    window = arguments.window(_DATES_A_PAGE)
    dates, total = course_page.dates(course_id, limit=window.limit, offset=window.offset)
    early = invited_to(person_id, [each.offering for each in dates])
    reserved = reservations((each.offering for each in dates), [person_id])
    belonging = belongings([person_id], today)[person_id] if found.audiences else Belonging()
    record = record_for(person_id, found) if found.prerequisites else PersonRecord({}, [])
    checked = {
        each.offering.id: check_prerequisites(record, found, _start(each.offering))
        for each in dates
    }
    first = next(iter(checked.values()), None) or check_prerequisites(record, found, today)
    missing = [p.prerequisite for p in first if not p.fulfilled]
    return render_template(
        "catalogue/course.html",
        course=found,
        page=Page(dates, total, window.number, window.limit),
        outlooks={
            each.offering.id: outlook(
                each.offering,
                each.places,
                early=_begun(early.get(each.offering.id)),
                open_to=(
                    reserved[each.offering.id].opening.open_to(person_id)
                    if each.offering.id in reserved
                    else None
                ),
            )
            for each in dates
        },
        early=early,
        reserved=reserved,
        reader_id=person_id,
        interest=interest.list_of(course_id, person_id),
        rounds=criteria.published(
            [each.offering.id for each in dates if each.offering.in_round], leadership().tree
        ),
        rules=waiting_rules(each.offering for each in dates),
        own=my_training.in_course(person_id, course_id),
        audience=described(found, today),
        is_addressed=is_addressed(found, belonging),
        prerequisites=first,
        missing_at={
            offering_id: [p for p in each if not p.fulfilled]
            for offering_id, each in checked.items()
        },
        ways=ways_there(missing, person_id),
        placement=placement_of(found, person_id),
        may_ask_for_others=current_actor().is_hr,
        deciders=(
            decider_names(person_id, unit_of(person_id, today), leadership())
            if found.needs_approval
            else ()
        ),
        leads=current_actor().is_manager,
        refusal=refusal,
    )


def _start(offering: Offering) -> date:
    return clock.local_day(offering.starts_at) if offering.starts_at else clock.today()


def _begun(opens: datetime | None) -> bool:
    return opens is not None and opens <= clock.now()


def _wanted() -> find.Wanted:
    """The filters of the address; a value that means nothing filters nothing."""
    free_only = request.args.get("free") == "1"
    person_id = current_actor().person_id
    return find.Wanted(
        text=arguments.words("q"),
        topic_id=arguments.number("topic"),
        language_id=arguments.number("language"),
        format=arguments.member("format", CourseFormat),
        first=arguments.day("from"),
        last=arguments.day("to"),
        free_only=free_only,
        without=places_open.all_kept_from(person_id) if free_only else frozenset(),
    )
