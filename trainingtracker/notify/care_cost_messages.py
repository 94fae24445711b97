"""What participants are told about the costs of care that they have stated."""

from trainingtracker.models import Enrolment, OutgoingMail
from trainingtracker.notify.enrolment_letter import to_participant
from trainingtracker.text import mark


def care_costs_decided(enrolment: Enrolment, *, paid: bool) -> OutgoingMail:
    """To the person: whether the costs of care are paid. The amount is on the page only."""
    return to_participant(
        enrolment,
        kind="care_costs_decided",
        subject=mark("Your care costs: %(course)s"),
        opening=mark("The care costs that you have stated are paid. HR tells you how.")
        if paid
        else mark("The care costs that you have stated are not paid. HR answers your questions."),
    )
