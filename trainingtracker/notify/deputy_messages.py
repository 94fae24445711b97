"""Messages about deputies: to them, and to the manager for whom they act."""

from datetime import date

from trainingtracker.models import OutgoingMail, Person
from trainingtracker.notify.letter import write
from trainingtracker.text import Localised, mark

_DATES = {
    True: mark("From %(first)s to %(last)s."),
    False: mark("From %(first)s until further notice."),
}


def named(person: Person, unit: Localised | None, first: date, last: date | None) -> OutgoingMail:
    """To the deputy: for which unit and days, and what that means."""
    return write(
        person,
        kind="deputy_named",
        subject=mark("You deputise: %(unit)s"),
        paragraphs=[
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
        path="/approvals",
    )


def named_for(
    manager: Person, deputy: Person, unit: Localised | None, first: date, last: date | None
) -> OutgoingMail:
    """To the manager: somebody else has named a deputy for them."""
    return write(
        manager,
        kind="deputy_named_for",
        subject=mark("Your deputy: %(deputy)s"),
        paragraphs=[
            mark("%(deputy)s deputises for you in “%(unit)s”."),
            _DATES[last is not None],
            mark("You can see and change that here: %(link)s"),
        ],
        deputy=deputy.full_name,
        unit=unit or "",
        first=first,
        last=last or "",
        path="/deputies",
    )


def ended(person: Person, unit: Localised | None) -> OutgoingMail:
    """To the deputy: it is over, or will not begin."""
    return write(
        person,
        kind="deputy_ended",
        subject=mark("You do not deputise any more: %(unit)s"),
        paragraphs=[mark("From today on you do not deputise for the head of “%(unit)s” any more.")],
        unit=unit or "",
    )
