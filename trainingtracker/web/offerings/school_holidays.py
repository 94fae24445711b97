"""The list of school holidays, row by row."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, HiddenField

from trainingtracker.catalogue import school_holidays
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.web.access import HR, access
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.forms import PageForm, PartForm, TextField, at_most, required
from trainingtracker.web.rows import changed_rows
from trainingtracker.working_days import SchoolHolidays

BLUEPRINT = Blueprint("school_holidays", __name__, url_prefix="/planning/school-holidays")
Answer = str | tuple[str, int] | Response


class HolidaysForm(PartForm):
    """One row: a time without school."""

    name_de = TextField(_l("Name in German"), [required(), at_most(100)])
    name_en = TextField(_l("Name in English"), [at_most(100)])
    first = DayField(_l("First day"), [required()])
    last = DayField(_l("Last day"), [required()])


class SchoolHolidaysForm(PageForm):
    seen = HiddenField()
    ranges = FieldList(FormField(HolidaysForm), description=_l("Row %(number)s"), max_entries=100)

    def add_row(self, rows: FieldList) -> None:
        rows.append_entry({})

    def wanted(self) -> list[SchoolHolidays]:
        return [
            SchoolHolidays(
                row.form.name_de.data,
                row.form.name_en.data or row.form.name_de.data,
                row.form.first.data,
                row.form.last.data,
            )
            for row in self.ranges
        ]


@BLUEPRINT.route("", methods=["GET", "POST"])
@access(HR)
def edit() -> Answer:
    if request.method == "GET":
        rows = [each._asdict() for each in school_holidays.current()]
        form = SchoolHolidaysForm(None, data={"ranges": rows, "seen": school_holidays.version()})
        return _page(form)
    form = SchoolHolidaysForm()
    if changed_rows(form, "ranges"):
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        school_holidays.replace(form.wanted(), form.seen.data or "")
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        stale = violation.status_code == 409
        if stale:
            # What others have saved is shown beside; saving once more replaces it.
            form.seen.data = school_holidays.version()
        return _page(form, stale=stale), violation.status_code
    db.session.commit()
    flash(_("The school holidays are saved."), "success")
    return redirect(url_for("school_holidays.edit"), 303)


def _page(form: SchoolHolidaysForm, *, stale: bool = False) -> str:
    return render_template(
        "school_holidays/edit.html",
        form=form,
        stored=school_holidays.current() if stale else (),
    )
