"""What participants of the example city say: published results, and forms that are open."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.feedback import answering, asking, publishing, results
from trainingtracker.models import (
    Enrolment,
    FeedbackForm,
    FeedbackInvitation,
    Offering,
    OfferingTrainer,
    Person,
)
from trainingtracker.vocabulary import OfferingStatus, QuestionKind, Reading, Role, Status

_COURSES, _OFFERINGS = 3, 4
_SMALL = 8
_YEAR = timedelta(days=365)
_TEXTS = (
    "Die vielen Beispiele aus der Praxis.",
    "Mehr Zeit für Übungen wäre gut.",
    "Sehr gute Stimmung in der Gruppe.",
    "Die Unterlagen bitte vorher schicken.",
    "Der Raum war zu klein.",
    "Endlich einmal alle Fragen beantwortet.",
)


def hear(random: Random, trainer_id: int, hr_id: int) -> None:
    """Feedback on the last offerings of some courses, and on those that closed days ago."""
    hr = Actor(hr_id, {Role.HR: None})
    for offering_id, closed_at in _asked_about(trainer_id):
        _after_end(random, offering_id, closed_at)
        _later(random, offering_id)
    for form in db.session.scalars(
        select(FeedbackForm).where(FeedbackForm.evaluated_on.is_(None))
    ).all():
        if form.closes_on < clock.today():
            db.session.info["actor"] = None
            _some_answer(random, form.id, clock.at(form.closes_on))
            _evaluate(form)
            _later(random, form.offering_id)
        else:
            _some_answer(random, form.id, clock.now() - timedelta(days=2), keep_back=True)
    _read(random, hr)


def _asked_about(trainer_id: int) -> list[tuple[int, datetime]]:
    """The latest closed offerings of the courses held most, and of the trainer's."""
    often = db.session.scalars(
        select(Offering.course_id)
        .where(Offering.status == OfferingStatus.CLOSED)
        .group_by(Offering.course_id)
        .order_by(func.count().desc(), Offering.course_id)
        .limit(_COURSES)
    ).all()
    query = (
        select(Offering.id, Offering.closed_at)
        .outerjoin(FeedbackForm, FeedbackForm.offering_id == Offering.id)
        .where(
            Offering.status == OfferingStatus.CLOSED,
            Offering.closed_at > clock.now() - _YEAR,
            FeedbackForm.id.is_(None),
        )
        .order_by(Offering.closed_at.desc(), Offering.id)
        .limit(_OFFERINGS)
    )
    led = select(OfferingTrainer.offering_id).where(OfferingTrainer.person_id == trainer_id)
    # In a small city few groups have enough people with an address for results to be published.
    largest = (
        select(Enrolment.offering_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.status == Status.COMPLETED,
            Person.email.is_not(None),
            Person.exit.is_(None),
            Offering.closed_at > clock.now() - _YEAR,
        )
        .group_by(Enrolment.offering_id)
        .order_by(func.count().desc(), Enrolment.offering_id)
        .limit(_OFFERINGS)
    )
    groups = (
        *(Offering.course_id == each for each in often),
        Offering.id.in_(led),
        Offering.id.in_(largest),
    )
    found = {
        row.id: row.closed_at for group in groups for row in db.session.execute(query.where(group))
    }
    return sorted(found.items())


def _after_end(random: Random, offering_id: int, closed_at: datetime) -> None:
    db.session.info["actor"] = None
    with clock.frozen(closed_at):
        form = asking.ask_after_end(db.session.get_one(Offering, offering_id))
    if form is not None:
        _some_answer(random, form.id, closed_at + timedelta(days=5))
        _evaluate(form)


def _later(random: Random, offering_id: int) -> None:
    """Whether it was of use, where the months have passed."""
    offering = db.session.get_one(Offering, offering_id)
    assert offering.ends_at is not None
    day = clock.add_months(clock.local_day(offering.ends_at), 3) + timedelta(days=1)
    if day >= clock.today():
        return
    with clock.frozen(clock.at(day)):
        form = asking.ask_whether_used(offering_id)
    if form is not None:
        _some_answer(random, form.id, clock.at(day) + timedelta(days=4))
        _evaluate(form)


def _evaluate(form: FeedbackForm) -> None:
    day = form.closes_on + timedelta(days=1)
    if day <= clock.today():
        with clock.frozen(clock.at(day)):
            publishing.evaluate(form.id)


def _some_answer(random: Random, form_id: int, when: datetime, *, keep_back: bool = False) -> None:
    """Most of those asked; with `keep_back` whoever can sign in has yet to answer."""
    form = db.session.get_one(FeedbackForm, form_id)
    people = db.session.scalars(
        select(Enrolment.person_id)
        .join(FeedbackInvitation, FeedbackInvitation.enrolment_id == Enrolment.id)
        .where(FeedbackInvitation.form_id == form_id)
        .order_by(Enrolment.id)
    ).all()
    share = 0.85 if len(people) > _SMALL else 1
    able = set(asking.with_account(people)) if keep_back else set()
    with clock.frozen(when):
        for person_id in people:
            if person_id in able or random.random() > share:
                continue
            try:
                answering.answer(form_id, person_id, _answers(random, form))
            except RuleViolation:
                return


def _answers(random: Random, form: FeedbackForm) -> dict[int, int | str]:
    answers: dict[int, int | str] = {}
    for question in form.questions:
        if question.kind is QuestionKind.TEXT:
            if random.random() < 0.3:
                answers[question.id] = random.choice(_TEXTS)
        elif question.kind is QuestionKind.USE:
            answers[question.id] = random.choices((3, 2, 1), (4, 4, 2))[0]
        else:
            answers[question.id] = random.choices((5, 4, 3, 2, 1), (40, 35, 15, 7, 3))[0]
    return answers


def _read(random: Random, hr: Actor) -> None:
    """HR has read the older texts; those of the latest form that has any wait."""
    db.session.info["actor"] = hr.person_id
    published = db.session.scalars(
        select(FeedbackForm)
        .where(FeedbackForm.published.is_(True))
        .order_by(FeedbackForm.evaluated_on.desc(), FeedbackForm.id.desc())
    ).all()
    written = [
        (
            form.id,
            [text.id for each in results.results(form, all_texts=True) for text in each.texts],
        )
        for form in published
    ]
    for form_id, texts in [each for each in written if each[1]][1:]:
        for text_id in texts:
            reading = Reading.RELEASED if random.random() < 0.9 else Reading.WITHHELD
            publishing.decide_about_text(form_id, text_id, hr, reading)
