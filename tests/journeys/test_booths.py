"""A booth at a fair, from the empty plan to the confirmed place: the organiser draws and decides, the producer applies and pays."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import Membership
from marketplace.accounts.users import add_user, find_user
from tests import booth_world, world
from tests.journeys.market import SELLER
from tests.journeys.steps import main_button, send
from tests.journeys.test_desks import bring_in
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_serial = count(1)


@pytest.fixture
def fair(market):
    """An announced fair of an organiser with a manager and a bank account; its plan is empty."""
    manager = f"quan-ly-{next(_serial)}@vidu.vn"
    now = datetime.now(UTC)
    days = {"starts_on": 20, "ends_on": 24, "applications_from": -5, "applications_until": 10}
    with market.app.extensions["database"].writing(expire_on_commit=False) as session:
        spans = {name: (now + timedelta(days=ahead)).date() for name, ahead in days.items()}
        made = world.fair(session, min_stars=0, **spans)
        booth_world.booth_type(session, made)
        booth_world.account(session, made)
        user = add_user(session, manager, "Vũ Quản Lý", PASSWORD, now)
        add_person(session, user, session.get_one(world.Organiser, made.organiser_id), now)
        session.commit()
    return made.slug, manager


def producer_of(market) -> str:
    with market.app.extensions["database"].reading() as session:
        user = find_user(session, SELLER)
        query = select(world.Producer.name).join(Membership, Membership.producer_id == world.Producer.id)
        return session.scalars(query.where(Membership.user_id == user.id)).first()


@pytest.mark.parametrize(("width", "language", "javascript"), [(390, "vi", False), (1280, "en", True)])
def test_a_booth_is_drawn_applied_for_given_paid_and_confirmed(
    visit_market, market, fair, width, language, javascript
):
    slug, manager = fair
    organiser = visit_market(width, language)
    bring_in(organiser, market, manager)
    organiser.open(f"/organiser/fairs/{slug}/plan")
    organiser.page.fill("#first", "A1")
    for name, text in (("count", "3"), ("x", "0"), ("y", "0")):
        organiser.page.fill(f"#{name}", text)
    send(organiser, main_button("/plan/rows"))
    assert organiser.page.locator(".plan__booth[data-state=free][data-kind=standard]").count() == 3

    seller = visit_market(width, language, javascript=javascript)
    bring_in(seller, market, SELLER)
    seller.open("/producer/fairs")
    send(seller, f'main a[href$="/producer/fairs/{slug}"]')
    seller.page.locator("input[name=booth]").first.check()
    seller.page.locator("input[name=products]").first.check()
    send(seller, main_button(f"/producer/fairs/{slug}"))
    application = seller.page.url
    assert "/producer/applications/" in application

    organiser.open(f"/organiser/fairs/{slug}/applications")
    send(organiser, "main tbody a")
    send(organiser, 'main button[value="accept"]')
    assert organiser.page.locator(".tag[data-state=accepted]").count() == 1

    seller.page.goto(application)
    seller.look()
    send(seller, 'main button[value="vietqr"]')
    assert seller.page.locator(".transfer__qr svg").is_visible()
    code = market.newest_payment().code

    organiser.open(f"/organiser/fairs/{slug}/takings")
    send(organiser, main_button(f"/payments/{code}/receipt"))
    seller.page.goto(application)
    seller.look()
    assert seller.page.locator(".tag[data-state=confirmed]").count() == 1
    organiser.open(f"/organiser/fairs/{slug}/plan")
    assert organiser.page.locator("a .plan__booth[data-state=taken]").count() == 1
    assert producer_of(market) in organiser.page.locator("#booth-A1").inner_text()
