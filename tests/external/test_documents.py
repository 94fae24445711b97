"""Files: what is taken, by what they are; what becomes of those whose form never came again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.external.acting import JPEG, KEY, PDF, PNG
from trainingtracker import clock, settings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.external import documents
from trainingtracker.external.documents import Sent
from trainingtracker.jobs.external import forget_files
from trainingtracker.models import AuditEntry, ExternalContent, ExternalDocument
from trainingtracker.vocabulary import DocumentKind


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"<html><script>alert(1)</script>", None),
        (b"<html>%PDF-1.7", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", None),
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", None),
        (b"MZ" + b"\0" * 100, None),
        (b"just some words", None),
        (b"a", None),
        (b"", None),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, found: str | None) -> None:
    assert documents.media_type(content) == found


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Urkunde.exe", "Urkunde.pdf"),
        (r"C:\Users\me\Über uns.PDF", "Über uns.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        (".pdf", ".pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_a_label_with_the_ending_of_what_the_file_is(
    cast: Cast, name: str, kept: str
) -> None:
    document = documents.store(Sent(name, PDF), DocumentKind.ATTACHMENT, cast.employee.id)
    assert document.name.endswith(kept)
    assert "/" not in document.name


def test_a_file_above_the_limit_of_the_settings_is_refused(cast: Cast) -> None:
    settings.put("upload_megabytes", 1)
    documents.check(Sent("a.pdf", PDF + b" " * (1024**2 - len(PDF))))
    with pytest.raises(RuleViolation, match="1 MB"):
        documents.check(Sent("a.pdf", PDF + b" " * 1024**2))
    settings.put("upload_megabytes", 400)
    assert documents.largest() == 15


def test_files_of_forms_that_never_came_again_are_deleted(cast: Cast) -> None:
    documents.keep_waiting(Sent("a.pdf", PDF), cast.employee.id, KEY)
    documents.keep_waiting(Sent("b.png", PNG), cast.employee.id, KEY)
    for number in range(6):
        documents.keep_waiting(Sent(f"{number}.pdf", PDF), cast.manager.id, f"{number:032x}")
    names = db.session.scalars(
        select(ExternalDocument.name)
        .where(ExternalDocument.uploaded_by_id == cast.manager.id)
        .order_by(ExternalDocument.id)
    )
    assert list(names) == ["1.pdf", "2.pdf", "3.pdf", "4.pdf", "5.pdf"]
    db.session.commit()
    mine = select(ExternalDocument).where(ExternalDocument.uploaded_by_id == cast.employee.id)
    assert [d.name for d in db.session.scalars(mine)] == ["b.png"]
    db.session.rollback()
    assert forget_files(clock.now()) == 0
    assert forget_files(clock.now() + timedelta(days=2)) == 6
    assert db.session.scalars(select(ExternalContent)).all() == []


def test_the_audit_has_neither_the_bytes_nor_the_name_of_a_file(cast: Cast) -> None:
    documents.store(Sent("Diagnose.pdf", PDF), DocumentKind.ATTACHMENT, cast.employee.id)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name.like("external%"))
    ).all()
    assert [entry.table_name for entry in entries] == ["external_document"]
    assert entries[0].changes["name"] is None
