"""Messages about a decision that is awaited: passed on, reminded of, escalated; deputies."""

from datetime import datetime

from trainingtracker import clock
from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import to_participant, to_somebody
from trainingtracker.notify.letter import write
from trainingtracker.text import mark

WAITS_FOR_HR = "waits_for_hr"


def passed_on(enrolment: Enrolment) -> OutgoingMail:
    """To the person: the manager has approved, HR decides now."""
    return to_participant(
        enrolment,
        kind="passed_on",
        subject=mark("Your manager has approved: %(course)s"),
        opening=mark(
            "Your request has been approved by your manager. HR decides on it now;"
            " you will get a message as soon as that has happened."
        ),
    )


def reminder(enrolment: Enrolment, decider: Person, since: datetime) -> OutgoingMail:
    """To whoever decides: a request still waits."""
    return to_somebody(
        decider,
        enrolment,
        kind="approval_reminder",
        subject=mark("Still waiting for your decision: %(person)s, %(course)s"),
        paragraphs=[
            mark("%(person)s has waited for a decision since %(day)s. Please approve or decline."),
            mark("You decide here: %(link)s"),
        ],
        path=f"/approvals/{enrolment.id}",
        day=clock.local_day(since),
    )


def escalated(
    enrolment: Enrolment, superior: Person, since: datetime, awaited: str
) -> OutgoingMail:
    """To whoever leads the next unit above, or to HR: nobody has decided, now they may."""
    return to_somebody(
        superior,
        enrolment,
        kind="approval_escalated",
        subject=mark("Nobody has decided: %(person)s, %(course)s"),
        paragraphs=[
            mark(
                "%(person)s has waited for the decision of %(awaited)s since %(day)s."
                " You may decide now as well, in their place."
            )
            if awaited
            else mark("%(person)s has waited for a decision since %(day)s. Please decide."),
            mark("You decide here: %(link)s"),
        ],
        path=f"/approvals/{enrolment.id}",
        day=clock.local_day(since),
        awaited=awaited,
    )


def nominated(enrolment: Enrolment, by: Person) -> OutgoingMail:
    """To the person: their manager has nominated them; what comes of it follows."""
    return to_participant(
        enrolment,
        kind="nominated",
        subject=mark("You are nominated: %(course)s"),
        opening=mark(
            "%(by)s has nominated you for this course. You will get a message about your place."
        ),
        closing=mark("If you cannot or do not want to take part, please withdraw."),
        by=by.full_name,
    )


def waits_for_hr(
    person: Person, new: int, waiting: int, hanging: int, *, days: int
) -> OutgoingMail:
    """To somebody of HR: how many requests wait for HR's decision, and how many hang elsewhere."""
    return write(
        person,
        kind=WAITS_FOR_HR,
        subject=mark("Requests that wait for HR's decision: %(waiting)s"),
        paragraphs=[
            mark(
                "requests that wait for HR's decision: %(waiting)s, new since the last message:"
                " %(new)s. HR decides as the second stage, or where nobody leads a unit above."
            ),
            mark(
                "Requests on which a manager has not decided for more than %(days)s working days:"
                " %(hanging)s."
            ),
            mark("All of them: %(link)s"),
        ],
        path="/planning",
        new=new,
        waiting=waiting,
        hanging=hanging,
        days=days,
    )
