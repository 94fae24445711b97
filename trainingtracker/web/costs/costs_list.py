"""The costs of a budget year, offering by offering."""

from flask import Blueprint, render_template
from flask import Response as FlaskResponse
from flask_babel import gettext as _

from trainingtracker.catalogue import topics
from trainingtracker.costs import listing as cost_list
from trainingtracker.costs.listing import CostFilter, Open
from trainingtracker.reports.lists.budgets import cost_rows, costs_report
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.costs.budgets import wanted_year, year_choices
from trainingtracker.web.downloads import list_workbook
from trainingtracker.web.filters import local
from trainingtracker.web.paging import Page

BLUEPRINT = Blueprint("costs_list", __name__, url_prefix="/planning/costs")


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    wanted, window = _wanted(), arguments.window()
    sort = arguments.sorting(cost_list.SORTS, "date")
    found = cost_list.costs(
        wanted,
        sort=sort.key,
        descending=sort.descending,
        limit=window.limit,
        offset=window.offset,
    )
    return render_template(
        "costs/listing.html",
        page=Page(found.rows, found.total, window.number),
        sums=found.sums,
        wanted=wanted,
        sort=str(sort),
        years=year_choices(wanted.year),
        topic_choices=[(topic.id, local(topic.title)) for topic in topics.in_order()],
        open_choices=[
            (Open.INVOICE.value, _("Still to be invoiced")),
            (Open.SIGNATURE.value, _("Contract not signed yet")),
        ],
    )


@BLUEPRINT.get("/list.xlsx")
@access(HR)
def workbook() -> FlaskResponse:
    """Every single cost of the offerings that the filters let through."""
    wanted = _wanted()
    return list_workbook(
        costs_report(wanted.year), lambda language: cost_rows(cost_list.items(wanted), language)
    )


def _wanted() -> CostFilter:
    return CostFilter(
        year=wanted_year(),
        text=arguments.words("q"),
        topic_id=arguments.number("topic"),
        open=arguments.member("open", Open),
    )
