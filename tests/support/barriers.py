"""What axe finds on a page in a browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import BrowserContext, Page

_SCRIPT = Axe().axe_script
_CONTRAST = "color-contrast"
# To preload means to fetch the style sheets again, for a rule about turned screens that is an
# experiment of axe and not among those that are run, and media, of which there are none.
_ALL: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
_ALL_BUT_CONTRAST = {**_ALL, "rules": {_CONTRAST: {"enabled": False}}}
_CONTRAST_ALONE = {**_ALL, "runOnly": [_CONTRAST]}


def bring_checker(context: BrowserContext) -> None:
    """Have axe on every page from the start; so the browser reads its half megabyte once."""
    context.add_init_script(_SCRIPT)


def barriers(page: Page, *, frame_known: bool = False) -> str:
    """A report of every violation; empty where there is none.

    `frame_known`: heading and foot of the site look as on a page whose colours were checked before,
    so that only those of the page's own part are. Comparing the colours of each letter with what
    is behind it takes most of the time.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    if not frame_known or not page.locator("main").count():
        return _report(page, _ALL)
    return _report(page, _ALL_BUT_CONTRAST) + _report(page, _CONTRAST_ALONE, "main")


def _report(page: Page, options: dict[str, Any], part: str | None = None) -> str:
    run = "([part, options]) => axe.run(part ?? document, options)"
    found = AxeResults(page.evaluate(run, [part, options]))
    return found.generate_report() if found.violations_count else ""
