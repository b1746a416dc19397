"""A visitor finds a fair by a filter, takes it into a calendar, registers, and is let in by a steward at the gate."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.request import urlopen

import icalendar
import pytest

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import add_user
from storefront.clock import Clock
from tests import world
from tests.journeys.steps import send
from tests.journeys.test_desks import bring_in
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "Chợ phiên Tú Lệ"
STEWARD = "soat-ve-tu-le@vidu.vn"
LAO_CAI, HA_NOI = "15", "01"


@dataclass
class Running:
    """A free fair that runs from today on for four days."""

    slug: str


@pytest.fixture(scope="module")
def running(market) -> Running:
    clock = Clock()
    facts = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=3)}
    facts |= {"name": NAME, "visitor_quota": 50, "applications_until": clock.today()}
    with market.app.extensions["database"].transaction() as session:
        fair = world.fair(session, **facts)
        user = add_user(session, STEWARD, "Soát Vé", PASSWORD, clock.now())
        own = session.get_one(Organiser, fair.organiser_id)
        add_person(session, user, own, clock.now(), OrganiserRole.STEWARD)
        return Running(fair.slug)


def find_by_filter(visitor) -> None:
    """Another province does not have it, its own does; the window ends on the list that has it."""
    visitor.open("/fairs")
    for province, count in ((HA_NOI, 0), (LAO_CAI, 1)):
        visitor.page.select_option("#province", province)
        visitor.page.select_option("#theme", "ocop")
        send(visitor, "form.fair-filters button", f"province={province}")
        assert visitor.page.locator(f'main h3:has-text("{NAME}")').count() == count


def subscribed(visitor, market) -> icalendar.Event:
    """The fair in the calendar that the page of the narrowed list gives an address of."""
    send(visitor, 'main a[href*="#subscription"]', "/fairs/calendar")
    feed = visitor.page.locator('main a[href*="calendar.ics"]').get_attribute("href")
    assert f"province={LAO_CAI}" in feed
    with urlopen(market.address + feed) as answer:
        assert answer.headers.get_content_type() == "text/calendar"
        events = icalendar.Calendar.from_ical(answer.read()).events
    (event,) = [one for one in events if str(one["SUMMARY"]) == NAME]
    return event


def register(visitor, slug: str, contact: str) -> None:
    """From the page of the fair; the window ends on the ticket."""
    send(visitor, f'main a[href$="/{slug}/visit"]')
    for name, text in (("name", "Giàng Thị Mai"), ("contact", contact), ("heads", "2")):
        visitor.page.fill(f"[name={name}]", text)
    send(visitor, "main form.form button.button--main", r"/tickets/V[0-9A-Z]{11}$")


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])
def test_from_a_filter_to_the_gate(visit_market, market, running, width, javascript):
    visitor = visit_market(width, javascript=javascript)
    find_by_filter(visitor)
    narrowed = visitor.page.url
    event = subscribed(visitor, market)
    assert event.start.date() == Clock().today() and event["RRULE"]["COUNT"] == [4]
    assert event["STATUS"] == "CONFIRMED" and event["URL"].endswith(f"/fairs/{running.slug}")

    visitor.page.goto(narrowed)
    send(visitor, f'main h3 a:has-text("{NAME}")', f"/fairs/{running.slug}$")
    register(visitor, running.slug, f"mai-lich-{width}@vidu.vn")
    state = visitor.page.locator(".ticket dd:has(.tag)")
    assert not re.search(r"\d\d:\d\d", state.inner_text())

    steward = visit_market(width, javascript=javascript)
    bring_in(steward, market, STEWARD)
    steward.page.goto(visitor.page.url)
    steward.look()
    send(steward, 'main form[action$="/gate"] button', "/gate")
    assert steward.page.locator(".gate__answer[data-outcome=come]").count() == 1
    assert "Giàng Thị Mai" in steward.page.locator(".gate__answer").inner_text()
    visitor.page.reload()
    visitor.look()
    assert re.search(r"\d\d:\d\d", state.inner_text())
