"""Reading the wholesale columns, and keeping them up to date by the catalogue's version."""

import threading
from datetime import date

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .products import Variant
from .shelf_papers import complete_runs
from .versions import changed_since, current_version
from .wholesale import PriceTier, Storage, WholesaleTerms
from .wholesale_columns import NOT_SAID, STORAGES, Fact, WholesaleColumns


class WholesaleIndex:
    """Holds the newest wholesale columns; one for the process."""

    def __init__(self) -> None:
        self._columns: WholesaleColumns | None = None
        self._refresh = threading.Lock()

    def at_present(self, session: Session, version: int | None = None) -> WholesaleColumns:
        """Those of the version this session sees, or of a newer one that another thread has read."""
        version = current_version(session) if version is None else version
        columns = self._columns
        if columns is not None and columns.version >= version:
            return columns
        with self._refresh:
            if self._columns is None or self._columns.version < version:
                self._columns = _read(session, self._columns, version)
            return self._columns


def _read(session: Session, old: WholesaleColumns | None, version: int) -> WholesaleColumns:
    changed = changed_since(session, old.version) if old else None
    if old is None or changed is None:
        return read_wholesale(session, version)
    return old.changed(version, changed, read_wholesale(session, version, changed))


def read_wholesale(session: Session, version: int, only: set[int] | None = None) -> WholesaleColumns:
    """Of all products, or of those whose id is in `only`: a constant number of statements."""
    if only is not None and not only:
        return WholesaleColumns(version, _lines([], len(Fact)), _lines([], 3))
    lowest = select(PriceTier.variant_id, func.min(PriceTier.price).label("price")).group_by(
        PriceTier.variant_id
    )
    lowest = lowest.subquery()
    T = WholesaleTerms
    query = (
        select(
            Variant.product_id,
            lowest.c.price,
            T.minimum,
            T.case_pack,
            T.capacity_per_month,
            T.lead_days,
            T.supply_from,
            T.shelf_life_days,
            T.storage,
        )
        .outerjoin(T, T.variant_id == Variant.id)
        .outerjoin(lowest, lowest.c.variant_id == Variant.id)
        .where(T.variant_id.is_not(None) | lowest.c.price.is_not(None))
    )
    if only is not None:
        query = query.where(Variant.product_id.in_(only))
    packs = [tuple(map(_number, row)) for row in session.execute(query)]
    return WholesaleColumns(version, _lines(packs, len(Fact)), _lines(complete_runs(session, only), 3))


def _number(value: int | date | str | None) -> int:
    if value is None:
        return NOT_SAID
    if isinstance(value, int):
        return value
    return STORAGES.index(Storage(value)) if isinstance(value, str) else value.toordinal()


def _lines(rows: list[tuple[int, ...]], height: int) -> np.ndarray:
    return np.array(rows, np.int64).reshape(-1, height).T
