"""Where personal data stand: every column that can hold words is classified, so a new one can't be forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import JSON, String, select

from catalog.records import Base
from marketplace.orders.life import cancel
from marketplace.orders.orders import Party, SubOrder
from marketplace.orders.personal_data import CONTRACTS_KEPT, NOBODY
from marketplace.payments.cash_on_delivery import REMEMBERED, CodRefusal, note_refusal, refusals_and_ceilings
from storefront.work.housekeeping import tidy_up
from tests import world
from tests.marketplace.orders.making import place
from tests.world import NOW

# Nothing of a person: places, goods, rules, registers and what the market counts. Names and contacts in them
# are those of producers, authorities and organisers, which are public.
WITHOUT = {
    "acts",
    "allotments",
    "answers",
    "application_products",
    "approval_rules",
    "approvals",
    "authorisations",
    "award_lines",
    "awards",
    "batch_steps",
    "batches",
    "booth_types",
    "booths",
    "busy_slots",
    "catalogue_changes",
    "catalogue_version",
    "categories",
    "category_aliases",
    "claim_flags",
    "company_changes",
    "contact_agreements",
    "contract_lines",
    "contract_paper_notices",
    "contract_papers",
    "contracts",
    "deliveries",
    "delivery_lines",
    "delivery_rates",
    "document_terms",
    "documents",
    "fair_groups",
    "fair_papers",
    "fair_quotas",
    "fairs",
    "fee_rates",
    "goods_claims",
    "harvests",
    "head_counts",
    "holidays",
    "imported_products",
    "invoices",
    "ledger_entries",
    "ledger_transactions",
    "list_files",
    "list_imports",
    "list_mappings",
    "list_writings",
    "listing_revisions",
    "listing_suspensions",
    "mark_flags",
    "mark_territories",
    "marks",
    "meeting_slots",
    "meeting_wishes",
    "meetings",
    "movements",
    "order_lines",
    "organisers",
    "outcomes",
    "paper_overrides",
    "passed_shares",
    "payment_events",
    "payment_terms",
    "payments",
    "picture_uploads",
    "pictures",
    "place_aliases",
    "places",
    "plan_features",
    "price_audiences",
    "price_changes",
    "price_tiers",
    "price_viewers",
    "producer_suspensions",
    "producers",
    "products",
    "programme_items",
    "proposals",
    "purchase_lines",
    "purchase_orders",
    "quote_lines",
    "quote_versions",
    "quotes",
    "receipts",
    "recognition_terms",
    "recognitions",
    "refunds",
    "reminders",
    "request_deliveries",
    "request_lines",
    "request_marks",
    "request_papers",
    "request_provinces",
    "request_questions",
    "request_recipients",
    "rests_on",
    "retailers",
    "samples",
    "search_documents",
    "search_state",
    "search_words",
    "searches",
    "shelf_rules",
    "shipments",
    "sourcing_message_files",
    "sourcing_requests",
    "spending_limits",
    "stock",
    "stores",
    "stories",
    "synonym_lists",
    "tax_rates",
    "timers",
    "variants",
    "visits",
    "voucher_uses",
    "vouchers",
    "wholesale_terms",
}
# How a person goes from a column: by the erasure of the account at once; with the contract when it need not be
# kept any more; by its age, whoever it is about; or not, with the reason.
ERASED, CONTRACT, AGE = "erased", "contract", "age"
NOT_OF_THE_PERSON = "-"
COLUMNS = {
    "addresses": {"name": ERASED, "phone": ERASED, "street": ERASED, "old_address": ERASED},
    "applications": {
        **dict.fromkeys(("code", "state"), NOT_OF_THE_PERSON),
        "remarks": "a producer's, for its booth at a fair",
        "reasons": "an organiser's, about a producer",
    },
    "bank_accounts": {
        "bin": NOT_OF_THE_PERSON,
        "number": "a producer's or an organiser's, on what was paid to it",
        "holder": "a producer's or an organiser's, on what was paid to it",
    },
    "baskets": {"token": AGE, "collection": AGE, "checkout_key": AGE, "address": AGE, "voucher_codes": AGE},
    "basket_lines": {},
    "cod_refusals": {"phone": AGE, "reference": AGE},
    "consents": dict.fromkeys(("purpose", "version", "language"), NOT_OF_THE_PERSON),
    "data_requests": {"kind": NOT_OF_THE_PERSON, "text": ERASED, "answer": ERASED},
    "entries": dict.fromkeys(("action", "subject", "facts"), "what was done, by the account's number"),
    "favourites": {},
    "feedback": {"text": AGE},
    "interests": {"message": ERASED},
    "invitations": {"contact": ERASED, "role": NOT_OF_THE_PERSON},
    "jobs": dict.fromkeys(("token", "kind", "key", "facts", "error"), AGE),
    "memberships": dict.fromkeys(
        ("role", "producer_role", "organiser_role", "retailer_role"), NOT_OF_THE_PERSON
    ),
    "misuse_reports": {
        "contact": ERASED,
        **dict.fromkeys(
            ("number", "kind", "code", "place", "language", "state", "reasons"), NOT_OF_THE_PERSON
        ),
        "text": "what was reported about others",
        "picture": "what was reported about others",
    },
    "notices": {"kind": ERASED, "about": ERASED, "path": ERASED},
    "one_time_codes": {"subject": AGE, "nonce": AGE},
    "orders": {
        **dict.fromkeys(("number", "checkout_key", "language", "payment_method"), NOT_OF_THE_PERSON),
        **dict.fromkeys(("name", "phone", "street"), CONTRACT),
        "email": ERASED,
        "note_to_producers": ERASED,
    },
    "producer_claims": {
        "statement": ERASED,
        "proof": ERASED,
        "state": NOT_OF_THE_PERSON,
        "reasons": "an officer's, about a producer",
    },
    "profiles": dict.fromkeys(
        (
            *("kind", "name", "street", "contact_name", "phone", "email"),
            *("tax_code", "tax_hash", "tax_last", "returned_facts", "state", "reasons"),
        ),
        "erased while it is nobody's; a producer's afterwards",
    ),
    "questions": {
        "author": ERASED,
        "text": "published without a name",
        "state": NOT_OF_THE_PERSON,
        "hidden_because": NOT_OF_THE_PERSON,
    },
    "recovery_codes": {"code_hash": ERASED},
    "return_lines": {},
    "return_pictures": {"digest": CONTRACT, "widths": CONTRACT},
    "returns": {
        **dict.fromkeys(("number", "state", "reason", "wanted", "decided_by"), NOT_OF_THE_PERSON),
        **dict.fromkeys(("answer", "verdict"), "a producer's or an officer's"),
        **dict.fromkeys(("text", "objection", "account_bin", "account_number", "account_holder"), CONTRACT),
    },
    "reviews": {
        "author": ERASED,
        "text": "published without a name",
        **dict.fromkeys(("state", "hidden_because", "reply"), NOT_OF_THE_PERSON),
    },
    "scans": dict.fromkeys(("code", "key"), "a ticket's, which is forgotten with its visitor"),
    "sent_letters": dict.fromkeys(("message_id", "to", "subject", "text", "html"), AGE),
    "sign_ups": dict.fromkeys(("contact", "name", "password_hash", "language"), AGE),
    "sourcing_messages": {
        **dict.fromkeys(("about", "side"), NOT_OF_THE_PERSON),
        "text": "a company's, to another",
    },
    "sub_orders": {
        **dict.fromkeys(("state", "taxes", "cancelled_by", "point_source"), NOT_OF_THE_PERSON),
        "collect_code": "of the goods, until they are handed over",
        "point": "where a producer stands at a fair",
        "cancel_reason": CONTRACT,
    },
    "users": {
        **dict.fromkeys(("email", "phone", "name", "password_hash", "totp_secret"), ERASED),
        "language": NOT_OF_THE_PERSON,
    },
    "visitors": {
        **dict.fromkeys(("code", "kind", "state", "language"), NOT_OF_THE_PERSON),
        **dict.fromkeys(("name", "contact", "company"), AGE),
    },
}


def words_of(table) -> set[str]:
    """Columns that can hold words and are no reference to another table."""
    return {
        column.name
        for column in table.columns
        if isinstance(column.type, String | JSON) and not column.foreign_keys
    }


def test_every_column_that_can_hold_words_is_classified():
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    assert tables.keys() == WITHOUT | COLUMNS.keys()
    assert not WITHOUT & COLUMNS.keys()
    assert {name: words_of(tables[name]) for name in COLUMNS} == {
        name: set(columns) for name, columns in COLUMNS.items()
    }


@pytest.mark.parametrize("has_account", [False, True])
def test_a_person_goes_from_an_order_when_the_contract_need_not_be_kept(session, binh, has_account):
    """Of guests by the years alone; of an account that lives nothing goes."""
    product = world.product(session)
    made = place(session, product, user_id=binh.id if has_account else None, email="khach@vidu.vn")
    made.note_to_producers = "Gọi trước"
    cancel(session, made.sub_orders[0], Party.BUYER, "Tôi chuyển nhà", NOW)
    session.commit()
    tidy_up(session, NOW + CONTRACTS_KEPT - timedelta(days=1), NOW.date())
    session.refresh(made)
    assert made.name != NOBODY
    tidy_up(session, NOW + CONTRACTS_KEPT + timedelta(days=1), NOW.date())
    session.refresh(made)
    part = session.scalars(select(SubOrder).execution_options(populate_existing=True)).one()
    left = made.name, made.phone, made.street, made.email, made.note_to_producers
    assert (left == (NOBODY, "", NOBODY, "", "")) is not has_account
    assert (part.cancel_reason == "Tôi chuyển nhà") is has_account
    assert part.total, "the contract itself stays"


def test_a_parcel_nobody_took_is_forgotten_once_it_counts_no_more(session):
    phone = "+84912345678"
    note_refusal(session, phone, "sub-order:1", NOW)
    note_refusal(session, phone, "sub-order:2", NOW + timedelta(days=1))
    session.commit()
    later = NOW + REMEMBERED
    tidy_up(session, later, later.date())
    assert refusals_and_ceilings(session, phone, [], later)[0] == 1
    assert [one.reference for one in session.scalars(select(CodRefusal))] == ["sub-order:2"]
