"""HR's part: all trainings outside the catalogue, checking certificates, correcting the record."""

from collections.abc import Callable, Iterator

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask import Response as Download
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.external import certificates
from trainingtracker.external.queries import listing as queries
from trainingtracker.external.queries import reading
from trainingtracker.models import ExternalDocument
from trainingtracker.privacy import log_access
from trainingtracker.reports.lists.external import EXTERNAL, external_rows
from trainingtracker.reports.report import Value
from trainingtracker.vocabulary import AccessKind, DocumentKind, Evidence, ExternalStatus
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, HR_OR_COORDINATOR, access
from trainingtracker.web.downloads import list_workbook
from trainingtracker.web.external.external import known, training_page
from trainingtracker.web.external.external_form import CheckForm, ReasonForm, SendBackForm
from trainingtracker.web.filters import label
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("external_check", __name__)
Shown = str | tuple[str, int] | Response


@BLUEPRINT.get("/planning/external-trainings")
@access(HR_OR_COORDINATOR)
def listing() -> str:
    actor, window = current_actor(), arguments.window()
    status = _wanted()
    rows, total = queries.trainings(actor, status, limit=window.limit, offset=window.offset)
    log_access(
        AccessKind.ROSTER,
        actor_id=actor.person_id,
        row_count=len(rows),
        filters={"list": "external trainings", "status": status and status.value},
    )
    return render_template(
        "external/listing.html",
        page=Page(rows, total, window.number),
        status=status,
        choices=[(one.value, label(one)) for one in ExternalStatus],
    )


@BLUEPRINT.get("/planning/external-trainings/list.xlsx")
@access(HR_OR_COORDINATOR)
def workbook() -> Download:
    """Every training that the filter lets through, in the order of the page."""

    def rows(language: str) -> Iterator[tuple[Value, ...]]:
        found, _total = queries.trainings(current_actor(), _wanted())
        return external_rows(found, language)

    return list_workbook(EXTERNAL, rows)


def _wanted() -> ExternalStatus | None:
    return arguments.member("status", ExternalStatus)


@BLUEPRINT.get("/external-trainings/<int:training_id>/check")
@access(HR)
def check(training_id: int) -> Shown:
    page = _to_check(training_id)
    if isinstance(page, Response):
        return page
    training = page.training
    form = CheckForm(
        None,
        data={
            "evidence": Evidence.CERTIFICATE.value,
            "since": min(training.ends_on, clock.today()),
        },
    )
    return _check_page(page, form, SendBackForm(None, prefix="back"))


@BLUEPRINT.post("/external-trainings/<int:training_id>/check")
@access(HR)
def confirm(training_id: int) -> Shown:
    form = CheckForm()
    return _answer(
        training_id,
        form,
        (form, SendBackForm(None, prefix="back")),
        lambda seen: certificates.confirm(training_id, seen, current_actor(), form.proved()),
        _l("Recorded. %(name)s gets a message."),
    )


@BLUEPRINT.post("/external-trainings/<int:training_id>/return")
@access(HR)
def send_back(training_id: int) -> Shown:
    back = SendBackForm(prefix="back")
    return _answer(
        training_id,
        back,
        (CheckForm(None), back),
        lambda seen: certificates.send_back(
            training_id, seen, current_actor(), back.reason.data or ""
        ),
        _l("Sent back: %(name)s will be told with your reason."),
    )


def _answer(
    training_id: int,
    sent: CheckForm | SendBackForm,
    forms: tuple[CheckForm, SendBackForm],
    act: Callable[[int], object],
    done: LazyString,
) -> Shown:
    """Act on the certificate that was seen, by the one form of the page that was `sent`."""
    page = _to_check(training_id)
    if isinstance(page, Response):
        return page
    if not sent.validate():
        return _check_page(page, *forms), 422
    name = page.training.person.full_name
    try:
        act(arguments.whole(sent.document.data) or 0)
    except RuleViolation as violation:
        db.session.rollback()
        sent.refused(violation)
        return _check_page(known(training_id), *forms), violation.status_code
    db.session.commit()
    flash(str(done) % {"name": name}, "success")
    return redirect(url_for("external.show", training_id=training_id), 303)


@BLUEPRINT.post("/external-trainings/<int:training_id>/correction")
@access(HR)
def correct(training_id: int) -> Shown:
    known(training_id)
    form = ReasonForm()
    if not form.validate():
        return training_page(training_id, correction_form=form), 422
    try:
        certificates.take_back(training_id, current_actor(), form.reason.data or "")
    except RuleViolation as violation:
        db.session.rollback()
        form.refused(violation)
        return training_page(training_id, correction_form=form), violation.status_code
    db.session.commit()
    flash(_("The record is taken back. Check the certificate again."), "success")
    return redirect(url_for("external_check.check", training_id=training_id), 303)


def _to_check(training_id: int) -> reading.Page | Response:
    """The training with a certificate to check; else its page says how it stands."""
    page = known(training_id)
    if page.access.own:
        abort(404)
    if not page.access.can_check:
        flash(_("There is no certificate to check here any more."), "info")
        return redirect(url_for("external.show", training_id=training_id), 303)
    return page


def _check_page(page: reading.Page, form: CheckForm, back: SendBackForm) -> str:
    """Whichever certificate is shown now is the one that will have been looked at."""
    certificate = _certificate(page)
    form.document.data = back.document.data = str(certificate.id)
    if form.since.data is None and not form.is_submitted():
        form.since.data = min(page.training.ends_on, clock.today())
    return render_template(
        "external/check.html",
        page=page,
        training=page.training,
        certificate=certificate,
        form=form,
        back_form=back,
    )


def _certificate(page: reading.Page) -> ExternalDocument:
    return next(d for d in page.documents if d.kind is DocumentKind.CERTIFICATE)
