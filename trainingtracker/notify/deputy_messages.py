"""Messages about deputies: to them, and to the manager for whom they act."""

from datetime import date

from trainingtracker.models import OutgoingMail, Person
from trainingtracker.notify.letter import language_of, letter
from trainingtracker.notify.outbox import link, queue
from trainingtracker.text import Localised, mark, sentence

_DATES = {
    True: mark("From %(first)s to %(last)s."),
    False: mark("From %(first)s until further notice."),
}


def named(person: Person, unit: Localised | None, first: date, last: date | None) -> OutgoingMail:
    """To the deputy: for which unit and days, and what that means."""
    return _queue(
        person,
        "deputy_named",
        mark("You deputise: %(unit)s"),
        [
            mark("You deputise for the head of “%(unit)s”."),
            _DATES[last is not None],
            mark(
                "On these days you see the team and decide on its requests, in the manager's"
                " place: %(link)s"
            ),
        ],
        unit=unit or "",
        first=first,
        last=last or "",
        link=link("/approvals"),
    )


def named_for(
    manager: Person, deputy: Person, unit: Localised | None, first: date, last: date | None
) -> OutgoingMail:
    """To the manager: somebody else has named a deputy for them."""
    return _queue(
        manager,
        "deputy_named_for",
        mark("Your deputy: %(deputy)s"),
        [
            mark("%(deputy)s deputises for you in “%(unit)s”."),
            _DATES[last is not None],
            mark("You can see and change that here: %(link)s"),
        ],
        deputy=deputy.full_name,
        unit=unit or "",
        first=first,
        last=last or "",
        link=link("/deputies"),
    )


def ended(person: Person, unit: Localised | None) -> OutgoingMail:
    """To the deputy: it is over, or will not begin."""
    return _queue(
        person,
        "deputy_ended",
        mark("You do not deputise any more: %(unit)s"),
        [mark("From today on you do not deputise for the head of “%(unit)s” any more.")],
        unit=unit or "",
    )


def _queue(
    person: Person, kind: str, subject: str, paragraphs: list[str], **values: object
) -> OutgoingMail:
    language = language_of(person)
    return queue(
        person,
        kind=kind,
        language=language,
        subject=sentence(subject, language, **values),
        body=letter(person, *(sentence(each, language, **values) for each in paragraphs)),
    )
