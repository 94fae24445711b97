"""Bringing lists in: which kinds there are, what a file may look like, the upload, the history."""

from io import BytesIO

from flask import Blueprint, Response, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer
from wtforms.validators import ValidationError

from trainingtracker import settings
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange import examples
from trainingtracker.exchange.runs import operations, queries
from trainingtracker.extensions import db
from trainingtracker.text import mark
from trainingtracker.vocabulary import ListKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.background import background
from trainingtracker.web.forms import PageForm
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_account, current_actor, reader_language

BLUEPRINT = Blueprint("imports", __name__, url_prefix="/imports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Small lists are compared while the answer is on its way; nobody sees a bar that is full at once.
PATIENCE = 1.0
_KINDS = f"any({', '.join(ListKind)})"

ABOUT = {
    ListKind.UNITS: mark("Which units there are, what stands above what, and who leads them."),
    ListKind.PEOPLE: mark("Who works here, in which unit, since when, and until when."),
    ListKind.COURSES: mark("What the catalogue offers: title, topic, length, what it gives."),
    ListKind.PARTICIPATIONS: mark("Who took part in which course before this program was there."),
}
ICONS = {
    ListKind.UNITS: "diagram-3",
    ListKind.PEOPLE: "people",
    ListKind.COURSES: "book",
    ListKind.PARTICIPATIONS: "clock-history",
}


class UploadForm(PageForm):
    """One file, whatever its name says it is."""

    file = FileField(_l("File"))

    def validate_file(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError(_("Choose the file with the list."))


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    window = arguments.window()
    rows, total = queries.history(window.limit, window.offset)
    return render_template(
        "imports/listing.html",
        page=Page(rows, total, window.number),
        last=queries.last_brought_in(),
        kinds=list(ListKind),
        about=ABOUT,
        icons=ICONS,
        file_days=settings.get("import_file_days"),
    )


@BLUEPRINT.get(f"/new/<{_KINDS}:kind>")
@access(HR)
def new(kind: str) -> str:
    return _form_page(ListKind(kind), UploadForm(None))


@BLUEPRINT.post(f"/new/<{_KINDS}:kind>")
@access(HR)
def upload(kind: str) -> str | tuple[str, int] | Answer:
    form = UploadForm()
    if not form.validate_on_submit():
        return _form_page(ListKind(kind), form), 422
    file = form.file.data
    try:
        run = operations.upload(
            ListKind(kind), file.filename or "", file.stream.read(), current_actor()
        )
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _form_page(ListKind(kind), form), violation.status_code
    run_id = run.id
    db.session.commit()
    background().take_up(run_id, PATIENCE)
    return redirect(url_for("import_run.show", import_id=run_id), 303)


@BLUEPRINT.get(f"/examples/<{_KINDS}:kind>.xlsx")
@access(HR)
def example(kind: str) -> Response:
    account, language = current_account(), reader_language()
    author = account.person.full_name if account else ""
    content = examples.workbook(ListKind(kind), language, author)
    return send_file(
        BytesIO(content),
        mimetype=XLSX,
        as_attachment=True,
        download_name=examples.file_name(ListKind(kind), language),
    )


def _form_page(kind: ListKind, form: UploadForm) -> str:
    return render_template(
        "imports/new.html",
        kind=kind,
        form=form,
        about=ABOUT,
        fields=examples.fields(kind),
        other_names=lambda field: examples.other_names(field, reader_language()),
        limit=operations.MAX_MEGABYTES,
    )
