"""Plans of the demo's fairs: rows of booths back to back, with a food court, shared stands and what stands around."""

from sqlalchemy.orm import Session

from marketplace.fairs.booth_types import add_type
from marketplace.fairs.booths import BoothKind, BoothType, FeatureKind
from marketplace.fairs.fairs import Fair
from marketplace.fairs.planning import RowOfBooths, add_booths, add_feature
from marketplace.fairs.plans import Rect

# Metres: round the hall, before the first row, and from one pair of rows to the next.
_EDGE, _HEAD, _PAIR = 5, 10, 10
_SIDE = 3
_SHARED = (9, 5)
_ONLINE = 6
_TYPES = {
    BoothKind.STANDARD: ("Gian tiêu chuẩn", 4_500_000, 500_000, _SIDE, _SIDE, 500, False, 1),
    BoothKind.TENT: ("Gian nhà bạt", 2_800_000, 300_000, _SIDE, _SIDE, 300, False, 1),
    BoothKind.FOOD_COURT: ("Gian ẩm thực", 3_600_000, 0, _SIDE, _SIDE, 3000, True, 1),
    BoothKind.SHARED: ("Gian chung của tỉnh", 900_000, 0, *_SHARED, 1000, False, 6),
    BoothKind.ONLINE: ("Gian trực tuyến", 0, 0, 1, 1, 0, False, 1),
}


def plan_size(rows: int, per_row: int) -> dict[str, int]:
    """Metres that so many rows of booths take, with a line of shared stands below them."""
    height = _HEAD + (rows + 1) // 2 * _PAIR + _SHARED[1] + _EDGE
    return {"plan_width": per_row * _SIDE + 2 * _EDGE, "plan_height": height}


def lay_out(session: Session, fair: Fair, rows: int, per_row: int) -> dict[BoothKind, BoothType]:
    """The last two rows are the food court, those before them tents where there are many. Returns the kinds."""
    let = {_kind_of(row, rows) for row in range(rows)} | {BoothKind.SHARED, BoothKind.ONLINE}
    types = {
        kind: add_type(session, fair, _facts(kind, *facts)) for kind, facts in _TYPES.items() if kind in let
    }
    for row in range(rows):
        kind = _kind_of(row, rows)
        first = f"{chr(ord('A') + row)}{1:02}"
        y = _HEAD + row // 2 * _PAIR + row % 2 * _SIDE
        add_booths(session, fair, types[kind], RowOfBooths(first, per_row, _EDGE, y, corners=True))
    stands = max(1, per_row * _SIDE // (_SHARED[0] + 1) - 1)
    below = _HEAD + (rows + 1) // 2 * _PAIR
    add_booths(session, fair, types[BoothKind.SHARED], RowOfBooths("T1", stands, _EDGE, below))
    add_booths(session, fair, types[BoothKind.ONLINE], RowOfBooths("ON1", _ONLINE))
    _surround(session, fair)
    return types


def _kind_of(row: int, rows: int) -> BoothKind:
    if row >= rows - 2:
        return BoothKind.FOOD_COURT
    return BoothKind.TENT if rows > 6 and row >= rows - 4 else BoothKind.STANDARD


def _facts(
    kind: BoothKind,
    name: str,
    price: int,
    corner: int,
    width: int,
    depth: int,
    watts: int,
    water: bool,
    places: int,
) -> dict[str, object]:
    return {
        "kind": kind,
        "name": name,
        "price": price,
        "corner_surcharge": corner,
        "width": width,
        "depth": depth,
        "watts": watts,
        "has_water": water,
        "places": places,
    }


def _surround(session: Session, fair: Fair) -> None:
    """The stage at the head, entrances on both sides, and what people look for."""
    width, height = fair.plan_width, fair.plan_height
    middle = width // 2
    for kind, rect in (
        (FeatureKind.STAGE, Rect(middle - 6, 1, 12, 6)),
        (FeatureKind.INFORMATION, Rect(1, 2, 6, 3)),
        (FeatureKind.FIRST_AID, Rect(width - 6, height - 4, 5, 3)),
        (FeatureKind.TOILETS, Rect(width - 5, 1, 4, 4)),
        (FeatureKind.ENTRANCE, Rect(0, height // 2 - 3, 3, 6)),
        (FeatureKind.ENTRANCE, Rect(middle - 4, height - 3, 8, 3)),
    ):
        add_feature(session, fair, kind, "", rect)
