"""Several people of a roster at once: first a page that says what will happen, then it is done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import Field, RadioField, SelectChoice, TextAreaField

from trainingtracker.enrolment.bulk import BulkPreview, Given, carry_out, preview
from trainingtracker.enrolment.rules import deadline_passed
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.vocabulary import BulkVerb, WithdrawalReason
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import sent_member, whole
from trainingtracker.web.filters import label, number
from trainingtracker.web.forms import PageForm, TextField, at_most, stripped
from trainingtracker.web.offerings.roster import offering_to_run, roster_page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("selection", __name__, url_prefix="/offerings/<int:offering_id>")
Answer = str | tuple[str, int] | Response


class SelectionForm(PageForm):
    subject = TextField(_l("Subject"), [at_most(200)])
    text = TextAreaField(_l("Text"), [at_most(5000)], filters=[stripped])
    why = RadioField(_l("Reason"), validate_choice=False)
    reason = TextAreaField(_l("Reason"), [at_most(1000)], filters=[stripped])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.why.choices = [SelectChoice(one.value, label(one)) for one in WithdrawalReason]

    def given(self) -> Given:
        why = self.why.data
        return Given(
            self.subject.data or "",
            self.text.data or "",
            WithdrawalReason(why) if why in set(WithdrawalReason) else None,
            self.reason.data or "",
        )


@BLUEPRINT.post("/selection")
@access(HR)
def act(offering_id: int) -> Answer:
    """Show what would happen; with `step=do` do it."""
    offering = offering_to_run(offering_id)
    verb = sent_member("verb", BulkVerb)
    ids = {found for sent in request.form.getlist("enrolment") if (found := whole(sent))}
    if not ids or verb is None:
        refusal = _("Choose at least one person.") if verb else _("Choose what to do.")
        return roster_page(offering, chosen=ids, refusal=refusal), 422
    form = SelectionForm()
    step = request.form.get("step", "")
    if step and not (form.validate() and _complete(form, verb)):
        return _page(offering, verb, ids, form), 422
    if step != "do":
        return _previewed(offering, verb, ids, form, asked=bool(step))
    try:
        done = carry_out(offering_id, verb, ids, current_actor(), form.given())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, _unsaid(form, verb))
        return _page(offering_to_run(offering_id), verb, ids, form), violation.status_code
    db.session.commit()
    flash(
        ngettext(
            "Done for %(number)s person.",
            "Done for %(number)s people.",
            done,
            number=number(done),
        ),
        "success",
    )
    return redirect(url_for("roster.show", offering_id=offering_id), 303)


def _previewed(
    offering: Offering, verb: BulkVerb, ids: set[int], form: SelectionForm, *, asked: bool
) -> Answer:
    if verb is BulkVerb.MESSAGE and not asked:
        return _page(offering, verb, ids, form)
    # What is still to be said does not change what will happen.
    given = form.given()
    try:
        found = preview(
            offering.id,
            verb,
            ids,
            current_actor(),
            Given(
                given.subject,
                given.text,
                given.why or WithdrawalReason.OFFICIAL,
                given.reason or "…",
            ),
        )
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(offering_to_run(offering.id), verb, ids, form), violation.status_code
    db.session.rollback()
    return _page(offering_to_run(offering.id), verb, ids, form, found)


def _complete(form: SelectionForm, verb: BulkVerb) -> bool:
    """Whether a message has a subject and a text; what is missing is said at the field."""
    if verb is not BulkVerb.MESSAGE:
        return True
    empty = [field for field in (form.subject, form.text) if not field.data]
    for field in empty:
        field.errors = [_("Please fill in this field.")]
    return not empty


def _unsaid(form: SelectionForm, verb: BulkVerb) -> Field | None:
    """The field that was left empty and is probably why."""
    if verb is BulkVerb.PLACE and not form.reason.data:
        return form.reason
    if verb is BulkVerb.WITHDRAW and form.given().why is None:
        return form.why
    return None


def _page(
    offering: Offering,
    verb: BulkVerb,
    ids: set[int],
    form: SelectionForm,
    found: BulkPreview | None = None,
) -> str:
    return render_template(
        "selection/show.html",
        offering=offering,
        verb=verb,
        title_text=label(verb),
        ids=sorted(ids),
        form=form,
        found=found,
        late=deadline_passed(offering),
    )
