"""How often pages ask the database: for a little world and for one with more of everything, the same."""

from datetime import timedelta

import pytest

from catalog.recognitions import Recognition
from catalog.visits import record
from marketplace.accounts import addresses, favourites, producer_claims, profiles
from marketplace.accounts.mark_people import add_to_mark
from marketplace.accounts.memberships import add_member
from marketplace.accounts.users import User
from marketplace.misuse import About, ReportKind, Told, report_misuse
from marketplace.orders import life
from marketplace.orders.orders import Order, PaymentMethod, SubOrder
from marketplace.orders.paying import arrived, payments_of, start_payments
from marketplace.orders.reviews import write_review
from marketplace.payments.bank_accounts import add_account
from marketplace.questions import ask_question
from marketplace.register.acting import Ruling, propose_revocation
from marketplace.register.mark_checks import keep, look_through
from marketplace.register.within import current_within
from tests import people, world
from tests.marketplace.orders.making import place
from tests.marketplace.register.lists.making import DECISION, uploaded, workbook
from tests.people import signed_in
from tests.shopping import fill_basket, give_address, review_form
from tests.world import NOW

# The most statements of a page, whatever is on it.
BUYER = {
    "/basket": 9,
    "/checkout": 10,
    "/checkout/review": 12,
    "/orders/{pending}": 7,
    "/orders/{pending}/confirmation.pdf": 5,
    "/orders/{transfer}": 8,
    "/orders/{transfer}/payments/{code}": 7,
    "/orders/{delivered}": 10,
    "/account": 6,
    "/account/addresses": 3,
    "/account/favourites": 4,
    "/account/orders": 4,
    "/account/data": 3,
    "/account/notices": 3,
}
SELLER = {
    "/producer": 23,
    "/producer/renewal": 19,
    "/producer/renewal/sales": 8,
    "/producer/papers/folder": 9,
    "/producer/papers/new": 5,
    "/producer/questions": 6,
    "/producer/returns": 5,
    "/producer/vouchers": 5,
    "/producer/wholesale": 8,
    "/producer/workbook": 4,
    "/producer/join/claims": 4,
    "/producer/products/new": 5,
    "/producer/products": 7,
    "/producer/offers": 6,
    # The ids of a page are read from an index first, whatever the number of orders: tests/test_growth.py.
    "/producer/orders": 8,
    "/producer/orders/{pending}-1": 9,
    "/producer/orders/{delivered}-1": 8,
    "/producer/orders/{pending}-1/packing-slip.pdf": 6,
    "/producer/papers": 7,
    "/producer/papers/{paper}": 9,
    "/producer/payments": 10,
    "/producer/reviews": 4,
    "/producer/profile": 6,
    "/producer/people": 5,
    "/producer/suspension": 4,
    "/producer/join": 5,
    "/producer/statements": 4,
    "/producer/statements/2026-11": 7,
}
MARKS_DESK = {
    "/marks-desk": 5,
    "/marks-desk/{mark}": 8,
    "/marks-desk/{mark}/authorisations/new?q=hop": 5,
}
OFFICER = {
    "/office": 18,
    "/office/reports": 4,
    "/office/reports/{misuse}": 6,
    "/office/listings": 5,
    "/office/claims": 4,
    "/office/mark-checks": 5,
    "/office/jobs": 4,
    "/office/reviews": 3,
    "/office/profiles": 4,
    "/office/audit": 4,
    "/office/questions": 4,
    "/office/marks": 4,
    "/office/marks/{mark}": 10,
    "/office/producers/{producer}": 8,
    "/office/payments": 4,
    "/office/returns": 4,
    "/office/remittances": 4,
    "/office/fees": 4,
    "/office/holidays": 3,
    "/office/searches": 5,
    "/office/synonyms": 7,
    "/office/ledger/check": 4,
    # Two of them compare what organisers are owed with what came by card for their booths, six invoices with the ledger.
    "/office/ledger/check?now=1": 25,
    "/office/producer-claims": 4,
    "/office/producers": 6,
    "/office/vouchers": 3,
    "/office/requests": 4,
    "/office/ledger": 4,
    "/office/papers": 6,
    "/office/mark-permits": 6,
    "/office/register": 6,
    "/office/register/new?q=che": 4,
    "/office/register/revocations": 3,
    "/office/register/{recognition}": 9,
    "/office/register/proposals": 4,
    "/office/register/proposals/{proposal}": 7,
    "/office/register/imports": 4,
    "/office/register/imports/{list}": 15,
    "/office/register/imports/{list}/rows/5": 16,
}


class World:
    """A buyer, a seller and an officer; `grow` gives them one more of everything."""

    def __init__(self, app, session):
        self.session = session
        self.people = {
            "buyer": people.user(session, "mua@vidu.vn"),
            "seller": people.user(session, "ban@vidu.vn"),
            "officer": people.officer(session),
            "body": people.user(session, "hiephoi@vidu.vn"),
        }
        people.give_second_factor(self.people["body"])
        session.commit()
        self.clients = {name: signed_in(app, user) for name, user in self.people.items()}
        self.goods: list[world.Product] = []
        self.names: dict[str, str] = {}

    def grow(self, times: int) -> None:
        for _ in range(times):
            maker = world.producer(self.session)
            add_account(self.session, maker, "970436", "0123456789", "HTX", NOW)
            add_member(self.session, self.people["seller"], maker, NOW)
            self.goods += [world.product(self.session, by=maker, stock=500) for _ in range(2)]
            world.recognition(self.session, self.goods[-1])
            self._claim(people.user(self.session, f"nhan{maker.id}@vidu.vn"))
            self._hand_in(people.user(self.session, f"moi{maker.id}@vidu.vn"), maker.name)
            self._file(maker, self.goods[-1])
            self._ask(self.goods[-1])
            self._look(maker)
            self._report(maker, self.goods[-1])
        self._list()
        self._check_marks()
        self.session.commit()
        for _ in range(times):
            self._buy(self.people["buyer"])
        fill_basket(self.clients["buyer"], *self.goods)
        give_address(self.clients["buyer"])

    def _claim(self, user: User) -> None:
        free = world.producer(self.session)
        producer_claims.claim(self.session, user, free, "Tôi là chủ", "Giấy phép", NOW)

    def _hand_in(self, user: User, name: str) -> None:
        """An application that waits for an officer."""
        made = profiles.start(self.session, user, NOW)
        made.name, made.kind, made.commune_code, made.street = name, "farm", world.VAN_CHAN, "Bản Thử"
        made.contact_name, made.phone, made.tax_code = "Thử", "+84912345678", "0314409058"
        profiles.settle(self.session, made, user, NOW)
        profiles.submit(self.session, made, user, True, "vi", NOW)

    def _file(self, maker: world.Producer, product: world.Product) -> None:
        """A paper with a history that waits, and one that is accepted."""
        first = world.document(self.session, maker)
        waiting = {"state": "submitted", "audience": "officers", "replaces_id": first.id}
        self.names["paper"] = world.document(self.session, maker, **waiting).code
        world.document(self.session, product, kind="self_declaration", valid_until=None)

    def _report(self, maker: world.Producer, product: world.Product) -> None:
        """Two reports of misuse, one of which is decided."""
        for n in range(2):
            told = Told(ReportKind.STARS, f"Túi {n}", contact="bao@vidu.vn")
            made = report_misuse(self.session, About(product, producer=maker), told, None, NOW)
        by = self.people["officer"]
        made.take(self.session, 1, by)
        self.names["misuse"] = made.number
        if len(self.goods) > 2:
            made.decide(self.session, upheld=True, reasons="Đúng", seen=2, by=by, now=NOW)

    def _check_marks(self) -> None:
        """Of each product a right to a mark that has lapsed."""
        mark = world.mark(self.session)
        self.names["mark"] = mark.slug
        add_to_mark(self.session, self.people["body"], mark, NOW)
        for good in self.goods:
            world.authorisation(self.session, good, mark, valid_until=NOW.date() - timedelta(days=1))
        self.session.commit()
        keep(self.session, look_through(self.session, NOW.date()), NOW)

    def _ask(self, product: world.Product) -> None:
        """A question of a buyer, and the right to a mark."""
        asker = people.user(self.session, f"hoi{product.id}@vidu.vn")
        ask_question(self.session, asker, product, "Hạn dùng bao lâu?", NOW)
        world.authorisation(self.session, product, world.mark(self.session))

    def _look(self, maker: world.Producer) -> None:
        record(self.session, {(product.slug, NOW.date()): 3 for product in self.goods})
        self.names["producer"] = maker.slug

    def _list(self) -> None:
        """A list that is being checked, of all goods, and all that the register holds of them revoked by one decision."""
        rows = [
            [i, good.name, "HTX Thử", "Xã Văn Chấn, tỉnh Lào Cai", "4 sao", DECISION, ""]
            for i, good in enumerate(self.goods, 1)
        ]
        self.names["list"] = uploaded(self.session, workbook(rows)).code
        held = self.session.scalars(current_within(None).order_by(Recognition.id)).unique().all()
        self.names["recognition"] = held[-1].code
        ruling = Ruling("45/QĐ-UBND", NOW.date(), NOW.date(), "Không còn sản xuất", "")
        by = self.people["officer"].id
        self.names["proposal"] = propose_revocation(self.session, held, ruling, by, NOW, NOW.date()).id

    def _buy(self, buyer: User) -> None:
        session = self.session
        self.names["pending"] = self._order(buyer, PaymentMethod.CASH_ON_DELIVERY).number
        transfer = self._order(buyer, PaymentMethod.VIETQR)
        self.names["transfer"] = transfer.number
        self.names["code"] = next(iter(payments_of(session, transfer.sub_orders).values())).code
        delivered = self._order(buyer, PaymentMethod.CASH_ON_DELIVERY)
        self.names["delivered"] = delivered.number
        for part in delivered.sub_orders:
            self._deliver(part)
        self._cancel_paid(self._order(buyer, PaymentMethod.VIETQR))
        world.voucher(session, f"MA{delivered.id}")
        facts = {"name": "Mua", "phone": "+84912345678", "commune_code": world.BA_DINH}
        addresses.keep(session, buyer, NOW, street=f"{delivered.id} phố Thử", **facts)
        for product in self.goods:
            favourites.like(session, buyer, product, NOW)
        session.commit()

    def _order(self, buyer: User, method: str) -> Order:
        order = place(self.session, *self.goods, user_id=buyer.id, payment_method=method)
        start_payments(self.session, order, order.sub_orders, NOW)
        self.session.flush()
        return order

    def _deliver(self, part: SubOrder) -> None:
        life.confirm(self.session, part, NOW)
        life.pack(self.session, part, NOW)
        life.ship(self.session, part, "coach", "", NOW)
        life.deliver(self.session, part, NOW)
        line = part.lines[0]
        self.session.refresh(line, ["variant"])
        write_review(self.session, part, line, "Mai Nguyễn", 5, "Ngon", NOW)

    def _cancel_paid(self, order: Order) -> None:
        for part, payment in zip(
            order.sub_orders, payments_of(self.session, order.sub_orders).values(), strict=True
        ):
            arrived(self.session, payment.id, payment.amount, f"bank:{payment.code}", NOW)
            life.cancel(self.session, part, "buyer", "", NOW)


@pytest.fixture
def growing(app, session) -> World:
    made = World(app, session)
    made.grow(1)
    return made


# Both databases are asked the same.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("person", "pages"),
    [("buyer", BUYER), ("seller", SELLER), ("officer", OFFICER), ("body", MARKS_DESK)],
    ids=["buyer", "seller", "officer", "body"],
)
def test_a_page_asks_no_more_for_more(growing, statements, person, pages):
    few = asked(growing, statements, person, pages)
    growing.grow(4)
    many = asked(growing, statements, person, pages)
    assert many == few
    assert {page: count for page, count in many.items() if count > pages[page]} == {}


def asked(growing: World, statements: list[str], person: str, pages: dict[str, int]) -> dict[str, int]:
    counts = {}
    for page in pages:
        path = page.format(**growing.names)
        growing.clients[person].get(path)
        statements.clear()
        answer = growing.clients[person].get(path)
        assert answer.status_code == 200, path
        counts[page] = len(statements)
    return counts


def test_placing_an_order_asks_a_little_for_each_line(growing, undone, statements):
    def placed() -> int:
        form = review_form(growing.clients["buyer"])
        statements.clear()
        answer = growing.clients["buyer"].post("/orders", data=form)
        assert answer.status_code == 303, answer.text
        return len(statements)

    few, lines = placed(), 2
    growing.grow(4)
    many, more = placed(), 10
    # Rows of a table are written together; each line's stock is promised by a statement of its own.
    assert many - few <= more - lines
    assert few <= 30


def test_placing_an_order_takes_few_statements(client, session, statements):
    """Of two packs of two producers, as the benchmark buys them; each pack more is reserved by one more."""
    goods = [world.product(session, stock=5) for _ in range(2)]
    session.commit()
    for _ in range(2):  # the first time something may be read that is then kept
        fill_basket(client, *goods)
        give_address(client)
        form = review_form(client)
        statements.clear()
        assert client.post("/orders", data=form).status_code == 303
    assert len(statements) <= 18
