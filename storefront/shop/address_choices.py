"""Province, then commune: the choices of every form that asks for an address."""

from typing import TypeVar

from flask_babel import gettext as _

from catalog.places import communes_of, find_commune

from ..database import session
from .forms import DeliveryForm
from .reference import reference

Form = TypeVar("Form", bound=DeliveryForm)


def with_choices(form: Form) -> Form:
    """The form with all provinces, and the communes of the one that is chosen."""
    provinces = reference().provinces
    province = form.province.data or ""
    communes = session().scalars(communes_of(province)) if province in provinces else []
    form.province.choices = [("", _("Choose …")), *((code, p.name) for code, p in provinces.items())]
    form.commune.choices = [("", _("Choose …")), *((c.code, c.full_name) for c in communes)]
    return form


def commune_fits(form: DeliveryForm) -> bool:
    """Whether the commune is one of the province; says so beside the field where not."""
    if find_commune(session(), form.commune.data, form.province.data):
        return True
    form.commune.errors = [_("Please choose a commune or ward of this province.")]
    return False
