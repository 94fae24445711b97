"""The form of an offering: from days and wall-clock times to its facts, and back."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from trainingtracker import clock
from trainingtracker.accounts.trainers import possible_trainers
from trainingtracker.catalogue import course_list
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.vocabulary import Allocation, CourseStatus, MovingUp
from trainingtracker.web.arguments import whole
from trainingtracker.web.conflicts import VersionedForm
from trainingtracker.web.fields.clock_field import ClockField
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.filters import label, local, number
from trainingtracker.web.forms import (
    PartForm,
    SelectMultipleCheckboxField,
    TextField,
    at_most,
    optional,
    required,
    stripped,
    whole_number,
)
from trainingtracker.web.offerings.offering_series import SeriesForm
from trainingtracker.web.offerings.quota_form import (
    QuotaForm,
    fill_choices,
    fit,
    quotas_of,
    shown_quotas,
)
from trainingtracker.web.rows import RowsField, changed_rows

_PLACES = whole_number(0, 10_000)


class MeetingForm(PartForm):
    """One row: a meeting on one day."""

    id = HiddenField()
    day = DayField(_l("Day"), [required()])
    begins = ClockField(_l("Begins"), [required()])
    ends = ClockField(_l("Ends"), [required()])
    venue = TextField(_l("Venue"), [at_most(250)])
    link = TextField(_l("Link for online meetings"), [at_most(1000)])

    def validate_link(self, field: TextField) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("A link begins with https://."))

    def validate_ends(self, field: ClockField) -> None:
        if self.begins.data and field.data and field.data <= self.begins.data:
            raise ValidationError(_("A meeting ends after it starts."))

    def facts(self) -> MeetingFacts:
        return MeetingFacts(
            starts_at=clock.at(self.day.data, self.begins.data),
            ends_at=clock.at(self.day.data, self.ends.data),
            venue=self.venue.data or "",
            link=self.link.data or "",
            id=whole(self.id.data),
        )


class OfferingForm(VersionedForm):
    course_id = SelectField(_l("Course"), [required()], coerce=int)
    max_places = IntegerField(_l("Places"), [required(), _PLACES])
    min_places = IntegerField(_l("Minimum of participants"), [required(), _PLACES])
    decide_on = DayField(_l("Decide by"), [optional()])
    allocation = RadioField(_l("How the places are given out"))
    moving_up = RadioField(_l("How a place that becomes free is passed on"))
    offer_days = IntegerField(
        _l("Working days to answer an offer"),
        [optional(), whole_number(1, 30)],
    )
    moving_up_stops = IntegerField(
        _l("Nobody moves up from so many working days before the start"),
        [optional(), whole_number(0, 60)],
    )
    accessible_room = BooleanField(_l("The room is accessible without steps"))
    part_time_friendly = BooleanField(_l("The times suit people who work part-time"))
    child_care = BooleanField(_l("Child care is offered"))
    self_check_in = BooleanField(_l("Participants check in by themselves with a code"))
    meetings = RowsField(MeetingForm, _l("Meetings"), _l("Meeting %(number)s"), 200)
    quotas = RowsField(QuotaForm, _l("Reserved places"), _l("Reserved places %(number)s"), 20)
    opens = DayField(_l("Enrolment opens on"), [optional()])
    closes = DayField(_l("Last day of enrolment"), [optional()])
    withdrawal = DayField(_l("Last day of withdrawal"), [optional()])
    trainers = SelectMultipleCheckboxField(_l("Trainers"), coerce=int)
    note_de = TextAreaField(_l("Note in German"), [at_most(5000)], filters=[stripped])
    note_en = TextAreaField(_l("Note in English"), [at_most(5000)], filters=[stripped])

    def __init__(self, *args: Any, stored: OfferingFacts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = stored
        self.series = SeriesForm(sent=self.is_submitted())
        present = stored.trainer_ids if stored else ()
        self.allocation.choices = [SelectChoice(way.value, label(way)) for way in Allocation]
        if self.allocation.data not in set(Allocation):
            self.allocation.data = Allocation.FIRST_COME.value
        self.moving_up.choices = [SelectChoice(way.value, label(way)) for way in MovingUp]
        if self.moving_up.data not in set(MovingUp):
            self.moving_up.data = MovingUp.AT_ONCE.value
        self.trainers.choices = [
            SelectChoice(choice.person_id, choice.listed_name)
            for choice in possible_trainers(clock.today(), present)
        ]
        self.course_id.choices = [
            SelectChoice(course.id, f"{local(course.title)} ({course.code})")
            for course in course_list.choices()
            if course.status is not CourseStatus.ARCHIVED
            or (stored is not None and course.id == stored.course_id)
        ]
        fill_choices(self.quotas, stored.quotas if stored else ())

    def add_row(self, rows: FieldList) -> None:
        """A new row; of meetings one that continues the last: a week later, same time and room."""
        if rows is self.quotas:
            rows.append_entry()
            fill_choices(rows, self._stored.quotas if self._stored else ())
            return
        last = self.meetings[-1].form if len(self.meetings) else None
        if last is None or last.day.data is None:
            self.meetings.append_entry(first_meeting())
            return
        self.meetings.append_entry(
            {
                "day": last.day.data + timedelta(weeks=1),
                "begins": last.begins.data,
                "ends": last.ends.data,
                "venue": last.venue.data,
                "link": last.link.data,
            }
        )

    def rows_changed(self) -> int | None:
        """The status of the page where a button added, removed or filled in rows; else None."""
        if changed_rows(self, "meetings", "quotas"):
            return 200
        if request.form.get("fill_in"):
            return 200 if self._fill_in() else 422
        return None

    def _fill_in(self) -> bool:
        """Add the rows of the rule; rows that say nothing yet give way to them."""
        if not self.series.validate():
            return False
        rows = self.series.rows()
        if not rows:
            self.series.first.errors = [_("No day is left: all of them are holidays, or too late.")]
            return False
        kept = [row for row in self.meetings.entries if row.form.day.raw_data != [""]]
        if len(kept) + len(rows) > self.meetings.max_entries:
            self.series.number.errors = [_("An offering has 200 meetings at most.")]
            return False
        self.meetings.entries = kept
        for row in rows:
            self.meetings.append_entry(row)
        left_out = self.series.left_out
        self.series = SeriesForm(sent=False)
        self.series.left_out, self.series.filled_in = left_out, len(rows)
        return True

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if self.allocation.data == Allocation.ROUND and not self.closes.data:
            self.closes.errors = [_("In a round requests are collected until this day.")]
            valid = False
        if self.series.pending:
            self.form_errors.append(
                _("Press “Fill in the meetings” for the rule, or empty its first day.")
            )
            return False
        days = [row.form.day.data for row in self.meetings]
        return valid and fit(self.quotas, self.max_places.data, min(days, default=None))

    def validate_min_places(self, field: IntegerField) -> None:
        places = self.max_places.data
        if field.data is not None and places and field.data > places:
            raise ValidationError(
                _(
                    "The minimum of participants cannot be above the %(maximum)s places.",
                    maximum=number(places),
                )
            )

    def complete_meetings(self) -> tuple[MeetingFacts, ...]:
        """The rows that make sense already, for a look at them before everything is typed."""
        forms = [row.form for row in self.meetings]
        return tuple(
            form.facts()
            for form in forms
            if form.day.data
            and form.begins.data
            and form.ends.data
            and form.begins.data < form.ends.data
        )

    def facts(self) -> OfferingFacts:
        """What was typed, for the operation. Days of deadlines are included in full."""
        meetings = tuple(row.form.facts() for row in self.meetings)
        start = min((meeting.starts_at for meeting in meetings), default=None)
        stored = self._stored or OfferingFacts(course_id=0, max_places=0)
        return OfferingFacts(
            course_id=self.course_id.data,
            min_places=self.min_places.data,
            decide_on=self.decide_on.data,
            max_places=self.max_places.data,
            enrolment_opens=_opening(self.opens.data, stored.enrolment_opens),
            enrolment_closes=_deadline(self.closes.data, stored.enrolment_closes, start),
            withdrawal_deadline=_deadline(self.withdrawal.data, stored.withdrawal_deadline, start),
            allocation=Allocation(self.allocation.data),
            moving_up=MovingUp(self.moving_up.data),
            offer_days=self.offer_days.data or stored.offer_days,
            moving_up_stops=self.moving_up_stops.data,
            self_check_in=self.self_check_in.data,
            accessible_room=self.accessible_room.data,
            part_time_friendly=self.part_time_friendly.data,
            child_care=self.child_care.data,
            note_de=self.note_de.data or "",
            note_en=self.note_en.data or "",
            meetings=meetings,
            trainer_ids=tuple(self.trainers.data or ()),
            quotas=quotas_of(self.quotas),
        )


def first_meeting() -> dict[str, Any]:
    """What the first row of a new offering proposes: a morning, the day still open."""
    return {"begins": time(9), "ends": time(12)}


def shown(facts: OfferingFacts) -> dict[str, Any]:
    """The facts as the fields of the form show them."""
    return {
        "course_id": facts.course_id,
        "min_places": facts.min_places,
        "max_places": facts.max_places,
        "decide_on": facts.decide_on,
        "opens": clock.local_day(facts.enrolment_opens) if facts.enrolment_opens else None,
        "closes": last_day(facts.enrolment_closes) if facts.enrolment_closes else None,
        "withdrawal": last_day(facts.withdrawal_deadline) if facts.withdrawal_deadline else None,
        "meetings": [_row(meeting) for meeting in facts.meetings],
        "trainers": list(facts.trainer_ids),
        "allocation": facts.allocation.value,
        "quotas": shown_quotas(facts.quotas),
        "moving_up": facts.moving_up.value,
        "offer_days": facts.offer_days,
        "moving_up_stops": facts.moving_up_stops,
        "self_check_in": facts.self_check_in,
        "accessible_room": facts.accessible_room,
        "part_time_friendly": facts.part_time_friendly,
        "child_care": facts.child_care,
        "note_de": facts.note_de,
        "note_en": facts.note_en,
    }


def _row(meeting: MeetingFacts) -> dict[str, Any]:
    begins, ends = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    return {
        "id": str(meeting.id or ""),
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "venue": meeting.venue,
        "link": meeting.link,
    }


def last_day(deadline: datetime) -> date:
    """The last day before a deadline: midnight belongs to the day that ends."""
    return clock.local_day(deadline - timedelta(microseconds=1))


def _opening(day: date | None, stored: datetime | None) -> datetime | None:
    """The beginning of a day; what is on record keeps its time while the day stays the same."""
    if day is None:
        return None
    return stored if stored is not None and clock.local_day(stored) == day else clock.at(day)


def _deadline(day: date | None, stored: datetime | None, start: datetime | None) -> datetime | None:
    """The end of a day, on the day of the first meeting its start; what is on record stays."""
    if day is None:
        return None
    unchanged = stored is not None and last_day(stored) == day
    deadline = stored if stored is not None and unchanged else clock.end_of(day)
    if start is not None and clock.local_day(start) == day:
        return min(deadline, start)
    return deadline
