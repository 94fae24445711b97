"""The messages about placement tests."""

from trainingtracker.models import OutgoingMail, Placement
from trainingtracker.notify.letter import write
from trainingtracker.text import mark


def asked_for(placement: Placement) -> OutgoingMail:
    """To the person: a test is asked for on their behalf, and what comes next."""
    return write(
        placement.person,
        kind="placement_asked",
        subject=mark("Your placement test: %(competence)s"),
        paragraphs=[
            mark(
                "a placement test in %(competence)s has been asked for on your behalf, for the"
                " course “%(course)s”."
            ),
            mark("HR or the trainer tests you and enters the result; you get a message."),
        ],
        path=f"/courses/{placement.course_id}",
        competence=placement.competence.name,
        course=placement.course.title,
    )


def result_entered(placement: Placement) -> OutgoingMail:
    """To the person: the level that the test has shown, and what comes next."""
    opening = (
        mark("Your placement test of %(day)s in %(competence)s has shown level %(level)s.")
        if placement.level
        else mark(
            "Your placement test of %(day)s in %(competence)s has shown that you begin at the"
            " beginning."
        )
    )
    return write(
        placement.person,
        kind="placement_result",
        subject=mark("The result of your placement test: %(competence)s"),
        paragraphs=[
            opening,
            mark(
                "HR puts groups together by level and tells you as soon as there is a place"
                " for you. You can also ask for a place yourself: the page of the course names"
                " the courses that suit you: %(link)s"
            ),
        ],
        path=f"/courses/{placement.course_id}",
        competence=placement.competence.name,
        level=placement.level.code if placement.level else "",
        day=placement.tested_on,
    )
