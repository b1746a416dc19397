"""The nightly check of the ledger: what does not hold is said in the log, for whoever watches it."""

import logging
from datetime import datetime, timedelta

from marketplace.orders.ledger_check import check_ledger

from ..database import Database
from .registry import timer

_log = logging.getLogger(__name__)


@timer("ledger", every=timedelta(days=1))
def check_nightly(database: Database, now: datetime) -> None:
    with database.reading() as session:
        findings = check_ledger(session)
    for finding in findings:
        _log.error("The ledger does not hold: %s, %s.", finding.rule, finding.where)
