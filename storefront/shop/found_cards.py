"""Product cards of a search: the words marked in the names, and a passage where the name does not say it all."""

from datetime import date

from catalog.rows import Shown
from catalog.search.backend import Reading
from catalog.stories import published_bodies, roughly_plain

from ..database import session
from .cards import Card, Passage, card_maker
from .pages import columns
from .passages import marked, passage


def found_cards(ids: list[int], day: date, reading: Reading) -> list[Card]:
    """At most one statement, for all stories together."""
    rows, make = columns().rows, card_maker(day)
    cards = {id: make(rows[id]) for id in ids if id in rows}
    names = {id: marked(card.name, reading) for id, card in cards.items()}
    unsaid = [id for id, name in names.items() if not name.has_all]
    passages = _other_names({id: rows[id].shown for id in unsaid}, reading)
    passages |= _story_passages([id for id in unsaid if id not in passages], reading)
    return [card._replace(name=names[id].text, passage=passages.get(id)) for id, card in cards.items()]


def _other_names(shown: dict[int, Shown], reading: Reading) -> dict[int, Passage]:
    """The name in the other language, where that is the one the words were found in."""
    return {
        id: Passage(name.text, lang)
        for id, one in shown.items()
        for text, lang in ((one.name, "vi"), (one.name_en, "en"))
        if (name := marked(text, reading)).has_all
    }


def _story_passages(ids: list[int], reading: Reading) -> dict[int, Passage]:
    bodies = published_bodies(session(), ids) if ids else {}
    found = {id: passage(roughly_plain(body), reading) for id, body in bodies.items()}
    return {id: Passage(text, "vi") for id, text in found.items() if text}
