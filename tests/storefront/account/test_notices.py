"""The feed: told once of what happened, read and unread, in the reader's language, and quiet at night."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.memberships import ProducerRole, add_member
from marketplace.accounts.notices import Notice
from marketplace.accounts.producer_suspensions import suspend
from marketplace.jobs import Job
from marketplace.permissions import Action, addresses_of_who_may
from tests import people, world
from tests.letters import do_jobs, letters_to
from tests.people import browser, fill, signed_in
from tests.shopping import order, order_number
from tests.world import NOW


@pytest.fixture
def lan(session):
    return people.user(session, "lan@vidu.vn", "Lan")


@pytest.fixture
def maker(session, lan):
    made = world.producer(session, "Hợp tác xã Lan")
    add_member(session, lan, made, NOW)
    session.commit()
    return made


@pytest.fixture
def told(app, session, maker) -> Producer:
    """Suspended, and its people told."""
    suspend(session, maker, "Nhãn sai", NOW)
    session.commit()
    do_jobs(app)
    return maker


def notices(session) -> list[tuple[str, str]]:
    session.expire_all()
    return [(one.kind, one.about) for one in session.scalars(select(Notice).order_by(Notice.id))]


def test_people_are_told_once_in_the_feed_and_by_letter(app, session, told, lan):
    assert notices(session) == [("producer.suspended", "Hợp tác xã Lan")]
    do_jobs(app)
    assert len(notices(session)) == 1
    assert "Hợp tác xã Lan bị cán bộ đình chỉ" in letters_to(app, "lan@vidu.vn")[-1].subject
    page = signed_in(app, lan).get("/account/notices").text
    assert "Hợp tác xã Lan bị cán bộ đình chỉ." in page
    english = signed_in(app, lan).get("/en/account/notices").text
    assert "Hợp tác xã Lan was suspended by an officer." in english


def test_the_bell_counts_what_was_not_read_and_a_press_leads_there(app, session, told, lan):
    client = signed_in(app, lan)
    assert 'class="count">1<' in client.get("/account").text
    assert 'class="count">1<' in client.get("/producer").text
    id = session.scalars(select(Notice.id)).one()
    answer = fill(client, "/account/notices", f"/account/notices/{id}/reading")
    assert answer.location == f"/producer/suspension?producer={told.slug}"
    assert 'class="count">' not in client.get("/account").text.partition("<main")[2]


def test_all_are_read_at_once(app, session, told, lan):
    client = signed_in(app, lan)
    assert fill(client, "/account/notices", "/account/notices/reading").status_code == 303
    session.expire_all()
    assert session.scalars(select(Notice.read_at)).one() is not None


def test_nobody_reads_the_notices_of_somebody_else(app, session, told):
    stranger = signed_in(app, people.user(session, "la@vidu.vn"))
    id = session.scalars(select(Notice.id)).one()
    assert fill(stranger, "/account/notices", f"/account/notices/{id}/reading").status_code == 404
    session.expire_all()
    assert session.scalars(select(Notice.read_at)).one() is None


def test_public_pages_say_nothing_of_it(app, session, told, lan):
    client = signed_in(app, lan)
    for path in ("/", "/products", "/fees"):
        page = client.get(path)
        assert "/account/notices" not in page.text
        assert page.get_data() == browser(app).get(path).get_data()


def test_who_did_it_is_not_told_of_it(app, session, maker, lan):
    session.info["user_id"] = lan.id
    suspend(session, maker, "Nhãn sai", NOW)
    session.commit()
    del session.info["user_id"]
    do_jobs(app)
    assert notices(session) == []


def test_a_packer_is_told_of_orders_and_not_of_the_business(app, session, maker):
    packer = people.user(session, "goi@vidu.vn")
    add_member(session, packer, maker, NOW, ProducerRole.PACKER)
    tea = world.product(session, by=maker)
    session.commit()
    number = order_number(order(browser(app), tea))
    suspend(session, maker, "Nhãn sai", NOW)
    session.commit()
    do_jobs(app)
    session.expire_all()
    mine = session.scalars(select(Notice).where(Notice.user_id == packer.id)).all()
    assert [(one.kind, one.path) for one in mine] == [("order.received", f"/producer/orders/{number}-1")]


def test_officers_of_the_province_are_told_in_the_feed_alone(app, session, maker, lan):
    an, far = people.officer(session), people.officer(session, "xa@vidu.vn", province="91")
    client = signed_in(app, people.user(session, "moi@vidu.vn"))
    free = world.producer(session, "Hợp tác xã Chưa Có Người")
    session.commit()
    fill(client, f"/producer/join/claims/{free.slug}", statement="Tôi là chủ", proof="Giấy phép")
    do_jobs(app)
    session.expire_all()
    assert session.scalars(select(Notice.user_id)).all() == [an.id] and far.id
    assert letters_to(app, an.email) == []


def test_at_night_a_letter_waits_and_the_feed_does_not(app, session, maker, lan, monkeypatch):
    night = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)  # half past ten in the evening
    suspend(session, maker, "Nhãn sai", night)
    session.commit()
    monkeypatch.setattr(type(app.extensions["clock"]), "now", lambda _: night)
    do_jobs(app)
    assert notices(session) == [("producer.suspended", "Hợp tác xã Lan")]
    assert letters_to(app, "lan@vidu.vn") == []
    due = session.scalars(select(Job.due_at).where(Job.kind == "letter")).one()
    assert due == datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    monkeypatch.setattr(type(app.extensions["clock"]), "now", lambda _: night + timedelta(hours=9))
    assert len(letters_to(app, "lan@vidu.vn")) == 1


def test_everybody_says_when_their_night_is(app, session, lan):
    client = signed_in(app, lan)
    sent = {"quiet_from": "22", "quiet_until": "5"}
    assert fill(client, "/account/notices", "/account/notices/quiet-hours", **sent).status_code == 303
    session.expire_all()
    assert (lan.quiet_from, lan.quiet_until) == (22, 5)
    wrong = fill(client, "/account/notices", "/account/notices/quiet-hours", **sent | {"quiet_from": "24"})
    assert wrong.status_code == 422


def test_a_letter_about_money_goes_to_who_may_see_it(app, session, maker):
    packer = people.user(session, "goi@vidu.vn")
    add_member(session, packer, maker, NOW, ProducerRole.PACKER)
    session.commit()
    for action, contacts in (
        (Action.MONEY, ["lan@vidu.vn"]),
        (Action.ORDERS, ["lan@vidu.vn", "goi@vidu.vn"]),
    ):
        found = addresses_of_who_may(session, maker.id, action)
        assert found == [(contact, "vi") for contact in contacts]


def test_a_decision_about_a_listing_leads_to_its_page(app, session, maker, lan):
    tea = world.product(session, "Chè Thử", by=maker)
    tea.note("listing.returned", version=1, reason="Thiếu ảnh")
    session.commit()
    do_jobs(app)
    assert notices(session) == [("listing.returned", "Chè Thử")]
    id = session.scalars(select(Notice.id)).one()
    client = signed_in(app, lan)
    answer = fill(client, "/account/notices", f"/account/notices/{id}/reading")
    assert client.get(answer.location).status_code == 200
