"""What owners of saved reports are told when one is made by itself, or is not."""

from datetime import date

from trainingtracker.models import OutgoingMail, Person, ReportRun, SavedReport
from trainingtracker.notify.letter import write
from trainingtracker.text import Message, mark


def report_ready(run: ReportRun, saved: SavedReport, owner: Person) -> OutgoingMail:
    """To the owner: it is made and waits. Nothing of its content is in the message."""
    return write(
        owner,
        kind="report_ready",
        subject=mark("Your report is ready: %(name)s"),
        paragraphs=[
            mark("Your saved report “%(name)s” for %(day)s is ready. Its number is %(number)s."),
            mark("You get it here after you have signed in: %(link)s"),
        ],
        path=f"/reports/runs/{run.id}",
        name=saved.name,
        number=run.number,
        day=run.due_on,
    )


def report_failed(run: ReportRun, saved: SavedReport, owner: Person) -> OutgoingMail:
    """To the owner: it could not be made, and why, where a rule said no."""
    return write(
        owner,
        kind="report_failed",
        subject=mark("Your report could not be made: %(name)s"),
        paragraphs=[
            mark("Your saved report “%(name)s” for %(day)s could not be made."),
            mark("What was asked for, and what you can do, is here: %(link)s"),
        ],
        facts=run.refusal,
        path=f"/reports/runs/{run.id}",
        name=saved.name,
        day=run.due_on,
    )


def schedule_ended(saved: SavedReport, owner: Person, title: str, due_on: date) -> OutgoingMail:
    """To the owner, who may not have the report any more: it is made no longer."""
    return write(
        owner,
        kind="report_schedule_ended",
        subject=mark("No longer made: %(name)s"),
        paragraphs=[
            mark(
                "Your saved report “%(name)s” was due on %(day)s. It was not made, because you may"
                " not have the report “%(title)s” any more. It is not made by itself from now on."
            ),
            mark("Your saved reports are here: %(link)s"),
        ],
        path="/reports/runs",
        name=saved.name,
        day=due_on,
        title=Message(title),
    )
