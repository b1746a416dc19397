"""Orders and invoices as UBL 2.1, which the programs of retailers read: an XML document each, in whole dong."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .amounts import Amounts, LineAmount
from .units import QuantityUnit

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"
ORDER, INVOICE = f"{_UBL}Order-2", f"{_UBL}Invoice-2"
# Prefixes are known to the whole process: once, before anything is written.
for _prefix, _namespace in {"cac": CAC, "cbc": CBC, "order": ORDER, "invoice": INVOICE}.items():
    ET.register_namespace(_prefix, _namespace)
CURRENCY = "VND"
# Units of the recommendations 20 and 21 of UN/ECE.
_UNITS = {
    QuantityUnit.PACK: "XPK",
    QuantityUnit.CASE: "XCS",
    QuantityUnit.KILOGRAM: "KGM",
    QuantityUnit.LITRE: "LTR",
}
# What XML can't hold at all; everything else is escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TRANSFER, _COMMERCIAL_INVOICE = "30", "380"


@dataclass(frozen=True)
class Party:
    name: str
    tax_code: str
    street: str
    city: str
    province: str


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
    root = _root(ORDER, "Order", document)
    _basic(root, "IssueDate", document.day)
    _note(root, document)
    _basic(root, "DocumentCurrencyCode", CURRENCY)
    _basic(root, "LineCountNumeric", len(document.lines))
    _party(_part(root, "BuyerCustomerParty"), document.buyer)
    _party(_part(root, "SellerSupplierParty"), document.seller)
    delivery = _part(root, "Delivery")
    location = _part(delivery, "DeliveryLocation")
    _basic(location, "Description", store.name)
    _address(location, "Address", store)
    period = _part(delivery, "RequestedDeliveryPeriod")
    _basic(period, "StartDate", deliver_from)
    _basic(period, "EndDate", deliver_until)
    _taxes(root, document)
    _totals(root, "AnticipatedMonetaryTotal", document.amounts)
    for at, (line, amount) in enumerate(zip(document.lines, document.amounts.lines, strict=True), 1):
        item = _part(_part(root, "OrderLine"), "LineItem")
        _basic(item, "ID", at)
        _quantity(item, "Quantity", line)
        _amount(item, "LineExtensionAmount", amount.taxable)
        _amount(item, "TotalTaxAmount", amount.vat)
        _discount(item, amount)
        _price(item, line)
        _item(item, line)
    return _written(root)


def invoice_xml(
    document: Document, order_number: str, due_on: date, credited: int, account: Account | None
) -> bytes:
    """An Invoice of the seller's; `credited` dong of accepted claims need not be paid any more."""
    root = _root(INVOICE, "Invoice", document)
    _basic(root, "IssueDate", document.day)
    _basic(root, "DueDate", due_on)
    _basic(root, "InvoiceTypeCode", _COMMERCIAL_INVOICE)
    _note(root, document)
    _basic(root, "DocumentCurrencyCode", CURRENCY)
    _basic(root, "LineCountNumeric", len(document.lines))
    _basic(_part(root, "OrderReference"), "ID", order_number)
    _party(_part(root, "AccountingSupplierParty"), document.seller)
    _party(_part(root, "AccountingCustomerParty"), document.buyer)
    if account:
        _means(root, account, due_on)
    _taxes(root, document)
    _totals(root, "LegalMonetaryTotal", document.amounts, credited)
    for at, (line, amount) in enumerate(zip(document.lines, document.amounts.lines, strict=True), 1):
        item = _part(root, "InvoiceLine")
        _basic(item, "ID", at)
        _quantity(item, "InvoicedQuantity", line)
        _amount(item, "LineExtensionAmount", amount.taxable)
        _discount(item, amount)
        tax = _part(item, "TaxTotal")
        _amount(tax, "TaxAmount", amount.vat)
        _item(item, line)
        _price(item, line)
    return _written(root)


def _root(namespace: str, name: str, document: Document) -> ET.Element:
    root = ET.Element(f"{{{namespace}}}{name}")
    _basic(root, "UBLVersionID", "2.1")
    _basic(root, "ID", document.number)
    return root


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _part(of: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(of, f"{{{CAC}}}{name}")


def _basic(of: ET.Element, name: str, value: object, **attributes: str) -> ET.Element:
    made = ET.SubElement(of, f"{{{CBC}}}{name}", attributes)
    made.text = _FORBIDDEN.sub("", str(value))
    return made


def _amount(of: ET.Element, name: str, dong: int) -> None:
    _basic(of, name, dong, currencyID=CURRENCY)


def _quantity(of: ET.Element, name: str, line: Line) -> None:
    _basic(of, name, line.quantity, unitCode=_UNITS[QuantityUnit(line.unit)])


def _note(root: ET.Element, document: Document) -> None:
    if document.note:
        _basic(root, "Note", document.note)


def _party(role: ET.Element, party: Party) -> None:
    of = _part(role, "Party")
    _basic(_part(of, "PartyName"), "Name", party.name)
    _address(of, "PostalAddress", party)
    if party.tax_code:
        scheme = _part(of, "PartyTaxScheme")
        _basic(scheme, "CompanyID", party.tax_code)
        _basic(_part(scheme, "TaxScheme"), "ID", "VAT")
    _basic(_part(of, "PartyLegalEntity"), "RegistrationName", party.name)


def _address(of: ET.Element, name: str, party: Party) -> None:
    address = _part(of, name)
    if party.street:
        _basic(address, "StreetName", party.street)
    _basic(address, "CityName", party.city)
    _basic(address, "CountrySubentity", party.province)
    _basic(_part(address, "Country"), "IdentificationCode", "VN")


def _means(root: ET.Element, account: Account, due_on: date) -> None:
    means = _part(root, "PaymentMeans")
    _basic(means, "PaymentMeansCode", _TRANSFER)
    _basic(means, "PaymentDueDate", due_on)
    _basic(means, "PaymentID", account.message)
    payee = _part(means, "PayeeFinancialAccount")
    _basic(payee, "ID", account.number)
    _basic(payee, "Name", account.holder)
    _basic(_part(payee, "FinancialInstitutionBranch"), "Name", account.bank)


def _taxes(root: ET.Element, document: Document) -> None:
    total = _part(root, "TaxTotal")
    _amount(total, "TaxAmount", document.amounts.vat)
    pairs = list(zip(document.lines, document.amounts.lines, strict=True))
    for percent in sorted({line.vat_percent for line in document.lines}):
        of_rate = [amount for line, amount in pairs if line.vat_percent == percent]
        part = _part(total, "TaxSubtotal")
        _amount(part, "TaxableAmount", sum(amount.taxable for amount in of_rate))
        _amount(part, "TaxAmount", sum(amount.vat for amount in of_rate))
        category = _part(part, "TaxCategory")
        _basic(category, "ID", "S" if percent else "Z")
        _basic(category, "Percent", percent)
        _basic(_part(category, "TaxScheme"), "ID", "VAT")


def _totals(root: ET.Element, name: str, amounts: Amounts, credited: int = 0) -> None:
    total = _part(root, name)
    without_tax = amounts.subtotal - amounts.discount
    _amount(total, "LineExtensionAmount", without_tax)
    _amount(total, "TaxExclusiveAmount", without_tax)
    _amount(total, "TaxInclusiveAmount", amounts.total)
    if credited:
        _amount(total, "PrepaidAmount", credited)
    _amount(total, "PayableAmount", amounts.total - credited)


def _discount(of: ET.Element, amount: LineAmount) -> None:
    if amount.discount:
        allowance = _part(of, "AllowanceCharge")
        _basic(allowance, "ChargeIndicator", "false")
        _amount(allowance, "Amount", amount.discount)
        _amount(allowance, "BaseAmount", amount.net)


def _price(of: ET.Element, line: Line) -> None:
    _amount(_part(of, "Price"), "PriceAmount", line.price)


def _item(of: ET.Element, line: Line) -> None:
    item = _part(of, "Item")
    _basic(item, "Description", line.pack)
    _basic(item, "Name", line.name)
    _basic(_part(item, "SellersItemIdentification"), "ID", line.code)
    category = _part(item, "ClassifiedTaxCategory")
    _basic(category, "ID", "S" if line.vat_percent else "Z")
    _basic(category, "Percent", line.vat_percent)
    _basic(_part(category, "TaxScheme"), "ID", "VAT")
