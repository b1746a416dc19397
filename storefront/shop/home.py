"""The first page: what this is, and several ways in."""

from types import SimpleNamespace

import numpy as np
from flask import Response
from sqlalchemy import select

from catalog.columns import Columns
from catalog.listing import Filters, Sort, count_all, find
from catalog.places import Region
from catalog.rows import Shown
from catalog.stories import Story, StoryState, excerpt

from ..clock import today
from ..database import session
from ..filters import label
from ..locales import localized
from . import shop
from .cards import cards_for
from .fair_views import next_fairs
from .pages import columns, link, public_page
from .reference import Reference, reference
from .views import PictureView

_LONG_SHELF, _SHELF = 8, 4
_FAIRS = 4


@shop.get("/")
def home() -> Response:
    stall, names, day = columns(), reference(), today()
    region = _region_of_the_day(names, day.toordinal())
    chosen = {
        "fresh": find(stall, Filters(sold=True), day, Sort.NEWEST, 1, _SHELF).ids,
        "in_season": find(
            stall, Filters(month=day.month, in_stock=True), day, Sort.RELEVANCE, 1, _LONG_SHELF
        ).ids,
        "region": find(stall, Filters(provinces=_codes(names, region)), day, Sort.RELEVANCE, 1, _SHELF).ids,
    }
    story = _story_of_the_week(stall, day.isocalendar().week)
    return public_page(
        "shop/home.html",
        industries=_industries(stall, names),
        fresh=cards_for(chosen["fresh"], day),
        in_season=cards_for(chosen["in_season"], day),
        region=SimpleNamespace(
            name=label(region),
            text="",
            url=link("/products?" + "&".join(f"province={code}" for code in sorted(_codes(names, region)))),
            cards=cards_for(chosen["region"], day),
        ),
        story=_teaser(story, stall.rows[story.product_id].shown) if story else None,
        fairs=next_fairs(day, _FAIRS),
        counts=_counts(stall),
    )


def _codes(names: Reference, region: Region) -> frozenset[str]:
    return frozenset(code for code, province in names.provinces.items() if province.region == region)


def _region_of_the_day(names: Reference, ordinal: int) -> Region:
    """Another region every day, the same for everybody."""
    regions = list(Region)
    return regions[ordinal % len(regions)]


def _industries(stall: Columns, names: Reference) -> list[SimpleNamespace]:
    by_set = count_all(stall, today())["sets"]
    return [
        SimpleNamespace(
            name=node.name,
            name_en=node.name_en,
            icon=node.icon,
            url=link(f"/products?category={node.slug}"),
            count=sum(by_set[number] for number in node.sets),
        )
        for node in names.industries
    ]


def _counts(stall: Columns) -> SimpleNamespace:
    return SimpleNamespace(
        products=len(stall),
        producers=stall.producers,
        provinces=len(stall.province_codes),
        valid=int(np.count_nonzero(stall.on_day(today()).stars)),
    )


def _story_of_the_week(stall: Columns, week: int) -> Story | None:
    """The story of a product with stars in force, another one each week."""
    starred = stall.ids[stall.on_day(today()).stars > 0]
    if not len(starred):
        return None
    # A large prime step spreads the weeks over the catalogue; a few candidates, for not every product has a story.
    candidates = np.roll(starred, -(week * 7919 % len(starred)))[:20].tolist()
    stories = session().scalars(
        select(Story)
        .where(Story.product_id.in_(candidates), Story.state == StoryState.PUBLISHED)
        .order_by(Story.version)
    )
    by_product = {story.product_id: story for story in stories}
    return next((by_product[id] for id in candidates if id in by_product), None)


def _teaser(story: Story, shown: Shown) -> SimpleNamespace:
    return SimpleNamespace(
        title=story.title,
        product_name=localized(shown, "name"),
        url=link(f"/products/{shown.slug}"),
        excerpt=excerpt(story.body),
        picture=PictureView.of(shown.picture) if shown.picture else None,
        place_name=shown.province,
    )
