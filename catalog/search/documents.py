"""What of a product can be found by words: its name, the names it stands under, and its story."""

import re
from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ..places import Place, PlaceAlias
from ..producers import Producer
from ..products import SHOWN, Product
from ..stories import Story, StoryState


@dataclass(frozen=True, slots=True)
class Document:
    """The words of one published product.

    `names` are its own names, `heads` those of its producer and places (today's and former ones),
    `body` its summary and story as plain text. Names of marks stay out: a permit lapses by date, words don't.
    """

    product_id: int
    names: tuple[str, ...]
    heads: tuple[str, ...]
    body: str

    @property
    def digest(self) -> int:
        """63 bits that change with the words: a new price is no reason to index a product again."""
        words = repr((self.names, self.heads, self.body)).encode()
        return int.from_bytes(blake2b(words, digest_size=8).digest()) >> 1


_PROVINCE = aliased(Place)
_SHOWN = (
    select(
        Product.id,
        Product.name,
        Product.name_en,
        Product.summary,
        Product.summary_en,
        Producer.name.label("producer"),
        Producer.commune_code,
        Place.name.label("commune"),
        _PROVINCE.name.label("province"),
    )
    .join(Producer, Product.producer_id == Producer.id)
    .join(Place, Producer.commune_code == Place.code)
    .join(_PROVINCE, Place.province_code == _PROVINCE.code)
    .where(SHOWN)
    .order_by(Product.id)
)
_STORIES = (
    select(Story.product_id, Story.title, Story.body)
    .where(Story.state == StoryState.PUBLISHED)
    .order_by(Story.version)
)
_LINK_TARGET = re.compile(r"\]\([^)]*\)")
_LEVEL_OF_PLACE = re.compile(r"^(Tỉnh|Thành phố|Thị xã|Huyện|Quận) ")


def read_documents(session: Session, only: set[int] | None = None) -> list[Document]:
    """The published products, or those of them whose id is in `only`: three statements."""
    shown, stories = _SHOWN, _STORIES
    if only is not None:
        shown, stories = shown.where(Product.id.in_(only)), stories.where(Story.product_id.in_(only))
    products = session.execute(shown).all()
    # Of several versions the last one counts. Words are looked for in the Markdown itself: its signs are none.
    told = {id: f"{title}\n{_LINK_TARGET.sub(']', body)}" for id, title, body in session.execute(stories)}
    former = _former_names(session, None if only is None else {product.commune_code for product in products})
    return [
        Document(
            product.id,
            tuple(name for name in (product.name, product.name_en) if name),
            (product.producer, product.commune, product.province, *former[product.commune_code]),
            "\n".join((product.summary, product.summary_en, told.get(product.id, ""))),
        )
        for product in products
    ]


def _former_names(session: Session, communes: set[str] | None) -> dict[str, list[str]]:
    """Former districts and provinces of each commune, so that old addresses find it."""
    query = select(PlaceAlias.place_code, PlaceAlias.name)
    if communes is not None:
        query = query.where(PlaceAlias.place_code.in_(communes))
    names = defaultdict(list)
    for code, name in session.execute(query):
        names[code].append(_LEVEL_OF_PLACE.sub("", name))
    return names
