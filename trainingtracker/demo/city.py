"""Building the whole example city, the same one for the same seed and day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.attainment.trend import quarter_ends
from trainingtracker.demo import (
    approvals,
    care,
    changes,
    conditions,
    courses,
    external,
    guests,
    kept_places,
    languages,
    late_results,
    lists,
    money,
    organisation,
    past,
    placements,
    post,
    reorganising,
    rounds,
    saved_reports,
    schedule,
    second_looks,
    staff,
    targets,
    voices,
    wishes,
)
from trainingtracker.demo.ledger import Ledger
from trainingtracker.demo.life import Life
from trainingtracker.demo.people import Employee
from trainingtracker.demo.record import Record
from trainingtracker.demo.scenes import Scenes
from trainingtracker.extensions import db
from trainingtracker.models import OutgoingMail
from trainingtracker.organisation.leadership import Leaders, LeadershipMap
from trainingtracker.privacy import bulk_update
from trainingtracker.reports.releases import publishing
from trainingtracker.vocabulary import Channel, MailStatus

# The tracker of the example city was set up so many days ago.
_HISTORY = 1_100


def build(
    number_of_staff: int, seed: int, tell: Callable[[str], None] = lambda _step: None
) -> None:
    """Fill the database in the caller's transaction; nothing may be in it yet.

    `tell` hears what is being done, a word or two at a time.
    """
    # As of one past midnight, when the day before is over: the same at whatever hour it is built.
    with clock.frozen(clock.at(clock.today(), time(0, 1))):
        _build(number_of_staff, seed, tell)
        db.session.flush()


def _build(number_of_staff: int, seed: int, tell: Callable[[str], None]) -> None:
    random = Random(seed)
    today = clock.today()
    # First of all, for letters and mails are signed with it.
    settings.put("administration_name_de", "Beispielstadt")
    settings.put("administration_name_en", "Example City")
    record = Record()
    with clock.frozen(clock.at(today - timedelta(days=_HISTORY), time(9))):
        tell("people")
        units = organisation.build(date(2010, 1, 1), number_of_staff)
        sites = organisation.plan(number_of_staff)
        people = staff.build(random, sites, units, today)
        tell("courses")
        offered = courses.build()
        employee = people.by_login["employee"]
        past.build(random, people.employees, offered, record, today, employee)
    leadership = LeadershipMap.load(today)
    homes = {e.id: units[e.unit] for e in people.employees}
    managers = {
        person_id: found.managers[0]
        for person_id, unit_id in homes.items()
        if (found := leadership.deciders(person_id, unit_id)).managers
    }
    languages.build(random, people.employees, record, today, managers, employee)
    tell("offerings")
    deciders = _deciders(people.employees, units, leadership)
    taken = {*people.by_login.values(), *people.trainers}
    hr_id = people.by_login["hr"]
    ledger = Ledger(random, people.employees, record, hr_id, busy=taken, deciders=deciders)
    for planned in schedule.plan(random, offered, people.trainers, today, number_of_staff):
        ledger.hold(planned)
    ledger.write()
    tell("requests")
    life = Life(random, hr_id, homes, leadership)
    Scenes(
        random, life, offered, people.employees, record, people.by_login, people.trainers, today
    ).announce()
    post.announce(life, people.by_login["coordinator"])
    life.timeline.run()
    care.build(hr_id)
    conditions.tighten(offered, hr_id)
    second_looks.ask_of_its_own(offered["LA-09"], hr_id)
    kept_places.keep(random, people, units, offered["IC-22"])
    changes.make(random, people, offered["IC-22"])
    second_looks.correct(hr_id, taken)
    guests.visit(offered["EU-01"], people.trainers[0], hr_id, today)
    tell("feedback and needs")
    voices.hear(random, people.by_login["trainer"], hr_id)
    rounds.give_out(Random(seed), people, homes, leadership, offered)
    wishes.wish(random, people, homes, leadership, offered)
    external.build(people)
    money.spend()
    afternoon = clock.at(today - timedelta(days=1), time(15, 20))
    with clock.frozen(afternoon):
        lists.send(hr_id, "IC-22")
    team = [e.id for e in people.employees if e.unit == organisation.TEAM and e.id not in taken]
    approvals.build(people.by_login["manager"], team, units[organisation.TEAM], today)
    with clock.frozen(afternoon):
        reorganising.reorganise(units[organisation.TEAM], today, hr_id)
    reorganising.reached_before(date(today.year - 4, 12, 31))
    targets.resolve(units, number_of_staff, today, hr_id)
    placements.test(people, offered)
    for day in quarter_ends(today)[-2:]:
        publishing.publish_quarter(day, released_by=hr_id)
    publishing.publish(today.year - 1, released_by=hr_id)
    late_results.turn_up(people.employees, offered, today.year - 1)
    saved_reports.save_some(people.by_login, today)
    _deliver()
    post.lose_one()
    settings.put("example_data", value=True)
    db.session.info["actor"] = None


def _deciders(
    employees: list[Employee], units: dict[str, int], leadership: LeadershipMap
) -> Callable[[int, datetime], Leaders]:
    """Who decides for a person at an instant: leaders of the unit that they belonged to then."""
    by_id = {e.id: e for e in employees}

    def deciders(person_id: int, when: datetime) -> Leaders:
        unit = by_id[person_id].unit_on(clock.local_day(when))
        return leadership.deciders(person_id, units[unit])

    return deciders


def _deliver() -> None:
    """Old messages count as sent; mails of the last day wait for the worker, letters of a week."""
    day_ago = clock.now() - timedelta(days=1)
    week_ago = clock.now() - timedelta(days=7)
    rows = db.session.execute(
        select(OutgoingMail.id, OutgoingMail.queued_at).where(
            OutgoingMail.queued_at < day_ago,
            (OutgoingMail.channel == Channel.EMAIL) | (OutgoingMail.queued_at < week_ago),
        )
    )
    bulk_update(
        OutgoingMail,
        [
            {"id": mail_id, "status": MailStatus.SENT, "sent_at": queued_at, "attempts": 1}
            for mail_id, queued_at in rows
        ],
    )
