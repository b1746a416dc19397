"""The columns of the workbook of listings: their heads, and how a cell of each is read."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from catalog.categories import find_set
from catalog.products import Unit
from catalog.records import Refused
from catalog.text import clean, fold
from catalog.wholesale import MOST_LEAD_DAYS, MOST_PIECES, MOST_SHELF_LIFE_DAYS, Storage
from marketplace.cells import Cell

from .columns import MAX_GRAMS, read_date, read_line, read_name, read_price, read_stock, read_story
from .conditions import read_reach, read_season, read_yes
from .strength import read_strength

# By the name of the fact or of the column of a pack: the head of the column.
WORDS = {
    "name": "Tên sản phẩm",
    "set_code": "Bộ sản phẩm",
    "name_en": "Tên tiếng Anh",
    "origin": "Nguồn gốc",
    "summary": "Mô tả",
    "summary_en": "Mô tả tiếng Anh",
    "quantity": "Định lượng trên nhãn",
    "ingredients": "Thành phần",
    "allergens": "Chất gây dị ứng",
    "storage": "Bảo quản",
    "shelf_life": "Hạn dùng",
    "usage": "Cách dùng",
    "declaration_no": "Số tự công bố",
    "abv_tenths": "Độ cồn (%)",
}
STORY = {
    "story_title": "Tên câu chuyện",
    "story_author": "Người kể",
    "story_sources": "Nguồn của câu chuyện",
    "story_body": "Câu chuyện",
}
OFFER = {
    "season": "Mùa vụ",
    "only_in_season": "Chỉ bán trong mùa",
    "ships_to": "Giao đến",
}
PACK = {
    "pack": "Quy cách",
    "pack_en": "Quy cách tiếng Anh",
    "net": "Lượng tịnh",
    "unit": "Đơn vị",
    "weight": "Khối lượng kiện (g)",
    "price": "Giá",
    "on_hand": "Tồn kho",
    "minimum": "Sỉ tối thiểu",
    "case_pack": "Số chiếc mỗi thùng",
    "capacity_per_month": "Năng lực tháng",
    "lead_days": "Số ngày chuẩn bị",
    "supply_from": "Có hàng sỉ từ",
    "shelf_life_days": "Hạn dùng (ngày)",
    "keeping": "Nhiệt độ giữ hàng",
    "tiers": "Giá sỉ",
}
SKU = {"sku": "Mã quy cách"}
TOLD = WORDS | STORY
HEADS = SKU | WORDS | OFFER | PACK | STORY
NAMES = {fold(head): name for name, head in HEADS.items()}
_MOST_SOURCES = 10
_UNITS = {"g": Unit.GRAM, "gam": Unit.GRAM, "ml": Unit.MILLILITRE, "piece": Unit.PIECE, "chiec": Unit.PIECE}
_LIMITS = {
    "summary": 600,
    "summary_en": 600,
    "ingredients": 2000,
    "usage": 2000,
    "name": 120,
    "name_en": 120,
    "story_title": 120,
    "story_author": 120,
}
# As the workbook writes them.
KEEPING = {Storage.AMBIENT: "thường", Storage.CHILLED: "mát", Storage.FROZEN: "đông"}
REACH = {"anywhere": "toàn quốc", "region": "vùng", "province": "tỉnh"}


def is_header(cells: list[str]) -> bool:
    return {fold(HEADS["sku"]), fold(HEADS["name"])} <= {fold(cell) for cell in cells}


def reader_of(name: str, sets: Mapping[str, str]) -> Callable[[Cell], Any]:
    """What reads a cell of this column; `sets` as of set_codes. It raises Refused."""
    if name == "set_code":
        return partial(_set, sets)
    return _READERS.get(name) or partial(_text, limit=_LIMITS.get(name, 500))


def _set(sets: Mapping[str, str], cell: Cell) -> str:
    code = find_set(sets, read_line(cell))
    if code is None:
        raise Refused("This is no product set. Give its number (1 to 26) or its name.")
    return code


def _text(cell: Cell, limit: int) -> str:
    return read_line(cell, limit)


def _unit(cell: Cell) -> Unit:
    unit = _UNITS.get(fold(read_line(cell)))
    if unit is None:
        raise Refused("The unit is written as g, ml or chiếc.")
    return unit


def _whole(cell: Cell, least: int, most: int) -> int:
    text = clean(cell) if isinstance(cell, str) else "?"
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
    if not least <= number <= most:
        raise Refused("Please write a whole number from %(least)s to %(most)s.", least=least, most=most)
    return number


def _tiers(cell: Cell) -> tuple[tuple[int, int], ...]:
    """From "50: 230.000; 100: 220k"."""
    tiers = []
    for part in read_line(cell, 300).split(";"):
        quantity, colon, price = part.partition(":")
        if not colon:
            raise Refused("Wholesale prices are written like “50: 230.000; 100: 220k”.")
        tiers.append((_whole(quantity, 2, MOST_PIECES), read_price(price.strip())))
    return tuple(sorted(tiers))


def _day(cell: Cell) -> date:
    day = read_date(cell)
    if day is None:
        raise Refused("This is no full date. Write it like 05/08/2026 or 2026-08-05.")
    return day


def _keeping(cell: Cell) -> Storage:
    known = {fold(word): kind for kind, word in KEEPING.items()}
    kind = known.get(fold(read_line(cell)))
    if kind is None:
        raise Refused("How goods are kept is written as thường, mát or đông.")
    return kind


def _strength(cell: Cell) -> int:
    try:
        return read_strength(str(cell))
    except ValueError:
        raise Refused("This is no strength in per cent. Write it like 39,5 or 40.") from None


def _sources(cell: Cell) -> list[str]:
    lines = [line for line in map(clean, read_story(cell).split("\n")) if line]
    if len(lines) > _MOST_SOURCES:
        raise Refused("At most %(limit)s sources, please.", limit=_MOST_SOURCES)
    if len("\n".join(lines)) > 2000:
        raise Refused("This text is longer than %(limit)s characters.", limit=2000)
    return lines


_pieces = partial(_whole, least=1, most=MOST_PIECES)
_READERS: dict[str, Callable[[Cell], Any]] = {
    "name": read_name,
    "season": read_season,
    "only_in_season": read_yes,
    "ships_to": read_reach,
    "unit": _unit,
    "price": read_price,
    "on_hand": read_stock,
    "tiers": _tiers,
    "net": partial(_whole, least=1, most=MAX_GRAMS),
    "weight": partial(_whole, least=0, most=MAX_GRAMS),
    "minimum": _pieces,
    "case_pack": _pieces,
    "capacity_per_month": _pieces,
    "lead_days": partial(_whole, least=0, most=MOST_LEAD_DAYS),
    "supply_from": _day,
    "shelf_life_days": partial(_whole, least=1, most=MOST_SHELF_LIFE_DAYS),
    "keeping": _keeping,
    "abv_tenths": _strength,
    "story_sources": _sources,
    "story_body": read_story,
}
