"""Requests in the browser: written in steps, sent out, quoted by producers, compared and awarded; sealed until they close."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.memberships import RetailerRole, add_member
from marketplace.accounts.users import User
from marketplace.sourcing.quote_steps import counter, offer_of, quote_for_steps
from marketplace.sourcing.quotes import Award, AwardLine, Quote
from marketplace.sourcing.requests import Recipient, SourcingRequest
from storefront.retailer.comparison import PER_PAGE
from tests import people, sourcing_world, world
from tests.letters import letters_to
from tests.people import fill, signed_in
from tests.shopping import hidden
from tests.sourcing_world import CLOSES, lines_of
from tests.world import NOW

TERMS = {
    "handover": "delivered",
    "payment_days": "30",
    "shelf_life": "67",
    "returns": "faulty",
    "lead_days": "7",
}


@pytest.fixture
def retailer(session):
    return world.retailer(session, "Siêu thị Hồ Gươm")


@pytest.fixture
def buyer(app, session, retailer):
    user = sourcing_world.buyer(session, retailer)
    session.commit()
    client = signed_in(app, user)
    client.email = user.email
    return client


@pytest.fixture
def good(session):
    made = world.product(session, "Chè Shan tuyết")
    world.recognition(session, made, 4)
    return made


@pytest.fixture
def maker(session, good):
    return session.get_one(Producer, good.producer_id)


@pytest.fixture
def seller(app, session, maker):
    user = people.user(session, "htx@vidu.vn", "Người Bán")
    add_member(session, user, maker, NOW)
    session.commit()
    return signed_in(app, user)


@pytest.fixture
def out(session, retailer, maker):
    made = sourcing_world.request(session, retailer, ask=(maker,))
    session.commit()
    return made


def offered(session, request, good, **facts) -> dict[str, str]:
    (line,) = lines_of(session, request)
    said = {
        "variant": str(good.variants[0].id),
        "price": "75.000",
        "quantity": "150",
        "minimum": "10",
        "vat": "8",
    }
    return (
        TERMS
        | {"valid_until": "2027-01-20", "seen": "0", "action": "send"}
        | {f"line-{line.id}-{name}": text for name, text in (said | facts).items()}
    )


def quotes_of(session, request) -> list[Quote]:
    query = select(Quote).where(Quote.request_id == request.id).order_by(Quote.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def test_a_request_is_written_in_steps_and_sent_out(session, buyer, retailer, good, maker):
    began = fill(
        buyer, "/retailer/requests/new", "/retailer/requests", title="Chè cho Tết", about="Gấp", seen="1"
    )
    base = began.location.rsplit("/steps/", 1)[0]
    line = {"line-1-description": "Chè xanh", "line-1-category": "11", "line-1-unit": "pack"}
    line |= {"line-1-least": "100", "line-1-most": "1.000", "line-1-substitutes": "y"}
    assert fill(buyer, f"{base}/steps/lines", seen="1", **line).location == f"{base}/steps/delivery"
    store = world.store(session, retailer)
    window = {
        "window-1-from_day": "2026-12-20",
        "window-1-until_day": "2026-12-25",
        "window-1-store": str(store.id),
    }
    assert fill(buyer, f"{base}/steps/delivery", seen="2", **TERMS, **window).status_code == 303
    said = {"min_stars": "4", "provinces": ["15"], "province_only": "y"}
    assert fill(buyer, f"{base}/steps/conditions", seen="3", **said).status_code == 303
    closing = {"audience": "matching", "closes_on": "2026-12-01", "closes_at": "17:00", "sealed": "y"}
    assert fill(buyer, f"{base}/steps/producers", seen="4", **closing).location == base
    assert "1 nhà sản xuất phù hợp" in buyer.get(base).text
    assert fill(buyer, base, f"{base}/publication", seen="5").status_code == 303
    made = session.scalars(select(SourcingRequest).where(SourcingRequest.retailer_id == retailer.id)).one()
    session.refresh(made)
    assert (made.state, made.sealed, made.province_only, made.min_stars) == ("open", True, True, 4)
    assert session.scalars(select(Recipient.producer_id)).all() == [maker.id]


def test_a_wrong_line_is_marked_and_what_was_typed_stays(session, buyer, retailer):
    draft = sourcing_world.draft(session, retailer)
    session.commit()
    path = f"/retailer/requests/{draft.code}/steps/lines"
    typed = {
        "line-1-description": "<b>Trà",
        "line-1-unit": "pack",
        "line-1-least": "nhiều",
        "line-1-most": "",
    }
    answer = fill(buyer, path, seen=str(draft.revision), **typed, **{"line-1-product": "khong-co"})
    assert answer.status_code == 422
    assert "&lt;b&gt;Trà" in answer.text
    assert "Không có sản phẩm đang bán nào mang tên này." in answer.text
    assert len(lines_of(session, draft)) == 1


def test_what_is_wrong_far_down_is_said_at_the_top_with_the_focus(session, buyer, retailer):
    draft = sourcing_world.draft(session, retailer)
    session.commit()
    path, seen = f"/retailer/requests/{draft.code}/steps", str(draft.revision)
    wrong = {
        "lines": {
            "line-1-description": "Trà",
            "line-1-unit": "pack",
            "line-1-least": "nhiều",
            "line-1-most": "9",
        },
        "delivery": {"window-1-from_day": "hôm nào", "window-1-until_day": "05/12/2026"},
    }
    for step, field in (("lines", "line-1-least"), ("delivery", "window-1-from_day")):
        answer = fill(buyer, f"{path}/{step}", seen=seen, **wrong[step])
        assert answer.status_code == 422
        top = answer.text.split('<form class="form"')[0]
        assert "autofocus" in top and f'href="#{field}"' in top


def test_who_writes_on_an_old_revision_is_told(session, buyer, retailer):
    draft = sourcing_world.draft(session, retailer)
    session.commit()
    path = f"/retailer/requests/{draft.code}/steps/need"
    assert fill(buyer, path, seen=str(draft.revision), title="Một").status_code == 303
    answer = fill(buyer, path, seen="1", title="Hai")
    assert answer.status_code == 422
    assert "Người khác vừa sửa yêu cầu này." in answer.text
    assert 'value="Hai"' in answer.text


def test_producers_are_chosen_by_name_and_taken_off(session, buyer, retailer, maker):
    draft = sourcing_world.draft(session, retailer, audience="chosen")
    session.commit()
    path = f"/retailer/requests/{draft.code}/producers"
    assert maker.name in buyer.get(f"{path}?q={maker.name[-4:]}").text
    add = {"seen": str(draft.revision), "producers": str(maker.id), "action": "add"}
    fill(buyer, f"{path}?q={maker.name[-4:]}", path, **add)
    assert session.scalars(select(Recipient.producer_id)).all() == [maker.id]
    fill(buyer, path, seen=str(draft.revision + 1), producers=str(maker.id), action="remove")
    assert session.scalars(select(Recipient.producer_id)).all() == []


def test_a_producer_works_out_what_remains_then_sends(app, session, seller, out, good):
    path = f"/producer/requests/{out.code}"
    page = fill(
        seller, path, **offered(session, out, good) | {"action": "calculate", "discount": "10", "way": "500k"}
    )
    assert page.status_code == 200
    # 150 × 67.500, less the way: 64.166 a pack.
    assert "10.935.000" in page.text
    assert "9.625.000" in page.text
    assert "64.166" in page.text
    assert quotes_of(session, out) == []
    sent = fill(seller, path, **offered(session, out, good))
    assert sent.status_code == 303
    (quote,) = quotes_of(session, out)
    assert sent.location == f"/producer/quotes/{quote.code}"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"price": "rẻ"}, "không phải số tiền"),
        ({"price": ""}, "Bạn hãy điền mục này."),
        ({"quantity": "0"}, "Số lượng từ 1 trở lên"),
        ({"minimum": "999"}, "mức tối thiểu không lớn hơn"),
        ({"variant": "99999999"}, "line-"),
    ],
)
def test_a_wrong_offer_is_said_and_kept(session, seller, out, good, facts, sentence):
    answer = fill(seller, f"/producer/requests/{out.code}", **offered(session, out, good, **facts))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert quotes_of(session, out) == []


def test_a_quote_after_closing_is_refused(session, seller, out, good, clock):
    form = offered(session, out, good)
    token = hidden(seller.get(f"/producer/requests/{out.code}").text, "csrf_token")
    clock.moment = CLOSES + timedelta(minutes=1)
    answer = seller.post(f"/producer/requests/{out.code}", data=form | {"csrf_token": token})
    assert answer.status_code == 422
    assert "Đã hết giờ nhận báo giá" in answer.text


def test_questions_are_read_by_all_who_were_asked_without_a_name(app, session, buyer, seller, out, maker):
    path = f"/producer/requests/{out.code}"
    fill(seller, path, f"{path}/questions", question="Giao mấy lần?")
    page = buyer.get(f"/retailer/requests/{out.code}").text
    assert "Giao mấy lần?" in page
    (id,) = re.findall(r"/questions/(\d+)", page)
    fill(
        buyer,
        f"/retailer/requests/{out.code}",
        f"/retailer/requests/{out.code}/questions/{id}",
        answer="Hai lần",
    )
    page = seller.get(path).text
    assert "Hai lần" in page


def test_sealed_quotes_are_read_by_nobody_of_the_retailer_before_closing(
    session, buyer, retailer, maker, good, clock
):
    sealed = sourcing_world.request(session, retailer, ask=(maker,), sealed=True)
    quote = sourcing_world.quote(session, sealed, good, price=76_543)
    session.commit()
    base = f"/retailer/requests/{sealed.code}"
    assert buyer.get(f"/retailer/quotes/{quote.code}").status_code == 404
    for path in (base, f"{base}/comparison", f"{base}/comparison?page=2"):
        assert "76.543" not in buyer.get(path).text
    award = fill(buyer, base, f"{base}/comparison", **picked(session, quote, 100, sealed), action="check")
    assert "niêm phong" in award.text
    assert "76.543" not in award.text
    clock.moment = CLOSES
    assert "76.543" in buyer.get(f"{base}/comparison").text


def picked(session, quote, quantity, request) -> dict[str, str]:
    (line,) = lines_of(session, request)
    return {f"pick-{quote.id}-{quote.current}-{line.id}": str(quantity), "seen": str(request.revision)}


def test_several_are_awarded_after_the_sums_were_read(app, session, buyer, retailer, maker, good):
    other = world.product(session)
    producers = (maker, session.get_one(Producer, other.producer_id))
    made = sourcing_world.request(session, retailer, ask=producers)
    quotes = [sourcing_world.quote(session, made, one) for one in (good, other)]
    session.commit()
    path = f"/retailer/requests/{made.code}/comparison"
    both = picked(session, quotes[0], 60, made) | picked(session, quotes[1], 30, made)
    # Pressed too early, or after the numbers were changed, it is said first.
    first = fill(buyer, path, **both, action="award")
    assert first.status_code == 200
    assert "90 gói, dưới mức cần" in first.text
    checked = re.search(r'name="checked" value="([^"]+)"', first.text)[1]
    changed = fill(
        buyer, path, **both | picked(session, quotes[1], 40, made), action="award", checked=checked
    )
    assert "100 gói, đạt mức cần" in changed.text
    assert session.scalars(select(Award)).all() == []
    checked = re.search(r'name="checked" value="([^"]+)"', changed.text)[1]
    done = fill(buyer, path, **both | picked(session, quotes[1], 40, made), action="award", checked=checked)
    assert done.status_code == 303
    lines = session.scalars(select(AwardLine.quantity).order_by(AwardLine.id)).all()
    assert lines == [60, 40]
    # From the request to who was chosen, and on to the order.
    chosen = buyer.get(f"/retailer/requests/{made.code}").text
    for quote, quantity in zip(quotes, ("60 gói", "40 gói"), strict=True):
        assert f"/retailer/quotes/{quote.code}" in chosen
        page = buyer.get(f"/retailer/quotes/{quote.code}").text
        assert quantity in page
        (order,) = re.findall(r'href="(/retailer/orders/new[^"]+)"', page)
        assert f"quote={quote.code}" in order
        assert buyer.get(html.unescape(order)).status_code == 200


def test_a_sample_is_asked_for_from_a_quote(session, buyer, retailer, out, good):
    quote = sourcing_world.quote(session, out, good)
    session.commit()
    page = buyer.get(f"/retailer/quotes/{quote.code}").text
    (url,) = re.findall(r'href="(/retailer/samples/new[^"]+)"', page)
    assert out.title in buyer.get(html.unescape(url)).text
    assert "/retailer/orders/new" not in page


@pytest.mark.parametrize("text", ["-5", "1,5", "nhiều", "9" * 30])
def test_what_is_no_quantity_is_said(session, buyer, retailer, maker, good, text):
    made = sourcing_world.request(session, retailer, ask=(maker,))
    quote = sourcing_world.quote(session, made, good)
    session.commit()
    path = f"/retailer/requests/{made.code}/comparison"
    answer = fill(buyer, path, **picked(session, quote, text, made), action="check")
    assert answer.status_code == 422
    assert session.scalars(select(Award)).all() == []


def test_a_grid_of_many_quotes_has_pages_and_carries_what_was_typed(session, buyer, retailer, statements):
    goods = [world.product(session, stock=0) for _ in range(45)]
    makers = tuple(session.get_one(Producer, one.producer_id) for one in goods)
    made = sourcing_world.request(session, retailer, ask=makers)
    quotes = [sourcing_world.quote(session, made, one) for one in goods]
    session.commit()
    path = f"/retailer/requests/{made.code}/comparison"
    buyer.get(path)
    statements.clear()
    page = buyer.get(f"{path}?page=1").text
    many = len(statements)
    assert page.count('aria-label="Chọn mua:') == PER_PAGE
    next_page = fill(buyer, path, **picked(session, quotes[0], 120, made), action="page-3").text
    assert next_page.count('aria-label="Chọn mua:') == 45 - 2 * PER_PAGE
    assert f'name="pick-{quotes[0].id}-1-' in next_page
    few = sourcing_world.request(session, retailer, ask=makers[:2])
    for one in goods[:2]:
        sourcing_world.quote(session, few, one)
    session.commit()
    buyer.get(f"/retailer/requests/{few.code}/comparison")
    statements.clear()
    buyer.get(f"/retailer/requests/{few.code}/comparison")
    assert len(statements) == many <= 10


def test_a_counter_offer_is_agreed_to_on_the_phone(app, session, buyer, seller, retailer, maker, good, out):
    quote = sourcing_world.quote(session, out, good)
    session.commit()
    path = f"/retailer/quotes/{quote.code}"
    answer = fill(buyer, path, **offered(session, out, good, price="70000") | {"seen": "1"})
    assert answer.status_code == 303
    mine = f"/producer/quotes/{quote.code}"
    assert "Nhà bán lẻ đã đề nghị lại" in seller.get(mine).text
    assert fill(seller, mine, f"{mine}/agreement", seen="2").status_code == 303
    assert [(one.current, one.turn) for one in quotes_of(session, out)] == [(3, "retailer")]
    stale = fill(seller, mine, f"{mine}/withdrawal", seen="2")
    assert stale.status_code == 422
    assert "có bản mới hơn" in stale.text


def test_a_suspended_retailer_reads_and_writes_nothing(session, buyer, retailer, out):
    retailer.suspend("Nợ", NOW)
    session.commit()
    assert buyer.get(f"/retailer/requests/{out.code}").status_code == 200
    answer = buyer.post(f"/retailer/requests/{out.code}/end", data={"to": "cancelled", "reason": "Thôi"})
    assert answer.status_code == 403
    session.refresh(out)
    assert out.state == "open"


def test_a_receiver_of_the_retailer_reads_no_requests(app, session, retailer, out):
    user = sourcing_world.buyer(session, retailer, RetailerRole.RECEIVER)
    session.commit()
    assert signed_in(app, user).get("/retailer/requests").status_code == 403


def test_letters_follow_the_steps(app, session, buyer, seller, retailer, maker, good):
    made = sourcing_world.request(session, retailer, ask=(maker,))
    session.commit()
    assert [one.subject for one in letters_to(app, "htx@vidu.vn")] == [
        f"Một nhà bán lẻ hỏi giá bạn: {made.title}"
    ]
    quote = sourcing_world.quote(session, made, good)
    mine = quote_for_steps(session, quote.id)
    by = session.get_one(User, made.user_id)
    counter(session, made, mine, by, offer_of(mine.versions[0]), 1, NOW)
    session.commit()
    assert letters_to(app, "htx@vidu.vn")[-1].subject == f"{made.title}: nhà bán lẻ đã đề nghị lại"


def test_pages_are_private(buyer, seller, out):
    for client, path in (
        (buyer, f"/retailer/requests/{out.code}"),
        (seller, f"/producer/requests/{out.code}"),
    ):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"
