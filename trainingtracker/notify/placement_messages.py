"""The message about the result of a placement test."""

from trainingtracker.models import OutgoingMail, Placement
from trainingtracker.notify.letter import language_of, letter
from trainingtracker.notify.outbox import link, queue
from trainingtracker.text import mark, sentence


def result_entered(placement: Placement) -> OutgoingMail:
    """To the person: the level that the test has shown, and what comes next."""
    language = language_of(placement.person)
    values = {
        "competence": placement.competence.name,
        "level": placement.level.code if placement.level else "",
        "day": placement.tested_on,
        "link": link(f"/courses/{placement.course_id}"),
    }
    opening = (
        mark("Your placement test of %(day)s in %(competence)s has shown level %(level)s.")
        if placement.level
        else mark(
            "Your placement test of %(day)s in %(competence)s has shown that you begin at the"
            " beginning."
        )
    )
    return queue(
        placement.person,
        kind="placement_result",
        language=language,
        subject=sentence(
            mark("The result of your placement test: %(competence)s"), language, **values
        ),
        body=letter(
            placement.person,
            sentence(opening, language, **values),
            sentence(
                mark(
                    "HR puts groups together by level and tells you as soon as there is a place"
                    " for you. You can also ask for a place yourself: the page of the course names"
                    " the courses that suit you: %(link)s"
                ),
                language,
                **values,
            ),
        ),
    )
