"""Targets: how they stand today; setting, changing and withdrawing one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.attainment.reach import reach
from trainingtracker.attainment.scope import EVERYONE
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Target
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.strategy import targets
from trainingtracker.strategy.in_force import TargetFacts, TargetsInForce
from trainingtracker.strategy.progress import Progress, in_words
from trainingtracker.strategy.standings import Standing, standings
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.conflicts import Change
from trainingtracker.web.forms import PageForm
from trainingtracker.web.paging import Page
from trainingtracker.web.planning.target_form import NewTargetForm, TargetForm
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("targets", __name__, url_prefix="/planning/targets")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    return _listing_page(PageForm(None))


@BLUEPRINT.route("/new", methods=["GET", "POST"])
@access(HR)
def new() -> Answer:
    form = NewTargetForm()
    if not form.is_submitted():
        return _new_page(NewTargetForm.empty())
    if not form.validate():
        return _new_page(form), 422
    try:
        targets.set_target(form.topic_id, form.unit_id, form.aim, current_actor().person_id)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _new_page(form), violation.status_code
    db.session.commit()
    flash(_("The target is set."), "success")
    return redirect(url_for("targets.listing"), 303)


@BLUEPRINT.route("/<int:target_id>", methods=["GET", "POST"])
@access(HR)
def edit(target_id: int) -> Answer:
    seen = db.session.get(Target, target_id) or abort(404)
    form = TargetForm()
    if not form.is_submitted():
        stored = targets.current(seen.topic_id, seen.unit_id) or abort(404)
        return _edit_page(TargetForm.of(stored), stored)
    if not form.validate():
        return _edit_page(form, seen), 422
    try:
        targets.change_target(_version(form, seen), form.aim, current_actor().person_id)
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: TargetForm.of(_stored(target_id)))
        return _edit_page(form, _stored(target_id), changes), violation.status_code
    db.session.commit()
    flash(_("The target is saved. Reports of earlier days keep what held then."), "success")
    return redirect(url_for("targets.listing"), 303)


@BLUEPRINT.post("/<int:target_id>/withdrawal")
@access(HR)
def withdraw(target_id: int) -> Answer:
    db.session.get(Target, target_id) or abort(404)
    try:
        targets.withdraw_target(target_id)
    except RuleViolation as violation:
        form = PageForm()
        db.session.rollback()
        form.refuse(violation)
        return _listing_page(form), violation.status_code
    db.session.commit()
    flash(_("The target is withdrawn from today on. Reports of earlier days keep it."), "success")
    return redirect(url_for("targets.listing"), 303)


def _version(form: TargetForm, seen: Target) -> int:
    """Which of the targets of this topic and unit was looked at: no other target's."""
    version = db.session.get(Target, form.seen_version)
    same = version and (version.topic_id, version.unit_id) == (seen.topic_id, seen.unit_id)
    return version.id if version and same else seen.id


def _stored(target_id: int) -> Target:
    """What holds today in place of a target; the target itself where nothing does."""
    seen = db.session.get_one(Target, target_id)
    return targets.current(seen.topic_id, seen.unit_id) or seen


def _found() -> list[Standing]:
    """All targets of today by the counts of the report; a constant number of queries."""
    today = clock.today()
    tree = UnitTree.load(today)
    counts = reach(today, EVERYONE, tree, 0, 0)
    return standings(TargetsInForce.load(today, tree), counts, today, tree)


def _listing_page(form: PageForm) -> str:
    window, found = arguments.window(), _found()
    shown = found[window.offset : window.offset + window.limit]
    return render_template(
        "targets/listing.html",
        form=form,
        page=Page(shown, len(found), window.number),
        today=clock.today(),
        in_words=_in_words,
        gap=_gap,
    )


def _in_words(target: TargetFacts) -> str:
    return in_words(target, reader_language())


def _gap(progress: Progress) -> str:
    return progress.in_words(reader_language()) or ""


def _new_page(form: NewTargetForm) -> str:
    return render_template("targets/new.html", form=form)


def _edit_page(form: TargetForm, stored: Target, changes: list[Change] | None = None) -> str:
    tree = UnitTree.load(clock.today())
    return render_template(
        "targets/edit.html",
        form=form,
        stored=stored,
        unit=tree.get(stored.unit_id),
        changes=changes or [],
    )
