"""The answer while there is no index: every word somewhere in the names of product, producer or place, by SQL."""

import numpy as np
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from ..columns import Columns
from ..places import Place
from ..producers import Producer
from ..products import SHOWN, Product
from ..text import clean, words
from .backend import Level, Matches, Reading
from .reading.repairs import MOST_WORDS
from .searching import MOST_CHARACTERS

_PROVINCE = aliased(Place)


def plain_matches(session: Session, columns: Columns, typed: str) -> Matches:
    """One statement; no synonyms, no repairs, no stories, diacritics without meaning."""
    typed = clean(typed[: 4 * MOST_CHARACTERS])[:MOST_CHARACTERS]
    asked = words(typed)[:MOST_WORDS]
    found = _found(session, [word.folded for word in asked]) if asked else {}
    ids = np.array(sorted(found.keys() & columns.rows.keys()), np.int64)
    rows = np.searchsorted(columns.ids, ids).astype(np.int32)
    return Matches(
        Reading(typed=typed, text=typed, words=frozenset(word.folded for word in asked)),
        rows,
        np.array([found[id] for id in ids.tolist()], np.int8),
        np.zeros(len(rows), np.bool_),
        np.zeros(len(rows), np.float32),
        plain=True,
    )


def _found(session: Session, asked: list[str]) -> dict[int, int]:
    """Levels by product id."""
    return dict(session.execute(_query(asked)).all())


def _query(asked: list[str]):
    names = (Product.key, func.lower(Product.name_en), Producer.key, Place.key, _PROVINCE.key)
    in_name = and_(*(Product.key.contains(word) for word in asked))
    return (
        select(Product.id, case((in_name, Level.NAME), else_=Level.HEADS))
        .join(Producer, Product.producer_id == Producer.id)
        .join(Place, Producer.commune_code == Place.code)
        .join(_PROVINCE, Place.province_code == _PROVINCE.code)
        .where(SHOWN, *(or_(*(name.contains(word) for name in names)) for word in asked))
    )
