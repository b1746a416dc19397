"""What a listing says of itself, as one set of facts: read from what is public, compared, and put in its place."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from .picture_uploads import uploads_of
from .pictures import Picture
from .products import Product
from .records import Refused
from .stories import Story, StoryState
from .text import fold
from .versions import touch

Facts = dict[str, Any]

# Columns of a product that an officer looks at before buyers see them. `abv_tenths` is a number or None.
TEXTS = (
    "name",
    "name_en",
    "set_code",
    "origin",
    "summary",
    "summary_en",
    "quantity",
    "ingredients",
    "allergens",
    "storage",
    "shelf_life",
    "usage",
    "declaration_no",
    "abv_tenths",
)
STORY = ("story_title", "story_body", "story_author", "story_sources")
PICTURE = ("digest", "alt", "alt_en", "is_label")
FIELDS = (*TEXTS, *STORY, "pictures")
NO_STORY: Facts = {"story_title": "", "story_body": "", "story_author": "", "story_sources": []}


def new_facts(name: str, set_code: str) -> Facts:
    """A listing that has nothing but its name yet."""
    empty: Facts = dict.fromkeys(TEXTS, "") | {"abv_tenths": None}
    return empty | NO_STORY | {"pictures": [], "name": name, "set_code": set_code}


def public_facts(session: Session, product: Product) -> Facts:
    """What the listing says now; of one that was never published, its name and set."""
    texts = {name: getattr(product, name) for name in TEXTS}
    pictures = [
        {name: getattr(picture, name) for name in PICTURE} for picture in _pictures(session, product.id)
    ]
    story = shown_story(session, product.id)
    told = NO_STORY if story is None else _told(story)
    return texts | told | {"pictures": pictures}


def shown_story(session: Session, product_id: int) -> Story | None:
    mine = Story.product_id == product_id, Story.state == StoryState.PUBLISHED
    return session.scalar(select(Story).where(*mine).order_by(Story.version.desc()).limit(1))


def _told(story: Story) -> Facts:
    return {
        "story_title": story.title,
        "story_body": story.body,
        "story_author": story.author,
        "story_sources": list(story.sources),
    }


def _pictures(session: Session, product_id: int) -> list[Picture]:
    query = select(Picture).where(Picture.product_id == product_id).order_by(Picture.position)
    return list(session.scalars(query))


def changes(before: Facts, after: Facts) -> list[str]:
    """The names of the facts that differ, in the order of the form."""
    return [name for name in FIELDS if before.get(name) != after.get(name)]


def needs_review(before: Facts, after: Facts) -> bool:
    """Whether an officer must see it: everything but the order of known pictures, their help texts and leaving some out."""
    if changes(before, after) != ["pictures"]:
        return bool(changes(before, after))
    known = {one["digest"] for one in before["pictures"]}
    new = [one["digest"] for one in after["pictures"] if one["digest"] not in known]
    return bool(new) or _label(before) != _label(after)


def _label(facts: Facts) -> list[str]:
    return [one["digest"] for one in facts["pictures"] if one["is_label"]]


def put_in_place(session: Session, product: Product, facts: Facts, now: datetime) -> None:
    """Make these facts the public ones. Raises Refused where a picture is not ready."""
    for name in TEXTS:
        setattr(product, name, facts[name])
    product.key = fold(product.name)
    _place_pictures(session, product, facts["pictures"])
    _place_story(session, product, facts, now)
    touch(session, [product.id])


def _place_pictures(session: Session, product: Product, wanted: list[Facts]) -> None:
    known = {picture.digest: _file_facts(picture) for picture in _pictures(session, product.id)}
    known |= {
        digest: _file_facts(one) for digest, one in uploads_of(session, product.id).items() if one.widths
    }
    if missing := [one["digest"] for one in wanted if one["digest"] not in known]:
        raise Refused("%(count)s pictures are still being prepared.", count=len(missing))
    session.execute(delete(Picture).where(Picture.product_id == product.id))
    session.add_all(
        Picture(product_id=product.id, position=position, **one, **known[one["digest"]])
        for position, one in enumerate(wanted, 1)
    )


def _file_facts(of: Any) -> Facts:
    return {name: getattr(of, name) for name in ("color", "width", "height", "widths", "formats")}


def _place_story(session: Session, product: Product, facts: Facts, now: datetime) -> None:
    """A changed story is the next version; one that was withdrawn as it stands is shown again."""
    mine = Story.product_id == product.id
    newest = session.scalar(select(Story).where(mine).order_by(Story.version.desc()).limit(1))
    told = {name: facts[name] for name in STORY}
    told["story_title"] = told["story_title"] or (product.name if told["story_body"] else "")
    if newest is not None and newest.state == StoryState.PUBLISHED and _told(newest) == told:
        return
    shown = mine, Story.state == StoryState.PUBLISHED
    session.execute(update(Story).where(*shown).values(state=StoryState.WITHDRAWN))
    if not told["story_body"]:
        return
    if newest is not None and _told(newest) == told:
        newest.state = StoryState.PUBLISHED
        return
    session.add(
        Story(
            product_id=product.id,
            version=newest.version + 1 if newest else 1,
            state=StoryState.PUBLISHED,
            title=told["story_title"],
            body=told["story_body"],
            author=told["story_author"],
            sources=told["story_sources"],
            created_at=now,
        )
    )


def withdraw_story(session: Session, product: Product) -> None:
    """Show no story any more; to show it again needs a version that an officer has seen."""
    shown = Story.product_id == product.id, Story.state == StoryState.PUBLISHED
    if session.execute(update(Story).where(*shown).values(state=StoryState.WITHDRAWN)).rowcount:
        touch(session, [product.id])
        product.note("listing.story_withdrawn")
