"""A purchase order, its delivery notes and its invoice as files: paper, workbook, and UBL for the programs of retailers."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from catalog.places import Place
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.payments import Payment
from marketplace.pdf import Column, Paper
from marketplace.sourcing import ubl
from marketplace.sourcing.amounts import Amounts
from marketplace.sourcing.drafting import amounts_of_order
from marketplace.sourcing.goods import Delivery, Invoice
from marketplace.sourcing.purchase_orders import PurchaseLine, PurchaseOrder
from marketplace.sourcing.ubl_parts import Party
from marketplace.sourcing.units import QuantityUnit
from marketplace.workbooks import workbook_bytes

from ..clock import VIETNAM
from ..filters import day, dong, label, number
from ..locales import localized
from ..purchase_views import quantity_words, store_view, terms_words
from ..qr_codes import qr_dots
from .parts import footer, seller_lines
from .ubl_parties import producer_party, retailer_party

_QR = 30


def order_pdf(order: PurchaseOrder, now: datetime) -> bytes:
    """What was ordered, from whom, for which store, on which terms."""
    title = _("Purchase order %(number)s", number=order.number)
    paper = Paper(title, footer(title), now)
    issued = day(order.issued_at.astimezone(VIETNAM).date()) if order.issued_at else _("Draft")
    paper.heading(title, issued)
    paper.columns(
        (_("Retailer"), _buyer(order)),
        (_("Producer"), seller_lines(order.producer)),
        (_("Deliver to"), _store(order)),
    )
    paper.space(2)
    paper.facts([(_("To be delivered"), days_words(order)), *terms_words(order), (_("Note"), order.remarks)])
    paper.section(_("What was ordered"))
    _lines(paper, order.lines, amounts_of_order(order))
    return paper.output()


def days_words(order: PurchaseOrder) -> str:
    return f"{day(order.deliver_from)} – {day(order.deliver_until)}"


def _buyer(order: PurchaseOrder) -> list[str]:
    of = order.retailer
    tax = [_("Tax code %(code)s", code=of.tax_code)] if of.tax_code else []
    return [of.name, *tax, of.street, _place(of.commune)]


def _store(order: PurchaseOrder) -> list[str]:
    store = store_view(order)
    return [store.name, store.address, store.phone, store.receiving]


def _place(commune: Place) -> str:
    return f"{commune.full_name}, {commune.province.name}"


def _lines(paper: Paper, lines: Sequence[PurchaseLine], amounts: Amounts) -> None:
    columns = [
        Column(_("Product"), 4),
        Column(_("Quantity"), 1.3, right=True),
        Column(_("Price"), 1.5, right=True),
        Column(_("VAT"), 0.8, right=True),
        Column(_("Sum"), 1.7, right=True),
    ]
    rows = [
        [
            f"{localized(line, 'product_name')}\n{localized(line, 'pack')}",
            quantity_words(line.quantity, line.unit),
            dong(line.price),
            f"{line.vat_percent}%",
            dong(amount.total),
        ]
        for line, amount in zip(lines, amounts.lines, strict=True)
    ]
    paper.table(columns, rows)
    paper.space(1)
    paper.sums([(name, dong(amount)) for name, amount in sums_of(amounts)])


def sums_of(amounts: Amounts) -> list[tuple[str, int]]:
    """From the goods to the total; what there is none of is left out."""
    less = [(_("Discount"), -amounts.discount)] if amounts.discount else []
    tax = [(_("Value added tax"), amounts.vat)] if amounts.vat else []
    return [(_("Goods"), amounts.subtotal), *less, *tax, (_("Total"), amounts.total)]


def order_xlsx(order: PurchaseOrder, now: datetime) -> bytes:
    """A row for each line, and one for the total."""
    amounts = amounts_of_order(order)
    head = [
        _("Order"),
        _("Product"),
        _("Pack"),
        _("Quantity"),
        _("Unit"),
        _("Number of packs"),
        _("Price"),
        _("Discount"),
        _("Value added tax"),
        _("Sum"),
    ]
    rows = [
        [
            order.number,
            localized(line, "product_name"),
            localized(line, "pack"),
            line.quantity,
            label(QuantityUnit(line.unit)),
            line.packs,
            line.price,
            amount.discount,
            amount.vat,
            amount.total,
        ]
        for line, amount in zip(order.lines, amounts.lines, strict=True)
    ]
    total = [order.number, _("Total"), "", "", "", "", "", amounts.discount, amounts.vat, amounts.total]
    return workbook_bytes(order.number, head, [*rows, total], now)


def order_ubl(order: PurchaseOrder) -> bytes:
    """An Order of UBL 2.1."""
    lines = [_ubl_line(line, line.quantity) for line in order.lines]
    moment = order.issued_at or order.created_at
    of = ubl.Document(
        order.number,
        moment.astimezone(VIETNAM).date(),
        order.remarks,
        retailer_party(order.retailer),
        producer_party(order.producer),
        lines,
        amounts_of_order(order),
    )
    place = order.store.commune
    store = Party(
        f"{order.store.name} ({order.store.code})",
        "",
        order.store.street,
        place.full_name,
        place.province.name,
    )
    return ubl.order_xml(of, store, order.deliver_from, order.deliver_until)


def _ubl_line(line: PurchaseLine, quantity: int) -> ubl.Line:
    code = f"{line.purchase_order_id}-{line.position}"
    return ubl.Line(line.product_name, line.pack, code, quantity, line.unit, line.price, line.vat_percent)


def invoice_ubl(
    order: PurchaseOrder,
    invoice: Invoice,
    good: dict[int, int],
    amounts: Amounts,
    payment: Payment | None,
    account: BankAccount | None,
) -> bytes:
    """An Invoice of UBL 2.1; `good` units of each line of the order came and stayed."""
    paired = [
        (line, amount) for line, amount in zip(order.lines, amounts.lines, strict=True) if good.get(line.id)
    ]
    of = ubl.Document(
        invoice.number,
        invoice.issued_on,
        "",
        retailer_party(order.retailer),
        producer_party(order.producer),
        [_ubl_line(line, good[line.id]) for line, _amount in paired],
        Amounts([amount for _line, amount in paired]),
    )
    to = (
        ubl.Account(account.number, account.holder, account.bank, payment.code)
        if account and payment
        else None
    )
    return ubl.invoice_xml(of, order.number, invoice.due_on, invoice.credited, to)


def invoice_pdf(
    order: PurchaseOrder,
    invoice: Invoice,
    good: dict[int, int],
    amounts: Amounts,
    payment: Payment | None,
    account: BankAccount | None,
    now: datetime,
) -> bytes:
    """What came and stayed, what claims took off, and where to pay by when."""
    title = _("Invoice %(number)s", number=invoice.number)
    paper = Paper(title, footer(title), now)
    paper.heading(title, _("Purchase order %(number)s", number=order.number))
    paper.columns((_("Producer"), seller_lines(order.producer)), (_("Retailer"), _buyer(order)))
    paper.space(2)
    to = f"{account.bank}, {account.number}, {account.holder}" if account else ""
    paper.facts(
        [
            (_("Of which day"), day(invoice.issued_on)),
            (_("To be paid by"), day(invoice.due_on)),
            (_("Bank account"), to),
            (_("Message"), payment.code if payment else ""),
        ]
    )
    paper.section(_("What was received"))
    columns = [
        Column(_("Product"), 4),
        Column(_("Quantity"), 1.3, right=True),
        Column(_("Price"), 1.5, right=True),
        Column(_("VAT"), 0.8, right=True),
        Column(_("Sum"), 1.7, right=True),
    ]
    rows = [
        [
            f"{localized(line, 'product_name')}\n{localized(line, 'pack')}",
            quantity_words(good.get(line.id, 0), line.unit),
            dong(line.price),
            f"{line.vat_percent}%",
            dong(amount.total),
        ]
        for line, amount in zip(order.lines, amounts.lines, strict=True)
    ]
    paper.table(columns, rows)
    paper.space(1)
    sums = sums_of(amounts)
    if invoice.credited:
        sums += [(_("Credits from claims"), -invoice.credited), (_("To be paid"), invoice.due)]
    paper.sums([(name, dong(amount)) for name, amount in sums])
    return paper.output()


def delivery_note_pdf(order: PurchaseOrder, delivery: Delivery, url: str, now: datetime) -> bytes:
    """What goes with the goods; its code leads to `url`, where the store writes down what came."""
    title = _("Delivery note %(number)s", number=f"{order.number}/{delivery.number}")
    paper = Paper(title, footer(title), now)
    with paper.beside_dots(qr_dots(url), _QR):
        paper.heading(title, day(delivery.sent_at.astimezone(VIETNAM).date()))
        paper.text(_("The store scans the code and writes down what came."))
    paper.columns((_("From"), seller_lines(order.producer)), (_("To"), [order.retailer.name, *_store(order)]))
    paper.space(2)
    way = " ".join(part for part in (delivery.carrier, delivery.tracking_number) if part)
    expected = day(delivery.expected_on) if delivery.expected_on else ""
    paper.facts(
        [(_("Carrier, or who drives"), way), (_("Will be there on"), expected), (_("Note"), delivery.remarks)]
    )
    paper.section(_("What is sent"))
    columns = [
        Column(_("Product"), 4),
        Column(_("Sent"), 1.5, right=True),
        Column(_("Came"), 1.5),
        Column(_("Goes back"), 1.5),
    ]
    lines = {line.id: line for line in order.lines}
    rows = [
        [
            f"{localized(lines[part.purchase_line_id], 'product_name')}\n{localized(lines[part.purchase_line_id], 'pack')}",
            quantity_words(part.sent, lines[part.purchase_line_id].unit),
            number(part.received) if part.received is not None else "",
            number(part.rejected) if part.received is not None else "",
        ]
        for part in delivery.lines
    ]
    paper.table(columns, rows)
    return paper.output()
