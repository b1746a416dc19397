"""The parameters of the API, checked strictly: a person gets a note and a page, a program the name of its mistake."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError
from werkzeug.datastructures import MultiDict

from catalog.columns import Sort
from catalog.marks import MarkKind
from catalog.money import MAX_DONG
from catalog.producers import ProducerKind

from ..shop.listing_query import MAX_QUERY, PER_PAGE
from ..shop.reference import Reference, reference

MOST_PER_PAGE = 100
_MOST_VALUES = 40
_LAST_PAGE = 10**9


def _one_of(values: Callable[[Reference], dict]) -> AfterValidator:
    """Accept only the keys that the reference data have now."""

    def check(value: str) -> str:
        if value not in values(reference()):
            raise PydanticCustomError("unknown_value", "There is no such value.")
        return value

    return AfterValidator(check)


Category = Annotated[str, _one_of(lambda known: known.categories)]
Province = Annotated[str, _one_of(lambda known: known.provinces)]
Price = Annotated[int, Field(ge=0, le=MAX_DONG)] | SkipJsonSchema[None]
Month = Annotated[int, Field(ge=1, le=12)] | SkipJsonSchema[None]
# In an address a box that is ticked is 1.
Ticked = Annotated[bool, PlainSerializer(int)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NoParameters(_Strict):
    pass


class ListingParameters(_Strict):
    """The filters of the listing's page under the same names; repeated ones mean any of the values."""

    q: str = Field("", max_length=MAX_QUERY, description="words to search for")
    category: list[Category] = Field([], max_length=_MOST_VALUES)
    province: list[Province] = Field([], max_length=_MOST_VALUES, description="code of the province")
    stars: list[Annotated[int, Field(ge=3, le=5)]] = Field([], max_length=_MOST_VALUES)
    mark: list[MarkKind] = Field([], max_length=_MOST_VALUES)
    kind: list[ProducerKind] = Field([], max_length=_MOST_VALUES, description="kind of producer")
    price_from: Price = Field(None, description="dong")
    price_to: Price = Field(None, description="dong")
    in_stock: Ticked = Field(False, description="only what can be bought now")
    sold: Ticked = Field(False, description="only what is sold here, in stock or not")
    month: Month = Field(None, description="in season")
    sort: Sort = Sort.RELEVANCE
    page: int = Field(1, ge=1, le=_LAST_PAGE)
    per_page: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)

    def as_address(self) -> MultiDict:
        """The filters and the order as the listing's page has them in its address."""
        chosen = self.model_dump(mode="json", exclude_defaults=True, exclude={"page", "per_page"})
        values = {name: value if isinstance(value, list) else [value] for name, value in chosen.items()}
        return MultiDict({name: [str(each) for each in some] for name, some in values.items()})


class SuggestParameters(_Strict):
    q: str = Field("", description="what was typed so far")
