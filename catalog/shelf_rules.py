"""What supermarkets ask for before they list a product, as dated rows: which papers, of which product set, from which day on."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.resources import files
from typing import NamedTuple

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .document_kinds import DocumentKind
from .records import Base, one_of
from .versions import EVERYTHING

# Of each group one paper is enough: the first is the usual one.
Asked = tuple[tuple[DocumentKind, ...], ...]


class ShelfRule(Base):
    """`asked` is asked for of a product set from `valid_from` to `valid_until`, and a paper of `kind` serves for it.

    The row whose `kind` is `asked` itself says that it is asked for; the others say what serves in its place.
    """

    __tablename__ = "shelf_rules"
    __table_args__ = (
        CheckConstraint(one_of("asked", DocumentKind), name="asked"),
        CheckConstraint(one_of("kind", DocumentKind), name="kind"),
        CheckConstraint("valid_until >= valid_from", name="dates"),
    )
    public = True

    set_code: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_until: Mapped[date | None]
    basis: Mapped[str]

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Spell(NamedTuple):
    """Days, as ordinals and both included, on which the same is asked for."""

    first: int
    last: int
    asked: Asked


class ShelfRules:
    """All rows, by product set and day; who holds it asks the database no more."""

    def __init__(self, rows: Sequence[ShelfRule]):
        self._rows: dict[str, list[ShelfRule]] = defaultdict(list)
        for row in rows:
            self._rows[row.set_code].append(row)
        self._spells = {set_code: list(_spells(of)) for set_code, of in self._rows.items()}

    def spells(self, set_code: str) -> Sequence[Spell]:
        """One after the other, without gaps from the first rule on."""
        return self._spells.get(set_code, ())

    def asked_for(self, set_code: str, day: date) -> Asked:
        """What is asked for on `day`; nothing before the first rule."""
        at = day.toordinal()
        return next((one.asked for one in self.spells(set_code) if one.first <= at <= one.last), ())

    def basis(self, set_code: str, asked: str, day: date) -> str:
        """The source of the rule that asks for it on `day`."""
        rows = (one for one in self._rows.get(set_code, ()) if one.asked == one.kind == asked)
        return next((one.basis for one in rows if one.holds(day)), "")


def _spells(rows: Sequence[ShelfRule]) -> Iterator[Spell]:
    starts = {row.valid_from for row in rows}
    starts |= {row.valid_until + timedelta(days=1) for row in rows if row.valid_until}
    days = sorted(starts)
    for first, following in zip(days, [*days[1:], None], strict=True):
        last = following.toordinal() - 1 if following else date.max.toordinal()
        yield Spell(first.toordinal(), last, _asked([row for row in rows if row.holds(first)]))


def _asked(rows: Sequence[ShelfRule]) -> Asked:
    """In the order of the kinds; what only would serve for something that is not asked for is left out."""
    order = list(DocumentKind)
    groups: dict[DocumentKind, list[DocumentKind]] = defaultdict(list)
    for row in rows:
        groups[DocumentKind(row.asked)].append(DocumentKind(row.kind))
    return tuple(
        (asked, *sorted((kind for kind in kinds if kind != asked), key=order.index))
        for asked, kinds in sorted(groups.items(), key=lambda group: order.index(group[0]))
        if asked in kinds
    )


def read_shelf_rules(session: Session) -> ShelfRules:
    return ShelfRules(session.scalars(select(ShelfRule)).all())


def load_shelf_rules(session: Session) -> int:
    """Insert the rows of shelf_rules.toml that are not there yet, and end those that it has ended since. Returns rows added."""
    known = {_key(row): row for row in session.scalars(select(ShelfRule))}
    added = 0
    for row in _rows():
        there = known.get(_key(row))
        if there is None:
            session.add(row)
            added += 1
        elif there.valid_until is None and row.valid_until is not None:
            there.valid_until = row.valid_until
    return added


def _key(row: ShelfRule) -> tuple:
    return row.set_code, row.asked, row.kind, row.valid_from


def _rows() -> Iterator[ShelfRule]:
    rules = tomllib.loads((files(__package__) / "shelf_rules.toml").read_text("utf-8"))["rule"]
    for rule in rules:
        sets, kinds = rule.pop("sets"), [rule["asked"], *rule.pop("or", [])]
        for set_code in sets:
            for kind in kinds:
                yield ShelfRule(set_code=str(set_code), kind=kind, **rule)
