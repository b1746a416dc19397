"""A visitor gets a ticket on a telephone; at the gate another telephone lets people in while there is no network."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import add_user
from marketplace.fairs.check_ins import arrivals
from marketplace.fairs.fairs import Fair
from marketplace.fairs.registration import register
from marketplace.fairs.visitors import Visitor
from storefront.clock import Clock
from tests import world
from tests.journeys.steps import send, sign_in
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STEWARD = "soat-ve@vidu.vn"
# What is left on the telephone of what names people, and the form's own name for its scan in the page that is kept.
LEFT = """async () => [...await caches.keys(), ...Object.keys(localStorage).filter(name => !name.endsWith(":queue")),
  ...(await navigator.serviceWorker.getRegistrations()).map(one => one.scope)]"""
KEPT_KEY = """async () => {
  const kept = await (await (await caches.open("gate")).match(location.href)).text();
  return new DOMParser().parseFromString(kept, "text/html").querySelector("[name=key]").value;
}"""


@pytest.fixture(scope="module")
def fair(market) -> str:
    """The address of a fair that runs today, with a steward."""
    clock = Clock()
    with market.app.extensions["database"].transaction() as session:
        facts = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=3)}
        made = world.fair(session, visitor_quota=50, applications_until=clock.today(), **facts)
        user = add_user(session, STEWARD, "Soát Vé", PASSWORD, clock.now())
        own = session.get_one(Organiser, made.organiser_id)
        add_person(session, user, own, clock.now(), OrganiserRole.STEWARD)
        return made.slug


def came(market, slug: str) -> set[str]:
    with market.app.extensions["database"].reading() as session:
        found = session.scalars(select(Fair).where(Fair.slug == slug)).one()
        return set(arrivals(session, found, Clock().today()))


def ticket(market, slug: str, contact: str) -> str:
    with market.app.extensions["database"].transaction() as session:
        found = session.scalars(select(Fair).where(Fair.slug == slug)).one()
        facts = {"name": "Lò Văn Pao", "heads": 1, "company": "", "user": None, "language": "vi"}
        return register(session, found, contact=contact, now=Clock().now(), **facts)[0].code


def registered(visitor, market, slug: str, contact: str) -> str:
    """From the page of the fair to the ticket, by the pages; answers with its code."""
    visitor.open(f"/fairs/{slug}")
    send(visitor, f'main a[href$="/{slug}/visit"]')
    for name, text in (("name", "Giàng Thị Mai"), ("contact", contact), ("heads", "2")):
        visitor.page.fill(f"[name={name}]", text)
    send(visitor, "main form.form button.button--main", r"/tickets/V[0-9A-Z]{11}$")
    assert visitor.page.locator(".ticket__qr svg").is_visible()
    return visitor.page.url.rpartition("/")[2]


@pytest.mark.parametrize(("width", "language", "javascript"), [(390, "vi", True), (1280, "en", False)])
def test_a_visitor_gets_a_ticket_and_gives_it_back(visit_market, market, fair, width, language, javascript):
    visitor = visit_market(width, language, javascript=javascript)
    contact = f"mai-{width}@vidu.vn"
    code = registered(visitor, market, fair, contact)
    assert market.link(contact, "/tickets/").endswith(code)
    send(visitor, 'main form[action$="/cancellation"] button')
    assert visitor.page.locator(".ticket[data-state=cancelled]").is_visible()
    with market.app.extensions["database"].reading() as session:
        assert session.scalars(select(Visitor.state).where(Visitor.code == code)).one() == "cancelled"


def at_gate(visitor, fair: str) -> None:
    sign_in(visitor, STEWARD)
    visitor.open(f"/organiser/fairs/{fair}/gate")


def let_in(page, code: str, outcome: str) -> None:
    page.fill("[name=code]", code)
    page.press("[name=code]", "Enter")
    page.wait_for_selector(f".gate__answer[data-outcome={outcome}]")


def test_the_gate_works_without_a_network_and_tells_later(visit_market, market, fair):
    first = registered(visit_market(390), market, fair, "mai@vidu.vn")
    second = ticket(market, fair, "pao@vidu.vn")
    steward = visit_market(390)
    at_gate(steward, fair)
    page = steward.page
    page.wait_for_selector("gate-desk[data-kept]")
    page.context.set_offline(True)
    page.reload()
    steward.look()
    assert page.input_value("[name=key]") == page.evaluate(KEPT_KEY)
    let_in(page, first, "come")
    let_in(page, f"{market.address}/fairs/{fair}/tickets/{second.lower()}", "come")
    let_in(page, first, "before")
    let_in(page, "VKHONGCO", "unknown")
    assert page.get_attribute(".gate__state", "data-waiting") == "4"
    steward.look()
    assert came(market, fair) == set()
    page.context.set_offline(False)
    page.wait_for_selector(".gate__state[data-waiting='0']")
    assert came(market, fair) == {first, second}
    steward.open(f"/organiser/fairs/{fair}/gate")
    page.wait_for_selector("gate-desk[data-kept]")
    let_in(page, second, "before")
    send(steward, 'form[action$="/sign-out"] button')
    assert page.evaluate(LEFT) == []


def test_the_gate_works_without_javascript(visit_market, market, fair):
    code = ticket(market, fair, "sua@vidu.vn")
    steward = visit_market(390, "en", javascript=False)
    at_gate(steward, fair)
    for words in ("Please come in", "Came in at"):
        steward.page.fill("[name=code]", code)
        send(steward, ".gate__form button")
        assert words in steward.page.inner_text(".gate__answer")
    steward.open(f"/fairs/{fair}/tickets/{code}")
    send(steward, 'main form[action$="/gate"] button')
    assert "Came in at" in steward.page.inner_text(".gate__answer")
