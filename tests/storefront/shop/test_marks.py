"""Marks: what each protects, where, and who may use it today."""

from datetime import date

import pytest

from catalog.marks import MarkKind, MarkTerritory
from tests import world
from tests.markup import Page


@pytest.fixture
def show(client, session):
    def ask(path: str) -> Page:
        session.commit()
        answer = client.get(f"/en{path}")
        assert answer.status_code == 200
        return Page(answer.text)

    return ask


def cells(page: Page) -> list[list[str]]:
    """The table of who may use the mark."""
    rows = [row for row in page.find("tr") if any(e.tag == "td" for e in row.inside)]
    return [[e.text for e in row.inside if e.tag in ("th", "td")] for row in rows]


def test_marks_stand_under_their_kind(show, session):
    for kind in MarkKind:
        world.mark(session, f"Nhãn {kind}", kind, number="00012")
    page = show("/marks")
    for kind in MarkKind:
        (group,) = page.find("section", f"kind--{kind}")
        assert f"Nhãn {kind}" in group.text
        assert "no. 00012" in group.text


def test_kinds_without_marks_are_left_out(show, session):
    world.mark(session, kind=MarkKind.TRADEMARK)
    assert len(show("/marks").find("section", "mark-kind")) == 1


def test_only_products_on_show_are_counted(show, session):
    mark = world.mark(session)
    maker = world.producer(session)
    one = world.product(session, by=maker)
    world.product(session, by=maker)
    world.product(session, by=maker, state="hidden")
    world.authorisation(session, one, mark)
    assert show("/marks").one("ul", "rows").text.endswith("1 product")
    world.authorisation(session, one, mark, product_id=None)
    assert show("/marks").one("ul", "rows").text.endswith("2 products")


def test_products_of_a_suspended_producer_are_not_counted(show, session):
    product = world.product(session, by=world.producer(session, state="suspended"))
    world.authorisation(session, product, world.mark(session))
    assert show("/marks").one("ul", "rows").text.endswith("0 products")


def test_a_mark_says_what_it_protects_and_where(show, session):
    mark = world.mark(
        session,
        "Mường Thử",
        protects="Chè.",
        protects_en="Tea from old trees.",
        number="00099",
        owner="Nhà nước",
    )
    session.add(MarkTerritory(mark_id=mark.id, place_code=world.VAN_CHAN))
    session.add(MarkTerritory(mark_id=mark.id, place_code="01"))
    page = show(f"/marks/{mark.slug}")
    assert page.one("h1").text == "Mường Thử"
    assert "Tea from old trees." in page.one("main").text
    assert "00099 (not yet compared with the register)" in page.one("main").text
    assert {"/en/places/15", "/en/places/01"} <= set(page.links)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, "Geographical indication: Thử"),
        ({"valid_until": date(2026, 11, 20)}, "Lapsed"),
        ({"valid_from": date(2026, 11, 22)}, "Not yet in force"),
    ],
)
def test_each_right_says_how_it_stands_today(show, session, facts, status):
    product = world.product(session, by=world.producer(session, "Hợp tác xã Thử"))
    mark = world.mark(session, "Thử")
    world.authorisation(session, product, mark, permit_no="7/GP", **facts)
    page = show(f"/marks/{mark.slug}")
    (row,) = cells(page)
    assert row[:2] == ["Hợp tác xã Thử", "7/GP"]
    assert row[3] == status
    assert bool(page.cards) == bool(page.badges) == (not facts)


@pytest.mark.parametrize(("kind", "status"), [("suspend", "Suspended"), ("revoke", "Revoked")])
def test_a_right_taken_away_says_so(show, session, kind, status):
    product, mark = world.product(session), world.mark(session)
    world.act(session, world.authorisation(session, product, mark), kind, world.TODAY)
    page = show(f"/marks/{mark.slug}")
    assert cells(page)[0][3] == status
    assert not page.badges + page.find("h3", "card__name")


def test_a_mark_that_has_ended_shows_no_badge(show, session):
    product = world.product(session)
    mark = world.mark(session, kind=MarkKind.TRADEMARK, expires_on=date(2026, 11, 20))
    world.authorisation(session, product, mark)
    page = show(f"/marks/{mark.slug}")
    assert page.find("span", "tag--bad")
    assert not page.badges
    assert cells(page)[0][3] == "Lapsed"


def test_a_mark_nobody_uses_says_so(show, session):
    mark = world.mark(session)
    assert (
        "No producer on this market has shown a right to use it."
        in show(f"/marks/{mark.slug}").one("main").text
    )


def test_producers_that_are_not_shown_are_not_named(show, session):
    maker = world.producer(session, "Bị ngừng", state="suspended")
    mark = world.mark(session)
    world.authorisation(session, world.product(session, by=maker), mark)
    assert "Bị ngừng" not in show(f"/marks/{mark.slug}").one("main").text


def test_an_unknown_mark_is_not_found(client):
    assert client.get("/marks/nothing").status_code == 404


def test_the_number_of_statements_does_not_grow(client, session, statements):
    mark = world.mark(session)
    spent = []
    for more in (2, 20):
        for _ in range(more):
            product = world.product(session)
            world.recognition(session, product)
            right = world.authorisation(session, product, mark)
            world.act(session, right, "suspend", world.date(2026, 1, 1))
            world.act(session, right, "reinstate", world.date(2026, 2, 1))
            world.authorisation(session, product, world.mark(session))
        session.commit()
        client.get("/products")
        statements.clear()
        client.get("/marks")
        client.get(f"/marks/{mark.slug}")
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 18
