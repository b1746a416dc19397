"""View objects: what a template shows of a badge, a picture or a product, ready to print."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from catalog.badges import Badge
from catalog.marks import MarkKind
from catalog.pictures import Picture, file_name

from ..locales import is_english
from .pages import link


@dataclass(frozen=True, slots=True)
class BadgeView:
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
        url = link(f"/verify/{badge.code}")
        kind = badge.kind if badge.kind == "stars" else MarkKind(badge.kind)
        return cls(kind, badge.stars, badge.name, badge.until, badge.code, badge.expiring, url)


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture with its addresses; sizes in pixels."""

    alt: str
    color: str
    width: int
    height: int
    src: str
    _digest: str
    _widths: list[int]
    _formats: list[str]

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

    def srcset(self, format: str) -> str:
        """The srcset of one format, empty where it was not written."""
        if format not in self._formats:
            return ""
        return ", ".join(f"{media_url(self._digest, width, format)} {width}w" for width in self._widths)


def media_url(digest: str, width: int, format: str) -> str:
    return f"/media/{file_name(digest, width, format)}"
