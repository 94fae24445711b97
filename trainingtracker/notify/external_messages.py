"""What people are told about trainings outside the catalogue."""

from trainingtracker import clock
from trainingtracker.models import ExternalTraining, Holding, OutgoingMail, Person
from trainingtracker.notify.letter import language_of, write
from trainingtracker.text import days, mark


def requested(training: ExternalTraining, *, manager_decides: bool) -> OutgoingMail:
    """To the person: the request has arrived and is being decided."""
    return _to_person(
        training,
        kind="external_requested",
        subject=mark("Your request: %(title)s"),
        opening=mark(
            "We have received your request for a training outside the catalogue."
            " Your manager decides on it, then HR; you will get a message each time."
        )
        if manager_decides
        else mark(
            "We have received your request for a training outside the catalogue."
            " HR decides on it; you will get a message as soon as that has happened."
        ),
    )


def approval_needed(training: ExternalTraining, decider: Person) -> OutgoingMail:
    """To whoever decides first: a request waits."""
    return _to(
        decider,
        training,
        kind="external_approval_needed",
        subject=mark("Please decide: %(person)s, %(title)s"),
        opening=mark(
            "%(person)s asks for a training outside the catalogue and needs your approval."
        ),
        closing=mark("You decide here: %(link)s"),
        path="/approvals#external",
    )


def reminder(training: ExternalTraining, decider: Person) -> OutgoingMail:
    """To whoever is awaited: the decision is still open."""
    return _to(
        decider,
        training,
        kind="external_reminder",
        subject=mark("Reminder, please decide: %(person)s, %(title)s"),
        opening=mark("%(person)s has waited for your decision since %(day)s."),
        closing=mark("You decide here: %(link)s"),
        path=f"/external-trainings/{training.id}",
        day=clock.local_day(training.status_since),
    )


def escalated(training: ExternalTraining, superior: Person, awaited: str) -> OutgoingMail:
    """To whoever leads the next unit above, or to HR: nobody has decided, now they may."""
    return _to(
        superior,
        training,
        kind="external_escalated",
        subject=mark("Nobody has decided: %(person)s, %(title)s"),
        opening=mark(
            "%(person)s has waited for the decision of %(awaited)s since %(day)s."
            " You may decide now as well, in their place."
        )
        if awaited
        else mark("%(person)s has waited for a decision since %(day)s. Please decide."),
        closing=mark("You decide here: %(link)s"),
        path=f"/external-trainings/{training.id}",
        day=clock.local_day(training.status_since),
        awaited=awaited,
    )


def endorsed(training: ExternalTraining, by: Person, instead_of: Person | None) -> OutgoingMail:
    """To the person: the first decision is made, by whom, and HR comes next."""
    return _to_person(
        training,
        kind="external_endorsed",
        subject=mark("Approved, now HR decides: %(title)s"),
        opening=mark(
            "%(by)s has approved your request in place of %(instead_of)s."
            " Now HR decides; please book nothing yet."
        )
        if instead_of
        else mark("%(by)s has approved your request. Now HR decides; please book nothing yet."),
        by=by.full_name,
        instead_of=instead_of.full_name if instead_of else "",
    )


def approved(training: ExternalTraining, by: Person) -> OutgoingMail:
    """To the person: they may go."""
    return _to_person(
        training,
        kind="external_approved",
        subject=mark("Approved: %(title)s"),
        opening=mark(
            "%(by)s has approved your request for HR. Afterwards please send us the certificate on"
            " the page of the request, so that it is recorded for you."
        ),
        by=by.full_name,
    )


def declined(
    training: ExternalTraining, reason: str, by: Person, instead_of: Person | None
) -> OutgoingMail:
    """To the person: the request was declined, by whom and why."""
    return _to_person(
        training,
        kind="external_declined",
        subject=mark("Your request was declined: %(title)s"),
        opening=mark(
            "%(by)s has declined your request in place of %(instead_of)s. The reason: %(reason)s"
        )
        if instead_of
        else mark("%(by)s has declined your request. The reason: %(reason)s"),
        reason=reason,
        by=by.full_name,
        instead_of=instead_of.full_name if instead_of else "",
    )


def withdrawn(training: ExternalTraining, *, by: Person | None = None) -> OutgoingMail:
    """To the person: the request is taken back, perhaps by somebody for them."""
    return _to_person(
        training,
        kind="external_withdrawn",
        subject=mark("Taken back: %(title)s"),
        opening=mark(
            "%(by)s has taken back your request. If that is a mistake, please get in touch."
        )
        if by
        else mark("You have taken back your request. What you had attached is deleted."),
        by=by.full_name if by else "",
    )


def approval_not_needed(training: ExternalTraining, decider: Person) -> OutgoingMail:
    """To somebody who had approved: it comes to nothing."""
    return _to(
        decider,
        training,
        kind="external_not_needed",
        subject=mark("Taken back: %(title)s"),
        opening=mark("%(person)s has taken back a request that you had approved."),
        closing=mark("There is nothing for you to do."),
        path="/",
    )


def certificate_sent_back(training: ExternalTraining, reason: str) -> OutgoingMail:
    """To the person: the certificate does not do, and why."""
    return _to_person(
        training,
        kind="external_certificate_sent_back",
        subject=mark("Please send another certificate: %(title)s"),
        opening=mark("HR cannot record your certificate as it is. The reason: %(reason)s"),
        reason=reason,
    )


def recorded(training: ExternalTraining, holding: Holding | None) -> OutgoingMail:
    """To the person: HR has checked the certificate; what is recorded is on the page."""
    return _to_person(
        training,
        kind="external_recorded",
        subject=mark("Your certificate is recorded: %(title)s"),
        opening=mark(
            "HR has checked your certificate and recorded what it proves."
            " You find it under “My training”."
        )
        if holding
        else mark("HR has checked your certificate and recorded the training."),
    )


def checked_again(training: ExternalTraining, reason: str) -> OutgoingMail:
    """To the person: what was recorded is being corrected, and why."""
    return _to_person(
        training,
        kind="external_checked_again",
        subject=mark("Your certificate is being checked again: %(title)s"),
        opening=mark("HR corrects what was recorded for this training. The reason: %(reason)s"),
        reason=reason,
    )


def _to_person(
    training: ExternalTraining, *, kind: str, subject: str, opening: str, **values: object
) -> OutgoingMail:
    return _to(
        training.person,
        training,
        kind=kind,
        subject=subject,
        opening=opening,
        closing=mark("Everything about it: %(link)s"),
        path=f"/external-trainings/{training.id}",
        **values,
    )


def _to(
    person: Person,
    training: ExternalTraining,
    *,
    kind: str,
    subject: str,
    opening: str,
    closing: str,
    path: str,
    **values: object,
) -> OutgoingMail:
    when = days(training.starts_on, training.ends_on, language_of(person))
    return write(
        person,
        kind=kind,
        subject=subject,
        paragraphs=[opening, closing],
        facts=f"    {training.title}, {training.provider}\n    {when}",
        path=path,
        enrolment_id=None,
        title=training.title,
        person=training.person.full_name,
        **values,
    )
