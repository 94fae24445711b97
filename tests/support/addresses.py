"""Something of the cast for every parameter of a route, so that each page can be opened.

A route with a new parameter gets a line in `things`; without one the tests of all pages fail.
"""

import re
from datetime import timedelta

from tests.cast import Cast, a_statement, an_enrolment, granted, stored
from tests.external.acting import asked, certificate_of
from tests.support.feedback import a_published_form
from tests.support.rounds import a_round_being_heard
from trainingtracker import clock
from trainingtracker.accounts import invitation
from trainingtracker.accounts.actor import actor_of
from trainingtracker.extensions import db
from trainingtracker.models import (
    Account,
    CareCostClaim,
    ImportRun,
    Leadership,
    OutgoingMail,
    Placement,
    Reorganisation,
    ReportRun,
    SavedReport,
    Target,
    Topic,
)
from trainingtracker.organisation.reorganisation.carrying_out import carry_out
from trainingtracker.organisation.reorganisation.wish import Wish
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.expiring import EXPIRING
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.runs.keeping import keep, new_run
from trainingtracker.reports.saved.saving import SavedAs, save
from trainingtracker.strategy.targets import Aim, set_target
from trainingtracker.vocabulary import (
    Channel,
    ConsentAudience,
    ExternalStatus,
    ImportStatus,
    ListKind,
    MailStatus,
    PlacementStatus,
    ReorganisationKind,
    ReportDays,
    ReportReaders,
    Role,
    Schedule,
    Status,
    TargetMeasure,
)


def things(cast: Cast) -> dict[str, str]:
    """Parameter -> a value: what trainer, coordinator, manager and employee know as well."""
    enrolment = an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    grant = granted(cast.colleague, Role.EQUALITY)
    external = asked(cast, status=ExternalStatus.SENT)
    values = {
        "answer_id": "0" * 32,
        "audience": ConsentAudience.MANAGER,
        "account_id": grant.account_id,
        "claim_id": stored(CareCostClaim(enrolment_id=enrolment.id, amount=4_500)).id,
        "course_id": cast.english.id,
        "document_id": certificate_of(external),
        "enrolment_id": enrolment.id,
        "form_id": a_published_form(cast.english_offering).id,
        "grant_id": grant.id,
        "holding_id": a_statement(cast.employee, "spa", "B1", *ConsentAudience).id,
        "hearing_id": a_round_being_heard(cast).id,
        "import_id": _brought_in(cast).id,
        "key": "imprint",
        "list_kind": ListKind.COURSES,
        "leadership_id": _deputising(cast),
        "mail_id": _refused_mail(cast).id,
        "meeting_id": cast.english_offering.meetings[0].id,
        "need_id": 1,
        "offering_id": cast.english_offering.id,
        "placement_id": _asked_for_a_test(cast).id,
        "past_year": clock.today().year - 1,
        "person_id": cast.without_email.id,
        "report_key": "attainment",
        "run_id": _a_report(cast).id,
        "saved_id": _saved_filters(cast).id,
        "reorganisation_id": _a_reorganisation(cast).id,
        "target_id": _a_target(cast).id,
        "token": invitation.invite(_account(cast)),
        "training_id": external.id,
        "year": clock.today().year,
        "topic_id": db.session.scalars(db.select(Topic.id).limit(1)).one(),
    }
    db.session.commit()
    return {name: str(value) for name, value in values.items()}


def fill(route: str, values: dict[str, str]) -> str:
    """The route as an address: its parameters filled in, the first of several words."""
    route = re.sub(r"<any\((\w+)[^>]*>", r"\1", route)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], route)


def _deputising(cast: Cast) -> int:
    """The deputy's term."""
    deputising = db.select(Leadership.id).where(Leadership.person_id == cast.deputy.id)
    return db.session.scalars(deputising).one()


def _asked_for_a_test(cast: Cast) -> Placement:
    """A placement test that is open, and beside it a beginner who waits for a group."""
    competence_id = cast.english.outcomes[0].competence_id
    cast.english.placement_competence_id = competence_id
    stored(
        Placement(
            person_id=cast.outsider.id,
            course_id=cast.english.id,
            competence_id=competence_id,
            status=PlacementStatus.ENTERED,
            tested_on=clock.today(),
            entered_at=clock.now(),
            entered_by_id=cast.hr.id,
        )
    )
    return stored(
        Placement(
            person_id=cast.colleague.id, course_id=cast.english.id, competence_id=competence_id
        )
    )


def _a_target(cast: Cast) -> Target:
    """A third of the staff of a unit, in two years."""
    due = clock.add_months(clock.today(), 24)
    aim = Aim(TargetMeasure.SHARE, 33, due, clock.today())
    return set_target(cast.english.topic_id, cast.unit_15.id, aim, cast.hr.id)


def _a_reorganisation(cast: Cast) -> Reorganisation:
    """A unit that has another name from tomorrow on."""
    tomorrow = clock.today() + timedelta(days=1)
    wish = Wish(ReorganisationKind.RENAME, cast.unit_15.id, tomorrow, "Büro", "Office")
    return carry_out(wish, cast.hr.id)


def _account(cast: Cast) -> Account:
    """The account for which a one-time link is open."""
    return db.session.scalars(db.select(Account).where(Account.person_id == cast.outsider.id)).one()


def _refused_mail(cast: Cast) -> OutgoingMail:
    """A mail that did not arrive, and a letter beside it, to people of the coordinator's unit."""
    rows = [
        OutgoingMail(
            person_id=person.id, channel=channel, kind="confirmed", address=person.email,
            language="de", subject="Ihr Platz ist bestätigt", body="Guten Tag,\n\nSie haben einen",
            status=status, last_error="550 no such mailbox",
        )
        for person, channel, status in (
            (cast.outsider, Channel.EMAIL, MailStatus.FAILED),
            (cast.without_email, Channel.LETTER, MailStatus.QUEUED),
        )
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()
    return rows[0]


def _a_report(cast: Cast) -> ReportRun:
    """A file of a report that HR has downloaded."""
    run = new_run(ATTAINMENT.key, "csv", "de", {"as_of": "2026-06-30"}, cast.hr.id)
    keep(run, b"key", Outgoing("Stand.csv", iter(()), {"participations": 1}))
    db.session.flush()
    return run


def _saved_filters(cast: Cast) -> SavedReport:
    """Filters that HR has saved, shares with managers and has made by themselves."""
    wanted = SavedAs("Auslaufend", ReportDays.DAY, ReportReaders.MANAGER, Schedule.MONTHLY)
    return save(EXPIRING, {}, wanted, actor_of(cast.hr.id))


def _brought_in(cast: Cast) -> ImportRun:
    """A list that HR has imported."""
    run = ImportRun(
        list_kind=ListKind.UNITS,
        file_name="Liste.xlsx",
        size=1,
        status=ImportStatus.APPLIED,
        uploaded_by_id=cast.hr.id,
        ordered_by_id=cast.hr.id,
        finished_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    return run
