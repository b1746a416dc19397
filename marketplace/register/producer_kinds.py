"""Which kind of producer a Vietnamese word or a producer's name stands for."""

from catalog.producers import ProducerKind
from catalog.text import fold

_K = ProducerKind
# By first words, folded; the longer first, because a union of cooperatives begins with neither word of them.
_BEGINNINGS = {
    _K.COOPERATIVE_UNION: ("lien hiep htx", "lien hiep hop tac xa", "lhhtx", "lien minh htx"),
    _K.COOPERATIVE: ("htx", "htxnn", "hop tac xa"),
    _K.COOPERATIVE_GROUP: ("tht", "to hop tac", "to san xuat", "to lien ket"),
    _K.ENTERPRISE: ("cong ty", "cty", "doanh nghiep", "dntn", "dn", "tap doan", "tong cong ty"),
    _K.HOUSEHOLD: ("hkd", "ho kinh doanh", "ho kd", "ho sxkd", "ho san xuat", "ho gia dinh", "ho ca the"),
    _K.FACILITY: ("co so", "cssx", "cs sx", "cskd"),
    _K.FARM: ("trang trai", "nong trai"),
}
_BY_VALUE = {fold(kind): kind for kind in ProducerKind}


def kind_of(text: str) -> ProducerKind | None:
    """The kind from an enum value, a word ("HTX", "Hộ kinh doanh") or a full name ("Công ty TNHH …")."""
    key = fold(text)
    if key in _BY_VALUE:
        return _BY_VALUE[key]
    for kind, beginnings in _BEGINNINGS.items():
        if any(key == start or key.startswith(f"{start} ") for start in beginnings):
            return kind
    return None
