"""An organiser with a manager in a browser."""

from types import SimpleNamespace

import pytest

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import OrganiserRole
from tests import people, world
from tests.people import signed_in
from tests.world import NOW


@pytest.fixture
def member(app, session):
    """Makes a browser of somebody with a role for the organiser."""

    def make(role: OrganiserRole, organiser, user=None):
        user = user or people.user(session, f"{role}@vidu.vn")
        add_person(session, user, organiser, NOW, role)
        session.commit()
        return signed_in(app, user)

    return make


@pytest.fixture
def desk(session, member) -> SimpleNamespace:
    """`own` is an approved organiser, `client` the browser of its manager."""
    own = world.organiser(session, "Trung tâm Xúc tiến")
    return SimpleNamespace(own=own, client=member(OrganiserRole.MANAGER, own))
