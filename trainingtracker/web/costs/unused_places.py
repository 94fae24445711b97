"""HR's page of what unused places have cost, by cost centre: sums of large enough groups only."""

from flask import Blueprint, render_template
from flask import Response as FlaskResponse

from trainingtracker import settings
from trainingtracker.enrolment.queries.unused_costs import unused_costs, years
from trainingtracker.reports.lists.unused import UNUSED, unused_rows
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.downloads import list_workbook

BLUEPRINT = Blueprint("unused_places", __name__, url_prefix="/planning/unused-places")


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    year = _year()
    return render_template(
        "unused_places/listing.html",
        year=year,
        years=[(each, str(each)) for each in years()],
        costs=unused_costs(year),
        smallest=settings.get("small_group"),
    )


@BLUEPRINT.get("/list.xlsx")
@access(HR)
def workbook() -> FlaskResponse:
    """The rows of the page; what is not shown there is not in it either."""
    costs = unused_costs(_year())
    return list_workbook(UNUSED, lambda language: unused_rows(costs, language))


def _year() -> int:
    """The year of the address where it is one to choose from, else this one."""
    known = years()
    asked = arguments.number("year")
    return asked if asked in known else known[0]
