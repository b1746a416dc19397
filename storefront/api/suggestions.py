"""GET /api/v1/suggest: what the words typed so far may lead to, for the box on every page."""

from urllib.parse import quote_plus

from catalog.search.backend import Suggestion as Suggested
from catalog.search.backend import SuggestionKind

from ..security import limiter
from ..shop.listing_query import MAX_QUERY
from ..shop.pages import link
from ..shop.suggestions import suggester
from . import api
from .contract import Answers, contract
from .models import Suggestion, Suggestions
from .parameters import SuggestParameters

_MOST = 8
# Popular searches come and go without a new version of the catalogue, so the page cache can't keep an answer.
_FOR_A_MINUTE = {"Cache-Control": "public, max-age=60"}
_PATHS = {
    SuggestionKind.PRODUCT: "/products/",
    SuggestionKind.PRODUCER: "/producers/",
    SuggestionKind.PLACE: "/places/",
    SuggestionKind.MARK: "/marks/",
    SuggestionKind.CATEGORY: "/products?category=",
    SuggestionKind.QUERY: "/products?q=",
}


@api.get("/suggest")
@limiter.limit("300 per minute")
@contract.validate(resp=Answers(Suggestions), operation_id="suggest")
def suggest(query: SuggestParameters) -> tuple[Suggestions, int, dict[str, str]]:
    """Suggest while somebody types

    Nothing is suggested for nothing, nor for more than 128 characters.
    """
    typed = query.q.strip()
    found = suggester().suggest(typed, _MOST) if 0 < len(typed) <= MAX_QUERY else []
    return Suggestions(suggestions=[_suggestion(one) for one in found]), 200, _FOR_A_MINUTE


def _suggestion(one: Suggested) -> Suggestion:
    url = link(_PATHS[one.kind] + quote_plus(one.key))
    return Suggestion(kind=one.kind, text=one.text, detail=one.detail, url=url)
