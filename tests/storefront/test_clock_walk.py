"""Over the midnight on which a badge ends, in one process with warm caches: no surface still shows it.

The surfaces are taken from the routes, so a page that is added later can't be forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.marks import MarkKind
from tests import fair_world, world
from tests.addresses import Examples, addresses, get_endpoints
from tests.markup import Page
from tests.shopping import fill_basket, give_address, order, order_number, put

LAST = date(2026, 12, 10)
AFTER = LAST + timedelta(days=1)


@dataclass(frozen=True)
class Lapse:
    """A way in which a badge ends with LAST: `end` makes the rows and answers with the verification code."""

    end: Callable
    kind: str
    outcome: str

    @property
    def filter(self) -> str:
        return "stars=4" if self.kind == "stars" else f"mark={self.kind}"


def recognised(session, product, mark, until=None):
    """Four stars, decided three years before their last day."""
    until = until or date(2028, 6, 1)
    return world.recognition(
        session, product, stars=4, decided_on=date(until.year - 3, until.month, until.day), expires_on=until
    )


def stars_expire(session, product, mark):
    return recognised(session, product, mark, LAST).code


def stars_act(kind):
    def end(session, product, mark):
        recognition = recognised(session, product, mark)
        world.act(session, recognition, kind, AFTER)
        return recognition.code

    return end


def permit_expires(session, product, mark):
    return world.authorisation(session, product, mark, valid_until=LAST).code


def mark_expires(session, product, mark):
    mark.expires_on = LAST
    return world.authorisation(session, product, mark, valid_until=None).code


def permit_act(kind):
    def end(session, product, mark):
        permit = world.authorisation(session, product, mark)
        world.act(session, permit, kind, AFTER)
        return permit.code

    return end


def permit_of_all_products_expires(session, product, mark):
    return world.authorisation(session, product, mark, product_id=None, valid_until=LAST).code


LAPSES = {
    "recognition expires": Lapse(stars_expire, "stars", "expired"),
    "recognition revoked": Lapse(stars_act("revoke"), "stars", "revoked"),
    "recognition suspended": Lapse(stars_act("suspend"), "stars", "suspended"),
    "authorisation expires": Lapse(permit_expires, "collective", "expired"),
    "authorisation of all products expires": Lapse(permit_of_all_products_expires, "collective", "expired"),
    "authorisation revoked": Lapse(permit_act("revoke"), "collective", "revoked"),
    "authorisation suspended": Lapse(permit_act("suspend"), "collective", "suspended"),
    "mark expires": Lapse(mark_expires, "collective", "expired"),
}


LANGUAGES = ("", "/en")


@dataclass
class Stall:
    """The product whose badge lapses, its neighbour on the shelf, and every address of the shop."""

    lapse: Lapse
    product: object
    code: str
    examples: Examples

    def paths(self) -> list[str]:
        by_endpoint = addresses(self.examples)
        return [prefix + path for prefix in LANGUAGES for paths in by_endpoint.values() for path in paths]

    def showing(self) -> list[str]:
        """Where the badge is expected while it holds."""
        by_endpoint = addresses(self.examples)
        names = [
            "home",
            "products",
            "product",
            "producer",
            "place",
            "basket",
            "checkout",
            "review",
            "exhibitors",
        ]
        names += [] if self.lapse.kind == "stars" else ["mark"]
        return [
            prefix + path for prefix in LANGUAGES for name in names for path in by_endpoint[f"shop.{name}"]
        ]


# Every page is walked for each on SQLite; on PostgreSQL, where only the SQL is other, for one of stars and one of marks.
WALKS = [("sqlite", name) for name in LAPSES]
WALKS += [("postgresql", "recognition expires"), ("postgresql", "mark expires")]


@pytest.fixture(params=LAPSES.values(), ids=LAPSES)
def lapse(request) -> Lapse:
    return request.param


@pytest.fixture
def stall(session, clock, client, lapse) -> Stall:
    """At 23:59 of the last day, with the product in the basket and an address given."""
    clock.go_to(LAST, 23, 59)
    maker = world.producer(session, "Hợp tác xã Nửa Đêm")
    product = world.product(session, "Chè Nửa Đêm", by=maker, stock=50, season_months=4095)
    neighbour = world.product(session, "Chè Hàng Xóm", season_months=4095)
    mark = world.mark(session, kind=MarkKind.COLLECTIVE)
    code = lapse.end(session, product, mark)
    examples = Examples(
        [product, neighbour],
        mark,
        [code],
        queries=[lapse.filter, f"{lapse.filter}&sort=stars", "sort=newest", "q=nua+dem", "province=15"],
        producer_slugs=[maker.slug],
        fairs=fairs_with(session, maker, product),
    )
    session.commit()
    fill_basket(client, product)
    give_address(client)
    return Stall(lapse, product, code, examples)


def fairs_with(session, maker, product) -> list[str]:
    """A fair over that midnight at which the product is shown, and one that has been by then."""
    slugs = []
    for last in (AFTER, LAST):
        fair = world.fair(session, starts_on=LAST, ends_on=last)
        booth = fair_world.booth(session, fair, "A1")
        fair_world.application(session, fair, booth, maker, product)
        slugs.append(fair.slug)
    return slugs


def walk(client, paths: list[str]) -> dict[str, Page]:
    """Every page twice: the second comes from the page cache where there is one."""
    pages = {}
    for path in paths:
        first, second = client.get(path), client.get(path)
        assert first.status_code == second.status_code, path
        assert first.status_code in (200, 303, 404), path
        if first.mimetype == "text/html":
            pages[path] = Page(second.text)
    return pages


def test_the_walk_knows_every_page(app, session):
    product = world.product(session)
    known = addresses(Examples([product], world.mark(session), []))
    assert set(known) == get_endpoints(app)


@pytest.mark.parametrize(
    ("database", "lapse"),
    [(database, LAPSES[name]) for database, name in WALKS],
    ids=["-".join(walk) for walk in WALKS],
    indirect=["database"],
)
def test_no_surface_shows_a_badge_after_its_last_day(client, clock, stall):
    pages = walk(client, stall.paths())
    for path in stall.showing():
        assert stall.lapse.kind in {badge.attributes["data-badge"] for badge in pages[path].badges}, path
    for badge in (badge for page in pages.values() for badge in page.badges):
        assert date.fromisoformat(badge.attributes["data-until"]) == LAST
        assert badge.attributes["href"].endswith(f"/verify/{stall.code}")

    clock.go_to(AFTER, 0, 0)
    for path, page in walk(client, stall.paths()).items():
        assert not page.badges, path


def test_filters_and_counts_forget_it(client, clock, stall):
    name, value = stall.lapse.filter.split("=")

    def seen() -> tuple[list[str], int, int, int]:
        found = Page(client.get(f"/products?{stall.lapse.filter}").text).cards
        beside_filter = Page(client.get("/products").text).counts(name)[value]
        on_the_leaf = Page(client.get("/").text).one(class_="leaf__count").inside[0].text
        return found, beside_filter, int(on_the_leaf), products_beside_the_mark(client)

    starred = int(name == "stars")
    assert seen() == (["Chè Nửa Đêm"], 1, starred, 1 - starred)
    clock.go_to(AFTER, 0, 0)
    assert seen() == ([], 0, 0, 0)


def products_beside_the_mark(client) -> int:
    """The number of products that the list of marks gives for the only mark there is."""
    row = Page(client.get("/en/marks").text).one("ul", "rows")
    return int(next(e.text for e in row.inside if e.tag == "small").split()[-2])


@pytest.mark.parametrize(
    "lapse", [lapse for lapse in LAPSES.values() if lapse.kind == "stars"], ids=lambda it: it.outcome
)
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_structured_data_forgets_it(client, clock, stall, prefix):
    path = f"{prefix}/products/{stall.product.slug}"
    assert len(Page(client.get(path).text).jsonld["hasCertification"]) == 1
    clock.go_to(AFTER, 0, 0)
    assert Page(client.get(path).text).jsonld["hasCertification"] == []


@pytest.mark.parametrize(
    "lapse", [LAPSES["recognition expires"], LAPSES["mark expires"]], ids=["stars", "mark"]
)
def test_a_form_sent_back_forgets_it(client, clock, stall):
    """The product's page is also the answer to a quantity that can't be had."""
    assert Page(put(client, stall.product, quantity=0).text).badges
    clock.go_to(AFTER, 0, 0)
    answer = put(client, stall.product, quantity=0)
    assert answer.status_code == 422
    assert not Page(answer.text).badges


def test_an_order_keeps_the_badges_of_its_own_day(client, clock, stall):
    before = order_number(order(client, stall.product))
    clock.go_to(AFTER, 0, 0)
    after = order_number(order(client, stall.product))
    for prefix, day in zip(LANGUAGES, ("10/12/2026", "10 Dec 2026"), strict=True):
        old, new = (Page(client.get(f"{prefix}/orders/{number}").text) for number in (before, after))
        snapshot = old.one("ul", "sub-order__badges")
        assert day in next(e.text for e in old.find("th") if snapshot in e.inside)
        assert not new.find("ul", "sub-order__badges")
        assert not old.badges + new.badges


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_code_says_what_became_of_it(client, clock, stall, prefix):
    path = f"{prefix}/verify/{stall.code}"
    assert Page(client.get(path).text).find("section", "outcome--valid")
    clock.go_to(AFTER, 0, 0)
    answer = client.get(path)
    assert answer.status_code == 200
    assert Page(answer.text).find("section", f"outcome--{stall.lapse.outcome}")


def test_the_badge_of_an_older_decision_comes_back(client, clock, session):
    """Four stars are revoked while three stars are still good: from midnight every surface says three."""
    clock.go_to(LAST, 23, 59)
    product = world.product(session, season_months=4095)
    world.recognition(session, product, stars=3, decided_on=date(2025, 1, 1))
    upgrade = world.recognition(session, product, stars=4, decided_on=date(2026, 1, 1))
    world.act(session, upgrade, "revoke", AFTER)
    session.commit()
    paths = ["/", "/products", f"/products/{product.slug}", "/places/15"]

    def said() -> set[str]:
        badges = [badge for path in paths for badge in Page(client.get(path).text).badges]
        assert len(badges) >= len(paths)
        return {next(e.attributes["href"] for e in badge.inside if e.tag == "use")[-7:] for badge in badges}

    assert said() == {"stars-4"}
    clock.go_to(AFTER, 0, 0)
    assert said() == {"stars-3"}
    assert Page(client.get("/products?stars=4").text).cards == []
    assert Page(client.get("/products?stars=3").text).cards == [product.name]


def test_a_badge_begins_with_its_first_day(client, clock, session):
    clock.go_to(LAST, 23, 59)
    product = world.product(session)
    world.recognition(session, product, decided_on=AFTER)
    session.commit()
    paths = ["/", "/products", f"/products/{product.slug}"]
    assert not any(Page(client.get(path).text).badges for path in paths)
    clock.go_to(AFTER, 0, 0)
    assert all(Page(client.get(path).text).badges for path in paths)


def test_midnight_is_that_of_vietnam(client, clock, session):
    """The day of Vietnam is over at 17:00 UTC, wherever the server stands."""
    product = world.product(session)
    recognised(session, product, None, LAST)
    session.commit()
    clock.moment = datetime(2026, 12, 10, 16, 59, 59, tzinfo=UTC)
    assert Page(client.get(f"/products/{product.slug}").text).badges
    clock.moment += timedelta(seconds=1)
    assert not Page(client.get(f"/products/{product.slug}").text).badges


def test_a_badge_without_an_end_has_an_empty_day(client, session):
    product = world.product(session)
    world.authorisation(session, product, world.mark(session), valid_until=None)
    session.commit()
    badges = Page(client.get(f"/products/{product.slug}").text).badges
    assert {badge.attributes["data-until"] for badge in badges} == {""}
