"""Template filters: money, numbers, dates, weights and labels in the visitor's language."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from flask import Flask
from flask_babel import format_date, format_decimal, lazy_gettext

from catalog.document_kinds import DocumentKind
from catalog.documents import Audience, DocumentState
from catalog.marks import MarkKind
from catalog.places import Region
from catalog.producers import ProducerKind, ProducerState
from catalog.products import Unit
from catalog.recognitions import Evidence, ExpirySource
from catalog.standing import Status
from marketplace.accounts.data_requests import RequestKind
from marketplace.accounts.memberships import OrganiserRole, ProducerRole
from marketplace.accounts.organisers import OrganiserKind
from marketplace.fairs.fairs import FairPhase, FairTheme
from marketplace.misuse import ReportKind, ReportState
from marketplace.orders.delivery import Zone
from marketplace.orders.orders import Party, SubOrderState
from marketplace.orders.returns import ReturnReason, ReturnState, Wanted
from marketplace.orders.statements import Item
from marketplace.orders.status import OrderStatus
from marketplace.orders.vouchers import VoucherStatus
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.taxes import Activity, Tax

from .booth_words import LABELS as BOOTH_LABELS
from .clock import VIETNAM
from .contract_words import LABELS as CONTRACT_LABELS
from .locales import is_english, localized
from .purchase_words import LABELS as PURCHASE_LABELS
from .request_words import LABELS as REQUEST_LABELS
from .retailer_words import LABELS as RETAILER_LABELS
from .wholesale_words import LABELS as WHOLESALE_LABELS

_ = lazy_gettext
CURRENCY = "\u00a0₫"

LABELS: dict[type[StrEnum], dict[StrEnum, object]] = (
    BOOTH_LABELS
    | PURCHASE_LABELS
    | CONTRACT_LABELS
    | REQUEST_LABELS
    | RETAILER_LABELS
    | WHOLESALE_LABELS
    | {
        ProducerState: {
            ProducerState.DRAFT: _("Being prepared"),
            ProducerState.SUBMITTED: _("Waits for approval"),
            ProducerState.RETURNED: _("Returned"),
            ProducerState.APPROVED: _("Approved"),
            ProducerState.SUSPENDED: _("Suspended"),
            ProducerState.CLOSED: _("Closed"),
            ProducerState.REGISTERED: _("Known from the register"),
        },
        ProducerRole: {
            ProducerRole.OWNER: _("Owner of the business"),
            ProducerRole.MANAGER: _("Manager"),
            ProducerRole.PACKER: _("Packer"),
        },
        OrganiserRole: {
            OrganiserRole.MANAGER: _("Manager"),
            OrganiserRole.STEWARD: _("Steward"),
        },
        OrganiserKind: {
            OrganiserKind.AUTHORITY: _("Authority"),
            OrganiserKind.CENTRE: _("Trade promotion centre"),
            OrganiserKind.ASSOCIATION: _("Association"),
            OrganiserKind.ENTERPRISE: _("Enterprise"),
            OrganiserKind.COOPERATIVE: _("Cooperative"),
        },
        FairTheme: {
            FairTheme.OCOP: _("OCOP products"),
            FairTheme.TET: _("Tết market"),
            FairTheme.HARVEST: _("Harvest"),
            FairTheme.CRAFT: _("Crafts"),
            FairTheme.FOOD: _("Food"),
            FairTheme.TRADE: _("Trade promotion"),
            FairTheme.TOURISM: _("Tourism"),
        },
        FairPhase: {
            FairPhase.DRAFT: _("Being prepared"),
            FairPhase.COMING: _("Coming"),
            FairPhase.RUNNING: _("Running"),
            FairPhase.FINISHED: _("Finished"),
            FairPhase.POSTPONED: _("Postponed"),
            FairPhase.CANCELLED: _("Cancelled"),
        },
        ProducerKind: {
            ProducerKind.COOPERATIVE_UNION: _("Cooperative union"),
            ProducerKind.COOPERATIVE: _("Cooperative"),
            ProducerKind.COOPERATIVE_GROUP: _("Cooperative group"),
            ProducerKind.ENTERPRISE: _("Enterprise"),
            ProducerKind.HOUSEHOLD: _("Household business"),
            ProducerKind.FACILITY: _("Production facility"),
            ProducerKind.FARM: _("Farm"),
        },
        MarkKind: {
            MarkKind.GEOGRAPHICAL_INDICATION: _("Geographical indication"),
            MarkKind.COLLECTIVE: _("Collective mark"),
            MarkKind.CERTIFICATION: _("Certification mark"),
            MarkKind.TRADEMARK: _("Trademark"),
        },
        Status: {
            Status.NOT_YET: _("Not yet in force"),
            Status.VALID: _("In force"),
            Status.EXPIRING: _("In force, lapses soon"),
            Status.EXPIRED: _("Lapsed"),
            Status.SUSPENDED: _("Suspended"),
            Status.REVOKED: _("Revoked"),
        },
        ReportKind: {
            ReportKind.STARS: _("Stars without a recognition"),
            ReportKind.MARK: _("A mark used without a right to it"),
            ReportKind.ORIGIN: _("Wrong origin"),
            ReportKind.OTHER: _("Something else"),
        },
        ReportState: {
            ReportState.RECEIVED: _("Waits for an officer"),
            ReportState.EXAMINED: _("Being looked at"),
            ReportState.UPHELD: _("Upheld"),
            ReportState.NOT_UPHELD: _("Not upheld"),
        },
        DocumentKind: {
            DocumentKind.OCOP_DECISION: _("OCOP decision"),
            DocumentKind.FOOD_SAFETY: _("Food-safety certificate"),
            DocumentKind.SELF_DECLARATION: _("Self-declaration of the product"),
            DocumentKind.LAB_TEST: _("Lab test"),
            DocumentKind.BARCODE: _("GS1 barcode registration"),
            DocumentKind.VIETGAP: _("VietGAP certificate"),
            DocumentKind.ORGANIC: _("Organic certificate"),
            DocumentKind.MANAGEMENT_SYSTEM: _("ISO or HACCP certificate"),
            DocumentKind.MARK_PERMIT: _("Permit to use a mark"),
            DocumentKind.ALCOHOL_LICENCE: _("Alcohol licence"),
            DocumentKind.HEALTH_PRODUCT: _("Registered declaration of a health product"),
            DocumentKind.COSMETIC: _("Cosmetic product declaration"),
            DocumentKind.BUSINESS_REGISTRATION: _("Business registration"),
            DocumentKind.OTHER: _("Another paper"),
        },
        DocumentState: {
            DocumentState.KEPT: _("Kept for yourselves"),
            DocumentState.SUBMITTED: _("An officer looks at it"),
            DocumentState.ACCEPTED: _("Accepted"),
            DocumentState.RETURNED: _("Returned"),
        },
        Audience: {
            Audience.PRODUCER: _("We alone"),
            Audience.OFFICERS: _("We and the officers"),
            Audience.RETAILERS: _("Verified retailers too"),
            Audience.PUBLIC: _("Everybody, on the product's page"),
        },
        Evidence: {
            Evidence.DECISION_SEEN: _("Signed decision seen"),
            Evidence.STATE_NEWS: _("Confirmed by state news"),
            Evidence.PROPOSAL: _("Proposal only"),
            Evidence.CLAIM: _("Seller's claim"),
        },
        ExpirySource: {
            ExpirySource.CERTIFICATE: _("as printed on the certificate"),
            ExpirySource.COMPUTED: _("36 months from the decision"),
        },
        PaymentMethod: {
            PaymentMethod.CASH_ON_DELIVERY: _("Cash on delivery"),
            PaymentMethod.VIETQR: _("Bank transfer (VietQR)"),
            PaymentMethod.CARD: _("Card"),
        },
        SubOrderState: {
            SubOrderState.PENDING: _("Waiting for the producer's confirmation"),
            SubOrderState.CONFIRMED: _("Confirmed by the producer"),
            SubOrderState.PACKED: _("Packed"),
            SubOrderState.SHIPPED: _("On its way"),
            SubOrderState.DELIVERED: _("Delivered"),
            SubOrderState.COMPLETED: _("Completed"),
            SubOrderState.CANCELLED: _("Cancelled"),
            SubOrderState.RETURNED: _("Sent back"),
        },
        OrderStatus: {
            OrderStatus.WAITING: _("Waits for confirmation"),
            OrderStatus.IN_PROGRESS: _("In preparation"),
            OrderStatus.PARTLY_SHIPPED: _("Partly on its way"),
            OrderStatus.SHIPPED: _("On its way"),
            OrderStatus.PARTLY_DELIVERED: _("Partly delivered"),
            OrderStatus.DELIVERED: _("Delivered"),
            OrderStatus.COMPLETED: _("Completed"),
            OrderStatus.CANCELLED: _("Cancelled"),
            OrderStatus.RETURNED: _("Sent back"),
        },
        Party: {
            Party.BUYER: _("Buyer"),
            Party.PRODUCER: _("Producer"),
            Party.OPERATOR: _("The shop"),
            Party.TIMER: _("Automatic"),
        },
        ReturnState: {
            ReturnState.ASKED: _("Waits for the producer's answer"),
            ReturnState.MEDIATION: _("An officer decides"),
            ReturnState.ACCEPTED: _("Accepted, to be sent back"),
            ReturnState.ARRIVED: _("Back at the producer"),
            ReturnState.SETTLED: _("Settled"),
            ReturnState.DECLINED: _("Declined"),
            ReturnState.WITHDRAWN: _("Withdrawn"),
        },
        ReturnReason: {
            ReturnReason.DAMAGED: _("It arrived damaged"),
            ReturnReason.WRONG: _("It is not what I ordered"),
            ReturnReason.NOT_AS_DESCRIBED: _("It is not as described"),
            ReturnReason.SPOILED: _("It is spoiled"),
            ReturnReason.OTHER: _("Something else"),
        },
        Wanted: {
            Wanted.EVERYTHING: _("Send everything back, and all of the money"),
            Wanted.PIECES: _("Send some pieces back, and the money for them"),
            Wanted.AMOUNT: _("Keep the goods, and a part of the money"),
        },
        Zone: {
            Zone.IN_PROVINCE: _("Within a province"),
            Zone.IN_REGION: _("Within a region"),
            Zone.ACROSS: _("Across regions"),
        },
        VoucherStatus: {
            VoucherStatus.NOT_YET: _("Not yet"),
            VoucherStatus.IN_FORCE: _("In use"),
            VoucherStatus.OVER: _("Over"),
            VoucherStatus.USED_UP: _("Used up"),
            VoucherStatus.WITHDRAWN: _("Withdrawn"),
        },
        RequestKind: {
            RequestKind.EXPORT: _("A copy of the data"),
            RequestKind.ERASURE: _("Erasure of the account"),
            RequestKind.CORRECTION: _("Something is wrong and should be corrected"),
            RequestKind.OBJECTION: _("I object to a use of my data"),
            RequestKind.QUESTION: _("A question"),
        },
        Item: {
            Item.SALES: _("Sales"),
            Item.REFUNDS: _("Refunds"),
            Item.COMMISSION: _("Commission"),
            Item.WITHHOLDING: _("Withheld tax"),
            Item.VOUCHERS: _("Vouchers of the market"),
            Item.RECEIVED: _("Received by the producer"),
            Item.TRANSFERRED: _("Card payments transferred"),
            Item.DUES: _("Settled with the market"),
        },
        Tax: {Tax.VALUE_ADDED: _("Value added tax"), Tax.PERSONAL_INCOME: _("Personal income tax")},
        Activity: {Activity.GOODS: _("Sale of goods"), Activity.SERVICES: _("Services")},
        Region: {
            Region.NORTHERN_MOUNTAINS: _("Northern midlands and mountains"),
            Region.RED_RIVER_DELTA: _("Red River Delta"),
            Region.NORTH_CENTRAL: _("North Central Coast"),
            Region.SOUTH_CENTRAL: _("South Central Coast and Central Highlands"),
            Region.SOUTH_EAST: _("Southeast"),
            Region.MEKONG_DELTA: _("Mekong Delta"),
        },
    }
)


def label(value: StrEnum) -> str:
    """The words for a value of one of our enums."""
    return str(LABELS[type(value)][value])


def dong(amount: int) -> str:
    """Whole dong with a no-break space: "250.000 ₫" in Vietnamese, "250,000 ₫" in English."""
    return f"{_grouped(amount)}{CURRENCY}"


def _grouped(value: int) -> str:
    separated = f"{value:,}"
    return separated if is_english() else separated.replace(",", ".")


def counter() -> Callable[[int], str]:
    """What `number` does with whole numbers, where a page has hundreds: its language is asked for once."""
    return "{:,}".format if is_english() else lambda value: f"{value:,}".replace(",", ".")


def number(value: float) -> str:
    """ "17.316" in Vietnamese, "17,316" in English; "39,5" and "39.5"."""
    return _grouped(value) if isinstance(value, int) else format_decimal(value)


def percent(basis_points: int) -> str:
    """ "5%", "7,5%" from hundredths of a percent."""
    return f"{format_decimal(basis_points / 100)}%"


def month_name(value: date) -> str:
    """ "Tháng 12" in Vietnamese, "December" in English."""
    return format_date(value, "LLLL")


def day(value: date) -> str:
    """ "21/11/2026" in Vietnamese, "21 Nov 2026" in English."""
    return format_date(value, "d MMM yyyy") if is_english() else f"{value:%d/%m/%Y}"


def moment(at: datetime) -> str:
    """ "10:05, 21/11/2026", in Vietnam."""
    there = at.astimezone(VIETNAM)
    return f"{there:%H:%M}, {day(there.date())}"


def weight(grams: int) -> str:
    return f"{format_decimal(grams / 1000)}\u00a0kg" if grams >= 1000 else f"{grams}\u00a0g"


def net_content(net: int, unit: str) -> str:
    """ "500 g", "1,5 kg", "750 ml", "1 l"; nothing for what is sold by the piece: its pack says it."""
    if unit == Unit.GRAM:
        return weight(net)
    if unit == Unit.MILLILITRE:
        return f"{format_decimal(net / 1000)}\u00a0l" if net >= 1000 else f"{net}\u00a0ml"
    return ""


def init(app: Flask) -> None:
    app.jinja_env.filters.update(
        dong=dong,
        number=number,
        day=day,
        month_name=month_name,
        weight=weight,
        percent=percent,
        label=label,
        local=localized,
        moment=moment,
    )
