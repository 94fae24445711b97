"""Naming a substitute for a confirmed place, and taking that back."""

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField

from trainingtracker import clock
from trainingtracker.accounts.scopes import people_administered
from trainingtracker.enrolment.changes import hand_over
from trainingtracker.enrolment.changes.substitutes import pending_substitute
from trainingtracker.enrolment.queries.ways import way_of
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Person
from trainingtracker.organisation import people
from trainingtracker.organisation.leadership import units_of
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, Status
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.enrolment.whose_enrolment import changeable, page_of
from trainingtracker.web.forms import PageForm, TextField, at_most, said
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("hand_over", __name__, url_prefix="/enrolments/<int:enrolment_id>/substitute")
Answer = str | tuple[str, int] | Response


class SubstituteForm(PageForm):
    """Who is meant, as typed, and the one chosen of those it could be."""

    who = TextField(_l("Colleague"), [at_most(200)])
    person_id = HiddenField()


@BLUEPRINT.get("")
@access(SIGNED_IN)
def show(enrolment_id: int) -> Answer:
    return _page(changeable(enrolment_id), SubstituteForm(None))


@BLUEPRINT.post("")
@access(SIGNED_IN)
def name(enrolment_id: int) -> Answer:
    """Show who could be meant; with one of them chosen hand the place over."""
    enrolment = changeable(enrolment_id)
    form = SubstituteForm()
    if not form.validate():
        return _page(enrolment, form), 422
    found = _meant(form.who.data or "")
    chosen = next((p for p in found if p.id == whole(form.person_id.data)), None)
    if chosen is None:
        if not found:
            form.who.errors = [
                _("Nobody of this name, number or address works here.")
                if form.who.data
                else _("Write who takes the place.")
            ]
        return _page(enrolment, form, found), 200 if found else 422
    try:
        request = hand_over.hand_over(enrolment_id, chosen.id, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        enrolment = changeable(enrolment_id)
        way = way_of(enrolment)
        if chosen.full_name in (way.named, way.taken_over_by):
            # A second click: the first one has done it.
            return redirect(page_of(enrolment), 303)
        form.refuse(violation)
        return _page(enrolment, form), violation.status_code
    asked, taken_by = request.status is Status.REQUESTED, chosen.full_name
    db.session.commit()
    if asked:
        said_so = _(
            "%(name)s is named. The manager decides; until then the place stays.", name=taken_by
        )
    else:
        said_so = _("The place has gone to %(name)s. Both get a message.", name=taken_by)
    flash(said_so, "success")
    return redirect(page_of(changeable(enrolment_id)), 303)


@BLUEPRINT.post("/withdrawal")
@access(SIGNED_IN)
def take_back(enrolment_id: int) -> Response:
    enrolment = changeable(enrolment_id)
    if pending_substitute(enrolment_id) is None:
        flash(_("Nobody is named as a substitute here any more."), "info")
        return redirect(page_of(enrolment), 303)
    hand_over.take_back(enrolment_id, current_actor())
    db.session.commit()
    flash(_("Nobody is named as a substitute any more. The place stays where it is."), "success")
    return redirect(page_of(changeable(enrolment_id)), 303)


def _own(enrolment: Enrolment) -> bool:
    return enrolment.person_id == current_actor().person_id


def _meant(typed: str) -> list[Person]:
    """Who could be meant: HR searches, everybody else writes a whole name, number or address."""
    actor, today = current_actor(), clock.today()
    found = (
        people.look_up(typed, scope=people_administered(actor, today), as_of=today)
        if actor.is_hr
        else people.look_up_colleague(typed, as_of=today)
    )
    if typed:
        log_access(
            AccessKind.PERSON_SEARCH,
            actor_id=actor.person_id,
            row_count=len(found),
            filters={"q": True},
        )
    return found


def _page(enrolment: Enrolment, form: SubstituteForm, found: list[Person] | None = None) -> str:
    tree = leadership().tree
    units = units_of([person.id for person in found or ()], clock.today())
    refusal = ""
    try:
        hand_over.check_place(enrolment)
    except RuleViolation as violation:
        refusal = said(violation)
    return render_template(
        "hand_over/show.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        own=_own(enrolment),
        is_hr=current_actor().is_hr,
        back=page_of(enrolment),
        form=form,
        refusal=refusal,
        candidates=[
            (person, tree.get(units.get(person.id)))
            for person in found or ()
            if person.id != enrolment.person_id
        ],
    )
