"""Orders and invoices as UBL 2.1, which the programs of retailers read: an XML document each, in whole dong."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .amounts import Amounts, LineAmount
from .ubl_parts import CURRENCY, INVOICE, ORDER, Party, add, address, basic, begin, dong, party, written
from .units import QuantityUnit

# Units of the recommendations 20 and 21 of UN/ECE.
_UNITS = {
    QuantityUnit.PACK: "XPK",
    QuantityUnit.CASE: "XCS",
    QuantityUnit.KILOGRAM: "KGM",
    QuantityUnit.LITRE: "LTR",
}
_TRANSFER, _COMMERCIAL_INVOICE = "30", "380"


@dataclass(frozen=True)
class Line:
    """`quantity` units of something at `price` dong each."""

    name: str
    pack: str
    code: str
    quantity: int
    unit: str
    price: int
    vat_percent: int


@dataclass(frozen=True)
class Document:
    """What an order and an invoice have in common; `number` is the document's own. Lines and amounts go in pairs."""

    number: str
    day: date
    note: str
    buyer: Party
    seller: Party
    lines: Sequence[Line]
    amounts: Amounts


@dataclass(frozen=True)
class Account:
    """Where an invoice is paid to, with the message by which the payment is found."""

    number: str
    holder: str
    bank: str
    message: str


def order_xml(document: Document, store: Party, deliver_from: date, deliver_until: date) -> bytes:
    """An Order of the buyer's."""
    root = begin(ORDER, "Order", document.number)
    basic(root, "IssueDate", document.day)
    _note(root, document)
    basic(root, "DocumentCurrencyCode", CURRENCY)
    basic(root, "LineCountNumeric", len(document.lines))
    party(add(root, "BuyerCustomerParty"), document.buyer)
    party(add(root, "SellerSupplierParty"), document.seller)
    delivery = add(root, "Delivery")
    location = add(delivery, "DeliveryLocation")
    basic(location, "Description", store.name)
    address(location, "Address", store)
    period = add(delivery, "RequestedDeliveryPeriod")
    basic(period, "StartDate", deliver_from)
    basic(period, "EndDate", deliver_until)
    _taxes(root, document)
    _totals(root, "AnticipatedMonetaryTotal", document.amounts)
    for at, (line, amount) in enumerate(zip(document.lines, document.amounts.lines, strict=True), 1):
        item = add(add(root, "OrderLine"), "LineItem")
        basic(item, "ID", at)
        _quantity(item, "Quantity", line)
        dong(item, "LineExtensionAmount", amount.taxable)
        dong(item, "TotalTaxAmount", amount.vat)
        _discount(item, amount)
        _price(item, line)
        _item(item, line)
    return written(root)


def invoice_xml(
    document: Document, order_number: str, due_on: date, credited: int, account: Account | None
) -> bytes:
    """An Invoice of the seller's; `credited` dong of accepted claims need not be paid any more."""
    root = begin(INVOICE, "Invoice", document.number)
    basic(root, "IssueDate", document.day)
    basic(root, "DueDate", due_on)
    basic(root, "InvoiceTypeCode", _COMMERCIAL_INVOICE)
    _note(root, document)
    basic(root, "DocumentCurrencyCode", CURRENCY)
    basic(root, "LineCountNumeric", len(document.lines))
    basic(add(root, "OrderReference"), "ID", order_number)
    party(add(root, "AccountingSupplierParty"), document.seller)
    party(add(root, "AccountingCustomerParty"), document.buyer)
    if account:
        _means(root, account, due_on)
    _taxes(root, document)
    _totals(root, "LegalMonetaryTotal", document.amounts, credited)
    for at, (line, amount) in enumerate(zip(document.lines, document.amounts.lines, strict=True), 1):
        item = add(root, "InvoiceLine")
        basic(item, "ID", at)
        _quantity(item, "InvoicedQuantity", line)
        dong(item, "LineExtensionAmount", amount.taxable)
        _discount(item, amount)
        tax = add(item, "TaxTotal")
        dong(tax, "TaxAmount", amount.vat)
        _item(item, line)
        _price(item, line)
    return written(root)


def _quantity(of: ET.Element, name: str, line: Line) -> None:
    basic(of, name, line.quantity, unitCode=_UNITS[QuantityUnit(line.unit)])


def _note(root: ET.Element, document: Document) -> None:
    if document.note:
        basic(root, "Note", document.note)


def _means(root: ET.Element, account: Account, due_on: date) -> None:
    means = add(root, "PaymentMeans")
    basic(means, "PaymentMeansCode", _TRANSFER)
    basic(means, "PaymentDueDate", due_on)
    basic(means, "PaymentID", account.message)
    payee = add(means, "PayeeFinancialAccount")
    basic(payee, "ID", account.number)
    basic(payee, "Name", account.holder)
    basic(add(payee, "FinancialInstitutionBranch"), "Name", account.bank)


def _taxes(root: ET.Element, document: Document) -> None:
    total = add(root, "TaxTotal")
    dong(total, "TaxAmount", document.amounts.vat)
    pairs = list(zip(document.lines, document.amounts.lines, strict=True))
    for percent in sorted({line.vat_percent for line in document.lines}):
        of_rate = [amount for line, amount in pairs if line.vat_percent == percent]
        part = add(total, "TaxSubtotal")
        dong(part, "TaxableAmount", sum(amount.taxable for amount in of_rate))
        dong(part, "TaxAmount", sum(amount.vat for amount in of_rate))
        category = add(part, "TaxCategory")
        basic(category, "ID", "S" if percent else "Z")
        basic(category, "Percent", percent)
        basic(add(category, "TaxScheme"), "ID", "VAT")


def _totals(root: ET.Element, name: str, amounts: Amounts, credited: int = 0) -> None:
    total = add(root, name)
    without_tax = amounts.subtotal - amounts.discount
    dong(total, "LineExtensionAmount", without_tax)
    dong(total, "TaxExclusiveAmount", without_tax)
    dong(total, "TaxInclusiveAmount", amounts.total)
    if credited:
        dong(total, "PrepaidAmount", credited)
    dong(total, "PayableAmount", amounts.total - credited)


def _discount(of: ET.Element, amount: LineAmount) -> None:
    if amount.discount:
        allowance = add(of, "AllowanceCharge")
        basic(allowance, "ChargeIndicator", "false")
        dong(allowance, "Amount", amount.discount)
        dong(allowance, "BaseAmount", amount.net)


def _price(of: ET.Element, line: Line) -> None:
    dong(add(of, "Price"), "PriceAmount", line.price)


def _item(of: ET.Element, line: Line) -> None:
    item = add(of, "Item")
    basic(item, "Description", line.pack)
    basic(item, "Name", line.name)
    basic(add(item, "SellersItemIdentification"), "ID", line.code)
    category = add(item, "ClassifiedTaxCategory")
    basic(category, "ID", "S" if line.vat_percent else "Z")
    basic(category, "Percent", line.vat_percent)
    basic(add(category, "TaxScheme"), "ID", "VAT")
