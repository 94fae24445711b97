"""Every report on the list can be had on a page and on the command line."""

import pytest
from flask import Flask

from trainingtracker.cli.exports import exports
from trainingtracker.reports.registry import REPORTS


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_a_report_has_a_page_and_a_command(app: Flask, key: str) -> None:
    assert f"reports.{key}" in app.view_functions
    assert key in exports.commands
