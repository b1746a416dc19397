"""The demo's samples and contracts: every state, added once, and only where there are sample retailers."""

from sqlalchemy import select

from catalog.documents import DocumentKind
from marketplace.sourcing.contracts import Contract, ContractState
from marketplace.sourcing.price_changes import PriceChange
from marketplace.sourcing.samples import Sample, SampleState
from storefront.demo.contracts import add_missing_contracts
from storefront.demo.retailers import add_missing_retailers
from tests import world
from tests.world import NOW, TODAY


def test_they_are_in_every_state_and_added_once(session, undone, tmp_path):
    assert add_missing_contracts(undone, NOW) == 0
    for _ in range(3):
        seller = world.producer(session, sample=True)
        for _ in range(2):
            world.product(session, by=seller)
        world.document(session, seller, DocumentKind.FOOD_SAFETY)
    session.commit()
    assert add_missing_contracts(undone, NOW) == 0
    add_missing_retailers(undone, tmp_path, NOW)
    assert add_missing_contracts(undone, NOW) == 9
    assert add_missing_contracts(undone, NOW) == 0
    assert set(session.scalars(select(Contract.state))) == set(ContractState)
    assert set(session.scalars(select(Sample.state))) == set(SampleState)
    assert set(session.scalars(select(PriceChange.state))) == {"agreed", "proposed"}
    contracts = session.scalars(select(Contract)).all()
    assert sum(one.runs_on(TODAY) for one in contracts) >= 3
    assert any(one.signed_at and one.ends_on < TODAY for one in contracts)
