"""Binh, who has an account, and browsers."""

import pytest

from marketplace.accounts.users import User
from storefront import create_app
from storefront.security import limiter
from tests import people as making
from tests.people import browser, signed_in


@pytest.fixture
def binh(session) -> User:
    return making.user(session)


@pytest.fixture
def guest(app):
    return browser(app)


@pytest.fixture
def own(app, binh):
    """Binh's browser, signed in."""
    return signed_in(app, binh)


@pytest.fixture
def limited(settings, clock, undone, monkeypatch):
    """A shop of its own with rate limits."""
    monkeypatch.setattr(limiter, "enabled", True)
    app = create_app(type(settings)(**vars(settings) | {"rate_limits": True}), clock)
    app.testing = True
    app.extensions["page_cache"].database = undone
    app.extensions["database"].engine.dispose()
    app.extensions["database"] = undone
    return app
