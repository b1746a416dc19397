"""A statement of account as UBL 2.1: the producer's claims are debits of the retailer, credits and transfers the reverse."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date, timedelta

from .statements import Statement
from .ubl_parts import CURRENCY, STATEMENT, Party, add, basic, begin, dong, party, written


def statement_xml(
    of: Statement, number: str, day: date, retailer: Party, producer: Party, words: Sequence[str]
) -> bytes:
    """Written on `day`; `words` say of each line what it is. The first line is the balance brought forward."""
    root = begin(STATEMENT, "Statement", number)
    basic(root, "IssueDate", day)
    basic(root, "DocumentCurrencyCode", CURRENCY)
    dong(root, "TotalDebitAmount", sum(max(0, line.amount) for line in of.lines))
    dong(root, "TotalCreditAmount", sum(max(0, -line.amount) for line in of.lines))
    dong(root, "TotalBalanceAmount", of.closing)
    basic(root, "LineCountNumeric", len(of.lines) + 1)
    period = add(root, "StatementPeriod")
    basic(period, "StartDate", of.first)
    basic(period, "EndDate", of.after - timedelta(days=1))
    party(add(root, "AccountingSupplierParty"), producer)
    party(add(root, "AccountingCustomerParty"), retailer)
    brought = add(root, "StatementLine")
    basic(brought, "ID", 1)
    basic(brought, "BalanceBroughtForwardIndicator", "true")
    _moved(brought, of.opening)
    dong(brought, "BalanceAmount", of.opening)
    balance = of.opening
    for at, (line, said) in enumerate(zip(of.lines, words, strict=True), 2):
        balance += line.amount
        item = add(root, "StatementLine")
        basic(item, "ID", at)
        basic(item, "Note", said)
        basic(item, "BalanceBroughtForwardIndicator", "false")
        _moved(item, line.amount)
        dong(item, "BalanceAmount", balance)
        reference = add(item, "DocumentReference")
        # UBL wants a name; money that came for no invoice has none.
        basic(reference, "ID", line.name or "-")
        basic(reference, "IssueDate", line.day)
    return written(root)


def _moved(item: ET.Element, amount: int) -> None:
    dong(item, "DebitLineAmount" if amount >= 0 else "CreditLineAmount", abs(amount))
