"""Charts as images on pages."""

import pytest
from flask import Flask

from trainingtracker.reports.charts import LIGHT, lines


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_a_picture_without_a_number_says_so_in_the_readers_language(app: Flask) -> None:
    drawn = {
        language: lines(["Q1"], {"All": [None]}, LIGHT, language).decode()
        for language in ("de", "en")
    }
    assert "Keine Zahlen darzustellen" in drawn["de"]
    assert "There are no numbers to show." in drawn["en"]
