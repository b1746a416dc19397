"""What is said of retailers, in words."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import RetailerKind

LABELS: dict[type[StrEnum], dict[StrEnum, object]] = {
    RetailerRole: {
        RetailerRole.MANAGER: _("Manager"),
        RetailerRole.BUYER: _("Purchaser"),
        RetailerRole.APPROVER: _("Approves spending"),
        RetailerRole.RECEIVER: _("Receives goods"),
        RetailerRole.QUALITY: _("Checks quality"),
    },
    RetailerKind: {
        RetailerKind.SUPERMARKET: _("Supermarket or chain"),
        RetailerKind.CONVENIENCE: _("Convenience stores"),
        RetailerKind.SHOP: _("Shop"),
        RetailerKind.DISTRIBUTOR: _("Distributor"),
        RetailerKind.CATERING: _("Catering, restaurant or hotel"),
        RetailerKind.EXPORTER: _("Exporter"),
    },
}
