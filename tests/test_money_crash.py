"""Server and worker are killed a hundred times amid orders and payments: nothing is lost, doubled or half-written."""

import os
import shutil
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from gunicorn.app.base import BaseApplication
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace.audit import Entry
from marketplace.jobs import Job
from marketplace.letters import SentLetter
from marketplace.orders.delivery import load_rates
from marketplace.orders.goods_check import check_goods
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.orders import Order, SubOrder, SubOrderState
from marketplace.orders.paying import payments_of
from marketplace.payments.events import PaymentEvent
from marketplace.payments.fees import load_fees
from marketplace.payments.ledger import balance, balances
from marketplace.payments.payments import PaymentMethod, Receipt
from marketplace.payments.refunds import Refund
from marketplace.payments.taxes import load_taxes
from marketplace.stock import Movement, Reason, Stock
from storefront import assets, create_app
from storefront.letters import quiet
from storefront.settings import Settings
from storefront.work import jobs, loop
from tests.databases import own_database
from tests.money_stream import STORIES, Stream
from tests.processes import quick_processes
from tests.stripe_server import KEY, SECRET, running_stripe

pytestmark = pytest.mark.xdist_group("crash")
# On each of two databases.
KILLS = 50


class Server(BaseApplication):
    """gunicorn as `./run` starts it, on a socket that outlives it."""

    def __init__(self, settings: Settings, listener: socket.socket):
        self.settings, self.listener = settings, listener
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"fd://{self.listener.fileno()}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", 2)
        self.cfg.set("threads", 4)
        self.cfg.set("errorlog", str(self.settings.data_dir / "server.log"))
        self.cfg.set("control_socket_disable", True)

    def load(self):
        return create_app(self.settings)


def serve(settings: Settings, listener: socket.socket) -> None:
    # Its own group: it dies with its processes.
    os.setsid()
    Server(settings, listener).run()


def work(settings: Settings) -> None:
    """What `flask work` does, hastily and without the index of the search."""
    os.setsid()
    with (
        patch.multiple(loop, _STEP=0.01, _PAUSE=0.2, _feed=lambda app, stop: stop.wait()),
        patch.object(jobs, "LEASE", timedelta(seconds=2)),
        # The letters are waited for at any hour.
        patch.object(quiet, "quiet_until", return_value=None),
    ):
        loop.run(create_app(settings), None)


class Runner:
    """One process that is killed and started again."""

    def __init__(self, target: Callable, *args):
        self.target, self.args = target, args
        self.start()

    def start(self) -> None:
        self.process: BaseProcess = quick_processes().Process(target=self.target, args=self.args)
        self.process.start()

    def kill(self) -> None:
        assert self.process.is_alive(), "it has stopped by itself"
        # In its first moments it has no group of its own yet.
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()


@pytest.fixture(params=["sqlite", "postgresql"])
def stream(request, tmp_path: Path, data_dir: Path) -> Iterator[tuple[Stream, Settings, socket.socket]]:
    assets.build(data_dir)
    shutil.copytree(data_dir / "static", tmp_path / "static")
    with (
        own_database(request.param, tmp_path, "money") as database,
        running_stripe() as stripe,
        socket.create_server(("127.0.0.1", 0), backlog=128) as listener,
    ):
        with database.transaction() as session:
            load_rates(session)
            load_fees(session)
            load_taxes(session)
        settings = Settings(
            data_dir=tmp_path,
            database_url=database.engine.url.render_as_string(hide_password=False),
            secret_key="only-for-the-tests",
            rate_limits=False,
            public_url="https://chophien.example",
            stripe_secret_key=KEY,
            stripe_webhook_secret=SECRET,
            stripe_api_base=stripe.address,
        ).complete()
        yield Stream(listener.getsockname()[1], database, stripe), settings, listener


@contextmanager
def at_work(*runners: Runner) -> Iterator[None]:
    try:
        yield
    finally:
        for runner in runners:
            runner.kill()


def test_fifty_deaths_amid_orders_and_payments(stream):
    stream, settings, listener = stream
    server, worker = Runner(serve, settings, listener), Runner(work, settings)
    moments = Random(4)
    with at_work(server, worker):
        stream.prepare()
        with stream.running():
            for number in range(KILLS):
                victim = worker if number % 5 in (1, 3) else server
                if number % 5:
                    # Something has happened since it was started: the others are killed while they start.
                    before = stream.answers + len(stream.orders)
                    wait_for(lambda before=before: stream.answers + len(stream.orders) > before)
                time.sleep(moments.uniform(0, 0.4))
                victim.kill()
                victim.start()
            # However busy the machine is: every story is told twice.
            wait_for(lambda: len(stream.orders) >= 2 * len(STORIES))
        wait_for(lambda: not stream.read(select(Job.id).where(Job.done_at.is_(None))))
        for event in stream.stripe.events:
            stream.tell(event)
    assert "Traceback" not in (settings.data_dir / "server.log").read_text()
    assert_no_order_is_lost_doubled_or_half_written(stream)
    assert_stock_equals_its_movements(stream)
    assert_money_is_counted_once(stream)
    assert_jobs_were_done_once(stream)


def assert_no_order_is_lost_doubled_or_half_written(stream: Stream) -> None:
    parts = selectinload(Order.sub_orders).selectinload(SubOrder.lines)
    orders = stream.read(select(Order).options(parts))
    # Nobody was answered anything else, and nobody has an order without having been answered.
    assert Counter(order.number for order in orders) == Counter(stream.orders)
    placed = stream.read(select(Entry.subject_id).where(Entry.action == "order.placed"))
    assert sorted(placed) == sorted(order.id for order in orders)
    with stream.database.reading() as session:
        reserved = dict(
            session.execute(
                select(Movement.source, Movement.quantity).where(Movement.reason == Reason.RESERVED)
            ).all()
        )
        for order in orders:
            paid_by = payments_of(session, order.sub_orders)
            for part in order.sub_orders:
                assert sum(line.total for line in part.lines) == part.subtotal > 0
                assert all(reserved[line.source] == -line.quantity for line in part.lines)
                assert part.id in paid_by


def assert_stock_equals_its_movements(stream: Stream) -> None:
    with stream.database.reading() as session:
        query = select(Movement.variant_id, Movement.reason, func.sum(Movement.quantity))
        rows = session.execute(query.group_by(Movement.variant_id, Movement.reason))
        sums = {(variant_id, reason): quantity for variant_id, reason, quantity in rows}
        for stock in session.scalars(select(Stock)):
            moved = {reason: sums.get((stock.variant_id, reason), 0) for reason in Reason}
            assert stock.on_hand == moved[Reason.COUNTED] + moved[Reason.SHIPPED] + moved[Reason.RETURNED]
            gone = moved[Reason.RESERVED] + moved[Reason.RELEASED]
            assert stock.reserved == moved[Reason.SHIPPED] - gone


def assert_money_is_counted_once(stream: Stream) -> None:
    stripe = stream.stripe
    with stream.database.reading() as session:
        assert check_ledger(session) == check_goods(session) == []
        assert sum(balances(session, "").values()) == 0
        assert balance(session, "buyer") == 0, "everything paid was delivered or has gone back"
        receipts = dict(session.execute(select(Receipt.source, Receipt.amount)).all())
        orders = session.scalars(select(Order).options(selectinload(Order.sub_orders))).all()
        payments = {
            payment.id: payment
            for order in orders
            for payment in payments_of(session, order.sub_orders).values()
        }
        for payment in payments.values():
            came = select(func.sum(Receipt.amount)).where(Receipt.payment_id == payment.id)
            assert payment.received - payment.given_back == (session.scalar(came) or 0)
            if payment.method != PaymentMethod.CASH_ON_DELIVERY and payment.is_paid:
                assert payment.received == payment.amount
        shares = session.scalars(
            select(SubOrder)
            .join(Order)
            .where(
                SubOrder.state == SubOrderState.COMPLETED,
                Order.payment_method == PaymentMethod.CARD,
                SubOrder.producer_id == stream.products[0].producer_id,
            )
        ).all()
        gateway = balance(session, "gateway")
    # The gateway has the same accounts: what it took, gave back and passed on.
    assert {id: intent["amount"] for id, intent in stripe.intents.items()} == {
        source.removeprefix("card:"): amount
        for source, amount in receipts.items()
        if source.startswith("card:")
    }
    gone = {f"refund:{id}": -refund["amount"] for id, refund in stripe.refunds.items()}
    assert gone == {source: amount for source, amount in receipts.items() if source.startswith("refund:re_")}
    earned = sorted(part.total - part.commission - part.withholding for part in shares)
    assert sorted(transfer["amount"] for transfer in stripe.transfers.values()) == earned
    took = sum(intent["amount"] - intent["refunded"] for intent in stripe.intents.values())
    assert gateway == sum(earned) - took
    ids = stream.read(select(PaymentEvent.event_id))
    assert sorted(ids) == sorted(event["id"] for event in stripe.events)
    assert not stream.read(select(Refund.id).where(Refund.done_at.is_(None)))


def assert_jobs_were_done_once(stream: Stream) -> None:
    assert stream.read(select(Job.error).where(Job.tries > 0)) == []
    kept = Counter(stream.read(select(SentLetter.message_id)))
    assert set(kept.values()) <= {1}
    assert datetime.now(UTC) > max(stream.read(select(Job.done_at)))


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
