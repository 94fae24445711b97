"""People: HR's search and one person's record; coordinators see the people of their units."""

from flask import Blueprint, abort, render_template
from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.scopes import people_administered
from trainingtracker.enrolment.queries.record import record
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation import people, person_facts
from trainingtracker.organisation.people import Employment, PeopleFilter
from trainingtracker.organisation.tree import UnitNode
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, PersonKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.enrol_form import EnrolForm
from trainingtracker.web.filters import label, local
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("people", __name__, url_prefix="/people")


@BLUEPRINT.get("")
@access(HR_OR_COORDINATOR)
def listing() -> str:
    actor, today, tree = current_actor(), clock.today(), leadership().tree
    wanted = PeopleFilter(
        text=arguments.words("q"),
        unit_id=arguments.number("unit"),
        kind=arguments.member("kind", PersonKind),
        employment=arguments.member("status", Employment) or Employment.ACTIVE,
    )
    sort, window = arguments.sorting(people.SORTS, "name"), arguments.window()
    found = people.search(
        wanted,
        scope=people_administered(actor, today),
        tree=tree,
        as_of=today,
        sort=sort.key,
        descending=sort.descending,
        limit=window.limit,
        offset=window.offset,
    )
    log_access(
        AccessKind.PERSON_SEARCH,
        actor_id=actor.person_id,
        row_count=len(found.rows),
        filters={
            "text": wanted.text,
            "unit": wanted.unit_id,
            "kind": wanted.kind,
            "status": wanted.employment,
            "page": window.number,
        },
    )
    units = [node for node in tree.in_order() if actor.is_hr or node.id in actor.coordinated_units]
    return render_template(
        "people/listing.html",
        page=Page(found.rows, found.total, window.number),
        wanted=wanted,
        sort=str(sort),
        unit_choices=[(node.id, _indented(node)) for node in units],
        kind_choices=[(kind.value, label(kind)) for kind in PersonKind],
        is_hr=actor.is_hr,
    )


def _indented(node: UnitNode) -> str:
    return "\u2003" * node.depth + local(node)


@BLUEPRINT.get("/<int:person_id>")
@access(HR_OR_COORDINATOR)
def show(person_id: int) -> str:
    person = person_administered(person_id)
    log_access(AccessKind.PERSON_RECORD, actor_id=current_actor().person_id, person_id=person_id)
    return person_page(person, EnrolForm(None))


def person_administered(person_id: int) -> Person:
    """The person, where the actor does HR's work for them; 404 otherwise."""
    scope = people_administered(current_actor(), clock.today())
    return db.session.scalar(select(Person).where(Person.id == person_id, scope)) or abort(404)


def person_page(person: Person, form: EnrolForm) -> str:
    today = clock.today()
    return render_template(
        "people/show.html",
        person=person,
        facts=person_facts.facts(person, today),
        record=record(person.id),
        today=today,
        employed=person.employed_on(today),
        under_way=UNDER_WAY,
        form=form,
        is_hr=current_actor().is_hr,
    )
