"""Writing a fair in a browser: one press keeps it once, whether a script sends it or the browser."""

from itertools import count

import pytest
from sqlalchemy import func, select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.users import add_user
from marketplace.fairs.fairs import Fair
from tests import world
from tests.journeys.steps import send
from tests.journeys.test_desks import bring_in
from tests.people import PASSWORD
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_serial = count(1)
SAVE = "button.button--main[name=action]"


@pytest.fixture
def manager(market):
    email = f"hoi-cho-{next(_serial)}@vidu.vn"
    with market.app.extensions["database"].writing(expire_on_commit=False) as session:
        user = add_user(session, email, "Lê Hội Chợ", PASSWORD, NOW)
        add_person(session, user, world.organiser(session), NOW)
        session.commit()
    return email


@pytest.mark.parametrize("javascript", [False, True])
def test_a_step_is_kept_once(visit_market, market, manager, javascript):
    visitor = visit_market(390, "vi", javascript=javascript)
    bring_in(visitor, market, manager)
    visitor.open("/organiser/fairs/new")
    name = f"Hội chợ {manager}"
    visitor.page.fill("#name", name)
    send(visitor, SAVE, "/steps/days$")
    visitor.page.goto(visitor.page.url.replace("/days", "/basics"))
    visitor.page.fill("#venue", "Quảng trường")
    send(visitor, SAVE, "/steps/days$")
    assert visitor.page.locator(".notice--good").count() == 1
    with market.app.extensions["database"].reading() as session:
        assert session.scalar(select(func.count()).where(Fair.name == name)) == 1
        assert session.scalar(select(Fair.venue).where(Fair.name == name)) == "Quảng trường"
