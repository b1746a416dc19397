"""Proposed versions of a listing: written by the producer, looked at by an officer; what is public stays until then.

A decided version never changes again and is never deleted (the database refuses both), so that what a listing
said, and who decided on it, can be told for as long as the law asks.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, bindparam, func, select, text
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship

from .listing_texts import Facts, new_facts, public_facts
from .names import choose_addresses
from .producers import Producer
from .products import Product, ProductState
from .records import Base, LongText, Refused, Stateful, one_of
from .text import fold, slug

MOST_DRAFTS = 200


class RevisionState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    DROPPED = "dropped"


OPEN = (RevisionState.DRAFT, RevisionState.SUBMITTED)
_OPEN = text("state IN ('draft', 'submitted')")
# No buyer sees a listing in these states, and no officer has it.
PREPARED = ProductState.DRAFT, ProductState.RETURNED


class Stale(Refused):
    """Somebody else has saved this version meanwhile; what was typed is for the view to show beside it."""

    def __init__(self) -> None:
        # Named in full for the catalogue of translations.
        super().__init__(Refused("Somebody else has changed this listing meanwhile.").message)


class Revision(Stateful, Base):
    """One version of everything a listing says (`facts`, see listing_texts.py).

    `edition` counts how often the draft was saved: who saves names the one they have seen. `before` is what was
    public on the day of the decision, `flags` what was let pass in spite of the claim check and why.
    """

    __tablename__ = "listing_revisions"
    __table_args__ = (
        CheckConstraint(one_of("state", RevisionState), name="state"),
        CheckConstraint("edition > 0", name="edition"),
        CheckConstraint("(state IN ('draft', 'submitted')) = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("state NOT IN ('returned', 'rejected') OR length(reason) > 0", name="reason"),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="submitted_at"),
        Index("uq_listing_revisions_number", "product_id", "number", unique=True),
        Index(
            "uq_listing_revisions_open", "product_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_listing_revisions_waiting", "state", "submitted_at"),
    )
    S = RevisionState
    moves = {
        S.DRAFT: frozenset({S.SUBMITTED, S.APPROVED, S.DROPPED}),
        S.SUBMITTED: frozenset({S.DRAFT, S.APPROVED, S.RETURNED, S.REJECTED, S.DROPPED}),
        **{state: frozenset() for state in (S.APPROVED, S.RETURNED, S.REJECTED, S.DROPPED)},
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    number: Mapped[int]
    state: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    flags: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship(lazy="raise")


def start_listing(session: Session, producer: Producer, name: str, set_code: str, now: datetime) -> Product:
    """A new listing that nobody but its producer sees. Raises Refused for a name the producer has listed already."""
    # Two people of one producer may begin the same listing at the same instant.
    choose_addresses(session)
    check_name(session, producer.id, name)
    _check_drafts(session, producer.id)
    product = Product(
        producer_id=producer.id,
        slug=free_slug(session, name),
        name=name,
        key=fold(name),
        set_code=set_code,
        state=ProductState.DRAFT,
        created_at=now,
    )
    session.add(product)
    session.flush()
    product.note("listing.started")
    _open(session, product, new_facts(name, set_code), now)
    return product


def _check_drafts(session: Session, producer_id: int) -> None:
    mine = Product.producer_id == producer_id, Product.state.in_(PREPARED)
    if session.scalar(select(func.count()).select_from(Product).where(*mine)) >= MOST_DRAFTS:
        raise Refused(
            "There are %(limit)s unfinished listings. Please finish some of them first.", limit=MOST_DRAFTS
        )


def check_name(session: Session, producer_id: int, name: str, but: int = 0) -> None:
    """Raises Refused where another listing of the producer has this name."""
    key = fold(name)
    if not key:
        raise Refused("This name has neither letters nor digits.")
    same = Product.producer_id == producer_id, Product.key == key, Product.id != but
    if session.scalar(select(Product.id).where(*same)):
        raise Refused("You have a listing of this name already.")


def free_slug(session: Session, name: str) -> str:
    base = slug(name) or "san-pham"
    choose_addresses(session)
    near = Product.slug.startswith(base, autoescape=True)
    taken = set(session.scalars(select(Product.slug).where(near)))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)


def open_revision(session: Session, product_id: int, *, locked: bool = False) -> Revision | None:
    """The version under way, if there is one."""
    query = select(Revision).where(Revision.product_id == product_id, Revision.state.in_(OPEN))
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def newest_revision(session: Session, product_id: int) -> Revision | None:
    """Of whatever state."""
    mine = Revision.product_id == product_id
    return session.scalar(select(Revision).where(mine).order_by(Revision.number.desc()).limit(1))


def stamp(newest: Revision | None) -> str:
    """Names what somebody has seen who goes on writing: it differs after every change by somebody else."""
    return f"{newest.number}.{newest.edition}.{newest.state}" if newest else ""


def draft_facts(session: Session, product: Product, newest: Revision | None) -> Facts:
    """What the producer goes on writing at: the version under way, what was sent back, or what is public."""
    if newest is not None and newest.state in (*OPEN, RevisionState.RETURNED):
        return newest.facts
    return public_facts(session, product)


def save_draft(
    session: Session, product: Product, seen: str | None, typed: Mapping[str, Any], now: datetime
) -> Revision | None:
    """Keep what was typed, in a new version where none is under way; None where nothing is new.

    The product is locked by the caller. Raises Stale where `seen` is not the stamp of what there is (None does not
    ask), Refused while an officer has the version.
    """
    newest = newest_revision(session, product.id)
    facts = draft_facts(session, product, newest)
    if all(facts[name] == value for name, value in typed.items()):
        return None
    if seen is not None and seen != stamp(newest):
        raise Stale
    revision = revise(session, product, now)
    if revision.state != RevisionState.DRAFT:
        raise Refused("This version is with an officer. Take it back before you change it.")
    revision.facts, revision.saved_at = revision.facts | dict(typed), now
    revision.edition += 1
    if product.state in PREPARED:
        _follow(session, product, revision.facts)
    return revision


def _follow(session: Session, product: Product, facts: Facts) -> None:
    """Before it is public, a listing goes by the name of its draft, if no other one has it."""
    check_name(session, product.producer_id, facts["name"], product.id)
    product.name, product.key, product.set_code = facts["name"], fold(facts["name"]), facts["set_code"]


def revise(session: Session, product: Product, now: datetime) -> Revision:
    """The version under way, or a new one: of what an officer sent back, else of what is public."""
    revision = open_revision(session, product.id, locked=True)
    if revision is not None:
        return revision
    if product.state == ProductState.RETIRED:
        raise Refused("This listing is closed.")
    facts = draft_facts(session, product, newest_revision(session, product.id))
    return _open(session, product, facts, now)


def _open(session: Session, product: Product, facts: Facts, now: datetime) -> Revision:
    last = session.scalar(select(func.max(Revision.number)).where(Revision.product_id == product.id))
    made = Revision(
        product_id=product.id,
        number=(last or 0) + 1,
        state=RevisionState.DRAFT,
        facts=dict(facts),
        created_at=now,
        saved_at=now,
    )
    session.add(made)
    session.flush()
    return made


def history(session: Session, product_id: int, limit: int = 20) -> list[Revision]:
    """Decided versions, newest first."""
    decided = Revision.product_id == product_id, Revision.state.not_in((*OPEN, RevisionState.DROPPED))
    return list(
        session.scalars(select(Revision).where(*decided).order_by(Revision.number.desc()).limit(limit))
    )


def count_returned(session: Session, producer_ids: Collection[int]) -> int:
    """Listings of these producers whose newest version an officer has sent back."""
    return session.scalar(_returned_count(), {"producers": list(producer_ids)})


# Made once: the desk asks a dozen such questions, and building one costs more than its answer.
@cache
def _returned_count() -> Select:
    newer = aliased(Revision)
    later = select(newer.id).where(newer.product_id == Revision.product_id, newer.number > Revision.number)
    query = select(func.count()).select_from(Revision).join(Revision.product)
    mine = Product.producer_id.in_(bindparam("producers", expanding=True))
    returned = Product.state != ProductState.RETIRED, Revision.state == RevisionState.RETURNED
    return query.where(mine, *returned, ~later.exists())
