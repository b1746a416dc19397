"""What an import would write: rows brought together by their natural keys, contradictions noted."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from catalog.marks import Basis, MarkKind
from catalog.producers import ProducerKind
from catalog.records import Refused
from catalog.text import fold

from .conditions import Conditions
from .known import Known, KnownProducer, KnownProduct, KnownRecognition, KnownRight, KnownVariant
from .outcome import Complaints
from .packs import Pack
from .producer_kinds import kind_of
from .rows import Decision, ImportRow, Right

BASIS = {
    MarkKind.GEOGRAPHICAL_INDICATION: Basis.PERMIT,
    MarkKind.COLLECTIVE: Basis.MEMBER,
    MarkKind.CERTIFICATION: Basis.LICENSEE,
    MarkKind.TRADEMARK: Basis.OWNER,
}


@dataclass(eq=False, slots=True)
class PlannedProducer:
    """A producer of the file; `known` is None for a new one. `row` is the first that names it."""

    row: int
    name: str
    key: str
    commune: str
    known: KnownProducer | None
    kind: ProducerKind | None = None
    kind_row: int = 0
    id: int = 0


@dataclass(eq=False, slots=True)
class PlannedProduct:
    row: int
    producer: PlannedProducer
    name: str
    key: str
    name_en: str
    set_code: str | None
    conditions: Conditions | None
    known: KnownProduct | None
    variants: int = 0
    story: str | None = None
    story_row: int = 0
    id: int = 0


@dataclass(eq=False, slots=True)
class PlannedVariant:
    row: int
    product: PlannedProduct
    sku: str
    pack: Pack
    price: int
    stock: int
    position: int
    measures: tuple[int, ...] | None
    known: KnownVariant | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class PlannedRecognition:
    row: int
    product: PlannedProduct
    decision: Decision


@dataclass(frozen=True, slots=True)
class PlannedAuthorisation:
    row: int
    product: PlannedProduct
    right: Right

    @property
    def permit(self) -> str:
        return self.right.permit

    @property
    def last_days(self) -> frozenset[date]:
        return frozenset({self.right.last_day} - {None})


@dataclass
class Plan:
    """All that the file names, new or known; recognitions and authorisations are the new ones only."""

    producers: dict[tuple[str, str], PlannedProducer] = field(default_factory=dict)
    products: dict[tuple[PlannedProducer, str], PlannedProduct] = field(default_factory=dict)
    variants: dict[str, PlannedVariant] = field(default_factory=dict)
    recognitions: list[PlannedRecognition] = field(default_factory=list)
    authorisations: list[PlannedAuthorisation] = field(default_factory=list)


class Planner:
    """Takes the rows one by one, then `finish`; errors go to `complaints`."""

    def __init__(self, known: Known, complaints: Complaints):
        self.known = known
        self.complaints = complaints
        self.plan = Plan()
        self._decisions: dict[tuple[PlannedProduct, str, date], tuple[int, Decision]] = {}
        self._held: dict[tuple[PlannedProduct, int], list[KnownRight | PlannedAuthorisation]] = {}
        self._owners: dict[int, PlannedAuthorisation] = {}

    def add(self, row: ImportRow) -> None:
        if row.producer is None or row.commune is None:
            return
        producer = self._producer(row, row.producer, row.commune)
        if row.product is None:
            return
        product = self._product(row, producer, row.product)
        self._story(row, product)
        if row.pack is not None:
            self._variant(row, product, row.pack)
        if row.decision is not None:
            self._recognition(row, product, row.decision)
        for right in row.rights:
            self._authorisation(row, product, right)

    def finish(self) -> Plan:
        """The plan, once every new producer has its kind."""
        for producer in self.plan.producers.values():
            if producer.known is None and producer.kind is None:
                producer.kind = kind_of(producer.name)
            if producer.known is None and producer.kind is None:
                why = Refused("The name does not tell the kind of producer. Write it here, like HTX or HKD.")
                self.complaints.add(producer.row, "producer_kind", "", why)
        return self.plan

    def _complain(self, row: ImportRow, column: str, message: str, /, **facts: object) -> None:
        self.complaints.add(row.number, column, row.cells.get(column, ""), Refused(message, **facts))

    # Producers and products

    def _producer(self, row: ImportRow, name: str, commune: str) -> PlannedProducer:
        key = fold(name), commune
        producer = self.plan.producers.get(key)
        if producer is None:
            producer = PlannedProducer(row.number, name, key[0], commune, self.known.producers.get(key))
            self.plan.producers[key] = producer
        self._kind(row, producer)
        return producer

    def _kind(self, row: ImportRow, producer: PlannedProducer) -> None:
        kind, known = row.producer_kind, producer.known
        if kind is None:
            return
        if known and known.kind != kind:
            message = "This producer is listed as “%(kind)s”; an import does not change that."
            self._complain(row, "producer_kind", message, kind=str(known.kind))
        if producer.kind is None:
            producer.kind, producer.kind_row = kind, row.number
        elif producer.kind != kind:
            message = "Row %(row)s gives this producer another kind."
            self._complain(row, "producer_kind", message, row=producer.kind_row)

    def _product(self, row: ImportRow, producer: PlannedProducer, name: str) -> PlannedProduct:
        key = fold(name)
        product = self.plan.products.get((producer, key))
        if product is None:
            known = self.known.products.get((producer.known.id, key)) if producer.known else None
            product = PlannedProduct(
                row.number, producer, name, key, row.name_en, row.set_code, row.conditions, known
            )
            product.variants = (
                max((v.position for v in self.known.packs[known.id]), default=0) if known else 0
            )
            self.plan.products[producer, key] = product
        self._category(row, product)
        self._conditions(row, product)
        product.name_en = product.name_en or row.name_en
        return product

    def _category(self, row: ImportRow, product: PlannedProduct) -> None:
        if row.set_code is None:
            return
        if product.known and product.known.set_code != row.set_code:
            message = "This product is listed in set %(number)s; an import does not change that."
            self._complain(row, "category_set", message, number=product.known.set_code)
        elif product.set_code is None:
            product.set_code = row.set_code
        elif product.set_code != row.set_code:
            message = "Row %(row)s puts this product into another set."
            self._complain(row, "category_set", message, row=product.row)

    def _conditions(self, row: ImportRow, product: PlannedProduct) -> None:
        if row.conditions is None:
            return
        if product.conditions is None:
            product.conditions = row.conditions
        elif product.conditions != row.conditions:
            message = "Row %(row)s sells this product in another season or reach."
            self._complain(row, "ships_to", message, row=product.row)

    def _story(self, row: ImportRow, product: PlannedProduct) -> None:
        if not row.story:
            return
        if product.story is None:
            product.story, product.story_row = row.story, row.number
        elif product.story != row.story:
            message = "Row %(row)s tells another story of this product."
            self._complain(row, "story", message, row=product.story_row)

    # Variants

    def _variant(self, row: ImportRow, product: PlannedProduct, pack: Pack) -> None:
        sku = row.sku or self._sku(product, pack)
        before = self.plan.variants.get(sku)
        known = self.known.variants.get(sku)
        column = "sku" if row.sku else "pack"
        if before and before.product is not product:
            self._complain(row, column, "Row %(row)s has this SKU for another product.", row=before.row)
        elif before:
            self._same_variant(row, before, pack)
        elif known and (product.known is None or known.product_id != product.known.id):
            self._complain(row, column, "This SKU belongs to another product already.")
        elif row.price is not None and row.stock is not None:
            if known:
                self._same_pack(row, known.pack, known.weight, pack)
            position = known.position if known else product.variants + 1
            product.variants = max(product.variants, position)
            planned = PlannedVariant(
                row.number, product, sku, pack, row.price, row.stock, position, row.measures, known
            )
            self.plan.variants[sku] = planned

    def _sku(self, product: PlannedProduct, pack: Pack) -> str:
        """The SKU of a row that gives none: that of the same pack if it is listed already, else one
        derived from the natural key, so that the same row always gets the same."""
        producer = product.producer
        seed = "|".join((producer.key, producer.commune, product.key, fold(pack.name), str(pack.weight)))
        derived = "CP" + hashlib.sha256(seed.encode()).hexdigest()[:12].upper()
        if product.known and derived not in self.known.variants:
            for listed in self.known.packs[product.known.id]:
                if (fold(listed.pack), listed.weight) == (fold(pack.name), pack.weight):
                    return listed.sku
        return derived

    def _same_variant(self, row: ImportRow, before: PlannedVariant, pack: Pack) -> None:
        """A pack may come again (with another decision), but not with other facts."""
        self._same_pack(row, before.pack.name, before.pack.weight, pack, before.row)
        if row.price is not None and row.price != before.price:
            self._complain(row, "price", "Row %(row)s has another price for this pack.", row=before.row)
        if row.measures and before.measures and row.measures != before.measures:
            self._complain(row, "length_mm", "Row %(row)s has other measures for this pack.", row=before.row)
        if row.stock is not None and row.stock != before.stock:
            self._complain(row, "stock", "Row %(row)s has another stock for this pack.", row=before.row)

    def _same_pack(
        self, row: ImportRow, name: str, weight: int, pack: Pack, before: int | None = None
    ) -> None:
        if pack.written and fold(pack.name) != fold(name):
            if before:
                self._complain(row, "pack", "Row %(row)s has this SKU for another pack.", row=before)
            else:
                message = "This SKU is listed as “%(pack)s”; an import does not change that."
                self._complain(row, "pack", message, pack=name)
        if pack.weight != weight:
            if before:
                self._complain(row, "net_weight_g", "Row %(row)s has this SKU for another pack.", row=before)
            else:
                message = "This SKU is listed with %(grams)s grams; an import does not change that."
                self._complain(row, "net_weight_g", message, grams=weight)

    # The register

    def _recognition(self, row: ImportRow, product: PlannedProduct, decision: Decision) -> None:
        key = product, decision.number, decision.decided_on
        if key in self._decisions:
            number, before = self._decisions[key]
            if _differ(before, decision, row):
                message = "Row %(row)s has this decision on this product with other stars, end or issuer."
                self._complain(row, "decision_no", message, row=number)
            return
        self._decisions[key] = row.number, decision
        known = self._registered(product, decision)
        if any(_differ(registered, decision, row) for registered in known):
            message = "The register has this decision with other stars, end or issuer; it is never rewritten."
            self._complain(row, "decision_no", message)
        if not known:
            self.plan.recognitions.append(PlannedRecognition(row.number, product, decision))

    def _registered(self, product: PlannedProduct, decision: Decision) -> list[KnownRecognition]:
        if product.known is None:
            return []
        return self.known.recognitions.get((product.known.id, decision.number, decision.decided_on), [])

    def _authorisation(self, row: ImportRow, product: PlannedProduct, right: Right) -> None:
        """A right is added unless it is there; a row without permit number is content with any right."""
        held = self._held.get((product, right.mark.id))
        if held is None:
            held = self._held[product, right.mark.id] = self._registered_rights(product, right)
        same = [before for before in held if not right.permit or before.permit == right.permit]
        if same:
            self._same_last_day(row, same, right)
        elif self._may_own(row, product, right):
            planned = PlannedAuthorisation(row.number, product, right)
            held.append(planned)
            self.plan.authorisations.append(planned)
            self._owners.setdefault(right.mark.id, planned)

    def _registered_rights(
        self, product: PlannedProduct, right: Right
    ) -> list[KnownRight | PlannedAuthorisation]:
        producer = product.producer.known
        if producer is None:
            return []
        id = product.known.id if product.known else None
        known = self.known.rights.get((right.mark.id, producer.id), [])
        return [right for right in known if right.product in (None, id)]

    def _same_last_day(
        self, row: ImportRow, same: list[KnownRight | PlannedAuthorisation], right: Right
    ) -> None:
        """A row without a last day contradicts nothing; one with it must agree with a right that is there."""
        if right.last_day is None or any(right.last_day in before.last_days for before in same):
            return
        mark = right.mark.name
        rows = [before.row for before in same if isinstance(before, PlannedAuthorisation)]
        if rows:
            self._complain(
                row,
                "marks",
                "Row %(row)s has this right to “%(mark)s” with another last day, or none.",
                row=rows[0],
                mark=mark,
            )
        else:
            self._complain(
                row,
                "marks",
                "The register has this right to “%(mark)s” with another last day, or none; "
                "it only grows. An officer must extend the right.",
                mark=mark,
            )

    def _may_own(self, row: ImportRow, product: PlannedProduct, right: Right) -> bool:
        """Whether nobody else owns the trademark; a mark of another kind has many users."""
        mark, producer = right.mark, product.producer
        if mark.kind != MarkKind.TRADEMARK:
            return True
        owners, before = self.known.owners.get(mark.id), self._owners.get(mark.id)
        if owners and (producer.known is None or producer.known.id not in owners):
            self._complain(
                row, "marks", "The register has another owner of the trademark “%(mark)s”.", mark=mark.name
            )
            return False
        if before and before.product.producer is not producer:
            self._complain(
                row,
                "marks",
                "Row %(row)s gives the trademark “%(mark)s” to another producer.",
                row=before.row,
                mark=mark.name,
            )
            return False
        return True


def _differ(before: Decision | KnownRecognition, decision: Decision, row: ImportRow) -> bool:
    """Whether two readings of one decision contradict each other; an end that was only computed does not."""
    ends_differ = row.cells.get("expires_on", "") != "" and before.expires_on != decision.expires_on
    return before.stars != decision.stars or ends_differ or fold(before.issuer) != fold(decision.issuer)
