"""View objects: what a template shows of a badge, a picture or a product, ready to print."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Self

from catalog.badges import Badge
from catalog.pictures import Picture, PictureFacts, file_name

from ..locales import is_english
from .pages import link


class BadgeView(NamedTuple):
    """A badge with its address of verification; see catalog.badges.Badge."""

    kind: str
    stars: int | None
    name: str | None
    until: date | None
    code: str
    expiring: bool
    url: str

    @classmethod
    def of(cls, badge: Badge, root: str | None = None) -> Self:
        """`root` is how links begin, where that is known already."""
        root = link("") if root is None else root
        return cls(*badge, f"{root}/verify/{badge.code}")


class PictureView(NamedTuple):
    """A picture with its addresses; sizes in pixels."""

    alt: str
    color: str
    width: int
    height: int
    src: str
    digest: str
    widths: Sequence[int]
    formats: Sequence[str]

    @classmethod
    def of(cls, picture: Picture | PictureFacts, english: bool | None = None) -> Self:
        """`english` is whether the page is, where that is known already."""
        english = is_english() if english is None else english
        alt = picture.alt_en if english and picture.alt_en else picture.alt
        preferred = 800 if 800 in picture.widths else picture.widths[-1]
        return cls(
            alt,
            picture.color,
            picture.width,
            picture.height,
            media_url(picture.digest, preferred, "webp"),
            picture.digest,
            picture.widths,
            picture.formats,
        )

    def srcset(self, format: str, largest: int = 10_000) -> str:
        """The srcset of one format up to a width in pixels, empty where the format was not written."""
        if format not in self.formats:
            return ""
        widths = [width for width in self.widths if width <= largest] or self.widths[:1]
        return ", ".join(f"{media_url(self.digest, width, format)} {width}w" for width in widths)


def media_url(digest: str, width: int, format: str) -> str:
    return f"/media/{file_name(digest, width, format)}"
