"""Bringing lists in: which kinds there are, what a file may look like, the upload, the history."""

from collections.abc import Iterator
from io import BytesIO

from flask import Blueprint, Response, abort, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer
from wtforms.validators import ValidationError

from trainingtracker import settings
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange import editable, examples
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.round_trip import EditableRow
from trainingtracker.exchange.runs import operations, queries
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.vocabulary import ListKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.background import background
from trainingtracker.web.downloads import numbered_list
from trainingtracker.web.forms import PageForm
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_account, current_actor, reader_language

BLUEPRINT = Blueprint("imports", __name__, url_prefix="/imports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Small lists are compared while the answer is on its way; nobody sees a bar that is full at once.
PATIENCE = 1.0


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
        kinds=KINDS,
        file_days=settings.get("import_file_days"),
    )


@BLUEPRINT.get("/new/<list_kind>")
@access(HR)
def new(list_kind: str) -> str:
    return _form_page(_kind(list_kind), UploadForm(None))


@BLUEPRINT.post("/new/<list_kind>")
@access(HR)
def upload(list_kind: str) -> str | tuple[str, int] | Answer:
    kind, form = _kind(list_kind), UploadForm()
    if not form.validate_on_submit():
        return _form_page(kind, form), 422
    file = form.file.data
    try:
        run = operations.upload(kind, file.filename or "", file.stream.read(), current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _form_page(kind, form), violation.status_code
    run_id = run.id
    db.session.commit()
    background().take_up(run_id, PATIENCE)
    return redirect(url_for("import_run.show", import_id=run_id), 303)


@BLUEPRINT.get("/examples/<list_kind>.xlsx")
@access(HR)
def example(list_kind: str) -> Response:
    kind, account, language = _kind(list_kind), current_account(), reader_language()
    author = account.person.full_name if account else ""
    content = examples.workbook(kind, language, author)
    return send_file(
        BytesIO(content),
        mimetype=XLSX,
        as_attachment=True,
        download_name=examples.file_name(kind, language),
    )


@BLUEPRINT.get("/to-edit/<list_kind>.xlsx")
@access(HR)
def to_edit(list_kind: str) -> Response:
    """The list as it stands; of one offering, where it is that of an offering."""
    kind = _kind(list_kind)
    said, offering_id = KINDS[kind], arguments.number("offering") or 0
    if said.editable is None:
        abort(404)
    number = ""
    if said.of_an_offering:
        offering = db.session.get(Offering, offering_id)
        if offering is None:
            abort(404)
        number = offering.number

    def rows(language: str) -> Iterator[EditableRow]:
        assert said.editable is not None
        return said.editable(language, offering_id)

    return numbered_list(
        f"edit:{kind.value}", lambda reader: editable.outgoing(kind, rows, reader, number)
    )


def _kind(name: str) -> ListKind:
    try:
        return ListKind(name)
    except ValueError:
        abort(404)


def _form_page(kind: ListKind, form: UploadForm) -> str:
    return render_template(
        "imports/new.html",
        kind=kind,
        form=form,
        said=KINDS[kind],
        fields=examples.fields(kind),
        other_names=lambda field: examples.other_names(field, reader_language()),
        limit=operations.MAX_MEGABYTES,
    )
