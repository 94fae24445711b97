"""People: HR's search and one person's record; coordinators see the people of their units."""

from collections import Counter
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext as _
from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.scopes import one_of_administered, people_administered
from trainingtracker.competence.consent import stated_to
from trainingtracker.competence.profile import Held, held_by
from trainingtracker.enrolment.queries import placements
from trainingtracker.enrolment.queries import timeline as queries
from trainingtracker.enrolment.queries.record import record
from trainingtracker.enrolment.queries.timeline import Kind
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation import people, person_facts
from trainingtracker.organisation.people import Employment, PeopleFilter, PeopleFound
from trainingtracker.privacy import log_access
from trainingtracker.reports.lists.people import PEOPLE, people_rows
from trainingtracker.vocabulary import AccessKind, PersonKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.downloads import list_workbook
from trainingtracker.web.filters import label
from trainingtracker.web.offerings.enrol_form import EnrolForm
from trainingtracker.web.paging import Page
from trainingtracker.web.people.placement_form import PlacementForm
from trainingtracker.web.requests import current_actor, leadership
from trainingtracker.web.unit_choices import unit_choices

BLUEPRINT = Blueprint("people", __name__, url_prefix="/people")

_ICONS = {
    Kind.EMPLOYMENT: "door-open",
    Kind.UNIT: "building",
    Kind.LEADERSHIP: "diagram-3",
    Kind.COURSE: "journal-text",
    Kind.COMPETENCE: "award",
}


@BLUEPRINT.get("")
@access(HR_OR_COORDINATOR)
def listing() -> str:
    actor, tree, window = current_actor(), leadership().tree, arguments.window()
    wanted, sort = _wanted(), _sorting()
    found = _found(wanted, sort, limit=window.limit, offset=window.offset)
    log_access(
        AccessKind.PERSON_SEARCH,
        actor_id=actor.person_id,
        row_count=len(found.rows),
        filters={
            # Not the words themselves: they would say of whom somebody has thought.
            "searched": bool(wanted.text),
            "unit": wanted.unit_id,
            "kind": wanted.kind,
            "status": wanted.employment,
            "page": window.number,
        },
    )
    return render_template(
        "people/listing.html",
        page=Page(found.rows, found.total, window.number),
        wanted=wanted,
        sort=str(sort),
        units=unit_choices(tree, wanted.unit_id, None if actor.is_hr else actor.coordinated_units),
        kind_choices=[(kind.value, label(kind)) for kind in PersonKind],
        is_hr=actor.is_hr,
    )


@BLUEPRINT.get("/list.xlsx")
@access(HR_OR_COORDINATOR)
def workbook() -> Response:
    """Everybody whom the filters let through, in the order of the page."""
    wanted, sort = _wanted(), _sorting()
    return list_workbook(PEOPLE, lambda language: people_rows(_found(wanted, sort).rows, language))


def _wanted() -> PeopleFilter:
    return PeopleFilter(
        text=arguments.words("q"),
        unit_id=arguments.number("unit"),
        kind=arguments.member("kind", PersonKind),
        employment=arguments.member("status", Employment) or Employment.ACTIVE,
    )


def _sorting() -> arguments.Sorting:
    return arguments.sorting(people.SORTS, "name")


def _found(
    wanted: PeopleFilter, sort: arguments.Sorting, limit: int | None = None, offset: int = 0
) -> PeopleFound:
    """The people of the filters whom the reader may see: the page and the workbook alike."""
    today = clock.today()
    return people.search(
        wanted,
        scope=people_administered(current_actor(), today),
        tree=leadership().tree,
        as_of=today,
        sort=sort.key,
        descending=sort.descending,
        limit=limit,
        offset=offset,
    )


@BLUEPRINT.get("/<int:person_id>")
@access(HR_OR_COORDINATOR)
def show(person_id: int) -> str:
    return person_page(person_administered(person_id), EnrolForm(None))


def person_administered(person_id: int) -> Person:
    """The person, where the actor does HR's work for them; 404 otherwise."""
    scope = one_of_administered(current_actor(), clock.today())
    return db.session.scalar(select(Person).where(Person.id == person_id, scope)) or abort(404)


def log_record(person: Person) -> None:
    """The actor is being shown something of this person's record."""
    log_access(AccessKind.PERSON_RECORD, actor_id=current_actor().person_id, person_id=person.id)


@BLUEPRINT.get("/<int:person_id>/timeline")
@access(HR_OR_COORDINATOR)
def timeline(person_id: int) -> str:
    """Everything official that happened, the latest first, all of it or of one kind."""
    person = person_administered(person_id)
    log_record(person)
    kind = arguments.member("kind", Kind)
    frame = _frame(person)
    lines = queries.timeline(person, frame["facts"].assignments, clock.today())
    shown = [line for line in lines if kind is None or line.kind is kind]
    return render_template(
        "people/timeline.html",
        **frame,
        years=[(year, list(group)) for year, group in groupby(shown, attrgetter("year"))],
        counts=Counter(line.kind for line in lines),
        kind=kind,
        kinds=[(one, _(name)) for one, name in queries.KINDS.items()],
        icons=_ICONS,
    )


def person_page(
    person: Person, form: EnrolForm, placement_form: PlacementForm | None = None
) -> str:
    """The record, with the forms as they stand; whoever is shown it has looked at the person."""
    log_record(person)
    return render_template(
        "people/show.html",
        **_frame(person),
        record=record(person.id),
        stated=_stated(person),
        under_way=UNDER_WAY,
        form=form,
        placements=placements.mine(person.id),
        own_id=current_actor().person_id,
        placement_form=placement_form or PlacementForm(None),
    )


def _stated(person: Person) -> list[Held]:
    """What the person has stated about themselves and consented to show this reader."""
    shown = stated_to(current_actor(), leadership())
    if shown is None:
        return []
    return held_by([person.id], clock.today(), shown).get(person.id, [])


def _frame(person: Person) -> dict[str, Any]:
    """What both views of a person show."""
    today = clock.today()
    return {
        "person": person,
        "facts": person_facts.facts(person, today),
        "today": today,
        "employed": person.employed_on(today),
        "is_hr": current_actor().is_hr,
    }
