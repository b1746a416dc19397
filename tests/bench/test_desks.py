"""Which pages the benchmark of the desks opens, and that it sees a page that fails."""

import pytest

from bench.desks.measure import addresses, measured
from tests import people


def test_every_page_that_names_no_thing_is_opened(shared_app):
    found = addresses(shared_app, "/office")
    assert {"/office", "/office/reviews", "/office/ledger"} <= set(found)
    assert not [address for address in found if "<" in address or address.endswith(".csv")]


def test_pages_are_visited_as_often_as_listings(app, session):
    officer = people.signed_in(app, people.officer(session))
    desk = measured(app, [(officer, "/office"), (officer, "/office/reviews")], ["/products"], 2, 1)
    assert {address: len(times) for address, times in desk.pages.items()} == {
        "/office": 2,
        "/office/reviews": 2,
    }
    assert len(desk.listing) == 4
    assert all(desk.statements.values())


def test_a_page_that_is_refused_stops_it(app, session):
    nobody = people.signed_in(app, people.user(session))
    with pytest.raises(RuntimeError, match="403"):
        measured(app, [(nobody, "/office")], ["/products"], 1, 1)
