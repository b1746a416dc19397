"""What a pack holds: from its text and its net weight to the net content, unit and weight of a variant."""

import re
from dataclasses import dataclass

from catalog.products import Unit
from catalog.records import Refused

# Crafts, plants, animals and services are sold by the piece: a price per kilogram would mean nothing.
_BY_PIECE = frozenset(map(str, range(21, 27)))
_SERVICES = frozenset({"26"})
_VOLUME = re.compile(r"\D*?(\d+(?:[.,]\d{1,2})?)\s*(ml|lít|lit|l)\b\D*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pack:
    """`net` counts `unit`s; `weight` is grams, 0 for what is not sent; `written`: a person named it."""

    name: str
    name_en: str
    net: int
    unit: Unit
    weight: int
    written: bool


def read_pack(text: str, grams: int | None, set_code: str) -> Pack:
    """The pack as written, else named after its weight.

    Raises Refused when goods lack their weight, or a service lacks the name of what is sold.
    """
    if grams is None and set_code not in _SERVICES:
        raise Refused("The net weight in grams is missing.")
    if grams is None and not text:
        raise Refused("Say in the column “pack” what is sold, for example “1 khách”.")
    name, name_en = (text, "") if text else (_weight(grams or 0, ","), _weight(grams or 0, "."))
    net, unit = _content(text, grams or 0, set_code)
    return Pack(name, name_en, net, unit, grams or 0, bool(text))


def _content(text: str, grams: int, set_code: str) -> tuple[int, Unit]:
    if set_code in _BY_PIECE:
        return 1, Unit.PIECE
    # One volume and no other number: "Chai 500 ml", but not "24 chai x 500 ml".
    if match := _VOLUME.fullmatch(text):
        litres = match[2].lower() != "ml"
        millilitres = round(float(match[1].replace(",", ".")) * (1000 if litres else 1))
        if 0 < millilitres <= 1_000_000:
            return millilitres, Unit.MILLILITRE
    return grams, Unit.GRAM


def _weight(grams: int, point: str) -> str:
    if grams < 1000:
        return f"{grams} g"
    return f"{grams / 1000:.3f}".rstrip("0").rstrip(".").replace(".", point) + " kg"
