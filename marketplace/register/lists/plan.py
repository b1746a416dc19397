"""What a list would do to the register: every row new, update, same, kept, left out or wrong, with its reasons."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from catalog.producers import ProducerKind
from catalog.recognitions import PUBLIC_EVIDENCE, Evidence
from catalog.text import clean, fold

from .fields import Column, Field
from .known import KnownMaker, KnownProduct, KnownRecognition, KnownRegister, product_key
from .makers import same_maker_key
from .row_kinds import RowKind, kind_of_row
from .rows import Defaults, ListRow, Recognised, RowReader
from .tables import ListTable

RANK = {Evidence.DECISION_SEEN: 3, Evidence.STATE_NEWS: 2, Evidence.PROPOSAL: 1, Evidence.CLAIM: 0}
# Of a row that an officer has taken out of the list.
LEAVE_OUT = "leave_out"


class Outcome(StrEnum):
    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    KEPT = "kept"
    SKIPPED = "skipped"
    ERROR = "error"


# Of several recognitions in a row, the outcome that comes first is that of the row.
_PLACE = {outcome: place for place, outcome in enumerate(Outcome)}


@dataclass(eq=False, slots=True)
class PlannedMaker:
    name: str
    key: str
    province: str
    commune: str
    kind: ProducerKind | None
    known: KnownMaker | None
    row: int
    id: int = 0


@dataclass(eq=False, slots=True)
class PlannedProduct:
    name: str
    maker: PlannedMaker
    set_code: str
    known: KnownProduct | None
    row: int
    id: int = 0


@dataclass(eq=False, slots=True)
class PlannedRecognition:
    row: int
    product: PlannedProduct
    recognised: Recognised
    corrects: KnownRecognition | None = None


@dataclass
class PlannedRow:
    row: ListRow
    outcome: Outcome

    @property
    def has_warning(self) -> bool:
        return self.outcome is not Outcome.ERROR and any(not note.wrong for note in self.row.notes)


@dataclass
class ListPlan:
    """`recognitions` are those to be written; `rows` are all rows with their outcomes."""

    rows: list[PlannedRow] = field(default_factory=list)
    makers: dict[tuple[str, str], PlannedMaker] = field(default_factory=dict)
    products: dict[tuple[PlannedMaker, str], PlannedProduct] = field(default_factory=dict)
    recognitions: list[PlannedRecognition] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows by outcome, and those with something to look at."""
        found = Counter(row.outcome for row in self.rows)
        warned = sum(row.has_warning for row in self.rows)
        return {str(outcome): found[outcome] for outcome in Outcome} | {"warning": warned}


def data_rows(
    table: ListTable, corrections: dict[str, dict[str, str]]
) -> Iterator[tuple[int, dict[str, Any], RowKind]]:
    """The cells of each row by column, producers of merged cells carried down, districts of heading rows put in."""
    district, above = "", {}
    keys = [(place, column.key) for place, column in table.columns.items()]
    for number, values in table.rows:
        texts = [str(value) for value in values]
        kind = kind_of_row(texts)
        if kind is not RowKind.DATA:
            if kind is RowKind.DISTRICT:
                district = next(text for text in reversed(texts) if clean(text))
            above = {} if kind is not RowKind.INDEX else above
            yield number, {}, kind
            continue
        cells = {key: values[place] for place, key in keys if place < len(values)}
        if cells.get(Field.PRODUCER, "") == "" and cells.get(Field.PRODUCT, "") != "" and above:
            cells |= {key: above.get(key, "") for key in _OF_MAKER if cells.get(key, "") == ""}
            cells["carried"] = "1"
        if cells.get(Field.DISTRICT, "") == "" and district:
            cells[Field.DISTRICT] = district
        above = cells
        yield number, cells | corrections.get(str(number), {}) if corrections else cells, kind


_OF_MAKER = (
    Field.PRODUCER,
    Field.KIND,
    Field.ADDRESS,
    Field.COMMUNE,
    Field.DISTRICT,
    Field.PROVINCE,
    Field.PHONE,
)
_SECTIONS = frozenset({RowKind.TOTAL, RowKind.INDEX})


class ListPlanner:
    """Compares the rows of one list with the register. `reach` is the only province it may touch, None for all."""

    def __init__(
        self, known: KnownRegister, defaults: Defaults, evidence: Evidence, today: date, reach: str | None
    ):
        self.known, self.evidence, self.reach, self.today = known, evidence, reach, today
        self.defaults = defaults
        self.reader = RowReader(known, defaults, today)
        self.plan = ListPlan()
        self._seen: dict[tuple[PlannedProduct, str, date], tuple[int, Recognised]] = {}

    def take(self, rows: Iterable[tuple[int, dict[str, Any], RowKind]]) -> ListPlan:
        for number, cells, kind in rows:
            if kind is RowKind.DATA:
                self.plan.rows.append(self._row(number, cells))
            elif kind in _SECTIONS:
                row = ListRow(number, cells)
                row.say("", str(kind))
                self.plan.rows.append(PlannedRow(row, Outcome.SKIPPED))
        return self.plan

    def _row(self, number: int, cells: dict[str, Any]) -> PlannedRow:
        if cells.get(LEAVE_OUT):
            row = ListRow(number, cells)
            row.product, row.producer = str(cells.get(Field.PRODUCT, "")), str(cells.get(Field.PRODUCER, ""))
            row.say("", "left_out_by_officer")
            return PlannedRow(row, Outcome.SKIPPED)
        row = self.reader.read(number, cells)
        if row.left_out:
            row.say(Field.STARS, row.left_out.code)
            return PlannedRow(row, Outcome.SKIPPED)
        if cells.get("carried"):
            row.say(Field.PRODUCER, "carried_down")
        if self.reach and row.province and row.province.code != self.reach:
            row.say(Field.PROVINCE, "outside_reach", wrong=True, province=row.province.name)
        return self._placed(row)

    def _placed(self, row: ListRow) -> PlannedRow:
        maker = self._maker(row) if row.producer and row.province else None
        if row.is_wrong or maker is None:
            return PlannedRow(row, Outcome.ERROR)
        product = self._product(row, maker)
        if row.is_wrong:
            return PlannedRow(row, Outcome.ERROR)
        pending: list[PlannedRecognition] = []
        outcomes = [
            self._recognition(row, product, block, found, pending)
            for block, found in row.blocks.items()
            if found
        ]
        if row.is_wrong:
            return PlannedRow(row, Outcome.ERROR)
        self._remember(row, maker, product, pending)
        best = min(outcomes, key=_PLACE.__getitem__, default=Outcome.ERROR)
        return PlannedRow(row, best)

    def _remember(
        self, row: ListRow, maker: PlannedMaker, product: PlannedProduct, pending: list[PlannedRecognition]
    ) -> None:
        """Only a row that stands whole brings its producer, its product and its recognitions."""
        self.plan.makers.setdefault((maker.province, maker.key), maker)
        self.plan.products.setdefault((maker, product_key(product.name)), product)
        self.plan.recognitions += pending
        for planned in pending:
            of = planned.recognised
            self._seen[planned.product, of.number, of.day] = row.number, of

    # Producers and products

    def _maker(self, row: ListRow) -> PlannedMaker | None:
        key = row.province.code, same_maker_key(row.producer)
        if key in self.plan.makers:
            maker = self.plan.makers[key]
            if row.commune and row.commune != maker.commune and maker.known is None:
                row.say(Field.COMMUNE, "other_commune", row=maker.row)
            return maker
        known = self.known.makers.get(key, [])
        if len(known) > 1:
            known = [maker for maker in known if maker.commune == row.commune]
            if len(known) != 1:
                row.say(Field.PRODUCER, "several_producers", wrong=True)
                return None
        if known:
            if row.commune and row.commune != known[0].commune:
                row.say(Field.COMMUNE, "known_elsewhere", commune=self._name(known[0].commune))
            return PlannedMaker(
                known[0].name, key[1], key[0], known[0].commune, row.kind, known[0], row.number
            )
        return self._new_maker(row, key)

    def _new_maker(self, row: ListRow, key: tuple[str, str]) -> PlannedMaker | None:
        if not row.commune:
            code = "commune_ambiguous" if row.choices else "commune_missing"
            row.say(Field.COMMUNE, code, wrong=True, choices=", ".join(map(self._name, row.choices[:6])))
            return None
        if row.kind is None:
            row.say(Field.KIND, "kind_unknown")
        kind = row.kind or ProducerKind.FACILITY
        return PlannedMaker(row.producer, key[1], key[0], row.commune, kind, None, row.number)

    def _name(self, commune: str) -> str:
        return self.known.places.names.get(commune, commune)

    def _product(self, row: ListRow, maker: PlannedMaker) -> PlannedProduct:
        key = product_key(row.product)
        planned = self.plan.products.get((maker, key))
        if planned:
            return planned
        known = self.known.products.get((maker.known.id, key)) if maker.known else None
        if known:
            return PlannedProduct(row.product, maker, known.set_code, known, row.number)
        set_code = row.set_code or self.reader.guess_set(row)
        if not set_code:
            row.say(Field.SET, "set_missing", wrong=True)
        return PlannedProduct(row.product, maker, set_code, None, row.number)

    # Recognitions

    def _recognition(
        self,
        row: ListRow,
        product: PlannedProduct,
        block: int,
        found: Recognised,
        pending: list[PlannedRecognition],
    ) -> Outcome:
        column = Column(Field.STARS, block).key
        found = self._with_issuer(found, row)
        before = self._seen.get((product, found.number, found.day))
        if before:
            same = _says_the_same(before[1], found)
            row.say(column, "row_twice" if same else "rows_contradict", wrong=not same, row=before[0])
            return Outcome.SAME
        known = self.known.recognitions.get(product.known.id, []) if product.known else []
        twin = next((k for k in known if (fold(k.number), k.day) == (fold(found.number), found.day)), None)
        if twin:
            return self._again(row, column, product, found, twin, pending)
        if self._would_lower(known, found):
            row.say(column, "verified_kept")
            return Outcome.KEPT
        pending.append(PlannedRecognition(row.number, product, found))
        return Outcome.NEW

    def _with_issuer(self, found: Recognised, row: ListRow) -> Recognised:
        if found.issuer:
            return found
        province = row.province.full_name
        issuer = f"UBND {province[0].lower()}{province[1:]}"
        return found.by(issuer)

    def _again(
        self,
        row: ListRow,
        column: str,
        product: PlannedProduct,
        found: Recognised,
        twin: KnownRecognition,
        pending: list[PlannedRecognition],
    ) -> Outcome:
        """The register has this decision on this product."""
        differences = _differences(found, twin)
        raised = RANK[self.evidence] > RANK[Evidence(twin.evidence)]
        if not differences and not raised:
            return Outcome.SAME
        if RANK[self.evidence] < RANK[Evidence(twin.evidence)]:
            row.say(column, "verified_kept")
            return Outcome.KEPT
        if twin.acted:
            row.say(column, "acted_upon")
            return Outcome.KEPT
        if differences:
            row.say(column, "differs", names=", ".join(differences), stars=twin.stars)
        pending.append(PlannedRecognition(row.number, product, found, twin))
        return Outcome.UPDATE

    def _would_lower(self, known: list[KnownRecognition], found: Recognised) -> bool:
        """Whether this list, which nobody has compared with a decision, would push out stars that somebody has."""
        if self.evidence not in PUBLIC_EVIDENCE:
            return False
        return any(
            RANK[Evidence(k.evidence)] > RANK[self.evidence]
            and k.stars > found.stars
            and k.expires_on >= self.today
            and k.day <= found.day
            for k in known
        )


def _says_the_same(one: Recognised, other: Recognised) -> bool:
    ends_differ = one.explicit_end and other.explicit_end and one.expires_on != other.expires_on
    return one.stars == other.stars and not ends_differ


def _differences(found: Recognised, twin: KnownRecognition) -> list[str]:
    """Names of the columns in which a list and the register differ; what was only computed does not."""
    differ = [Field.STARS] if found.stars != twin.stars else []
    if found.explicit_end and found.expires_on != twin.expires_on:
        differ.append(Field.EXPIRES_ON)
    return [str(name) for name in differ]
