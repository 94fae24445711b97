"""People: HR's search and one person's record; coordinators see the people of their units."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from trainingtracker import clock
from trainingtracker.accounts.scopes import people_administered
from trainingtracker.catalogue import offering_list
from trainingtracker.catalogue.offering_list import OfferingFilter
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.queries.record import record
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation import people, person_facts
from trainingtracker.organisation.contact import correct_contact
from trainingtracker.organisation.people import Employment, PeopleFilter
from trainingtracker.organisation.tree import UnitNode
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, OfferingStage, PersonKind
from trainingtracker.web import arguments, conflicts
from trainingtracker.web.access import HR, HR_OR_COORDINATOR, access
from trainingtracker.web.filters import label, local
from trainingtracker.web.filters import moment as shown_moment
from trainingtracker.web.forms import PageForm, TextField, at_most
from trainingtracker.web.outcomes import added_sentence
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("people", __name__, url_prefix="/people")
Answer = str | tuple[str, int] | Response


class ContactForm(PageForm):
    version = HiddenField()
    seen = HiddenField()
    email = TextField(_l("E-mail"), [at_most(250)])
    language = RadioField(
        _l("Language of messages"),
        choices=[
            SelectChoice("", _l("Not known")),
            SelectChoice("de", "Deutsch"),
            SelectChoice("en", "English"),
        ],
    )


class EnrolForm(PageForm):
    offering_id = SelectField(_l("Offering"), [Optional()], coerce=int)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        upcoming = OfferingFilter(stage=OfferingStage.UPCOMING)
        self.offering_id.choices = [
            SelectChoice(
                row.id, f"{local(row.course)}, {shown_moment(row.starts_at)} ({row.number})"
            )
            for row in offering_list.offerings(upcoming, limit=500).rows
        ]


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
    person = _person(person_id)
    log_access(AccessKind.PERSON_RECORD, actor_id=current_actor().person_id, person_id=person_id)
    return _page(person, EnrolForm(None))


@BLUEPRINT.post("/<int:person_id>/enrol")
@access(HR_OR_COORDINATOR)
def enrol(person_id: int) -> Answer:
    person = _person(person_id)
    form = EnrolForm()
    if not form.validate() or form.offering_id.data is None:
        if not form.offering_id.errors:
            form.offering_id.errors = [_("Choose an offering.")]
        return _page(person, form), 422
    try:
        enrolment = operations.request_place(form.offering_id.data, person_id, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(_person(person_id), form), violation.status_code
    sentence = added_sentence(enrolment.status, person.full_name)
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("people.show", person_id=person_id), 303)


@BLUEPRINT.route("/<int:person_id>/contact", methods=["GET", "POST"])
@access(HR)
def contact(person_id: int) -> Answer:
    """E-mail and language by hand; everything else comes with the list of people."""
    person = _person(person_id)
    form = _stored_contact(person)
    if not form.is_submitted():
        return _contact_page(person, form)
    form = ContactForm()
    if not form.validate():
        return _contact_page(person, form), 422
    try:
        correct_contact(
            person_id,
            form.email.data or "",
            form.language.data or None,
            int(form.version.data or 0),
        )
    except RuleViolation as violation:
        db.session.rollback()
        person = _person(person_id)
        stale = isinstance(violation, StaleVersion)
        changes = conflicts.take_over(form, _stored_contact(person)) if stale else []
        form.refuse(violation)
        return _contact_page(person, form, changes), violation.status_code
    db.session.commit()
    flash(_("The contact data are saved."), "success")
    return redirect(url_for("people.show", person_id=person_id), 303)


def _stored_contact(person: Person) -> ContactForm:
    form = ContactForm(None, data={"email": person.email, "language": person.language or ""})
    form.version.data = str(person.version)
    form.seen.data = conflicts.fingerprints(form)
    return form


def _person(person_id: int) -> Person:
    """The person, where the actor does HR's work for them; 404 otherwise."""
    scope = people_administered(current_actor(), clock.today())
    return db.session.scalar(select(Person).where(Person.id == person_id, scope)) or abort(404)


def _page(person: Person, form: EnrolForm) -> str:
    today = clock.today()
    return render_template(
        "people/show.html",
        person=person,
        facts=person_facts.facts(person, today),
        record=record(person.id),
        today=today,
        employed=person.employed_on(today),
        form=form,
        is_hr=current_actor().is_hr,
    )


def _contact_page(
    person: Person, form: ContactForm, changes: list[conflicts.Change] | None = None
) -> str:
    return render_template("people/contact.html", person=person, form=form, changes=changes or [])
