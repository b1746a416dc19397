"""What the first view of the home page weighs: everything it makes a browser fetch, as sent."""

import gzip
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from storefront.clock import Clock
from storefront.database import Database
from storefront.demo import load_demo
from storefront.demo import pictures as demo_pictures

from .catalogue import empty_shop

_ATTRIBUTE = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_IN_CSS = re.compile(rb'url\("?(/static/[^")#]+)')
_PICTURE = re.compile(r"<picture>.*?</picture>", re.DOTALL)
_AVIF = re.compile(r'type="image/avif" srcset="([^"]+)" sizes="([^"]+)"')
# (CSS pixels of the window, device pixels each): a laptop and a telephone, with the pictures that are
# on their first screen and the row below it, which a browser fetches ahead.
SCREENS = {"1280 px": (1280, 1.0, 8), "390 px ×2": (390, 2.0, 4)}


@dataclass(frozen=True)
class Weight:
    """Bytes as sent, by what they are; pictures by screen, those of the first view and all on the page."""

    parts: dict[str, int]
    first_pictures: dict[str, int]
    all_pictures: dict[str, int]

    def first_view(self, screen: str) -> int:
        return sum(self.parts.values()) + self.first_pictures[screen]

    def everything(self, screen: str) -> int:
        return sum(self.parts.values()) + self.all_pictures[screen]


def demo_shop(database: Database, pictures_dir: Path, app: Flask) -> None:
    """The demo catalogue with the pictures that its home page shows (all of them would take minutes)."""
    empty_shop(database)
    clock = Clock()
    with database.transaction() as session:
        load_demo(session, clock.now(), clock.today())
    shown = set(re.findall(r'href="/products/([\w-]+)"', app.test_client().get("/").text))
    sitters = [sitter for sitter in demo_pictures._without_picture(database) if sitter.slug in shown]
    with ProcessPoolExecutor() as pool:
        drawn = list(pool.map(demo_pictures._draw_one, sitters, [pictures_dir] * len(sitters)))
    with database.transaction() as session:
        session.add_all(map(demo_pictures._record, sitters, drawn))


def weigh(app: Flask) -> Weight:
    client = app.test_client()
    html = client.get("/").text
    parts = {"HTML": len(gzip.compress(html.encode(), 6))}
    seen: set[str] = set()
    queue = _ATTRIBUTE.findall(html)
    while queue:
        path = queue.pop()
        if path not in seen:
            seen.add(path)
            answer = client.get(path, headers={"Accept-Encoding": "br, gzip"})
            kind = _kind(path)
            parts[kind] = parts.get(kind, 0) + len(answer.data)
            if kind == "CSS":
                queue += [found.decode() for found in _IN_CSS.findall(client.get(path).data)]
    return Weight(parts, *_pictures(client, _PICTURE.findall(html)))


def _kind(path: str) -> str:
    return {"css": "CSS", "js": "JavaScript", "woff2": "fonts"}.get(path.rpartition(".")[2], "drawings")


def _pictures(client, pictures: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    first, every = {}, {}
    for screen, (window, density, count) in SCREENS.items():
        sizes = [len(client.get(_chosen(picture, window, density)).data) for picture in pictures]
        first[screen], every[screen] = sum(sizes[:count]), sum(sizes)
    return first, every


def _chosen(picture: str, window: int, density: float) -> str:
    """The file that a browser takes: the narrowest of the srcset that fills the space that `sizes` names."""
    srcset, sizes = _AVIF.search(picture).groups()
    wanted = _space(sizes, window) * density
    offers = [(int(width[:-1]), url) for url, width in (offer.split() for offer in srcset.split(", "))]
    return next((url for width, url in sorted(offers) if width >= wanted), max(offers)[1])


def _space(sizes: str, window: int) -> float:
    """The width in CSS pixels of a `sizes` attribute with (min-width:…rem) conditions, rem or vw lengths."""
    for choice in sizes.split(","):
        condition, _, length = choice.strip().rpartition(" ")
        if not condition or window >= 16 * float(re.search(r"([\d.]+)rem", condition)[1]):
            return 16 * float(length[:-3]) if length.endswith("rem") else window * float(length[:-2]) / 100
    return window
