"""Province, then commune: the choices of every form that asks for an address."""

from typing import TypeVar

from flask_babel import gettext as _

from .forms import DeliveryForm
from .reference import communes_in, reference

Form = TypeVar("Form", bound=DeliveryForm)


def with_choices(form: Form) -> Form:
    """The form with all provinces, and the communes of the one that is chosen."""
    provinces = reference().provinces
    communes = communes_in(form.province.data or "")
    form.province.choices = [("", _("Choose …")), *((code, p.name) for code, p in provinces.items())]
    form.commune.choices = [("", _("Choose …")), *((code, c.full_name) for code, c in communes.items())]
    return form


def commune_fits(form: DeliveryForm) -> bool:
    """Whether the commune is one of the province; says so beside the field where not."""
    if form.commune.data in communes_in(form.province.data or ""):
        return True
    form.commune.errors = [_("Please choose a commune or ward of this province.")]
    return False
