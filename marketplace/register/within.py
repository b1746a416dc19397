"""Which rows of the register an officer may see and act on: those that count, of the producers of their province."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from catalog.batches import counts_today
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product
from catalog.recognitions import Recognition, is_corrected

# Made once: building a statement costs more than running it.
_CURRENT_IDS = (
    select(Recognition.id)
    # As one term: in halves, SQLite reads each by the index of the batches and sorts all of them.
    .where(func.coalesce(counts_today(Recognition), False), ~is_corrected())
    .order_by(Recognition.decided_on.desc(), Recognition.id.desc())
)
_OPTIONS = (
    joinedload(Recognition.product).joinedload(Product.producer).joinedload(Producer.commune),
    selectinload(Recognition.acts),
)


def recognitions_within(province_code: str | None) -> Select:
    """The rows of the register that an officer may act on: those that count, corrected ones too."""
    query = (
        select(Recognition)
        .join(Recognition.product)
        .join(Product.producer)
        .join(Producer.commune)
        .where(counts_today(Recognition))
        .options(*_OPTIONS)
    )
    return query if province_code is None else query.where(Place.province_code == province_code)


def current_within(province_code: str | None) -> Select:
    """The same without rows whose place a correction has taken."""
    return recognitions_within(province_code).where(~is_corrected())


def current_ids(province_code: str | None) -> Select:
    """The ids of those alone, the newest decision first.

    It joins nothing, so that a page of a long register is read in the order of an index.
    """
    if province_code is None:
        return _CURRENT_IDS
    of_province = select(Product.id).join(Product.producer).join(Producer.commune)
    of_province = of_province.where(Place.province_code == province_code)
    return _CURRENT_IDS.where(Recognition.product_id.in_(of_province))


def loaded(ids: Select) -> Select:
    """The recognitions with these ids, in the same order, with all that a table of them shows."""
    found = ids.subquery()
    query = select(Recognition).join(found, found.c.id == Recognition.id).options(*_OPTIONS)
    return query.order_by(Recognition.decided_on.desc(), Recognition.id.desc())
