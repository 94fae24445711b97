"""The form with which filters of a report are kept under a name."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from trainingtracker import clock, text
from trainingtracker.clock import plausible_day
from trainingtracker.models import SavedReport
from trainingtracker.reports.report import Report
from trainingtracker.reports.saved import days
from trainingtracker.reports.saved.readers import readers_of
from trainingtracker.reports.saved.saving import SavedAs, saved_as
from trainingtracker.reports.saved.words import comparison_in_words, days_in_words
from trainingtracker.vocabulary import ReportComparison, ReportDays, ReportReaders, Schedule
from trainingtracker.web.conflicts import VersionedForm
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm, TextField, at_most, required
from trainingtracker.web.requests import reader_language


class SaveForm(PageForm):
    name = TextField(_l("Name"), [required(), at_most(100)])
    days = SelectField(_l("Which days it is about"), [required()])
    compared = SelectField(_l("Compared with"))
    shared_with = SelectField(_l("Shared with"))
    schedule = SelectField(_l("Made by itself"))

    def offer(self, report: Report, typed: Mapping[str, str]) -> None:
        """What there is to choose for this report and these filters."""
        today, language = clock.today(), reader_language()
        self.days.choices = [
            (each.value, days_in_words(report, typed, each, today, language))
            for each in days.choices(report)
        ]
        as_of, before = (plausible_day(typed.get(name, "")) for name in ("as_of", "compare_with"))
        self.compared.choices = [
            ("", text.day(before, language) if before else _("No other day")),
            *(
                (each.value, comparison_in_words(each, as_of or today, language))
                for each in days.comparisons(report)
            ),
        ]
        self.shared_with.choices = [
            ("", _("Nobody")),
            *((each.value, label(each)) for each in readers_of(report)),
        ]
        self.schedule.choices = [
            ("", _("No, only when I open it")),
            (Schedule.MONTHLY.value, _("Monthly, on the first working day")),
            (Schedule.QUARTERLY.value, _("Quarterly, on the first working day")),
        ]

    @property
    def wanted(self) -> SavedAs:
        """What was chosen; only after validation."""
        shared_with, schedule = self.shared_with.data, self.schedule.data
        compared = self.compared.data
        return SavedAs(
            self.name.data or "",
            ReportDays(self.days.data),
            ReportReaders(shared_with) if shared_with else None,
            Schedule(schedule) if schedule else None,
            ReportComparison(compared) if compared else None,
        )


class ChangeForm(SaveForm, VersionedForm):
    """The same of what is saved already."""

    @classmethod
    def of(cls, saved: SavedReport, report: Report, typed: Mapping[str, str]) -> "ChangeForm":
        """What is stored, shown beside the filters that were typed."""
        form = cls(None, data=saved_as(saved)._asdict())
        form.offer(report, typed)
        return form.of_version(saved.version)
