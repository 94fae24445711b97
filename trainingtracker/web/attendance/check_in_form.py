"""What the page of an enrolment offers while a meeting is under way: checking in by its code."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from trainingtracker.enrolment.presence import check_in
from trainingtracker.models import Enrolment, Meeting
from trainingtracker.vocabulary import Presence, Status
from trainingtracker.web.forms import PageForm, TextField, at_most, required


class CheckInForm(PageForm):
    code = TextField(_l("Code on the screen"), [required(), at_most(20)])


class CheckIn(NamedTuple):
    """A meeting that one can check in to now, and whether one has."""

    meeting: Meeting
    done: bool


def offered_to(enrolment: Enrolment) -> CheckIn | None:
    """What is offered at this moment; no query where it is nothing."""
    if enrolment.status is not Status.CONFIRMED:
        return None
    for meeting in check_in.open_meetings(enrolment.offering):
        entry = check_in.own_entry(enrolment.id, meeting.id)
        return CheckIn(meeting, entry is not None and entry.presence is Presence.PRESENT)
    return None
