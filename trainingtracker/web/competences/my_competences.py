"""My competences: what is on record, what I state myself, and to whom I show that."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import true
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.competence import consent, consent_texts, statements
from trainingtracker.competence.profile import held_by
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.vocabulary import Basis, ConsentAudience
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.competences.statement_form import StatementForm
from trainingtracker.web.forms import said
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("my_competences", __name__, url_prefix="/my-competences")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.get("")
@access(SIGNED_IN)
def show() -> str:
    return _page()


def _page(refused: str = "") -> str:
    """The whole page; `refused` says why a consent could not be given."""
    own_id, version = current_actor().person_id, consent_texts.in_force()
    held = held_by([own_id], clock.today(), true()).get(own_id, [])
    return render_template(
        "competences/show.html",
        official=[row for row in held if row.basis is Basis.OFFICIAL],
        stated=statements.mine(own_id),
        shown_as=[row for row in held if row.basis is Basis.CONSENT],
        audiences=list(ConsentAudience),
        consents=consent.of_person(own_id),
        version=version,
        general=consent_texts.general(version),
        about={each: consent_texts.about(each, version) for each in ConsentAudience},
        refused=refused,
    )


@BLUEPRINT.route("/statements/new", methods=["GET", "POST"])
@access(SIGNED_IN)
def state() -> Answer:
    form = StatementForm()
    if not form.is_submitted():
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 422
    try:
        statements.state(current_actor().person_id, form.facts())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.level)
        return _form_page(form), violation.status_code
    db.session.commit()
    return _saved()


@BLUEPRINT.route("/statements/<int:holding_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def restate(holding_id: int) -> Answer:
    own_id, form = current_actor().person_id, StatementForm()
    if not form.is_submitted():
        stored = statements.find(own_id, holding_id) or abort(404)
        return _form_page(StatementForm.of(stored), holding_id)
    if not form.validate():
        return _form_page(form, holding_id), 422
    try:
        statements.restate(own_id, holding_id, form.facts())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.level)
        return _form_page(form, holding_id), violation.status_code
    db.session.commit()
    return _saved()


@BLUEPRINT.post("/statements/<int:holding_id>/deletion")
@access(SIGNED_IN)
def delete(holding_id: int) -> Response:
    """A second press finds nothing left and says the same."""
    statements.delete(current_actor().person_id, holding_id)
    db.session.commit()
    flash(_("Your statement is deleted."), "success")
    return redirect(url_for("my_competences.show"), 303)


@BLUEPRINT.post("/consents/<audience>")
@access(SIGNED_IN)
def give(audience: str) -> Answer:
    """Consent to the version of the text that the page showed."""
    read = whole(request.form.get("version")) or 0
    try:
        consent.give(current_actor().person_id, _audience(audience), read=read)
    except RuleViolation as violation:
        db.session.rollback()
        return _page(said(violation)), violation.status_code
    db.session.commit()
    flash(_("Your consent is on record. You can revoke it here at any time."), "success")
    return redirect(url_for("my_competences.show"), 303)


@BLUEPRINT.post("/consents/<audience>/revocation")
@access(SIGNED_IN)
def revoke(audience: str) -> Response:
    consent.revoke(current_actor().person_id, _audience(audience))
    db.session.commit()
    flash(_("Your consent is revoked and has no effect any more."), "success")
    return redirect(url_for("my_competences.show"), 303)


def _audience(word: str) -> ConsentAudience:
    return next((each for each in ConsentAudience if each.value == word), None) or abort(404)


def _saved() -> Response:
    flash(_("Your statement is saved."), "success")
    return redirect(url_for("my_competences.show"), 303)


def _form_page(form: StatementForm, holding_id: int | None = None) -> str:
    return render_template("competences/statement.html", form=form, holding_id=holding_id)
