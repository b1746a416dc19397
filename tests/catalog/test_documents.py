"""Papers: what each kind needs, the way through the office, who sees them, and papers that replace others."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from catalog.document_files import StoredFile
from catalog.document_kinds import NEEDS, DocumentKind
from catalog.document_rules import DocumentRules, DocumentTerm, load_document_rules, read_rules
from catalog.documents import Audience, Document, DocumentState
from catalog.filing import (
    Paper,
    chains_of,
    decide_document,
    documents_of,
    file_document,
    find_document,
    history_of,
    show_document,
)
from catalog.records import Refused
from catalog.standing import Status
from catalog.versions import current_version
from tests import world
from tests.world import NOW, TODAY

STORED = StoredFile("ab/abc.pdf", 2, 3000)
LATER = TODAY + timedelta(days=400)


def paper(kind=DocumentKind.FOOD_SAFETY, **facts) -> Paper:
    return Paper(
        **{"kind": kind, "valid_from": TODAY, "valid_until": LATER, "number": "12/GCN", "issuer": "Sở"}
        | facts
    )


def filed(session, of, audience=Audience.OFFICERS, replaces=None, **facts) -> Document:
    return file_document(session, of, paper(**facts), STORED, audience, NOW, TODAY, replaces)


def accept_document(session, one: Document, now) -> None:
    decide_document(session, one, True, "", one.revision, now)


def return_document(session, one: Document, reason: str, now) -> None:
    decide_document(session, one, False, reason, one.revision, now)


def fields(of: Paper) -> list[str]:
    return [name for name, _ in of.complaints(TODAY)]


def test_every_kind_says_what_it_needs():
    assert set(NEEDS) == set(DocumentKind)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, []),
        ({"number": ""}, ["number"]),
        ({"issuer": ""}, ["issuer"]),
        ({"valid_until": None}, ["valid_until"]),
        ({"kind": DocumentKind.LAB_TEST, "valid_until": None}, ["product"]),
        ({"kind": DocumentKind.LAB_TEST, "valid_until": None, "product_id": 1}, []),
        ({"kind": DocumentKind.SELF_DECLARATION, "issuer": "", "product_id": 1}, []),
        ({"kind": DocumentKind.OTHER, "number": "", "issuer": ""}, ["title"]),
        ({"valid_until": TODAY - timedelta(days=1)}, ["valid_until"]),
        ({"valid_from": date(1900, 1, 1)}, ["valid_from"]),
        ({"valid_from": TODAY + timedelta(days=800), "valid_until": None}, ["valid_until", "valid_from"]),
        ({"valid_until": date(2999, 1, 1)}, ["valid_until"]),
    ],
)
def test_what_is_missing_on_a_paper(facts, missing):
    assert fields(paper(**facts)) == missing


def test_a_paper_goes_to_the_office_unless_it_is_the_producers_alone(session):
    of = world.producer(session)
    assert filed(session, of).state == DocumentState.SUBMITTED
    kept = filed(session, of, Audience.PRODUCER)
    assert (kept.state, kept.submitted_at) == (DocumentState.KEPT, None)
    show_document(session, kept, Audience.PUBLIC, True, NOW)
    assert (kept.state, kept.submitted_at, kept.shows_file) == (DocumentState.SUBMITTED, NOW, True)
    show_document(session, kept, Audience.PRODUCER, True, NOW)
    assert (kept.state, kept.submitted_at, kept.shows_file) == (DocumentState.KEPT, None, False)


def test_an_officer_accepts_once_and_may_take_it_back(session):
    one = filed(session, world.producer(session))
    accept_document(session, one, NOW)
    with pytest.raises(Refused, match="something has changed"):
        accept_document(session, one, NOW)
    with pytest.raises(Refused, match="a reason"):
        return_document(session, one, "  ", NOW)
    return_document(session, one, "Giấy này giả", NOW)
    assert (one.state, one.reason) == (DocumentState.RETURNED, "Giấy này giả")
    with pytest.raises(Refused):
        show_document(session, one, Audience.PRODUCER, False, NOW) or one.submit(NOW)


def test_what_was_read_before_a_step_is_stale(session):
    one = filed(session, world.producer(session))
    seen = one.revision
    show_document(session, one, Audience.PRODUCER, False, NOW)
    show_document(session, one, Audience.OFFICERS, False, NOW)
    with pytest.raises(Refused, match="changed meanwhile"):
        decide_document(session, one, True, "", seen, NOW)


def test_a_kept_paper_is_not_for_officers_to_decide(session):
    kept = filed(session, world.producer(session), Audience.PRODUCER)
    with pytest.raises(Refused):
        accept_document(session, kept, NOW)


def test_papers_of_foreign_products_are_refused_by_rule_and_by_database(session):
    mine, foreign = world.producer(session), world.product(session)
    with pytest.raises(Refused, match="no product of yours"):
        filed(session, mine, product_id=foreign.id)
    with pytest.raises(IntegrityError):
        world.document(session, mine, product_id=foreign.id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "returned", "reason": ""},
        {"audience": "officers", "shows_file": True},
        {"valid_until": date(2020, 1, 1)},
        {"pages": 0},
        {"kind": "letter"},
        {"state": "lost"},
        {"audience": "nobody"},
    ],
)
def test_the_database_refuses_it_too(session, wrong):
    with pytest.raises(IntegrityError):
        world.document(session, world.producer(session), **wrong)


def test_a_newer_paper_replaces_the_former_which_stays(session):
    of = world.producer(session)
    first = filed(session, of)
    accept_document(session, first, NOW)
    second = filed(session, of, replaces=first)
    with pytest.raises(Refused, match="replaced by a newer one"):
        filed(session, of, replaces=first)
    return_document(session, second, "Ảnh mờ", NOW)
    third = filed(session, of, replaces=second)
    (chain,) = chains_of(documents_of(session, [of.id]))
    assert chain.papers == [third, second, first]
    assert (chain.newest, chain.in_use) == (third, first)
    assert history_of(session, third) == [second, first]
    accept_document(session, third, NOW)
    assert chain.in_use is third


def test_another_producers_paper_is_not_found(session):
    one = filed(session, world.producer(session))
    assert find_document(session, one.code, [one.producer_id]) is one
    assert find_document(session, one.code, [world.producer(session).id]) is None


@pytest.mark.parametrize("of_product", [True, False])
def test_pages_are_made_anew_when_a_paper_counts_or_no_longer_does(session, of_product):
    product = world.product(session)
    session.commit()
    one = filed(
        session,
        session.get_one(world.Producer, product.producer_id),
        product_id=product.id if of_product else None,
    )
    session.commit()
    before = current_version(session)
    accept_document(session, one, NOW)
    session.commit()
    assert current_version(session) == before + 1


def test_a_lab_test_serves_twelve_months_whatever_is_printed_on_it(session):
    rules = read_rules(session)
    tested = date(2026, 2, 28)
    assert rules.last_day("lab_test", tested, None) == date(2027, 2, 28)
    assert rules.last_day("lab_test", tested, date(2030, 1, 1)) == date(2027, 2, 28)
    assert rules.last_day("lab_test", tested, date(2026, 5, 1)) == date(2026, 5, 1)
    assert rules.last_day("food_safety", tested, None) is None


def test_a_decree_changes_the_term_of_what_begins_later():
    terms = [
        DocumentTerm(kind="lab_test", valid_from=date(2018, 1, 1), months=12, basis=""),
        DocumentTerm(kind="lab_test", valid_from=date(2027, 1, 1), months=6, basis=""),
    ]
    rules = DocumentRules(terms, [])
    assert rules.last_day("lab_test", date(2026, 12, 31), None) == date(2027, 12, 31)
    assert rules.last_day("lab_test", date(2027, 1, 1), None) == date(2027, 7, 1)


def test_rules_are_loaded_once(session):
    assert load_document_rules(session) == 0


def test_the_clock_says_how_it_stands(session):
    one = world.document(session, world.producer(session), valid_from=TODAY, valid_until=LATER)
    for day, status in (
        (TODAY - timedelta(days=1), Status.NOT_YET),
        (TODAY, Status.VALID),
        (LATER - timedelta(days=180), Status.EXPIRING),
        (LATER, Status.EXPIRING),
        (LATER + timedelta(days=1), Status.EXPIRED),
    ):
        assert one.standing(LATER, day).status is status
