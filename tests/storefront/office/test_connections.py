"""The figures of producers and retailers: for officers of the province, and on the producer's desk."""

import io

from openpyxl import load_workbook

from marketplace.accounts.memberships import ProducerRole, add_member
from tests import people, world
from tests.marketplace.sourcing.test_connections import bought, deliver
from tests.people import signed_in
from tests.world import NOW, TODAY


def test_officers_of_the_province_and_the_producer_see_what_came_of_it(app, session):
    retailer, producer = world.retailer(session), world.producer(session)
    owner = people.user(session, "chu@vidu.vn")
    add_member(session, owner, producer, NOW, ProducerRole.OWNER)
    made, line = bought(session, retailer, producer, owner, "1")
    deliver(session, made, line, TODAY.replace(day=1))
    session.commit()
    officer = signed_in(app, people.officer(session))
    page = officer.get("/en/office/connections").text
    assert "Lào Cai" in page and "1,000,000" in page
    book = load_workbook(io.BytesIO(officer.get("/en/office/connections.xlsx").data)).active
    assert [cell.value for cell in book[2]][:1] + [cell.value for cell in book[2]][2:] == [
        "Lào Cai",
        1,
        1,
        1,
        1_000_000,
    ]
    assert "Lào Cai" in officer.get("/office/connections.csv").text
    elsewhere = signed_in(app, people.officer(session, "xa@vidu.vn", province="01"))
    assert "Lào Cai" not in elsewhere.get("/en/office/connections").text
    assert "Lào Cai" not in elsewhere.get("/office/connections.csv").text
    desk = signed_in(app, owner).get("/en/producer").text
    assert "Retailers you supply" in desk and "1 month" in desk


def test_without_any_dealings_it_says_so_and_the_desk_says_nothing(app, session):
    owner = people.user(session, "chu@vidu.vn")
    add_member(session, owner, world.producer(session), NOW, ProducerRole.OWNER)
    session.commit()
    page = signed_in(app, people.officer(session)).get("/en/office/connections").text
    assert "No producer is connected to a retailer so far." in page
    assert "Retailers you supply" not in signed_in(app, owner).get("/en/producer").text
