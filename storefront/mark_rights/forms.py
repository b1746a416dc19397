"""Forms of rights to use marks: a decision on rights that exist, and a new right."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.marks import Basis, Mark, MarkKind
from catalog.products import Product
from catalog.standing import ActKind
from marketplace.register.mark_rights import BASES, RightWanted

from ..fields import DayField, line
from ..ruling_form import RulingForm
from ..shop.forms import ShopForm

_NEEDED, _CHOOSE = lazy_gettext("Please fill this in."), lazy_gettext("Please choose one.")
_STEPS = [
    ("", _CHOOSE),
    (str(ActKind.SUSPEND), lazy_gettext("Suspend")),
    (str(ActKind.REINSTATE), lazy_gettext("Reinstate")),
    (str(ActKind.REVOKE), lazy_gettext("Revoke")),
]
_BASES = {
    Basis.OWNER: lazy_gettext("Owner of the mark"),
    Basis.MEMBER: lazy_gettext("Member of the owner"),
    Basis.LICENSEE: lazy_gettext("Licensee"),
    Basis.PERMIT: lazy_gettext("Permit"),
}


class RightsRulingForm(RulingForm):
    step = SelectField(lazy_gettext("What is decided"), [DataRequired(_CHOOSE)])


def rights_ruling_form(*, sent: bool) -> RightsRulingForm:
    """With its choices; empty unless it was sent."""
    form = RightsRulingForm(prefix="ruling-") if sent else RightsRulingForm(formdata=None, prefix="ruling-")
    form.step.choices = [(step, str(text)) for step, text in _STEPS]
    return form


class RightForm(ShopForm):
    product = SelectField(lazy_gettext("Product"))
    basis = SelectField(lazy_gettext("Ground of the right"), [DataRequired(_CHOOSE)])
    permit_no = line(lazy_gettext("Number of the permit"), 100)
    granted_by = line(lazy_gettext("Granted by"), needed=_NEEDED)
    valid_from = DayField(lazy_gettext("First day"), [DataRequired(_NEEDED)])
    valid_until = DayField(lazy_gettext("Last day"))

    def wanted(self) -> RightWanted:
        return RightWanted(
            int(self.product.data) if self.product.data else None,
            self.basis.data,
            self.permit_no.data,
            self.granted_by.data,
            self.valid_from.value,
            self.valid_until.value,
        )


class RightsListForm(RightForm):
    """The same right for every line of a list; each line has its own permit. `action` is "check" or "grant"."""

    product = None
    permit_no = None
    lines = TextAreaField(
        lazy_gettext("Producers, one a line"),
        [
            DataRequired(_NEEDED),
            Length(max=60_000, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
    )

    def wanted(self) -> RightWanted:
        facts = self.granted_by.data, self.valid_from.value, self.valid_until.value
        return RightWanted(None, self.basis.data, "", *facts)


def rights_list_form(mark: Mark, *, sent: bool) -> RightsListForm:
    """With its choices; empty unless it was sent."""
    form = RightsListForm() if sent else RightsListForm(formdata=None)
    form.basis.choices = _bases(mark)
    return form


def _bases(mark: Mark) -> list[tuple[str, str]]:
    return [(str(basis), str(_BASES[basis])) for basis in BASES[MarkKind(mark.kind)]]


def right_form(mark: Mark, products: list[Product], *, sent: bool) -> RightForm:
    """With its choices; empty unless it was sent."""
    form = RightForm() if sent else RightForm(formdata=None)
    form.product.choices = [
        ("", _("All products of the producer")),
        *((str(one.id), one.name) for one in products),
    ]
    form.basis.choices = _bases(mark)
    return form
