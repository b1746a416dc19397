"""What officers put right about a mark: its facts and its territory, each change with what was there before."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any

from catalog.marks import Mark, MarkKind
from catalog.places import Place
from catalog.records import Refused
from catalog.text import clean

# Five digits for an indication (00043); else an application (4-2020-12345) or a certificate of 5 to 7 digits.
_INDICATION = re.compile(r"\d{5}", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_OTHER = re.compile(r"4-\d{4}-\d{5}|\d{5,7}", re.ASCII)


@dataclass(frozen=True)
class MarkWanted:
    """The facts of a mark as an officer enters them, beside its territory; `rules_file` is the path of a stored PDF."""

    name: str
    name_en: str
    product: str
    product_en: str
    owner: str
    manager: str
    territory_text: str
    protects: str
    protects_en: str
    rules_url: str
    rules_file: str
    number: str
    number_checked: bool
    decision_no: str
    registered_on: date | None
    expires_on: date | None


def is_odd_number(kind: str, number: str) -> bool:
    """Whether a number looks like none that the register of marks gives; a warning, never a refusal."""
    pattern = _INDICATION if kind == MarkKind.GEOGRAPHICAL_INDICATION else _OTHER
    return bool(number) and not pattern.fullmatch(number)


def state_seen(mark: Mark) -> str:
    """Stands for what the mark says now: a form sent back with another one is stale."""
    facts = [str(getattr(mark, field.name)) for field in fields(MarkWanted)]
    return sha256("\n".join([*facts, *_codes(mark.territory)]).encode()).hexdigest()[:16]


def change_mark(mark: Mark, wanted: MarkWanted, territory: Sequence[Place], seen: str) -> bool:
    """Write what differs; whether anything did. The mark is locked and has its territory."""
    if seen != state_seen(mark):
        raise Refused("Somebody has changed this mark meanwhile. Compare and save again.")
    _check(mark, wanted)
    changed = _write(mark, wanted)
    if _codes(territory) != _codes(mark.territory):
        changed["territory"] = [_codes(mark.territory), _codes(territory)]
        mark.territory = list(territory)
    if changed:
        mark.note("mark.changed", mark=mark.slug, **changed)
    return bool(changed)


def _check(mark: Mark, wanted: MarkWanted) -> None:
    if not clean(wanted.name):
        raise Refused("A mark has a name: please write it.")
    if wanted.rules_url and not _ADDRESS.fullmatch(wanted.rules_url):
        raise Refused("The address of the rules begins with https:// or http://.")
    if wanted.expires_on and mark.kind == MarkKind.GEOGRAPHICAL_INDICATION:
        raise Refused("A geographical indication has no last day.")
    if wanted.expires_on and wanted.registered_on and wanted.expires_on < wanted.registered_on:
        raise Refused("It would end before the day of its registration.")
    if wanted.number_checked and not wanted.number:
        raise Refused("Without a number there is nothing to compare with the register.")


def _write(mark: Mark, wanted: MarkWanted) -> dict[str, Any]:
    changed = {}
    for name, value in asdict(wanted).items():
        before = getattr(mark, name)
        if before != value:
            changed[name] = [_plain(before), _plain(value)]
            setattr(mark, name, value)
    return changed


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value


def _codes(territory: Sequence[Place]) -> list[str]:
    return sorted(place.code for place in territory)
