"""Which column is which: how the file was read, a few values of each column, what somebody says."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from trainingtracker.errors import RuleViolation
from trainingtracker.exchange import examples, mappings
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.reading.choices import DELIMITERS, ENCODINGS, Choices
from trainingtracker.exchange.runs import operations, source
from trainingtracker.exchange.runs.source import ListSheet
from trainingtracker.extensions import db
from trainingtracker.models import ImportRun
from trainingtracker.text import Message, mark, sentence
from trainingtracker.vocabulary import ImportStatus
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.background import background
from trainingtracker.web.exchange.import_run import DecisionForm, asked_run
from trainingtracker.web.exchange.imports import PATIENCE
from trainingtracker.web.requests import reader_language

BLUEPRINT = Blueprint("import_columns", __name__, url_prefix="/imports/<int:import_id>/columns")

_RESTING = (ImportStatus.COMPARED, ImportStatus.FAILED)

_TWICE = mark("“%(field)s” is chosen for several columns. Choose it for one of them.")
_MISSING = mark("No column is chosen for “%(field)s”, which the list needs.")


@BLUEPRINT.get("")
@access(HR)
def show(import_id: int) -> str | tuple[str, int] | Answer:
    run = asked_run(import_id)
    if run.status not in _RESTING:
        return redirect(url_for("import_run.show", import_id=import_id))
    asked = "read" in request.args
    choices = _choices(request.args) if asked else Choices.of(run.choices)
    return _page(run, choices, DecisionForm(None), {})


@BLUEPRINT.post("")
@access(HR)
def save(import_id: int) -> str | tuple[str, int] | Answer:
    run, form = asked_run(import_id), DecisionForm()
    choices, chosen = _choices(request.form), _chosen(request.form)
    try:
        _refuse(run, chosen)
        sheet = _sheet(source.sheets(run, _of_all(choices)), request.form.get("shown"))
        operations.choose(import_id, choices)
        columns = {name: position for position, name in chosen.items() if name}
        mappings.remember(run.list_kind, sheet.fingerprint, columns)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        page, _status = _page(asked_run(import_id), choices, form, chosen)
        return page, violation.status_code
    db.session.commit()
    background().take_up(import_id, PATIENCE)
    return redirect(url_for("import_run.show", import_id=import_id), 303)


def _refuse(run: ImportRun, chosen: dict[int, str]) -> None:
    vocabulary = KINDS[run.list_kind].vocabulary
    names = [name for name in chosen.values() if name]
    for name in names:
        if names.count(name) > 1:
            raise RuleViolation(_TWICE, field=Message(vocabulary.fields[name].label))
    for field in vocabulary.missing(names):
        raise RuleViolation(_MISSING, field=Message(field.label))


def _choices(sent: MultiDict[str, str]) -> Choices:
    """How to read the file; what makes no sense says nothing."""
    encoding, delimiter = sent.get("encoding", ""), sent.get("delimiter", "")
    row = whole(sent.get("row"))
    return Choices(
        encoding=encoding if encoding in ENCODINGS else None,
        delimiter=delimiter if delimiter in DELIMITERS else None,
        sheet=sent.get("sheet") or None,
        heading_row=row if row else None,
    )


def _chosen(sent: MultiDict[str, str]) -> dict[int, str]:
    """Position -> field, or nothing for a column that is not used."""
    found = {}
    for name, value in sent.items():
        position = whole(name.removeprefix("column-")) if name.startswith("column-") else None
        if position is not None:
            found[position] = value
    return found


def _of_all(choices: Choices) -> Choices:
    """The same for every sheet, so that another one can be chosen."""
    return Choices(choices.encoding, choices.delimiter, None, choices.heading_row)


def _sheet(sheets: list[ListSheet], name: str | None) -> ListSheet:
    """The sheet of this name, else the one in which most columns are understood."""
    named = [sheet for sheet in sheets if sheet.name == name]
    return named[0] if named else max(sheets, key=lambda each: len(each.understood.columns))


def _offered(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(value, sentence(name, reader_language())) for value, name in names.items()]


def _page(
    run: ImportRun, choices: Choices, form: DecisionForm, chosen: dict[int, str]
) -> tuple[str, int]:
    sheets: list[ListSheet] = []
    status = 200
    try:
        sheets = source.sheets(run, _of_all(choices))
    except RuleViolation as violation:
        form.refuse(violation)
        status = violation.status_code
    sheet = _sheet(sheets, request.values.get("shown") or choices.sheet) if sheets else None
    page = render_template(
        "imports/columns.html",
        run=run,
        form=form,
        choices=choices,
        sheets=sheets,
        sheet=sheet,
        chosen=chosen,
        fields=examples.fields(run.list_kind),
        encodings=_offered(ENCODINGS),
        delimiters=_offered(DELIMITERS),
        names=[(each.name, each.name) for each in sheets],
        title=_("Columns of %(file)s", file=run.file_name),
    )
    return page, status
