"""People who come to the office: each with a browser of their own."""

from types import SimpleNamespace

import pytest

from marketplace.accounts.users import User
from tests import people as making
from tests.people import browser, signed_in


@pytest.fixture
def an(session) -> User:
    """An officer of Lào Cai."""
    return making.officer(session)


@pytest.fixture
def binh(session) -> User:
    """Somebody with an account and no role."""
    return making.user(session)


@pytest.fixture
def people(app, an, binh) -> SimpleNamespace:
    """Browsers of a guest, of somebody without a role, and of an officer."""
    return SimpleNamespace(guest=browser(app), nobody=signed_in(app, binh), officer=signed_in(app, an))


@pytest.fixture
def officer(people):
    return people.officer
