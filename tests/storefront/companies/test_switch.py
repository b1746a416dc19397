"""Somebody who acts for several companies sees for which one a page is, and everything done is done for that one."""

import re
from types import SimpleNamespace

import pytest

from marketplace.accounts.company_people import add_person, people_of_company
from marketplace.accounts.retailers import Retailer
from tests import order_world, people, world
from tests.people import fill, signed_in
from tests.world import NOW


@pytest.fixture
def both(session, case, member) -> SimpleNamespace:
    """Manager of `first` and `second`, and of nothing of a third one."""
    first, second = case.make(session, "Công ty A"), case.make(session, "Công ty B")
    user = people.user(session, "haiben@vidu.vn")
    add_person(session, user, second, NOW)
    client = member("manager", first, user)
    third = case.make(session, "Công ty C")
    session.commit()
    return SimpleNamespace(first=first, second=second, third=third, user=user, client=client)


def shown(client, path: str) -> str:
    found = re.findall(r'<a href="[^"]+" aria-current="true">([^<]+)</a>', client.get(path).text)
    return found[0] if found else ""


def to(company) -> str:
    return f"?{company.noun}={company.address}"


def test_who_acts_for_one_company_chooses_nothing(case, desk):
    assert "company-switch" not in desk.client.get(case.desk).text


def test_the_company_chosen_stays_chosen_from_page_to_page(case, both):
    assert shown(both.client, case.desk) == "Công ty A"
    page = both.client.get(f"{case.desk}/people").text
    switch = re.search(r'<a href="([^"]+)">Công ty B</a>', page)[1]
    assert switch == f"{case.desk}/people{to(both.second)}"
    assert "People of Công ty B" in both.client.get(switch).text
    assert shown(both.client, case.desk) == "Công ty B"
    assert "People of Công ty B" in both.client.get(f"{case.desk}/people").text
    assert both.client.get(f"{case.desk}/people{to(both.third)}").status_code == 404
    assert shown(both.client, f"{case.desk}{to(both.first)}") == "Công ty A"


def test_what_is_sent_is_done_for_the_company_of_its_page_though_another_was_opened_meanwhile(
    session, case, both
):
    page = f"{case.desk}/people"
    action = re.search(r'action="(/en/\w+/people\?[^"]+)"', both.client.get(f"{page}{to(both.first)}").text)[
        1
    ]
    both.client.get(f"{page}{to(both.second)}")
    sent = fill(both.client, page, action, contact="moi@vidu.vn", role=case.usual_role)
    assert sent.status_code == 303
    assert "moi@vidu.vn" in both.client.get(f"{page}{to(both.first)}").text
    assert "moi@vidu.vn" not in both.client.get(f"{page}{to(both.second)}").text


def test_what_does_not_say_for_which_of_several_is_done_for_none(session, case, both):
    page = f"{case.desk}/people"
    assert fill(both.client, page, page, contact="moi@vidu.vn", role=case.usual_role).status_code == 404
    gone = f"/{case.noun}/membership/removal"
    assert fill(both.client, case.desk, gone).status_code == 404
    assert len(people_of_company(session, both.first)) == 1


def test_a_company_in_which_the_role_does_not_include_a_page_is_reached_at_its_desk(
    session, case, both, member
):
    add_person(session, both.user, both.third, NOW, case.roles(case.usual_role))
    session.commit()
    both.client.get(f"{case.desk}{to(both.third)}")
    page = both.client.get(f"{case.desk}/people").text
    assert "People of Công ty A" in page
    assert f'href="{case.desk}{to(both.third)}">Công ty C' in page


def test_lists_hold_what_belongs_to_the_company_shown_and_an_order_says_whose_it_is(app, session):
    market = order_world.market(session)
    order = order_world.issued(session, market)
    other = world.retailer(session, "Công ty B")
    add_person(session, market.buyer, other, NOW)
    session.commit()
    client, own = signed_in(app, market.buyer), session.get_one(Retailer, order.retailer_id)
    assert order.code in client.get(f"/en/retailer/orders{to(own)}").text
    assert order.code not in client.get(f"/en/retailer/orders{to(other)}").text
    page = client.get(f"/en/retailer/orders/{order.code}").text
    assert f'aria-current="true">{own.name}' in page
    assert f'href="/en/retailer?retailer={other.code}">Công ty B' in page
    assert order.code in client.get("/en/retailer/orders").text
