"""Editing the pages about the site, with a preview before anything is saved."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from trainingtracker import site_pages
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.site_pages import PageKey
from trainingtracker.text import LANGUAGES, Bilingual
from trainingtracker.web.access import HR_OR_ADMIN, access
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.forms import at_most, required, stripped
from trainingtracker.web.site.pages import TITLES, rendered

BLUEPRINT = Blueprint("pages_edit", __name__, url_prefix="/pages")
Answer = str | tuple[str, int] | Response
_MOST = 50_000


class PageTextForm(VersionedForm):
    text_de = TextAreaField(_l("Text in German"), [required(), at_most(_MOST)], filters=[stripped])
    text_en = TextAreaField(_l("Text in English"), [required(), at_most(_MOST)], filters=[stripped])

    @property
    def text(self) -> Bilingual:
        """What was typed, with the line ends that we store."""
        return Bilingual(
            *(
                "\n".join((field.data or "").splitlines()) + "\n"
                for field in (self.text_de, self.text_en)
            )
        )


@BLUEPRINT.get("")
@access(HR_OR_ADMIN)
def listing() -> str:
    return render_template("pages/listing.html", titles=TITLES, edited=site_pages.edited())


@BLUEPRINT.route("/<key>", methods=["GET", "POST"])
@access(HR_OR_ADMIN)
def edit(key: str) -> Answer:
    page = _key(key)
    if request.method == "GET":
        return _edit_page(page, _stored_form(page))
    form = PageTextForm()
    if not form.validate():
        return _edit_page(page, form), 422
    if "preview" in request.form:
        return _edit_page(page, form, preview=True)
    try:
        site_pages.save(page, form.text, form.seen_version)
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(page))
        return _edit_page(page, form, changes=changes), violation.status_code
    db.session.commit()
    flash(_("The page is saved."), "success")
    return redirect(url_for(f"pages.{page.value}"), 303)


def _key(key: str) -> PageKey:
    try:
        return PageKey(key)
    except ValueError:
        abort(404)


def _stored_form(page: PageKey) -> PageTextForm:
    """The form as it shows what is stored, whatever was sent."""
    now = site_pages.read(page)
    form = PageTextForm(None, data={"text_de": now.text.de, "text_en": now.text.en})
    return form.of_version(now.version)


def _edit_page(
    page: PageKey,
    form: PageTextForm,
    *,
    preview: bool = False,
    changes: list[Change] | None = None,
) -> str:
    return render_template(
        "pages/edit.html",
        page=page,
        title=TITLES[page],
        form=form,
        changes=changes or [],
        previews={language: rendered(form.text, language) for language in LANGUAGES}
        if preview
        else {},
    )
