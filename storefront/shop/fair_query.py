"""Reading the address of the list of fairs: what is unknown in it narrows nothing."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from marketplace.fairs.announced import Wanted
from marketplace.fairs.fairs import FairTheme

from .pages import link
from .paging import page_number
from .reference import Reference

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class FairQuery:
    wanted: Wanted
    page: int

    def url(self, page: int = 1) -> str:
        """The address of a page of what was asked for."""
        pairs = [
            ("province", self.wanted.province),
            ("month", f"{self.wanted.month:%Y-%m}" if self.wanted.month else None),
            ("theme", self.wanted.theme),
            ("open", "1" if self.wanted.open_only else None),
            ("page", str(page) if page > 1 else None),
        ]
        asked = urlencode([(name, value) for name, value in pairs if value])
        return link("/fairs") + (f"?{asked}" if asked else "")

    @property
    def is_narrowed(self) -> bool:
        return self.wanted != Wanted()


def read_fair_query(args: MultiDict, reference: Reference) -> FairQuery:
    province = reference.province(args.get("province", "")[:100])
    theme = args.get("theme")
    wanted = Wanted(
        province.code if province else None,
        read_month(args.get("month", "")),
        FairTheme(theme) if theme in set(FairTheme) else None,
        args.get("open") == "1",
    )
    return FairQuery(wanted, page_number(args.get("page")))


def read_month(text: str) -> date | None:
    """ "2027-01" as the first day of that month, of this century; None for anything else."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None
