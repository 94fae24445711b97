"""HR's calendar: the meetings of a month by day or by room, and all of one day."""

from datetime import date

from flask import Blueprint, render_template, request

from trainingtracker import clock, settings
from trainingtracker.catalogue import calendar
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.working_days import public_holidays

BLUEPRINT = Blueprint("calendar", __name__)


@BLUEPRINT.get("/planning/calendar")
@access(HR)
def show() -> str:
    if day := arguments.day("day"):
        meetings = calendar.meetings_of(day, arguments.words("venue"))
        return render_template("calendar/day.html", day=day, meetings=meetings)
    rooms = calendar.venues()
    venue = arguments.words("venue")
    shown = calendar.month(_first(), venue if venue in rooms else "")
    return render_template(
        "calendar/show.html",
        month=shown,
        by_room=request.args.get("view") == "rooms",
        venue=venue if venue in rooms else "",
        venues=rooms,
        today=clock.today(),
        holidays=public_holidays(settings.get("federal_state"), shown.first.year),
    )


def _first() -> date:
    """The first day of the month asked for; of this month where it makes no sense."""
    asked = clock.plausible_day(request.args.get("month", "") + "-01")
    return (asked or clock.today()).replace(day=1)
