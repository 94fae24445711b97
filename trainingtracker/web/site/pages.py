"""Pages about the site itself: accessibility statement, privacy notice, imprint."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from trainingtracker import settings, site_pages
from trainingtracker.site_pages import PageKey
from trainingtracker.text import Bilingual
from trainingtracker.web.access import HR_OR_ADMIN, PUBLIC, access
from trainingtracker.web.markup import prose
from trainingtracker.web.requests import actor_or_none, reader_language

BLUEPRINT = Blueprint("pages", __name__)

TITLES = {
    PageKey.ACCESSIBILITY: _l("Accessibility statement"),
    PageKey.PRIVACY: _l("Privacy notice"),
    PageKey.IMPRINT: _l("Imprint"),
}
_PURPOSES = {
    PageKey.ACCESSIBILITY: _l(
        "Everybody should be able to use these pages, whatever they see, hear or move with."
    ),
    PageKey.PRIVACY: _l("What is stored about you here, and who sees it."),
}


@BLUEPRINT.get("/accessibility")
@access(PUBLIC)
def accessibility() -> str:
    return _page(PageKey.ACCESSIBILITY)


@BLUEPRINT.get("/privacy")
@access(PUBLIC)
def privacy() -> str:
    return _page(PageKey.PRIVACY)


@BLUEPRINT.get("/imprint")
@access(PUBLIC)
def imprint() -> str:
    return _page(PageKey.IMPRINT)


def rendered(text: Bilingual, language: str) -> Markup:
    """The text as HTML; {administration} stands for the name of the administration."""
    name = settings.administration().in_language(language)
    return prose(text.in_language(language).replace("{administration}", name))


def _page(key: PageKey) -> str:
    actor = actor_or_none()
    return render_template(
        "pages/page.html",
        key=key,
        title=TITLES[key],
        purpose=_PURPOSES.get(key, ""),
        content=rendered(site_pages.read(key).text, reader_language()),
        may_edit=actor is not None and HR_OR_ADMIN.allows(actor),
    )
