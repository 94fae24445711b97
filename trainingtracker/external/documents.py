"""Files that people send: what they are is read from the content, whatever their name says."""

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import ExternalContent, ExternalDocument
from trainingtracker.text import mark
from trainingtracker.vocabulary import DocumentKind

# What is taken, and how the name of such a file ends.
ALLOWED = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
# A form with mistakes is sent again within the hour; afterwards its file is of no use to anybody.
KEPT_FOR = timedelta(days=1)
# Forms that somebody fills in at the same time; nobody stores files here by leaving forms open.
_AT_A_TIME = 5
_LONGEST_NAME = 120


class Sent(NamedTuple):
    """A file as it arrived."""

    name: str
    content: bytes


def largest() -> int:
    """The largest file that is taken, in megabytes; the server takes none above 15."""
    return min(max(int(settings.get("upload_megabytes")), 1), 15)


def media_type(content: bytes) -> str | None:
    """Which of the allowed types the content is; None for everything else."""
    # Only here: its tables of all the kinds of files there are are not needed for the start.
    import puremagic

    try:
        matches = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return None
    # Some versions of the library have an empty list for junk, some raise.
    surest = max((match.confidence for match in matches), default=0)
    for match in matches:
        if match.confidence == surest and match.mime_type in ALLOWED:
            return str(match.mime_type)
    return None


def check(sent: Sent) -> str:
    """The type of the file; RuleViolation where it is empty, too large or of another type."""
    limit = largest()
    if not sent.content:
        raise RuleViolation(mark("This file is empty. Please choose another one."))
    if len(sent.content) > limit * 1024**2:
        raise RuleViolation(
            mark("This file is too large: at most %(limit)s MB can be sent."), limit=limit
        )
    found = media_type(sent.content)
    if found is None:
        raise RuleViolation(
            mark(
                "This is no PDF, PNG or JPEG file, whatever its name says."
                " Save or scan it as a PDF and send that."
            )
        )
    return found


def store(
    sent: Sent,
    kind: DocumentKind,
    uploaded_by_id: int,
    *,
    training_id: int | None = None,
    submission: str = "",
) -> ExternalDocument:
    """Check and keep a file. Raises RuleViolation."""
    found = check(sent)
    document = ExternalDocument(
        training_id=training_id,
        kind=kind,
        name=_name(sent.name, ALLOWED[found]),
        media_type=found,
        size=len(sent.content),
        uploaded_by_id=uploaded_by_id,
        submission=submission,
    )
    db.session.add(document)
    db.session.flush()
    db.session.add(ExternalContent(document_id=document.id, content=sent.content))
    db.session.flush()
    return document


def content_of(document: ExternalDocument) -> bytes:
    return db.session.get_one(ExternalContent, document.id).content


def remove(document: ExternalDocument) -> None:
    """Delete a document with its bytes."""
    db.session.delete(db.session.get_one(ExternalContent, document.id))
    db.session.flush()
    db.session.delete(document)
    db.session.flush()


def waiting(uploaded_by_id: int, submission: str) -> ExternalDocument | None:
    """The file that was sent with a form which had other mistakes."""
    return db.session.scalar(
        select(ExternalDocument).where(
            ExternalDocument.training_id.is_(None),
            ExternalDocument.uploaded_by_id == uploaded_by_id,
            ExternalDocument.submission == submission,
        )
    )


def keep_waiting(sent: Sent, uploaded_by_id: int, submission: str) -> ExternalDocument:
    """Keep the file of a form that has other mistakes, in place of one sent before it."""
    check(sent)
    if before := waiting(uploaded_by_id, submission):
        remove(before)
    kept = store(sent, DocumentKind.ATTACHMENT, uploaded_by_id, submission=submission)
    older = (
        select(ExternalDocument)
        .where(
            ExternalDocument.training_id.is_(None),
            ExternalDocument.uploaded_by_id == uploaded_by_id,
        )
        .order_by(ExternalDocument.id.desc())
        .offset(_AT_A_TIME)
    )
    for document in db.session.scalars(older).all():
        remove(document)
    return kept


def forget_waiting(now: datetime) -> int:
    """Delete files whose form never came again; returns how many."""
    old = db.session.scalars(
        select(ExternalDocument).where(
            ExternalDocument.training_id.is_(None), ExternalDocument.uploaded_at < now - KEPT_FOR
        )
    ).all()
    for document in old:
        remove(document)
    return len(old)


def of_training(training_id: int, kind: DocumentKind | None = None) -> list[ExternalDocument]:
    """The documents of a training, the oldest first."""
    query = select(ExternalDocument).where(ExternalDocument.training_id == training_id)
    if kind is not None:
        query = query.where(ExternalDocument.kind == kind)
    return list(db.session.scalars(query.order_by(ExternalDocument.id)))


def _name(sent: str, ending: str) -> str:
    """The last part of the name, without what no name should have, with the ending of its type."""
    name = PurePath(sent.replace("\\", "/")).name
    name = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem = name if not PurePath(name).suffix else name[: -len(PurePath(name).suffix)]
    return (stem.strip(" .")[:_LONGEST_NAME] or clock.today().isoformat()) + ending
