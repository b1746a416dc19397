"""The nightly checks of ledger and goods: what does not hold is said in the log, and officers get a letter."""

import logging
from datetime import datetime, timedelta

from marketplace.fairs.ledger_check import check_fairs
from marketplace.orders.goods_check import check_goods
from marketplace.orders.ledger_check import check_ledger
from marketplace.sourcing.invoice_check import check_invoices

from ..database import Database
from ..letters.checks import tell_of_findings
from .registry import timer

_log = logging.getLogger(__name__)


@timer("ledger", every=timedelta(days=1))
def check_nightly(database: Database, now: datetime) -> None:
    with database.reading() as session:
        ledger = [*check_ledger(session), *check_fairs(session), *check_invoices(session)]
        goods = check_goods(session)
    for finding in ledger:
        _log.error("The ledger does not hold: %s, %s.", finding.rule, finding.where)
    for finding in goods:
        _log.error("Orders, stock and payments do not agree: %s, %s.", finding.rule, finding.where)
    if count := len(ledger) + len(goods):
        with database.transaction() as session:
            tell_of_findings(session, count, now)
