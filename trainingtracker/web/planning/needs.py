"""Managers say how many of their units need which course by when."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectChoice, SelectField, TextAreaField

from trainingtracker import clock
from trainingtracker.catalogue import course_list
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.needs import quarters, stating
from trainingtracker.needs.quarters import Quarter
from trainingtracker.vocabulary import CourseStatus
from trainingtracker.web import arguments
from trainingtracker.web.access import MANAGER, access
from trainingtracker.web.filters import local
from trainingtracker.web.forms import PageForm, at_most, required, stripped, whole_number
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("needs", __name__, url_prefix="/team/needs")
Answer = str | tuple[str, int] | Response


class NeedForm(PageForm):
    course_id = SelectField(_l("Course"), [required()], coerce=int)
    unit_id = SelectField(_l("Unit"), [required()], coerce=int)
    number = IntegerField(_l("How many people"), [required(), whole_number(1, stating.MOST)])
    quarter = SelectField(_l("By the end of"), [required()])
    note = TextAreaField(_l("Note"), [at_most(500)], filters=[stripped])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree, led = leadership().tree, current_actor().led_units
        self.course_id.choices = [
            SelectChoice(course.id, f"{local(course.title)} ({course.code})")
            for course in course_list.choices()
            if course.status is CourseStatus.PUBLISHED
        ]
        self.unit_id.choices = [
            SelectChoice(unit.id, local(unit)) for unit in tree.in_order() if unit.id in led
        ]
        self.quarter.choices = [
            SelectChoice(quarter.first.isoformat(), local(quarter))
            for quarter in quarters.to_choose_from(clock.today())
        ]

    def stated(self) -> stating.Stated:
        """What was typed, for the operation."""
        return stating.Stated(
            self.course_id.data,
            self.unit_id.data,
            Quarter(date.fromisoformat(self.quarter.data)),
            self.number.data,
            self.note.data or "",
        )


@BLUEPRINT.get("")
@access(MANAGER)
def listing() -> str:
    following = Quarter.of(clock.today()).following
    return _page(
        NeedForm(
            None,
            data={
                "course_id": arguments.number("course"),
                "quarter": following.first.isoformat(),
            },
        )
    )


@BLUEPRINT.post("")
@access(MANAGER)
def add() -> Answer:
    form = NeedForm()
    if not form.validate():
        return _page(form), 422
    try:
        stating.state_need(form.stated(), current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(form), violation.status_code
    db.session.commit()
    flash(_("The need is noted. HR plans with it."), "success")
    return redirect(url_for("needs.listing"), 303)


@BLUEPRINT.post("/<int:need_id>/withdrawal")
@access(MANAGER)
def withdraw(need_id: int) -> Response:
    stating.withdraw_need(need_id, current_actor())
    db.session.commit()
    flash(_("The need is withdrawn."), "success")
    return redirect(url_for("needs.listing"), 303)


def _page(form: NeedForm) -> str:
    tree = leadership().tree
    return render_template(
        "needs/listing.html",
        form=form,
        needs=[
            (need, tree.get(need.unit_id), Quarter(need.quarter))
            for need in stating.needs_of(current_actor())
        ],
    )
