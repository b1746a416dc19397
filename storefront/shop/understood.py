"""What the result page says of how the words were understood."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from werkzeug.datastructures import MultiDict

from catalog.search.backend import Matches, Offer

from .facets import filter_text
from .listing_query import ListingQuery, read_listing_query
from .reference import Reference

_SEVERAL = ("category", "province", "stars", "mark", "kind")


@dataclass(frozen=True)
class Narrowing:
    """A filter that some of the words ask for, with the number of products it leads to."""

    text: str
    count: int
    url: str


@dataclass(frozen=True)
class Understood:
    """`searched` is set where it is not what was typed, `suggestion` (with its address) where another reading
    is worth a try; `plain` says that the index is not there."""

    searched: str
    suggestion: str
    suggestion_url: str
    narrowings: list[Narrowing]
    plain: bool

    @classmethod
    def of(
        cls,
        query: ListingQuery,
        matches: Matches,
        names: Reference,
        total_of: Callable[[ListingQuery], int],
    ) -> "Understood":
        reading = matches.reading
        return cls(
            reading.text if reading.repaired else "",
            reading.suggestion,
            query.url(q=[reading.suggestion]),
            list(_narrowings(query, reading.offers, names, total_of)),
            matches.plain,
        )


def _narrowings(
    query: ListingQuery, offers: tuple[Offer, ...], names: Reference, total_of: Callable[[ListingQuery], int]
) -> Iterator[Narrowing]:
    for offer in offers:
        url = query.url(**_changes(query, offer))
        offered = read_listing_query(MultiDict(parse_qsl(urlsplit(url).query)), names)
        # Only what the link will really find: never a way that leads nowhere.
        if offered.values != query.values and not offered.notes and (count := total_of(offered)):
            yield Narrowing(filter_text(offer.name, offer.value, names), count, url)


def _changes(query: ListingQuery, offer: Offer) -> dict[str, list[str]]:
    """The filter added, its words taken out of the query."""
    # Letters and digits part company in `words`: "200k" was typed, "200 k" it says.
    typed = r"\W*".join(map(re.escape, offer.words.split()))
    rest = " ".join(re.sub(rf"(?<!\w){typed}(?!\w)", " ", query.q, count=1, flags=re.IGNORECASE).split())
    others = query.values[offer.name] if offer.name in _SEVERAL else []
    return {offer.name: list(dict.fromkeys([*others, offer.value])), "q": [rest] if rest else []}
