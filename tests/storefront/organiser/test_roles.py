"""What a manager and a steward of an organiser get at every page of its desk, and nobody else does."""

import pytest

from marketplace.accounts.memberships import OrganiserRole
from marketplace.permissions import ALLOWED_FOR_ORGANISER, OrganiserAction, organiser_may
from storefront.companies.rights import JOINING
from storefront.organiser.rights import PAGES, action_of
from tests import people, world
from tests.people import browser, signed_in

A, R = OrganiserAction, OrganiserRole


def test_managers_may_do_everything_and_stewards_see_fairs_and_let_people_in():
    assert {R.MANAGER: set(A), R.STEWARD: {A.DESK, A.CHECK_IN}} == ALLOWED_FOR_ORGANISER
    assert organiser_may("steward", "check_in") and not organiser_may("steward", "fairs")


def test_every_page_of_the_desk_asks_for_something(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("organiser.")}
    named = [page for endpoints in (*PAGES.values(), JOINING) for page in endpoints]
    assert pages == {f"organiser.{page}" for page in named}
    assert len(named) == len(pages)
    assert action_of("organiser.forgotten") is None


@pytest.mark.parametrize("role", list(R))
def test_the_desk_lists_the_fairs_of_ones_own_organiser_alone(session, member, role):
    own = world.organiser(session)
    fair, other = world.fair(session, own), world.fair(session)
    client = member(role, own)
    page = client.get("/en/organiser").text
    assert fair.name in page and other.name not in page
    assert fair.name in client.get(f"/en/organiser/fairs/{fair.slug}").text
    assert client.get(f"/en/organiser/fairs/{other.slug}").status_code == 404


def test_strangers_stay_outside(app, session):
    assert browser(app).get("/organiser").location.startswith("/sign-in")
    assert signed_in(app, people.user(session)).get("/organiser").status_code == 403
