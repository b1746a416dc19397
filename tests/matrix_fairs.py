"""Booths and applications for tests/matrix_world.py, by the name in the addresses, and the forms about them."""

from types import SimpleNamespace

from sqlalchemy.orm import Session

from marketplace.fairs.booths import FeatureKind
from marketplace.fairs.fairs import Fair
from marketplace.fairs.planning import add_feature
from marketplace.fairs.plans import Rect
from tests import booth_world


def booths(session: Session, fair: Fair, other_fair: Fair) -> dict[str, int | str]:
    """Of both fairs a type and a booth; of the first one a type without any, and a stage."""
    type, other_type = booth_world.booth_type(session, fair), booth_world.booth_type(session, other_fair)
    spare = booth_world.booth_type(session, fair, name="Lều")
    (booth, *_), (other_booth,) = (
        booth_world.booths(session, fair, type, 3),
        booth_world.booths(session, other_fair, other_type, 1),
    )
    return {
        "booth": booth.id,
        "other_booth": other_booth.id,
        "booth_type": type.id,
        "spare_type": spare.id,
        "other_type": other_type.id,
        "feature": add_feature(session, fair, FeatureKind.STAGE, "", Rect(0, 20, 9, 6)).id,
    }


def booth_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them."""
    facts = booth_world.facts_of_type(name="Gian khác")
    facts.pop("has_water")
    return {
        "booth_type": {name: str(value) for name, value in facts.items()},
        "booth_row": {
            "type": of.booth_type,
            "first": "C1",
            "count": "2",
            "x": "30",
            "y": "30",
            "direction": "right",
        },
        "feature": {"kind": "toilets", "label": "", "x": "50", "y": "30", "width": "3", "height": "3"},
        "booth_place": {"x": "40", "y": "20"},
    }
