"""Pictures of products: the record, and where its files are found."""

from functools import cache
from typing import NamedTuple, Self

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy import Row as Answer
from sqlalchemy.orm import Mapped, mapped_column

from .records import Base, LongText

WIDTHS = (240, 480, 800, 1200)


class Picture(Base):
    """A picture that has passed the door: its files are named by the digest of the upload.

    `widths` are those of WIDTHS that are not larger than the upload (one at least).
    """

    __tablename__ = "pictures"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="size"),
        CheckConstraint("length(alt) > 0", name="alt"),
        Index("uq_pictures_position", "product_id", "position", unique=True),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    position: Mapped[int]
    digest: Mapped[str]
    alt: Mapped[LongText]
    alt_en: Mapped[LongText] = mapped_column(default="")
    # Whether it shows the label: a new one is looked at by an officer before buyers see it.
    is_label: Mapped[bool] = mapped_column(default=False)
    color: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[int]] = mapped_column(JSON)
    formats: Mapped[list[str]] = mapped_column(JSON)

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.product_id,)


# What a page needs of a picture.
PICTURE_COLUMNS = (
    Picture.product_id,
    Picture.digest,
    Picture.alt,
    Picture.alt_en,
    Picture.color,
    Picture.width,
    Picture.height,
    Picture.widths,
    Picture.formats,
)


class PictureFacts(NamedTuple):
    """The same, kept for every product: smaller and quicker to read than an answer of the database."""

    digest: str
    alt: str
    alt_en: str
    color: str
    width: int
    height: int
    widths: tuple[int, ...]
    formats: tuple[str, ...]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """`answer` has PICTURE_COLUMNS."""
        _, *plain, widths, formats = answer
        return cls(*plain, _one(*widths), _one(*formats))


@cache
def _one(*values):
    """One tuple for all pictures that share it."""
    return values


def file_name(digest: str, width: int, format: str) -> str:
    """The path of one file below the pictures folder: "ab/abcd…-480.webp"."""
    return f"{digest[:2]}/{digest}-{width}.{format}"
