"""Trainings outside the catalogue: asking, the page of a request, its documents, taking it back."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingtracker import clock
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.external import certificates, documents, requests
from trainingtracker.external.queries import reading
from trainingtracker.models import Person
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, ExternalStatus
from trainingtracker.web.access import HR_OR_COORDINATOR, SIGNED_IN, access
from trainingtracker.web.exchange.upload import as_download
from trainingtracker.web.external.external_form import CertificateForm, ReasonForm, RequestForm
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("external", __name__)
Page = str | tuple[str, int] | Answer


@BLUEPRINT.route("/external-trainings/new", methods=["GET", "POST"])
@access(SIGNED_IN)
def new() -> Page:
    return _asked(db.session.get_one(Person, current_actor().person_id))


@BLUEPRINT.route("/people/<int:person_id>/external-trainings/new", methods=["GET", "POST"])
@access(HR_OR_COORDINATOR)
def new_for(person_id: int) -> Page:
    """HR and coordinators ask for people who cannot do it themselves."""
    scope = one_of_administered(current_actor(), clock.today())
    return _asked(
        db.session.scalar(db.select(Person).where(Person.id == person_id, scope)) or abort(404)
    )


@BLUEPRINT.get("/external-trainings/<int:training_id>")
@access(SIGNED_IN)
def show(training_id: int) -> str:
    return training_page(training_id)


@BLUEPRINT.get("/external-trainings/<int:training_id>/documents/<int:document_id>")
@access(SIGNED_IN)
def download(training_id: int, document_id: int) -> Response:
    found = reading.document(training_id, document_id, current_actor(), leadership())
    if found is None:
        abort(404)
    training, document = found
    content, name = documents.content_of(document), document.name
    media_type = document.media_type
    log_access(
        AccessKind.DOCUMENT,
        actor_id=current_actor().person_id,
        person_id=training.person_id,
        filters={"document": document.kind.value, "training": training_id},
    )
    return as_download(content, name, media_type)


@BLUEPRINT.post("/external-trainings/<int:training_id>/certificate")
@access(SIGNED_IN)
def send_certificate(training_id: int) -> Page:
    if not known(training_id).access.acts_for:
        abort(404)
    form = CertificateForm()
    if not form.validate() or form.file.sent is None:
        return training_page(training_id, certificate_form=form), 422
    try:
        certificates.send_certificate(training_id, form.file.sent, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.file)
        return training_page(training_id, certificate_form=form), violation.status_code
    db.session.commit()
    flash(_("The certificate is with HR. You get a message once it is recorded."), "success")
    return redirect(url_for("external.show", training_id=training_id), 303)


@BLUEPRINT.route("/external-trainings/<int:training_id>/withdrawal", methods=["GET", "POST"])
@access(SIGNED_IN)
def withdraw(training_id: int) -> Page:
    page = known(training_id)
    if not page.access.acts_for:
        abort(404)
    if not page.access.can_withdraw:
        flash(_("There is nothing to take back any more."), "info")
        return redirect(url_for("external.show", training_id=training_id), 303)
    if request.method == "GET":
        return render_template("external/withdraw.html", page=page, training=page.training)
    requests.withdraw(training_id, current_actor())
    db.session.commit()
    flash(_("The request is taken back. A confirmation is on its way."), "success")
    return redirect(url_for("external.show", training_id=training_id), 303)


def known(training_id: int) -> reading.Page:
    """The training with all that belongs to it, where the reader may know of it."""
    return reading.page(training_id, current_actor(), leadership()) or abort(404)


def training_page(
    training_id: int,
    *,
    certificate_form: CertificateForm | None = None,
    correction_form: ReasonForm | None = None,
) -> str:
    """The page of a training, with what was sent from it and refused."""
    page = known(training_id)
    log_access(
        AccessKind.PERSON_RECORD,
        actor_id=current_actor().person_id,
        person_id=page.training.person_id,
        filters={"training": training_id},
    )
    return render_template(
        "external/show.html",
        page=page,
        training=page.training,
        in_place_of=_name(page.access.ground.in_place_of_id if page.access.ground else None),
        undecided=(ExternalStatus.REQUESTED, ExternalStatus.ENDORSED),
        certificate_form=certificate_form or CertificateForm(None),
        correction_form=correction_form or ReasonForm(None),
        limit=documents.largest(),
        today=clock.today(),
    )


def _asked(person: Person) -> Page:
    """The form for this person, or what became of it."""
    form, actor = RequestForm(), current_actor()
    if not form.is_submitted():
        return _form_page(form, person.id)
    person_id, submission = person.id, form.submission.data
    valid, status = _valid(form), 422
    if valid:
        _drop_file(form, actor.person_id)
        try:
            training = requests.request_training(
                person_id,
                form.facts(),
                actor,
                submission=submission,
                attachment=form.attachment.sent,
            )
        except RuleViolation as violation:
            db.session.rollback()
            form.refused(violation)
            status = violation.status_code
        else:
            training_id = training.id
            db.session.commit()
            flash(_("The request is on its way. A message follows each decision."), "success")
            return redirect(url_for("external.show", training_id=training_id), 303)
    _keep_file(form, actor.person_id)
    db.session.commit()
    return _form_page(form, person_id), status


def _valid(form: RequestForm) -> bool:
    """The fields, and what the attachment is."""
    valid: bool = form.validate()
    if form.attachment.sent is not None:
        try:
            documents.check(form.attachment.sent)
        except RuleViolation as violation:
            form.refuse(violation, form.attachment)
            return False
    return valid


def _drop_file(form: RequestForm, actor_id: int) -> None:
    waiting = documents.waiting(actor_id, form.submission.data)
    if form.without_attachment.data and waiting:
        documents.remove(waiting)


def _keep_file(form: RequestForm, actor_id: int) -> None:
    """Browsers do not send a file twice by themselves: it waits here until the form is right."""
    _drop_file(form, actor_id)
    if form.attachment.sent is not None and not form.attachment.errors:
        documents.keep_waiting(form.attachment.sent, actor_id, form.submission.data)


def _form_page(form: RequestForm, person_id: int) -> str:
    actor = current_actor()
    return render_template(
        "external/new.html",
        form=form,
        person=db.session.get_one(Person, person_id),
        own=person_id == actor.person_id,
        waiting=documents.waiting(actor.person_id, form.submission.data),
        limit=documents.largest(),
    )


def _name(person_id: int | None) -> str | None:
    found = db.session.get(Person, person_id) if person_id else None
    return None if found is None else found.full_name
