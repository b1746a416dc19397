"""UBL documents: parsed again, in their namespaces, with sums that add up, whatever the texts hold."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.sourcing.amounts import Counted, amounts_of
from marketplace.sourcing.statements import Item, Statement, StatementLine
from marketplace.sourcing.ubl import Account, Document, Line, invoice_xml, order_xml
from marketplace.sourcing.ubl_parts import CAC, CBC, INVOICE, ORDER, STATEMENT, Party
from marketplace.sourcing.ubl_statement import statement_xml

NS = {"cac": CAC, "cbc": CBC}
DAY = date(2026, 11, 21)
HOSTILE = '</cbc:ID><x a="1">&amp; ]]> <!-- Chè\x00\x0b\ufffe\ud800'


def party(name: str = "Siêu thị") -> Party:
    return Party(name, "0101243150", "1 phố Thử", "Phường Ba Đình", "Hà Nội")


def document(lines, discount_bp: int = 0, note: str = "", number: str = "PO-1") -> Document:
    named = [
        Line("Chè Shan", "Gói 500 g", f"1-{at}", *line[:1], "kilogram", *line[1:])
        for at, line in enumerate(lines)
    ]
    amounts = amounts_of([Counted(*line) for line in lines], discount_bp)
    return Document(number, DAY, note, party(), party("HTX Thử"), named, amounts)


def ordered(of: Document) -> ET.Element:
    return ET.fromstring(order_xml(of, party("Cửa hàng 1"), DAY, DAY))


def text(root: ET.Element, path: str) -> str:
    found = root.find(path, NS)
    assert found is not None, path
    return found.text or ""


def dong(root: ET.Element, path: str) -> int:
    found = root.findall(path, NS)
    assert {one.attrib["currencyID"] for one in found} <= {"VND"}
    return sum(int(one.text) for one in found)


def test_an_order_stands_in_its_namespaces():
    root = ordered(document([(100, 50_000, 8)]))
    assert root.tag == f"{{{ORDER}}}Order"
    assert {child.tag.partition("}")[0][1:] for child in root.iter() if child is not root} == {CAC, CBC}
    assert (text(root, "cbc:UBLVersionID"), text(root, "cbc:ID"), text(root, "cbc:IssueDate")) == (
        "2.1",
        "PO-1",
        "2026-11-21",
    )
    assert text(root, "cac:OrderLine/cac:LineItem/cac:Item/cbc:Name") == "Chè Shan"
    quantity = root.find("cac:OrderLine/cac:LineItem/cbc:Quantity", NS)
    assert (quantity.text, quantity.attrib) == ("100", {"unitCode": "KGM"})


def test_an_invoice_says_where_to_pay_and_what_is_left():
    to = Account("1902123456789", "HTX THU", "VCB", "CPABC")
    root = ET.fromstring(
        invoice_xml(document([(10, 30_000, 8)], 250, number="HD-1"), "PO-1", DAY, 50_000, to)
    )
    assert root.tag == f"{{{INVOICE}}}Invoice"
    assert text(root, "cac:OrderReference/cbc:ID") == "PO-1"
    assert text(root, "cac:PaymentMeans/cbc:PaymentID") == "CPABC"
    assert text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID") == "1902123456789"
    assert dong(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == 315_900 - 50_000


lines = st.lists(
    st.tuples(st.integers(1, 10_000), st.integers(1, 10**7), st.sampled_from((0, 5, 8, 10))),
    min_size=1,
    max_size=6,
)


@given(lines, st.integers(0, 9000))
def test_sums_of_a_document_add_up(lines, discount_bp):
    of = document(lines, discount_bp)
    order, invoice = ordered(of), ET.fromstring(invoice_xml(of, "PO-1", DAY, 0, None))
    for root, total, line in (
        (order, "cac:AnticipatedMonetaryTotal", "cac:OrderLine/cac:LineItem"),
        (invoice, "cac:LegalMonetaryTotal", "cac:InvoiceLine"),
    ):
        without_tax = dong(root, f"{total}/cbc:TaxExclusiveAmount")
        tax = dong(root, "cac:TaxTotal/cbc:TaxAmount")
        assert (
            dong(root, f"{line}/cbc:LineExtensionAmount")
            == without_tax
            == dong(root, f"{total}/cbc:LineExtensionAmount")
        )
        assert dong(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount") == tax
        assert dong(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount") == without_tax
        assert dong(root, f"{total}/cbc:PayableAmount") == without_tax + tax == of.amounts.total


@pytest.mark.parametrize("where", ["note", "number"])
def test_hostile_texts_stay_texts(where):
    root = ordered(document([(1, 1, 0)], **{where: HOSTILE}))
    clean = HOSTILE
    for bad in "\x00\x0b\ufffe\ud800":
        clean = clean.replace(bad, "")
    assert text(root, {"note": "cbc:Note", "number": "cbc:ID"}[where]) == clean


@given(st.text())
def test_any_text_can_be_read_again(words):
    root = ordered(document([(1, 1, 0)], note=words or "x"))
    assert root.find("cbc:Note", NS) is not None


# The order in which the schema wants them.
LINE = [
    "ID",
    "Note",
    "BalanceBroughtForwardIndicator",
    "DebitLineAmount",
    "CreditLineAmount",
    "BalanceAmount",
    "DocumentReference",
]
moved = st.builds(
    StatementLine, st.just(DAY), st.sampled_from(Item), st.text(max_size=20), st.integers(-(10**12), 10**12)
)


@given(st.integers(-(10**12), 10**12), st.lists(moved, max_size=6))
def test_a_statement_leads_from_balance_to_balance(opening, lines):
    of = Statement(date(2026, 11, 1), date(2026, 12, 1), opening, lines)
    words = [HOSTILE] * len(lines)
    root = ET.fromstring(statement_xml(of, "S-1", DAY, party(), party("HTX Thử"), words))
    assert root.tag == f"{{{STATEMENT}}}Statement"
    assert (
        text(root, "cac:StatementPeriod/cbc:StartDate"),
        text(root, "cac:StatementPeriod/cbc:EndDate"),
    ) == (
        "2026-11-01",
        "2026-11-30",
    )
    debits, credits = dong(root, "cbc:TotalDebitAmount"), dong(root, "cbc:TotalCreditAmount")
    assert opening + debits - credits == dong(root, "cbc:TotalBalanceAmount") == of.closing
    rows = root.findall("cac:StatementLine", NS)
    assert len(rows) == int(text(root, "cbc:LineCountNumeric")) == len(lines) + 1
    balance = 0
    for row in rows:
        names = [child.tag.partition("}")[2] for child in row]
        assert names == [name for name in LINE if name in names]
        balance += dong(row, "cbc:DebitLineAmount") - dong(row, "cbc:CreditLineAmount")
        assert dong(row, "cbc:BalanceAmount") == balance
    assert balance == of.closing
