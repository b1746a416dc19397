"""The tickets of an account: its own alone, paid and unpaid, in pages."""

from marketplace.fairs.fairs import FairState
from tests import people, ticket_world, world
from tests.people import browser, signed_in
from tests.ticket_world import ticket


def test_somebody_sees_their_own_tickets_and_how_they_stand(app, session):
    fair, free = (
        ticket_world.fair(session, name="Hội chợ Xuân"),
        world.fair(session, name="Hội Hè", visitor_quota=5),
    )
    off = world.fair(session, name="Hội Bão", visitor_quota=5)
    user = people.user(session)
    for one in (fair, free, off):
        mine = ticket(session, one, "binh@vidu.vn", user=user)
    off.state, off.reason = FairState.CANCELLED, "Bão"
    ticket(session, fair, "an@vidu.vn", name="Người Khác")
    session.commit()
    page = signed_in(app, user).get("/en/account/tickets").text
    assert (
        "Not paid yet" in page
        and "40,000" in page
        and "Good for entrance" in page
        and "This fair is cancelled." in page
    )
    assert page.count("/tickets/V") == 3 and f"/en/fairs/{off.slug}/tickets/{mine.code}" in page
    assert browser(app).get("/account/tickets").status_code == 303


def test_the_list_has_pages_and_asks_as_often_for_many(app, session, statements):
    user = people.user(session)
    client = signed_in(app, user)

    def asked() -> int:
        statements.clear()
        assert client.get("/account/tickets").status_code == 200
        return len(statements)

    ticket(session, world.fair(session, visitor_quota=5), "binh@vidu.vn", user=user)
    session.commit()
    few = asked()
    for _ in range(22):
        ticket(session, world.fair(session, visitor_quota=5), "binh@vidu.vn", user=user)
    session.commit()
    assert asked() == few
    assert client.get("/account/tickets?page=2").text.count("/tickets/V") == 3


def test_who_has_none_is_led_to_the_fairs(app, session):
    user = people.user(session)
    session.commit()
    assert "registered for no fair yet" in signed_in(app, user).get("/en/account/tickets").text
