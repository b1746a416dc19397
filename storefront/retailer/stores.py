"""/retailer/stores: the stores and warehouses to which producers deliver, and when those take goods."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from wtforms import TextAreaField
from wtforms.validators import Length

from catalog.records import Refused
from marketplace.accounts.stores import (
    Store,
    StoreFacts,
    add_store,
    change_store,
    close_store,
    reopen_store,
    stores_of,
)
from marketplace.permissions import RetailerAction
from marketplace.phones import shown_phone

from ..clock import now
from ..companies.access import naming
from ..database import session
from ..fields import line
from ..list_pages import list_page
from ..locales import translated
from ..security import limiter
from ..shop.address_choices import commune_fits, with_choices
from ..shop.forms import DeliveryForm, PhoneField, ShopForm
from ..shop.pages import Crumb, link
from . import retailer
from .access import named_retailer
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "stores",
        RetailerAction.STORES,
        lazy_gettext("Stores and warehouses"),
        lazy_gettext("Where goods are delivered, and when they are taken"),
    )
)
LONGEST_RECEIVING = 1000


class OptionalPhoneField(PhoneField):
    """A telephone number, or nothing."""

    def pre_validate(self, form) -> None:
        self.international = ""
        if self.data:
            super().pre_validate(form)


class StoreForm(ShopForm):
    """The choices of province and commune are filled in by the view."""

    code = line(lazy_gettext("Your number for it"), 40, needed=lazy_gettext("Please write a number."))
    name = line(lazy_gettext("Name"), 120, needed=lazy_gettext("Please write the name."))
    province = DeliveryForm.province
    commune = DeliveryForm.commune
    street = DeliveryForm.street
    phone = OptionalPhoneField(lazy_gettext("Telephone at the ramp"))
    receiving = TextAreaField(
        lazy_gettext("When and how goods are taken"),
        [Length(max=LONGEST_RECEIVING, message=lazy_gettext("Please write at most %(max)d characters."))],
        filters=[lambda text: (text or "").strip()],
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        return commune_fits(self) and valid

    def said(self) -> StoreFacts:
        return StoreFacts(
            self.code.data,
            self.name.data,
            self.commune.data,
            self.street.data,
            self.phone.international,
            self.receiving.data,
        )


@retailer.get("/stores")
def stores() -> Response:
    of = named_retailer()
    every = stores_of(of.id).with_only_columns(Store.id, Store.code, Store.name, Store.street)
    found = list_page(session().execute(every), "/retailer/stores", naming(of))
    return retailer_page(
        "stores/index.html",
        of=of,
        found=found,
        rows=list(session().scalars(stores_of(of.id).where(Store.id.in_(found.ids)))),
        crumbs=[Crumb(_("Stores and warehouses"))],
    )


@retailer.get("/stores/new")
def new_store() -> Response:
    return _form_page(with_choices(StoreForm(formdata=None)), None)


@retailer.post("/stores")
@limiter.limit("200 per hour")
def add_one_store() -> Response:
    form, of = with_choices(StoreForm()), named_retailer()
    return _keep(form, None, lambda said: add_store(session(), of, said, now()))


@retailer.get("/stores/<int:id>")
def one_store(id: int) -> Response:
    found = _find(id)
    names = ("code", "name", "street", "receiving")
    facts = {name: getattr(found, name) for name in names}
    facts |= {"province": found.commune.province_code, "commune": found.commune_code}
    facts["phone"] = shown_phone(found.phone) if found.phone else ""
    return _form_page(with_choices(StoreForm(formdata=None, data=facts)), found)


@retailer.post("/stores/<int:id>")
@limiter.limit("200 per hour")
def change_one_store(id: int) -> Response:
    form, found = with_choices(StoreForm()), _find(id)
    return _keep(form, found, lambda said: change_store(session(), found, said))


@retailer.post("/stores/<int:id>/closing")
@limiter.limit("60 per hour")
def close_one_store(id: int) -> Response:
    return _do(id, lambda found: close_store(found, now()), _("Closed: it takes no new deliveries."))


@retailer.post("/stores/<int:id>/opening")
@limiter.limit("60 per hour")
def reopen_one_store(id: int) -> Response:
    return _do(id, reopen_store, _("Open again."))


def _keep(form: StoreForm, found: Store | None, step: Callable[[StoreFacts], object]) -> Response:
    if request.form.get("action") == "communes":
        return _form_page(form, found)
    if not form.validate():
        return _form_page(form, found, 422)
    try:
        step(form.said())
    except Refused as refusal:
        session().rollback()
        return _form_page(form, _find(found.id) if found else None, 422, translated(refusal))
    flash(_("The store is kept."), "good")
    return _back()


def _do(id: int, step: Callable[[Store], None], said: str) -> Response:
    found = _find(id)
    if not ShopForm().validate():
        return one_store(id)
    try:
        step(found)
    except Refused as refusal:
        session().rollback()
        flash(translated(refusal), "wrong")
        return _back()
    flash(said, "good")
    return _back()


def _back() -> Response:
    return redirect(url_for("retailer.stores", retailer=request.args.get("retailer")), 303)


def _find(id: int) -> Store:
    """404 for another retailer's. Held until the request ends where it is to be changed."""
    # Beyond this no database has a number.
    query = stores_of(named_retailer().id).where(Store.id == (id if id < 2**31 else 0))
    query = query.options(joinedload(Store.retailer))
    if request.method == "POST":
        query = query.with_for_update(of=Store).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def _form_page(form: StoreForm, found: Store | None, status: int = 200, problem: str = "") -> Response:
    of = named_retailer()
    return retailer_page(
        "stores/edit.html",
        status,
        of=of,
        form=form,
        store=found,
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[
            Crumb(_("Stores and warehouses"), link(f"/retailer/stores?retailer={of.code}")),
            Crumb(found.name if found else _("Another store")),
        ],
    )
