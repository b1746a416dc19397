"""Claiming a producer that the catalogue knows already: finding it, saying who one is, and where the claim stands."""

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.places import Place
from catalog.producers import Producer
from catalog.products import SHOWN_PRODUCER
from catalog.records import Refused
from catalog.text import fold
from marketplace.accounts.producer_claims import (
    ANOTHER_APPROVED,
    LONGEST_TEXT,
    ProducerClaim,
    claim,
    claim_of,
    claimable,
    without_people,
)
from marketplace.submissions import SubmissionState

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.reference import reference
from . import joining
from .access import me
from .pages import STATES, joining_page

_SHOWN = 30
_MOST = Length(max=LONGEST_TEXT, message=lazy_gettext("Please write at most %(max)d characters."))


class ClaimForm(ShopForm):
    statement = TextAreaField(
        lazy_gettext("Who are you to this producer?"),
        [DataRequired(lazy_gettext("Please write who you are to this producer.")), _MOST],
        filters=[lambda text: (text or "").strip()],
    )
    proof = TextAreaField(
        lazy_gettext("How can an officer see that?"),
        [DataRequired(lazy_gettext("Please write how that can be seen.")), _MOST],
        filters=[lambda text: (text or "").strip()],
    )


@joining.get("/claims")
def claims() -> Response:
    name = request.args.get("q", "")[:100].strip()
    words = fold(name)
    provinces = reference().provinces
    province = request.args.get("province", "")
    code = province if province in provinces else None
    found = session().scalars(claimable(words, code).limit(_SHOWN + 1)).all() if words or code else []
    return joining_page(
        "claims.html",
        q=name,
        province=code or "",
        provinces=[(key, one.name) for key, one in provinces.items()],
        asked=bool(words or code),
        rows=[_row(one) for one in found[:_SHOWN]],
        has_more=len(found) > _SHOWN,
        crumbs=[Crumb(_("Claim a producer"))],
    )


def _row(producer: Producer) -> dict:
    place = producer.commune
    return {
        "name": producer.name,
        "url": link(f"/producer/join/claims/{producer.slug}"),
        "place": f"{place.full_name}, {place.province.name}",
    }


@joining.get("/claims/<slug>")
def claim_form(slug: str) -> Response:
    producer = _find(slug)
    known = claim_of(session(), me().id, producer.id)
    facts = {"statement": known.statement, "proof": known.proof} if known else {}
    return _page(producer, known, ClaimForm(formdata=None, data=facts))


@joining.post("/claims/<slug>")
@limiter.limit("20 per hour")
def claim_producer(slug: str) -> Response:
    producer, form = _find(slug), ClaimForm()
    if not form.validate():
        return _page(producer, claim_of(session(), me().id, producer.id), form, 422)
    try:
        claim(session(), me(), producer, form.statement.data, form.proof.data, now())
    except Refused as refusal:
        session().rollback()
        producer = _find(slug)
        return _page(producer, claim_of(session(), me().id, producer.id), form, 422, translated(refusal))
    flash(_("Handed in. You are told as soon as an officer has decided."), "good")
    return redirect(url_for("joining.claim_form", slug=slug), 303)


def _find(slug: str) -> Producer:
    """One that is shown to everybody; whether somebody acts for it, the page says."""
    place = joinedload(Producer.commune).joinedload(Place.province)
    shown = Producer.slug == slug, SHOWN_PRODUCER
    return session().scalar(select(Producer).where(*shown).options(place)) or abort(404)


def _page(
    producer: Producer, known: ProducerClaim | None, form: ClaimForm, status: int = 200, problem: str = ""
) -> Response:
    is_free = session().scalar(without_people().where(Producer.id == producer.id)) is not None
    waits = known is not None and known.waits
    return joining_page(
        "claim.html",
        status,
        producer=_row(producer),
        sample=producer.sample,
        slug=producer.slug,
        known=known,
        words=STATES[SubmissionState(known.state)] if known else "",
        reasons=reasons_text(known) if known else "",
        may_write=is_free and not waits,
        is_free=is_free,
        form=form,
        problem=problem,
        crumbs=[Crumb(_("Claim a producer"), link("/producer/join/claims")), Crumb(producer.name)],
    )


def reasons_text(found: ProducerClaim) -> str:
    """An officer's words as written, or ours where another claim decided it."""
    if found.reasons == ANOTHER_APPROVED:
        return _("Another claim to this producer was approved.")
    return found.reasons
