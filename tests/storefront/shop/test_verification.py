"""/verify: a public code, answered in plain words whatever it is."""

from datetime import date, timedelta

import pytest
import segno

from catalog.codes import grouped
from catalog.marks import MarkKind
from tests import world
from tests.markup import Page

TOMORROW = world.TODAY + timedelta(days=1)
YESTERDAY = world.TODAY - timedelta(days=1)


@pytest.fixture
def check(client, session):
    """The page of a code in English."""

    def ask(code: str, status: int = 200) -> Page:
        session.commit()
        answer = client.get(f"/en/verify/{code}")
        assert answer.status_code == status
        return Page(answer.text)

    return ask


def outcome(page: Page) -> str:
    (section,) = page.find("section", "outcome")
    return next(name for name in section.classes if name != "outcome").removeprefix("outcome--")


RECOGNITIONS = {
    "valid": ({}, []),
    "expired": ({"decided_on": date(2023, 11, 20)}, []),
    "suspended": ({}, [("suspend", world.TODAY)]),
    "revoked": ({}, [("revoke", world.TODAY)]),
    "not_yet": ({"decided_on": TOMORROW}, []),
}
AUTHORISATIONS = {
    "valid": ({}, []),
    "expired": ({"valid_until": YESTERDAY}, []),
    "suspended": ({}, [("suspend", world.TODAY)]),
    "revoked": ({}, [("revoke", world.TODAY)]),
    "not_yet": ({"valid_from": TOMORROW}, []),
}
HEADLINES = {
    "valid": "Valid",
    "expired": "Lapsed",
    "suspended": "Suspended",
    "revoked": "Revoked",
    "not_yet": "Not yet in force",
}


@pytest.mark.parametrize("expected", RECOGNITIONS)
def test_outcomes_of_a_recognition(check, session, expected):
    facts, acts = RECOGNITIONS[expected]
    recognition = world.recognition(session, world.product(session), **facts)
    for kind, day in acts:
        world.act(session, recognition, kind, day)
    page = check(recognition.code)
    assert outcome(page) == expected
    assert page.one("h1").text.startswith(HEADLINES[expected])
    assert not page.badges


@pytest.mark.parametrize("expected", AUTHORISATIONS)
def test_outcomes_of_an_authorisation(check, session, expected):
    facts, acts = AUTHORISATIONS[expected]
    right = world.authorisation(session, world.product(session), world.mark(session), **facts)
    for kind, day in acts:
        world.act(session, right, kind, day)
    page = check(right.code)
    assert outcome(page) == expected
    assert page.one("h1").text.startswith(HEADLINES[expected])


def test_a_recognition_is_not_valid_beside_a_later_one(check, session):
    """The badge shows three stars: the code of the four from before must not say that they count."""
    product = world.product(session)
    before = world.recognition(session, product, stars=4, decided_on=date(2025, 1, 1))
    now = world.recognition(session, product, stars=3, decided_on=date(2026, 1, 1), decision_no="8/QĐ")
    page = check(before.code)
    assert outcome(page) == "superseded"
    assert page.one("h1").text == "Superseded: a later recognition counts today"
    assert "OCOP 3 stars, decision 8/QĐ." in page.one("section", "outcome").text
    assert outcome(check(now.code)) == "valid"


def test_when_the_later_recognition_falls_the_one_before_counts_again(check, session):
    product = world.product(session)
    before = world.recognition(session, product, decided_on=date(2025, 1, 1))
    now = world.recognition(session, product, decided_on=date(2026, 1, 1))
    world.act(session, now, "revoke", world.TODAY)
    assert outcome(check(before.code)) == "valid"


def test_what_has_lapsed_is_lapsed_whatever_came_later(check, session):
    product = world.product(session)
    before = world.recognition(session, product, decided_on=date(2023, 1, 1))
    world.recognition(session, product, decided_on=date(2026, 1, 1))
    assert outcome(check(before.code)) == "expired"


def test_an_authorisation_ends_with_its_mark(check, session):
    mark = world.mark(session, kind=MarkKind.TRADEMARK, expires_on=YESTERDAY)
    assert outcome(check(world.authorisation(session, world.product(session), mark).code)) == "expired"


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([("suspend", -9), ("reinstate", -3)], "valid"),
        ([("suspend", -9), ("reinstate", 1)], "suspended"),
        ([("suspend", 1)], "valid"),
        ([("revoke", 1)], "valid"),
        ([("suspend", -9), ("revoke", -3)], "revoked"),
        ([("suspend", -9), ("reinstate", -5), ("revoke", -1)], "revoked"),
    ],
)
def test_later_decisions_count_from_their_day(check, session, acts, expected):
    recognition = world.recognition(session, world.product(session))
    for kind, days in acts:
        world.act(session, recognition, kind, world.TODAY + timedelta(days=days))
    assert outcome(check(recognition.code)) == expected


def test_a_right_that_lapses_soon_is_valid(check, session):
    recognition = world.recognition(session, world.product(session), decided_on=date(2023, 11, 21))
    page = check(recognition.code)
    assert outcome(page) == "valid"
    assert "It holds until the end of 21 Nov 2026." in page.one("section", "outcome").text


def test_an_extension_moves_the_last_day(check, session):
    recognition = world.recognition(session, world.product(session), decided_on=date(2023, 11, 20))
    world.act(session, recognition, "extend", date(2026, 11, 1), expires_on=date(2027, 5, 19))
    page = check(recognition.code)
    assert outcome(page) == "valid"
    assert "until the end of 19 May 2027" in page.one("section", "outcome").text


def test_a_right_without_end_says_so(check, session):
    right = world.authorisation(session, world.product(session), world.mark(session), valid_until=None)
    assert "It holds without an end date." in check(right.code).one("section", "outcome").text


@pytest.mark.parametrize(
    "code", ["K7M29QXD", "X", "0" * 400, "' OR 1=1 --", "<script>", "ệ", "%E2%80%AE", "%20"]
)
def test_an_unknown_code_is_told_and_not_found(check, code):
    page = check(code, 404)
    assert outcome(page) == "unknown"
    assert page.one("h1").text == "We do not know this code"
    assert not page.find("div", "outcome__qr") + page.find("ol", "history")


@pytest.mark.parametrize("evidence", ["B2", "C"])
def test_a_claim_is_as_good_as_unknown(check, session, evidence):
    recognition = world.recognition(session, world.product(session), evidence=evidence)
    page = check(recognition.code, 404)
    assert outcome(page) == "unknown"
    assert recognition.decision_no not in page.one("main").text


def test_the_register_is_told(check, session):
    product = world.product(session, "Chè Thử", by=world.producer(session, "Hợp tác xã Thử"))
    recognition = world.recognition(session, product, stars=5, decision_no="77/QĐ", legal_basis="148/QĐ-TTg")
    page = check(recognition.code)
    for words in (
        "Chè Thử",
        "Hợp tác xã Thử",
        "OCOP 5 stars",
        "77/QĐ",
        "UBND tỉnh Lào Cai",
        "148/QĐ-TTg",
        "21 Nov 2028",
    ):
        assert words in page.one("main").text
    assert {f"/en/products/{product.slug}", grouped(recognition.code)} <= {
        *page.links,
        *(e.text for e in page.find(class_="code")),
    }


def test_the_mark_is_told(check, session):
    mark = world.mark(session, "Mường Thử", manager="Sở Thử")
    right = world.authorisation(session, world.product(session), mark, permit_no="12/GP")
    page = check(right.code)
    for words in ("Mường Thử", "12/GP", "Sở Thử"):
        assert words in page.one("main").text
    assert f"/en/marks/{mark.slug}" in page.links


def test_a_right_for_all_products_names_none(check, session):
    right = world.authorisation(session, world.product(session), world.mark(session), product_id=None)
    assert "Product" not in [e.text for e in check(right.code).find("dt")]


def test_what_happened_is_told_in_order(check, session):
    recognition = world.recognition(session, world.product(session), decided_on=date(2025, 1, 2))
    world.act(session, recognition, "reinstate", date(2026, 3, 1))
    world.act(session, recognition, "suspend", date(2026, 2, 1), ground="Nhãn sai", decision_no="8/QĐ")
    world.act(session, recognition, "extend", date(2026, 4, 1), expires_on=date(2028, 6, 30))
    rows = [e.text for e in check(recognition.code).one("ol", "history").inside if e.tag == "li"]
    assert rows == [
        "2 Jan 2025 Recognised",
        "1 Feb 2026 Suspended (decision 8/QĐ): Nhãn sai",
        "1 Mar 2026 Reinstated (decision 9/QĐ-UBND): thử",
        "1 Apr 2026 Extended until the end of 30 Jun 2028 (decision 9/QĐ-UBND): thử",
    ]


def test_it_says_what_the_check_does_not_prove(check, session):
    page = check(world.recognition(session, world.product(session)).code)
    assert page.one("ul", "signs--yes").text
    assert "batch" in page.one("ul", "signs--no").text


def test_a_product_of_a_suspended_producer_is_named_without_a_link(check, session):
    product = world.product(session, "Chè Còn", by=world.producer(session, state="suspended"))
    rights = [world.recognition(session, product), world.authorisation(session, product, world.mark(session))]
    for page in (check(right.code) for right in rights):
        assert "Chè Còn" in page.one("main").text
        assert not [link for link in page.links if "/products/" in link or "/producers/" in link]


def test_hidden_products_are_named_without_a_link(check, session):
    product = world.product(session, "Chè Ẩn", state="hidden", by=world.producer(session, state="suspended"))
    page = check(world.recognition(session, product).code)
    assert "Chè Ẩn" in page.one("main").text
    assert not [link for link in page.links if "/products/" in link or "/producers/" in link]


# The code itself


@pytest.mark.parametrize(
    "write", [str.lower, grouped, lambda c: f" {c[:3]} {c[3:]} ", lambda c: grouped(c).lower()]
)
def test_a_code_is_read_in_any_writing(check, session, write):
    recognition = world.recognition(session, world.product(session), code="K0M19QXD")
    assert outcome(check(write(recognition.code))) == "valid"


@pytest.mark.parametrize("heard", ["KOM19QXD", "KoMl9QXD", "K0MI9QXD"])
def test_letters_that_look_like_digits_do_not_matter(check, session, heard):
    world.recognition(session, world.product(session), code="K0M19QXD")
    assert outcome(check(heard)) == "valid"


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("k7m2-9qxd", "K7M29QXD"),
        (" K7M2 9QXD ", "K7M29QXD"),
        ("???", "X"),
        ("ậ" * 99, "X"),
        ("0" * 99, "0" * 20),
    ],
)
def test_a_typed_code_leads_to_its_page(client, typed, leads_to):
    answer = client.get("/verify", query_string={"code": typed})
    assert answer.status_code == 303
    assert answer.location == f"/verify/{leads_to}"


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_code_is_asked_for(client, typed):
    page = Page(client.get("/en/verify", query_string={"code": typed}).text)
    assert page.errors == ["Please type the code first."]
    assert not Page(client.get("/en/verify").text).errors


def test_the_code_can_be_scanned(client, session):
    """The square on the page is that of the page's absolute address, in Vietnamese whatever the page's language."""
    recognition = world.recognition(session, world.product(session))
    session.commit()
    url = f"https://chophien.example/verify/{recognition.code}"
    square = segno.make(url, error="m").svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass="qr__dots"
    )
    assert square in client.get(f"/verify/{recognition.code}").text
    assert square in client.get(f"/en/verify/{recognition.code}").text


def test_the_moment_of_the_check_is_that_of_vietnam(check, clock, session):
    recognition = world.recognition(session, world.product(session))
    clock.go_to(world.TODAY, 0, 5)
    assert "00:05" in check(recognition.code).one("p", "outcome__when").text


def test_the_number_of_statements_does_not_grow(client, session, statements):
    product = world.product(session)
    recognition = world.recognition(session, product)
    right = world.authorisation(session, product, world.mark(session))
    spent = []
    for more in (1, 10):
        for number in range(more):
            world.act(session, recognition, "extend", world.TODAY, expires_on=date(2029, 1, 1 + number))
            world.act(session, right, "extend", world.TODAY, expires_on=date(2029, 1, 1 + number))
        session.commit()
        statements.clear()
        client.get(f"/verify/{recognition.code}")
        client.get(f"/verify/{right.code}")
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 9
