"""The columns of a recognition list: which there are, and the names under which offices write them."""

import re
from enum import StrEnum
from typing import NamedTuple

from catalog.text import fold


class Field(StrEnum):
    NUMBER = "number"
    PRODUCT = "product"
    PRODUCER = "producer"
    KIND = "kind"
    ADDRESS = "address"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    PHONE = "phone"
    SET = "set"
    SCORE = "score"
    STARS = "stars"
    DECISION = "decision"
    DECIDED_ON = "decided_on"
    EXPIRES_ON = "expires_on"
    ISSUER = "issuer"
    CODE = "code"
    NOTE = "note"


# What a row may have twice: the first recognition and the second one.
TWICE = frozenset(
    {Field.STARS, Field.DECISION, Field.DECIDED_ON, Field.EXPIRES_ON, Field.ISSUER, Field.SCORE}
)

# Folded beginnings of column names; the longest that fits wins.
_NAMES = {
    Field.NUMBER: ("stt", "tt", "so tt", "so thu tu"),
    Field.PRODUCT: ("ten san pham", "san pham", "ten sp", "sp", "ten san pham ocop", "product name", "product"),
    Field.PRODUCER: (
        "ten chu the", "chu the", "co so san xuat", "don vi san xuat", "ten co so", "ten don vi", "don vi",
        "chu the san xuat", "ten chu the san xuat", "producer", "co so", "to chuc ca nhan",
    ),
    Field.KIND: ("loai hinh", "loai chu the", "loai hinh chu the", "hinh thuc to chuc", "producer kind"),
    Field.ADDRESS: ("dia chi", "address", "noi san xuat", "dia diem"),
    Field.COMMUNE: ("xa", "dia ban", "xa phuong", "xa phuong thi tran", "ten xa", "phuong xa", "commune", "xa thi tran", "ma xa"),
    Field.DISTRICT: ("huyen", "huyen thi xa", "huyen thi xa thanh pho", "quan huyen", "district", "huyen thanh pho"),
    Field.PROVINCE: ("tinh", "tinh thanh", "tinh thanh pho", "province"),
    Field.PHONE: ("dien thoai", "so dien thoai", "sdt", "phone", "lien he"),
    Field.SET: ("nhom", "nhom san pham", "bo san pham", "nganh", "nganh hang", "phan nhom", "product set", "nhom nganh"),
    Field.SCORE: ("diem", "tong diem", "so diem", "diem danh gia", "score"),
    Field.STARS: (
        "hang sao", "phan hang", "hang", "dat hang", "so sao", "xep hang", "sao", "hang san pham", "ket qua", "stars",
        "hang ocop", "ket qua phan hang", "xep loai", "ket qua danh gia",
    ),
    Field.DECISION: (
        "quyet dinh", "so qd", "quyet dinh so", "qd cong nhan", "so quyet dinh", "qd so", "quyet dinh cong nhan", "qd",
        "decision no", "decision", "so quyet dinh cong nhan",
    ),
    Field.DECIDED_ON: (
        "ngay qd", "ngay cap", "nam cong nhan", "ngay cong nhan", "ngay quyet dinh", "ngay ky", "ngay ban hanh",
        "decided on", "thoi gian cong nhan", "ngay thang nam",
    ),
    Field.EXPIRES_ON: (
        "hieu luc den", "ngay het han", "het han", "thoi han", "co hieu luc den", "ngay het hieu luc", "expires on",
        "han su dung giay chung nhan",
    ),
    Field.ISSUER: ("co quan cong nhan", "co quan cap", "co quan ban hanh", "don vi cap", "noi cap", "issuer", "cap cong nhan"),
    Field.CODE: ("ma san pham", "ma sp", "ma so", "ma ocop", "code"),
    Field.NOTE: ("ghi chu", "note", "ghi chu khac"),
}  # fmt: skip
_BY_NAME = {name: field for field, names in _NAMES.items() for name in names}
_BLOCK = re.compile(r"\b(?:lan|dot)\s*(?:thu\s*)?(1|2|i|ii|mot|hai|nhat)\b")
_SECOND = frozenset({"2", "ii", "hai"})


class Column(NamedTuple):
    """What a column holds; `block` is 2 for the second recognition of a row."""

    field: Field
    block: int = 1

    @property
    def key(self) -> str:
        return f"{self.field}_2" if self.block == 2 else str(self.field)


def column_of(name: str, above: str = "") -> Column | None:
    """What a column name stands for; `above` is the name of the group it stands under."""
    key = fold(name)
    block = _block(key) or _block(fold(above)) or 1
    bare = " ".join(_BLOCK.sub(" ", key).split())
    field = _field(bare)
    return Column(field, block if field in TWICE else 1) if field else None


def column_by_key(key: str) -> Column | None:
    """The column that `Column.key` names."""
    bare, second, _ = key.partition("_2")
    if bare not in set(Field) or (second and Field(bare) not in TWICE):
        return None
    return Column(Field(bare), 2 if second else 1)


def _field(key: str) -> Field | None:
    """By the whole name, else by the longest known beginning of at least two words or of a name with brackets."""
    words = key.split()[:8]
    for length in range(len(words), 0, -1):
        found = _BY_NAME.get(" ".join(words[:length]))
        if found and (length == len(words) or length > 1 or found not in (Field.COMMUNE, Field.PROVINCE)):
            return found
    return None


def _block(key: str) -> int:
    match = _BLOCK.search(key)
    return (2 if match[1] in _SECOND else 1) if match else 0
