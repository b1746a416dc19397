"""A return over HTTP: asked with pictures, looked at, withdrawn, objected to; only by the buyer."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from marketplace.orders import life
from marketplace.orders.orders import OrderLine, SubOrder
from marketplace.orders.return_steps import accept, decline
from marketplace.orders.returns import Return, ReturnPicture, ReturnState
from storefront.settings import Settings
from tests import people, world
from tests.catalog.test_picture_door import encoded, plain, png_claiming, private_exif, quarters
from tests.markup import Page
from tests.people import browser, signed_in
from tests.shopping import hidden, order, order_number
from tests.storefront.test_security import inline_code
from tests.world import NOW, TODAY

ASKED = {
    "reason": "damaged",
    "text": "Hộp bị vỡ <b>",
    "wanted": "pieces",
    "bin": "970436",
    "number": "0123 456 789",
    "holder": "Nguyễn Thử",
}


@pytest.fixture
def product(session):
    made = world.product(session, "Chè Thử")
    session.commit()
    return made


@pytest.fixture
def number(client, session, product) -> str:
    """An order of two pieces that has arrived."""
    made = order_number(order(client, product, quantity=2))
    arrive(session)
    return made


def arrive(session) -> None:
    part = session.scalars(select(SubOrder).order_by(SubOrder.id.desc())).first()
    for step in (life.confirm, life.pack):
        step(session, part, NOW)
    life.ship(session, part, "coach", "", NOW)
    life.deliver(session, part, NOW)
    session.commit()


@pytest.fixture
def kept(app, tmp_path, monkeypatch):
    """Where private pictures go in this test."""
    folder = tmp_path / "private"
    monkeypatch.setattr(Settings, "private_pictures_dir", property(lambda self: folder))
    return folder


def jpeg(**options) -> bytes:
    return encoded(quarters(), "JPEG", exif=private_exif(), **options)


def form_of(number: str, prefix: str = "") -> str:
    return f"{prefix}/orders/{number}/parts/1/returns"


def ask(client, session, order_no: str, *pictures: bytes, prefix: str = "", quantity: str = "1", **changed):
    page = client.get(form_of(order_no, prefix))
    line = session.scalars(select(OrderLine.id).order_by(OrderLine.id.desc())).first()
    fields = ASKED | {"csrf_token": hidden(page.text, "csrf_token"), f"quantity_{line}": quantity} | changed
    files = [(io.BytesIO(data), f"anh{i}.jpg") for i, data in enumerate(pictures)]
    answer = client.post(form_of(order_no, prefix), data=fields | {"pictures": files})
    # What is too large for memory lies in a file, which the test's browser leaves open.
    answer.request.environ["wsgi.input"].close()
    return answer


def the_return(session) -> Return:
    session.expire_all()
    return session.scalars(select(Return)).one()


def press(client, session, number: str, step: str, **fields):
    where = f"/orders/{number}/returns/{the_return(session).number}"
    return client.post(
        f"{where}/{step}", data={"csrf_token": hidden(client.get(where).text, "csrf_token")} | fields
    )


def test_the_amount_to_keep_the_goods_for_is_not_called_optional(client, number):
    page = Page(client.get(form_of(number, "/en")).text)
    assert page.one("label", for_="amount").text == "Amount"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_from_the_order_to_the_page_of_the_return(client, session, number, kept, prefix):
    page = Page(client.get(f"{prefix}/orders/{number}").text)
    assert form_of(number, prefix) in page.links
    answer = ask(client, session, number, jpeg(), encoded(plain(color=(0, 0, 9))), prefix=prefix)
    assert answer.status_code == 303, answer.text
    asked = the_return(session)
    assert answer.location == f"{prefix}/orders/{number}/returns/{asked.number}"
    shown = client.get(answer.location)
    assert shown.status_code == 200
    assert "Hộp bị vỡ &lt;b&gt;" in shown.text
    assert inline_code(Page(shown.text)) == []
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert shown.headers["Cache-Control"] == "private, no-store"
    pictures = re.findall(r'src="([^"]*/pictures/\d)"', shown.text)
    assert len(pictures) == 2
    assert asked.number[:4] in client.get(f"{prefix}/orders/{number}").text


def test_pictures_lose_their_secrets_and_are_kept_by_no_cache(client, session, number, kept):
    ask(client, session, number, jpeg())
    answer = client.get(f"/orders/{number}/returns/{the_return(session).number}/pictures/1")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"SECRET-MAKER" not in answer.data
    assert not Image.open(io.BytesIO(answer.data)).getexif()
    answer.close()
    assert client.get(answer.request.path.replace("/pictures/1", "/pictures/2")).status_code == 404
    assert [path.suffix for path in kept.rglob("*") if path.is_file()] == [".webp"]


def test_no_public_address_leads_to_the_pictures(client, session, number, kept):
    ask(client, session, number, jpeg())
    name = next(path for path in kept.rglob("*.webp")).relative_to(kept)
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    "upload",
    [
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        png_claiming(60_000, 60_000),
        jpeg()[:200],
        b"\x00" * (12 * 2**20 + 1),
    ],
    ids=["text", "svg", "bomb", "cut off", "too large"],
)
def test_a_hostile_picture_asks_nothing_and_what_was_typed_is_kept(client, session, number, kept, upload):
    answer = ask(client, session, number, jpeg(), upload, prefix="/en")
    assert answer.status_code == 422
    assert "Hộp bị vỡ &lt;b&gt;" in answer.text
    assert "choose the pictures once more" in answer.text
    assert not session.scalars(select(Return)).all()
    assert not session.scalars(select(ReturnPicture)).all()


def test_more_than_a_form_takes_is_refused_before_it_is_read(client, session, number, kept):
    answer = ask(client, session, number, *[b"\x00" * (11 * 2**20)] * 3)
    assert answer.status_code == 413
    assert [path for path in kept.rglob("*") if path.is_file()] == []
    assert not session.scalars(select(Return)).all()


def test_no_picture_is_written_where_nothing_can_be_sent_back(client, session, number, kept, clock):
    clock.moment += timedelta(days=30)
    data = {"pictures": (io.BytesIO(jpeg()), "a.jpg")}
    assert client.post(form_of(number, "/en"), data=data).status_code == 422
    assert [path for path in kept.rglob("*") if path.is_file()] == []


def test_six_pictures_are_refused(client, session, number, kept):
    answer = ask(client, session, number, *[jpeg()] * 6, prefix="/en")
    assert answer.status_code == 422
    assert "At most 5 pictures" in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Please choose what is wrong."),
        ({"reason": "because"}, "Please choose one of these."),
        ({"wanted": "the moon"}, "Please choose one of these."),
        ({"wanted": ""}, "Please choose what you would like."),
        ({"wanted": "amount", "amount": "-5"}, "This is no amount"),
        ({"wanted": "amount", "amount": ""}, "Please write an amount"),
        ({"wanted": "amount", "amount": "201k"}, "Please write an amount"),
        ({"quantity": "0"}, "Please choose what it is about."),
        ({"quantity": "3"}, "more pieces than you have got"),
        ({"quantity": "9" * 30}, "more pieces than you have got"),
        ({"quantity": "-1"}, "more pieces than you have got"),
        ({"quantity": "x"}, "more pieces than you have got"),
        ({"text": "x" * 1001}, "at most 1000 characters"),
        ({"bin": ""}, "Please choose the bank."),
        ({"bin": "123456"}, "Please choose the bank."),
        ({"number": "đ"}, "An account number has"),
        ({"holder": ""}, "account holder"),
        ({"csrf_token": "x"}, "The form had expired"),
        ({"reason": "other", "text": ""}, "Please write what is wrong."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(client, session, number, kept, fields, sentence):
    answer = ask(client, session, number, prefix="/en", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not session.scalars(select(Return)).all()


def test_a_second_question_leads_to_the_open_one(client, session, number, kept):
    ask(client, session, number)
    there = client.get(form_of(number))
    assert there.location == f"/orders/{number}/returns/{the_return(session).number}"


def test_after_a_week_there_is_no_form_any_more(client, session, number, clock, kept):
    clock.moment = NOW + life.RETURN_WINDOW * 2
    answer = client.get(form_of(number, "/en"))
    assert answer.status_code == 422
    assert "is over" in answer.text
    assert "/returns" not in client.get(f"/orders/{number}").text


def test_withdrawing(client, session, number, kept):
    ask(client, session, number)
    assert press(client, session, number, "withdrawal", csrf_token="x").status_code == 422
    assert press(client, session, number, "withdrawal").status_code == 303
    assert the_return(session).state == ReturnState.WITHDRAWN


def test_turning_to_an_officer(client, session, number, kept):
    ask(client, session, number)
    decline(session, the_return(session), "producer", "Không phải lỗi của chúng tôi", NOW)
    session.commit()
    page = client.get(f"/orders/{number}/returns/{the_return(session).number}").text
    assert "Không phải lỗi của chúng tôi" in page
    assert press(client, session, number, "objection", text=" ").status_code == 422
    assert press(client, session, number, "objection", text="Có ảnh").status_code == 303
    assert the_return(session).state == ReturnState.MEDIATION
    assert press(client, session, number, "objection", text="Có ảnh").status_code == 303


def test_the_slip_is_there_while_something_is_to_be_sent(client, session, number, kept):
    ask(client, session, number)
    where = f"/orders/{number}/returns/{the_return(session).number}/slip.pdf"
    assert client.get(where).status_code == 404
    accept(session, the_return(session), "producer", NOW, TODAY)
    session.commit()
    answer = client.get(where)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")


@pytest.mark.parametrize("who", ["guest", "other buyer", "stranger", "officer"])
def test_nobody_else_sees_or_does_anything(app, client, session, product, number, kept, who):
    ask(client, session, number, jpeg())
    other = browser(app)
    if who == "other buyer":
        order(other, product)
    elif who == "stranger":
        other = signed_in(app, people.user(session))
    elif who == "officer":
        other = signed_in(app, people.officer(session))
    where = f"/orders/{number}/returns/{the_return(session).number}"
    for path in (form_of(number), where, f"{where}/pictures/1", f"{where}/slip.pdf"):
        assert other.get(path).status_code == 404, path
    for path in (form_of(number), f"{where}/withdrawal", f"{where}/objection"):
        assert other.post(path, data=ASKED).status_code == 404, path
    assert the_return(session).state == ReturnState.ASKED
    assert "/returns" not in other.get(f"/orders/{number}").text


def test_a_return_of_another_order_is_not_found_under_ones_own(client, session, product, number, kept):
    ask(client, session, number)
    own = order_number(order(client, product))
    assert client.get(f"/orders/{own}/returns/{the_return(session).number}").status_code == 404


@pytest.mark.parametrize("code", ["0000000000", "x", "a" * 300, "%F0%9F%8D%B5"])
def test_what_is_not_there_is_not_found(client, number, kept, code):
    assert client.get(f"/orders/{number}/returns/{code}").status_code == 404
    assert client.post(f"/orders/{number}/returns/{code}/withdrawal").status_code == 404
    for position in (0, 2, 10**30, "x"):
        assert client.get(f"/orders/{number}/parts/{position}/returns").status_code == 404


def test_the_page_asks_the_same_number_of_things_whatever_is_returned(
    client, session, number, kept, statements
):
    ask(client, session, number, *[jpeg(quality=50 + i) for i in range(5)])
    where = f"/orders/{number}/returns/{the_return(session).number}"
    client.get(where)
    statements.clear()
    client.get(where)
    assert len(statements) <= 16


def test_an_amount_that_the_page_hides_stops_nobody(client, session, number, kept):
    assert ask(client, session, number, wanted="amount", amount="chín triệu").status_code == 422
    assert ask(client, session, number, wanted="everything", amount="chín triệu").status_code == 303
    assert the_return(session).wanted_amount is None
