"""Who is heard before the answers of rounds are released, and for how long."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, SelectChoice

from trainingtracker.enrolment.rounds.hearing import MOST_DAYS, change_rule, hearing_rule
from trainingtracker.extensions import db
from trainingtracker.vocabulary import HearingBody
from trainingtracker.web.access import HR, access
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm, SelectMultipleCheckboxField, required, whole_number
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("hearing_rule", __name__, url_prefix="/planning/hearings")
Answer = str | tuple[str, int] | Response


class HearingRuleForm(PageForm):
    bodies = SelectMultipleCheckboxField(_l("Who is heard"))
    days = IntegerField(_l("Working days for a reply"), [required(), whole_number(1, MOST_DAYS)])
    waits = BooleanField(_l("The release waits for the replies until then"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies.choices = [SelectChoice(one.value, label(one)) for one in HearingBody]


@BLUEPRINT.route("", methods=["GET", "POST"])
@access(HR)
def edit() -> Answer:
    if request.method == "GET":
        rule = hearing_rule()
        shown = {"bodies": [b.value for b in rule.bodies], "days": rule.days, "waits": rule.waits}
        return _page(HearingRuleForm(None, data=shown))
    form = HearingRuleForm()
    if not form.validate():
        return _page(form), 422
    bodies = tuple(HearingBody(value) for value in form.bodies.data)
    change_rule(bodies, form.days.data, waits=form.waits.data, actor=current_actor())
    db.session.commit()
    flash(_("The hearings are set."), "success")
    return redirect(url_for("hearing_rule.edit"), 303)


def _page(form: HearingRuleForm) -> str:
    return render_template("rounds/hearing_rule.html", form=form)
