"""What a listing must have before an officer looks at it, by its product set."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .categories import Category
from .picture_uploads import UploadState, uploads_of
from .products import Product, Variant
from .records import Refused

# What is eaten, drunk or put on keeps only so long; what is processed is made of something.
_KEEPS = frozenset(map(str, range(1, 21)))
_PROCESSED = frozenset(map(str, range(5, 21)))
_SERVICES = frozenset({"26"})


class Missing(StrEnum):
    """What is not there yet."""

    SUMMARY = "summary"
    ORIGIN = "origin"
    INGREDIENTS = "ingredients"
    STORAGE = "storage"
    SHELF_LIFE = "shelf_life"
    ALCOHOL = "abv_tenths"
    PICTURE = "picture"
    PICTURE_WAITS = "picture_waits"
    PICTURE_FAILED = "picture_failed"
    HELP_TEXT = "alt"
    PACK = "pack"


def missing(session: Session, product: Product, facts: dict[str, Any]) -> list[Missing]:
    """What this version lacks, in the order of the steps."""
    texts = [Missing(name) for name in _needed(session, facts) if not facts[name]]
    return [*texts, *_of_pictures(session, product, facts["pictures"]), *_of_packs(session, product)]


def _needed(session: Session, facts: dict[str, Any]) -> Iterator[str]:
    number = facts["set_code"]
    if number not in _SERVICES:
        yield "origin"
    yield "summary"
    if number in _PROCESSED:
        yield "ingredients"
    if number in _KEEPS:
        yield from ("storage", "shelf_life")
    if session.scalar(select(Category.adults_only).where(Category.code == number)):
        yield "abv_tenths"


def _of_pictures(session: Session, product: Product, pictures: list[dict[str, Any]]) -> Iterator[Missing]:
    if not pictures:
        yield Missing.PICTURE
    uploads = uploads_of(session, product.id)
    states = {upload.state for one in pictures if (upload := uploads.get(one["digest"]))}
    if UploadState.WAITING in states:
        yield Missing.PICTURE_WAITS
    if UploadState.FAILED in states:
        yield Missing.PICTURE_FAILED
    if any(not one["alt"] for one in pictures):
        yield Missing.HELP_TEXT


def _of_packs(session: Session, product: Product) -> Iterator[Missing]:
    if session.scalar(select(Variant.id).where(Variant.product_id == product.id).limit(1)) is None:
        yield Missing.PACK


def check_prepared(session: Session, product: Product, facts: dict[str, Any]) -> None:
    """Raises Refused where something is missing."""
    if missing(session, product, facts):
        raise Refused("Something is missing yet: the list on this page says what.")
