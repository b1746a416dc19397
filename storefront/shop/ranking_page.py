"""How results are ranked: the public page, made of the very steps that rank them."""

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.search.backend import Level
from catalog.search.ranking import LADDER
from catalog.search.synonyms import CLOSE, SAME

from . import shop
from .pages import Crumb, home_crumb, public_page

STEPS = {
    "level": lazy_gettext("Where your words stand. The better the place, the higher the product:"),
    "diacritics": lazy_gettext(
        "Accents, if you typed them: what is spelt exactly so comes before the same letters with other accents."
    ),
    "offers": lazy_gettext(
        "What your words ask for beside the name, such as “5 sao” or “dưới 200k”: products that meet it come first."
    ),
    "in_stock": lazy_gettext("What can be bought today comes before what is out of stock."),
    "stars": lazy_gettext(
        "OCOP stars in force today come before lapsed ones and none; how many stars does not matter."
    ),
    "score": lazy_gettext(
        "How much the text speaks of your words: rare words weigh more than common ones, and the name weighs most."
    ),
    "newest": lazy_gettext("The newest recognition decision comes first."),
}
LEVELS = {
    Level.WHOLE: lazy_gettext("they are the whole name of the product"),
    Level.PREFIX: lazy_gettext("the name begins with them"),
    Level.NAME: lazy_gettext("all of them are in the name"),
    Level.HEADS: lazy_gettext("all of them are in the name, the producer or the place, of today or former"),
    Level.ANYWHERE: lazy_gettext("all of them are in the name, the producer, the place or the story"),
    Level.SOME: lazy_gettext("most of them are there: shown only when no product has all"),
}
# The order of a listing without words, see catalog.columns.Sort.RELEVANCE.
PLAIN = ("in_stock", "stars", "newest")


@shop.get("/ranking")
def ranking() -> Response:
    title = _("How results are ranked")
    return public_page(
        "shop/ranking.html",
        title=title,
        steps=[(step.key, STEPS[step.key]) for step in LADDER],
        levels=[LEVELS[level] for level in sorted(LEVELS, reverse=True)],
        plain=[STEPS[key] for key in PLAIN],
        same=round(SAME * 100),
        close=round(CLOSE * 100),
        crumbs=[home_crumb(), Crumb(title)],
    )
