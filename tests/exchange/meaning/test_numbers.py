"""Numbers that Excel has changed: known ones win, then the list's own width, else it is told."""

from datetime import date

import pytest

from trainingtracker.exchange.meaning.cells import CellError
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.reading.sheets import Cell, ErrorCell, Padded


@pytest.mark.parametrize(
    "raw", [12345.0, "12345", "00012345", " 00012345\u00a0", "0001 2345", 12345, "12.345"]
)
def test_a_known_number_is_recognised(raw: Cell) -> None:
    assert Numbers(["00012345", "00099999"], [raw]).read(raw) == "00012345"


def test_a_number_that_stands_in_the_list_as_text_is_recognised() -> None:
    assert Numbers([], ["00012345", 12345.0]).read(12345.0) == "00012345"


def test_the_zeros_of_the_known_numbers_of_the_list_are_given_to_the_new_ones() -> None:
    numbers = Numbers(["00012345"], [12345.0, 777.0])
    assert numbers.read(777.0) == "00000777"


def test_the_width_of_the_texts_in_the_list_decides() -> None:
    numbers = Numbers([], ["00012345", "10012346", 12347.0])
    assert numbers.read(12347.0) == "00012347"
    assert Numbers([], ["10012345", "10012346", 12347.0]).read(12347.0) == "00012347"


def test_without_proof_of_zeros_a_number_stays_as_it_is() -> None:
    assert Numbers([], [12345.0, 7.0]).read(7.0) == "7"
    assert Numbers([], ["0012", "000123", 7.0]).read(7.0) == "7"
    assert Numbers([], ["16", "18", 5.0]).read(5.0) == "5"
    assert Numbers([], ["00012345", 123456789.0, 7.0]).read(7.0) == "7"


def test_two_known_numbers_that_look_alike_are_told() -> None:
    numbers = Numbers(["12345", "00012345"], [12345.0])
    with pytest.raises(CellError, match="several numbers"):
        numbers.read(12345.0)
    assert numbers.read("12345") == "12345"


def test_letters_are_kept() -> None:
    assert Numbers([], ["P-0815"]).read("P-0815") == "P-0815"


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (15.23, "15.23"),
        (37.0, "37"),
        (18.1, "18.10"),
        ("18.10", "18.10"),
        (Padded(18.1, "18.10"), "18.10"),
    ],
)
def test_known_unit_numbers_are_recognised(raw: Cell, number: str) -> None:
    assert Numbers(["15.23", "37", "18.10"], [raw]).read(raw) == number


def test_a_unit_number_with_a_point_that_is_written_so_is_kept() -> None:
    assert Numbers(["37.0"], [37.0]).read(37.0) == "37.0"
    assert Numbers([], [37.0]).read(37.0) == "37"


def test_a_zero_that_may_be_lost_is_told() -> None:
    with pytest.raises(CellError, match="lost a zero"):
        Numbers([], [18.1, 18.11]).read(18.1)
    assert Numbers([], [18.1, 18.2]).read(18.1) == "18.1"
    with pytest.raises(CellError, match="several numbers"):
        Numbers(["18.10"], ["18.1"]).read("18.1")


def test_a_column_that_can_only_refer_to_known_numbers_needs_one_candidate() -> None:
    assert Numbers(["18.10"], ["18.1"], references=True).read("18.1") == "18.10"


def test_both_numbers_written_out_are_two_numbers() -> None:
    numbers = Numbers(["18.10"], ["18.1", "18.10"])
    assert [numbers.read(cell) for cell in ("18.1", "18.10")] == ["18.1", "18.10"]


def test_a_number_turned_into_a_date_is_recognised_or_told() -> None:
    assert Numbers(["18.10"]).read(date(2026, 10, 18)) == "18.10"
    assert Numbers(["15.01"]).read(date(2026, 1, 15)) == "15.01"
    assert Numbers(["10.26"]).read(date(2026, 10, 1)) == "10.26"
    with pytest.raises(CellError, match=r"the date 18\.10\.2026"):
        Numbers([]).read(date(2026, 10, 18))


def test_the_ends_that_a_csv_of_a_program_adds_are_taken_off() -> None:
    assert Numbers(["00012345"], ["12345.0", "777.0"]).read("12345.0") == "00012345"
    assert Numbers([], ["15.0", "15.1"]).read("15.0") == "15.0"


@pytest.mark.parametrize("raw", ["1,2345E+07", "1E+7", 1e16])
def test_lost_digits_are_told(raw: Cell) -> None:
    with pytest.raises(CellError, match="lost digits"):
        Numbers([], [raw]).read(raw)


@pytest.mark.parametrize("raw", [-5.0, True])
def test_what_can_be_no_number_is_told(raw: Cell) -> None:
    with pytest.raises(CellError, match="cannot be a number"):
        Numbers([], [raw]).read(raw)


def test_empty_cells_and_errors() -> None:
    assert Numbers([], ["", "-"]).read("-") is None
    with pytest.raises(CellError, match="formula"):
        Numbers([], [ErrorCell("#N/A")]).read(ErrorCell("#N/A"))
