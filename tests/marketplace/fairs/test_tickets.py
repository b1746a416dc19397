"""Tickets by their codes: typed, scanned, given back, and looked for by the organiser."""

from datetime import timedelta

import pytest

from catalog.records import Refused
from marketplace.fairs.check_ins import Seen, take_scans
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import give_back
from marketplace.fairs.tickets import read_ticket, ticket_of
from marketplace.fairs.visitor_lists import Heads, found_visitors, heads_of
from marketplace.fairs.visitors import VisitorState, places_left
from tests import world
from tests.marketplace.fairs.exhibiting import somebody
from tests.world import NOW, TODAY


def ticket(session, fair, contact="an@vidu.vn", name="Nguyễn An", heads=2, company=""):
    facts = {"name": name, "company": company, "user": None, "language": "vi"}
    return register(session, fair, contact=contact, heads=heads, now=NOW, **facts)[0]


@pytest.mark.parametrize(
    "said",
    [
        "V0123456789A",
        " v0123-4567-89a ",
        "VO12345678 9A",
        "https://chophien.example/fairs/hoi-cho-tet/tickets/V0123456789A",
        "https://chophien.example/en/fairs/hoi-cho-tet/tickets/V0123456789A/?utm=x#qr",
    ],
)
def test_a_code_is_read_from_what_was_typed_or_scanned(said):
    assert read_ticket(said) == "V0123456789A"


def test_a_ticket_is_found_at_its_own_fair_alone(session):
    fair, other = (world.fair(session, visitor_quota=5) for _ in range(2))
    made = ticket(session, fair)
    assert session.scalar(ticket_of(fair.slug, made.code.lower())) is made
    assert session.scalar(ticket_of(other.slug, made.code)) is None


def test_a_used_ticket_is_not_given_back(session):
    fair = world.fair(session, visitor_quota=5)
    made, used = ticket(session, fair), ticket(session, fair, "binh@vidu.vn")
    take_scans(session, fair, NOW, [Seen("scan-0001", used.code, 0)], somebody(session).id, NOW)
    give_back(session, fair, made, NOW)
    assert made.state == VisitorState.CANCELLED and places_left(session, fair, NOW) == 3
    with pytest.raises(Refused, match="has come in"):
        give_back(session, fair, used, NOW)


def test_who_leaves_no_contact_gets_a_ticket_all_the_same(session):
    fair = world.fair(session, visitor_quota=5)
    first, second = ticket(session, fair, None), ticket(session, fair, None)
    assert first is not second and first.contact == first.code and not first.can_be_written_to
    assert ticket(session, fair, "an@vidu.vn", heads=1).can_be_written_to


def test_the_organiser_finds_visitors_however_they_are_accented(session):
    fair = world.fair(session, visitor_quota=50)
    an = ticket(session, fair)
    shop = ticket(session, fair, "0912 345 678", "Bình", company="Siêu thị Đồng Xuân")
    ticket(session, world.fair(session, visitor_quota=5))
    assert found_visitors(session, fair, "") == [shop.id, an.id]
    for said in ("nguyen", "AN@vidu.vn", an.code.lower()):
        assert found_visitors(session, fair, said) == [an.id]
    for said in ("dong xuan", "0912345678", "0912 345"):
        assert found_visitors(session, fair, said) == [shop.id]
    assert found_visitors(session, fair, "không có ai") == []


def test_people_are_counted_and_not_tickets(session):
    fair = world.fair(session, visitor_quota=50)
    come = ticket(session, fair, heads=3)
    ticket(session, fair, "binh@vidu.vn", heads=4)
    seen = [Seen("scan-0001", come.code, 0), Seen("scan-0002", come.code, 9)]
    take_scans(session, fair, NOW, seen, somebody(session).id, NOW)
    assert heads_of(session, fair, TODAY, NOW) == Heads(7, 3)
    assert heads_of(session, fair, TODAY + timedelta(days=1), NOW) == Heads(7, 0)
