"""Reorganising the tree from a day on; what was before stays as it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_unit, an_enrolment, granted
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.queries.waiting_requests import waiting_requests
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Leadership, Unit, UnitVersion
from trainingtracker.organisation.leadership import LeadershipMap, unit_of
from trainingtracker.organisation.reorganisation.carrying_out import carry_out, undo
from trainingtracker.organisation.reorganisation.foresight import foresee
from trainingtracker.organisation.reorganisation.wish import Wish
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.text import sentence
from trainingtracker.vocabulary import ReorganisationKind as Kind
from trainingtracker.vocabulary import Role, Status


def unit(number: str) -> int:
    return db.session.scalars(select(Unit.id).where(Unit.number == number)).one()


def day(ahead: int = 10) -> date:
    return clock.today() + timedelta(days=ahead)


def shape(on: date) -> dict[str, str | None]:
    """Number -> number of the unit above."""
    tree = UnitTree.load(on)
    above = {node.id: node.number for node in tree.in_order()}
    return {node.number: above.get(node.parent_id or 0) for node in tree.in_order()}


def refusal(wish: Wish) -> str:
    with pytest.raises(RuleViolation) as refused:
        carry_out(wish, None)
    return sentence(refused.value.message, "en", **refused.value.values)


def test_a_unit_has_another_name_from_the_day_on(cast: Cast) -> None:
    carry_out(Wish(Kind.RENAME, unit("15.23"), day(), "Internationales", "International"), None)
    names = [UnitTree.load(day(n)).by_number("15.23") for n in (9, 10)]
    assert [node.name.de for node in names if node] == [
        "Internationale Angelegenheiten",
        "Internationales",
    ]


def test_a_unit_moves_with_all_below_it(cast: Cast) -> None:
    before = shape(day())
    carry_out(Wish(Kind.MOVE, unit("18"), day(), parent_id=unit("23")), None)
    assert shape(day(9)) == before
    assert shape(day()) == before | {"18": "23"}
    assert shape(day())["18.14"] == "18"


def test_a_merged_unit_ends_and_its_people_belong_to_the_other(cast: Cast) -> None:
    carry_out(Wish(Kind.MERGE, unit("15.23"), day(), target_id=unit("18.14")), None)
    assert unit_of(cast.employee.id, day(9)) == unit("15.23")
    assert unit_of(cast.employee.id, day()) == unit("18.14")
    assert "15.23" not in shape(day())
    # Who led it leads it no longer, and belongs to the other unit as everybody else.
    led = LeadershipMap.load(day())
    assert led.led_by(cast.manager.id) == []
    assert led.deciders(cast.employee.id, unit("18.14")).managers == (cast.section_head.id,)


def test_a_role_limited_to_a_merged_unit_ends_with_it_and_comes_back_with_it(cast: Cast) -> None:
    grant = granted(cast.coordinator, Role.COORDINATOR, unit=cast.unit_1523)
    wish = Wish(Kind.MERGE, unit("15.23"), day(), target_id=unit("18.14"))
    assert (cast.coordinator.full_name, Role.COORDINATOR) in foresee(wish).roles
    assert grant.until is None
    done = carry_out(wish, None)
    assert grant.until == day()
    undo(done.id, None)
    assert grant.until is None


def test_a_split_gives_people_and_a_manager_to_a_new_unit(cast: Cast) -> None:
    people = (cast.employee.id, cast.colleague.id)
    wish = Wish(
        Kind.SPLIT, unit("15.23"), day(), "Städtepartnerschaften", "Twinning", number="15.24",
        person_ids=people, manager_id=cast.employee.id,
    )  # fmt: skip
    carry_out(wish, None)
    assert shape(day())["15.24"] == "15"
    assert [unit_of(person, day()) for person in people] == [unit("15.24")] * 2
    assert unit_of(cast.manager.id, day()) == unit("15.23")
    deciders = LeadershipMap.load(day()).deciders(cast.colleague.id, unit("15.24"))
    assert deciders.managers == (cast.employee.id,)


def test_rings_are_refused_also_those_that_only_close_later(cast: Cast) -> None:
    below = Wish(Kind.MOVE, unit("15"), day(), parent_id=unit("15.23"))
    assert refusal(below) == "The unit 15 would stand below itself. Choose another one."
    assert "below itself" in refusal(Wish(Kind.MERGE, unit("15"), day(), target_id=unit("15.23")))
    carry_out(Wish(Kind.MOVE, unit("15"), day(20), parent_id=unit("18")), None)
    assert "below itself" in refusal(Wish(Kind.MOVE, unit("18"), day(), parent_id=unit("15")))


def test_days_before_what_is_on_record_already_are_refused(cast: Cast) -> None:
    carry_out(Wish(Kind.RENAME, unit("15"), day(20), "Büro"), None)
    told = refusal(Wish(Kind.MOVE, unit("15"), day(), parent_id=unit("18")))
    assert told.startswith("The unit 15 changes on ")
    assert refusal(Wish(Kind.RENAME, unit("15"), day(-1), "Amt")).startswith("What was is history")
    late = a_unit("99", "Zu", until=day(5))
    assert refusal(Wish(Kind.RENAME, late.id, day(), "Auf")).startswith(
        "The unit 99 does not exist"
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"number": ""}, "The new unit needs a number."),
        ({"number": "18"}, "There is a unit 18 already. Choose another number."),
        ({"person_ids": ()}, "Choose at least one person or one sub-unit"),
    ],
)
def test_what_a_split_lacks_is_told(cast: Cast, more: dict[str, object], told: str) -> None:
    given: dict[str, object] = {"number": "15.24", "person_ids": (cast.employee.id,)}
    wish = Wish(Kind.SPLIT, unit("15.23"), day(), "Neu", **(given | more))  # type: ignore[arg-type]
    assert refusal(wish).startswith(told)


def test_the_preview_says_who_moves_and_for_whom_somebody_else_decides(cast: Cast) -> None:
    rows = len(db.session.scalars(select(UnitVersion)).all())
    wish = Wish(Kind.MERGE, unit("15.23"), day(), target_id=unit("18.14"))
    found = foresee(wish)
    assert cast.employee.full_name in [mover.name for mover in found.movers]
    assert {mover.target.number for mover in found.movers if mover.target} == {"18.14"}
    changed = {group.before: group.after for group in found.deciders}
    assert changed[cast.manager.full_name] == cast.section_head.full_name
    assert cast.employee.id in found.with_new_deciders
    # Nothing of it stays.
    assert len(db.session.scalars(select(UnitVersion)).all()) == rows
    assert (
        found.seen == foresee(Wish(Kind.MERGE, unit("15.23"), day(), target_id=unit("18.14"))).seen
    )


def test_requests_that_wait_go_to_the_new_deciders(cast: Cast) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    assert waiting_requests({cast.employee.id}) == 1
    wish = Wish(Kind.MERGE, unit("15.23"), clock.today(), target_id=unit("18.14"))
    carry_out(wish, None)
    old, new = Actor(cast.manager.id), Actor(cast.section_head.id)
    with pytest.raises(NotAllowed):
        operations.approve(enrolment.id, old)
    assert operations.approve(enrolment.id, new).status is Status.CONFIRMED


def test_a_reorganisation_can_be_taken_back_until_something_is_built_on_it(cast: Cast) -> None:
    before = shape(day())
    wish = Wish(
        Kind.SPLIT, unit("15.23"), day(), "Neu", number="15.24", person_ids=(cast.employee.id,)
    )
    split = carry_out(wish, None)
    undo(split.id, cast.hr.id)
    assert shape(day()) == before
    assert unit_of(cast.employee.id, day()) == unit("15.23")
    # The number is free again, and no row was edited or deleted.
    again = carry_out(wish, None)
    known = select(Leadership).where(Leadership.known(), Leadership.unit_id == unit("15.23"))
    assert len(db.session.scalars(known).all()) == 2
    carry_out(Wish(Kind.RENAME, unit("15.24"), day(12), "Anders"), None)
    with pytest.raises(RuleViolation) as refused:
        undo(again.id, cast.hr.id)
    assert refused.value.message.startswith("Something of it has been changed since.")
    with pytest.raises(RuleViolation):
        undo(split.id, cast.hr.id)
