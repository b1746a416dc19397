"""The strength of a drink as people write it."""

import re

_ABV = re.compile(r"(\d{1,3})(?:[.,](\d))?\s*(?:%|độ|°)?", re.ASCII)


def read_strength(text: str) -> int:
    """Tenths of a per cent by volume, from "39,5", "40 %" or "40 độ". Raises ValueError."""
    match = _ABV.fullmatch(text.replace("độ", "%"))
    tenths = int(match[1]) * 10 + int(match[2] or 0) if match else -1
    if not 0 < tenths <= 1000:
        raise ValueError(text)
    return tenths


def written_strength(tenths: int | None) -> str:
    """The same back: "39,5", and nothing where nothing is known."""
    return f"{tenths / 10:g}".replace(".", ",") if tenths else ""
