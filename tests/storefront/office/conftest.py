"""People who come to the office: each with a browser of their own."""

from types import SimpleNamespace

import pytest

from marketplace.accounts.memberships import appoint_officer
from marketplace.accounts.users import User, add_user
from tests.shopping import hidden
from tests.world import NOW

PASSWORD = "mật khẩu rất dài"


def browser(app):
    made = app.test_client()
    made.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return made


def sign_in(client, email: str, password: str = PASSWORD, path: str = "/office/session"):
    token = hidden(client.get(path).text, "csrf_token")
    return client.post(path, data={"csrf_token": token, "email": email, "password": password})


@pytest.fixture
def an(session) -> User:
    """An officer of Lào Cai."""
    user = add_user(session, "an@vidu.vn", "Nguyễn Thị An", PASSWORD, NOW)
    appoint_officer(session, user, "15", NOW)
    session.commit()
    return user


@pytest.fixture
def binh(session) -> User:
    """Somebody with an account and no role."""
    user = add_user(session, "binh@vidu.vn", "Trần Bình", PASSWORD, NOW)
    session.commit()
    return user


@pytest.fixture
def people(app, an, binh) -> SimpleNamespace:
    """Browsers of a guest, of somebody without a role, and of an officer."""
    guest, nobody, officer = browser(app), browser(app), browser(app)
    assert sign_in(nobody, binh.email).status_code == 303
    assert sign_in(officer, an.email).status_code == 303
    return SimpleNamespace(guest=guest, nobody=nobody, officer=officer)


@pytest.fixture
def officer(people):
    return people.officer
