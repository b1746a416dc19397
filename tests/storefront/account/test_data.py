"""Personal data: the copy is complete, the erasure too, and the contract stays."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from catalog.picture_door import StoredPicture
from catalog.records import Base
from marketplace.accounts.consents import Consent, Purpose, agrees
from marketplace.accounts.data_requests import DataRequest
from marketplace.accounts.memberships import appoint_officer
from marketplace.accounts.users import User
from marketplace.fairs import interests
from marketplace.fairs.registration import register
from marketplace.jobs import Job
from marketplace.letters import send
from marketplace.orders import life
from marketplace.orders.orders import Order, SubOrder
from marketplace.orders.personal_data import CONTRACTS_KEPT, SECRET, export, forget_persons
from marketplace.orders.return_requests import ask as ask_back
from marketplace.orders.return_steps import withdraw
from tests import people as making
from tests import world
from tests.letters import letters_to
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.marketplace.orders.returned import wish
from tests.markup import Page
from tests.people import PASSWORD, fill, sign_in, signed_in
from tests.shopping import fill_basket, give_address, order_number, review_form
from tests.storefront.account.test_account import PLACE
from tests.world import NOW


@pytest.fixture
def number(own, session) -> str:
    """An order of Binh's, who has also an address, a favourite, a consent, a request, and something in the basket."""
    product = world.product(session)
    session.commit()
    fill_basket(own, product)
    give_address(own, email="binh@vidu.vn", note="Gọi trước", name="Trần Bình")
    answer = own.post("/orders", data=review_form(own))
    fill_basket(own, product)
    give_address(own, name="Trần Bình")
    fill(own, "/account/addresses", **PLACE)
    own.post("/account/favourites", data={"product": product.slug})
    fill(own, "/account/data", "/account/consents", marketing="y")
    fill(own, "/account/data", "/account/requests", kind="question", text="Dữ liệu ở đâu?")
    return order_number(answer)


def tables_about_people() -> set[str]:
    tables = Base.metadata.tables.values()
    return {t.name for t in tables if any(key.column.table.name == "users" for key in t.foreign_keys)}


def test_the_copy_holds_every_table_that_points_at_an_account(session, binh):
    assert tables_about_people() <= set(export(session, binh.id))


def test_the_copy_as_json_holds_all_there_is_and_no_secret(own, session, binh, number):
    answer = fill(own, "/account/data", "/account/data/export", format="json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = json.loads(answer.text)
    for table in ("users", "orders", "order_lines", "addresses", "favourites", "consents", "data_requests"):
        assert rows[table], table
    assert rows["users"][0]["email"] == "binh@vidu.vn"
    assert rows["baskets"][0]["address"]["name"] == "Trần Bình"
    names = {name for table in rows.values() for row in table for name in row}
    assert not names & SECRET
    assert binh.password_hash not in answer.text


def test_the_copy_as_csv_is_a_zip_of_tables(own, number):
    answer = fill(own, "/account/data", "/account/data/export", format="csv")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    rows = list(csv.DictReader(io.StringIO(archive.read("orders.csv").decode("utf-8-sig"))))
    assert rows[0]["number"] == number
    assert {"users.csv", "addresses.csv", "order_lines.csv", "entries.csv"} <= set(archive.namelist())


def test_the_copy_holds_nobody_elses_data(app, own, session, number):
    other = signed_in(app, making.user(session, "cuc@vidu.vn", "Cúc"))
    rows = json.loads(fill(other, "/account/data", "/account/data/export", format="json").text)
    assert "binh" not in json.dumps(rows)
    assert not rows["orders"]


def test_a_consent_is_never_given_beforehand_and_every_answer_is_kept(own, session, binh):
    box = Page(own.get("/account/data").text).one("input", name="marketing")
    assert "checked" not in box.attributes
    for given in (True, True, False):
        fill(own, "/en/account/data", "/en/account/consents", **({"marketing": "y"} if given else {}))
        assert agrees(session, binh.id, Purpose.MARKETING) is given
    rows = session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(row.given, row.version, row.language) for row in rows] == [
        (True, "2026-11", "en"),
        (False, "2026-11", "en"),
    ]


def test_a_request_is_answered_by_an_officer_and_told(app, own, session, binh):
    fill(own, "/account/data", "/account/requests", kind="correction", text="Tên sai <b>")
    asked = session.scalars(select(DataRequest)).one()
    officer = signed_in(app, making.officer(session))
    assert "Tên sai &lt;b&gt;" in officer.get(f"/office/requests/{asked.id}").text
    where = f"/office/requests/{asked.id}"
    assert fill(officer, where, f"{where}/answer", text=" ").status_code == 422
    token = Page(officer.get(where).text).value("csrf_token")
    assert officer.post(f"{where}/answer", data={"csrf_token": token, "text": "Đã sửa"}).status_code == 303
    assert officer.post(f"{where}/answer", data={"csrf_token": token, "text": "x"}).status_code == 422
    assert "Đã sửa" in own.get("/account/data").text
    assert "Đã sửa" in letters_to(app, binh.email)[-1].text


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "export"},
        {"kind": "king"},
        {"kind": ""},
        {"text": ""},
        {"text": "x" * 2001},
        {"csrf_token": "x"},
    ],
)
def test_a_request_with_something_wrong_is_not_entered(own, session, fields):
    good = {"kind": "question", "text": "Hỏi"}
    assert fill(own, "/account/data", "/account/requests", **good | fields).status_code == 422
    assert session.scalars(select(DataRequest)).all() == []


def erase(client, **fields):
    return fill(client, "/en/account/erasure", **{"password": PASSWORD, "word": "erase"} | fields)


def test_an_erased_account_is_nobodys_and_the_contract_stays(app, own, session, binh, number):
    goodbye = binh.email
    assert erase(own).location == "/en/sign-in"
    assert own.get("/account").status_code == 303
    assert sign_in(own, goodbye).status_code == 422
    session.expire_all()
    gone = session.get(User, binh.id)
    assert (gone.email, gone.phone, gone.name, gone.password_hash) == (None, None, "—", "")
    rows = export(session, binh.id)
    left = {table: found for table, found in rows.items() if found}
    assert set(left) <= {
        "users",
        "orders",
        "sub_orders",
        "order_lines",
        "consents",
        "data_requests",
        "entries",
    }
    kept = session.scalars(select(Order)).one()
    assert (kept.name, kept.email, kept.note_to_producers) == ("Trần Bình", "", "")
    assert kept.phone
    assert letters_to(app, goodbye)[-1].subject


def test_nothing_of_the_person_is_left_anywhere_once_the_contract_is_over(own, session, binh, number):
    fair = world.fair(session, visitor_quota=5)
    who = {"name": "Trần Bình", "contact": "binh@vidu.vn", "company": "Hàng Trần Bình", "user": binh}
    register(session, fair, heads=1, language="vi", now=NOW, **who)
    at_the_fair = interests.remember(session, binh, exhibitor(session, fair), NOW)
    interests.say(at_the_fair, "Gọi trước", True, NOW)
    session.commit()
    erase(own)
    later = NOW + CONTRACTS_KEPT + timedelta(days=1)
    assert forget_persons(session, NOW + timedelta(days=900)) == 0
    assert forget_persons(session, later) == 1
    assert forget_persons(session, later) == 0
    session.commit()
    # Letters and jobs go by themselves after thirty days.
    tables = set(inspect(session.get_bind()).get_table_names()) - {"jobs", "sent_letters"}
    for name in sorted(tables & set(Base.metadata.tables)):
        for row in session.execute(select(Base.metadata.tables[name])):
            text = str(tuple(row))
            for trace in ("binh@vidu.vn", "Trần Bình", "+84912345678", "12 phố Thử", "Gọi trước"):
                assert trace not in text, name


def test_the_page_of_an_order_nobody_is_on_any_more_still_opens(own, guest, session, number):
    erase(own)
    forget_persons(session, NOW + CONTRACTS_KEPT + timedelta(days=1))
    session.commit()
    assert guest.get(f"/orders/{number}").status_code == 200
    with guest.session_transaction() as cookie:
        cookie["orders"] = [number]
    assert guest.get(f"/orders/{number}").status_code == 200


def test_letters_that_wait_or_were_left_to_an_officer_go_with_the_person(own, session, binh, number):
    left = Job.kind == "letter", Job.done_at.is_(None)
    goodbye, other = binh.email, "cuc@vidu.vn"
    for to in (goodbye, "+84912345678", other):
        send(session, "order_placed", to, "vi", NOW, order=1)
    for job in session.scalars(select(Job).where(*left)):
        job.due_at, job.error = None, f"550 {job.facts['to']}"
    binh.phone, binh.phone_verified_at = "+84912345678", NOW
    session.commit()
    erase(own)
    waiting = [(job.facts["letter"], job.facts["to"]) for job in session.scalars(select(Job).where(*left))]
    assert sorted(waiting) == [("account_erased", goodbye), ("order_placed", other)]


@pytest.mark.parametrize("fields", [{"password": "wrong password"}, {"word": "yes"}, {"word": ""}])
def test_an_erasure_needs_password_and_word(own, session, binh, fields):
    assert erase(own, **fields).status_code == 422
    session.refresh(binh)
    assert binh.erased_at is None


def test_somebody_with_a_role_is_not_erased(own, session, binh):
    appoint_officer(session, binh, None, NOW)
    session.commit()
    answer = erase(own)
    assert answer.status_code == 422
    session.refresh(binh)
    assert binh.erased_at is None


def test_a_return_is_taken_along_and_forgotten_with_its_person(own, session, binh, number):
    part = session.scalars(select(SubOrder).join(Order).where(Order.number == number)).one()
    for step in (life.confirm, life.pack):
        step(session, part, NOW)
    life.ship(session, part, "coach", "", NOW)
    life.deliver(session, part, NOW)
    picture = StoredPicture("cd" * 10, 9, 9, "#ffffff", [9], ["webp"])
    wanted = wish(text="Nhà tôi ở đây", account=("970436", "0123456789", "Trần Bình"))
    made = ask_back(session, part, wanted, [picture], NOW)
    session.commit()
    rows = export(session, binh.id)
    assert rows["returns"][0]["text"] == "Nhà tôi ở đây"
    assert rows["return_lines"]
    assert rows["return_pictures"]
    erase(own)
    session.refresh(made)
    assert made.account_number, "what is open still has to be paid"
    withdraw(session, made, NOW)
    forget_persons(session, NOW)
    session.commit()
    session.refresh(made)
    assert (made.text, made.account_number, made.account_holder) == ("", "", "")
    assert not export(session, binh.id)["return_pictures"]
