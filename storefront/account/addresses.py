"""The address book: adding, changing and removing places where parcels go."""

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts import addresses
from marketplace.accounts.addresses import Address
from marketplace.phones import shown_phone

from ..clock import now
from ..database import session
from ..security import limiter
from ..shop.address_choices import commune_fits, with_choices
from ..shop.address_views import address_card
from ..shop.forms import ShopForm
from . import account
from .forms import AddressBookForm
from .pages import account_page, flash_good, me, tell


@account.get("/account/addresses")
def my_addresses() -> Response:
    return _list_page(with_choices(AddressBookForm(name=me().name, phone=_my_phone())))


def _my_phone() -> str:
    phone = me().phone
    return shown_phone(phone) if phone else ""


@account.post("/account/addresses")
@limiter.limit("30 per minute")
def add_address() -> Response:
    form = with_choices(AddressBookForm())
    if not _is_complete(form):
        return _list_page(form, _status())
    try:
        addresses.keep(session(), me(), now(), **_facts(form))
    except Refused as refusal:
        tell(form.street, refusal)
        return _list_page(form, 422)
    flash_good(_("The address is in your book."))
    return redirect(url_for("account.my_addresses"), 303)


def _is_complete(form: AddressBookForm) -> bool:
    """The second button only loads the communes."""
    return _status() == 422 and form.validate() and commune_fits(form)


def _status() -> int:
    return 200 if request.form.get("action") == "communes" else 422


def _facts(form: AddressBookForm) -> dict[str, str]:
    return {
        "name": form.name.data,
        "phone": form.phone.international,
        "commune_code": form.commune.data,
        "street": form.street.data,
        "old_address": form.old_address.data,
    }


def _list_page(form: AddressBookForm, status: int = 200) -> Response:
    kept = addresses.addresses_of(session(), me().id)
    return account_page(
        "addresses.html",
        status,
        here=_("Addresses"),
        form=form,
        small_form=ShopForm(formdata=None),
        addresses=[address_card(address) for address in kept],
        limit=addresses.MOST,
    )


@account.get("/account/addresses/<int:id>")
def address(id: int) -> Response:
    found = _find(id)
    place = {"province": found.commune.province_code, "commune": found.commune_code}
    form = AddressBookForm(data=vars(found) | place | {"phone": shown_phone(found.phone)})
    return _edit_page(with_choices(form), found)


@account.post("/account/addresses/<int:id>")
@limiter.limit("30 per minute")
def change_address(id: int) -> Response:
    found, form = _find(id), with_choices(AddressBookForm())
    if not _is_complete(form):
        return _edit_page(form, found, _status())
    for name, value in _facts(form).items():
        setattr(found, name, value)
    flash_good(_("The address is changed."))
    return redirect(url_for("account.my_addresses"), 303)


def _edit_page(form: AddressBookForm, found: Address, status: int = 200) -> Response:
    return account_page("address.html", status, here=_("Change an address"), form=form, id=found.id)


@account.post("/account/addresses/<int:id>/default")
@limiter.limit("30 per minute")
def make_default(id: int) -> Response:
    if ShopForm().validate():
        addresses.make_default(session(), _find(id))
    return redirect(url_for("account.my_addresses"), 303)


@account.post("/account/addresses/<int:id>/removal")
@limiter.limit("30 per minute")
def remove_address(id: int) -> Response:
    found = _find(id)
    if ShopForm().validate():
        addresses.remove(session(), found)
        flash_good(_("The address is removed."))
    return redirect(url_for("account.my_addresses"), 303)


def _find(id: int) -> Address:
    # Beyond this no database has a number.
    found = addresses.address_of(session(), me().id, id) if id < 2**31 else None
    return found or abort(404)
