"""Pictures that were taken for a listing and that none of its versions shows: replaced, cropped anew, left out."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Text, cast, delete, or_, select
from sqlalchemy.orm import Session

from .picture_uploads import PictureUpload
from .pictures import Picture
from .products import Product
from .revisions import Revision


def _unused(before: datetime) -> ColumnElement[bool]:
    """Decided versions count too: what a listing showed once can be looked up as long as its history."""
    digest, mine = PictureUpload.digest, Revision.product_id == PictureUpload.product_id
    # The digest stands nowhere in the facts but for its picture; finding it too often would keep a file, never lose one.
    named = or_(cast(Revision.facts, Text).contains(digest), cast(Revision.before, Text).contains(digest))
    shown = Picture.product_id == PictureUpload.product_id, Picture.digest == digest
    return (
        (PictureUpload.created_at < before)
        & ~select(Revision.id).where(mine, named).exists()
        & ~select(Picture.id).where(*shown).exists()
    )


def listings_with_unused(session: Session, before: datetime) -> list[int]:
    """Products with uploads of before that moment which nothing shows."""
    return list(session.scalars(select(PictureUpload.product_id).where(_unused(before)).distinct()))


def forget_unused(session: Session, product_ids: Collection[int], before: datetime) -> int:
    """Delete them; who is writing one of these listings is waited for, and what they show now stays. Returns how many."""
    listings = select(Product.id).where(Product.id.in_(product_ids)).order_by(Product.id)
    session.execute(listings.with_for_update()).all()
    mine = PictureUpload.product_id.in_(product_ids)
    gone = delete(PictureUpload).where(mine, _unused(before)).execution_options(synchronize_session=False)
    return session.execute(gone).rowcount
