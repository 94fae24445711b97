"""A Chromium for the journeys: the system's, or one that is installed now.

`python -m tests.support.browser` makes sure that there is one, or says what is missing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.installed import install_by_apt, make_sure

# The one without a window first: it needs a third less time for the same pages.
_HEADLESS = "chromium-headless-shell"
_NAMES = (_HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "There is no Chromium for the journeys: install it (apt-get install chromium), or name an"
    " executable in CHROMIUM."
)


def find() -> str | None:
    """The executable that CHROMIUM names, the system's, or the one playwright installed."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """With apt where we are root, otherwise through playwright."""
    if not install_by_apt((_HEADLESS, "chromium")):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    make_sure(find, install, MISSING)
