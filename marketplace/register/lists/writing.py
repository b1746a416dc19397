"""Writes the plan of a list: producers, products and recognitions of one batch, in the dark until it is released."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from catalog.batches import Batch, counts_today
from catalog.codes import new_code, recognition_code
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.recognitions import PUBLIC_EVIDENCE, Recognition, origin_of
from catalog.stories import Story
from catalog.text import fold
from catalog.versions import EVERYTHING, touch
from marketplace.audit import Entry

from ..batches import BATCH, Meter, Slugs, Writer, batches, fresh_code
from .imports import ImportedProduct, ListImport
from .plan import ListPlan, PlannedRecognition

_CODE_LENGTH = 8


class ListWriter:
    """Writes one plan for one import."""

    def __init__(self, session: Session, imported: ListImport, plan: ListPlan, meter: Meter, now: datetime):
        self.session, self.imported, self.plan, self.now = session, imported, plan, now
        self.writer = Writer(session, meter)
        meter.writing(len(plan.makers) + len(plan.products) + 3 * len(plan.recognitions))

    def write(self) -> Batch:
        session = self.session
        batch = Batch(
            code="L" + new_code(_CODE_LENGTH - 1),
            source=self.imported.name,
            digest=self.imported.digest,
            created_at=self.now,
        )
        session.add(batch)
        session.flush()
        self._makers()
        self._products()
        self._recognitions(batch)
        session.flush()
        return batch

    def _makers(self) -> None:
        planned = self.plan.makers.values()
        for maker in planned:
            maker.id = maker.known.id if maker.known else 0
        slugs = Slugs(set(self.session.scalars(select(Producer.slug))), "co-so")
        new = {slugs.fresh(maker.name): maker for maker in planned if maker.known is None}
        ids = self.writer.insert_for_ids(
            Producer.slug,
            (
                {
                    "slug": slug,
                    "name": maker.name,
                    "key": fold(maker.name),
                    "kind": maker.kind,
                    "commune_code": maker.commune,
                }
                for slug, maker in new.items()
            ),
            {"state": ProducerState.REGISTERED, "created_at": self.now},
        )
        for slug, maker in new.items():
            maker.id = ids[slug]

    def _products(self) -> None:
        planned = self.plan.products.values()
        for product in planned:
            product.id = product.known.id if product.known else 0
        slugs = Slugs(set(self.session.scalars(select(Product.slug))), "san-pham")
        new = {slugs.fresh(product.name): product for product in planned if product.known is None}
        ids = self.writer.insert_for_ids(
            Product.slug,
            (
                {
                    "slug": slug,
                    "producer_id": product.maker.id,
                    "set_code": product.set_code,
                    "name": product.name,
                    "key": fold(product.name),
                }
                for slug, product in new.items()
            ),
            {"state": ProductState.HIDDEN, "created_at": self.now},
        )
        for slug, product in new.items():
            product.id = ids[slug]
        ours = [product.id for product in new.values()] + self._of_earlier_lists()
        self.writer.insert(
            ImportedProduct, ({"product_id": id} for id in ours), {"import_id": self.imported.id}
        )

    def _of_earlier_lists(self) -> list[int]:
        """Known products that are here for lists alone: of several lists the last one to go takes them off."""
        not_sold = [p.id for p in self.plan.products.values() if p.known and not p.known.sold]
        found: set[int] = set()
        for ids in batches(not_sold):
            came = select(ImportedProduct.product_id).where(ImportedProduct.product_id.in_(ids))
            found.update(self.session.scalars(came))
        return sorted(found)

    def _recognitions(self, batch: Batch) -> None:
        taken = set(self.session.scalars(select(Recognition.code)))
        rows = [self._row(planned, batch.id, taken) for planned in self.plan.recognitions]
        same = {"evidence": self.imported.evidence, "batch_id": batch.id, "created_at": self.now}
        ids = self.writer.insert_for_ids(Recognition.code, rows, same)
        self._notes(ids[row["code"]] for row in rows)

    def _row(self, planned: PlannedRecognition, batch_id: int, taken: set[str]) -> dict[str, Any]:
        found, corrects = planned.recognised, planned.corrects
        return {
            "code": fresh_code(recognition_code, taken),
            "product_id": planned.product.id,
            "stars": found.stars,
            "decision_no": corrects.number if corrects else found.number,
            "decided_on": found.day,
            "issuer": found.issuer,
            "legal_basis": found.legal_basis,
            "expires_on": found.expires_on if found.explicit_end or not corrects else corrects.expires_on,
            "expiry_source": found.source,
            "corrects_id": corrects.id if corrects else None,
            "origin": origin_of(batch_id, corrects.id if corrects else None),
        }

    def _notes(self, ids: Iterable[int]) -> None:
        """One entry of the audit for each recognition."""
        code = self.imported.code
        same = {
            "at": self.now,
            "subject": Recognition.__tablename__,
            "user_id": self.session.info.get("user_id"),
        }
        rows = (
            self._entry(id, planned, code) for id, planned in zip(ids, self.plan.recognitions, strict=True)
        )
        self.writer.insert(Entry, rows, same)

    def _entry(self, id: int, planned: PlannedRecognition, code: str) -> dict[str, Any]:
        return {
            "action": "recognition.corrected" if planned.corrects else "recognition.imported",
            "subject_id": id,
            "producer_id": planned.product.maker.id,
            "facts": {"import": code, "row": planned.row, "stars": planned.recognised.stars},
        }


# Showing and hiding what is on show because of a list


def show_products(session: Session, imported: ListImport) -> int:
    """Put on show the products of a list that have a recognition of the public kind. Returns how many."""
    ids = [id for id in _products_of(session, imported) if id in _recognised(session, imported)]
    return _set_state(session, ids, ProductState.HIDDEN, ProductState.PUBLISHED)


def hide_products(session: Session, imported: ListImport) -> int:
    """Take off those that nothing else keeps on show: no pack, no story, no other recognition. Returns how many."""
    ours = _products_of(session, imported)
    kept: set[int] = set()
    for ids in batches(ours):
        kept.update(session.scalars(select(Variant.product_id).where(Variant.product_id.in_(ids))))
        kept.update(session.scalars(select(Story.product_id).where(Story.product_id.in_(ids))))
        others = select(Recognition.product_id).where(
            Recognition.product_id.in_(ids), counts_today(Recognition)
        )
        kept.update(session.scalars(others))
    return _set_state(
        session, [id for id in ours if id not in kept], ProductState.PUBLISHED, ProductState.HIDDEN
    )


def _products_of(session: Session, imported: ListImport) -> list[int]:
    query = select(ImportedProduct.product_id).where(ImportedProduct.import_id == imported.id)
    return list(session.scalars(query.order_by(ImportedProduct.product_id)))


def _recognised(session: Session, imported: ListImport) -> set[int]:
    query = select(Recognition.product_id).where(
        Recognition.batch_id == imported.batch_id, Recognition.evidence.in_(PUBLIC_EVIDENCE)
    )
    return set(session.scalars(query))


def _set_state(session: Session, ids: Iterable[int], before: ProductState, after: ProductState) -> int:
    products = Product.__table__
    statement = (
        update(products)
        .where(products.c.id == bindparam("of"), products.c.state == before)
        .values(state=after)
    )
    ids = list(ids)
    for some in batches(ids, BATCH):
        session.execute(statement, [{"of": id} for id in some])
    touch(session, (EVERYTHING,))
    session.expire_all()
    return len(ids)
