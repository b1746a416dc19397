"""A verified retailer with a manager in a browser, buyers of others, and goods with wholesale terms."""

from types import SimpleNamespace

import pytest

from catalog.versions import touch
from catalog.wholesale import PriceTier, WholesaleTerms
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import RetailerRole
from tests import people, world
from tests.people import signed_in
from tests.world import NOW


@pytest.fixture
def member(app, session):
    """Makes a browser of somebody with a role for the retailer."""

    def make(role: RetailerRole, retailer, user=None):
        user = user or people.user(session, f"{role}@vidu.vn")
        add_person(session, user, retailer, NOW, role)
        session.commit()
        return signed_in(app, user)

    return make


@pytest.fixture
def desk(session, member) -> SimpleNamespace:
    """`own` is a verified retailer, `client` the browser of its manager."""
    own = world.retailer(session, "Siêu thị Xanh")
    return SimpleNamespace(own=own, client=member(RetailerRole.MANAGER, own))


def offer(session, product: world.Product, *tiers: tuple[int, int], **terms) -> world.Product:
    """The first pack of the product at these (pieces, dong), on these terms."""
    variant = product.variants[0]
    session.add(WholesaleTerms(variant_id=variant.id, **terms))
    session.add_all(PriceTier(variant_id=variant.id, quantity_from=n, price=price) for n, price in tiers)
    touch(session, [product.id])
    session.flush()
    return product


@pytest.fixture
def buying(app, session):
    """Makes a retailer and the browser of one of its people."""

    def make(name: str = "", role: RetailerRole = RetailerRole.BUYER, **facts) -> SimpleNamespace:
        made = world.retailer(session, name, **facts)
        user = people.user(session, f"mua{made.id}@vidu.vn")
        add_person(session, user, made, NOW, role)
        session.commit()
        return SimpleNamespace(retailer=made, user=user, client=signed_in(app, user))

    return make


@pytest.fixture
def buyer(buying):
    return buying().client
