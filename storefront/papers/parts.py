"""What the papers of an order have in common: who runs the shop, the sums of a parcel, the answer with a file."""

from flask import Response, current_app
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.producers import Producer
from marketplace.orders.orders import Order, SubOrder
from marketplace.phones import shown_phone

from ..clock import VIETNAM
from ..collection_words import collect_view
from ..filters import day, dong
from ..site import Site

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XML = "application/xml"


def operator() -> Site:
    return Site.of(current_app.extensions["settings"])


def operator_lines() -> list[str]:
    site = operator()
    return [site.operator, site.address, site.phone, site.email]


def footer(number: str) -> str:
    """The foot of every page: who runs the shop, and which paper this is."""
    return " · ".join(part for part in (operator().name, operator().operator, number) if part)


def order_number(order: Order) -> str:
    return grouped(order.number)


def part_number(order: Order, part: SubOrder) -> str:
    return f"{order_number(order)}-{part.position}"


def placed_on(order: Order) -> str:
    return _("Placed on %(day)s", day=day(order.placed_at.astimezone(VIETNAM)))


def seller_lines(producer: Producer) -> list[str]:
    place = producer.commune
    return [producer.name, f"{place.full_name}, {place.province.name}"]


def buyer_lines(order: Order) -> list[str]:
    return [order.name, shown_phone(order.phone), order.email, address_line(order)]


def address_line(order: Order) -> str:
    """Empty where everything is collected."""
    place = order.commune
    return f"{order.street}, {place.full_name}, {place.province.name}" if order.street else ""


def collect_lines(part: SubOrder) -> list[str]:
    """Where and when it is collected; none of what is sent."""
    of = collect_view(part)
    return [of.where, of.place, of.when] if of else []


def sums_of(part: SubOrder | Order, total_name: str) -> list[tuple[str, str]]:
    """The sums of a parcel, or of the whole order."""
    vouchers = [(_("Vouchers"), f"−{dong(part.discount)}")] if part.discount else []
    return [
        (_("Goods"), dong(part.subtotal)),
        *vouchers,
        (_("Delivery"), dong(part.delivery)),
        (total_name, dong(part.total)),
    ]


def pdf(content: bytes, name: str) -> Response:
    """The file, shown in the browser, and named `name` when it is kept."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def download(content: bytes, mimetype: str, name: str) -> Response:
    """A file to keep; `name` with its ending, in plain letters."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
