"""Who exhibits at a fair, with the badges that hold: before it, on its days and after a badge has lapsed."""

from datetime import date, timedelta

import pytest

from tests import fair_world, world
from tests.markup import Page

FIRST, LAST = date(2026, 12, 20), date(2026, 12, 24)


@pytest.fixture
def fair(session):
    return world.fair(session)


def exhibit(session, fair, number: str, name: str = "", **facts):
    maker = world.producer(session, name, **facts)
    tea = world.product(session, by=maker)
    fair_world.application(session, fair, fair_world.booth(session, fair, number), maker, tea)
    return tea


def page_of(client, fair, query: str = "", prefix: str = "/en") -> Page:
    answer = client.get(f"{prefix}/fairs/{fair.slug}/exhibitors{query}")
    assert answer.status_code == 200
    return Page(answer.text)


def booths(page: Page) -> list[str]:
    return [booth.text.split()[-1] for booth in page.find("p", "exhibitor__booth")]


def test_by_booth_by_name_by_province(client, session, fair):
    exhibit(session, fair, "A10", "Ấp Bắc", commune_code=world.PHU_QUOC)
    exhibit(session, fair, "A2", "Đồi Chè")
    exhibit(session, fair, "B1", "Bản Nhỏ", commune_code=world.BA_DINH)
    session.commit()
    assert booths(page_of(client, fair)) == ["A2", "A10", "B1"]
    assert booths(page_of(client, fair, "?sort=name")) == ["A10", "B1", "A2"]
    assert booths(page_of(client, fair, "?sort=province")) == ["A10", "B1", "A2"]  # An Giang, Hà Nội, Lào Cai
    assert booths(page_of(client, fair, "?sort=x")) == ["A2", "A10", "B1"]


@pytest.mark.parametrize(
    ("state", "is_shown"),
    [("accepted", False), ("confirmed", True), ("checked_in", True), ("no_show", False)],
)
def test_confirmed_ones_are_shown(client, session, fair, state, is_shown):
    maker = world.producer(session, "Hợp tác xã Gian Một")
    booth = fair_world.booth(session, fair, "A1")
    fair_world.application(session, fair, booth, maker, state=state)
    session.commit()
    assert (booths(page_of(client, fair)) == ["A1"]) is is_shown
    for path in (f"/fairs/{fair.slug}", f"/producers/{maker.slug}"):
        text = Page(client.get(path).text).one("main").text
        assert (("Gian Một" if "fairs" in path else fair.name) in text) is is_shown, path


def test_a_page_in_the_cache_learns_who_is_confirmed_and_who_leaves(client, session, fair):
    booth = fair_world.booth(session, fair, "A1")
    made = fair_world.application(session, fair, booth, world.producer(session), state="accepted")
    session.commit()
    for state, shown in (("confirmed", ["A1"]), ("no_show", []), ("checked_in", ["A1"])):
        page_of(client, fair)
        made.move(type(made).S(state))
        session.commit()
        assert booths(page_of(client, fair)) == shown


def test_the_goods_lead_to_where_they_are_bought(client, session, fair):
    tea = exhibit(session, fair, "A1")
    session.commit()
    good = page_of(client, fair).one("ul", "exhibitor__goods")
    assert f"/en/products/{tea.slug}" in [a.attributes["href"] for a in good.inside if a.tag == "a"]
    assert "100,000 ₫" in good.text
    tea.move(tea.S.HIDDEN)
    session.commit()
    assert not page_of(client, fair).find("ul", "exhibitor__goods")


def test_a_badge_that_lapses_before_the_fair_is_not_shown(client, session, fair):
    for until in (FIRST - timedelta(days=1), FIRST):
        tea = exhibit(session, fair, f"A{until.day}")
        world.recognition(session, tea, expires_on=until)
    session.commit()
    page = page_of(client, fair)
    assert [badge.attributes["data-until"] for badge in page.badges] == [FIRST.isoformat()]
    assert "still on the fair's first day, 20 Dec 2026" in page.one("main").text


def test_a_badge_is_gone_the_day_after_its_last(client, clock, session, fair):
    tea = exhibit(session, fair, "A1")
    world.recognition(session, tea, expires_on=date(2026, 12, 21))
    session.commit()
    clock.go_to(date(2026, 12, 21), 23, 59)
    page = page_of(client, fair)
    assert len(page.badges) == 1
    assert "hold today, 21 Dec 2026" in page.one("main").text
    clock.go_to(date(2026, 12, 22), 0, 0)
    assert page_of(client, fair).badges == []


def test_a_badge_that_does_not_hold_yet_is_not_promised(client, session, fair):
    tea = exhibit(session, fair, "A1")
    world.recognition(session, tea, decided_on=date(2026, 12, 1))
    session.commit()
    assert page_of(client, fair).badges == []


def test_a_shared_stand_has_several(client, session, fair):
    stand = fair_world.booth(session, fair, "T1", places=3)
    for place in (1, 2):
        fair_world.application(session, fair, stand, world.producer(session), place=place)
    session.commit()
    assert booths(page_of(client, fair)) == ["T1", "T1"]


def test_pages_and_a_constant_number_of_statements(app, client, session, fair, statements):
    def asked() -> int:
        session.commit()
        page_of(client, fair)
        app.extensions["page_cache"].pages.clear()
        statements.clear()
        page_of(client, fair)
        return len(statements)

    exhibit(session, fair, "A1")
    few = asked()
    for n in range(2, 44):
        exhibit(session, fair, f"A{n}")
    assert asked() == few <= 7
    assert len(booths(page_of(client, fair))) == 40
    assert booths(page_of(client, fair, "?page=2")) == ["A41", "A42", "A43"]


def test_nobody_yet(client, session, fair):
    session.commit()
    assert "No exhibitor is confirmed yet." in page_of(client, fair).one("main").text


@pytest.mark.parametrize("where", ["producers", "products"])
def test_the_pages_of_producer_and_product_say_where_to_meet(client, clock, session, fair, where):
    tea = exhibit(session, fair, "A7", "Hợp tác xã Gặp Gỡ")
    maker = session.get_one(world.Producer, tea.producer_id)
    session.commit()
    path = f"/en/{where}/{maker.slug if where == 'producers' else tea.slug}"
    clock.go_to(LAST, 23, 59)
    assert "booth A7" in Page(client.get(path).text).one("ul", "meet").text
    clock.go_to(LAST + timedelta(days=1), 0, 0)
    assert not Page(client.get(path).text).find("ul", "meet")
