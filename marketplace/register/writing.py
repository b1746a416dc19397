"""Writes the plan of an import: new rows in bulk, changed prices, stock and stories, audit entries."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from catalog.codes import authorisation_code, recognition_code
from catalog.marks import Authorisation
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, ShipsTo, Variant
from catalog.recognitions import Evidence, Recognition
from catalog.stories import Story, StoryState
from catalog.versions import EVERYTHING, touch
from marketplace.audit import Entry
from marketplace.stock import Movement, Reason, Stock

from .batches import Meter, Slugs, Writer, batches, fresh_code
from .conditions import SIDES, Conditions
from .known import Known
from .outcome import Outcome
from .plan import BASIS, Plan, PlannedProduct, PlannedVariant

# Beyond so many products, readers take the whole catalogue anew rather than a list of changes.
MANY = 500


class PlanWriter:
    """Writes one plan; `source` names the file in stock movements and audit entries."""

    def __init__(
        self,
        session: Session,
        known: Known,
        plan: Plan,
        meter: Meter,
        now: datetime,
        today: date,
        source: str,
    ):
        self.session, self.known, self.plan, self.meter = session, known, plan, meter
        self.now, self.today, self.source = now, today, source
        self.writer = Writer(session, meter)
        self.outcome = Outcome()
        self.changed: set[int] = set()
        self.entries: list[dict[str, Any]] = []

    def write(self) -> Outcome:
        """Write all; the counts of what was added and changed."""
        self.meter.writing(self._steps())
        self._producers()
        self._products()
        self._new_variants()
        self._prices()
        self._counts()
        self._recognitions()
        self._authorisations()
        self._stories()
        self.writer.insert(Entry, self.entries)
        if self.changed:
            touch(self.session, self.changed if len(self.changed) <= MANY else (EVERYTHING,))
        self.session.flush()
        self.session.expire_all()
        return self.outcome

    def _steps(self) -> int:
        plan = self.plan
        return (
            len(plan.producers) + 3 * len(plan.products) + 5 * len(plan.variants) + 2 * len(plan.recognitions)
        )

    def _entry(self, action: str, table: type, id: int, row: int, **facts: Any) -> None:
        facts = {"source": self.source, "row": row, **facts}
        self.entries.append(
            {
                "at": self.now,
                "action": action,
                "subject": table.__tablename__,
                "subject_id": id,
                "facts": facts,
            }
        )

    # Producers, products, variants

    def _producers(self) -> None:
        slugs = Slugs(self.known.producer_slugs, "co-so")
        new = {slugs.fresh(p.name): p for p in self.plan.producers.values() if p.known is None}
        ids = self.writer.insert_for_ids(
            Producer.slug,
            (
                {
                    "slug": slug,
                    "name": p.name,
                    "key": p.key,
                    "kind": p.kind,
                    "commune_code": p.commune,
                    "state": ProducerState.APPROVED,
                    "created_at": self.now,
                }
                for slug, p in new.items()
            ),
        )
        for producer in self.plan.producers.values():
            producer.id = producer.known.id if producer.known else 0
        for slug, producer in new.items():
            producer.id = ids[slug]
            self._entry("producer.imported", Producer, producer.id, producer.row)
        self.outcome.producers = len(new)

    def _products(self) -> None:
        slugs = Slugs(self.known.product_slugs, "san-pham")
        new = {slugs.fresh(p.name): p for p in self.plan.products.values() if p.known is None}
        ids = self.writer.insert_for_ids(
            Product.slug,
            (
                {
                    "slug": slug,
                    "producer_id": p.producer.id,
                    "set_code": p.set_code,
                    "name": p.name,
                    "key": p.key,
                    "name_en": p.name_en,
                    **_conditions(p),
                    "state": ProductState.PUBLISHED,
                    "created_at": self.now,
                }
                for slug, p in new.items()
            ),
        )
        for product in self.plan.products.values():
            product.id = product.known.id if product.known else 0
        for slug, product in new.items():
            product.id = ids[slug]
            self._entry("product.imported", Product, product.id, product.row)
        self.changed.update(ids.values())
        self.outcome.products = len(new)

    def _new_variants(self) -> None:
        new = [v for v in self.plan.variants.values() if v.known is None]
        ids = self.writer.insert_for_ids(Variant.sku, map(_variant, new))
        for variant in self.plan.variants.values():
            variant.id = variant.known.id if variant.known else ids[variant.sku]
        for variant in new:
            self.changed.add(variant.product.id)
            if variant.product.known:
                self._entry("variant.imported", Variant, variant.id, variant.row)
        self.writer.insert(Stock, ({"variant_id": v.id, "on_hand": v.stock, "reserved": 0} for v in new))
        self.writer.insert(Movement, (self._movement(v, v.stock) for v in new))
        self.outcome.variants = len(new)

    # Prices and stock of what is listed already

    def _prices(self) -> None:
        listed = [(v, v.known) for v in self.plan.variants.values() if v.known]
        repriced = [(v, known) for v, known in listed if known.price != v.price]
        for variant, known in repriced:
            self.changed.add(variant.product.id)
            self._entry(
                "variant.repriced", Variant, variant.id, variant.row, before=known.price, after=variant.price
            )
        self.writer.each(update(Variant), ({"id": v.id, "price": v.price} for v, _ in repriced))
        self.outcome.changed_prices = len(repriced)

    def _counts(self) -> None:
        """Set the stock to what was counted; what is promised stays promised, as in stock.count."""
        due = list(self._counted())
        without_row = [v for v, before in due if before < 0]
        self.writer.insert(
            Stock, ({"variant_id": v.id, "on_hand": v.stock, "reserved": 0} for v in without_row)
        )
        self.writer.each(_SET_ON_HAND, ({"of": v.id, "counted": v.stock} for v, before in due if before >= 0))
        self.writer.insert(Movement, (self._movement(v, v.stock - max(before, 0)) for v, before in due))
        self.writer.each(_SET_AVAILABLE, ({"of": v.id} for v, _ in due))
        for variant, before in due:
            reserved = variant.known.reserved if variant.known else 0
            if (before - reserved > 0) != (variant.stock - reserved > 0):
                self.changed.add(variant.product.id)
        self.outcome.changed_stock = len(due)

    def _counted(self) -> Iterator[tuple[PlannedVariant, int]]:
        """Variants whose stock differs from the file, with what was on hand (-1: no row yet)."""
        differ = []
        for variant in self.plan.variants.values():
            known = variant.known
            if known and known.on_hand != max(variant.stock, known.reserved):
                differ.append((variant, known.on_hand))
        applied = self._applied([v.id for v, _ in differ])
        # The count of this very row was taken before: what was sold since must not come back.
        return ((v, before) for v, before in differ if (v.id, self._row_source(v.row)) not in applied)

    def _applied(self, variant_ids: list[int]) -> set[tuple[int, str]]:
        found: set[tuple[int, str]] = set()
        for ids in batches(variant_ids):
            query = select(Movement.variant_id, Movement.source).where(
                Movement.variant_id.in_(ids),
                Movement.reason == Reason.COUNTED,
                Movement.source.startswith(self.source, autoescape=True),
            )
            found.update(self.session.execute(query).all())
        return found

    def _movement(self, variant: PlannedVariant, quantity: int) -> dict[str, Any]:
        return {
            "variant_id": variant.id,
            "reason": Reason.COUNTED,
            "source": self._row_source(variant.row),
            "quantity": quantity,
            "at": self.now,
        }

    def _row_source(self, row: int) -> str:
        return f"{self.source}:{row}"

    # The register

    def _recognitions(self) -> None:
        rows = [
            {
                "code": fresh_code(recognition_code, self.known.codes),
                "product_id": planned.product.id,
                "stars": planned.decision.stars,
                "decision_no": planned.decision.number,
                "decided_on": planned.decision.decided_on,
                "issuer": planned.decision.issuer,
                "expires_on": planned.decision.expires_on,
                "expiry_source": planned.decision.source,
                "evidence": Evidence.DECISION_SEEN,
                "created_at": self.now,
            }
            for planned in self.plan.recognitions
        ]
        ids = self.writer.insert_for_ids(Recognition.code, rows)
        for row, planned in zip(rows, self.plan.recognitions, strict=True):
            self._entry(
                "recognition.imported", Recognition, ids[row["code"]], planned.row, stars=row["stars"]
            )
        self.changed.update(row["product_id"] for row in rows)
        self.outcome.recognitions = len(rows)

    def _authorisations(self) -> None:
        rows = [
            {
                "code": fresh_code(authorisation_code, self.known.codes),
                "mark_id": planned.right.mark.id,
                "producer_id": planned.product.producer.id,
                "product_id": planned.product.id,
                "basis": BASIS[planned.right.mark.kind],
                "permit_no": planned.permit,
                # A right that has lapsed is kept as that: it is good on its last day and on no later one.
                "valid_from": min(self.today, planned.right.last_day or self.today),
                "valid_until": planned.right.last_day,
                "created_at": self.now,
            }
            for planned in self.plan.authorisations
        ]
        ids = self.writer.insert_for_ids(Authorisation.code, rows)
        for row, planned in zip(rows, self.plan.authorisations, strict=True):
            mark = planned.right.mark.slug
            self._entry("authorisation.imported", Authorisation, ids[row["code"]], planned.row, mark=mark)
        self.changed.update(row["product_id"] for row in rows)
        self.outcome.authorisations = len(rows)

    # Stories

    def _stories(self) -> None:
        told = [product for product in self.plan.products.values() if product.story]
        listed = [product.id for product in told if product.known]
        newest, bodies = self._told(listed)
        new = [p for p in told if _same_text(bodies.get(p.id, "")) != p.story]
        self.writer.insert(Story, (self._story(p, newest.get(p.id, 0) + 1) for p in new))
        for product in new:
            self.changed.add(product.id)
            if product.known:
                self._entry("product.story_imported", Product, product.id, product.story_row)
        self.outcome.changed_stories = sum(1 for p in new if p.known)

    def _told(self, product_ids: list[int]) -> tuple[dict[int, int], dict[int, str]]:
        """By product id: its highest version, and the text of its newest Vietnamese version."""
        newest: dict[int, int] = {}
        bodies: dict[int, str] = {}
        for ids in batches(product_ids):
            top = select(Story.product_id, func.max(Story.version)).where(Story.product_id.in_(ids))
            newest.update(self.session.execute(top.group_by(Story.product_id)).all())
            texts = select(Story.product_id, Story.body).where(
                Story.product_id.in_(ids), Story.language == "vi"
            )
            bodies.update(self.session.execute(texts.order_by(Story.version)).all())
        return newest, bodies

    def _story(self, product: PlannedProduct, version: int) -> dict[str, Any]:
        return {
            "product_id": product.id,
            "version": version,
            "state": StoryState.PUBLISHED,
            "title": product.name,
            "body": product.story,
            "created_at": self.now,
        }


def _conditions(product: PlannedProduct) -> dict[str, Any]:
    given = product.conditions or Conditions(ShipsTo.ANYWHERE, 0, False)
    return {
        "season_months": given.season,
        "only_in_season": given.only_in_season,
        "ships_to": given.ships_to,
    }


def _variant(variant: PlannedVariant) -> dict[str, Any]:
    pack = variant.pack
    return {
        "product_id": variant.product.id,
        "sku": variant.sku,
        "position": variant.position,
        "pack": pack.name,
        "pack_en": pack.name_en,
        "net": pack.net,
        "unit": pack.unit,
        "weight": pack.weight,
        **dict(zip(SIDES, variant.measures or (None, None, None), strict=True)),
        "price": variant.price,
        "available": variant.stock > 0,
    }


def _same_text(body: str) -> str:
    """A stored text in the form in which columns.read_story leaves it."""
    return "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").split("\n")).strip()


_stock, _variants = Stock.__table__, Variant.__table__
_SET_ON_HAND = (
    update(_stock)
    .where(_stock.c.variant_id == bindparam("of"))
    .values(
        on_hand=case(
            (_stock.c.reserved > bindparam("counted"), _stock.c.reserved), else_=bindparam("counted")
        )
    )
)
_SET_AVAILABLE = (
    update(_variants)
    .where(_variants.c.id == bindparam("of"))
    .values(
        available=select(_stock.c.on_hand - _stock.c.reserved > 0)
        .where(_stock.c.variant_id == bindparam("of"))
        .scalar_subquery()
    )
)
