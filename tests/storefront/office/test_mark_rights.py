"""Rights to use marks in the office: granted, suspended, reinstated, revoked; badges follow on every page."""

import pytest
from sqlalchemy import select

from catalog.acts import Act
from catalog.marks import Authorisation, Basis, MarkKind, MarkTerritory
from marketplace.accounts.memberships import ProducerRole, add_member
from marketplace.accounts.users import User
from marketplace.audit import Entry
from tests import people as making
from tests import world
from tests.people import browser, fill, signed_in
from tests.shopping import hidden

RULING = {
    "decision_no": "5/QĐ-SKHCN",
    "decided_on": "20/11/2026",
    "effective_on": "",
    "ground": "Sai quy chế",
}


@pytest.fixture
def goods(session):
    return [
        world.product(session, f"Chè Núi {i}", by=world.producer(session, f"HTX Núi {i}")) for i in range(3)
    ]


@pytest.fixture
def mark(session):
    made = world.mark(session, "Núi Thử")
    session.add(MarkTerritory(mark_id=made.id, place_code="15"))
    session.commit()
    return made


@pytest.fixture
def rights(session, goods, mark):
    made = [world.authorisation(session, product, mark) for product in goods]
    session.commit()
    return made


def rule(client, mark, rights, step: str, **changed):
    path = f"/office/marks/{mark.slug}"
    token = hidden(client.get(path).text, "ruling-csrf_token")
    fields = {f"ruling-{name}": text for name, text in (RULING | {"step": step} | changed).items()}
    ticked = {"authorisation": [str(right.id) for right in rights]}
    return client.post(path + "/acts", data=fields | ticked | {"ruling-csrf_token": token})


def grant(client, mark, producer, **changed):
    facts = {"product": "", "basis": "permit", "permit_no": "7/GP", "granted_by": "Sở Khoa học và Công nghệ"}
    facts |= {"valid_from": "01/11/2026", "valid_until": "01/11/2029"}
    page = f"/office/marks/{mark.slug}/authorisations"
    return fill(
        client,
        f"{page}/new?producer={producer.slug}",
        f"{page}?producer={producer.slug}",
        **facts | changed,
    )


def bears(client, product) -> bool:
    """Whether the page of a product shows the mark; the cards below are other products."""
    return "Núi Thử" in client.get(f"/products/{product.slug}").text.split('class="card"')[0]


def kinds(session) -> list[str]:
    return list(session.scalars(select(Act.kind).order_by(Act.id)))


def test_several_are_revoked_under_one_decision_and_badges_follow(app, session, officer, mark, goods, rights):
    guest = browser(app)
    assert [bears(guest, product) for product in goods] == [True, True, True]
    assert rule(officer, mark, rights[:2], "revoke").status_code == 303
    assert [bears(guest, product) for product in goods] == [False, False, True]
    assert "Sai quy chế" in guest.get(f"/verify/{rights[0].code}").text
    acts = session.scalars(select(Act)).all()
    assert {act.decision_no for act in acts} == {"5/QĐ-SKHCN"}
    entries = session.scalars(select(Entry).where(Entry.action == "authorisation.revoked")).all()
    assert {entry.producer_id for entry in entries} == {product.producer_id for product in goods[:2]}


def test_suspended_and_reinstated(app, session, officer, mark, goods, rights):
    guest = browser(app)
    assert rule(officer, mark, rights[:1], "suspend").status_code == 303
    assert not bears(guest, goods[0])
    assert rule(officer, mark, rights[:1], "suspend").status_code == 422
    assert rule(officer, mark, rights[:1], "reinstate", decided_on="21/11/2026").status_code == 303
    assert bears(guest, goods[0])
    # A suspension on the day of the reinstatement would have no effect.
    assert rule(officer, mark, rights[:1], "suspend", decided_on="21/11/2026").status_code == 422
    assert kinds(session) == ["suspend", "reinstate"]


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        ("", {}),
        ("reinstate", {}),
        ("extend", {}),
        ("revoke", {"decision_no": ""}),
        ("revoke", {"ground": ""}),
        ("revoke", {"decided_on": "22/11/2026"}),
        ("revoke", {"effective_on": "19/11/2026"}),
    ],
)
def test_what_cannot_be_decided_changes_nothing(session, officer, mark, rights, step, changed):
    answer = rule(officer, mark, rights[:1], step, **changed)
    assert answer.status_code == 422
    assert " checked" in answer.text
    assert kinds(session) == []


def test_all_or_none(session, officer, mark, rights):
    rule(officer, mark, rights[:1], "revoke")
    assert rule(officer, mark, rights, "revoke").status_code == 422
    assert rule(officer, mark, [], "revoke").status_code == 422
    assert kinds(session) == ["revoke"]


def test_another_province_reads_and_decides_nothing(app, session, officer, mark, rights):
    maker = session.get(world.Producer, rights[0].producer_id).slug
    other = signed_in(app, making.officer(session, "xa@vidu.vn", province="91"))
    text = other.get(f"/office/marks/{mark.slug}").text
    assert "HTX Núi 0" in text
    assert 'name="authorisation"' not in text
    token = hidden(other.get(f"/office/marks/{mark.slug}").text, "ruling-csrf_token")
    fields = {f"ruling-{name}": text for name, text in (RULING | {"step": "revoke"}).items()}
    fields |= {"authorisation": str(rights[0].id), "ruling-csrf_token": token}
    assert other.post(f"/office/marks/{mark.slug}/acts", data=fields).status_code == 422
    page = f"/office/marks/{mark.slug}/authorisations"
    assert other.get(f"{page}/new?producer={maker}").status_code == 404
    assert "HTX Núi" not in other.get(f"{page}/new?q=nui").text.split("</form>")[-1]
    assert kinds(session) == []


def test_a_right_is_granted_and_shows(app, session, officer, mark, goods):
    producer = goods[0].producer_id
    maker = session.get(world.Producer, producer)
    assert "HTX Núi 0" in officer.get(f"/office/marks/{mark.slug}/authorisations/new?q=nui+0").text
    answer = grant(officer, mark, maker)
    assert answer.status_code == 303
    text = officer.get(answer.location).text
    assert "7/GP" in text
    assert "notice--warn" not in text
    assert bears(browser(app), goods[0])
    made = session.scalars(select(Authorisation)).one()
    assert (made.product_id, made.basis, made.granted_by) == (None, "permit", "Sở Khoa học và Công nghệ")
    assert (
        session.scalars(select(Entry).where(Entry.action == "authorisation.granted")).one().producer_id
        == producer
    )
    assert grant(officer, mark, maker).status_code == 422


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": ""},
        {"valid_until": "01/10/2026"},
        {"permit_no": ""},
        {"basis": "owner"},
        {"product": "999999"},
        {"granted_by": ""},
        {"valid_from": "31/02/2026"},
    ],
)
def test_a_right_that_is_none_keeps_what_was_typed(session, officer, mark, goods, changed):
    answer = grant(officer, mark, session.get(world.Producer, goods[0].producer_id), **changed)
    assert answer.status_code == 422
    assert ("Sở Khoa học" in answer.text) is ("granted_by" not in changed)
    assert session.scalars(select(Authorisation)).all() == []


def test_a_product_of_somebody_else_is_refused(session, officer, mark, goods):
    maker = session.get(world.Producer, goods[0].producer_id)
    assert grant(officer, mark, maker, product=str(goods[1].id)).status_code == 422
    assert grant(officer, mark, maker, product=str(goods[0].id)).status_code == 303


def test_an_owner_needs_no_last_day(session, officer, goods):
    mark = world.mark(session, "Nhãn Riêng", MarkKind.TRADEMARK)
    session.commit()
    maker = session.get(world.Producer, goods[0].producer_id)
    assert grant(officer, mark, maker, basis=Basis.OWNER, permit_no="", valid_until="").status_code == 303


def test_outside_the_territory_only_warns(session, officer, goods):
    mark = world.mark(session, "Hà Nội Thử")
    session.add(MarkTerritory(mark_id=mark.id, place_code=world.BA_DINH))
    session.commit()
    maker = session.get(world.Producer, goods[0].producer_id)
    page = f"/office/marks/{mark.slug}/authorisations/new?producer={maker.slug}"
    assert "ngoài khu vực" in officer.get(page).text
    answer = grant(officer, mark, maker)
    assert answer.status_code == 303
    assert "ngoài khu vực" in officer.get(answer.location).text


def test_nobody_decides_for_a_producer_of_their_own(session, officer, mark, rights):
    an = session.scalars(select(User).where(User.email == "an@vidu.vn")).one()
    maker = session.get(world.Producer, rights[0].producer_id)
    add_member(session, an, maker, world.NOW, ProducerRole.OWNER)
    session.commit()
    assert rule(officer, mark, rights[:1], "revoke").status_code == 422
    assert grant(officer, mark, maker).status_code == 422
    assert kinds(session) == []
