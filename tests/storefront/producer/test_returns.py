"""Returns at the producers' desk and in the office: answered, taken back, paid, decided; each only by its own people."""

import pytest
from sqlalchemy import select

from marketplace.orders import life
from marketplace.orders.orders import OrderLine, SubOrder
from marketplace.orders.return_steps import decline, object_to
from marketplace.orders.returns import Return, ReturnPicture, ReturnState
from marketplace.payments.refunds import Refund
from marketplace.stock import Movement, Reason
from tests.letters import letters_to
from tests.marketplace.orders.returned import asked as ask
from tests.markup import Page
from tests.people import browser
from tests.shopping import hidden
from tests.storefront.test_security import inline_code
from tests.world import NOW

S = ReturnState
STEPS = ["acceptance", "refusal", "arrival", "refund", "dispute"]


@pytest.fixture
def asked(session, bought) -> Return:
    """Two pieces of tea for 240,000 ₫ that have arrived and are to go back."""
    part = session.scalars(select(SubOrder).order_by(SubOrder.id)).first()
    for step in (life.confirm, life.pack):
        step(session, part, NOW)
    life.ship(session, part, "coach", "", NOW)
    life.deliver(session, part, NOW)
    part = session.get_one(SubOrder, part.id, populate_existing=True)
    line = session.scalars(select(OrderLine.id).where(OrderLine.sub_order_id == part.id)).one()
    made = ask(session, part, {line: 1})
    session.add(ReturnPicture(return_id=made.id, position=1, digest="ab" * 10, width=9, height=9, widths=[9]))
    session.commit()
    return made


def press(client, asked, step: str, area: str = "producer", **fields):
    page = Page(client.get(f"/en/{area}/returns/{asked.number}").text)
    names = {e.attributes["name"] for e in page.find("input") if "csrf_token" in e.attributes.get("name", "")}
    tokens = {name: page.value(name) for name in names}
    return client.post(f"/en/{area}/returns/{asked.number}/{step}", data=tokens | fields)


def state(session, asked) -> str:
    session.expire_all()
    return session.get_one(Return, asked.id).state


def test_from_the_answer_to_the_money(app, session, seller, asked):
    listed = seller.get("/producer/returns")
    assert asked.number[:4] in listed.text
    assert asked.account_number not in seller.get(f"/producer/returns/{asked.number}").text
    assert press(seller, asked, "acceptance", text="Xin lỗi bạn").status_code == 303
    assert state(session, asked) == S.ACCEPTED
    shown = seller.get(f"/producer/returns/{asked.number}").text
    assert asked.account_number in shown
    line = session.get_one(Return, asked.id, populate_existing=True)
    sellable = next(e for e in Page(shown).find("select")).attributes["name"]
    assert press(seller, asked, "arrival", **{sellable: "2"}).status_code == 422
    assert press(seller, asked, "arrival", **{sellable: "1"}).status_code == 303
    assert press(seller, asked, "refund").status_code == 303
    assert (state(session, asked), session.scalars(select(Refund.amount)).all()) == (S.SETTLED, [120_000])
    assert len(session.scalars(select(Movement).where(Movement.reason == Reason.RETURNED)).all()) == 1
    page = seller.get("/producer/payments").text
    assert line.account_number in page
    refund = session.scalars(select(Refund.id)).one()
    token = hidden(page, "csrf_token")
    paid = seller.post(f"/producer/refunds/{refund}/payout", data={"csrf_token": token})
    assert paid.status_code == 303
    session.expire_all()
    assert session.scalars(select(Refund)).one().done_at


def test_declined_and_decided_by_an_officer(app, session, account, seller, asked):
    officer = account("an@vidu.vn", officer=True)
    assert press(seller, asked, "refusal").status_code == 422
    assert press(seller, asked, "refusal", **{"no-text": "Hàng tốt"}).status_code == 303
    made = session.get_one(Return, asked.id, populate_existing=True)
    assert press(officer, asked, "decision", "office").status_code == 422
    object_to(session, made, "Không đúng", NOW)
    session.commit()
    assert asked.number[:4] in officer.get("/office/returns").text
    shown = officer.get(f"/en/office/returns/{asked.number}")
    assert "Không đúng" in shown.text
    # The buyer was promised that only the producer sees the account.
    assert not any(part in shown.text for part in (asked.account_number[-4:], asked.account_holder))
    assert "120,000\xa0₫" in shown.text, "what granting it would cost"
    for fields in (
        {"decision": "accept"},
        {"decision": "maybe", "text": "x"},
        {"text": "x"},
        {"decision": "accept", "text": "x", "amount": "120.001"},
        {"decision": "accept", "text": "x", "amount": "-1"},
        {"decision": "accept", "text": "x", "amount": "0"},
        {"decision": "accept", "text": "x", "amount": "12,5"},
        {"decision": "accept", "text": "x", "amount": "9" * 5000},
        {"decision": ["accept", "decline"], "text": "\u200b\x00"},
        {"decision": "accept", "text": "x" * 1001},
    ):
        assert press(officer, asked, "decision", "office", **fields).status_code == 422, fields
    assert state(session, asked) == S.MEDIATION
    fields = {
        "decision": "accept",
        "text": "Ảnh rõ",
        "keeps_goods": "y",
        "amount": "50k",
        "with_delivery": "y",
    }
    assert press(officer, asked, "decision", "office", **fields).status_code == 303
    made = session.get_one(Return, asked.id, populate_existing=True)
    assert (made.state, made.refund - made.delivery_refund, made.verdict) == (S.SETTLED, 50_000, "Ảnh rõ")


def test_what_came_is_disputed(session, seller, asked):
    press(seller, asked, "acceptance")
    press(seller, asked, "arrival")
    assert press(seller, asked, "dispute", **{"no-text": "Thiếu hàng"}).status_code == 303
    assert state(session, asked) == S.MEDIATION


@pytest.mark.parametrize("pieces", ["2", "-1", "x", "1.5", "1e1", "9" * 30, "１", "\x00"])
def test_no_more_goes_on_the_shelf_than_came(session, seller, asked, pieces):
    press(seller, asked, "acceptance")
    page = Page(seller.get(f"/producer/returns/{asked.number}").text)
    sellable = page.find("select")[0].attributes["name"]
    answer = press(seller, asked, "arrival", **{sellable: pieces})
    assert answer.status_code == 422
    assert "how many pieces can be sold again" in answer.text
    assert state(session, asked) == S.ACCEPTED
    assert not session.scalars(select(Movement).where(Movement.reason == Reason.RETURNED)).all()


@pytest.mark.parametrize("typed", ["", "  ", "\u200b\x00", "x" * 1001])
def test_a_refusal_needs_its_reason(session, seller, asked, typed):
    answer = press(seller, asked, "refusal", **{"no-text": typed})
    assert answer.status_code == 422
    assert len(Page(answer.text).errors) == 1
    assert state(session, asked) == S.ASKED


@pytest.mark.parametrize("amount", ["1", "119.999", "120.001", "x", "9" * 40])
def test_a_producer_gives_back_neither_less_nor_more(session, seller, asked, amount):
    answer = press(seller, asked, "acceptance", amount=amount, keeps_goods="y")
    assert answer.status_code == 422
    assert amount in answer.text
    assert state(session, asked) == S.ASKED


@pytest.mark.parametrize("person", ["guest", "buyer", "nobody", "neighbour", "officer"])
def test_nobody_else_answers(app, session, account, goods, bought, asked, person):
    client = {
        "guest": lambda: browser(app),
        "buyer": lambda: bought.buyer,
        "nobody": lambda: account("binh@vidu.vn"),
        "neighbour": lambda: account("hoa@vidu.vn", goods[1].producer_id),
        "officer": lambda: account("an@vidu.vn", officer=True),
    }[person]()
    expected = {"guest": 303, "buyer": 303, "neighbour": 404}.get(person, 403)
    where = f"/producer/returns/{asked.number}"
    for path in (where, f"{where}/pictures/1"):
        assert client.get(path).status_code == expected, path
    for step in STEPS:
        assert client.post(f"{where}/{step}", data={"no-text": "x"}).status_code == expected, step
    assert state(session, asked) == S.ASKED


@pytest.mark.parametrize("person", ["guest", "buyer", "seller"])
def test_only_officers_decide(app, session, seller, bought, asked, person):
    client = {"guest": browser(app), "buyer": bought.buyer, "seller": seller}[person]
    expected = 403 if person == "seller" else 303
    where = f"/office/returns/{asked.number}"
    for path in ("/office/returns", where, f"{where}/pictures/1"):
        assert client.get(path).status_code == expected, path
    assert client.post(f"{where}/decision", data={"decision": "accept", "text": "x"}).status_code == expected
    assert state(session, asked) == S.ASKED


def test_all_routes_are_walked(app):
    rules = {rule.rule for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    ours = {rule for rule in rules if rule.startswith(("/producer/returns", "/office/returns"))}
    assert ours == {f"/producer/returns/<code>/{step}" for step in STEPS} | {
        "/office/returns/<code>/decision"
    }


@pytest.mark.parametrize("code", ["0000000000", "x", "a" * 300])
def test_what_is_not_there_is_not_found(account, seller, asked, code):
    officer = account("an@vidu.vn", officer=True)
    assert seller.get(f"/producer/returns/{code}").status_code == 404
    assert seller.post(f"/producer/returns/{code}/refund").status_code == 404
    assert officer.get(f"/office/returns/{code}").status_code == 404
    assert officer.post(f"/office/returns/{code}/decision").status_code == 404


def test_pages_are_kept_nowhere_and_need_no_inline_code(account, seller, asked):
    officer = account("an@vidu.vn", officer=True)
    pages = [(seller, "producer"), (officer, "office")]
    for client, area in pages:
        for path in (f"/{area}", f"/{area}/returns", f"/en/{area}/returns/{asked.number}"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert inline_code(Page(answer.text)) == []


def test_both_sides_are_told_of_each_step(app, session, seller, asked):
    order = session.get_one(SubOrder, asked.sub_order_id).order_id
    session.connection().exec_driver_sql(f"UPDATE orders SET email = 'mua@vidu.vn' WHERE id = {order}")
    session.commit()
    assert "ba ngày" in letters_to(app, "lan@vidu.vn")[-1].text
    press(seller, asked, "refusal", **{"no-text": "Hàng tốt"})
    declined = letters_to(app, "mua@vidu.vn")[-1]
    # Told apart in a list of letters, and the answer stands before the link.
    assert declined.subject.endswith(": Đã từ chối")
    assert declined.text.index("Hàng tốt") < declined.text.index("/returns/")
    object_to(session, session.get_one(Return, asked.id, populate_existing=True), "Không", NOW)
    session.commit()
    before = len(letters_to(app, "lan@vidu.vn"))
    decline(session, session.get_one(Return, asked.id, populate_existing=True), "operator", "Không rõ", NOW)
    session.commit()
    assert "Không rõ" in letters_to(app, "mua@vidu.vn")[-1].text
    assert len(letters_to(app, "lan@vidu.vn")) == before + 1
