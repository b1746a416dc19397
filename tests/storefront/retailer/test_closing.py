"""More time for quotes in the browser: who may give it, what is said at which field, and who is told of it how."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.memberships import add_member
from marketplace.accounts.notices import Notice
from marketplace.sourcing.request_steps import decline_request, end
from marketplace.sourcing.requests import Recipient, SourcingRequest
from tests import people, sourcing_world, world
from tests.letters import letters_to
from tests.people import fill
from tests.shopping import hidden
from tests.sourcing_world import CLOSES
from tests.world import NOW

LATER = {"closes_on": "2026-12-05", "closes_at": "17:00"}


@pytest.fixture
def desk(buying):
    return buying("Siêu thị Hồ Gươm")


@pytest.fixture
def goods(session):
    return [world.product(session) for _ in range(3)]


@pytest.fixture
def out(session, desk, goods) -> SourcingRequest:
    makers = tuple(session.get_one(Producer, one.producer_id) for one in goods)
    made = sourcing_world.request(session, desk.retailer, ask=makers)
    session.commit()
    return made


def path_of(request) -> str:
    return f"/retailer/requests/{request.code}"


def extended(client, request, **fields):
    path = path_of(request)
    return fill(client, path, f"{path}/closing", **{"seen": str(request.revision)} | LATER | fields)


def closing_of(session, request):
    session.refresh(request)
    return request.closes_at


def test_a_buyer_gives_more_time(session, desk, out):
    page = desk.client.get(path_of(out)).text
    assert 'value="2026-12-01"' in page
    assert 'value="10:00"' in page
    assert extended(desk.client, out).status_code == 303
    assert closing_of(session, out) == CLOSES + timedelta(days=4, hours=7)
    assert "17:00, 05/12/2026" in desk.client.get(path_of(out)).text


@pytest.mark.parametrize(
    ("typed", "sentence", "kept"),
    [
        ({"closes_on": ""}, "Bạn hãy điền mục này.", 'value="17:00"'),
        ({"closes_on": "<i>mai", "closes_at": "sớm"}, "không phải", "&lt;i&gt;mai"),
        ({"closes_on": "2026-11-30"}, "đã được hẹn thời hạn hiện tại", 'value="2026-11-30"'),
        ({"closes_on": "0001-01-01"}, "chưa phải ngày đầy đủ", 'value="0001-01-01"'),
        ({"closes_on": "2027-12-05"}, "nhiều nhất 180 ngày", 'value="2027-12-05"'),
        ({"closes_on": "2027-01-05"}, "Lần giao hàng cuối", 'value="2027-01-05"'),
    ],
)
def test_a_wrong_time_is_said_at_its_field_and_kept(session, desk, out, typed, sentence, kept):
    answer = extended(desk.client, out, **typed)
    assert answer.status_code == 422
    assert sentence in answer.text.split('id="closes_on-error"')[1]
    assert kept in answer.text
    assert closing_of(session, out) == CLOSES


def test_of_two_people_the_second_is_told_and_what_was_typed_stays(session, desk, out):
    seen = str(out.revision)
    assert extended(desk.client, out).status_code == 303
    answer = extended(desk.client, out, seen=seen, closes_on="2026-12-09")
    assert answer.status_code == 422
    assert "Người khác vừa sửa yêu cầu này." in answer.text
    assert 'value="2026-12-09"' in answer.text


def test_opened_quotes_end_it(session, desk, goods, clock):
    maker = session.get_one(Producer, goods[0].producer_id)
    sealed = sourcing_world.request(session, desk.retailer, ask=(maker,), sealed=True)
    sourcing_world.quote(session, sealed, goods[0])
    session.commit()
    path = path_of(sealed)
    before = desk.client.get(path).text
    assert f'action="{path}/closing"' in before
    clock.moment = CLOSES
    page = desk.client.get(path).text
    assert f'action="{path}/closing"' not in page
    assert "không thể gia hạn nhận báo giá nữa" in page
    form = {"csrf_token": hidden(before, "csrf_token"), "seen": str(sealed.revision)} | LATER
    answer = desk.client.post(f"{path}/closing", data=form)
    assert answer.status_code == 422
    assert "không công bằng" in answer.text


def test_everybody_asked_is_told_each_as_it_concerns_them(app, session, desk, goods, out, clock):
    sellers = []
    for number, good in enumerate(goods):
        user = people.user(session, f"ban{number}@vidu.vn")
        add_member(session, user, session.get_one(Producer, good.producer_id), NOW)
        sellers.append(user)
    sourcing_world.quote(session, out, goods[0], valid_until=CLOSES.date())
    mine = session.get_one(Recipient, (out.id, goods[2].producer_id))
    decline_request(session, out, mine, "Hết mùa", NOW)
    session.commit()
    letters_to(app, "nobody@vidu.vn")
    assert "1 báo giá hết hiệu lực trước ngày đó" in follow(desk.client, extended(desk.client, out))
    subjects = [letters_to(app, one.email)[-1].subject for one in sellers]
    assert subjects == [
        f"{out.title}: thời hạn báo giá được gia hạn, báo giá của bạn hết hiệu lực trước đó",
        f"{out.title}: thời hạn báo giá được gia hạn",
        f"Một nhà bán lẻ hỏi giá bạn: {out.title}",
    ]
    told = letters_to(app, sellers[0].email)[-1]
    assert "đến 17:00, 05/12/2026; trước đó là đến 10:00, 01/12/2026" in told.text
    assert "có thể gửi báo giá mới" in told.text
    kinds = select(Notice.user_id, Notice.kind).where(Notice.kind.like("request.%outlives%"))
    assert session.execute(kinds).all() == [(sellers[0].id, "request.outlives_quote")]
    more = select(Notice.user_id).where(Notice.kind == "request.extended").order_by(Notice.user_id)
    assert session.scalars(more).all() == [sellers[1].id, sellers[2].id]


def follow(client, answer) -> str:
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_no_letter_of_more_time_follows_the_end(app, session, desk, goods, out):
    user = people.user(session, "ban@vidu.vn")
    add_member(session, user, session.get_one(Producer, goods[0].producer_id), NOW)
    session.commit()
    letters_to(app, user.email)
    assert extended(desk.client, out).status_code == 303
    session.refresh(out)
    end(session, out, "cancelled", "Thôi", out.revision, NOW)
    session.commit()
    assert [one.subject for one in letters_to(app, user.email)][1:] == []


def test_the_same_in_english(app, session, desk, goods, out):
    path = f"/en{path_of(out)}"
    token = hidden(desk.client.get(path).text, "csrf_token")
    wrong = desk.client.post(
        f"{path}/closing",
        data={"csrf_token": token, "seen": str(out.revision)} | LATER | {"closes_on": "2026-11-30"},
    )
    assert "were promised the closing time" in wrong.text
