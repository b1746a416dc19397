"""What the tests of the API share: asking it, and a small market that differs in everything one can filter by."""

import pytest

from catalog.marks import MarkKind
from catalog.producers import ProducerKind
from tests import world


@pytest.fixture
def ask(client):
    """What the API says at this address below /api/v1, as data."""

    def ask(path: str, prefix: str = "", status: int = 200) -> dict:
        answer = client.get(f"{prefix}/api/v1/{path}")
        assert answer.status_code == status, answer.text
        assert answer.mimetype == ("application/json" if status == 200 else "application/problem+json")
        return answer.json

    return ask


@pytest.fixture
def market(session) -> dict:
    """Five products by name."""
    north = world.producer(session, "Hợp tác xã Bắc")
    south = world.producer(session, "Công ty Nam", kind=ProducerKind.ENTERPRISE, commune_code=world.PHU_QUOC)
    tea = world.product(session, "Trà", by=north, prices=(50_000,))
    honey = world.product(session, "Mật ong", by=north, prices=(150_000,), set_code="4", season_months=1 << 4)
    sauce = world.product(session, "Nước mắm", by=south, prices=(80_000, 300_000), set_code="9")
    pepper = world.product(session, "Hồ tiêu", by=south, prices=(250_000,), set_code="10", stock=0)
    rice = world.product(session, "Cốm", by=south, prices=(20_000,), set_code="3", name_en="Young rice")
    for product, stars in ((tea, 5), (honey, 4), (sauce, 4), (pepper, 3)):
        world.recognition(session, product, stars=stars)
    world.authorisation(session, sauce, world.mark(session, "Phú Quốc", MarkKind.GEOGRAPHICAL_INDICATION))
    world.authorisation(session, tea, world.mark(session, "Bắc", MarkKind.COLLECTIVE))
    session.commit()
    return {product.name: product for product in (tea, honey, sauce, pepper, rice)}
