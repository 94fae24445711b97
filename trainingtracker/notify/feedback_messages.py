"""Messages about feedback: please answer, the results are there, texts wait to be read."""

from trainingtracker.models import Enrolment, FeedbackForm, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import to_somebody
from trainingtracker.notify.offering_letter import about_offering
from trainingtracker.text import mark
from trainingtracker.vocabulary import FeedbackKind


def invited(enrolment: Enrolment, form: FeedbackForm) -> OutgoingMail:
    """To a participant: the form is open."""
    later = form.kind is FeedbackKind.LATER
    return to_somebody(
        enrolment.person,
        enrolment,
        kind="feedback_later" if later else "feedback",
        subject=mark("One question: have you used what you learned? %(course)s")
        if later
        else mark("How was it? Your feedback: %(course)s"),
        paragraphs=[
            mark("Some time ago you took part in this course. We have one question.")
            if later
            else mark("The course is over. Please tell us how it was; it takes two minutes."),
            mark(
                "Your answer is stored without your name, and nothing stored leads from it to you."
            ),
            mark("You can answer until %(day)s: %(link)s"),
        ],
        path=f"/feedback/{form.id}",
        day=form.closes_on,
    )


def published(form: FeedbackForm, trainer: Person) -> OutgoingMail:
    """To a trainer: the results of their offering."""
    return _about(
        form,
        trainer,
        kind="feedback_published",
        subject=mark("The feedback is there: %(course)s"),
        opening=mark(
            "The feedback on your course is published. Free texts follow as soon as HR has read"
            " and released them."
        ),
    )


def texts_to_read(form: FeedbackForm, person: Person) -> OutgoingMail:
    """To HR: free texts wait to be read before the trainer gets them."""
    return _about(
        form,
        person,
        kind="feedback_texts",
        subject=mark("Feedback to read: %(course)s"),
        opening=mark(
            "Participants have written free texts. Please read them and release to the trainer"
            " what hurts nobody and gives nobody away."
        ),
    )


def _about(
    form: FeedbackForm, person: Person, *, kind: str, subject: str, opening: str
) -> OutgoingMail:
    return about_offering(
        person,
        form.offering,
        kind=kind,
        subject=subject,
        paragraphs=[opening, mark("The results: %(link)s")],
        path=f"/feedback/results/{form.id}",
    )
