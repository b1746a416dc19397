"""Words for booths, what stands beside them, and applications."""

from flask_babel import lazy_gettext as _

from marketplace.fairs.applications import ApplicationState
from marketplace.fairs.booths import BoothKind, FeatureKind

LABELS = {
    BoothKind: {
        BoothKind.STANDARD: _("Standard booth"),
        BoothKind.TENT: _("Tent"),
        BoothKind.RAW_SPACE: _("Raw space"),
        BoothKind.FOOD_COURT: _("Food court"),
        BoothKind.SHARED: _("Shared stand of a province"),
        BoothKind.ONLINE: _("Online stall"),
    },
    FeatureKind: {
        FeatureKind.ENTRANCE: _("Entrance"),
        FeatureKind.STAGE: _("Stage"),
        FeatureKind.INFORMATION: _("Information"),
        FeatureKind.TOILETS: _("Toilets"),
        FeatureKind.FIRST_AID: _("First aid"),
        FeatureKind.PARKING: _("Parking"),
        FeatureKind.OTHER: _("Another spot"),
    },
    ApplicationState: {
        ApplicationState.SUBMITTED: _("Handed in"),
        ApplicationState.RETURNED: _("More is asked for"),
        ApplicationState.WAITLISTED: _("On the waiting list"),
        ApplicationState.ACCEPTED: _("Accepted, held for the payment"),
        ApplicationState.CONFIRMED: _("Confirmed"),
        ApplicationState.CHECKED_IN: _("Checked in"),
        ApplicationState.NO_SHOW: _("Did not come"),
        ApplicationState.DECLINED: _("Declined"),
        ApplicationState.LAPSED: _("Not paid in time"),
        ApplicationState.WITHDRAWN: _("Withdrawn"),
        ApplicationState.CANCELLED: _("Cancelled by the organiser"),
    },
}
