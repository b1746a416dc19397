"""How often the organiser's pages ask the database: for one fair and for many, the same."""

from marketplace.fairs.fair_steps import Rules, write_rules
from tests import people, world

# The most statements of a page, whatever is on it.
PAGES = {
    "/organiser": 4,
    "/organiser/join": 3,
    "/organiser/people": 5,
    "/organiser/bank-accounts": 5,
    "/organiser/fairs/new": 3,
    "/organiser/fairs/{fair}": 5,
    "/organiser/fairs/{fair}/steps/basics": 8,
    "/organiser/fairs/{fair}/steps/days": 7,
    "/organiser/fairs/{fair}/steps/applications": 9,
    "/organiser/fairs/{fair}/steps/visitors": 7,
    "/organiser/fairs/{fair}/programme": 5,
}


def grow(session, own, times: int):
    fair = None
    for n in range(times):
        fair = world.fair(session, own, venue=f"Nơi {n}")
        for _ in range(times):
            world.programme_item(session, fair)
        write_rules(session, fair, Rules(frozenset(map(str, range(1, times + 2))), {"15": 1}))
    session.commit()
    return fair


def asked(client, statements, fair) -> dict[str, int]:
    counts = {}
    for page in PAGES:
        path = page.format(fair=fair.slug)
        client.get(path)
        statements.clear()
        assert client.get(path).status_code == 200
        counts[page] = len(statements)
    return counts


def test_a_page_asks_no_more_for_more(session, desk, member, statements):
    few = asked(desk.client, statements, grow(session, desk.own, 1))
    member("steward", desk.own, people.user(session, "hai@vidu.vn"))
    assert asked(desk.client, statements, grow(session, desk.own, 5)) == few
    assert {page: count for page, count in few.items() if count > PAGES[page]} == {}
