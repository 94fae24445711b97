"""HR's search for people, and one person's facts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import true

from tests.cast import Cast, a_person, assigned, leads
from tests.conftest import CountQueries
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import people_administered
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.organisation import people, person_facts
from trainingtracker.organisation.contact import correct_contact
from trainingtracker.organisation.people import Employment, PeopleFilter, PeopleFound
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import LeadershipKind, PersonKind, Role


def search(
    wanted: PeopleFilter | None = None, *, actor: Actor | None = None, **how: object
) -> PeopleFound:
    today = clock.today()
    return people.search(
        wanted or PeopleFilter(),
        scope=people_administered(actor, today) if actor else true(),
        tree=UnitTree.load(today),
        as_of=today,
        **how,  # type: ignore[arg-type]
    )


def names(found: PeopleFound) -> list[str]:
    return [row.listed_name for row in found.rows]


@pytest.mark.parametrize("typed", ["özkan", "OZKAN", "oezkan", "dil özk", "Özkan Dilara"])
def test_a_name_is_found_however_it_is_typed(cast: Cast, typed: str) -> None:
    assert names(search(PeopleFilter(text=typed))) == ["Özkan, Dilara"]


@pytest.mark.parametrize("typed", ["yıldız", "Yildiz", "YILDIZ"])
def test_the_turkish_i_without_a_dot_is_found_as_any_i(cast: Cast, typed: str) -> None:
    a_person("Deniz", "Yıldız", account=False)
    assert names(search(PeopleFilter(text=typed))) == ["Yıldız, Deniz"]


def test_a_personnel_number_is_found_with_and_without_its_zeros(cast: Cast) -> None:
    number = cast.employee.personnel_number or ""
    for typed in (number, number.lstrip("0"), f"00{number}"):
        assert names(search(PeopleFilter(text=typed))) == ["Sommer, Erik"]


def test_a_unit_is_searched_with_everything_below_it(cast: Cast) -> None:
    found = search(PeopleFilter(unit_id=cast.unit_15.id))
    assert "Voss, Henrike" in names(found)
    assert "Sommer, Erik" in names(found)
    assert "Stein, Wiebke" not in names(found)
    assert next(r for r in found.rows if r.id == cast.employee.id).unit.number == "15.23"  # type: ignore[union-attr]


def test_a_unit_that_is_unknown_has_nobody(cast: Cast) -> None:
    assert search(PeopleFilter(unit_id=99999)).total == 0


def test_somebody_who_moved_is_found_in_the_unit_of_today(cast: Cast) -> None:
    today = clock.today()
    person = a_person("Mia", "Umzug", account=False)
    assigned(person, cast.unit_18, until=today)
    assigned(person, cast.unit_23, since=today)
    assert "Umzug, Mia" in names(search(PeopleFilter(unit_id=cast.unit_23.id)))
    assert "Umzug, Mia" not in names(search(PeopleFilter(unit_id=cast.unit_18.id)))


def test_who_has_left_is_shown_only_when_asked_for(cast: Cast) -> None:
    today = clock.today()
    a_person("Leo", "Gestern", exit=today - timedelta(1), account=False)
    a_person("Ina", "Heute", exit=today, account=False)
    assert "Gestern, Leo" not in names(search())
    assert "Heute, Ina" in names(search())
    assert names(search(PeopleFilter(employment=Employment.LEFT))) == ["Gestern, Leo"]
    assert "Gestern, Leo" in names(search(PeopleFilter(employment=Employment.ALL)))


def test_guests_are_told_from_staff(cast: Cast) -> None:
    assert names(search(PeopleFilter(kind=PersonKind.GUEST))) == ["Gast, Pia"]


def test_names_sort_as_in_a_german_directory(cast: Cast) -> None:
    found = names(search())
    assert found.index("Noll, Vera") < found.index("Özkan, Dilara") < found.index("Petersen, Kira")
    assert names(search(descending=True)) == sorted(found, key=found.index, reverse=True)


def test_units_sort_in_the_order_of_the_tree(cast: Cast) -> None:
    rows = search(sort="unit").rows
    numbers = [row.unit.number if row.unit else None for row in rows]
    assert numbers[0] == "D-I" or numbers.index("18") < numbers.index("23")
    assert numbers[-1] is None


@pytest.mark.parametrize("sort", people.SORTS)
def test_pages_show_each_once_in_the_order_that_the_workbook_has_whatever_is_asked_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(people, "_FEW", 4)
    today = clock.today()
    for number, person in enumerate((cast.outsider, cast.employee, cast.head, cast.colleague)):
        person.exit = today + timedelta(days=number // 2)
    for unit in (cast.unit_15, cast.unit_23, cast.unit_23, cast.unit_18, None):
        a_person("Kim", "Zwilling", unit, account=False)
    for filters in (
        PeopleFilter(),
        PeopleFilter(text="zwil"),
        PeopleFilter(text="i e"),
        PeopleFilter(unit_id=cast.unit_15.id),
        PeopleFilter(kind=PersonKind.STAFF, employment=Employment.ALL),
    ):
        for descending in (False, True):
            how = {"sort": sort, "descending": descending}
            whole = [row.id for row in search(filters, **how, limit=None).rows]
            pages = [search(filters, **how, limit=3, offset=n) for n in range(0, len(whole), 3)]
            assert [row.id for page in pages for row in page.rows] == whole
            assert {page.total for page in pages} == {len(set(whole))}
            assert len(whole) >= 5


def test_the_last_days_stand_in_order_and_whoever_stays_after_them_by_name(cast: Cast) -> None:
    today = clock.today()
    cast.outsider.exit, cast.employee.exit = today + timedelta(days=2), today + timedelta(days=1)
    found = names(search(sort="exit"))
    assert found[:2] == [cast.employee.listed_name, cast.outsider.listed_name]
    assert found[2:] == [name for name in names(search()) if name not in found[:2]]
    assert names(search(sort="exit", descending=True))[-2:] == found[1::-1]


def test_a_coordinator_finds_the_people_of_their_units_only(cast: Cast) -> None:
    actor = Actor(cast.coordinator.id, {Role.COORDINATOR: frozenset({cast.unit_23.id})})
    found = search(actor=actor)
    assert set(names(found)) >= {"Reimann, Olga", "Kraus, Uwe"}
    assert "Sommer, Erik" not in names(found)
    assert search(PeopleFilter(text="Sommer"), actor=actor).total == 0


def test_a_person_without_a_mandate_finds_nobody(cast: Cast) -> None:
    assert search(actor=Actor(cast.employee.id)).total == 0


def test_a_search_takes_three_queries_beside_the_tree_and_two_when_nothing_has_changed(
    cast: Cast, count_queries: CountQueries
) -> None:
    tree = UnitTree.load(clock.today())
    with count_queries() as queries:
        people.search(PeopleFilter(), scope=true(), tree=tree, as_of=clock.today())
        assert queries.number == 3
        people.search(PeopleFilter(), scope=true(), tree=tree, as_of=clock.today())
    assert queries.number == 3 + 2


def test_looking_up_somebody_to_add_leaves_out_who_has_left(cast: Cast) -> None:
    a_person("Erik", "Sommerfeld", exit=date(2020, 1, 1), account=False)
    found = people.look_up("sommer", scope=true(), as_of=clock.today())
    assert [person.id for person in found] == [cast.employee.id]
    assert people.look_up("  ", scope=true(), as_of=clock.today()) == []


def test_the_facts_of_a_person_tell_their_units_the_latest_first(cast: Cast) -> None:
    today = clock.today()
    person = a_person("Mia", "Umzug", account=False)
    assigned(person, cast.unit_18, until=today)
    assigned(person, cast.unit_23, since=today)
    leads(person, cast.unit_23, LeadershipKind.DEPUTY)
    facts = person_facts.facts(person, today)
    assert [(a.unit_number, a.until) for a in facts.assignments] == [("23", None), ("18", today)]
    assert facts.assignments[0].unit_name.de == "Wirtschaft"
    assert [(lead.unit_number, lead.kind) for lead in facts.leads] == [
        ("23", LeadershipKind.DEPUTY)
    ]
    assert facts.on_leave is False


def test_hr_corrects_address_and_language(cast: Cast) -> None:
    person = correct_contact(cast.without_email.id, " uwe@example.org ", "en", version=1)
    assert (person.email, person.language, person.version) == ("uwe@example.org", "en", 2)
    assert correct_contact(person.id, "", None, version=2).email is None


@pytest.mark.parametrize(
    "typed",
    [
        "uwe",
        "uwe@",
        "@example.org",
        "uwe@example",
        "u we@example.org",
        "a@b@c.de",
        "hans.:x@stadt.de",
        "hans@[stadt.de",
        "&.:@b.cc",
        "hans,meier@stadt.de",
        "hans.@stadt.de",
        "hans\x00@stadt.de",
        "uwe@example.org\r\nBcc: alle@example.org",
    ],
)
def test_a_broken_address_is_refused(cast: Cast, typed: str) -> None:
    with pytest.raises(RuleViolation, match="is not an e-mail address"):
        correct_contact(cast.without_email.id, typed, None, version=1)


def test_a_correction_of_an_older_copy_is_refused(cast: Cast) -> None:
    correct_contact(cast.employee.id, "erik@example.org", "de", version=1)
    with pytest.raises(StaleVersion):
        correct_contact(cast.employee.id, "sommer@example.org", "de", version=1)
    assert db.session.get_one(type(cast.employee), cast.employee.id).email == "erik@example.org"
