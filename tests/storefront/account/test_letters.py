"""Letters about accounts, read as their readers do: links and codes in them work."""

import re

import pytest

from marketplace.accounts.users import find_user
from tests.letters import letters_to
from tests.people import PASSWORD, fill
from tests.world import NOW


def link_in(text: str) -> str:
    return re.search(r"https://chophien\.example(\S+)", text)[1]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_account_is_opened_through_the_letter(app, guest, session, prefix):
    fill(guest, f"{prefix}/sign-up", name="Lê Cúc", contact="cuc@vidu.vn", password=PASSWORD)
    (letter,) = letters_to(app, "cuc@vidu.vn")
    assert "Lê Cúc" in letter.text
    path = link_in(letter.text)
    assert path.startswith(f"{prefix}/sign-up/confirmation/")
    assert path in letter.html
    assert fill(guest, path).location == f"{prefix}/account"


def test_an_account_is_opened_with_the_text_message(app, guest, session):
    fill(guest, "/sign-up", name="Lê Cúc", contact="0987654321", password=PASSWORD)
    (message,) = letters_to(app, "+84987654321")
    fill(guest, "/sign-up/confirmation", code=re.search(r"\d{6}", message.text)[0])
    assert find_user(session, "0987654321").name == "Lê Cúc"


def test_a_forgotten_password_is_replaced_through_the_letter(app, guest, binh):
    fill(guest, "/sign-in/forgotten", contact=binh.email)
    path = link_in(letters_to(app, binh.email)[0].text)
    assert fill(guest, path, password="một mật khẩu khác").location == "/sign-in"


def test_who_has_no_account_is_told_by_letter_but_not_by_text_message(app, guest, session):
    fill(guest, "/sign-in/forgotten", contact="nobody@vidu.vn")
    fill(guest, "/sign-in/forgotten", contact="0987654321")
    assert len(letters_to(app, "nobody@vidu.vn")) == 1
    assert letters_to(app, "+84987654321") == []


def test_an_owner_is_told_of_tries_and_changes(app, guest, own, binh, session):
    binh.verify("+84912345678", NOW)
    session.commit()
    fill(guest, "/sign-up", name="X", contact=binh.email, password=PASSWORD)
    fill(guest, "/sign-up", name="X", contact=binh.phone, password=PASSWORD)
    fill(own, "/account/contacts", contact="new@vidu.vn", password=PASSWORD)
    path = link_in(letters_to(app, "new@vidu.vn")[0].text)
    assert fill(own, path).status_code == 303
    assert len(letters_to(app, "binh@vidu.vn")) == 2
    (message,) = letters_to(app, "+84912345678")
    assert "Chợ Phiên" in message.text
