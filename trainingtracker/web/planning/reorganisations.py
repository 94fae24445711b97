"""Reorganisation: what is planned and was done; a new one is looked at before it is done."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingtracker import clock
from trainingtracker.enrolment.queries.waiting_requests import waiting_requests
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Reorganisation
from trainingtracker.organisation.reorganisation.carrying_out import carry_out, undo
from trainingtracker.organisation.reorganisation.foresight import Foresight, foresee
from trainingtracker.organisation.reorganisation.history import history
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import ReorganisationKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.forms import PageForm
from trainingtracker.web.paging import Page
from trainingtracker.web.planning.reorganisation_form import FORMS, ReorganisationForm
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("reorganisations", __name__, url_prefix="/planning/reorganisations")

_KIND = "<any(rename, move, merge, split):kind>"
_OTHERWISE = mark(
    "This is not what you looked at before: something has been changed. Look at it once more."
)


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    return _listing(PageForm(None))


@BLUEPRINT.get(f"/new/{_KIND}")
@access(HR)
def new(kind: str) -> str:
    tree = UnitTree.load(clock.today())
    typed = tree.by_number(arguments.words("unit_id-number"))
    unit_id = str(typed.id) if typed else request.args.get("unit_id", "")
    form = FORMS[ReorganisationKind(kind)](None, unit_id=unit_id)
    form.offer(tree)
    return _page(ReorganisationKind(kind), form)


@BLUEPRINT.post(f"/new/{_KIND}")
@access(HR)
def create(kind: str) -> str | tuple[str, int] | Answer:
    """Show what would happen; carry it out once that has been looked at."""
    chosen = ReorganisationKind(kind)
    form = FORMS[chosen]()
    form.offer(UnitTree.load(form.since.data or clock.today()))
    if not form.validate_on_submit():
        return _page(chosen, form), 422
    try:
        wish = form.wish(chosen)
        found = foresee(wish)
        if form.seen.data != found.seen:
            return _look(chosen, form, found)
        carry_out(wish, current_actor().person_id)
    except RuleViolation as violation:
        db.session.rollback()
        form.seen.data = ""
        form.refuse(violation)
        return _page(chosen, form), violation.status_code
    db.session.commit()
    flash(_("The reorganisation is recorded. What was before stays on record."), "success")
    return redirect(url_for("reorganisations.listing"), 303)


def _look(kind: ReorganisationKind, form: ReorganisationForm, found: Foresight) -> tuple[str, int]:
    """The preview; where another one has been looked at, this is said."""
    db.session.rollback()
    status = 200
    if form.seen.data:
        form.refuse(StaleVersion(_OTHERWISE))
        status = StaleVersion.status_code
    form.seen.data = found.seen
    return _page(kind, form, found), status


@BLUEPRINT.post("/<int:reorganisation_id>/undoing")
@access(HR)
def take_back(reorganisation_id: int) -> str | tuple[str, int] | Answer:
    form = PageForm()
    if db.session.get(Reorganisation, reorganisation_id) is None:
        abort(404)
    try:
        undo(reorganisation_id, current_actor().person_id)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _listing(form), violation.status_code
    db.session.commit()
    flash(_("The reorganisation has been taken back."), "success")
    return redirect(url_for("reorganisations.listing"), 303)


def _listing(form: PageForm) -> str:
    window = arguments.window()
    rows, total = history(window.limit, window.offset)
    return render_template(
        "reorganisations/listing.html",
        form=form,
        page=Page(rows, total, window.number),
        kinds=list(ReorganisationKind),
        today=clock.today(),
    )


def _page(
    kind: ReorganisationKind, form: ReorganisationForm, found: Foresight | None = None
) -> str:
    return render_template(
        "reorganisations/new.html",
        kind=kind,
        form=form,
        found=found,
        waiting=waiting_requests(found.with_new_deciders) if found else 0,
        nobody=sentence(mark("nobody"), reader_language()),
    )
