"""One row of the file as values: every cell is read, each mistake is noted where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from catalog.categories import find_set
from catalog.marks import MarkKind
from catalog.places import province_names
from catalog.producers import ProducerKind
from catalog.products import ShipsTo
from catalog.recognitions import ExpirySource, months_after
from catalog.records import Refused
from catalog.text import fold
from marketplace.cells import NAMELESS, Cell
from marketplace.spreadsheets import Table

from .columns import (
    COLUMNS,
    REQUIRED,
    read_date,
    read_grams,
    read_line,
    read_name,
    read_price,
    read_stars,
    read_stock,
    read_story,
)
from .conditions import CONDITIONS, SIDES, Conditions, read_reach, read_season, read_side, read_yes
from .known import Commune, Known, KnownMark
from .outcome import Complaints
from .packs import Pack, read_pack
from .producer_kinds import kind_of

_OF_DECISION = ("decision_no", "decided_on", "expires_on", "issuer")
MONTHS_VALID = 36
_ELSEWHERE = "This is the code of %(commune)s in %(province)s, not of a commune in “%(written)s”."
_NO_STARS = "A decision without stars: fill in “stars” or leave this empty."
_NO_KIND = "This is no kind of producer. Write HTX, THT, Công ty, HKD, Cơ sở sản xuất or Trang trại."

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Decision:
    """A recognition as the row has it; `expires_on` is computed where the row gives none."""

    stars: int
    number: str
    decided_on: date
    expires_on: date
    source: ExpirySource
    issuer: str


@dataclass(frozen=True, slots=True)
class Right:
    """A right to a mark as the row has it; `last_day` is inclusive, None ends with the mark itself."""

    mark: KnownMark
    permit: str
    last_day: date | None


@dataclass(slots=True)
class ImportRow:
    """What a row says; None is an empty cell or one that could not be read (that error is noted then)."""

    number: int
    cells: dict[str, Cell]
    producer: str | None
    producer_kind: ProducerKind | None
    commune: str | None
    product: str | None
    name_en: str
    set_code: str | None
    decision: Decision | None
    rights: list[Right]
    sku: str | None
    pack: Pack | None
    price: int | None
    stock: int | None
    conditions: Conditions | None
    measures: tuple[int, ...] | None
    story: str | None


def check_header(table: Table, complaints: Complaints) -> None:
    """Note every column that is unknown or missing, under its own name."""
    for name in table.header:
        if name not in COLUMNS:
            complaints.add(
                1, name, name, Refused("There is no column “%(column)s” in an import.", column=name)
            )
    for name in REQUIRED:
        if name not in table.header:
            complaints.add(1, name, "", Refused("The column “%(column)s” is missing.", column=name))


class RowReader:
    """Reads rows against what is known, with `today` as the last day a decision may bear."""

    def __init__(self, known: Known, complaints: Complaints, today: date):
        self.known = known
        self.complaints = complaints
        self.today = today

    def read(self, number: int, cells: dict[str, Cell]) -> ImportRow:
        self._number, self._cells = number, cells
        if NAMELESS in cells:
            self._complain(NAMELESS, Refused("This row has cells to the right of the last column."))
        set_code = self._needed("category_set", self._set)
        pack_text, grams = self._take("pack", read_line), self._take("net_weight_g", read_grams)
        return ImportRow(
            number=number,
            cells=cells,
            producer=self._needed("producer", read_name),
            producer_kind=self._take("producer_kind", _kind),
            commune=self._commune_code(),
            product=self._needed("product_name", read_name),
            name_en=self._take("name_en", read_line) or "",
            set_code=set_code,
            decision=self._decision(),
            rights=self._take("marks", self._rights) or [],
            sku=self._take("sku", _sku),
            pack=self._pack(pack_text, grams, set_code),
            price=self._needed("price", read_price),
            stock=self._needed("stock", read_stock),
            conditions=self._conditions(),
            measures=self._measures(),
            story=self._take("story", read_story),
        )

    def _complain(self, column: str, why: Refused) -> None:
        self.complaints.add(self._number, column, self._cells.get(column, ""), why)

    def _take(self, column: str, reader: Callable[[Cell], Value]) -> Value | None:
        """The value of a cell, None where it is empty or wrong."""
        cell = self._cells.get(column, "")
        if cell == "":
            return None
        try:
            return reader(cell)
        except Refused as why:
            self._complain(column, why)
            return None

    def _needed(self, column: str, reader: Callable[[Cell], Value]) -> Value | None:
        if self._cells.get(column, "") == "":
            self._complain(column, Refused("This cell must not be empty."))
        value = self._take(column, reader)
        if value == "":
            self._complain(column, Refused("This cell must not be empty."))
        return None if value == "" else value

    def _set(self, cell: Cell) -> str:
        code = find_set(self.known.sets, read_line(cell))
        if code is None:
            raise Refused("This is no product set. Give its number (1 to 26) or its name.")
        return code

    def _pack(self, text: str | None, grams: int | None, set_code: str | None) -> Pack | None:
        wrong = grams is None and self._cells.get("net_weight_g", "") != ""
        if wrong or set_code is None:
            return None
        try:
            return read_pack(text or "", grams, set_code)
        except Refused as why:
            self._complain("net_weight_g", why)
            return None

    def _conditions(self) -> Conditions | None:
        if all(self._cells.get(column, "") == "" for column in CONDITIONS):
            return None
        season = self._take("season", read_season) or 0
        only = self._take("only_in_season", read_yes) or False
        if only and not season and self._cells.get("season", "") == "":
            self._complain("season", Refused("What is sold in its season only needs its months."))
        reach = self._take("ships_to", read_reach) or ShipsTo.ANYWHERE
        return Conditions(reach, season, only)

    def _measures(self) -> tuple[int, ...] | None:
        """Length, width and height: all three or none."""
        given = [column for column in SIDES if self._cells.get(column, "") != ""]
        for column in SIDES:
            if given and column not in given:
                self._complain(column, Refused("Length, width and height are given together."))
        sides = [side for column in SIDES if (side := self._take(column, read_side))]
        return tuple(sides) if len(sides) == len(SIDES) else None

    # Places

    def _commune_code(self) -> str | None:
        code = self._needed("commune_code", lambda cell: read_line(cell, 20))
        province = self._take("province", read_line)
        if code is None:
            return None
        try:
            return self._commune(code, province or "")
        except Refused as why:
            self._complain("commune_code", why)
            return None

    def _commune(self, written: str, province: str) -> str:
        code, commune = self._find_commune(written, province)
        if commune is None:
            raise Refused("No commune has this code. Write the five digits in force since July 2025.")
        if province and not _lies_in(commune, province):
            facts = {"commune": commune.name, "province": commune.province, "written": province}
            raise Refused(_ELSEWHERE, **facts)
        return code

    def _find_commune(self, written: str, province: str) -> tuple[str, Commune | None]:
        if commune := self.known.communes.get(written):
            return written, commune
        # A spreadsheet drops leading zeros; they are put back only where the province bears the code out.
        padded = written.zfill(5) if written.isascii() and written.isdigit() else ""
        commune = self.known.communes.get(padded)
        if commune and province and _lies_in(commune, province):
            return padded, commune
        return written, None

    # The register

    def _decision(self) -> Decision | None:
        stars = self._take("stars", read_stars)
        no_stars = self._cells.get("stars", "") == ""
        if no_stars:
            for column in _OF_DECISION:
                if self._cells.get(column, "") != "":
                    self._complain(column, Refused(_NO_STARS))
            return None
        number = self._needed("decision_no", read_line)
        decided_on = self._needed("decided_on", read_date)
        expires_on = self._take("expires_on", read_date)
        issuer = self._needed("issuer", read_line)
        if decided_on and decided_on > self.today:
            self._complain("decided_on", Refused("This day is still to come."))
        if decided_on and expires_on and expires_on < decided_on:
            self._complain("expires_on", Refused("It would end before the day of its decision."))
        if not (stars and number and decided_on and issuer):
            return None
        source = ExpirySource.CERTIFICATE if expires_on else ExpirySource.COMPUTED
        last_day = expires_on or months_after(decided_on, MONTHS_VALID)
        return Decision(stars, number, decided_on, last_day, source, issuer)

    def _rights(self, cell: Cell) -> list[Right]:
        return [self._right(part) for part in read_line(cell, 2000).split(";") if part.strip(" =@")]

    def _right(self, part: str) -> Right:
        """One "mark[=permit no.][@last day]". An owner's right ends with the trademark, every other one on
        the day its permit tells: without it the badge would never lapse."""
        written, at, day = part.rpartition("@") if "@" in part else (part, "", "")
        name, _, permit = (text.strip() for text in written.partition("="))
        mark = self._mark(name)
        if not at and mark.kind != MarkKind.TRADEMARK:
            raise Refused(
                "“%(mark)s” needs the last day of its permit. Write %(mark)s=permit no.@05/08/2026.",
                mark=name,
            )
        return Right(mark, read_line(permit), _last_day(name, day.strip()) if at else None)

    def _mark(self, name: str) -> KnownMark:
        found = self.known.marks.get(name) or self.known.marks.get(fold(name)) or []
        if not found:
            raise Refused("There is no registered mark “%(mark)s”.", mark=name)
        if len(found) > 1:
            slugs = ", ".join(mark.slug for mark in found)
            raise Refused("“%(mark)s” may be several marks. Write one of: %(slugs)s.", mark=name, slugs=slugs)
        return found[0]


def _kind(cell: Cell) -> ProducerKind | None:
    text = read_line(cell)
    kind = kind_of(text)
    if text and kind is None:
        raise Refused(_NO_KIND)
    return kind


def _last_day(mark: str, text: str) -> date:
    try:
        day = read_date(text)
    except Refused:
        day = None
    if day is None:
        raise Refused(
            "The last day of “%(mark)s” is no full date. Write it like %(mark)s=permit no.@05/08/2026.",
            mark=mark,
        )
    return day


def _sku(cell: Cell) -> str | None:
    return read_line(cell, 64) or None


def _lies_in(commune: Commune, province: str) -> bool:
    return not province_names(province).isdisjoint(commune.provinces)
