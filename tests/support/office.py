"""A LibreOffice for the tests of workbooks: the system's, or one that is installed now.

`python -m tests.support.office` makes sure that there is one, or says what is missing.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.support.installed import install_by_apt, make_sure

_NAMES = ("soffice", "libreoffice")
# The spreadsheet alone, without windows: a third less to fetch. Not every system parts it so.
_PACKAGES = ("libreoffice-calc-nogui", "libreoffice-calc")
MISSING = (
    "There is no LibreOffice for the tests of workbooks: install it (apt-get install"
    " --no-install-recommends libreoffice-calc), or name an executable in SOFFICE."
)
_PATIENCE_SECONDS = 120
# Whatever results a file brings along, formulas are worked out again.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find() -> str | None:
    """The executable that SOFFICE names, or the system's."""
    given = os.environ.get("SOFFICE")
    if given:
        return given if Path(given).exists() else None
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def converted(files: Iterable[Path], folder: Path, form: str = "xlsx") -> dict[str, Path]:
    """Open all files in one LibreOffice, recalculate and save them; answers the copies by name.

    A file that would have to be repaired has no copy: without windows nobody is asked.
    """
    executable = find()
    if executable is None:
        raise FileNotFoundError(MISSING)
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    copies = folder / "copies"
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    done = subprocess.run(
        [executable, *options, "--convert-to", form, "--outdir", str(copies), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{executable} failed: {done.stderr.strip()}")
    return {copy.stem: copy for copy in copies.glob(f"*.{form}")}


if __name__ == "__main__":
    make_sure(find, lambda: install_by_apt(_PACKAGES), MISSING)
