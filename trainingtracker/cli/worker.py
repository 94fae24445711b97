"""`trainingtracker worker`: what happens without anybody clicking, such as sending mail."""

import signal
from datetime import timedelta
from pathlib import Path
from threading import Event

import click
from flask import current_app
from flask.cli import with_appcontext

from trainingtracker import clock
from trainingtracker.jobs.approvals import follow_up_requests, tell_hr_of_requests
from trainingtracker.jobs.consents import end_consents
from trainingtracker.jobs.due_reports import forget_old_saved_reports, order_due_reports
from trainingtracker.jobs.external import follow_up_trainings, forget_files
from trainingtracker.jobs.feedback import run_feedback
from trainingtracker.jobs.imports import forget_old_imports, work_on_imports
from trainingtracker.jobs.mail import deliver_mail
from trainingtracker.jobs.minimum import warn_of_decisions
from trainingtracker.jobs.offers import let_offers_lapse
from trainingtracker.jobs.reports import forget_old_reports, make_waiting_reports
from trainingtracker.jobs.waiting_lists import move_waiting_lists_on, open_reserved_places
from trainingtracker.upkeep.heartbeat import beat


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end (for cron or a timer).")
@click.option(
    "--every",
    type=click.IntRange(1, 3600),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Otherwise look again after this time, until stopped.",
)
@with_appcontext
def worker(once: bool, every: int) -> None:
    """Do what has fallen due, deliver the messages that wait, work on the lists that came in
    and make the reports that wait or are due.

    They go to the mail server of the configuration; without one, each becomes a file in the folder
    mail of the instance.
    """
    stopped = Event()
    if not once:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
    instance = Path(current_app.instance_path)
    while True:
        # What falls due writes messages, which then go out with the others.
        let_offers_lapse(clock.now())
        warn_of_decisions()
        follow_up_requests(clock.now())
        tell_hr_of_requests(clock.now())
        follow_up_trainings(clock.now())
        open_reserved_places(clock.today())
        move_waiting_lists_on()
        run_feedback(clock.now())
        sent, failed = deliver_mail(clock.now())
        work_on_imports()
        forget_old_imports(clock.now())
        order_due_reports(clock.today())
        if make_waiting_reports():
            # Some of their owners wait for a message that says so.
            also = deliver_mail(clock.now())
            sent, failed = sent + also[0], failed + also[1]
        forget_old_reports(clock.now())
        forget_old_saved_reports(clock.now())
        forget_files(clock.now())
        end_consents(clock.now())
        beat(instance, clock.now(), None if once else timedelta(seconds=every))
        if once or sent or failed:
            click.echo(f"{sent} sent, {failed} could not be sent.")
        if once or stopped.wait(every):
            return
