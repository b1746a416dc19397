"""Product cards of a search: the words marked in the names, and a passage where the name does not say it all."""

from datetime import date

from catalog.rows import Shown
from catalog.search.backend import Reading
from catalog.stories import published_bodies, roughly_plain

from ..database import session
from .cards import Card, Passage, card_of
from .pages import columns
from .passages import holds, marked_name, passage


def found_cards(ids: list[int], day: date, reading: Reading) -> list[Card]:
    """At most one statement, for all stories together."""
    rows = columns().rows
    cards = {id: card_of(rows[id], day) for id in ids if id in rows}
    unsaid = [id for id, card in cards.items() if not holds(card.name, reading)]
    passages = _other_names({id: rows[id].shown for id in unsaid}, reading)
    passages |= _story_passages([id for id in unsaid if id not in passages], reading)
    return [
        card._replace(name=marked_name(card.name, reading), passage=passages.get(id))
        for id, card in cards.items()
    ]


def _other_names(shown: dict[int, Shown], reading: Reading) -> dict[int, Passage]:
    """The name in the other language, where that is the one the words were found in."""
    return {
        id: Passage(marked_name(name, reading), lang)
        for id, one in shown.items()
        for name, lang in ((one.name, "vi"), (one.name_en, "en"))
        if holds(name, reading)
    }


def _story_passages(ids: list[int], reading: Reading) -> dict[int, Passage]:
    bodies = published_bodies(session(), ids) if ids else {}
    found = {id: passage(roughly_plain(body), reading) for id, body in bodies.items()}
    return {id: Passage(text, "vi") for id, text in found.items() if text}
