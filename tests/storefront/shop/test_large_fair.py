"""A fair of 600 booths and 3,000 applications: its public pages ask as little as those of a small one."""

import pytest
from sqlalchemy import insert

from catalog.producers import Producer
from marketplace.fairs.applications import Allotment, Application, ApplicationState
from marketplace.fairs.booths import Booth
from tests import world
from tests.marketplace.fairs.exhibiting import booth_type, somebody
from tests.world import NOW

BOOTHS, APPLICATIONS = 600, 3000
PAGES = ("", "/plan", "/exhibitors", "/exhibitors?sort=province&page=2", "/booths/A0000000")


def _producers(session, name: str, count: int) -> list[int]:
    facts = {"kind": "cooperative", "commune_code": world.VAN_CHAN, "state": "approved", "created_at": NOW}
    rows = [
        facts | {"slug": f"{name}-{n}", "name": f"HTX {name} {n}", "key": f"htx {name} {n}"}
        for n in range(count)
    ]
    return list(session.scalars(insert(Producer).returning(Producer.id), rows))


def fair_of(session, name: str, booths: int, applications: int):
    """As many exhibitors as booths, and the other applications wait."""
    fair = world.fair(session, name=name, plan_width=500, plan_height=500)
    kind, user = booth_type(session, fair), somebody(session, f"{name}@vidu.vn")
    places = [
        {
            "fair_id": fair.id,
            "type_id": kind.id,
            "number": f"{'ABCDEF'[n // 100]}{n % 100 + 1:02}",
            "x": 3 * (n % 100),
            "y": 6 * (n // 100),
        }
        for n in range(booths)
    ]
    booth_ids = list(session.scalars(insert(Booth).returning(Booth.id), places))
    facts = {"fair_id": fair.id, "user_id": user.id, "booth_type_id": kind.id, "submitted_at": NOW}
    terms = {"price": 0, "corner_surcharge": 0, "deposit_percent": 100}
    states = [ApplicationState.CONFIRMED] * booths + [ApplicationState.SUBMITTED] * (applications - booths)
    rows = [
        facts | terms | {"producer_id": maker, "state": state, "code": f"{name[0].upper()}{n:07}"}
        for n, (maker, state) in enumerate(zip(_producers(session, name, applications), states, strict=True))
    ]
    ids = list(session.scalars(insert(Application).returning(Application.id), rows))[:booths]
    given = [
        {"application_id": id, "booth_id": booth, "place": 1, "amount": 0, "deposit": 0, "given_at": NOW}
        for id, booth in zip(ids, booth_ids, strict=True)
    ]
    session.execute(insert(Allotment), given)
    session.commit()
    return fair


@pytest.fixture
def fairs(session):
    return fair_of(session, "b-nho", 60, 60), fair_of(session, "a-lon", BOOTHS, APPLICATIONS)


def test_the_large_fair_asks_no_more(app, client, session, fairs, statements):
    def asked(fair, page: str) -> int:
        app.extensions["page_cache"].pages.clear()
        statements.clear()
        answer = client.get(f"/fairs/{fair.slug}{page.replace('A0000000', f'{fair.name[0].upper()}0000000')}")
        assert answer.status_code == 200, page
        return len(statements)

    small, large = fairs
    for page in PAGES:
        asked(small, page)
    assert {page: asked(large, page) for page in PAGES} == {page: asked(small, page) for page in PAGES}
