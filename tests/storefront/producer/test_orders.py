"""A producer's orders: what waits, one part from confirming to delivery, and everything typed wrong."""

import pytest
from sqlalchemy import select

from marketplace.orders.orders import SubOrder
from marketplace.orders.paying import arrived, payment_of, start_payments
from marketplace.orders.shipments import Shipment
from marketplace.payments.card_events import take_event
from marketplace.payments.gateway import Event
from marketplace.payments.payments import PaymentMethod
from marketplace.stock import Stock
from tests import world
from tests.marketplace.orders.making import place
from tests.markup import Page
from tests.people import browser
from tests.shopping import fill_basket, give_address, hidden, order_number, review_form
from tests.storefront.producer.conftest import press, to_do
from tests.world import NOW


def part(session, reference: str) -> SubOrder:
    number, _, position = reference.rpartition("-")
    query = select(SubOrder).join(SubOrder.order).filter_by(number=number)
    query = query.where(SubOrder.position == int(position))
    return session.scalars(query.execution_options(populate_existing=True)).one()


def test_the_desk_counts_what_waits(seller, bought):
    def counts():
        return to_do(seller.get("/en/producer").text)

    assert counts() == {"Orders to confirm": "1"}
    press(seller, bought.part, "confirmation")
    assert counts() == {"Orders to pack": "1"}


def test_a_part_has_all_that_is_needed_to_send_it(seller, bought):
    page = Page(seller.get(f"/en/producer/orders/{bought.part}").text)
    text = page.one("main").text
    for needed in ("Nguyễn Thử", "12 phố Thử", "Hà Nội", "Chè Thử", "OCOP 4 stars", "Cash on delivery"):
        assert needed.lower() in text.lower(), needed
    assert "Mật ong" not in text
    assert "tel:+84912345678" in page.links


def test_from_the_order_to_the_door(seller, session, bought, goods):
    for step, fields, state in [
        ("confirmation", {}, "confirmed"),
        ("packing", {}, "packed"),
        ("shipment", {"carrier": "ghn", "tracking_no": " gyc yqnym"}, "shipped"),
        ("delivery", {}, "delivered"),
    ]:
        answer = press(seller, bought.part, step, **fields)
        assert (answer.status_code, answer.location) == (303, f"/producer/orders/{bought.part}")
        assert part(session, bought.part).state == state
        page = seller.get(answer.location)
        assert page.status_code == 200
        assert Page(page.text).find("p", "notice--good")
    shipment = session.scalars(select(Shipment)).one()
    assert (shipment.tracking_no, shipment.cash_to_collect) == ("GYCYQNYM", part(session, bought.part).total)
    stock = session.get(Stock, goods[0].variants[0].id, populate_existing=True)
    assert (stock.on_hand, stock.reserved) == (8, 0)
    told = Page(seller.get(f"/en/producer/orders/{bought.part}").text).one("ol", "timeline").text
    for word in ("Ordered", "Confirmed", "Packed", "Handed to the carrier", "Delivered"):
        assert word in told


@pytest.mark.parametrize("step", ["confirmation", "cancellation"])
def test_a_double_press_is_harmless(seller, session, bought, step):
    token = hidden(seller.get(f"/producer/orders/{bought.part}").text, "csrf_token")
    form = {"csrf_token": token, "reason": "hết hàng"}
    answers = [seller.post(f"/producer/orders/{bought.part}/{step}", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert part(session, bought.part).state == {"confirmation": "confirmed"}.get(step, "cancelled")
    told = seller.get(f"/producer/orders/{bought.part}")
    assert len([step for step in Page(told.text).one("ol", "timeline").inside if step.tag == "li"]) == 2


def test_a_step_that_is_not_due_is_told_and_changes_nothing(seller, session, bought):
    for step in ("packing", "delivery", "non-delivery"):
        answer = press(seller, bought.part, step, "/en")
        assert answer.status_code == 422, step
        assert Page(answer.text).find("p", "notice--wrong")
    assert part(session, bought.part).state == "pending"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "choose who carries"),
        ({"carrier": "balloon", "tracking_no": "1234"}, "choose who carries"),
        ({"carrier": "ghn"}, "not a tracking number"),
        ({"carrier": "ghn", "tracking_no": "<script>alert(1)</script>"}, "not a tracking number"),
        ({"carrier": "coach", "tracking_no": "x" * 61}, "at most 60"),
    ],
)
def test_a_wrong_shipment_is_told_and_kept(seller, session, bought, fields, sentence):
    press(seller, bought.part, "confirmation")
    press(seller, bought.part, "packing")
    answer = press(seller, bought.part, "shipment", "/en", **fields)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert sentence in page.one("main").text
    assert page.value("tracking_no") == fields.get("tracking_no", "")
    assert part(session, bought.part).state == "packed"


def paid(session, product, method: PaymentMethod, amount: int = 0) -> str:
    """An order of this product for which `amount` dong, or its price, has come; the reference of its part."""
    made = place(session, product, payment_method=method)
    start_payments(session, made, made.sub_orders, NOW)
    payment = payment_of(session, made.sub_orders[0])
    source = "card:pi_1" if method == PaymentMethod.CARD else "bank:1"
    arrived(session, payment.id, amount or payment.amount, source, NOW)
    session.commit()
    return f"{made.number}-1"


def test_what_is_not_paid_yet_is_not_said_to_be_confirmed(seller, session, goods):
    made = place(session, goods[0], payment_method=PaymentMethod.VIETQR)
    start_payments(session, made, made.sub_orders, NOW)
    session.commit()

    def said() -> tuple[list[str], list[str]]:
        page = Page(seller.get("/en/producer/orders").text)
        tabs = [one.text for one in page.find("nav", "sorts")[-1].inside if one.tag == "a"]
        return [tag.text for tag in page.find("span", "tag")], tabs

    tags, tabs = said()
    assert tags == ["Waits for payment"]
    assert "Not confirmed yet 1" in tabs
    payment = payment_of(session, made.sub_orders[0])
    arrived(session, payment.id, payment.amount, "bank:1", NOW)
    session.commit()
    assert said()[0] == ["To confirm"]


def test_what_the_buyer_disputes_is_sent_by_a_second_thought_alone(seller, session, goods):
    reference = paid(session, goods[0], PaymentMethod.CARD)
    for step in ("confirmation", "packing"):
        press(seller, reference, step)
    page = Page(seller.get(f"/en/producer/orders/{reference}").text)
    assert not page.find(name="nevertheless")
    facts = {"dispute": "du_1", "status": "needs_response", "amount": 1000, "reason": "fraudulent"}
    told = Event("evt_1", "charge.dispute.created", NOW, charge_id="pi_1", facts=facts)
    take_event(session, "stripe", told, NOW)
    session.commit()
    page = Page(seller.get(f"/en/producer/orders/{reference}").text)
    assert "talk with the buyer before you send" in " ".join(page.notes)
    answer = press(seller, reference, "shipment", "/en", carrier="coach", tracking_no="Hải Vân")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.errors == [
        "The buyer disputes the payment. Please say that you send the parcel nevertheless."
    ]
    assert (page.value("tracking_no"), page.chosen("carrier")) == ("Hải Vân", "coach")
    assert part(session, reference).state == "packed"
    assert press(seller, reference, "shipment", carrier="coach", nevertheless="y").status_code == 303
    assert part(session, reference).state == "shipped"
    assert "talk with the buyer" not in seller.get(f"/en/producer/orders/{reference}").text


def test_the_producer_reads_of_money_as_who_has_got_it(seller, session, goods):
    too_much = paid(session, goods[0], PaymentMethod.VIETQR, 10**6)
    page = Page(seller.get(f"/en/producer/orders/{too_much}").text).one("main").text
    assert "please send it back to the buyer" in page
    assert "back to you" not in page
    given_up = paid(session, goods[0], PaymentMethod.CARD)
    press(seller, given_up, "cancellation", reason="hết hàng")
    page = Page(seller.get(f"/en/producer/orders/{given_up}").text).one("main").text
    assert "the money goes back to the buyer" in page
    assert "back to you" not in page


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_giving_up_needs_a_reason(seller, session, bought, reason):
    answer = press(seller, bought.part, "cancellation", reason=reason)
    assert answer.status_code == 422
    assert Page(answer.text).errors
    assert part(session, bought.part).state == "pending"


def test_the_buyer_reads_why(seller, bought):
    press(seller, bought.part, "cancellation", reason="Mưa lũ <b>lớn</b>")
    page = bought.buyer.get(f"/en/orders/{bought.number}").text
    assert "cancelled by the producer" in page
    # Not only in the folded list of what has happened.
    assert "Reason: “Mưa lũ &lt;b&gt;lớn&lt;/b&gt;”" in page
    assert "Reason:" not in browser(bought.buyer.application).get(f"/en/orders/{bought.number}").text


def test_what_is_given_up_has_no_packing_slip_to_print(seller, bought):
    def slips() -> list[str]:
        page = Page(seller.get(f"/producer/orders/{bought.part}").text)
        return [link for link in page.links if link.endswith("packing-slip.pdf")]

    assert len(slips()) == 1
    press(seller, bought.part, "cancellation", reason="hết hàng")
    assert slips() == []


def test_a_tracking_number_that_a_carrier_gives_is_not_called_optional(seller, bought):
    for step in ("confirmation", "packing"):
        press(seller, bought.part, step)
    page = Page(seller.get(f"/en/producer/orders/{bought.part}").text)
    assert page.one("label", for_="tracking_no").text == "Tracking number"


def test_what_is_shipped_can_not_be_given_up_any_more(seller, session, bought):
    for step in ("confirmation", "packing"):
        press(seller, bought.part, step)
    press(seller, bought.part, "shipment", carrier="coach")
    assert press(seller, bought.part, "cancellation", "/en", reason="muộn").status_code == 422
    assert part(session, bought.part).state == "shipped"


def test_a_step_needs_the_token_of_the_page(seller, session, bought):
    for step in ("confirmation", "shipment", "cancellation"):
        form = {"carrier": "coach", "reason": "vì thế", "csrf_token": "made up"}
        assert seller.post(f"/producer/orders/{bought.part}/{step}", data=form).status_code == 422
    assert part(session, bought.part).state == "pending"


# The list


def test_the_list_shows_one_state_with_the_oldest_to_do_first(seller, session, goods):
    placed = [place(session, goods[0]) for _ in range(3)]
    session.commit()
    shown = Page(seller.get("/producer/orders?state=pending").text)
    links = [path for path in shown.links if path.startswith("/producer/orders/")]
    assert links == [f"/producer/orders/{order.number}-1" for order in placed]
    newest_first = Page(seller.get("/producer/orders").text)
    assert [p for p in newest_first.links if p.startswith("/producer/orders/")] == links[::-1]
    assert "table" in shown.one("main").text or shown.find("div", "table")
    nothing = seller.get("/en/producer/orders?state=packed").text
    assert "Nothing here at the moment" in nothing


def test_the_list_has_pages_of_thirty(seller, session, goods):
    world_product = goods[0]
    session.get(Stock, world_product.variants[0].id).on_hand = 100
    session.flush()
    for _ in range(31):
        place(session, world_product)
    session.commit()
    first, last = (Page(seller.get(f"/producer/orders?page={n}").text) for n in (1, 2))
    rows = [len([e for e in page.find("th") if e.attributes.get("scope") == "row"]) for page in (first, last)]
    assert rows == [30, 1]
    assert seller.get("/producer/orders?page=7").status_code == 200


def test_members_of_several_producers_see_all_or_one(account, session, goods, bought):
    both = account("hai@vidu.vn", *(product.producer_id for product in goods))
    text = both.get("/producer/orders").text
    assert "Chè Thử" in text
    assert "Mật ong Thử" in text
    slug = session.get(world.Producer, goods[1].producer_id).slug
    text = both.get(f"/producer/orders?producer={slug}").text
    assert "Chè Thử" not in text
    assert "Mật ong Thử" in text
    assert both.get(f"/producer/orders/{bought.part}").status_code == 200
    assert both.get(f"/producer/orders/{bought.other_part}").status_code == 200


@pytest.mark.parametrize("path", ["/producer", "/producer/orders", "part"])
def test_a_page_asks_a_constant_number_of_things(seller, session, goods, statements, path):
    spent = []
    for number in (1, 8):
        for _ in range(number):
            made = place(session, goods[0])
        session.commit()
        address = path if path != "part" else f"/producer/orders/{made.number}-1"
        statements.clear()
        assert seller.get(address).status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1] <= (23 if path == "/producer" else 8)


def test_what_a_voucher_took_off_stands_in_the_sums(app, seller, session, goods):
    world.voucher(session, "CHEMOI", by=session.get(world.Producer, goods[0].producer_id))
    session.commit()
    buyer = browser(app)
    fill_basket(buyer, goods[0])
    token = hidden(buyer.get("/basket").text, "csrf_token")
    assert buyer.post("/basket/vouchers", data={"csrf_token": token, "code": "chemoi"}).status_code == 303
    give_address(buyer)
    number = order_number(buyer.post("/orders", data=review_form(buyer)))
    sums = Page(seller.get(f"/en/producer/orders/{number}-1").text).one("dl", "sums").text
    assert "−12,000" in sums
