"""What becomes of a listing and of its versions: handed in, decided on by an officer, hidden, closed."""

from datetime import datetime

from sqlalchemy.orm import Session

from .completeness import check_prepared
from .listing_texts import Facts, changes, needs_review, public_facts, put_in_place
from .products import Product, ProductState
from .records import Refused
from .revisions import PREPARED, Revision, RevisionState, check_name, free_slug, open_revision
from .text import slug


def submit(session: Session, product: Product, revision: Revision, now: datetime) -> bool:
    """Hand the version to the office; whether an officer must see it. What needs no review is public at once."""
    before = public_facts(session, product)
    was_public = product.state not in PREPARED
    if was_public and not changes(before, revision.facts):
        raise Refused("Nothing has changed: this is what buyers see already.")
    check_name(session, product.producer_id, revision.facts["name"], product.id)
    check_prepared(session, product, revision.facts)
    if was_public and not needs_review(before, revision.facts):
        revision.move(RevisionState.APPROVED)
        revision.before, revision.decided_at = before, now
        put_in_place(session, product, revision.facts, now)
        product.note("listing.changed", version=revision.number)
        return False
    revision.move(RevisionState.SUBMITTED)
    revision.submitted_at = now
    if not was_public:
        product.move(ProductState.SUBMITTED)
    product.note("listing.submitted", version=revision.number)
    return True


def take_back(product: Product, revision: Revision) -> None:
    """The producer wants to go on writing. Raises Refused where it is not with an officer."""
    revision.move(RevisionState.DRAFT)
    revision.edition += 1
    if product.state == ProductState.SUBMITTED:
        product.move(ProductState.DRAFT)
    product.note("listing.taken_back", version=revision.number)


def drop(product: Product, revision: Revision, now: datetime) -> None:
    """Leave the listing as buyers see it. Raises Refused where they see nothing yet."""
    if product.state in (*PREPARED, ProductState.SUBMITTED):
        raise Refused("Nothing of this listing is public yet. Close it if you do not want it any more.")
    revision.move(RevisionState.DROPPED)
    revision.decided_at = now
    product.note("listing.dropped", version=revision.number)


def approve(
    session: Session, product: Product, revision: Revision, flags: list[Facts], now: datetime
) -> None:
    """Make the version public; `flags` are the claims let pass, with the reasons. Raises Refused where it can't be."""
    check_name(session, product.producer_id, revision.facts["name"], product.id)
    before = None if product.state == ProductState.SUBMITTED else public_facts(session, product)
    revision.move(RevisionState.APPROVED)
    revision.before, revision.decided_at, revision.flags = before, now, flags
    if product.state == ProductState.SUBMITTED:
        # Until now nobody had its address.
        product.slug = _own_slug(session, product)
        product.move(ProductState.PUBLISHED)
    put_in_place(session, product, revision.facts, now)
    product.note("listing.approved", version=revision.number, flags=len(flags))


def _own_slug(session: Session, product: Product) -> str:
    """The address follows a name that has changed since the listing was begun."""
    return product.slug if product.slug.startswith(slug(product.name)) else free_slug(session, product.name)


def send_back(session: Session, product: Product, revision: Revision, reason: str, now: datetime) -> None:
    """The producer reads why, and mends it."""
    _decide(session, product, revision, RevisionState.RETURNED, reason, now)
    if product.state == ProductState.SUBMITTED:
        product.move(ProductState.RETURNED)
    product.note("listing.returned", version=revision.number, reason=reason)


def reject(session: Session, product: Product, revision: Revision, reason: str, now: datetime) -> None:
    """It is not listed: a new listing is closed, what is public already stays as it is."""
    _decide(session, product, revision, RevisionState.REJECTED, reason, now)
    if product.state == ProductState.SUBMITTED:
        product.move(ProductState.RETIRED)
        _free_name(product)
    product.note("listing.rejected", version=revision.number, reason=reason)


def _decide(
    session: Session, product: Product, revision: Revision, to: RevisionState, reason: str, now: datetime
) -> None:
    before = None if product.state == ProductState.SUBMITTED else public_facts(session, product)
    revision.move(to)
    revision.before, revision.reason, revision.decided_at = before, reason, now


def hide(product: Product) -> None:
    product.move(ProductState.HIDDEN)
    product.note("listing.hidden")


def show(product: Product) -> None:
    if product.state != ProductState.HIDDEN:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    product.move(ProductState.PUBLISHED)
    product.note("listing.shown")


def retire(session: Session, product: Product, now: datetime) -> None:
    """Close the listing for good; its history stays."""
    if product.state in (*PREPARED, ProductState.SUBMITTED):
        _free_name(product)
    product.move(ProductState.RETIRED)
    revision = open_revision(session, product.id, locked=True)
    if revision is not None:
        revision.move(RevisionState.DROPPED)
        revision.decided_at = now
    product.note("listing.retired")


def _free_name(product: Product) -> None:
    """What was never public does not keep its name from another listing."""
    product.key = f"{product.key[:200]} {product.id}"
