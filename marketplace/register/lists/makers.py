"""Producers' names as lists write them: which kind they tell, which commune is inside, what makes two the same."""

import re
from functools import lru_cache

from catalog.producers import ProducerKind
from catalog.text import clean, fold

from ..producer_kinds import kind_of
from .reading import Reading

_COMMUNE_INSIDE = re.compile(r",\s*((?:xã|phường|thị trấn)\s+[^,;]+)(?:[,;].*)?$", re.IGNORECASE)
_ASSOCIATION = re.compile(r"^(hoi|hiep hoi)\b")
# Folded beginnings and the one spelling that stands for them, longest first.
_KINDS = [
    ("lien hiep hop tac xa", "lhhtx"), ("lien hiep htx", "lhhtx"), ("lhhtx", "lhhtx"),
    ("hop tac xa", "htx"), ("htx", "htx"), ("to hop tac", "tht"), ("tht", "tht"),
    ("cong ty trach nhiem huu han", "cty tnhh"), ("cong ty tnhh", "cty tnhh"), ("cty tnhh", "cty tnhh"),
    ("cong ty co phan", "cty cp"), ("cong ty cp", "cty cp"), ("cty cp", "cty cp"), ("ctcp", "cty cp"),
    ("cty co phan", "cty cp"), ("cong ty", "cty"), ("cty", "cty"), ("doanh nghiep tu nhan", "dntn"), ("dntn", "dntn"),
    ("ho san xuat kinh doanh", "hkd"), ("ho sxkd", "hkd"), ("ho kinh doanh", "hkd"), ("ho kd", "hkd"), ("hkd", "hkd"),
    ("co so san xuat", "cssx"), ("co so sx", "cssx"), ("cs sx", "cssx"), ("cssx", "cssx"),
]  # fmt: skip
_LONG_FORMS = {
    "nn": "nong nghiep", "dv": "dich vu", "dvnn": "dich vu nong nghiep", "sx": "san xuat", "tm": "thuong mai",
    "kd": "kinh doanh", "mtv": "mot thanh vien", "cb": "che bien", "xnk": "xuat nhap khau", "nnghiep": "nong nghiep",
    "sxkd": "san xuat kinh doanh", "dvtm": "dich vu thuong mai", "tmdv": "thuong mai dich vu",
}  # fmt: skip


@lru_cache(maxsize=5_000)
def read_kind(name: str) -> Reading[ProducerKind | None]:
    """The kind a name tells; None for an association, which is no kind of producer, and for no kind at all."""
    key = fold(name)
    remarks = ("commune_inside_name",) if _COMMUNE_INSIDE.search(clean(name)) else ()
    if _ASSOCIATION.match(key):
        return Reading(None, ("association", *remarks))
    kind = ProducerKind.COOPERATIVE if key.startswith("htx") else kind_of(name)
    return Reading(kind, remarks)


def is_legal_form_known(kind: ProducerKind) -> bool:
    """A facility or a farm may be a household, an enterprise or a group: its name does not tell."""
    return kind not in (ProducerKind.FACILITY, ProducerKind.FARM)


@lru_cache(maxsize=5_000)
def split_name(name: str) -> tuple[str, str]:
    """The name alone, and the commune that was written behind it."""
    name = clean(name)
    match = _COMMUNE_INSIDE.search(name)
    return (name[: match.start()].strip(" ,"), match[1].strip()) if match else (name, "")


@lru_cache(maxsize=50_000)
def same_maker_key(name: str) -> str:
    """One key for the usual spellings of a producer: "HTXNN Thông Hòa" and "Hợp tác xã NN Thông Hòa"."""
    key = fold(split_name(name)[0])
    if match := re.match(r"htx(nn|dvnn|dv|sx)\b", key):
        key = f"htx {match[1]}{key[match.end() :]}"
    for beginning, short in _KINDS:
        if key == beginning or key.startswith(f"{beginning} "):
            key = short + key[len(beginning) :]
            break
    return " ".join(_LONG_FORMS.get(word, word) for word in key.split())
