"""The words of wholesale terms, and of who sees wholesale prices."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from catalog.wholesale import Storage
from marketplace.sourcing.price_audiences import Viewers

KEEPING: dict[StrEnum, object] = {
    Storage.AMBIENT: _("Dry, at usual temperatures"),
    Storage.CHILLED: _("Chilled"),
    Storage.FROZEN: _("Frozen"),
}
VIEWERS: dict[StrEnum, object] = {
    Viewers.VERIFIED: _("All verified retailers"),
    Viewers.CHOSEN: _("The retailers chosen below"),
    Viewers.NOBODY: _("Nobody: retailers ask for a quote"),
}
LABELS: dict[type[StrEnum], dict[StrEnum, object]] = {Storage: KEEPING, Viewers: VIEWERS}
