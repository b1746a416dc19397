"""Forms of the register: a recognition as an officer enters it, and a decision on recognitions that exist."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired

from catalog.recognitions import Recognition
from marketplace.register.acting import Wanted

from ..fields import DayField, line
from ..list_words import evidences
from ..shop.forms import ShopForm

_NEEDED = lazy_gettext("Please fill this in.")
_CHOOSE = lazy_gettext("Please choose one.")
STARS = [("3", "3"), ("4", "4"), ("5", "5")]


def _needed_day(label: Any) -> DayField:
    return DayField(label, [DataRequired(_NEEDED)])


class WantedForm(ShopForm):
    stars = SelectField(lazy_gettext("Stars"), [DataRequired(_CHOOSE)])
    decision_no = line(lazy_gettext("Decision"), 100, needed=_NEEDED)
    decided_on = _needed_day(lazy_gettext("Decided on"))
    expires_on = DayField(lazy_gettext("Last day, where the certificate names one"))
    issuer = line(lazy_gettext("Issued by"), needed=_NEEDED)
    evidence = SelectField(lazy_gettext("Evidence"), [DataRequired(_CHOOSE)], validate_choice=True)
    document = line(lazy_gettext("Where the decision can be read"), 500)

    def wanted(self) -> Wanted:
        return Wanted(
            int(self.stars.data),
            self.decision_no.data,
            self.decided_on.value,
            self.expires_on.value,
            self.issuer.data,
            self.evidence.data,
            self.document.data,
        )


class CorrectionForm(WantedForm):
    ground = line(lazy_gettext("What was wrong"), 500, needed=_NEEDED)


def wanted_form(form: WantedForm, of: Recognition | None = None) -> WantedForm:
    """With its choices, and filled from a recognition where one is corrected."""
    form.stars.choices = [("", _("Please choose one.")), *STARS]
    form.evidence.choices = [("", _("Please choose one.")), *evidences()]
    if of is not None:
        form.stars.data, form.evidence.data = str(of.stars), of.evidence
        form.decision_no.data, form.issuer.data, form.document.data = of.decision_no, of.issuer, of.document
        form.decided_on.data, form.expires_on.data = f"{of.decided_on:%d/%m/%Y}", f"{of.expires_on:%d/%m/%Y}"
    return form
