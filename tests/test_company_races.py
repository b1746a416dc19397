"""People of a retailer and what they may spend, changed at the same moment, on both databases."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import func, select

from marketplace.accounts.company_people import add_person, change_person, remove_person
from marketplace.accounts.memberships import Membership, RetailerRole
from marketplace.accounts.retailers import Retailer
from marketplace.audit import Entry
from marketplace.sourcing.spending import limits_of, rules_of, set_limits, set_rules
from storefront.database import Database
from tests import people, world
from tests.crowds import at_once
from tests.databases import own_database
from tests.world import NOW

ROUNDS = 6
R = RetailerRole


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("companies"), "company_races") as made:
        yield made


def company(database: Database, managers: int, buyers: int = 0) -> tuple[int, list[int]]:
    """The retailer's id and those of its managers, then of its buyers; nobody else acts for it."""
    with database.writing(expire_on_commit=False) as session:
        made = world.retailer(session)
        users = []
        for at in range(managers + buyers):
            user = people.user(session, f"nguoi-{next(world._serial)}@vidu.vn")
            add_person(session, user, made, NOW, R.MANAGER if at < managers else R.BUYER)
            users.append(user.id)
        session.commit()
        return made.id, users


def removed(database: Database, retailer: int, user: int) -> str:
    with database.transaction() as session:
        remove_person(session, session.get_one(Retailer, retailer), user)
    return "removed"


def demoted(database: Database, retailer: int, user: int) -> str:
    with database.transaction() as session:
        change_person(session, session.get_one(Retailer, retailer), user, R.BUYER)
    return "demoted"


def roles(database: Database, retailer: int) -> list[str]:
    with database.reading() as session:
        mine = Membership.retailer_id == retailer
        return sorted(session.scalars(select(Membership.retailer_role).where(mine)))


@pytest.mark.parametrize(("first", "second"), [(removed, removed), (demoted, demoted), (removed, demoted)])
def test_of_two_managers_one_stays_whoever_ends_whom(database, first, second):
    for _ in range(ROUNDS):
        retailer, (one, other) = company(database, 2)
        came = at_once([partial(first, database, retailer, one), partial(second, database, retailer, other)])
        assert came["refused"] == 1
        assert roles(database, retailer).count("manager") == 1


def test_of_eight_managers_who_all_go_at_once_one_stays(database):
    retailer, users = company(database, 8)
    steps = [removed, demoted] * 4
    came = at_once([partial(step, database, retailer, user) for step, user in zip(steps, users, strict=True)])
    assert came["refused"] == 1
    assert roles(database, retailer).count("manager") == 1


def test_a_person_who_is_removed_by_one_and_given_a_role_by_another_is_gone_or_was_changed_first(database):
    for _ in range(ROUNDS):
        retailer, (_manager, buyer) = company(database, 1, 1)

        def promoted(retailer=retailer, buyer=buyer) -> str:
            with database.transaction() as session:
                change_person(session, session.get_one(Retailer, retailer), buyer, R.APPROVER)
            return "promoted"

        came = at_once([partial(removed, database, retailer, buyer), promoted])
        assert came["removed"] == 1
        assert came["promoted"] + came["refused"] == 1
        assert roles(database, retailer) == ["manager"]


def limited(database: Database, retailer: int, user: int, dong: int | None, read: int | None = None) -> str:
    with database.transaction() as session:
        set_limits(session, session.get_one(Retailer, retailer), {user: dong}, {user: read})
    return "limited"


def limits(database: Database, retailer: int) -> dict[int, int]:
    with database.reading() as session:
        return limits_of(session, retailer)


def test_of_six_limits_written_for_one_person_at_once_one_is_kept_and_the_others_are_told(database):
    retailer, (_manager, buyer) = company(database, 1, 1)
    amounts = [5_000_000 + n for n in range(6)]
    came = at_once([partial(limited, database, retailer, buyer, dong) for dong in amounts])
    assert came == {"limited": 1, "refused": 5}
    assert limits(database, retailer)[buyer] in amounts
    with database.reading() as session:
        of_it = Entry.action == "retailer.spending_limit_set", Entry.subject_id == retailer
        assert session.scalar(select(func.count()).where(*of_it)) == 1


def test_limits_of_different_people_written_at_once_are_all_kept(database):
    retailer, users = company(database, 1, 5)
    steps = [partial(limited, database, retailer, user, 1_000_000 + user) for user in users]
    assert at_once(steps) == {"limited": 6}
    assert limits(database, retailer) == {user: 1_000_000 + user for user in users}


def test_a_limit_that_is_lifted_and_raised_at_once_is_one_of_both(database):
    for _ in range(ROUNDS):
        retailer, (_manager, buyer) = company(database, 1, 1)
        limited(database, retailer, buyer, 1_000_000)
        both = [partial(limited, database, retailer, buyer, dong, 1_000_000) for dong in (None, 2_000_000)]
        assert at_once(both) == {"limited": 1, "refused": 1}
        assert limits(database, retailer).get(buyer) in (None, 2_000_000)


def test_of_rules_written_at_once_one_set_is_kept_whole(database):
    retailer, _users = company(database, 3)
    sets = [{10_000_000 * n: 1, 100_000_000 * n: 2} for n in range(1, 7)]

    def ruled(rules: dict[int, int]) -> str:
        with database.transaction() as session:
            set_rules(session, session.get_one(Retailer, retailer), rules, 3, {})
        return "ruled"

    assert at_once([partial(ruled, rules) for rules in sets]) == {"ruled": 1, "refused": 5}
    with database.reading() as session:
        assert {one.from_amount: one.approvals for one in rules_of(session, retailer)} in sets
