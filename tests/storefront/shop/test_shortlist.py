"""An exhibitor's page at a fair, the list of those to find again, and what the exhibitor may know of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from marketplace.accounts.memberships import add_member
from marketplace.fairs.applications import ApplicationProduct, ApplicationState
from marketplace.fairs.interests import Interest, remember, say
from storefront.qr_codes import qr_svg
from tests import people, world
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import browser, fill, signed_in
from tests.world import NOW, TODAY

TICK = 'name="shares" type="checkbox" value="y"'
CHECKED = 'checked id="shares"'


@pytest.fixture
def fair(session):
    return world.fair(session)


@pytest.fixture
def maker(session):
    return world.producer(session, "Hợp tác xã Chè")


@pytest.fixture
def stand(session, fair, maker):
    return exhibitor(session, fair, "A12", by=maker)


@pytest.fixture
def entry(session, fair, stand):
    session.commit()
    return f"/en/fairs/{fair.slug}/shortlist/{stand.code}"


@pytest.fixture
def visitor(app, session):
    return signed_in(app, people.user(session, "khach@vidu.vn", "Người Khách"))


@pytest.fixture
def seller(app, session, maker):
    user = people.user(session, "ban@vidu.vn")
    add_member(session, user, maker, NOW)
    session.commit()
    return signed_in(app, user)


def test_the_page_of_a_stand_shows_booth_goods_and_badges_of_the_day(app, session, fair, maker, stand):
    bears, lapses = (world.product(session, name, by=maker) for name in ("Chè Bền", "Chè Hết Hạn"))
    world.recognition(session, bears, 4)
    world.recognition(session, lapses, 5, expires_on=TODAY + timedelta(days=3))
    for product in (bears, lapses):
        session.add(ApplicationProduct(application_id=stand.id, product_id=product.id))
    session.commit()
    answer = browser(app).get(f"/en/fairs/{fair.slug}/booths/{stand.code.lower()}")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    text = answer.text
    assert "A12" in text and "Chè Bền" in text and f"/en/fairs/{fair.slug}/plan" in text
    bears_part = text.partition("Chè Bền")[2].partition("</li>")[0]
    lapses_part = text.partition("Chè Hết Hạn")[2].partition("</li>")[0]
    assert "4" in bears_part and "badge" in bears_part and "badge" not in lapses_part
    assert f"/shortlist/{stand.code}" in text


def test_who_does_not_exhibit_has_no_page(app, session, fair, stand):
    stand.state = ApplicationState.ACCEPTED
    session.commit()
    client = browser(app)
    assert client.get(f"/fairs/{fair.slug}/booths/{stand.code}").status_code == 404
    assert client.get(f"/fairs/{world.fair(session).slug}/booths/{stand.code}").status_code == 404


def test_signing_in_comes_first_and_leads_back(app, entry):
    answer = browser(app).get(entry)
    assert answer.status_code == 303 and answer.location.endswith(
        f"/sign-in?next={entry.removeprefix('/en')}"
    )
    answer = browser(app).post(f"{entry}/removal")
    assert answer.location.endswith(f"next={entry.removeprefix('/en')}")


def test_nothing_is_told_before_the_tick_and_nothing_after_it_is_gone(
    session, fair, stand, entry, visitor, seller
):
    leads = f"/en/producer/applications/{stand.code}/leads"
    page = visitor.get(entry).text
    assert TICK in page and CHECKED not in page and "khach@vidu.vn" in page
    fill(visitor, entry, message="Cần 200 kg")
    assert "Cần 200 kg" in visitor.get(f"/en/fairs/{fair.slug}/shortlist").text
    for path in (leads, f"{leads}.xlsx"):
        assert "Người Khách" not in said(seller, path)
    fill(visitor, entry, message="Cần 200 kg", shares="y")
    for path in (leads, f"{leads}.xlsx"):
        text = said(seller, path)
        assert "Người Khách" in text and "khach@vidu.vn" in text and "Cần 200 kg" in text
    assert CHECKED in visitor.get(entry).text
    fill(visitor, entry, message="Cần 200 kg")
    for path in (leads, f"{leads}.xlsx"):
        assert "Người Khách" not in said(seller, path) and "Cần 200 kg" not in said(seller, path)


def said(client, path: str) -> str:
    answer = client.get(path)
    if not path.endswith(".xlsx"):
        return answer.text
    sheet = load_workbook(BytesIO(answer.data)).active
    return "\n".join(str(value) for row in sheet.values for value in row)


def test_a_lead_that_is_removed_is_gone_for_both(session, fair, stand, entry, visitor, seller):
    fill(visitor, entry, message="", shares="y")
    listed = f"/en/fairs/{fair.slug}/shortlist"
    assert visitor.post(f"{entry}/removal").location.endswith("/shortlist")
    assert "The form had expired" in visitor.get(listed).text
    fill(visitor, listed, f"{entry}/removal")
    assert session.scalars(select(Interest)).all() == []
    assert "Người Khách" not in said(seller, f"/en/producer/applications/{stand.code}/leads")


def test_a_list_is_ones_own_and_of_one_fair(app, session, fair, stand, entry, visitor):
    fill(visitor, entry, message="")
    other = signed_in(app, people.user(session, "nguoikhac@vidu.vn"))
    listed = f"/en/fairs/{fair.slug}/shortlist"
    assert "Hợp tác xã Chè" in visitor.get(listed).text
    assert "Hợp tác xã Chè" not in other.get(listed).text
    assert "Hợp tác xã Chè" not in visitor.get(f"/en/fairs/{world.fair(session).slug}/shortlist").text
    assert fill(other, entry, f"{entry}/removal").status_code == 404


def test_who_exhibits_no_more_is_said_and_can_be_removed(session, fair, stand, entry, visitor):
    fill(visitor, entry, message="")
    stand.state = ApplicationState.CANCELLED
    stand.reasons = "Vì thế"
    session.commit()
    listed = f"/en/fairs/{fair.slug}/shortlist"
    assert "Does not exhibit any more." in visitor.get(listed).text
    assert visitor.get(entry).status_code == 404
    fill(visitor, listed, f"{entry}/removal")
    assert "Hợp tác xã Chè" not in visitor.get(listed).text


def test_a_message_that_is_too_long_stays_and_is_said(entry, visitor):
    answer = fill(visitor, entry, message="a" * 501, shares="y")
    assert answer.status_code == 422 and "at most 500 characters" in answer.text and "a" * 501 in answer.text


def test_no_exhibitor_reads_the_leads_of_another(app, session, fair, stand, entry, visitor):
    fill(visitor, entry, message="", shares="y")
    user = people.user(session, "khac@vidu.vn")
    other = world.producer(session)
    add_member(session, user, other, NOW)
    mine = exhibitor(session, fair, "B1", by=other)
    session.commit()
    client = signed_in(app, user)
    for end in ("leads", "leads.xlsx", "sign"):
        assert client.get(f"/producer/applications/{stand.code}/{end}").status_code == 404
    assert "Người Khách" not in client.get(f"/producer/applications/{mine.code}/leads").text


def test_the_sign_leads_to_the_page_of_the_stand(fair, stand, entry, seller):
    text = seller.get(f"/en/producer/applications/{stand.code}/sign").text
    address = text.partition('booth-sign__address">')[2].partition("<")[0]
    assert address.endswith(f"/fairs/{fair.slug}/booths/{stand.code}") and "/en/" not in address
    assert "A12" in text and str(qr_svg(address)) in text


def test_pages_ask_as_often_however_long_they_are(
    app, session, fair, stand, entry, visitor, seller, statements
):
    me = session.scalars(select(people.User).where(people.User.email == "khach@vidu.vn")).one()
    pages = [
        (visitor, f"/en/fairs/{fair.slug}/shortlist"),
        (seller, f"/en/producer/applications/{stand.code}/leads"),
    ]
    counts = []
    for size in (2, 60):
        for number in range(size):
            remember(session, me, exhibitor(session, fair, f"C{size}-{number}"), NOW)
            say(
                remember(session, people.user(session, f"k{size}-{number}@vidu.vn"), stand, NOW),
                "",
                True,
                NOW,
            )
        session.commit()
        for client, path in pages:
            statements.clear()
            assert client.get(path).status_code == 200
            counts.append(len(statements))
    assert counts[:2] == counts[2:], counts
