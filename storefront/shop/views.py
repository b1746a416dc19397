"""View objects: what a template shows of a badge, a picture or a product, ready to print."""

from datetime import date
from typing import NamedTuple, Self

from catalog.badges import Badge
from catalog.pictures import Picture, file_name

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
    def of(cls, badge: Badge) -> Self:
        return cls(*badge, link(f"/verify/{badge.code}"))


class PictureView(NamedTuple):
    """A picture with its addresses; sizes in pixels."""

    alt: str
    color: str
    width: int
    height: int
    src: str
    digest: str
    widths: list[int]
    formats: list[str]

    @classmethod
    def of(cls, picture: Picture) -> Self:
        alt = picture.alt_en if is_english() and picture.alt_en else picture.alt
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
