"""Delivering the outbox to a real mail server, or into files."""

import email
import email.policy
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from rig.places import free_port
from tests.cast import Cast
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import begin, db
from trainingtracker.jobs.mail import LEASE, MAX_ATTEMPTS, deliver_mail
from trainingtracker.models import OutgoingMail, Person
from trainingtracker.notify.outbox import queue
from trainingtracker.vocabulary import MailStatus


class Mailbox:
    """A real mail server that keeps what it gets, and can be told to refuse addresses."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.controller.start()
    app.config["SMTP_HOST"], app.config["SMTP_PORT"] = "127.0.0.1", mailbox.controller.port
    yield mailbox
    mailbox.controller.stop()


def queued(person: Person, subject: str = "Grüße aus dem Büro") -> int:
    """A message in the outbox, committed."""
    begin("write")
    mail = queue(person, kind="test", language="de", subject=subject, body="Schöne Grüße\n")
    db.session.commit()
    mail_id = mail.id
    db.session.rollback()
    return mail_id


def stored(mail_id: int) -> OutgoingMail:
    db.session.rollback()
    mail = db.session.get_one(OutgoingMail, mail_id)
    db.session.expunge(mail)
    db.session.rollback()
    return mail


def test_a_message_arrives_with_its_umlauts_and_is_recorded(mailbox: Mailbox, cast: Cast) -> None:
    mail_id = queued(cast.employee)
    assert deliver_mail(clock.now()) == (1, 0)
    (message,) = mailbox.received
    assert message["Subject"] == "Grüße aus dem Büro"
    assert message["To"] == "erik.sommer@example.org"
    assert message.get_content().strip() == "Schöne Grüße"
    assert stored(mail_id).status is MailStatus.SENT
    assert deliver_mail(clock.now()) == (0, 0)
    assert len(mailbox.received) == 1


def test_a_refused_address_is_tried_again_later_and_does_not_stop_the_others(
    frozen: FrozenClock, mailbox: Mailbox, cast: Cast
) -> None:
    mailbox.refused.add("erik.sommer@example.org")
    refused, fine = queued(cast.employee), queued(cast.colleague)
    assert deliver_mail(clock.now()) == (1, 1)
    assert "no such mailbox" in stored(refused).last_error
    assert stored(fine).status is MailStatus.SENT
    assert deliver_mail(clock.now()) == (0, 0)
    mailbox.refused.clear()
    frozen.move_to(clock.now() + timedelta(minutes=3))
    assert deliver_mail(clock.now()) == (1, 0)


def test_a_message_that_fails_for_long_is_given_up(
    frozen: FrozenClock, mailbox: Mailbox, cast: Cast
) -> None:
    mailbox.refused.add("erik.sommer@example.org")
    mail_id = queued(cast.employee)
    for _ in range(MAX_ATTEMPTS):
        assert deliver_mail(clock.now()) == (0, 1)
        frozen.move_to(stored(mail_id).next_attempt_at)
    assert stored(mail_id).status is MailStatus.FAILED
    assert deliver_mail(clock.now()) == (0, 0)


def test_a_server_that_cannot_be_reached_loses_nothing(app: Flask, cast: Cast) -> None:
    app.config["SMTP_HOST"], app.config["SMTP_PORT"] = "127.0.0.1", 9
    mail_id = queued(cast.employee)
    assert deliver_mail(clock.now()) == (0, 1)
    assert stored(mail_id).status is MailStatus.QUEUED


def test_two_workers_send_each_message_once(app: Flask, mailbox: Mailbox, cast: Cast) -> None:
    for number in range(10):
        queued(cast.employee, f"Nachricht {number}")

    def work() -> None:
        with app.app_context():
            deliver_mail(clock.now())

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    subjects = sorted(message["Subject"] for message in mailbox.received)
    assert subjects == [f"Nachricht {number}" for number in range(10)]


def test_a_message_of_a_worker_that_died_is_sent_when_its_lease_has_run_out(
    frozen: FrozenClock, mailbox: Mailbox, cast: Cast
) -> None:
    mail_id = queued(cast.employee)
    begin("write")
    db.session.get_one(OutgoingMail, mail_id).claimed_until = clock.now() + LEASE
    db.session.commit()
    assert deliver_mail(clock.now()) == (0, 0)
    frozen.move_to(clock.now() + LEASE)
    assert deliver_mail(clock.now()) == (1, 0)


def test_without_a_mail_server_messages_become_files(app: Flask, cast: Cast) -> None:
    mail_id = queued(cast.employee)
    assert deliver_mail(clock.now()) == (1, 0)
    file = Path(app.instance_path) / "mail" / f"{mail_id:06}.eml"
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "Grüße aus dem Büro"


def test_a_letter_is_not_mailed(mailbox: Mailbox, cast: Cast) -> None:
    queued(cast.without_email)
    assert deliver_mail(clock.now()) == (0, 0)
    db.session.rollback()
    assert db.session.scalars(select(OutgoingMail)).one().status is MailStatus.QUEUED


def test_a_line_break_in_a_subject_forges_no_header(mailbox: Mailbox, cast: Cast) -> None:
    queued(cast.employee, "Hallo\nBcc: alle@example.org")
    deliver_mail(clock.now())
    (message,) = mailbox.received
    assert message["Bcc"] is None
    assert message["Subject"] == "Hallo Bcc: alle@example.org"


@pytest.mark.parametrize("address", ["hans.:x@stadt.de", "hans@[stadt.de", "hans,meier@stadt.de"])
def test_an_address_that_is_none_is_recorded_and_does_not_stop_the_others(
    frozen: FrozenClock, mailbox: Mailbox, cast: Cast, address: str
) -> None:
    broken, fine = queued(cast.employee), queued(cast.colleague)
    begin("write")
    db.session.get_one(OutgoingMail, broken).address = address
    db.session.commit()
    assert deliver_mail(clock.now()) == (1, 1)
    assert stored(fine).status is MailStatus.SENT
    assert [message["To"] for message in mailbox.received] == ["kira.petersen@example.org"]
    assert stored(broken).attempts == 1
    assert stored(broken).last_error
    for _ in range(MAX_ATTEMPTS - 1):
        frozen.move_to(stored(broken).next_attempt_at)
        assert deliver_mail(clock.now()) == (0, 1)
    assert stored(broken).status is MailStatus.FAILED
