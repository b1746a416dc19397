"""Numbered pages of a plain list."""

from collections.abc import Callable
from dataclasses import dataclass

from .pages import link


def page_number(text: str | None) -> int:
    """The page asked for, 1 for anything that is no page number."""
    if text and text.isascii() and text.isdigit() and len(text) < 8:
        return max(1, int(text))
    return 1


def window(page: int, pages: int) -> list[int | None]:
    """First, last and the neighbours of this page; None stands for a gap."""
    near = sorted(n for n in {1, pages, *range(page - 1, page + 2)} if 1 <= n <= pages)
    shown: list[int | None] = []
    for number in near:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown


@dataclass(frozen=True)
class Pager:
    """Pages and positions count from 1; a page beyond the last is the last. `url` makes a page's address."""

    url: Callable[[int], str]
    asked: int
    total: int
    per_page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def page(self) -> int:
        return min(self.asked, self.pages)

    @property
    def first(self) -> int:
        return min(self.total, (self.page - 1) * self.per_page + 1)

    @property
    def last(self) -> int:
        return min(self.total, self.page * self.per_page)

    @property
    def prev_url(self) -> str | None:
        return self.url(self.page - 1) if self.page > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.url(self.page + 1) if self.page < self.pages else None

    @property
    def window(self) -> list[int | None]:
        return window(self.page, self.pages)


def plain_pager(path: str, asked: int, total: int, per_page: int) -> Pager:
    """Pages of `path` without any other query."""
    return Pager(lambda n: link(path) + (f"?page={n}" if n > 1 else ""), asked, total, per_page)
