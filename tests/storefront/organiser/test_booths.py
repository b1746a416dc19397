"""Pages of booths and applications: what is said, what stays typed, and that they do not grow with the fair."""

import re

import pytest
from sqlalchemy import insert, select, text

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.applications import Allotment, Application, ApplicationProduct, ApplicationState
from marketplace.fairs.booths import Booth, BoothType
from tests import booth_world, people, world
from tests.people import signed_in
from tests.shopping import hidden
from tests.world import NOW

S = ApplicationState


@pytest.fixture
def fair(session):
    return world.fair(session)


@pytest.fixture
def type(session, fair):
    return booth_world.booth_type(session, fair)


@pytest.fixture
def manager(app, session, fair):
    user = people.user(session, "quan-ly@vidu.vn")
    add_person(session, user, session.get_one(world.Organiser, fair.organiser_id), NOW)
    session.commit()
    return signed_in(app, user)


def post(client, page: str, path: str, **data):
    """Send a form of this page."""
    return client.post(path, data={"csrf_token": hidden(client.get(page).text, "csrf_token")} | data)


def test_a_row_is_drawn_and_listed(session, fair, type, manager):
    session.commit()
    plan = f"/en/organiser/fairs/{fair.slug}/plan"
    row = {"type": type.id, "first": "a1", "count": "3", "x": "0", "y": "0", "direction": "right"}
    assert post(manager, plan, f"{plan}/rows", **row, corners="y").status_code == 303
    page = manager.get(plan).text
    assert "3 booths added." in page
    assert len(re.findall(r'class="plan__booth" data-state="free" data-kind="standard"', page)) == 3
    assert re.search(r'aria-label="A1, Gian tiêu chuẩn, 3 × 3 m, 5[.,]500[.,]000', page)
    assert page.count('<li id="booth-A') == 3
    again = post(manager, plan, f"{plan}/rows", **row)
    assert again.status_code == 422
    assert "There is a booth “A1” already." in again.text
    assert 'value="a1"' in again.text


def test_patterns_and_words_tell_what_is_taken(session, fair, type, manager):
    booth_world.booths(session, fair, type, 3)
    held, confirmed = (booth_world.application(session, fair, type) for _ in range(2))
    for one in (held, confirmed):
        booth_world.accept(session, fair, one)
    booth_world.pay(session, booth_world.payment(session, confirmed))
    session.commit()
    page = manager.get(f"/en/organiser/fairs/{fair.slug}/plan").text
    for state, words in (("held", "held for a payment"), ("taken", "taken"), ("free", "free")):
        assert f'data-state="{state}"' in page
        assert f"{words} (1)" in page
    assert 'fill="url(#plan-held)"' in page and 'fill="url(#plan-taken)"' in page


def test_a_booth_that_is_given_is_not_removed(session, fair, type, manager):
    (booth,) = booth_world.booths(session, fair, type, 1)
    booth_world.accept(session, fair, booth_world.application(session, fair, type))
    session.commit()
    page = f"/en/organiser/fairs/{fair.slug}/plan/{booth.id}"
    refused = post(manager, page, f"{page}/removal")
    assert refused.status_code == 422
    assert "is given to somebody. Move them to another booth" in refused.text


def test_a_type_keeps_what_was_typed_and_says_what_is_wrong(session, fair, type, manager):
    session.commit()
    page = f"/en/organiser/fairs/{fair.slug}/booths"
    facts = {"kind": "standard", "name": "Gian lớn", "price": "nhiều", "corner_surcharge": "0"}
    sizes = {"width": "4", "depth": "4", "watts": "0", "places": "1"}
    wrong = post(manager, page, page, **facts, **sizes)
    assert wrong.status_code == 422
    assert "This is no amount in whole đồng" in wrong.text and 'value="Gian lớn"' in wrong.text
    right = post(manager, page, page, **facts | {"price": "2tr5"}, **sizes)
    assert right.status_code == 303
    assert session.scalars(select(BoothType.price).where(BoothType.name == "Gian lớn")).one() == 2_500_000


def test_the_second_of_two_who_decide_is_told_and_keeps_the_words(session, fair, type, manager):
    booth_world.booths(session, fair, type, 1)
    one = booth_world.application(session, fair, type)
    session.commit()
    page = f"/en/organiser/fairs/{fair.slug}/applications/{one.code}"
    form = {"decision": "return", "reasons": "Thiếu giấy", "seen": "1", "booth": ""}
    assert post(manager, page, f"{page}/decision", **form).status_code == 303
    late = post(manager, page, f"{page}/decision", **form | {"decision": "accept", "reasons": "Tốt"})
    assert late.status_code == 422
    assert "decided or changed meanwhile" in late.text and "Tốt" in late.text


def test_a_steward_reads_an_application_and_checks_it_in_and_decides_nothing(session, fair, type, member):
    booth_world.booths(session, fair, type, 1)
    one = booth_world.application(session, fair, type)
    booth_world.accept(session, fair, one)
    booth_world.pay(session, booth_world.payment(session, one))
    fair.starts_on = NOW.date()
    steward = member(OrganiserRole.STEWARD, session.get_one(Organiser, fair.organiser_id))
    page = f"/en/organiser/fairs/{fair.slug}/applications/{one.code}"
    text = steward.get(page).text
    assert "The exhibitor is there" in text and one.code in text
    for words in ("Decide", "Call off", "Give this booth", "bank transfer", '/applications"'):
        assert words not in text, words
    assert post(steward, page, f"{page}/decision", decision="decline").status_code == 403
    assert post(steward, page, f"{page}/arrival").location.endswith(page)
    assert "Checked in" in steward.get(page).text


def test_findings_stand_beside_the_decision(session, fair, type, manager):
    fair.min_stars = 5
    booth_world.booths(session, fair, type, 1)
    one = booth_world.application(session, fair, type)
    session.commit()
    for page in ("applications", f"applications/{one.code}"):
        text = manager.get(f"/en/organiser/fairs/{fair.slug}/{page}").text
        assert "has not the 5 stars that the fair asks for" in text


def test_a_transfer_is_confirmed_and_a_refund_sent(session, fair, type, manager):
    booth_world.booths(session, fair, type, 1)
    one = booth_world.application(session, fair, type)
    booth_world.accept(session, fair, one)
    due = booth_world.payment(session, one)
    session.commit()
    base = f"/en/organiser/fairs/{fair.slug}"
    assert due.code in manager.get(f"{base}/takings").text
    assert post(manager, f"{base}/takings", f"{base}/payments/{due.code}/receipt").status_code == 303
    page = f"{base}/applications/{one.code}"
    assert "Confirmed" in manager.get(page).text
    assert post(manager, page, f"{page}/cancellation", reasons="Bão").status_code == 303
    takings = manager.get(f"{base}/takings").text
    assert "Money to send back" in takings
    refund = re.search(r"/refunds/(\d+)/payout", takings)[1]
    assert post(manager, f"{base}/takings", f"{base}/refunds/{refund}/payout").status_code == 303
    assert "has gone back" in manager.get(page).text


def crowd(session, fair, type, booths: int, applications: int) -> None:
    """Rows of booths, half of them taken, and many that have applied."""
    width = fair.plan_width // 3
    spots = [(i % width * 3, i // width * 3) for i in range(booths)]
    facts = {"fair_id": fair.id, "type_id": type.id, "turned": False, "is_corner": False}
    session.execute(
        insert(Booth), [facts | {"number": f"A{i}", "x": x, "y": y} for i, (x, y) in enumerate(spots)]
    )
    user = people.user(session, f"dong-{booths}@vidu.vn")
    facts = {
        "fair_id": fair.id,
        "user_id": user.id,
        "booth_type_id": type.id,
        "price": 1,
        "submitted_at": NOW,
    }
    facts |= {"corner_surcharge": 0, "deposit_percent": 100, "wants_corner": False, "revision": 1}
    sellers = [
        (p, world.product(session, by=p, stock=1)) for p in (world.producer(session) for _ in range(20))
    ]
    many = [world.Producer(**_bare(sellers[0][0], i, booths)) for i in range(applications)]
    session.add_all(many)
    session.flush()
    ids = session.scalars(
        insert(Application).returning(Application.id),
        [facts | {"producer_id": of.id, "state": _state(i, booths)} for i, of in enumerate(many)],
    ).all()
    session.execute(
        insert(ApplicationProduct), [{"application_id": id, "product_id": sellers[0][1].id} for id in ids]
    )
    places = session.scalars(select(Booth.id).where(Booth.fair_id == fair.id).order_by(Booth.id)).all()
    held = {"amount": 1, "deposit": 1, "given_at": NOW, "place": 1, "held_until": None}
    session.execute(
        insert(Allotment),
        [
            held | {"application_id": a, "booth_id": b}
            for a, b in zip(ids, places[: booths // 2], strict=False)
        ],
    )
    # PostgreSQL takes the tables for empty ones as long as nobody tells it: nothing here is ever committed.
    session.execute(text("ANALYZE"))
    session.commit()


def _state(i: int, booths: int) -> str:
    return S.CONFIRMED if i < booths // 2 else S.SUBMITTED


def _bare(like, i: int, booths: int) -> dict:
    facts = ("name", "key", "kind", "commune_code", "state", "created_at")
    return {name: getattr(like, name) for name in facts} | {"slug": f"bare-{booths}-{i}"}


PAGES = ("plan", "applications", "applications?state=confirmed&page=2", "takings", "booths")


def test_pages_do_not_ask_more_of_a_large_fair(app, session, manager, fair, type, statements):
    small, of_small = fair, type
    large = world.fair(
        session, session.get_one(world.Organiser, fair.organiser_id), plan_width=120, plan_height=90
    )
    of_large = booth_world.booth_type(session, large)
    crowd(session, small, of_small, 60, 120)
    crowd(session, large, of_large, 600, 3000)
    for page in PAGES:
        counts = []
        for one in (small, large):
            session.expire_all()
            statements.clear()
            assert manager.get(f"/en/organiser/fairs/{one.slug}/{page}").status_code == 200
            counts.append(len(statements))
        assert counts[0] == counts[1] < 25, (page, counts)


def test_a_place_on_the_plan_is_asked_for_where_there_is_one(session, fair, type, manager):
    (booth,) = booth_world.booths(session, fair, type, 1)
    session.commit()
    plan = f"/en/organiser/fairs/{fair.slug}/plan"
    page = manager.get(plan).text
    assert re.search(r'<label for="x">Metres from the left</label>', page)
    assert re.search(r'<label for="direction">The others stand</label>', page)
    row = {"type": type.id, "first": "b1", "count": "1", "x": "", "y": "9", "direction": "right"}
    refused = post(manager, plan, f"{plan}/rows", **row)
    assert refused.status_code == 422
    assert '<a href="#x">Metres from the left</a>: Please fill this in.' in refused.text
    moved = post(manager, f"{plan}/{booth.id}", f"{plan}/{booth.id}", x="2", y="")
    assert moved.status_code == 422
    assert '<a href="#y">Metres from above</a>: Please fill this in.' in moved.text


def test_an_online_stall_needs_no_place(session, fair, type, manager):
    online = booth_world.booth_type(session, fair, kind="online", name="Gian hàng trực tuyến")
    session.commit()
    plan = f"/en/organiser/fairs/{fair.slug}/plan"
    assert "Not needed for online stalls." in manager.get(plan).text
    row = {"type": online.id, "first": "o1", "count": "2", "x": "", "y": "", "direction": "right"}
    assert post(manager, plan, f"{plan}/rows", **row).status_code == 303
    booth = session.scalars(select(Booth).where(Booth.number == "O1")).one()
    assert post(manager, f"{plan}/{booth.id}", f"{plan}/{booth.id}", is_corner="y").status_code == 303


def test_the_list_opens_where_there_is_something(session, fair, type, manager):
    booth_world.booths(session, fair, type, 1)
    booth_world.accept(session, fair, booth_world.application(session, fair, type))
    session.commit()
    page = f"/en/organiser/fairs/{fair.slug}"
    shown = manager.get(f"{page}/applications").text
    assert re.search(r'aria-current="page">[^<]* \(1\)</a>', shown)
    assert "wait for you" not in manager.get(page).text
    for _ in range(2):
        booth_world.application(session, fair, type)
    session.commit()
    assert "2 wait for you" in manager.get(page).text
