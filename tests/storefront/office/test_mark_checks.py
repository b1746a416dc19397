"""The queue of rights to marks that don't hold: fed by the worker, let stand by one officer with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.audit import Entry
from marketplace.register.mark_checks import MarkFlag
from storefront.work.listings import check_rights_to_marks
from tests import people as making
from tests import world
from tests.people import signed_in
from tests.shopping import hidden
from tests.world import NOW, TODAY


@pytest.fixture
def flag(app, undone, session) -> MarkFlag:
    tea = world.product(session, "Chè Đêm", by=world.producer(session, "HTX Đêm"))
    mark = world.mark(session, "Núi Đêm")
    world.authorisation(session, tea, mark, valid_until=TODAY - timedelta(days=1))
    session.commit()
    check_rights_to_marks(undone, NOW)
    return session.scalars(select(MarkFlag)).one()


def let_stand(client, flag, reason: str = "Đang gia hạn"):
    name = f"mark-flag-{flag.id}"
    token = hidden(client.get("/en/office/mark-checks").text, f"{name}-csrf_token")
    fields = {f"{name}-csrf_token": token, f"{name}-reason": reason}
    return client.post(f"/en/office/mark-checks/{flag.id}/acceptance", data=fields)


def test_the_queue_says_what_is_wrong_and_where_to_act(officer, flag):
    page = officer.get("/en/office/mark-checks").text
    assert "The right has lapsed, and there is no newer one." in page
    assert "HTX Đêm" in page
    assert 'href="/en/office/marks/nui-dem' in page
    assert "1 to decide" in officer.get("/en/office").text


def test_an_officer_lets_it_stand_with_a_reason(officer, session, flag):
    assert let_stand(officer, flag, " ").status_code == 422
    assert let_stand(officer, flag).status_code == 303
    session.expire_all()
    assert (flag.state, flag.reason) == ("accepted", "Đang gia hạn")
    assert "HTX Đêm" not in officer.get("/en/office/mark-checks").text
    entry = session.scalars(select(Entry).where(Entry.action == "mark_flag.accepted")).one()
    assert entry.producer_id == flag.producer_id


def test_of_two_officers_the_second_is_told(app, officer, session, flag):
    other = signed_in(app, making.officer(session, "hai@vidu.vn", "Lê Hai"))
    name = f"mark-flag-{flag.id}"
    token = hidden(other.get("/en/office/mark-checks").text, f"{name}-csrf_token")
    let_stand(officer, flag)
    fields = {f"{name}-csrf_token": token, f"{name}-reason": "Khác"}
    late = other.post(f"/en/office/mark-checks/{flag.id}/acceptance", data=fields)
    assert late.status_code == 422
    assert "This was decided or changed meanwhile." in late.text
    session.expire_all()
    assert flag.reason == "Đang gia hạn"


def test_another_province_does_not_see_it(app, session, flag):
    other = signed_in(app, making.officer(session, "xa@vidu.vn", province="91"))
    assert "HTX Đêm" not in other.get("/en/office/mark-checks").text
    assert other.post(f"/en/office/mark-checks/{flag.id}/acceptance").status_code == 404
