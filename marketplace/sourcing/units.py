"""What retailers count in, and how it becomes packs: an order of 500 kg is 1,000 packs of 500 g."""

from enum import StrEnum
from fractions import Fraction

from catalog.products import Unit, Variant
from catalog.records import Refused

MOST_QUANTITY = 10_000_000
_PER_UNIT = {"kilogram": (Unit.GRAM, 1000), "litre": (Unit.MILLILITRE, 1000)}


class QuantityUnit(StrEnum):
    """`PACK` is the pack of a variant, as the shop sells it; a case holds as many as the producer says."""

    PACK = "pack"
    CASE = "case"
    KILOGRAM = "kilogram"
    LITRE = "litre"


def packs_in(quantity: int, unit: str, variant: Variant, case_pack: int | None) -> int:
    """How many packs of the variant `quantity` units are.

    Raises Refused where the units do not convert: litres of what is weighed, cases of what comes in none, or
    a quantity that is no whole number of packs.
    """
    packs = quantity * packs_per_unit(unit, variant, case_pack)
    if packs.denominator != 1:
        raise Refused(
            "%(quantity)s is not a whole number of packs of %(pack)s.", quantity=quantity, pack=variant.pack
        )
    return packs.numerator


def packs_per_unit(unit: str, variant: Variant, case_pack: int | None) -> Fraction:
    """Packs of the variant in one unit, exactly. Raises Refused where they do not convert."""
    if unit == QuantityUnit.PACK:
        return Fraction(1)
    if unit == QuantityUnit.CASE:
        if case_pack is None:
            raise Refused(
                "The producer has not said how many packs of %(pack)s come in a case.", pack=variant.pack
            )
        return Fraction(case_pack)
    measure, amount = _PER_UNIT[unit]
    if variant.unit != measure:
        raise Refused("Packs of %(pack)s can't be counted in this unit.", pack=variant.pack)
    return Fraction(amount, variant.net)
