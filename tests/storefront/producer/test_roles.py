"""What a producer's owner, manager and packer get at every page of the desk."""

import pytest

from catalog.producers import Producer
from marketplace.accounts.memberships import ProducerRole, add_member
from marketplace.permissions import ALLOWED, Action, may
from storefront.producer.rights import PAGES, action_of
from tests import people
from tests.markup import Page
from tests.people import signed_in
from tests.world import NOW

R = ProducerRole
GETS = {
    "/producer": Action.DESK,
    "/producer/orders": Action.ORDERS,
    "/producer/returns": Action.RETURNS,
    "/producer/reviews": Action.REVIEWS,
    "/producer/papers": Action.PAPERS,
    "/producer/vouchers": Action.VOUCHERS,
    "/producer/payments": Action.MONEY,
    "/producer/statements": Action.MONEY,
}


@pytest.fixture
def member(app, session, goods):
    """Makes a browser of somebody with a role for the producer of the first product."""

    def make(role: ProducerRole, producer_id: int = goods[0].producer_id, user=None):
        user = user or people.user(session, f"{role}@vidu.vn")
        add_member(session, user, session.get(Producer, producer_id), NOW, role)
        session.commit()
        return signed_in(app, user)

    return make


def test_owners_may_do_everything_and_nobody_does_without_the_desk():
    assert ALLOWED[R.OWNER] == set(Action)
    assert set(ALLOWED[R.OWNER]) - ALLOWED[R.MANAGER] == {Action.PEOPLE, Action.BANK_ACCOUNT}
    assert ALLOWED[R.PACKER] == {Action.DESK, Action.ORDERS}
    assert may("packer", "orders") and not may("packer", "money")


def test_every_page_of_the_desk_asks_for_something(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("producer.")}
    assert pages == {f"producer.{page}" for endpoints in PAGES.values() for page in endpoints}
    assert sum(map(len, PAGES.values())) == len(pages)
    assert action_of("producer.forgotten") is None


@pytest.mark.parametrize("role", list(R))
def test_a_role_opens_its_pages_and_no_other(member, role):
    client = member(role)
    got = {path: client.get(path).status_code for path in GETS}
    assert got == {path: 200 if may(role, action) else 403 for path, action in GETS.items()}


@pytest.mark.parametrize("role", list(R))
def test_the_desk_shows_links_to_what_is_open_alone(member, role):
    client = member(role)
    hrefs = (a.attributes.get("href", "") for a in Page(client.get("/producer").text).find("a"))
    links = {href.partition("?")[0] for href in hrefs} & set(GETS)
    assert links - {"/producer"} == {path for path, action in GETS.items() if may(role, action)} - {
        "/producer"
    }


def test_a_packer_packs_and_gives_nothing_up(member, bought):
    packer = member(R.PACKER)
    path = f"/producer/orders/{bought.part}"
    page = packer.get(path).text
    assert f"{path}/confirmation" in page
    assert f"{path}/cancellation" not in page
    assert packer.post(f"{path}/cancellation", data={"reason": "Hết"}).status_code == 403


def test_a_manager_reads_the_bank_account_and_can_not_change_it(member):
    manager = member(R.MANAGER)
    assert "/producer/bank-accounts" not in manager.get("/producer/payments").text
    assert manager.post("/producer/bank-accounts", data={}).status_code == 403
    assert "/producer/bank-accounts" in member(R.OWNER).get("/producer/payments").text


def test_a_role_with_one_producer_opens_nothing_of_another(app, session, member, goods):
    user = people.user(session, "hai@vidu.vn")
    member(R.PACKER, goods[0].producer_id, user)
    client = member(R.OWNER, goods[1].producer_id, user)
    first, second = (session.get(Producer, one.producer_id).slug for one in goods)
    assert client.get(f"/producer/vouchers?producer={second}").status_code == 200
    assert client.get(f"/producer/vouchers?producer={first}").status_code == 404


def test_who_is_added_without_a_role_is_an_owner(session, goods):
    user = people.user(session, "cu@vidu.vn")
    assert (
        add_member(session, user, session.get(Producer, goods[0].producer_id), NOW).producer_role == R.OWNER
    )
