"""Mails that did not arrive, and letters to print: HR's, and the coordinators' of their people."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from trainingtracker.accounts import correspondence
from trainingtracker.accounts.correspondence import Item
from trainingtracker.extensions import db
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.filters import number
from trainingtracker.web.requests import current_actor, leadership
from trainingtracker.web.unit_choices import unit_choices

BLUEPRINT = Blueprint("post", __name__, url_prefix="/planning")


@BLUEPRINT.get("/mail")
@access(HR_OR_COORDINATOR)
def undeliverable() -> str:
    found = correspondence.undeliverable(current_actor(), leadership().tree)
    _log(found, "mail")
    return render_template("post/undeliverable.html", items=found, is_hr=current_actor().is_hr)


@BLUEPRINT.post("/mail/<int:mail_id>/sending")
@access(HR_OR_COORDINATOR)
def send_again(mail_id: int) -> Response:
    mail = correspondence.send_again(mail_id, current_actor())
    name, address = mail.person.full_name, mail.address
    db.session.commit()
    if address:
        flash(_("The message to %(name)s goes to %(address)s again.", name=name, address=address))
    else:
        flash(_("%(name)s has no e-mail any more: the message is a letter now.", name=name))
    return redirect(url_for("post.undeliverable"), 303)


@BLUEPRINT.get("/letters")
@access(HR_OR_COORDINATOR)
def letters() -> str:
    found, unit_id = _letters(), arguments.number("unit")
    _log(found, "letters")
    actor = current_actor()
    units = unit_choices(
        leadership().tree, unit_id, None if actor.is_hr else actor.coordinated_units
    )
    return render_template("post/letters.html", items=found, unit_id=unit_id, units=units)


@BLUEPRINT.get("/letters/print")
@access(HR_OR_COORDINATOR)
def print_letters() -> str:
    """Every letter of the list on a page of its own."""
    found = _letters()
    _log(found, "letters")
    return render_template("post/print.html", items=found, unit_id=arguments.number("unit"))


@BLUEPRINT.post("/letters/printed")
@access(HR_OR_COORDINATOR)
def printed() -> Response:
    """Exactly the letters that were on the page, none that has come since."""
    ids = [found for sent in request.form.getlist("mail") if (found := arguments.whole(sent))]
    done = correspondence.mark_printed(ids, current_actor())
    db.session.commit()
    sentence = ngettext(
        "%(number)s letter is marked as printed.",
        "%(number)s letters are marked as printed.",
        done,
        number=number(done),
    )
    flash(sentence, "success")
    return redirect(url_for("post.letters"), 303)


def _letters() -> list[Item]:
    actor, tree, unit_id = current_actor(), leadership().tree, arguments.number("unit")
    known = unit_id in tree if actor.is_hr else unit_id in actor.coordinated_units
    return correspondence.letters(actor, tree, unit_id if known else None)


def _log(found: list[Item], page: str) -> None:
    log_access(
        AccessKind.PERSON_SEARCH,
        actor_id=current_actor().person_id,
        row_count=len(found),
        filters={"page": page},
    )
