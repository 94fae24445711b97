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
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.forms import PageForm, TextField, at_most, required

BLUEPRINT = Blueprint("topics", __name__, url_prefix="/planning/topics")
Answer = str | tuple[str, int] | Response


class TopicForm(PageForm):
    title_de = TextField(_l("Title in German"), [required(), at_most(250)])
    title_en = TextField(_l("Title in English"), [required(), at_most(250)])


class RenameForm(TopicForm, VersionedForm):
    """The titles of a topic that is there already."""


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
    form = _stored_titles(topic)
    if not form.is_submitted():
        return _rename_page(form, topic)
    form = RenameForm()
    if not form.validate():
        return _rename_page(form, topic), 422
    try:
        topics.rename(topic, form.title_de.data, form.title_en.data, form.seen_version)
    except RuleViolation as violation:
        changes = form.not_saved(
            violation, lambda: _stored_titles(db.session.get_one(Topic, topic_id))
        )
        topic = db.session.get_one(Topic, topic_id)
        return _rename_page(form, topic, changes), violation.status_code
    db.session.commit()
    flash(_("The topic is saved."), "success")
    return redirect(url_for("topics.listing"), 303)


def _stored_titles(topic: Topic) -> RenameForm:
    form = RenameForm(None, data={"title_de": topic.title_de, "title_en": topic.title_en})
    return form.of_version(topics.version(topic))


def _rename_page(form: RenameForm, topic: Topic, changes: list[Change] | None = None) -> str:
    return render_template("topics/rename.html", form=form, topic=topic, changes=changes or [])


def _listing_page(form: TopicForm) -> str:
    return render_template("topics/listing.html", form=form, topics=topics.in_order())
