"""The words of many listings as their producers go on writing them, in a constant number of statements."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from .listing_texts import NO_STORY, STORY, TEXTS, Facts
from .products import Product
from .revisions import OPEN, Revision, RevisionState
from .stories import Story, StoryState


def words_of(session: Session, products: Collection[Product]) -> dict[int, Facts]:
    """By product the facts of revisions.draft_facts, without the pictures."""
    ids = [product.id for product in products]
    found = {product.id: {name: getattr(product, name) for name in TEXTS} | NO_STORY for product in products}
    columns = Story.product_id, Story.title, Story.body, Story.author, Story.sources
    shown = Story.product_id.in_(ids), Story.state == StoryState.PUBLISHED
    for id, *told in session.execute(select(*columns).where(*shown).order_by(Story.version)):
        found[id] |= dict(zip(STORY, told, strict=True))
    other = aliased(Revision)
    last = select(func.max(other.number)).where(other.product_id == Revision.product_id).scalar_subquery()
    goes_on = Revision.state.in_((*OPEN, RevisionState.RETURNED))
    newest = select(Revision.product_id, Revision.facts).where(
        Revision.product_id.in_(ids), goes_on, Revision.number == last
    )
    for id, facts in session.execute(newest):
        found[id] = {name: facts[name] for name in (*TEXTS, *STORY)}
    return found
