"""What axe finds on a page in a browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Page

_CONTRAST = "color-contrast"
_ALL_BUT_CONTRAST = {"resultTypes": ["violations"], "rules": {_CONTRAST: {"enabled": False}}}
_CONTRAST_ALONE = {"resultTypes": ["violations"], "runOnly": [_CONTRAST]}


def barriers(page: Page, *, frame_known: bool = False) -> str:
    """A report of every violation; empty where there is none.

    `frame_known`: heading and foot of the site look as on a page whose colours were checked before,
    so that only those of the page's own part are. Comparing the colours of each letter with what
    is behind it takes most of the time.
    """
    if not frame_known or not page.locator("main").count():
        return _report(Axe().run(page))
    found = Axe().run(page, options=_ALL_BUT_CONTRAST)
    colours: dict[str, Any] = page.evaluate("options => axe.run('main', options)", _CONTRAST_ALONE)
    return _report(found) + _report(AxeResults(colours))


def _report(found: AxeResults) -> str:
    return found.generate_report() if found.violations_count else ""
