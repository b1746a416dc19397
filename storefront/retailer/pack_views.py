"""How packs are offered to retailers, and how their producers deliver, ready to print: words are looked up once a page."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from catalog.wholesale_columns import Wanted
from catalog.wholesale_packs import OfferedPack
from marketplace.sourcing.reliability import Reliability

from ..filters import CURRENCY, counter, percent
from ..filters import day as day_text
from ..locales import is_english, locale
from ..wholesale_words import KEEPING


class PackView(NamedTuple):
    """`tiers` are pairs of how many pieces and their price, empty where the retailer may not see them; `on_request`
    says so. `first_day` and `lead` are of a delivery, empty where the producer has not said."""

    name: str
    piece: str
    tiers: Sequence[tuple[str, str]]
    on_request: bool
    order: Sequence[str]
    first_day: str
    lead: str
    keeping: Sequence[str]
    available: bool


class _Words(NamedTuple):
    piece: str
    tier: str
    least: str
    case: str
    most: str
    not_said: Sequence[str]
    first: str
    keeps: str
    on_time: str
    in_full: str
    sent_back: str
    storages: Mapping[str, str]


@cache
def _words(_language: str) -> _Words:
    """Those of the request's language, looked up once in the process."""
    return _Words(
        piece=_("one piece %(price)s"),
        tier=_("from %(count)s:"),
        least=_("at least %(count)s"),
        case=_("%(count)s in a case"),
        most=_("up to %(count)s a month"),
        not_said=(_("not said"),),
        first=_("from %(day)s"),
        keeps=_("keeps %(count)s days"),
        on_time=_("%(count)s of %(orders)s on time"),
        in_full=_("%(count)s of %(orders)s in full"),
        sent_back=_("%(share)s sent back"),
        storages={str(storage): str(words) for storage, words in KEEPING.items()},
    )


def pack_maker(day: date, closed: Collection[int]) -> Callable[[OfferedPack, int], PackView]:
    """Makes the packs of a page of `day`, each of the producer with this id; the prices of those in `closed` are not for
    who reads it."""
    words, counted, english = _words(locale()), counter(), is_english()
    # Few numbers of days are said by many packs.
    days, moment = cache(_days), cache(day_text)

    def lines(*said: tuple[str, int | None]) -> list[str]:
        return [text % {"count": counted(count)} for text, count in said if count]

    def make(pack: OfferedPack, producer_id: int) -> PackView:
        hidden, earliest = producer_id in closed, pack.earliest(day)
        keeping = lines((words.keeps, pack.shelf_life_days))
        if pack.storage:
            keeping.append(words.storages[pack.storage])
        return PackView(
            name=pack.pack_en if english and pack.pack_en else pack.pack,
            piece=words.piece % {"price": f"{counted(pack.price)}{CURRENCY}"},
            tiers=()
            if hidden
            else [
                (words.tier % {"count": counted(pieces)}, f"{counted(price)}{CURRENCY}")
                for pieces, price in pack.tiers
            ],
            on_request=hidden and bool(pack.tiers),
            order=lines(
                (words.least, pack.minimum),
                (words.case, pack.case_pack),
                (words.most, pack.capacity_per_month),
            )
            or words.not_said,
            first_day=words.first % {"day": moment(earliest)} if earliest else "",
            lead=days(pack.lead_days) if pack.lead_days is not None else "",
            keeping=keeping if keeping or earliest else words.not_said,
            available=pack.available,
        )

    return make


def _days(count: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", count)


def deliveries_maker() -> Callable[[Reliability], Sequence[str]]:
    """Makes what is said of a producer's deliveries; nothing of who had no order yet."""
    words, share = _words(locale()), cache(percent)

    def make(of: Reliability) -> Sequence[str]:
        if not of.orders:
            return ()
        return (
            words.on_time % {"count": of.on_time, "orders": of.orders},
            words.in_full % {"count": of.in_full, "orders": of.orders},
            words.sent_back % {"share": share(of.rejected_bp)},
        )

    return make


def fitting_first(
    packs: Sequence[OfferedPack], wanted: Wanted | None, day: date, is_closed: bool
) -> Sequence[OfferedPack]:
    """In their order, those that offer what is wanted before the others."""
    if wanted is None or not wanted.of_packs or len(packs) < 2:
        return packs
    return sorted(packs, key=lambda pack: not _fits(pack, None if is_closed else pack.lowest, wanted, day))


def _fits(pack: OfferedPack, lowest: int | None, wanted: Wanted, day: date) -> bool:
    """What WholesaleColumns.mask asks of a pack, season apart: that is the product's."""
    return all(
        limit is None or (said is not None and (said <= limit if at_most else said >= limit))
        for said, limit, at_most in (
            (pack.minimum, wanted.minimum, True),
            (pack.capacity_per_month, wanted.capacity, False),
            (pack.shelf_life_days, wanted.shelf_life, False),
            (pack.earliest(day), wanted.by, True),
            (lowest, wanted.price_to, True),
        )
    ) and (not wanted.storages or pack.storage in wanted.storages)
