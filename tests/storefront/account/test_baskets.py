"""Baskets at signing in and out, as a browser sees them."""

from tests import world
from tests.markup import Page
from tests.people import browser, sign_in, signed_in
from tests.shopping import fill_basket, put


def pieces(client) -> list[str]:
    page = Page(client.get("/basket").text)
    return [
        e.attributes["value"]
        for e in page.find("input")
        if e.attributes.get("name", "").startswith("quantity-")
    ]


def test_a_visitors_basket_is_there_after_signing_in_and_each_change_is_told(app, guest, session, binh):
    one, other = world.product(session, stock=3), world.product(session)
    session.commit()
    fill_basket(signed_in(app, binh), one, other, quantity=2)
    fill_basket(guest, one, quantity=2)
    sign_in(guest, binh.email, path="/en/sign-in")
    told = " ".join(Page(guest.get("/en/account").text).notes)
    assert "only 3 can be ordered" in told
    assert f"“{other.name}” was in your basket from before: 2." in told
    assert sorted(pieces(guest)) == ["2", "3"]
    assert guest.get_cookie("basket_count").value == "5"
    sign_in(guest, binh.email)
    assert sorted(pieces(guest)) == ["2", "3"]


def test_signing_out_leaves_an_empty_basket_and_the_account_keeps_its_own(app, guest, session, binh):
    product = world.product(session)
    session.commit()
    sign_in(guest, binh.email)
    fill_basket(guest, product)
    token = guest.get_cookie("basket").value
    guest.post("/sign-out")
    assert guest.get_cookie("basket") is None
    assert pieces(guest) == []
    guest.set_cookie("basket", token)
    assert pieces(guest) == [], "a cookie that stayed behind opens nothing"
    assert put(guest, product).status_code == 303
    assert pieces(guest) == ["1"]
    assert pieces(signed_in(app, binh)) == ["1"]


def test_a_basket_begun_on_one_device_is_there_on_the_other(app, session, binh):
    product = world.product(session)
    session.commit()
    phone, desk = signed_in(app, binh), signed_in(app, binh)
    fill_basket(phone, product)
    fill_basket(desk, product)
    assert pieces(phone) == ["2"]
    assert pieces(browser(app)) == []
