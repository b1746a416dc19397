"""Every address a GET can ask for, with examples: a new page has to be added here, and is then walked by the tests."""

from dataclasses import dataclass, field

from catalog.marks import Mark
from catalog.products import Product


@dataclass
class Examples:
    """What the addresses are about; `codes` are verification codes, `orders` numbers of orders."""

    products: list[Product]
    mark: Mark
    codes: list[str]
    queries: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    producer_slugs: list[str] = field(default_factory=list)


def addresses(of: Examples) -> dict[str, list[str]]:
    """Paths by endpoint, without the language."""
    return {
        "shop.home": ["/"],
        "shop.products": ["/products", *(f"/products?{query}" for query in of.queries)],
        "shop.product": [f"/products/{product.slug}" for product in of.products],
        "shop.producers": ["/producers"],
        "shop.producer": [f"/producers/{slug}" for slug in of.producer_slugs],
        "shop.places": ["/places"],
        "shop.place": ["/places/15", "/places/04672"],
        "shop.communes": ["/places/15/communes.json"],
        "shop.marks": ["/marks"],
        "shop.mark": [f"/marks/{of.mark.slug}"],
        "shop.about_badges": ["/about/badges"],
        "shop.ranking": ["/ranking"],
        "shop.delivery": ["/delivery"],
        "shop.fees": ["/fees"],
        "shop.verify": ["/verify", "/verify?code=K7M2-9QXD"],
        "shop.verification": ["/verify/K7M29QXD", *(f"/verify/{code}" for code in of.codes)],
        "shop.basket": ["/basket"],
        "shop.checkout": ["/checkout"],
        "shop.review": ["/checkout/review"],
        "shop.order_lookup": ["/orders"],
        "shop.order": [f"/orders/{number}" for number in of.orders] or ["/orders/0000000000"],
        "shop.line_review": [f"/orders/{number}/lines/1/review" for number in of.orders]
        or ["/orders/0000000000/lines/1/review"],
        "shop.new_return": [f"/orders/{number}/parts/1/returns" for number in of.orders]
        or ["/orders/0000000000/parts/1/returns"],
        "shop.order_return": ["/orders/0000000000/returns/0000000000"],
        "shop.return_picture": ["/orders/0000000000/returns/0000000000/pictures/1"],
        "shop.slip": ["/orders/0000000000/returns/0000000000/slip.pdf"],
        "joining.overview": ["/producer/join"],
        "joining.new": ["/producer/join/new"],
        "joining.profile": ["/producer/join/1"],
        "joining.claims": ["/producer/join/claims", "/producer/join/claims?q=che"],
        "joining.claim_form": [f"/producer/join/claims/{slug}" for slug in of.producer_slugs],
        "joining.invitation": ["/producer/join/invitations/made.up"],
        "producer.people": ["/producer/people"],
        "producer.suspension": ["/producer/suspension"],
        "office.producer_claims": ["/office/producer-claims"],
        "office.one_claim": ["/office/producer-claims/1"],
        "office.producers": ["/office/producers", "/office/producers?q=che"],
        "office.one_producer": [f"/office/producers/{slug}" for slug in of.producer_slugs],
        "joining.step": ["/producer/join/1/place"],
        "producer.profile": ["/producer/profile"],
        "office.profiles": ["/office/profiles"],
        "office.profile": ["/office/profiles/1"],
        "producer.returns": ["/producer/returns"],
        "producer.one_return": ["/producer/returns/0000000000"],
        "producer.return_picture": ["/producer/returns/0000000000/pictures/1"],
        "office.returns": ["/office/returns"],
        "office.one_return": ["/office/returns/0000000000"],
        "office.return_picture": ["/office/returns/0000000000/pictures/1"],
        "shop.transfer": ["/orders/0000000000/payments/CP0000000000"],
        "shop.card_return": ["/orders/0000000000/card-payment"],
        "producer.payments": ["/producer/payments"],
        "office.remittances": ["/office/remittances"],
        "office.payments": ["/office/payments"],
        "shop.confirmation": [f"/orders/{number}/confirmation.pdf" for number in of.orders]
        or ["/orders/0000000000/confirmation.pdf"],
        "shop.media": ["/media/ab/abcdef-400.webp"],
        "account.sign_in": ["/sign-in", "/sign-in?next=/account"],
        "account.second_step": ["/sign-in/code"],
        "account.forgotten": ["/sign-in/forgotten"],
        "account.reset_sent": ["/sign-in/forgotten/sent"],
        "account.reset_link": ["/sign-in/reset/made.up"],
        "account.sign_up": ["/sign-up"],
        "account.confirmation": ["/sign-up/confirmation"],
        "account.confirmation_link": ["/sign-up/confirmation/made.up"],
        "account.email_link": ["/account/email/made.up"],
        "account.overview": ["/account"],
        "account.my_contacts": ["/account/contacts"],
        "account.phone_code": ["/account/contacts/code"],
        "account.password": ["/account/password"],
        "account.second_factor": ["/account/second-factor"],
        "account.my_addresses": ["/account/addresses"],
        "account.address": ["/account/addresses/1"],
        "account.favourites": ["/account/favourites"],
        "account.orders": ["/account/orders", "/account/orders?page=2"],
        "account.notices": ["/account/notices"],
        "office.audit": ["/office/audit", "/office/audit?who=an&page=2"],
        "office.audit_file": ["/office/audit.csv"],
        "account.data": ["/account/data"],
        "account.erasure": ["/account/erasure"],
        "office.desk": ["/office"],
        "office.fees": ["/office/fees"],
        "office.ledger": ["/office/ledger", "/office/ledger?page=9"],
        "office.ledger_check": ["/office/ledger/check"],
        "office.ledger_months": [f"/office/ledger/{slug}" for slug in of.producer_slugs],
        "office.ledger_statement": [f"/office/ledger/{slug}/2026-11" for slug in of.producer_slugs],
        "office.ledger_file": [f"/office/ledger/{slug}/2026-11.pdf" for slug in of.producer_slugs],
        "office.tax_file": ["/office/taxes/2026-11.csv", "/office/taxes/2026-11.xlsx"],
        "office.synonyms": ["/office/synonyms"],
        "office.synonyms_version": ["/office/synonyms/1"],
        "office.requests": ["/office/requests"],
        "office.data_request": ["/office/requests/1"],
        "office.jobs": ["/office/jobs"],
        "office.searches": ["/office/searches", "/office/searches?days=7"],
        "office.reviews": ["/office/reviews"],
        "office.vouchers": ["/office/vouchers"],
        "office.missed_file": ["/office/searches.csv"],
        "producer.desk": ["/producer"],
        "producer.orders": ["/producer/orders", "/producer/orders?state=pending"],
        "producer.reviews": ["/producer/reviews"],
        "producer.listings": ["/producer/products"],
        "producer.new_listing": ["/producer/products/new"],
        "producer.listing": ["/producer/products/1"],
        "producer.listing_step": ["/producer/products/1/text"],
        "producer.packs": ["/producer/products/1/packs"],
        "producer.new_pack": ["/producer/products/1/packs/new"],
        "producer.pack": ["/producer/products/1/packs/1"],
        "producer.offers": ["/producer/offers"],
        "producer.workbook": ["/producer/workbook"],
        "producer.workbook_file": ["/producer/workbook.xlsx"],
        "producer.season": ["/producer/products/1/season"],
        "producer.preview_listing": ["/producer/products/1/preview"],
        "producer.pictures": ["/producer/products/1/pictures"],
        "producer.listing_picture": [f"/producer/products/1/pictures/{'d' * 20}"],
        "producer.picture_shape": [f"/producer/products/1/pictures/{'d' * 20}/shape"],
        "producer.whole_picture": [f"/producer/products/1/pictures/{'d' * 20}/whole.jpg"],
        "office.claims": ["/office/claims"],
        "office.listings": ["/office/listings"],
        "office.listing": ["/office/listings/1"],
        "office.preview_listing": ["/office/listings/1/preview"],
        "office.listing_picture": [f"/office/listings/1/pictures/{'d' * 20}"],
        "producer.order": [f"/producer/orders/{number}-1" for number in of.orders]
        or ["/producer/orders/0000000000-1"],
        "producer.packing_slip": ["/producer/orders/0000000000-1/packing-slip.pdf"],
        "producer.vouchers": ["/producer/vouchers"],
        "producer.statements": ["/producer/statements"],
        "producer.statement": ["/producer/statements/2026-11"],
        "producer.statement_download": [
            "/producer/statements/2026-11.pdf",
            "/producer/statements/2026-11.xlsx",
        ],
        "api.products": ["/api/v1/products", *(f"/api/v1/products?{query}" for query in of.queries)],
        "api.product": [f"/api/v1/products/{product.slug}" for product in of.products],
        "api.suggest": ["/api/v1/suggest", "/api/v1/suggest?q=che"],
        "api.openapi": ["/api/v1/openapi.json"],
        "mailbox.index": ["/mailbox"],
        "mailbox.show": ["/mailbox/1"],
        "mailbox.html": ["/mailbox/1/html"],
        "health.healthz": ["/healthz"],
        "health.readyz": ["/readyz"],
    }


def get_endpoints(app) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
