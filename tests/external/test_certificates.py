"""Certificates: when they are sent, what HR records, what is corrected."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, true

from tests.cast import Cast, competence_at
from tests.enrolment.acting import as_actor, mails_to
from tests.external.acting import JPEG, PDF, asked, begun, certificate_of, english_b2
from trainingtracker import clock
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE
from trainingtracker.competence.profile import held_by
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.external import certificates
from trainingtracker.external.documents import Sent
from trainingtracker.models import CertificateScheme, Holding
from trainingtracker.vocabulary import Basis, Evidence, ExternalStatus


def scheme(name: str) -> int:
    return db.session.scalars(
        select(CertificateScheme.id).where(CertificateScheme.name == name)
    ).one()


def holdings(known: bool = True) -> list[Holding]:
    query = select(Holding).where(Holding.external_id.is_not(None))
    return list(db.session.scalars(query.where(Holding.known()) if known else query))


def test_hr_records_what_the_certificate_proves(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    last = clock.today() + timedelta(days=730)
    certificates.confirm(
        training.id,
        certificate_of(training),
        as_actor(cast.hr),
        replace(english_b2(last_day=last), score="172", scheme_id=scheme("Cambridge First")),
    )
    (holding,) = holdings()
    assert (holding.person_id, holding.external_id) == (cast.employee.id, training.id)
    assert (holding.evidence, holding.basis) == (Evidence.CERTIFICATE, Basis.OFFICIAL)
    assert (holding.score, holding.scheme_id) == ("172", scheme("Cambridge First"))
    assert holding.until == last + timedelta(days=1)
    assert holding.confirmed_by_id == cast.hr.id
    assert mails_to(cast.employee)[-1] == "external_recorded"
    with pytest.raises(RuleViolation, match="in the meantime"):
        certificates.confirm(training.id, certificate_of(training), as_actor(cast.hr), english_b2())
    assert len(holdings()) == 1


def test_a_training_without_a_competence_is_recorded_alone(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    certificates.confirm(training.id, certificate_of(training), as_actor(cast.hr), None)
    assert training.status is ExternalStatus.CONFIRMED
    assert holdings() == []


def test_what_is_sent_back_can_be_sent_again_in_place_of_the_old_one(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.RETURNED)
    assert mails_to(cast.employee)[-1] == "external_certificate_sent_back"
    before = certificate_of(training)
    certificates.send_certificate(training.id, Sent("neu.jpg", JPEG), as_actor(cast.employee))
    assert training.status is ExternalStatus.SENT
    assert certificate_of(training) != before


def test_hr_never_records_a_certificate_other_than_the_one_looked_at(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    seen = certificate_of(training)
    certificates.send_certificate(training.id, Sent("b.pdf", PDF), as_actor(cast.employee))
    with pytest.raises(StaleVersion):
        certificates.confirm(training.id, seen, as_actor(cast.hr), english_b2())
    with pytest.raises(StaleVersion):
        certificates.send_back(training.id, seen, as_actor(cast.hr), "Unlesbar.")
    assert holdings() == []


def test_a_certificate_is_sent_from_the_first_day_of_an_approved_training(cast: Cast) -> None:
    own, file = as_actor(cast.employee), Sent("a.pdf", PDF)
    training = asked(cast, status=ExternalStatus.APPROVED)
    with pytest.raises(RuleViolation, match="begins on"):
        certificates.send_certificate(training.id, file, own)
    begun(training)
    with pytest.raises(NotAllowed):
        certificates.send_certificate(training.id, file, as_actor(cast.manager))
    certificates.send_certificate(training.id, file, own)
    undecided = asked(cast, title="Seminar")
    begun(undecided)
    with pytest.raises(RuleViolation, match="in the meantime"):
        certificates.send_certificate(undecided.id, file, own)


def test_only_hr_checks_and_nobody_their_own(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    with pytest.raises(NotAllowed):
        certificates.confirm(
            training.id, certificate_of(training), as_actor(cast.manager), english_b2()
        )
    training.person_id = cast.hr.id
    db.session.flush()
    with pytest.raises(NotAllowed):
        certificates.confirm(training.id, certificate_of(training), as_actor(cast.hr), english_b2())


def test_a_holding_that_cannot_be_is_refused(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    good, (_, level) = english_b2(), competence_at("eu:call_search", "1")
    for wrong in (
        replace(good, level_id=level.id),
        replace(good, since=clock.today() + timedelta(days=1)),
        replace(good, last_day=good.since - timedelta(days=1)),
        replace(good, scheme_id=scheme("Cambridge Advanced")),
        replace(good, scheme_id=9_999),
        replace(good, evidence=Evidence.SELF_ASSESSMENT),
    ):
        with pytest.raises(RuleViolation):
            certificates.confirm(training.id, certificate_of(training), as_actor(cast.hr), wrong)
    assert training.status is ExternalStatus.SENT
    assert holdings() == []


def test_a_correction_keeps_the_old_holding_on_record_and_takes_a_new_one(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.CONFIRMED)
    with pytest.raises(RuleViolation):
        certificates.take_back(training.id, as_actor(cast.hr), " ")
    certificates.take_back(training.id, as_actor(cast.hr), "Es ist B1, nicht B2.")
    assert holdings() == []
    assert len(holdings(known=False)) == 1
    assert mails_to(cast.employee)[-1] == "external_checked_again"
    certificates.confirm(training.id, certificate_of(training), as_actor(cast.hr), english_b2())
    assert len(holdings()) == 1


def test_reports_count_the_holding_and_no_participation(cast: Cast) -> None:
    asked(cast, status=ExternalStatus.CONFIRMED)
    counts = overview(clock.today(), EVERYONE).total
    assert (counts.participations, counts.reached) == (0, 0)
    held = held_by([cast.employee.id], clock.today(), true())[cast.employee.id]
    assert [(row.level_code, row.evidence) for row in held] == [("B2", Evidence.CERTIFICATE)]
