"""What has come of a request that HR or a coordinator made for somebody else, in a sentence."""

from flask_babel import gettext as _

from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import Status


def added_sentence(enrolment: Enrolment) -> str:
    status, name = enrolment.status, enrolment.person.full_name
    if status is Status.CONFIRMED:
        return _("%(name)s has a place and gets a message.", name=name)
    if status is Status.WAITLISTED:
        return _("%(name)s is on the waiting list and gets a message.", name=name)
    if enrolment.offering.in_round:
        return _("The request for %(name)s is in. It is answered with all others.", name=name)
    return _("The place is requested for %(name)s. It still has to be approved.", name=name)
