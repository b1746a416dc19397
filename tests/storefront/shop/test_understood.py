"""What is said of how the words were understood: the reading used, other readings, and filters instead of words."""

import numpy as np
import pytest
from werkzeug.datastructures import MultiDict

from catalog.search.backend import Matches, Offer, Reading
from storefront.shop.listing_query import read_listing_query
from storefront.shop.reference import reference
from storefront.shop.understood import Understood


@pytest.fixture
def told(app, session):
    """What the English page says of a reading; `totals` are the products that a query's words find, 7 else."""

    def tell(args: dict, reading: Reading, totals: dict[str, int] | None = None, plain: bool = False):
        with app.test_request_context("/en/products", environ_overrides={"chophien.locale": "en"}):
            query = read_listing_query(MultiDict(args), reference())
            matches = Matches(reading, *[np.zeros(0, np.int32)] * 4, plain=plain)
            return Understood.of(query, matches, reference(), lambda asked: (totals or {}).get(asked.q, 7))

    return tell


def test_a_plain_reading_needs_no_word(told):
    it = told({"q": "trà"}, Reading("trà", "trà"))
    assert (it.searched, it.suggestion, it.narrowings, it.plain) == ("", "", [], False)


def test_a_repaired_reading_is_told(told):
    it = told({"q": "nuwowcs mawms"}, Reading("nuwowcs mawms", "nước mắm", repaired=True), plain=True)
    assert it.searched == "nước mắm"
    assert it.plain


def test_another_reading_keeps_the_filters(told):
    it = told({"q": "nuoc mma", "stars": "4"}, Reading("nuoc mma", "nuoc mma", suggestion="nước mắm"))
    assert it.suggestion == "nước mắm"
    assert it.suggestion_url == "/products?stars=4&q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm"


@pytest.mark.parametrize(
    ("typed", "offer", "text", "rest"),
    [
        ("trà 5 sao", Offer("stars", "5", "5 sao"), "5 stars", "stars=5&q=tr%C3%A0"),
        ("5 SAO trà", Offer("stars", "5", "5 sao"), "5 stars", "stars=5&q=tr%C3%A0"),
        (
            "dưới 200k trà",
            Offer("price_to", "200000", "dưới 200 k"),
            "up to 200,000 ₫",
            "price_to=200000&q=tr%C3%A0",
        ),
        (
            "trà dưới 200.000",
            Offer("price_to", "200000", "dưới 200 000"),
            "up to 200,000 ₫",
            "price_to=200000&q=tr%C3%A0",
        ),
        ("chỉ dẫn địa lý", Offer("mark", "gi", "chỉ dẫn địa lý"), "Geographical indication", "mark=gi"),
        ("trà yên bái", Offer("province", "15", "yên bái"), "Lào Cai", "province=15&q=tr%C3%A0"),
        ("saobang 5 sao", Offer("stars", "5", "sao"), "5 stars", "stars=5&q=saobang+5"),
    ],
)
def test_an_offer_puts_a_filter_for_its_words(told, typed, offer, text, rest):
    it = told({"q": typed}, Reading(typed, typed, offers=(offer,)))
    assert [(one.text.replace("\u00a0", " "), one.count, one.url) for one in it.narrowings] == [
        (text, 7, f"/products?{rest}")
    ]


def test_an_offer_stands_beside_the_values_there_are(told):
    reading = Reading("trà 5 sao", "trà 5 sao", offers=(Offer("stars", "5", "5 sao"),))
    assert (
        told({"q": "trà 5 sao", "stars": "4"}, reading)
        .narrowings[0]
        .url.startswith("/products?stars=4&stars=5&q=")
    )
    cheaper = Reading("dưới 50k", "dưới 50k", offers=(Offer("price_to", "50000", "dưới 50 k"),))
    url = told({"q": "dưới 50k", "price_to": "900000"}, cheaper).narrowings[0].url
    assert url == "/products?price_to=50000"


def test_an_offer_that_leads_nowhere_is_not_made(told):
    offers = (
        Offer("stars", "5", "5 sao"),
        Offer("province", "Atlantis", "xa"),
        Offer("in_stock", "1", "còn hàng"),
    )
    it = told({"q": "trà 5 sao còn hàng xa"}, Reading("", "", offers=offers), {"trà còn hàng xa": 0})
    assert [one.text for one in it.narrowings] == ["In stock"]
