"""Messages to the owner of an account: what others do with it never happens behind their back."""

from datetime import date

from trainingtracker.labels import labelled
from trainingtracker.models import Account, OutgoingMail, Person
from trainingtracker.notify.letter import write
from trainingtracker.text import mark
from trainingtracker.vocabulary import Role


def role_granted(account: Account, role: Role, since: date, by: Person | None) -> OutgoingMail:
    """To the owner: somebody has given them a role; nobody named does it at the command line."""
    if by:
        given = mark("%(by)s has given you this role: %(role)s, from %(day)s on.")
        ask = mark("If you do not know why, please ask %(by)s.")
    else:
        given = mark("You have been given this role on the server: %(role)s, from %(day)s on.")
        ask = mark("If you do not know why, please ask your administrators.")
    return write(
        account.person,
        kind="role_granted",
        subject=mark("New role: %(role)s"),
        paragraphs=[
            given,
            ask,
            mark("Your roles are shown here: %(link)s"),
        ],
        role=labelled(role),
        day=since,
        by=by.full_name if by else "",
        path="/account",
    )


def one_time_link_made(account: Account) -> OutgoingMail:
    """To the owner: their password can be chosen anew. The link itself is in no mail."""
    return write(
        account.person,
        kind="one_time_link_made",
        subject=mark("A one-time link for your account"),
        paragraphs=[
            mark(
                "An administrator has made a one-time link with which a new password for your"
                " account can be chosen. It is good until %(until)s, and your present password"
                " works until it is used."
            ),
            mark(
                "If you have not asked for it and nobody has told you, please tell your"
                " administrators at once."
            ),
        ],
        until=account.invitation_until,
    )
