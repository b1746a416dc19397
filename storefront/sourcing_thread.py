"""Messages on the pages of requests, quotes, samples, contracts and purchase orders, for both sides.

A page passes `thread=thread_view("quote", quote.code, Side.RETAILER, producer_id=quote.producer_id)` to its template
(five statements, however many messages there are), which says

    {% from "components/sourcing_thread.html" import sourcing_thread %}
    {{ sourcing_thread(thread) }}

Kinds are those of `marketplace.sourcing.messaging.About`; `producer_id` is always named. The caller has found the record
as its visitor's own before. None, of which the component shows nothing, while there is nobody to write to: a request that
is a draft, a contract that was not proposed, an order that was not issued. Messages are sent to pages of their own
(storefront/retailer/messages.py, storefront/producer/messages.py), to which a notice leads, too.
"""

from datetime import datetime
from typing import NamedTuple

from flask import abort
from flask_babel import lazy_gettext
from wtforms import SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.document_kinds import DocumentKind
from catalog.documents import Document
from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.phones import shown_phone
from marketplace.sourcing.messages import Message
from marketplace.sourcing.messaging import (
    LONGEST_MESSAGE,
    About,
    Contact,
    Thread,
    agreement_of,
    contacts_of,
    find_thread,
    messages_of,
    vault_of,
)
from marketplace.sourcing.quotes import Side

from .clock import VIETNAM
from .database import session
from .filters import label
from .shop.forms import ShopForm
from .shop.pages import link

SHOWN = 10
ON_A_PAGE = 50
_MOST_PAPERS = 60
TITLES = {
    About.REQUEST: lazy_gettext("Messages about a request"),
    About.QUOTE: lazy_gettext("Messages about a quote"),
    About.SAMPLE: lazy_gettext("Messages about a sample"),
    About.CONTRACT: lazy_gettext("Messages about a contract"),
    About.ORDER: lazy_gettext("Messages about an order"),
}
_PATHS = {
    Side.RETAILER: {
        About.REQUEST: "/retailer/requests/",
        About.QUOTE: "/retailer/quotes/",
        About.SAMPLE: "/retailer/samples/",
        About.CONTRACT: "/retailer/contracts/",
        About.ORDER: "/retailer/orders/",
    },
    Side.PRODUCER: {
        About.REQUEST: "/producer/requests/",
        About.QUOTE: "/producer/quotes/",
        About.SAMPLE: "/producer/samples/",
        About.CONTRACT: "/producer/contracts/",
        About.ORDER: "/producer/purchase-orders/",
    },
}


class MessageForm(ShopForm):
    """`papers` are codes in the producer's vault; the retailer has none to choose."""

    text = TextAreaField(lazy_gettext("Your message"))
    papers = SelectMultipleField(
        lazy_gettext("Papers from the vault"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


class MessageView(NamedTuple):
    """`is_mine`: of the reader's own side; papers as names with addresses."""

    id: int
    company: str
    writer: str
    at: datetime
    text: str
    papers: list[tuple[str, str]]
    is_mine: bool


class ThreadView(NamedTuple):
    """`contacts` of the other side are there once both have agreed; `asks` says that the other side has."""

    title: str
    other: str
    url: str
    agree_url: str
    about_url: str
    messages: list[MessageView]
    older_url: str
    form: MessageForm
    contact: Contact | None
    phone: str
    agreed: bool
    asks: bool
    longest: int


def thread_view(kind: str, code: str, side: Side, *, producer_id: int) -> ThreadView | None:
    """The last messages and the form, as `side` sees them; None while there is nobody to write to."""
    thread = find_thread(session(), kind, code, producer_id)
    return view_of(thread, side) if thread else None


def view_of(
    thread: Thread,
    side: Side,
    *,
    before: int | None = None,
    limit: int = SHOWN,
    form: MessageForm | None = None,
) -> ThreadView:
    names = _names(thread)
    found = messages_of(session(), thread, before=before, limit=limit + 1)
    shown = found[-limit:]
    agreement = agreement_of(session(), thread.retailer_id, thread.producer_id)
    contact = (
        contacts_of(session(), thread.retailer_id, thread.producer_id).get(_other(side))
        if agreement
        else None
    )
    url, slug = thread_url(thread, side, names.slug), names.slug
    return ThreadView(
        title=str(TITLES[thread.kind]),
        other=names.producer if side == Side.RETAILER else names.retailer,
        url=url,
        agree_url=url.replace("?", "/contacts?"),
        about_url=about_url(thread.kind, thread.code, side, slug),
        messages=[_message(message, name, side, names) for message, name in shown],
        older_url=f"{url}&before={shown[0][0].id}" if len(found) > limit else "",
        form=_with_papers(form or MessageForm(formdata=None), thread, side),
        contact=contact,
        phone=shown_phone(contact.phone) if contact and contact.phone else "",
        agreed=getattr(agreement, f"{side}_agreed_at", None) is not None,
        asks=getattr(agreement, f"{_other(side)}_agreed_at", None) is not None,
        longest=LONGEST_MESSAGE,
    )


def own_thread(kind: str, code: str, producer_id: int, retailer_ids: list[int] | None = None) -> Thread:
    """404 for what is not there, and for what is not one of these retailers'; None does not ask for them."""
    thread = find_thread(session(), kind, code[:20], producer_id)
    if thread is None or (retailer_ids is not None and thread.retailer_id not in retailer_ids):
        abort(404)
    return thread


def thread_url(thread: Thread, side: Side, slug: str) -> str:
    """The page of its own, of which a notice tells; `slug` is the producer's."""
    return link(thread_path(thread, side, slug))


def thread_path(thread: Thread, side: Side, slug: str) -> str:
    return f"/{side}/messages/{thread.kind}/{thread.code}?producer={slug}"


def about_url(kind: About, code: str, side: Side, slug: str) -> str:
    """The page of what a thread is about; `slug` is the producer's."""
    suffix = f"?producer={slug}" if side == Side.PRODUCER else ""
    return link(f"{_PATHS[side][kind]}{code}{suffix}")


class _Names(NamedTuple):
    retailer: str
    producer: str
    slug: str


def _names(thread: Thread) -> _Names:
    producer = session().get_one(Producer, thread.producer_id)
    return _Names(session().get_one(Retailer, thread.retailer_id).name, producer.name, producer.slug)


def _other(side: Side) -> Side:
    return Side.PRODUCER if side == Side.RETAILER else Side.RETAILER


def _message(message: Message, writer: str, side: Side, names: _Names) -> MessageView:
    papers = [(_paper_name(one.document), _paper_url(message, one.document, side)) for one in message.files]
    company = names.retailer if message.side == Side.RETAILER else names.producer
    return MessageView(
        message.id,
        company,
        writer,
        message.sent_at.astimezone(VIETNAM),
        message.text,
        papers,
        message.side == side,
    )


def _paper_name(document: Document) -> str:
    name = document.title or label(DocumentKind(document.kind))
    return f"{name} · {document.number}" if document.number else name


def _paper_url(message: Message, document: Document, side: Side) -> str:
    if side == Side.PRODUCER:
        return link(f"/producer/papers/{document.code}")
    return link(f"/retailer/messages/files/{message.id}/{document.code}")


def _with_papers(form: MessageForm, thread: Thread, side: Side) -> MessageForm:
    if side == Side.PRODUCER:
        found = session().scalars(vault_of(thread.producer_id).limit(_MOST_PAPERS))
        form.papers.choices = [(one.code, _paper_name(one)) for one in found]
    else:
        form.papers.choices = []
    return form
