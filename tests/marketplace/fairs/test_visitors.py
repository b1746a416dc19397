"""Registration of visitors: one ticket a contact, and never more people than there are places."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.records import Refused
from marketplace.fairs.fairs import FairState
from marketplace.fairs.personal_data import KEPT, NOBODY, forget_visitor, forget_visitors
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import cancel, take_cash
from marketplace.fairs.visitors import HOLD, Visitor, VisitorKind, VisitorState, heads_registered
from tests import world
from tests.marketplace.fairs.exhibiting import somebody
from tests.world import NOW


def come(session, fair, contact="an@vidu.vn", heads=1, at=NOW, **facts):
    wanted = {"name": "An", "company": "", "user": None, "language": "vi"} | facts
    return register(session, fair, contact=contact, heads=heads, now=at, **wanted)


def test_a_free_fair_gives_a_ticket_at_once(session):
    fair = world.fair(session, visitor_quota=10)
    visitor, is_new = come(session, fair, " An@Vidu.vn ", 3)
    assert is_new and visitor.state == VisitorState.REGISTERED and visitor.amount == 0
    assert (visitor.contact, visitor.kind, len(visitor.code)) == ("an@vidu.vn", VisitorKind.PUBLIC, 12)
    assert heads_registered(session, fair.id, NOW) == 3


def test_a_company_makes_a_trade_visitor(session):
    visitor, _ = come(session, world.fair(session, visitor_quota=10), company=" Siêu thị  Mẫu ")
    assert (visitor.kind, visitor.company) == (VisitorKind.TRADE, "Siêu thị Mẫu")


def test_a_contact_registers_once(session):
    fair = world.fair(session, visitor_quota=10)
    first, _ = come(session, fair)
    again, is_new = come(session, fair, heads=5)
    assert again is first and not is_new and first.heads == 1
    cancel(session, first, NOW)
    other, is_new = come(session, fair)
    assert is_new and other is not first


def test_a_full_fair_says_how_many_places_are_left(session):
    fair = world.fair(session, visitor_quota=3)
    come(session, fair, heads=2)
    with pytest.raises(Refused, match="Only 1 places are left"):
        come(session, fair, "binh@vidu.vn", 2)
    come(session, fair, "binh@vidu.vn", 1)
    with pytest.raises(Refused, match="All places"):
        come(session, fair, "chi@vidu.vn")


def test_an_unpaid_ticket_gives_its_places_back(session):
    fair = world.fair(session, visitor_quota=2, ticket_price=20_000)
    held, _ = come(session, fair, heads=2)
    assert (held.state, held.amount, held.held_until) == (VisitorState.PENDING, 40_000, NOW + HOLD)
    with pytest.raises(Refused):
        come(session, fair, "binh@vidu.vn", at=NOW + HOLD - timedelta(seconds=1))
    other, _ = come(session, fair, "binh@vidu.vn", at=NOW + HOLD)
    take_cash(session, fair, other, NOW + HOLD)
    assert heads_registered(session, fair.id, NOW + 3 * HOLD) == 1
    again, is_new = come(session, fair, at=NOW + HOLD)
    assert is_new and again is not held and held.state == VisitorState.LAPSED


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ({"visitor_quota": None}, NOW),
        ({"visitor_quota": 5, "state": FairState.CANCELLED}, NOW),
        ({"visitor_quota": 5, "state": FairState.POSTPONED}, NOW),
        ({"visitor_quota": 5}, NOW + timedelta(days=60)),
    ],
)
def test_some_fairs_take_no_registrations(session, facts, at):
    with pytest.raises(Refused, match="takes no registrations"):
        come(session, world.fair(session, **facts), at=at)


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"heads": 0}, {"heads": 21}, {"contact": "ai đó"}, {"contact": ""}]
)
def test_wrong_input_is_refused_and_nothing_is_written(session, wrong):
    fair = world.fair(session, visitor_quota=100)
    with pytest.raises(Refused):
        come(session, fair, **wrong)
    assert heads_registered(session, fair.id, NOW) == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    quota=st.integers(1, 12),
    steps=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.sampled_from("rpc")), max_size=15),
)
def test_never_more_people_than_places(session, quota, steps):
    fair = world.fair(session, visitor_quota=quota, ticket_price=1000)
    tickets = {}
    for hours, (who, heads, step) in enumerate(steps):
        at = NOW + timedelta(hours=5 * hours)
        ticket = tickets.get(who)
        try:
            if step == "r":
                tickets[who], _ = come(session, fair, f"nguoi-{who}@vidu.vn", heads, at)
            elif ticket and ticket.is_good(at):
                take_cash(session, fair, ticket, at) if step == "p" else cancel(session, ticket, at)
        except Refused:
            pass
        session.flush()
        assert heads_registered(session, fair.id, at) <= quota


def test_who_came_is_forgotten_and_how_many_stays(session):
    fair = world.fair(session, visitor_quota=10)
    user = somebody(session)
    mine, _ = come(session, fair, user.email, 2, user=user, company="Cửa hàng Mẫu")
    other, _ = come(session, fair, "binh@vidu.vn", 3)
    forget_visitor(session, user.id, [user.email])
    session.refresh(mine)
    assert (mine.name, mine.company, mine.contact, mine.user_id) == (NOBODY, NOBODY, mine.code, None)
    forget_visitors(session, fair.ends_on + KEPT)
    session.refresh(other)
    assert other.name == "An"
    forget_visitors(session, fair.ends_on + KEPT + timedelta(days=1))
    session.refresh(other)
    assert (other.name, other.contact) == (NOBODY, other.code)
    assert heads_registered(session, fair.id, NOW) == 5


def test_the_states_of_a_ticket():
    for state in VisitorState:
        for to in VisitorState:
            ticket = Visitor(state=state)
            if to in Visitor.moves[state]:
                ticket.move(to)
                assert ticket.state == to
            else:
                with pytest.raises(Refused):
                    ticket.move(to)
