"""How often pages of retailers ask the database: for a little of everything and for more of it, the same."""

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.stores import Store
from marketplace.sourcing import sample_steps
from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.claims import open_claim
from marketplace.sourcing.goods import ClaimKind
from marketplace.sourcing.purchase_orders import ApprovalRule
from marketplace.sourcing.sample_steps import Wish
from tests import contract_world, order_world, sourcing_world, world
from tests.world import NOW

# The most statements of a page, whatever is on it. What has a test of its own next to it is not here: the catalogue,
# the comparison, the choice of a product, stores.
PAGES = {
    "": 3,
    "/approvals": 5,
    "/approvals/{waiting}": 13,
    "/claims": 5,
    "/claims/new?order={received}": 10,
    "/claims/{claim}": 6,
    "/contact": 6,
    "/contracts": 9,
    "/contracts/new": 4,
    "/contracts/new?q=san": 5,
    "/contracts/{contract_draft}": 12,
    "/contracts/{contract_draft}/edit": 7,
    "/contracts/{contract_draft}/lines/new": 7,
    "/contracts/{contract}": 19,
    "/contracts/{contract}.pdf": 8,
    "/deliveries": 5,
    "/deliveries/{delivery}": 6,
    "/invoices/{received}": 8,
    "/join": 3,
    "/messages/order/{issued}?producer={maker}": 9,
    "/orders": 5,
    "/orders/new": 7,
    "/orders/new?q=san": 8,
    "/orders/new?producer={maker}": 9,
    "/orders/{issued}": 15,
    "/orders/{received}": 17,
    "/orders/{drafted}/draft": 9,
    "/orders/{issued}.pdf": 5,
    "/people": 6,
    "/quotes/{quote}": 14,
    "/requests": 5,
    "/requests/new": 4,
    "/requests/{request}": 12,
    "/requests/{request_draft}": 13,
    "/requests/{request_draft}/producers?q=san": 9,
    "/requests/{request_draft}/steps/need": 6,
    "/requests/{request_draft}/steps/lines": 7,
    "/requests/{request_draft}/steps/delivery": 7,
    "/requests/{request_draft}/steps/conditions": 9,
    "/requests/{request_draft}/steps/producers": 6,
    "/samples": 5,
    "/samples/new?q=che": 4,
    "/samples/new?product={product}": 6,
    "/samples/{sample}": 8,
    "/spending": 10,
    "/statements": 7,
    "/statements/{maker}/2026-11": 10,
    "/stores/new": 3,
    "/stores/{store}": 4,
}


class Trade:
    """A retailer with all that it deals in; `grow` gives it more of everything, and each thing more parts."""

    def __init__(self, session, own):
        self.session, self.own = session, own
        self.names: dict[str, object] = {}
        session.add(ApprovalRule(retailer_id=own.id, from_amount=10_000_000, approvals=1))

    def grow(self, times: int) -> None:
        goods = [self._order(times) for _ in range(times)]
        for number in range(times):
            product = goods[number].product
            self._ask(goods)
            self._agree(times)
            wish = Wish(product.variants[0].id, goods[number].store.id, 3)
            self.names["sample"] = sample_steps.ask(
                self.session, self.own, goods[number].buyer.id, wish, NOW
            ).code
        self.names |= {"product": goods[-1].product.slug, "maker": goods[-1].producer.slug}
        query = select(Store.id).where(Store.retailer_id == self.own.id).order_by(Store.id.desc())
        self.names["store"] = self.session.scalars(query.limit(1)).one()
        self.session.commit()

    def _order(self, packs: int):
        """Of a new producer: an order in each stage, with so many lines."""
        session, quantities = self.session, (50,) * packs
        of = order_world.market(session, retailer=self.own, variants=packs)
        self.names["drafted"] = order_world.drafted(session, of, *quantities).code
        waiting = order_world.drafted(session, of, *(900,) * packs)
        assert not hand_in(session, waiting, waiting.revision, waiting.user_id, NOW)
        self.names["waiting"] = waiting.code
        self.names["issued"] = order_world.issued(session, of, *quantities).code
        on_its_way = order_world.acknowledged(session, of, *quantities)
        self.names["delivery"] = order_world.sent(session, on_its_way).code
        received = order_world.delivered(session, of, *quantities, rejected=5)
        self.names["received"] = received.code
        claim = open_claim(session, received, of.buyer.id, ClaimKind.QUALITY, 1000, "Ẩm mốc", NOW)
        self.names["claim"] = claim.code
        order_world.invoiced(session, received)
        return of

    def _ask(self, goods) -> None:
        """A request of so many lines with a quote of each producer, and one that is being written."""
        makers = tuple(self.session.get_one(Producer, of.producer.id) for of in goods)
        lines = tuple(sourcing_world.wanted(description=f"Chè {n}") for n in range(len(goods)))
        made = sourcing_world.request(self.session, self.own, ask=makers, lines=lines)
        self.names["request"] = made.code
        for of in goods:
            self.names["quote"] = sourcing_world.quote(self.session, made, of.product).code
        self.names["request_draft"] = sourcing_world.draft(
            self.session, self.own, ask=makers, lines=lines
        ).code

    def _agree(self, products: int) -> None:
        """A contract that runs and one that is being written, with so many lines."""
        maker = world.producer(self.session)
        goods = [world.product(self.session, by=maker) for _ in range(products)]
        both = {"by": self.own, "of": maker, "products": goods}
        self.names["contract"] = contract_world.signed(self.session, **both).code
        self.names["contract_draft"] = contract_world.draft(self.session, **both).code


@pytest.fixture
def trade(session, desk) -> Trade:
    made = Trade(session, desk.own)
    made.grow(1)
    return made


def test_a_page_asks_no_more_for_more(trade, desk, statements):
    def asked() -> dict[str, int]:
        counts = {}
        for page in PAGES:
            path = f"/retailer{page}".format(**trade.names)
            desk.client.get(path)
            statements.clear()
            answer = desk.client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            counts[page] = len(statements)
        return counts

    few = asked()
    trade.grow(3)
    many = asked()
    assert many == few
    assert {page: count for page, count in many.items() if count > PAGES[page]} == {}
