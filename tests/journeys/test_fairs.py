"""Fairs in a browser: from an organiser's first form to the public page, and from a scanned booth to a meeting."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import add_user
from marketplace.fairs.applications import Application
from marketplace.fairs.fairs import Fair
from marketplace.fairs.interests import Interest
from storefront.clock import Clock
from tests import world
from tests.journeys.market import OFFICER
from tests.journeys.steps import main_button, send, sign_in, sign_up
from tests.journeys.test_desks import bring_in
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SAVE = "button.button--main[name=action]"
LAO_CAI, VAN_CHAN = "15", world.VAN_CHAN


def type_place(page) -> None:
    """Province and commune, which come by script or by a button."""
    page.select_option("[name=province]", LAO_CAI)
    if page.locator('button[value="communes"]').is_visible():
        page.locator('button[value="communes"]').click()
    page.locator(f'[name=commune] option[value="{VAN_CHAN}"]').wait_for(state="attached")
    page.select_option("[name=commune]", VAN_CHAN)


def join_as_organiser(visitor, market, email: str) -> None:
    sign_up(visitor, market, email, "Lê Thị Chợ")
    visitor.open("/organiser/join")
    send(visitor, 'main a.button[href$="/organiser/join/new"]')
    page = visitor.page
    page.check("[name=kind][value=authority]")
    type_place(page)
    facts = {"name": "Phòng Kinh tế Văn Chấn", "street": "1 Trần Phú", "contact_name": "Lê Thị Chợ"}
    for name, text in (facts | {"phone": "0912 345 678", "email": email}).items():
        page.fill(f"[name={name}]", text)
    send(visitor, SAVE)
    send(visitor, main_button("/submission"))


def approve_newest(officer) -> None:
    officer.open("/office/organisers")
    send(officer, 'main ul.queue a:has-text("Phòng Kinh tế Văn Chấn")')
    send(officer, "main form.decision button[value=approve]")


def write_fair(visitor, first: date) -> None:
    """All the steps that a fair needs before it can be announced, and the announcement."""
    page = visitor.page
    visitor.open("/organiser/fairs/new")
    facts = {"name": "Chợ xuân Suối Giàng", "permit_number": "01/XN", "venue": "Sân vận động"}
    for name, text in facts.items():
        page.fill(f"[name={name}]", text)
    type_place(page)
    send(visitor, SAVE, "/steps/days$")
    days = {"starts_on": first, "ends_on": first + timedelta(days=2)}
    for name, text in (
        {name: str(day) for name, day in days.items()} | {"opens_at": "08:00", "closes_at": "21:00"}
    ).items():
        page.fill(f"[name={name}]", text)
    send(visitor, SAVE)
    until = first - timedelta(days=10)
    for name, day in {"applications_from": Clock().today(), "applications_until": until}.items():
        page.fill(f"[name={name}]", str(day))
    send(visitor, SAVE)
    page.fill("[name=visitor_quota]", "500")
    send(visitor, SAVE)
    page.goto(re.sub(r"(/organiser/fairs/[^/]+).*", r"\1", page.url))
    visitor.look()
    send(visitor, main_button("/announcement"))


@pytest.mark.parametrize(("width", "javascript"), [(1280, False)])
def test_from_the_first_form_to_the_public_page(visit_market, market, width, javascript):
    organiser, email = visit_market(width, javascript=javascript), f"cho-{width}@vidu.vn"
    join_as_organiser(organiser, market, email)
    officer = visit_market(width)
    bring_in(officer, market, OFFICER)
    approve_newest(officer)
    first = Clock().today() + timedelta(days=30 if width == 390 else 50)
    write_fair(organiser, first)
    guest = visit_market(width)
    guest.open(f"/fairs?province={LAO_CAI}")
    send(guest, 'main a:has-text("Chợ xuân Suối Giàng") >> nth=-1')
    assert guest.page.locator("h1").inner_text() == "Chợ xuân Suối Giàng"
    assert guest.page.locator('main a[href*="/organisers/"]').first.inner_text() == "Phòng Kinh tế Văn Chấn"


@dataclass
class AtFair:
    """A fair with two exhibitors that runs from today on; `manager` acts for its organiser."""

    slug: str
    manager: str
    stands: list[str]
    makers: list[str]


@pytest.fixture(scope="module")
def running(market) -> AtFair:
    clock = Clock()
    facts = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=3)}
    with market.app.extensions["database"].transaction() as session:
        fair = world.fair(
            session, name="Chợ phiên Mường Lò", visitor_quota=50, applications_until=clock.today(), **facts
        )
        manager = "ban-to-chuc@vidu.vn"
        user = add_user(session, manager, "Hà Ban Tổ Chức", PASSWORD, clock.now())
        add_person(session, user, session.get_one(Organiser, fair.organiser_id), clock.now())
        makers = [world.producer(session, f"Hợp tác xã Mường Lò {n}") for n in (1, 2)]
        made = [exhibitor(session, fair, f"A{n}", maker) for n, maker in enumerate(makers, 1)]
        return AtFair(fair.slug, manager, [one.code for one in made], [maker.name for maker in makers])


def test_a_scanned_booth_a_list_and_a_meeting(visit_market, market, running):
    scanned, maker = running.stands[0], running.makers[0]
    buyer = visit_market(390)
    sign_up(buyer, market, "thu-mua@vidu.vn", "Vũ Thu Mua")
    # What the sign of the booth leads to.
    buyer.open(f"/fairs/{running.slug}/booths/{scanned}")
    send(buyer, f'main a[href$="/shortlist/{scanned}"]')
    buyer.page.fill("[name=message]", "Cần 200 kg măng mỗi tháng")
    buyer.page.check("[name=shares]")
    send(buyer, "main form.form button.button--main", "/shortlist$")
    assert maker in buyer.page.locator(".exhibitor h2").inner_text()
    with market.app.extensions["database"].reading() as session:
        kept = select(Interest.message).join(Application).join(Fair).where(Fair.slug == running.slug)
        assert session.scalars(kept).all() == ["Cần 200 kg măng mỗi tháng"]

    buyer.open(f"/fairs/{running.slug}/visit")
    for name, text in (
        ("name", "Vũ Thu Mua"),
        ("contact", "thu-mua@vidu.vn"),
        ("heads", "1"),
        ("company", "Siêu thị Mẫu"),
    ):
        buyer.page.fill(f"[name={name}]", text)
    send(buyer, "main form.form button.button--main", r"/tickets/V[0-9A-Z]{11}$")
    ticket = buyer.page.url

    manager = visit_market(1280)
    sign_in(manager, running.manager)
    manager.open(f"/organiser/fairs/{running.slug}/meetings")
    manager.page.select_option("[name=day]", index=2)
    send(manager, main_button("/meetings/slots") + ".button--main")
    assert manager.page.locator(".meeting-times").count()

    buyer.page.goto(f"{ticket}/meetings")
    buyer.look()
    send(buyer, f'#choose li:has-text("{maker}") button')
    manager.open(f"/organiser/fairs/{running.slug}/meetings")
    send(manager, main_button("/meetings/timetable"))

    buyer.page.goto(f"{ticket}/meetings")
    buyer.look()
    assert maker in buyer.page.locator(".timetable tbody").inner_text()
