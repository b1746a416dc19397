"""View objects of the producers' listings."""

from collections.abc import Sequence
from types import SimpleNamespace

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from catalog.categories import Category, CategoryLevel
from catalog.claims import Claim
from catalog.completeness import missing
from catalog.listing_texts import Facts
from catalog.products import Product, ProductState, Variant
from catalog.revisions import OPEN, Revision, RevisionState
from marketplace.register.claims import claims_without_proof
from marketplace.stock import Stock

from ..clock import today
from ..locales import localized
from ..shop.pages import link
from .listing_words import FIELDS, MISSING, REVISIONS, STEPS, TABS, claim_sentence, mark_names


def set_choices(session: Session) -> list[SelectChoice]:
    """The 26 sets under their groups, as a select takes them."""
    rows = session.scalars(select(Category).where(Category.level != CategoryLevel.INDUSTRY))
    categories = sorted(rows, key=lambda one: one.position)
    groups = {one.code: localized(one, "name") for one in categories if one.level == CategoryLevel.GROUP}
    return [
        SelectChoice(one.code, f"{one.code}. {localized(one, 'name')}", optgroup=groups[one.parent_code])
        for one in categories
        if one.level == CategoryLevel.SET
    ]


def listing_rows(session: Session, products: Sequence[Product]) -> list[SimpleNamespace]:
    """Lines of the list; two queries."""
    ids = [product.id for product in products]
    query = (
        select(
            Variant.product_id,
            func.count(),
            func.min(Variant.price),
            func.max(Variant.price),
            func.sum(func.coalesce(Stock.on_hand - Stock.reserved, 0)),
        )
        .outerjoin(Stock, Stock.variant_id == Variant.id)
        .where(Variant.product_id.in_(ids))
        .group_by(Variant.product_id)
    )
    sold = {row[0]: row[1:] for row in session.execute(query)}
    under_way = dict(
        session.execute(
            select(Revision.product_id, Revision.state).where(
                Revision.product_id.in_(ids), Revision.state.in_(OPEN)
            )
        ).all()
    )
    return [_row(product, sold.get(product.id), under_way.get(product.id)) for product in products]


def _row(product: Product, sold: tuple | None, under_way: str | None) -> SimpleNamespace:
    packs, lowest, highest, left = sold or (0, None, None, 0)
    was_public = product.state not in (ProductState.DRAFT, ProductState.SUBMITTED, ProductState.RETURNED)
    return SimpleNamespace(
        name=product.name,
        url=link(f"/producer/products/{product.id}"),
        producer_name=product.producer.name,
        state=product.state,
        state_label=TABS[ProductState(product.state)],
        under_way=REVISIONS[RevisionState(under_way)] if under_way and was_public else "",
        packs=packs,
        lowest=lowest,
        highest=highest,
        left=int(left or 0),
    )


def steps_view(product: Product, lacking: Sequence, here: str = "") -> list[SimpleNamespace]:
    """The steps with whether something is missing in them."""
    wanting = {MISSING[one][1] for one in lacking}
    return [
        SimpleNamespace(
            key=key,
            text=text,
            url=link(f"/producer/products/{product.id}/{key}"),
            here=key == here,
            done=key not in wanting,
        )
        for key, text in STEPS.items()
    ]


def missing_view(session: Session, product: Product, facts: Facts) -> tuple[list, list[tuple[str, str]]]:
    """What is missing, and the same in words with the address of its step."""
    lacking = missing(session, product, facts)
    words = [(MISSING[one][0], link(f"/producer/products/{product.id}/{MISSING[one][1]}")) for one in lacking]
    return lacking, words


def claims_view(session: Session, product: Product, facts: Facts) -> list[SimpleNamespace]:
    """What the check of claims says to these texts today."""
    return claim_rows(session, claims_without_proof(session, product, facts, today()))


def claim_rows(session: Session, claims: list[Claim]) -> list[SimpleNamespace]:
    names = mark_names(session, claims)
    return [
        SimpleNamespace(
            field=FIELDS[claim.field], sentence=claim.sentence, reason=claim_sentence(claim, names)
        )
        for claim in claims
    ]
