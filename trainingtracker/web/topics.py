"""The topics of the strategy: list, add, rename."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from trainingtracker.catalogue import topics
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Topic
from trainingtracker.web.access import HR, access
from trainingtracker.web.forms import PageForm, TextField, at_most, required

BLUEPRINT = Blueprint("topics", __name__, url_prefix="/planning/topics")
Answer = str | tuple[str, int] | Response


class TopicForm(PageForm):
    title_de = TextField(_l("Title in German"), [required(), at_most(250)])
    title_en = TextField(_l("Title in English"), [required(), at_most(250)])


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    return _listing_page(TopicForm(None))


@BLUEPRINT.post("")
@access(HR)
def add() -> Answer:
    form = TopicForm()
    if not form.validate():
        return _listing_page(form), 422
    try:
        topics.add(form.title_de.data, form.title_en.data)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _listing_page(form), violation.status_code
    db.session.commit()
    flash(_("The topic is added. Courses can be assigned to it now."), "success")
    return redirect(url_for("topics.listing"), 303)


@BLUEPRINT.route("/<int:topic_id>", methods=["GET", "POST"])
@access(HR)
def rename(topic_id: int) -> Answer:
    topic = db.session.get(Topic, topic_id) or abort(404)
    form = TopicForm(obj=topic)
    if not form.is_submitted():
        return render_template("topics/rename.html", form=form, topic=topic)
    if not form.validate():
        return render_template("topics/rename.html", form=form, topic=topic), 422
    try:
        topics.rename(topic, form.title_de.data, form.title_en.data)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        topic = db.session.get_one(Topic, topic_id)
        return render_template("topics/rename.html", form=form, topic=topic), violation.status_code
    db.session.commit()
    flash(_("The topic is saved."), "success")
    return redirect(url_for("topics.listing"), 303)


def _listing_page(form: TopicForm) -> str:
    return render_template("topics/listing.html", form=form, topics=topics.in_order())
