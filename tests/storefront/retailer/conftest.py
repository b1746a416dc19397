"""A verified retailer with a manager in a browser."""

from types import SimpleNamespace

import pytest

from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailer_people import add_to_retailer
from tests import people, world
from tests.people import signed_in
from tests.world import NOW


@pytest.fixture
def member(app, session):
    """Makes a browser of somebody with a role for the retailer."""

    def make(role: RetailerRole, retailer, user=None):
        user = user or people.user(session, f"{role}@vidu.vn")
        add_to_retailer(session, user, retailer, NOW, role)
        session.commit()
        return signed_in(app, user)

    return make


@pytest.fixture
def desk(session, member) -> SimpleNamespace:
    """`own` is a verified retailer, `client` the browser of its manager."""
    own = world.retailer(session, "Siêu thị Xanh")
    return SimpleNamespace(own=own, client=member(RetailerRole.MANAGER, own))
