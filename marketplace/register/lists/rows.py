"""One row of a list as values: every cell is read, each doubt is noted where it stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from catalog.categories import find_set
from catalog.producers import ProducerKind
from catalog.recognition_terms import term_on
from catalog.recognitions import ExpirySource, months_after
from catalog.records import Refused

from ..columns import read_name
from ..producer_kinds import kind_of
from .dates import read_day
from .decisions import Decision, read_decision
from .fields import Column, Field
from .known import KnownRegister
from .makers import read_kind, split_name
from .phones import read_phones
from .places import ListProvince, Written
from .reading import NotForTheRegister, Reading, Remark, Unreadable
from .set_words import set_by_words
from .stars import read_stars

Value = TypeVar("Value")
# Where no rule is known for a day.
_MONTHS = 36
_OF_BLOCK = (Field.STARS, Field.DECISION, Field.DECIDED_ON)
_KEYS = {block: {name: Column(name, block).key for name in Field} for block in (1, 2)}
_OF_BLOCKS = [[_KEYS[block][name] for name in _OF_BLOCK] for block in (1, 2)]
# Lists of decisions from then on name the communes of today.
NEW_UNITS_FROM = date(2025, 7, 1)


class Note(NamedTuple):
    """A remark on a cell: `wrong` stops the row, the others are for the officer to look at."""

    column: str
    remark: Remark
    wrong: bool


@dataclass(frozen=True)
class Defaults:
    """What holds for rows that say nothing else: of the whole list, set by the officer or read from its title."""

    province: str | None = None
    decision: str = ""
    day: date | None = None
    issuer: str = ""
    set_code: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A recognition as the row has it; `explicit_end` says that the list itself gave the last day."""

    stars: int
    number: str
    day: date
    expires_on: date
    explicit_end: bool
    issuer: str
    legal_basis: str

    def by(self, issuer: str) -> "Recognised":
        """The same, issued by this body; `dataclasses.replace` takes longer than reading the row."""
        return Recognised(
            self.stars, self.number, self.day, self.expires_on, self.explicit_end, issuer, self.legal_basis
        )

    @property
    def source(self) -> ExpirySource:
        return ExpirySource.CERTIFICATE if self.explicit_end else ExpirySource.COMPUTED


@dataclass(slots=True)
class ListRow:
    """What a row says; what could not be read is None and noted. `blocks` are its recognitions, None where wrong."""

    number: int
    cells: dict[str, Any]
    product: str = ""
    producer: str = ""
    kind: ProducerKind | None = None
    province: ListProvince | None = None
    commune: str = ""
    choices: tuple[str, ...] = ()
    set_code: str = ""
    phones: tuple[str, ...] = ()
    blocks: dict[int, Recognised | None] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    is_wrong: bool = False
    left_out: Remark | None = None

    def say(self, column: str, code: str, *, wrong: bool = False, **facts: Any) -> None:
        self.note(column, Remark(code, facts), wrong)

    def note(self, column: str, remark: Remark, wrong: bool) -> None:
        self.notes.append(Note(column, remark, wrong))
        self.is_wrong = self.is_wrong or wrong


class RowReader:
    """Reads rows of one list; `today` is the last day a decision may bear."""

    def __init__(self, known: KnownRegister, defaults: Defaults, today: date):
        self.known, self.defaults, self.today = known, defaults, today
        # A list has few days: the rules of each are looked up once.
        self._terms: dict[date, tuple[int, str]] = {}

    def read(self, number: int, cells: dict[str, Any]) -> ListRow:
        row = ListRow(number, cells)
        try:
            self._names(row)
            self._blocks(row)
            self._place(row)
            self._kind(row)
            self._set(row)
            self._phones(row)
        except NotForTheRegister as why:
            row.left_out = why.remark
        return row

    def _take(
        self, row: ListRow, column: str, read: Callable[..., Reading[Value]], *, wrong: bool = True
    ) -> Value | None:
        """The value of a cell, None where it is empty or says nothing; its remarks are noted."""
        cell = row.cells.get(column, "")
        if cell == "":
            return None
        try:
            found = read(cell if read is read_day else str(cell))
        except Unreadable as why:
            row.note(column, why.remark, wrong)
            return None
        for code in found.remarks:
            row.say(column, code)
        return found.value

    # Who and what

    def _names(self, row: ListRow) -> None:
        for column in (Field.PRODUCT, Field.PRODUCER):
            try:
                name = read_name(row.cells.get(column, ""))
            except Refused as why:
                row.say(column, "no_name", wrong=True, text=why.message)
                continue
            if name.startswith("="):
                row.say(column, "cell_reference", wrong=True, text=name[:40])
            elif not name:
                row.say(column, "missing", wrong=True)
            else:
                setattr(row, column, name)

    def _kind(self, row: ListRow) -> None:
        written = str(row.cells.get(Field.KIND, ""))
        row.kind = kind_of(written) if written else None
        told = read_kind(row.producer)
        for code in told.remarks:
            row.say(Field.PRODUCER, code)
        row.kind = row.kind or told.value
        row.producer = split_name(row.producer)[0]

    def _phones(self, row: ListRow) -> None:
        row.phones = self._take(row, Field.PHONE, read_phones, wrong=False) or ()

    def _set(self, row: ListRow) -> None:
        written = str(row.cells.get(Field.SET, ""))
        row.set_code = find_set(self.known.sets, written) or "" if written else ""
        if written and not row.set_code:
            row.say(Field.SET, "set_unknown", text=written[:60])

    def guess_set(self, row: ListRow) -> str:
        """For a product that is new and whose row names no set: the list's own, else what its name says."""
        if self.defaults.set_code:
            return self.defaults.set_code
        code = set_by_words(row.product)
        if code:
            name, name_en = self.known.set_names[code]
            row.say(Field.SET, "set_guessed", set=code, name=name, name_en=name_en)
        return code

    # Where

    def _place(self, row: ListRow) -> None:
        names = (Field.ADDRESS, Field.COMMUNE, Field.DISTRICT, Field.PROVINCE)
        address, commune, district, province = (str(row.cells.get(name, "")) for name in names)
        written = Written(address, commune or split_name(row.producer)[1], district, province)
        places = self.known.places
        row.province = places.province_in(written) or places.provinces.get(self.defaults.province or "")
        if written.province and places.province(written.province) is None:
            row.say(Field.PROVINCE, "province_unknown", wrong=True, text=written.province[:60])
        if row.province is None:
            row.say(Field.PROVINCE, "province_missing", wrong=True)
            return
        days = [block.day for block in row.blocks.values() if block]
        found = places.commune(row.province, written, bool(days) and max(days) >= NEW_UNITS_FROM)
        row.commune, row.choices = found.code, found.choices

    # Recognitions

    def _blocks(self, row: ListRow) -> None:
        first, second = (any(row.cells.get(key, "") != "" for key in keys) for keys in _OF_BLOCKS)
        for block in ([1] if first or not second else []) + ([2] if second else []):
            row.blocks[block] = self._block(row, block)

    def _block(self, row: ListRow, block: int) -> Recognised | None:
        key = _KEYS[block]
        if row.cells.get(key[Field.STARS], "") == "":
            row.say(key[Field.STARS], "missing", wrong=True)
        stars = self._take(row, key[Field.STARS], read_stars)
        decision = self._take(row, key[Field.DECISION], read_decision)
        if decision is None and any(note.column == key[Field.DECISION] for note in row.notes):
            return None
        number = decision.number if decision else self.defaults.decision
        day = self._day(row, key, decision, number)
        if not number:
            row.say(key[Field.DECISION], "missing", wrong=True)
        if not (stars and number and day):
            return None
        return self._recognised(row, key, stars, number, day, decision)

    def _day(
        self, row: ListRow, key: dict[Field, str], decision: Decision | None, number: str
    ) -> date | None:
        """The day of the decision: a whole one, from its own cell, from the decision's, else that of the list."""
        own = self._take(row, key[Field.DECIDED_ON], read_day)
        if own is None and any(n.column == key[Field.DECIDED_ON] and n.wrong for n in row.notes):
            return None
        of_list = self.defaults.day if number == self.defaults.decision else None
        days = [own, decision.day if decision else None, of_list]
        whole = [day for day in days if isinstance(day, date)]
        if not whole:
            row.say(key[Field.DECIDED_ON], "day_incomplete" if own else "missing", wrong=True)
            return None
        day = whole[0]
        if any(str(other) != str(day)[: len(str(other))] for other in days if other and other != day):
            row.say(key[Field.DECIDED_ON], "days_differ", wrong=True)
        if day > self.today:
            row.say(key[Field.DECIDED_ON], "in_the_future", wrong=True)
        return day

    def _recognised(
        self,
        row: ListRow,
        key: dict[Field, str],
        stars: int,
        number: str,
        day: date,
        decision: Decision | None,
    ) -> Recognised | None:
        end = self._take(row, key[Field.EXPIRES_ON], read_day)
        if isinstance(end, str):
            row.say(key[Field.EXPIRES_ON], "day_incomplete", wrong=True)
            return None
        if end and end < day:
            row.say(key[Field.EXPIRES_ON], "ends_before", wrong=True)
            return None
        months, legal_basis = self._term(day)
        last = end or months_after(day, months)
        issuer = self._issuer(row, key, number, decision, stars)
        return Recognised(stars, number, day, last, end is not None, issuer, legal_basis)

    def _term(self, day: date) -> tuple[int, str]:
        """Months of validity by the rules of this day, and what they are called."""
        if day not in self._terms:
            term = term_on(self.known.terms, day)
            self._terms[day] = (term.months, term.legal_basis) if term else (_MONTHS, "")
        return self._terms[day]

    def _issuer(
        self, row: ListRow, key: dict[Field, str], number: str, decision: Decision | None, stars: int
    ) -> str:
        own = str(row.cells.get(key[Field.ISSUER], "")).strip()
        if own:
            return own[:255]
        if decision and decision.authority:
            return decision.authority[:255]
        if self.defaults.issuer:
            return self.defaults.issuer
        row.say(key[Field.ISSUER], "issuer_inferred")
        return ""
