"""Delivering the outbox: claim a message with a lease, send it, record it.

Two workers never send the same message: a claim is one conditional update, and only its winner
sends. A worker that dies lets its lease run out; the message is then sent by the next one.
"""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from flask import current_app
from sqlalchemy import or_, select, update

from trainingtracker.extensions import begin, db
from trainingtracker.jobs.smtp import open_connection
from trainingtracker.models import OutgoingMail
from trainingtracker.vocabulary import Channel, MailStatus

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8

Sender = Callable[[EmailMessage, int], None]


def deliver_mail(now: datetime) -> tuple[int, int]:
    """Send every message that is due; returns how many were sent and how many failed."""
    sent = failed = 0
    due = _due(now)
    if not due:
        return 0, 0
    with _sender() as send:
        for mail_id in due:
            if not _claim(mail_id, now):
                continue
            if _deliver(mail_id, now, send):
                sent += 1
            else:
                failed += 1
    return sent, failed


def _due(now: datetime) -> list[int]:
    begin("read")
    found = list(
        db.session.scalars(
            select(OutgoingMail.id)
            .where(
                OutgoingMail.status == MailStatus.QUEUED,
                OutgoingMail.channel == Channel.EMAIL,
                OutgoingMail.next_attempt_at <= now,
            )
            .order_by(OutgoingMail.id)
        )
    )
    db.session.rollback()
    return found


def _claim(mail_id: int, now: datetime) -> bool:
    begin("write")
    claimed = db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.id == mail_id,
            OutgoingMail.status == MailStatus.QUEUED,
            or_(OutgoingMail.claimed_until.is_(None), OutgoingMail.claimed_until <= now),
        )
        .values(claimed_until=now + LEASE)
        .execution_options(synchronize_session=False)
        .returning(OutgoingMail.id)
    ).all()
    db.session.commit()
    return len(claimed) == 1


def _deliver(mail_id: int, now: datetime, send: Sender) -> bool:
    """Whether the message has left. Whatever is wrong with one of them, the others go out."""
    mail = db.session.get_one(OutgoingMail, mail_id, populate_existing=True)
    try:
        message = _message(mail, now)
        db.session.rollback()
        send(message, mail_id)
    except Exception as error:
        db.session.rollback()
        _record_failure(mail_id, now, error)
        return False
    begin("write")
    mail = db.session.get_one(OutgoingMail, mail_id, populate_existing=True)
    mail.status, mail.sent_at, mail.attempts = MailStatus.SENT, now, mail.attempts + 1
    mail.last_error = ""
    db.session.commit()
    return True


def _record_failure(mail_id: int, now: datetime, error: Exception) -> None:
    """Try again after 2, 4, 8 ... minutes; give up after the last attempt."""
    begin("write")
    mail = db.session.get_one(OutgoingMail, mail_id, populate_existing=True)
    mail.attempts += 1
    mail.last_error = (str(error) or type(error).__name__)[:1000]
    mail.claimed_until = None
    if mail.attempts >= MAX_ATTEMPTS:
        mail.status = MailStatus.FAILED
    mail.next_attempt_at = now + timedelta(minutes=2**mail.attempts)
    db.session.commit()


def _message(mail: OutgoingMail, now: datetime) -> EmailMessage:
    sender = current_app.config["MAIL_FROM"]
    message = EmailMessage()
    message["From"] = sender
    # Parsed as one address: a comma in it must not make two recipients of it.
    message["To"] = Address(addr_spec=mail.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    # The same number on every attempt, so that a mail server can recognise a repetition.
    message["Message-ID"] = (
        f"<outgoing-{mail.id}-{int(mail.queued_at.timestamp())}@{_domain(sender)}>"
    )
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip("> ") or make_msgid().rpartition("@")[2].strip(">")


@contextmanager
def _sender() -> Iterator[Sender]:
    """How messages leave: over SMTP, or as files in the instance folder where no host is set."""
    config = current_app.config
    if not config["SMTP_HOST"]:
        folder = Path(current_app.instance_path) / "mail"
        folder.mkdir(exist_ok=True)

        def write(message: EmailMessage, mail_id: int) -> None:
            (folder / f"{mail_id:06}.eml").write_bytes(message.as_bytes())

        yield write
        return
    connection = _Connection()
    try:
        yield connection.send
    finally:
        connection.close()


class _Connection:
    """One SMTP connection for many messages, opened when first needed and after a failure."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, _mail_id: int) -> None:
        try:
            if self._smtp is None:
                self._smtp = open_connection(current_app.config)
            self._smtp.send_message(message)
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()
