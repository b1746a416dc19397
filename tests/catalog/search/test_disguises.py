"""Every product is found by its own name, however it is disguised."""

import random
import re
import unicodedata

import pytest

from catalog.text import fold, tokens

from .relevance import KEYS, PRODUCTS

TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
TELEX = {"â": "aa", "ă": "aw", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"â": "a6", "ă": "a8", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
NEW_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ"}
NEW_TONES |= {"ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}


def typed_with(signs, tones, text):
    """Each syllable as a keyboard without Vietnamese input takes it."""

    def syllable(token):
        letters, tone = "", ""
        for sign in unicodedata.normalize("NFD", token):
            if sign in tones:
                tone = tones[sign]
            else:
                letters += sign
        letters = unicodedata.normalize("NFC", letters)
        return "".join(signs.get(letter, letter) for letter in letters) + tone

    return " ".join(syllable(token) for token in tokens(text))


def tones_moved(text):
    """Old tone placement where the catalogue has the new one, and the other way round."""
    exchanged = NEW_TONES | {new: old for old, new in NEW_TONES.items()}
    return re.sub("|".join(exchanged), lambda match: exchanged[match[0]], unicodedata.normalize("NFC", text))


def with_a_slip(text):
    """One letter exchanged with its neighbour, lost, or doubled, in a word of four letters or more."""
    chance = random.Random(text)
    parts = fold(text).split()
    long = [i for i, part in enumerate(parts) if len(part) >= 4 and part.isalpha()]
    if not long:
        return None
    place = chance.choice(long)
    word, at = parts[place], chance.randrange(1, len(parts[place]) - 1)
    parts[place] = chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )
    return " ".join(parts)


DISGUISES = {
    "no diacritics": lambda product: fold(product["name"]),
    "decomposed": lambda product: unicodedata.normalize("NFD", product["name"]),
    "tones moved": lambda product: tones_moved(product["name"]),
    "upper case": lambda product: product["name"].upper(),
    "telex": lambda product: typed_with(TELEX, TONES, product["name"]),
    "vni": lambda product: typed_with(VNI, VNI_TONES, product["name"]),
    "glued": lambda product: fold(product["name"]).replace(" ", ""),
    "one slip": lambda product: with_a_slip(product["name"]),
    "former province": lambda product: f"{product['name']} {product['old_province']}",
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_product_is_found_by_its_own_name(disguise, search):
    missed = []
    for product in PRODUCTS:
        text = DISGUISES[disguise](product)
        if text is None:
            continue
        keys, reading = search(text)
        if KEYS[product["id"]] not in keys[:10]:
            missed.append((text, reading.text, keys[:3]))
    assert not missed
