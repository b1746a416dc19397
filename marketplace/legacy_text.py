"""Vietnamese text from before Unicode (TCVN3, VNI, Windows-1258), told by the words it gives."""

import re
import unicodedata
from collections.abc import Callable

# TCVN3 (the fonts .VnTime): one byte a letter; capitals with a tone are drawn by another font.
_TCVN3_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
_TCVN3 = {
    chr(start + place): letter
    for start, letters in _TCVN3_LETTERS.items()
    for place, letter in enumerate(letters)
}
# VNI (the fonts VNI-Times): a vowel, then one byte for its sign and tone together.
_BREVE, _CIRCUMFLEX = "\u0306", "\u0302"
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_VNI_SIGNS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_SIGNS |= {sign.upper(): mark for sign, mark in _VNI_SIGNS.items()}
_VNI_LETTERS = {"ö": "ư", "ô": "ơ", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI_LETTERS |= {sign.upper(): letter.upper() for sign, letter in _VNI_LETTERS.items()}
_VNI_PAIR = re.compile("([aeiouyöôAEIOUYÖÔ])([" + "".join(_VNI_SIGNS) + "])")
# Words that a list of ours can hardly do without.
_KNOWN = frozenset(
    [
        "sản",
        "phẩm",
        "tên",
        "chủ",
        "thể",
        "hạng",
        "số",
        "quyết",
        "định",
        "địa",
        "chỉ",
        "hợp",
        "tác",
        "xã",
        "hộ",
        "huyện",
        "tỉnh",
        "ngày",
        "cơ",
        "sở",
        "chè",
        "gạo",
        "mật",
        "công",
        "nhận",
        "phường",
        "thị",
        "trấn",
        "thôn",
        "năm",
        "đạt",
        "giá",
        "tồn",
        "kho",
        "mã",
        "kiện",
        "tiền",
        "điện",
        "thoại",
        "nước",
        "mắm",
        "bánh",
        "muối",
        "rượu",
        "tiêu",
        "bưởi",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")


def from_tcvn3(text: str) -> str:
    """`text` holds one character a byte."""
    return text.translate(str.maketrans(_TCVN3))


def from_vni(text: str) -> str:
    """`text` holds one character a byte."""
    signed = _VNI_PAIR.sub(lambda pair: _VNI_LETTERS.get(pair[1], pair[1]) + _VNI_SIGNS[pair[2]], text)
    letters = "".join(_VNI_LETTERS.get(letter, letter) for letter in signed)
    return unicodedata.normalize("NFC", letters)


def decode_legacy(data: bytes) -> str | None:
    """The text of bytes that are no Unicode, in the encoding that gives the most words; None where none fits."""
    one_a_byte = data.decode("latin-1")
    readings = [from_tcvn3(one_a_byte), from_vni(one_a_byte)]
    try:
        readings.insert(0, unicodedata.normalize("NFC", data.decode("cp1258")))
    except UnicodeError:
        return max(readings, key=_words, default=None) if any(map(_words, readings)) else None
    return max(readings, key=_words)


def mender_of(sample: str) -> Callable[[str], str] | None:
    """How to mend texts that were typed in an old font and saved as if they were Latin; None for sound ones."""
    if not re.search("[\xa1-\xff]", sample):
        return None
    best = max((from_tcvn3, from_vni), key=lambda mend: _words(mend(sample)))
    # Sound Vietnamese has hundreds of its words already.
    return best if _words(best(sample)) > 2 * _words(sample) + 2 else None


def _words(text: str) -> int:
    """How often words of lists stand in a text, those that can be told by their signs only."""
    return sum(word in _KNOWN and not word.isascii() for word in _WORD.findall(text[:200_000].lower()))
