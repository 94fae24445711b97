"""A training outside the catalogue in a browser: asked for, decided twice, proved, recorded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast
from tests.external.acting import PDF
from tests.journeys.conftest import ONE_EACH, Visitor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import ExternalTraining, Holding, OutgoingMail

TITLE = "Certificate in Advanced English"


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_a_training_outside_the_catalogue_becomes_a_competence(
    frozen: FrozenClock,
    app: Flask,
    cast: Cast,
    visitor: Callable[..., Visitor],
    language: str,
) -> None:
    for person in (cast.employee, cast.manager, cast.hr):
        person.language = language
    db.session.commit()
    first = clock.today() + timedelta(days=10)

    employee = visitor(language)
    employee.sign_in("erik.sommer")
    employee.go("/")
    employee.follow(employee.says("Ask for a training outside the catalogue"))
    employee.fill("Title of the training", TITLE)
    employee.fill("Training provider", "Prüfungszentrum")
    employee.fill("First day", first.isoformat())
    employee.fill("Last day", (first - timedelta(days=1)).isoformat())
    employee.fill("Cost in euros", "228,50")
    employee.fill("What it is for", "Partnerschaft mit Leeds")
    employee.field("I do not take educational leave (Bildungsurlaub) for it").check()
    employee.field("Attachment").set_input_files(
        {"name": "Programm.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    employee.press("Send the request")
    # The last day is wrong; what was typed and the file are still there.
    employee.reads(employee.says("The last day cannot be before the first day."))
    employee.reads("Programm.pdf")
    employee.check_accessibility()
    employee.fill("Last day", first.isoformat())
    employee.press("Send the request")
    employee.reads(employee.says("With the manager"))

    manager = visitor(language)
    manager.sign_in("marek.lindner")
    manager.go("/approvals")
    manager.check_accessibility()
    assert manager.download("Programm.pdf").suggested_filename == "Programm.pdf"
    manager.press("Approve")
    manager.reads(
        manager.says("Approved. Now HR decides on the request of %(name)s.", name="Erik Sommer")
    )

    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go("/planning")
    hr.follow("Sommer, Erik")
    hr.press("Approve")
    hr.reads(hr.says("Approved. %(name)s gets a message.", name="Erik Sommer"))

    frozen.move_to(clock.at(first + timedelta(days=5)))
    employee.go("/")
    employee.follow(employee.says("Send the certificate"))
    send_certificate(employee, b"no picture at all")
    employee.reads(
        employee.says(
            "This is no PDF, PNG or JPEG file, whatever its name says."
            " Save or scan it as a PDF and send that."
        )
    )
    send_certificate(employee, PDF)
    employee.reads(employee.says("Certificate with HR"))

    hr.go("/planning")
    hr.follow("Sommer, Erik")
    hr.check_accessibility()
    hr.page.get_by_text(hr.says("Send it back"), exact=True).click()
    hr.fill("Reason", "Seite 2 fehlt")
    hr.press("Send it back with this reason")
    hr.reads("Seite 2 fehlt")

    employee.go("/")
    employee.follow(TITLE)
    employee.reads("Seite 2 fehlt")
    send_certificate(employee, PDF)

    hr.go("/planning")
    hr.follow("Sommer, Erik")
    assert hr.download("Urkunde.pdf").suggested_filename == "Urkunde.pdf"
    name = "Englisch" if language == "de" else "English"
    hr.field("Competence and level").select_option(label=f"{name}, C1")
    hr.press("Record it")
    hr.reads(hr.says("Recorded by HR"))

    employee.go("/")
    employee.reads("C1")
    employee.reads(TITLE)
    db.session.rollback()
    training = db.session.scalars(select(ExternalTraining)).one()
    holding = db.session.scalars(select(Holding).where(Holding.external_id == training.id)).one()
    assert (holding.person_id, holding.since) == (cast.employee.id, first)
    kinds = db.session.scalars(
        select(OutgoingMail.kind)
        .where(OutgoingMail.person_id == cast.employee.id)
        .order_by(OutgoingMail.id)
    ).all()
    assert [kind.removeprefix("external_") for kind in kinds] == [
        "requested", "endorsed", "approved", "certificate_sent_back", "recorded",
    ]  # fmt: skip


def send_certificate(visitor: Visitor, content: bytes) -> None:
    """Choose the file, whatever it is, and send it."""
    visitor.field("The certificate").set_input_files(
        {"name": "Urkunde.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    visitor.press("Send the certificate")
