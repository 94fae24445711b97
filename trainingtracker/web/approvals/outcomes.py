"""What has come of a request made for somebody else, or of its approval, in a sentence."""

from collections.abc import Iterable

from flask_babel import gettext as _

from trainingtracker.enrolment.outcomes import Outcome
from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import Status
from trainingtracker.web.filters import local


def added_sentence(enrolment: Enrolment) -> str:
    status, name = enrolment.status, enrolment.person.full_name
    if status is Status.CONFIRMED:
        return _("%(name)s has a place and gets a message.", name=name)
    if status is Status.WAITLISTED:
        return _("%(name)s is on the waiting list and gets a message.", name=name)
    if enrolment.offering.in_round:
        return _("The request for %(name)s is in. It is answered with all others.", name=name)
    return _("The place is requested for %(name)s. It still has to be approved.", name=name)


def approved_sentence(enrolment: Enrolment, name: str) -> tuple[str, str]:
    """The sentence after an approval, and its category."""
    if enrolment.status is Status.CONFIRMED:
        return _("Approved: %(name)s has a place.", name=name), "success"
    if enrolment.status is Status.REQUESTED and enrolment.awaiting is None:
        sentence = _("Approved: the round decides about the place of %(name)s.", name=name)
        return sentence, "success"
    if enrolment.status is Status.REQUESTED:
        return _("Approved: HR now decides on the request of %(name)s.", name=name), "success"
    return _("Approved: no place is free, %(name)s is on the waiting list.", name=name), "info"


def refusals(outcomes: Iterable[Outcome]) -> list[str]:
    """For each that was not possible a sentence that says why."""
    return [
        _("Not possible for %(name)s: %(why)s", name=each.name, why=local(each.refusal))
        for each in outcomes
        if each.refusal is not None
    ]
