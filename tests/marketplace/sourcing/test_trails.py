"""Which request, quote, contract and orders belong together."""

from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.messaging import About
from marketplace.sourcing.order_steps import acknowledge
from marketplace.sourcing.quotes import Quote
from marketplace.sourcing.trails import after_quote, around_contract, behind_order
from tests import contract_world, order_world
from tests.world import NOW


def test_an_order_of_an_award_and_its_quote_lead_to_each_other(session, statements):
    of = order_world.market(session)
    award = order_world.award(session, of)
    quote = session.get_one(Quote, award.quote_id)
    order = order_world.from_award(session, of, award, 40)
    assert after_quote(session, quote) == []  # a draft is the retailer's alone
    hand_in(session, order, order.revision, order.user_id, NOW)
    session.flush()
    statements.clear()
    behind = behind_order(session, order)
    assert len(statements) == 1
    assert [one.kind for one in behind] == [About.REQUEST, About.QUOTE]
    assert behind[0].name == "Chè cho Tết"
    assert behind[1].code == quote.code
    assert [(one.kind, one.code) for one in after_quote(session, quote)] == [(About.ORDER, order.code)]


def test_an_order_at_catalogue_prices_comes_from_nothing(session):
    of = order_world.market(session)
    order = order_world.issued(session, of)
    acknowledge(session, order, order.revision, NOW)
    assert behind_order(session, order) == []


def test_a_contract_knows_what_is_called_off_it_and_only_that(session):
    contract = contract_world.signed(session)
    assert around_contract(session, contract) == []
    of = order_world.market(session, retailer=contract.retailer, producer=contract.producer)
    mine, other = order_world.issued(session, of), order_world.issued(session, of)
    mine.contract_id = contract.id
    session.flush()
    assert [(one.kind, one.name) for one in around_contract(session, contract)] == [
        (About.ORDER, mine.number)
    ]
    assert [(one.kind, one.code) for one in behind_order(session, mine)] == [(About.CONTRACT, contract.code)]
    assert behind_order(session, other) == []
