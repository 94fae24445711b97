"""What the files of reports promise programs and people who reckon on: keys that stay, measures."""

from datetime import date

import pytest

from tests.cast import Cast
from trainingtracker.reports.asking import ask
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.report import Filters
from trainingtracker.reports.scopes import COMMAND_LINE

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

_PERSON = "personnel_number last_name first_name"
_TARGET = "target target_set_for target_persons gap gap_in_words"
# Added to at will; a key that goes, or comes to mean something else, breaks what others have built.
_KEYS = {
    "overview": "figure value earlier change note",
    "units": "unit_number name department headcount on_leave persons_reached participation_rate "
    f"participations proved stated {_TARGET}",
    "targets": "topic unit_number unit headcount persons_reached participation_rate target "
    "target_persons gap gap_in_words due purpose",
    "competences": "topic competence activity level holders_exactly holders_at_least proved "
    "confirmed self_declared expiring expired stated",
    "matrix": f"{_PERSON} unit unit_name",
    "participations": f"{_PERSON} unit_then unit_then_name unit unit_name status_group course "
    "course_title topic offering start end counted_on format teaching_units units_attended "
    "attended result certificate_number cost_centre source",
    "holdings": f"{_PERSON} unit unit_name competence competence_name level level_name activity "
    "evidence evidence_group scheme score evidence_date confirmed_by valid_from valid_until state "
    "basis",
    "open": f"open {_PERSON} unit unit_name course offering since",
    "costs": "offering course topic start kind_of_cost note planned actual invoice_number "
    "procurement_number budget_product budget_account cost_centre third_party_funding contracts",
    "quality": f"problem {_PERSON} detail",
    "reconciliation": "number sheet total_there source_sheet counted_there difference",
}
_MEASURES = """
Offerings planned; of which held; of which cancelled; Training days held; Occupancy at the start;
Participations; Persons; Participant days; Participant hours; Women's share of participations;
Women's share of persons; Women's share of staff; Part-time among persons; Part-time among staff;
Managers among persons; Staff; Requests; Refusals; Waiting at the start; Withdrawals in time;
Withdrawals too late; Absences; Costs planned; Actual costs; Third-party funds; Care costs granted;
Actual costs of a participant day; Satisfaction (1 to 5, 5 is best)
"""


@pytest.mark.usefixtures("cast")
def test_the_keys_of_the_attainment_workbook_stay() -> None:
    filters = Filters(date(2026, 6, 30), compare_with=date(2025, 6, 30), names=True)
    report = REPORTS["attainment"]
    question = ask(report, filters, COMMAND_LINE, "en", "Hanna Rieck")
    tables = {table.key: table.columns_for(question) for table in report.tables_for(question)}
    found = {key: [column.key for column in columns] for key, columns in tables.items()}
    assert found == {key: keys.split() for key, keys in _KEYS.items()}


def test_every_measure_of_the_annual_statistics_is_there_for_three_years(cast: Cast) -> None:
    report = REPORTS["annual_statistics"]
    filters = Filters(date(2026, 12, 31), year=2026)
    question = ask(report, filters, COMMAND_LINE, "en", "Hanna Rieck")
    tables = {table.key: table for table in report.tables_for(question)}
    assert list(tables) == [
        *("overview", "topics", "formats", "quarters", "divisions", "status_groups", "guests")
    ]
    measures = {str(row[0]).replace("\u2019", "'") for row in tables["overview"].rows(question)}
    wanted = {each.strip() for each in _MEASURES.replace("\n", " ").split(";")}
    assert wanted - measures == set()
    years = [column.title("en")[:4] for column in tables["overview"].columns_for(question)[1:4]]
    assert years == ["2024", "2025", "2026"]
    assert any("8 teaching units" in meaning for _, meaning in report.definitions)
