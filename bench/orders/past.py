"""Orders of former days, by the hundred thousand: copies of one order, made by the database itself."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Engine,
    Integer,
    String,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)

from catalog.records import Base
from marketplace.audit import Entry
from marketplace.jobs import Job
from marketplace.orders.orders import Order, OrderLine, SubOrder
from marketplace.payments.payments import Payment
from marketplace.stock import Movement
from storefront.database import Database

from ..order_rows import insert_order

Changes = dict[str, ColumnElement[Any]]


def count_orders(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Order))


def fill_up(database: Database, orders: int, pair: tuple[int, int]) -> None:
    """Copy an order of these two packs, with everything that hangs on it, until there are so many."""
    there = count_orders(database)
    if orders <= there:
        return
    with database.transaction() as session:
        number = insert_order(session, pair)
        order = session.scalars(select(Order.id).where(Order.number == number)).one()
        i = _numbers(orders - there - 1)
        as_text = cast(i.c.i, String)
        unique = {"number": literal(f"P{order}-") + as_text, "checkout_key": literal(f"P{order}-") + as_text}
        phone = literal("+84") + cast(300_000_000 + order + i.c.i, String)
        _copy(
            session, Order, Order.id == order, i, unique | {"phone": phone, "id": _next_id(session, Order, i)}
        )
        _copy_parts(session, order, i)
        entries = select(Entry.id).where(Entry.subject == "orders", Entry.subject_id == order)
        entry = session.scalars(entries).one()
        subject = _next_id(session, Order, i, after=order)
        _copy(session, Entry, Entry.id == entry, i, {"subject_id": subject})
        _copy_job(session, i, as_text)
    _tidy(database.engine)


def _numbers(many: int) -> CTE:
    """1, 2, … many."""
    first = select(literal(1, Integer).label("i")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.i + 1).where(first.c.i < many))


def _next_id(session, kind: type[Base], i: CTE, after: int | None = None) -> ColumnElement[int]:
    last = after if after is not None else session.scalar(select(func.max(kind.id)))
    return i.c.i + literal(last)


def _copy(session, kind: type[Base], which, i: CTE, changes: Changes) -> None:
    """Every row of `which` once for each number, with these columns changed; the id by the database, unless given."""
    table = kind.__table__
    columns = [column for column in table.c if column.name != "id" or "id" in changes]
    values = [changes.get(column.name, column) for column in columns]
    rows = select(*values).select_from(table).join(i, literal(True)).where(which)
    session.execute(insert(table).from_select([column.name for column in columns], rows))


def _copy_parts(session, order: int, i: CTE) -> None:
    """Each part with its line, payment and movement, which know one another by their numbers."""
    parts = session.execute(
        select(SubOrder.id, OrderLine.id, OrderLine.variant_id)
        .join(OrderLine, OrderLine.sub_order_id == SubOrder.id)
        .where(SubOrder.order_id == order)
        .order_by(SubOrder.id)
    ).all()
    orders = _next_id(session, Order, i, after=order)
    for part, line, variant in parts:
        new_part = _next_id(session, SubOrder, i)
        _copy(session, SubOrder, SubOrder.id == part, i, {"id": new_part, "order_id": orders})
        new_line = _next_id(session, OrderLine, i)
        _copy(session, OrderLine, OrderLine.id == line, i, {"id": new_line, "sub_order_id": new_part})
        payment = {"code": literal(f"P{part}-") + cast(i.c.i, String)}
        payment["reference"] = literal("sub-order:") + cast(new_part, String)
        _copy(session, Payment, Payment.reference == f"sub-order:{part}", i, payment)
        newest = select(func.max(Movement.id)).where(Movement.variant_id == variant).scalar_subquery()
        source = literal("order-line:") + cast(new_line, String)
        _copy(session, Movement, Movement.id == newest, i, {"source": source})


def _copy_job(session, i: CTE, as_text: ColumnElement[str]) -> None:
    """Done long ago: the letters have been written."""
    job = session.scalar(select(func.max(Job.id)))
    changes = {"token": literal(f"P{job}-") + as_text, "done_at": Job.__table__.c.due_at}
    _copy(session, Job, Job.id == job, i, changes)


def _tidy(engine: Engine) -> None:
    """What a database does by itself in the course of months."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            for kind in (Order, SubOrder, OrderLine):
                name = kind.__tablename__
                sequence = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
                connection.execute(text(sequence))
        connection.execute(text("ANALYZE"))
