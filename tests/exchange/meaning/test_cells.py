"""One cell: cleaned, or told what is wrong with it."""

from collections.abc import Callable

import pytest

from trainingtracker.exchange.meaning import cells
from trainingtracker.exchange.meaning.cells import CellError
from trainingtracker.exchange.reading.sheets import Cell, ErrorCell, Padded


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Müller\u00a0 -\tLüdenscheid ", "Müller - Lüdenscheid"),
        ("Zu\u200bnull\ufeff", "Zunull"),
        ("Mu\u0308ller", "Müller"),
        (12345.0, "12345"),
        ("-", ""),
        ("\u00a0", ""),
        ("", ""),
    ],
)
def test_text_is_tidied(raw: Cell, clean: str) -> None:
    assert cells.text(raw) == clean


@pytest.mark.parametrize("raw", ["MÃ¼ller", "GroÃŸ", "M\ufffdller"])
def test_garbled_letters_are_told(raw: str) -> None:
    with pytest.raises(CellError, match="garbled"):
        cells.text(raw)


@pytest.mark.parametrize("raw", ["Müller", "Ángström", "São João", "Łódź", "Åsa Ängström"])
def test_letters_of_other_languages_are_not_garbled(raw: str) -> None:
    assert cells.text(raw) == raw


@pytest.mark.parametrize("reader", [cells.text, cells.number, cells.email, cells.percentage])
def test_the_error_of_a_formula_is_a_problem_everywhere(reader: Callable[[Cell], object]) -> None:
    with pytest.raises(CellError, match="formula"):
        reader(ErrorCell("#N/A"))


def test_a_text_that_is_too_long_is_told() -> None:
    with pytest.raises(CellError, match="too long"):
        cells.text("x" * 251)


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        (" Anna.Mueller@Example.org\u00a0", "anna.mueller@example.org"),
        ("mailto:a@b.de", "a@b.de"),
        ("Anna Müller <anna@example.org>", "anna@example.org"),
        ("o'neil+x@mail.example.co.uk", "o'neil+x@mail.example.co.uk"),
        ("", None),
        ("-", None),
    ],
)
def test_addresses_are_read(raw: str, address: str | None) -> None:
    assert cells.email(raw) == address


@pytest.mark.parametrize(
    "raw",
    [
        "anna",
        "anna@",
        "@b.de",
        "a b@c.de",
        "a@b",
        "a@b..de",
        "a@b.de; c@d.de",
        "a@@b.de",
        "müller@b.de",
        "hans.:x@stadt.de",
        "hans@[stadt.de",
        "&.:@b.cc",
        "hans,meier@stadt.de",
        ".a@b.de",
        12.0,
    ],
)
def test_broken_addresses_are_told(raw: Cell) -> None:
    with pytest.raises(CellError, match="not a valid e-mail address"):
        cells.email(raw)


@pytest.mark.parametrize(
    ("raw", "percent"),
    [
        (100.0, 100), (50.0, 50), (0.5, 50), (1.0, 100), (62.5, 63), (66.67, 67),
        ("50 %", 50), ("50,5", 51), ("1 %", 1), ("0,5", 50), ("Vollzeit", 100), ("", None),
        (Padded(50.0, "50.00"), 50),
    ],
)  # fmt: skip
def test_percentages_are_read(raw: Cell, percent: int | None) -> None:
    assert cells.percentage(raw) == percent


@pytest.mark.parametrize("raw", [0.0, 101.0, -5.0, "120 %", "halb", "39 Std.", True])
def test_percentages_outside_1_to_100_are_told(raw: Cell) -> None:
    with pytest.raises(CellError, match="between 1 and 100"):
        cells.percentage(raw)


@pytest.mark.parametrize(
    ("raw", "cents"),
    [
        (120.0, 12000),
        ("1.234,50 €", 123450),
        ("1,234.50", 123450),
        ("99,9", 9990),
        ("1.500", 150000),
        ("", None),
    ],
)
def test_amounts_are_whole_cents(raw: Cell, cents: int | None) -> None:
    assert cells.cents(raw) == cents


def test_whole_numbers_say_their_bounds() -> None:
    assert cells.whole_number("16,0", 1, 100) == 16
    with pytest.raises(CellError, match="not a whole number"):
        cells.whole_number(16.5, 1, 100)
    with pytest.raises(CellError, match="not between 1 and 100"):
        cells.whole_number("0", 1, 100)
    with pytest.raises(CellError, match="not a number"):
        cells.whole_number("viele", 1, 100)


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("Ja", True),
        ("x", True),
        (1.0, True),
        (True, True),
        ("nein", False),
        (0.0, False),
        ("", None),
    ],
)
def test_yes_and_no(raw: Cell, answer: bool | None) -> None:
    assert cells.yes_or_no(raw) is answer


def test_neither_yes_nor_no_is_told() -> None:
    with pytest.raises(CellError, match="neither yes nor no"):
        cells.yes_or_no("vielleicht")


def test_descriptions_keep_their_paragraphs() -> None:
    assert cells.long_text("Erster  Absatz\r\n\r\n zweiter ") == "Erster Absatz\n\nzweiter"
