"""Who sees wholesale prices: as the producer chose, and as the retailer stands."""

import pytest

from catalog.records import Refused
from marketplace.sourcing.price_audiences import (
    MOST_CHOSEN,
    PriceViewer,
    Viewers,
    add_viewer,
    choose_viewers,
    chosen_retailers,
    closed_to,
    find_retailers,
    remove_viewer,
    sees_prices,
)
from tests import world
from tests.world import NOW


@pytest.mark.parametrize(
    ("viewers", "of_chosen", "of_other"),
    [
        (None, True, True),
        (Viewers.VERIFIED, True, True),
        (Viewers.CHOSEN, True, False),
        (Viewers.NOBODY, False, False),
    ],
)
def test_prices_are_for_whom_the_producer_chose(session, viewers, of_chosen, of_other):
    maker, another = world.producer(session), world.producer(session)
    chosen, other = world.retailer(session), world.retailer(session)
    add_viewer(session, maker, chosen)
    if viewers:
        choose_viewers(session, maker, viewers)
    session.flush()
    assert [sees_prices(session, one, maker.id) for one in (chosen, other)] == [of_chosen, of_other]
    assert [maker.id not in closed_to(session, one.id) for one in (chosen, other)] == [of_chosen, of_other]
    assert all(sees_prices(session, one, another.id) for one in (chosen, other))


@pytest.mark.parametrize("how", ["suspended", "not verified"])
def test_who_may_not_deal_sees_none(session, how):
    maker, retailer = world.producer(session), world.retailer(session)
    add_viewer(session, maker, retailer)
    if how == "suspended":
        retailer.suspend("Nợ quá hạn", NOW)
    else:
        retailer.state = "submitted"
    session.flush()
    assert not sees_prices(session, retailer, maker.id)
    with pytest.raises(Refused):
        add_viewer(session, maker, retailer)


def test_choosing_twice_is_choosing_once_and_taking_away_too(session):
    maker, retailer = world.producer(session), world.retailer(session)
    for _ in range(2):
        add_viewer(session, maker, retailer)
    assert chosen_retailers(session, maker.id) == [retailer]
    for _ in range(2):
        remove_viewer(session, maker, retailer)
    assert chosen_retailers(session, maker.id) == []


def test_so_many_can_be_chosen(session):
    maker = world.producer(session)
    for _ in range(MOST_CHOSEN):
        session.add(PriceViewer(producer_id=maker.id, retailer_id=world.retailer(session).id))
    with pytest.raises(Refused, match="At most"):
        add_viewer(session, maker, world.retailer(session))


def test_retailers_are_found_by_words_or_tax_code(session):
    shop = world.retailer(session, "Siêu thị Bông Sen", tax_code="0314409058")
    halted = world.retailer(session, "Siêu thị Bông Lúa")
    halted.suspend("Vì thế", NOW)
    world.retailer(session, "Siêu thị Bông Mua", state="draft", submitted_at=None, decided_at=None)
    session.flush()
    assert find_retailers(session, "bong", 20) == [shop]
    assert find_retailers(session, " 0314409058 ", 20) == [shop]
    assert find_retailers(session, "  ", 20) == [] and find_retailers(session, "031440905", 20) == []
