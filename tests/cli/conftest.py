"""An installation for the commands to work on."""

import shutil
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from tests.support.databases import Databases


@pytest.fixture
def installed(tmp_path: Path, databases: Databases) -> Installation:
    """An instance folder with a migrated database in which nobody is."""
    here = Installation.at(tmp_path / "instance")
    here.instance.mkdir()
    shutil.copyfile(databases.template("sqlite"), here.database)
    return here
