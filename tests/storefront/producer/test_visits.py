"""What the desk and the page of sales show of visits: drawn, in words, and as a table."""

from datetime import timedelta

from catalog.visits import record
from marketplace.accounts.memberships import ProducerRole, add_member
from tests import people, world
from tests.markup import Page
from tests.people import signed_in
from tests.world import NOW, TODAY


def test_nothing_is_drawn_before_anybody_has_looked(seller):
    for path in ("/producer", "/producer/renewal/sales"):
        assert Page(seller.get(path).text).find("figure", "bars") == []


def test_visits_are_drawn_for_the_producer_alone(session, seller, goods):
    mine, other = goods
    record(
        session, {(mine.slug, TODAY): 7, (mine.slug, TODAY - timedelta(days=8)): 5, (other.slug, TODAY): 90}
    )
    session.commit()
    for path in ("/en/producer", "/en/producer/renewal/sales"):
        page = Page(seller.get(path).text)
        (drawing,) = page.find("svg", role="img")
        assert "12 in all, 7 in the last seven days" in drawing.attributes["aria-label"]
        assert not page.find(style="")
        cells = [cell.text.strip() for cell in page.find("td")]
        assert "7" in cells and "5" in cells
        assert "90" not in cells and "97" not in cells


def test_who_packs_does_not_see_them(app, session, goods):
    record(session, {(goods[0].slug, TODAY): 7})
    packer = people.user(session, "goi@vidu.vn")
    add_member(session, packer, session.get(world.Producer, goods[0].producer_id), NOW, ProducerRole.PACKER)
    session.commit()
    answer = signed_in(app, packer).get("/producer")
    assert answer.status_code == 200
    assert Page(answer.text).find("figure", "bars") == []
