"""Claims of public listings without a row in force behind them: found every night, looked at by officers."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from catalog.claims import Claim, ProtectedNames, Rule, protected_names, support_of, unsupported
from catalog.listing_texts import Facts
from catalog.producers import Producer
from catalog.products import SHOWN, Product
from catalog.records import Base, LongText, one_of
from catalog.register import proofs_of
from catalog.stories import Story, StoryState

from .organic import organic_products

LONGEST_REASON = 1000
# What of a listing is read for claims; a declaration number or a set says nothing.
READ = ("name", "name_en", "origin", "summary", "summary_en", "quantity", "ingredients", "storage", "usage")
STORY_READ = ("story_title", "story_body")
_BATCH = 500
_STANDING = text("state <> 'resolved'")


class FlagState(StrEnum):
    """Open until an officer lets it stand (accepted), or the text or the register has changed (resolved)."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"


class ClaimFlag(Base):
    """See catalog.claims.Claim for `field`, `rule`, `subject` and `sentence`."""

    __tablename__ = "claim_flags"
    __table_args__ = (
        CheckConstraint(one_of("state", FlagState), name="state"),
        CheckConstraint(one_of("rule", Rule), name="rule"),
        CheckConstraint("state <> 'accepted' OR length(reason) > 0", name="reason"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_at"),
        Index(
            "uq_claim_flags_standing",
            "product_id",
            "field",
            "rule",
            "subject",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_claim_flags_state", "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    field: Mapped[str]
    rule: Mapped[str]
    subject: Mapped[str]
    sentence: Mapped[LongText]
    state: Mapped[str] = mapped_column(default=FlagState.OPEN)
    reason: Mapped[LongText] = mapped_column(default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship(lazy="raise")

    @property
    def key(self) -> tuple[str, str, str]:
        return self.field, self.rule, self.subject

    def accept(self, reason: str, now: datetime) -> None:
        """An officer lets the sentence stand, and says why."""
        self.state, self.reason, self.closed_at = FlagState.ACCEPTED, reason, now
        self.note("claim.accepted", product=self.product_id, rule=self.rule, reason=reason)

    def resolve(self, now: datetime) -> None:
        self.state, self.closed_at = FlagState.RESOLVED, now


def texts_of(facts: Facts) -> dict[str, str]:
    """What of a listing's facts is read for claims; a help text of a picture is read too."""
    texts = {name: facts[name] for name in (*READ, *STORY_READ)}
    alts = [one[name] for one in facts["pictures"] for name in ("alt", "alt_en")]
    return texts | {"pictures": "\n".join(alts)}


def claims_without_proof(session: Session, product: Product, facts: Facts, day: date) -> list[Claim]:
    """What these texts claim for the product and no row in force bears out on this day."""
    proofs = proofs_of(session, {product.id: product.producer_id})[product.id]
    organic = bool(organic_products(session, {product.id: product.producer_id}, day))
    names = protected_names(session, day)
    return unsupported(texts_of(facts), names, support_of(proofs, day, organic))


def accepted_before(session: Session, product_id: int) -> dict[tuple[str, str, str], ClaimFlag]:
    """Flags of the product that an officer has let stand, by key."""
    mine = ClaimFlag.product_id == product_id, ClaimFlag.state == FlagState.ACCEPTED
    return {flag.key: flag for flag in session.scalars(select(ClaimFlag).where(*mine))}


def accept_claims(
    session: Session, product: Product, claims: Iterable[Claim], reason: str, now: datetime
) -> list[Facts]:
    """Note that these claims are let pass; what the revision keeps of it."""
    standing = {flag.key: flag for flag in _standing(session, [product.id])}
    kept = []
    for claim in claims:
        flag = standing.get((claim.field, claim.rule, claim.subject))
        if flag is None:
            flag = ClaimFlag(
                product_id=product.id,
                field=claim.field,
                rule=claim.rule,
                subject=claim.subject,
                opened_at=now,
            )
            session.add(flag)
        flag.sentence = claim.sentence
        flag.accept(reason, now)
        kept.append({**claim._asdict(), "reason": reason})
    session.flush()
    return kept


def check_claims(session: Session, now: datetime, day: date) -> tuple[int, int]:
    """Look through all that is public; numbers of flags opened and resolved."""
    names = protected_names(session, day)
    opened = resolved = 0
    shown: set[int] = set()
    last = 0
    while batch := _shown_after(session, last):
        last = batch[-1].id
        shown.update(product.id for product in batch)
        more, less = _check(session, batch, names, now, day)
        opened, resolved = opened + more, resolved + less
    gone = select(ClaimFlag).where(ClaimFlag.state == FlagState.OPEN)
    for flag in session.scalars(gone):
        if flag.product_id not in shown:
            flag.resolve(now)
            resolved += 1
    session.flush()
    return opened, resolved


def check_listing(session: Session, product: Product, now: datetime, day: date) -> None:
    """The same for one listing, at once after it has changed."""
    session.flush()
    _check(session, [product], protected_names(session, day), now, day)


def _shown_after(session: Session, last: int) -> list[Product]:
    query = select(Product).join(Producer, Product.producer_id == Producer.id).where(SHOWN, Product.id > last)
    return list(session.scalars(query.order_by(Product.id).limit(_BATCH)))


def _check(
    session: Session, batch: list[Product], names: ProtectedNames, now: datetime, day: date
) -> tuple[int, int]:
    ids = [product.id for product in batch]
    proofs = proofs_of(session, {product.id: product.producer_id for product in batch})
    organic = organic_products(session, {product.id: product.producer_id for product in batch}, day)
    stories = _stories(session, ids)
    standing: dict[int, dict] = {id: {} for id in ids}
    for flag in _standing(session, ids):
        standing[flag.product_id][flag.key] = flag
    opened = resolved = 0
    for product in batch:
        texts = {name: getattr(product, name) for name in READ} | stories.get(product.id, {})
        support = support_of(proofs[product.id], day, product.id in organic)
        claims = unsupported(texts, names, support)
        known = standing[product.id]
        opened += sum(_raise(session, product, claim, known, now) for claim in claims)
        still = {(claim.field, claim.rule, claim.subject) for claim in claims}
        over = [flag for key, flag in known.items() if key not in still and key[0] in texts]
        for flag in over:
            flag.resolve(now)
        resolved += len(over)
    session.flush()
    return opened, resolved


def _raise(session: Session, product: Product, claim: Claim, known: dict, now: datetime) -> bool:
    """Whether the flag is new: one that stands says so already, unless another sentence was let stand."""
    flag = known.get((claim.field, claim.rule, claim.subject))
    if flag is not None and (flag.state == FlagState.OPEN or flag.sentence == claim.sentence):
        return False
    if flag is not None:
        flag.resolve(now)
        session.flush()
    session.add(ClaimFlag(product_id=product.id, **claim._asdict(), state=FlagState.OPEN, opened_at=now))
    product.note("claim.flagged", rule=claim.rule, field=claim.field, subject=claim.subject)
    return True


def _standing(session: Session, ids: list[int]) -> list[ClaimFlag]:
    mine = ClaimFlag.product_id.in_(ids), ClaimFlag.state != FlagState.RESOLVED
    return list(session.scalars(select(ClaimFlag).where(*mine)))


def _stories(session: Session, ids: list[int]) -> dict[int, dict[str, str]]:
    query = (
        select(Story.product_id, Story.title, Story.body)
        .where(Story.product_id.in_(ids), Story.state == StoryState.PUBLISHED)
        .order_by(Story.version)
    )
    return {id: {"story_title": title, "story_body": body} for id, title, body in session.execute(query)}
