"""Pages of a list of names, and finding in it: without accents, in any order of the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from catalog.text import clean, fold

from .shop.pages import link
from .shop.paging import Pager, page_number

PER_PAGE = 50
_LONGEST = 80


@dataclass(frozen=True)
class ListPage:
    """What is asked for: `words`, the `ids` on this page, and whether there is enough to search in."""

    words: str
    ids: list[int]
    pager: Pager
    is_long: bool
    naming: dict[str, str]


def list_page(rows: Iterable[tuple], path: str, naming: dict[str, str] | None = None) -> ListPage:
    """Of rows of an id and the texts by which it is found; `naming` stays in the addresses of the pages."""
    rows, naming = list(rows), naming or {}
    words = clean(request.args.get("q", "")[:_LONGEST])
    found = _holding(words, rows)
    kept = naming | ({"q": words} if words else {})
    pager = Pager(
        lambda page: link(path) + "?" + urlencode(kept | {"page": str(page)}),
        page_number(request.args.get("page")),
        len(found),
        PER_PAGE,
    )
    ids = found[pager.first - 1 : pager.last] if found else []
    return ListPage(words, ids, pager, len(rows) > PER_PAGE, naming)


def _holding(words: str, rows: list[tuple]) -> list[int]:
    wanted = fold(words).split()
    if not wanted:
        return [id for id, *_texts in rows]
    return [id for id, *texts in rows if all(word in fold(" ".join(filter(None, texts))) for word in wanted)]
