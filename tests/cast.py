"""The shared cast: small factories, and one set of people that many tests play with.

Factories add to the session and flush; whoever calls them commits. Ids are fresh every time, so
tests speak of `cast.employee` and never of person 7.

    D-OB   Ottilie Brandt (head of the city)
      15     Henrike Voss (manager)                    the employees' second level
        15.23  Marek Lindner (manager), Dilara Özkan (deputy), Erik Sommer, Kira Petersen,
               Inês Duarte (international office)
    D-I
      18     Gudrun Hartwig (manager), Arne Kilian (administrator), and the councils
        18.14  Paul Winter (manager), Hanna Rieck (HR staff), Tom Adler (trainer)
    D-V
      23     Wiebke Stein (manager), Jonas Falk (deputy), Olga Reimann (employee elsewhere),
             Carla Meinhold (training coordinator of 23), Uwe Kraus (no e-mail, no account)
    guest  Pia Gast of a neighbouring town
"""

from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.passwords import set_password
from trainingtracker.accounts.sign_in import create_account
from trainingtracker.catalogue.availability import PLACE_HOLDING
from trainingtracker.collation import fold, search_text, sort_key
from trainingtracker.competence import consent, consent_texts
from trainingtracker.extensions import Model, db
from trainingtracker.models import (
    Account,
    Assignment,
    Competence,
    Course,
    CourseOutcome,
    CoursePrerequisite,
    Enrolment,
    Holding,
    Leadership,
    Level,
    Meeting,
    Offering,
    OfferingQuota,
    OfferingTrainer,
    Person,
    RoleGrant,
    StatusGroup,
    StatusGroupMembership,
    Topic,
    Unit,
    UnitVersion,
)
from trainingtracker.vocabulary import (
    ApprovalStage,
    Basis,
    ConsentAudience,
    CourseFormat,
    CourseStatus,
    Evidence,
    Gender,
    LeadershipKind,
    OfferingStatus,
    PersonKind,
    Role,
    Status,
    UnitKind,
)

PASSWORD = "ein langer Satz genügt"
LONG_AGO = date(2015, 1, 1)

_numbers = count(1)
Row = TypeVar("Row", bound=Model)


def stored(row: Row) -> Row:
    """The row, with the id that the database has given it."""
    db.session.add(row)
    db.session.flush()
    return row


def a_unit(
    number: str,
    name: str,
    parent: Unit | None = None,
    *,
    kind: UnitKind = UnitKind.SECTION,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Unit:
    """A unit with its one version; a unit of that number that is there already is used again."""
    unit = db.session.scalar(select(Unit).where(Unit.number == number)) or stored(
        Unit(number=number)
    )
    stored(
        UnitVersion(
            unit_id=unit.id,
            name_de=name,
            name_en="",
            kind=kind,
            parent_id=parent.id if parent else None,
            since=since,
            until=until,
        )
    )
    return unit


def a_person(
    first_name: str,
    last_name: str,
    unit: Unit | None = None,
    *,
    number: str | None = None,
    email: str | None = "",
    language: str | None = "de",
    gender: Gender | None = None,
    entry: date | None = LONG_AGO,
    exit: date | None = None,
    kind: PersonKind = PersonKind.STAFF,
    account: bool = True,
) -> Person:
    """A person, assigned to `unit` since their entry, with an account unless told otherwise.

    An empty `email` becomes first.last@example.org; None is somebody without an address.
    """
    if number is None and kind is PersonKind.STAFF:
        number = f"{next(_numbers) + 40_000:08d}"
    if email == "":
        email = f"{_login(first_name, last_name)}@example.org"
    person = stored(
        Person(
            kind=kind,
            personnel_number=number,
            first_name=first_name,
            last_name=last_name,
            email=email,
            language=language,
            gender=gender,
            entry=entry,
            exit=exit,
            sort_key=sort_key(last_name, first_name),
            search_text=search_text(first_name, last_name, number),
        )
    )
    if unit is not None:
        assigned(person, unit, since=entry or LONG_AGO)
    if account:
        an_account(person)
    return person


def assigned(
    person: Person, unit: Unit, *, since: date = LONG_AGO, until: date | None = None
) -> Assignment:
    """One assignment, as it stands; tests of moves call the operation instead."""
    return stored(Assignment(person_id=person.id, unit_id=unit.id, since=since, until=until))


def leads(
    person: Person,
    unit: Unit,
    kind: LeadershipKind = LeadershipKind.MANAGER,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Leadership:
    return stored(
        Leadership(person_id=person.id, unit_id=unit.id, kind=kind, since=since, until=until)
    )


def an_account(person: Person, *, password: str = PASSWORD) -> Account:
    """An account whose login is first.last in plain lower-case letters."""
    account = create_account(person, _login(person.first_name, person.last_name))
    set_password(account, password)
    db.session.flush()
    return account


def _login(first_name: str, last_name: str) -> str:
    return fold(f"{first_name}.{last_name}").replace(" ", "-")


def granted(
    person: Person,
    role: Role,
    *,
    unit: Unit | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
) -> RoleGrant:
    """A role for the person's account, limited to a unit where one is given."""
    account = db.session.scalars(select(Account).where(Account.person_id == person.id)).one()
    return stored(
        RoleGrant(
            account_id=account.id,
            role=role,
            unit_id=unit.id if unit else None,
            since=since,
            until=until,
        )
    )


def a_course(
    code: str,
    title_de: str,
    title_en: str = "",
    *,
    topic: str = "languages",
    needs_approval: bool = True,
    status: CourseStatus = CourseStatus.PUBLISHED,
    format: CourseFormat = CourseFormat.IN_PERSON,
    teaching_units: int = 8,
    cost_per_place: int = 0,
    threshold: int = 80,
    gives: tuple[str, str] | None = None,
    valid_months: int | None = None,
    requires: tuple[str, str] | None = None,
    requires_course: Course | None = None,
) -> Course:
    """A course; `gives` and `requires` are a competence key and a level code: ("eng", "B1")."""
    course = Course(
        code=code,
        topic_id=db.session.scalars(select(Topic.id).where(Topic.key == topic)).one(),
        title_de=title_de,
        title_en=title_en or title_de,
        format=format,
        teaching_units=teaching_units,
        needs_approval=needs_approval,
        attendance_threshold=threshold,
        cost_per_place=cost_per_place,
        status=status,
        sort_key=sort_key(title_de),
        search_text=search_text(code, title_de, title_en),
    )
    if gives:
        competence, level = competence_at(*gives)
        course.outcomes.append(
            CourseOutcome(competence_id=competence.id, level_id=level.id, valid_months=valid_months)
        )
    if requires:
        competence, level = competence_at(*requires)
        course.prerequisites.append(
            CoursePrerequisite(competence_id=competence.id, level_id=level.id)
        )
    if requires_course:
        course.prerequisites.append(CoursePrerequisite(required_course_id=requires_course.id))
    return stored(course)


def competence_at(key: str, level_code: str) -> tuple[Competence, Level]:
    """A competence of the reference lists and a level of its scale."""
    competence = db.session.scalars(select(Competence).where(Competence.key == key)).one()
    level = db.session.scalars(
        select(Level).where(Level.scale_id == competence.scale_id, Level.code == level_code)
    ).one()
    return competence, level


def an_offering(
    course: Course,
    *,
    starts_on: date | None = None,
    meetings: int = 1,
    places: int = 10,
    status: OfferingStatus = OfferingStatus.PUBLISHED,
    closes_on: date | None = None,
    trainer: Person | None = None,
    begins: time = time(9),
    ends: time = time(12, 30),
) -> Offering:
    """An offering that starts in 30 days unless told otherwise, one meeting a week.

    Enrolment has been open for 60 days and closes a week before the first meeting.
    """
    first = starts_on or clock.today() + timedelta(days=30)
    opens = min(clock.today(), first) - timedelta(days=60)
    offering = Offering(
        number=f"{course.code}-{next(_numbers):03d}",
        course_id=course.id,
        status=status,
        min_places=1,
        max_places=places,
        enrolment_opens=clock.at(opens),
        enrolment_closes=clock.end_of(closes_on or first - timedelta(days=7)),
        withdrawal_deadline=clock.end_of(first - timedelta(days=3)),
    )
    for week in range(meetings):
        day = first + timedelta(weeks=week)
        offering.meetings.append(
            Meeting(starts_at=clock.at(day, begins), ends_at=clock.at(day, ends), venue="Raum 214")
        )
    offering.starts_at = offering.meetings[0].starts_at
    offering.ends_at = offering.meetings[-1].ends_at
    if trainer:
        offering.trainers.append(OfferingTrainer(person_id=trainer.id))
    return stored(offering)


def an_enrolment(
    person: Person,
    offering: Offering,
    status: Status = Status.CONFIRMED,
    *,
    place: int | None = None,
    finished_on: date | None = None,
) -> Enrolment:
    """A bare row in a status, for tests of what is shown; tests of rules call the operations.

    A status that holds a place gets the next number.
    """
    if status in PLACE_HOLDING and place is None:
        taken = db.session.scalars(
            select(Enrolment.place).where(
                Enrolment.offering_id == offering.id, Enrolment.place.is_not(None)
            )
        ).all()
        place = max((number or 0 for number in taken), default=0) + 1
    return stored(
        Enrolment(
            person_id=person.id,
            offering_id=offering.id,
            status=status,
            place=place,
            awaiting=ApprovalStage.MANAGER if status is Status.REQUESTED else None,
            waiting_since=clock.now() if status is Status.WAITLISTED else None,
            finished_on=finished_on,
        )
    )


def a_holding(
    person: Person,
    key: str,
    level_code: str,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
    evidence: Evidence = Evidence.CERTIFICATE,
    basis: Basis = Basis.OFFICIAL,
) -> Holding:
    """`a_holding(person, "eng", "B1")`."""
    competence, level = competence_at(key, level_code)
    return stored(
        Holding(
            person_id=person.id,
            competence_id=competence.id,
            level_id=level.id,
            evidence=evidence,
            evidence_date=since,
            basis=basis,
            since=since,
            until=until,
        )
    )


def a_statement(
    person: Person,
    key: str,
    level_code: str,
    *shown_to: ConsentAudience,
    evidence: Evidence = Evidence.SELF_ASSESSMENT,
    since: date = LONG_AGO,
) -> Holding:
    """What a person states about themselves, shown to those named: nobody else."""
    for audience in shown_to:
        consent.give(person.id, audience, read=consent_texts.in_force())
    return a_holding(person, key, level_code, evidence=evidence, basis=Basis.CONSENT, since=since)


def a_quota(
    offering: Offering,
    places: int,
    *,
    unit: Unit | None = None,
    group: StatusGroup | None = None,
    last_day: date | None = None,
) -> OfferingQuota:
    """Places kept for a unit or a status group, for ten days unless told otherwise."""
    quota = OfferingQuota(
        places=places,
        unit_id=unit.id if unit else None,
        status_group_id=group.id if group else None,
        last_day=last_day or clock.today() + timedelta(days=10),
    )
    offering.quotas.append(quota)
    return stored(quota)


def a_status_group(key: str, *members: Person) -> StatusGroup:
    """A status group of the reference list, with these members since long ago."""
    group = db.session.scalars(select(StatusGroup).where(StatusGroup.key == key)).one()
    for person in members:
        stored(
            StatusGroupMembership(
                person_id=person.id, status_group_id=group.id, since=LONG_AGO, until=None
            )
        )
    return group


@dataclass(frozen=True)
class Cast:
    """Who and what there is; see the chart on top of this file."""

    unit_ob: Unit
    unit_15: Unit
    unit_1523: Unit
    unit_18: Unit
    unit_1814: Unit
    unit_23: Unit

    head: Person  # of the city, leads D-OB
    division_manager: Person  # leads 15, above 15.23
    manager: Person  # leads 15.23
    deputy: Person  # deputises for the manager of 15.23
    employee: Person  # of 15.23
    colleague: Person  # of 15.23
    international: Person
    hr_head: Person  # leads 18
    section_head: Person  # leads 18.14
    hr: Person
    trainer: Person
    admin: Person
    staff_council: Person
    equality: Person
    disability_representation: Person
    data_protection: Person
    other_manager: Person  # leads 23
    other_deputy: Person
    outsider: Person  # an employee of 23
    coordinator: Person  # of 23 and for 23
    without_email: Person  # of 23, without account
    guest: Person

    english: Course  # needs approval, gives English B1 for good, no prerequisite
    funding: Course  # needs no approval, gives a competence for 36 months
    advanced: Course  # needs approval and English B1
    draft: Course
    english_offering: Offering  # two meetings, ten places, led by the trainer
    funding_offering: Offering  # one meeting, two places
    advanced_offering: Offering


Keys = dict[str, tuple[type[Model], int]]


def keys_of(cast: Cast) -> Keys:
    """By which table and id each member of the cast is found in a copy of the database."""
    members = {field.name: getattr(cast, field.name) for field in fields(cast)}
    return {name: (type(member), member.id) for name, member in members.items()}


def cast_from(keys: Keys) -> Cast:
    """The cast as it stands in this session's database, one query for each table."""
    wanted: dict[type[Model], list[int]] = {}
    for model, row_id in keys.values():
        wanted.setdefault(model, []).append(row_id)
    found = {
        (model, row.id): row
        for model, ids in wanted.items()
        for row in db.session.scalars(select(model).where(model.id.in_(ids)))
    }
    return Cast(**{name: found[key] for name, key in keys.items()})


def assemble() -> Cast:
    """Everybody and everything of the chart, flushed but not committed."""
    department, division = UnitKind.DEPARTMENT, UnitKind.DIVISION
    ob = a_unit("D-OB", "Geschäftsbereich Oberbürgermeister*in", kind=department)
    d1 = a_unit("D-I", "Dezernat I Personal, Digitalisierung und Recht", kind=department)
    d5 = a_unit("D-V", "Dezernat V Wirtschaft und Umwelt", kind=department)
    u15 = a_unit("15", "Büro Oberbürgermeister*in", ob, kind=division)
    u1523 = a_unit("15.23", "Internationale Angelegenheiten", u15)
    u18 = a_unit("18", "Personal und Organisation", d1, kind=division)
    u1814 = a_unit("18.14", "Personalentwicklung", u18)
    u23 = a_unit("23", "Wirtschaft", d5, kind=division)
    female, male = Gender.FEMALE, Gender.MALE

    head = a_person("Ottilie", "Brandt", ob, gender=female)
    leads(head, ob)
    division_manager = a_person("Henrike", "Voss", u15, gender=female)
    leads(division_manager, u15)
    manager = a_person("Marek", "Lindner", u1523, gender=male)
    leads(manager, u1523)
    deputy = a_person("Dilara", "Özkan", u1523, gender=female, language="en")
    leads(deputy, u1523, LeadershipKind.DEPUTY)
    international = a_person("Inês", "Duarte", u1523, gender=female)
    granted(international, Role.INTERNATIONAL)

    hr_head = a_person("Gudrun", "Hartwig", u18, gender=female)
    leads(hr_head, u18)
    section_head = a_person("Paul", "Winter", u1814, gender=male)
    leads(section_head, u1814)
    hr = a_person("Hanna", "Rieck", u1814, gender=female)
    granted(hr, Role.HR)
    trainer = a_person("Tom", "Adler", u1814, gender=male)
    granted(trainer, Role.TRAINER)
    admin = a_person("Arne", "Kilian", u18, gender=male)
    granted(admin, Role.ADMIN)
    staff_council = a_person("Sabine", "Thoms", u18, gender=female)
    granted(staff_council, Role.STAFF_COUNCIL)
    equality = a_person("Elif", "Aksoy", u18, gender=female)
    granted(equality, Role.EQUALITY)
    disability_representation = a_person("Rolf", "Behn", u18, gender=male)
    granted(disability_representation, Role.DISABILITY_REPRESENTATION)
    data_protection = a_person("Vera", "Noll", u18, gender=female)
    granted(data_protection, Role.DATA_PROTECTION)

    other_manager = a_person("Wiebke", "Stein", u23, gender=female)
    leads(other_manager, u23)
    other_deputy = a_person("Jonas", "Falk", u23, gender=male)
    leads(other_deputy, u23, LeadershipKind.DEPUTY)
    coordinator = a_person("Carla", "Meinhold", u23, gender=female)
    granted(coordinator, Role.COORDINATOR, unit=u23)

    english = a_course(
        "T-ENG", "Englisch für die Verwaltung", "English for Administration", gives=("eng", "B1")
    )
    funding = a_course(
        "T-EU",
        "EU-Förderung im Überblick",
        "EU funding overview",
        topic="eu_funding",
        needs_approval=False,
        gives=("eu:call_search", "1"),
        valid_months=36,
    )
    advanced = a_course(
        "T-NEG", "Verhandeln auf Englisch", "Negotiating in English", requires=("eng", "B1")
    )
    return Cast(
        unit_ob=ob,
        unit_15=u15,
        unit_1523=u1523,
        unit_18=u18,
        unit_1814=u1814,
        unit_23=u23,
        head=head,
        division_manager=division_manager,
        manager=manager,
        deputy=deputy,
        employee=a_person("Erik", "Sommer", u1523, gender=male),
        colleague=a_person("Kira", "Petersen", u1523, gender=female, language="en"),
        international=international,
        hr_head=hr_head,
        section_head=section_head,
        hr=hr,
        trainer=trainer,
        admin=admin,
        staff_council=staff_council,
        equality=equality,
        disability_representation=disability_representation,
        data_protection=data_protection,
        other_manager=other_manager,
        other_deputy=other_deputy,
        outsider=a_person("Olga", "Reimann", u23, gender=female),
        coordinator=coordinator,
        without_email=a_person("Uwe", "Kraus", u23, gender=male, email=None, account=False),
        guest=a_person("Pia", "Gast", kind=PersonKind.GUEST, entry=None, account=False),
        english=english,
        funding=funding,
        advanced=advanced,
        draft=a_course("T-NEW", "Noch in Arbeit", status=CourseStatus.DRAFT),
        english_offering=an_offering(english, meetings=2, trainer=trainer),
        funding_offering=an_offering(funding, places=2, starts_on=clock.today() + timedelta(45)),
        advanced_offering=an_offering(advanced, starts_on=clock.today() + timedelta(50)),
    )
