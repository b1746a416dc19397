"""Telex and VNI leftovers: what a keyboard without Vietnamese input left of a syllable."""

from ...text import Word, spelled, word_of

_TELEX_TONES = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5"}
_TELEX_LETTERS = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
_VNI_TONES = "12345"
_VNI_LETTERS = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}
_VOWELS = frozenset("aăâeêioôơuưy")


def from_telex(token: str) -> Word | None:
    """ "nuwowcs" is nước. None where nothing in the token is a Telex sign; a sign may stand at its letter or
    at the end of the syllable."""
    if not (token.isascii() and token.isalpha()):
        return None
    letters, tone = "", ""
    for letter in token.lower():
        if letter in _TELEX_TONES and _has_vowel(letters):
            tone = _TELEX_TONES[letter]
        elif marked := _marked(letters, letter):
            letters = marked
        else:
            letters += letter
    if "ư" in letters or "ơ" in letters:
        letters = letters.replace("ưo", "ươ").replace("uơ", "ươ")
    return _word(letters, tone) if tone or letters != token.lower() else None


def _has_vowel(letters: str) -> bool:
    return any(letter in _VOWELS for letter in letters)


def _marked(letters: str, sign: str) -> str:
    """The letters with the last one that takes this sign changed, "" where there is none."""
    for i in range(len(letters) - 1, -1, -1):
        mark = _TELEX_LETTERS.get(letters[i] + sign)
        if mark and (sign == "w" or i == len(letters) - 1 or sign not in letters[i + 1 :]):
            return letters[:i] + mark + letters[i + 1 :]
    return ""


def from_vni(token: str) -> Word | None:
    """ "nuoc71" is nước, "mam8" may be mắm. None where the token is no word with VNI digits behind letters."""
    if not token.isascii() or token[:1].isdigit() or not any(sign.isdigit() for sign in token):
        return None
    letters, tone = "", ""
    for sign in token.lower():
        if sign in _VNI_TONES:
            tone = sign
        elif sign in _VNI_LETTERS:
            change = _VNI_LETTERS[sign]
            letters = "".join(change.get(letter, letter) for letter in letters)
        elif sign.isalpha():
            letters += sign
        else:
            return None
    return _word(letters, tone)


def _word(letters: str, tone: str) -> Word | None:
    return word_of(spelled(letters + tone)) if _has_vowel(letters) else None
