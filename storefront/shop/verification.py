"""/verify: a public code answered in plain words, whatever it is."""

from dataclasses import dataclass
from datetime import date

from flask import Response, redirect, request
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from catalog.batches import counts_today
from catalog.codes import grouped, read_code
from catalog.marks import Authorisation
from catalog.producers import Producer, ProducerState
from catalog.products import Product, is_shown
from catalog.recognitions import PUBLIC_EVIDENCE, Recognition, RecognitionFacts, recognition_in_force
from catalog.register import proofs_of
from catalog.standing import Standing, Status

from ..clock import now, today
from ..database import session
from ..locales import localized
from ..qr_codes import qr_svg
from . import shop, verification_words
from .pages import Crumb, absolute_url, home_crumb, link, private_page

_OUTCOMES = {Status.EXPIRING: "valid"}


@dataclass(frozen=True)
class Subject:
    """What the code stands for."""

    kind: str
    product_name: str
    product_url: str | None
    producer_name: str
    producer_url: str | None
    stars: int | None
    mark_name: str | None
    mark_url: str | None
    decision_no: str
    decided_on: date
    issuer: str
    until: date | None
    legal_basis: str
    sample: bool


@shop.get("/verify")
def verify() -> Response:
    code = request.args.get("code", "").strip()[:40]
    if not code:
        error = _("Please type the code first.") if "code" in request.args else ""
        return private_page("shop/verify/form.html", code="", error=error, crumbs=_crumbs())
    return redirect(link(f"/verify/{kept_code(code) or 'X'}"), 303)


def kept_code(text: str) -> str:
    """What of a code, as somebody typed it, may be one."""
    return "".join(c for c in read_code(text) if c.isascii() and c.isalnum())[:20]


@shop.get("/verify/<code>")
def verification(code: str) -> Response:
    right = find_right(read_code(code[:40]))
    if right is None:
        return _answer(code, None, None, 404)
    return _answer(right.code, right, right.standing(today()), 200)


def find_right(code: str) -> Recognition | Authorisation | None:
    """The public row behind a code. Rows founded on a proposal or a claim are as good as unknown."""
    whose = joinedload(Recognition.product).joinedload(Product.producer)
    recognition = session().scalar(
        select(Recognition)
        .where(
            Recognition.code == code,
            Recognition.evidence.in_(PUBLIC_EVIDENCE),
            counts_today(Recognition),
        )
        .options(whose, selectinload(Recognition.acts))
    )
    if recognition:
        return recognition
    return session().scalar(
        select(Authorisation)
        .where(Authorisation.code == code)
        .options(
            joinedload(Authorisation.mark),
            joinedload(Authorisation.producer),
            joinedload(Authorisation.product),
            selectinload(Authorisation.acts),
        )
    )


def _answer(
    code: str, right: Recognition | Authorisation | None, now_: Standing | None, status: int
) -> Response:
    correction, successor = _replacement(right, now_) if isinstance(right, Recognition) else (None, None)
    outcome = "superseded" if successor or correction else _outcome(now_)
    shown = grouped("".join(c for c in read_code(code) if c.isprintable())[:20])
    context = {
        "code": shown,
        "report_url": link(f"/reports/new?code={kept_code(code)}"),
        "outcome": outcome,
        "subject": _subject(right, now_) if right else None,
        "history": verification_words.history(right) if right else [],
        "headline": verification_words.headline(outcome, right),
        "sentence": _sentence(outcome, now_, successor, correction),
        "proves": verification_words.proves() if right else [],
        "does_not_prove": verification_words.does_not_prove() if right else [],
        "qr_svg": qr_svg(absolute_url(f"/verify/{right.code}")) if right else None,
        "checked_at": format_datetime(now(), "HH:mm, dd/MM/yyyy"),
        "crumbs": [*_crumbs(), Crumb(shown)],
    }
    # Not kept: the moment of the check is on the page.
    return private_page("shop/verify/show.html", status, **context)


def _sentence(
    outcome: str,
    now_: Standing | None,
    successor: RecognitionFacts | None,
    correction: Recognition | None,
) -> str:
    if correction:
        return verification_words.corrected_by(correction)
    return (
        verification_words.superseded_by(successor)
        if successor
        else verification_words.sentence(outcome, now_)
    )


def _outcome(now_: Standing | None) -> str:
    return _OUTCOMES.get(now_.status, str(now_.status)) if now_ else "unknown"


def _replacement(right: Recognition, now_: Standing) -> tuple[Recognition | None, RecognitionFacts | None]:
    """What counts in its place: the row that corrects it, or the later recognition that the badge shows today."""
    if not now_.in_force:
        return _correction(right), None
    product = right.product
    proofs = proofs_of(session(), {product.id: product.producer_id})[product.id]
    own = next((one for one in proofs.recognitions if one.id == right.id), None)
    correction = _correction(right) if own is None or own.corrected else None
    current = recognition_in_force(proofs.recognitions, today())
    is_later = correction is None and current is not None and current.id != right.id
    return correction, current if is_later else None


def _correction(right: Recognition) -> Recognition | None:
    later = Recognition.corrects_id == right.id, counts_today(Recognition)
    return session().scalar(select(Recognition).where(*later))


def _crumbs() -> list[Crumb]:
    return [home_crumb(), Crumb(_("Check a code"), link("/verify"))]


def _subject(right: Recognition | Authorisation, now_: Standing) -> Subject:
    return _of_recognition(right, now_) if isinstance(right, Recognition) else _of_authorisation(right, now_)


def _of_recognition(recognition: Recognition, now_: Standing) -> Subject:
    product = recognition.product
    return Subject(
        "recognition",
        localized(product, "name"),
        _product_url(product, product.producer),
        product.producer.name,
        _producer_url(product.producer, product),
        recognition.stars,
        None,
        None,
        recognition.decision_no,
        recognition.decided_on,
        recognition.issuer,
        now_.until,
        recognition.legal_basis,
        product.producer.sample,
    )


def _of_authorisation(authorisation: Authorisation, now_: Standing) -> Subject:
    mark, product = authorisation.mark, authorisation.product
    return Subject(
        "authorisation",
        localized(product, "name") if product else "",
        _product_url(product, authorisation.producer) if product else None,
        authorisation.producer.name,
        _producer_url(authorisation.producer, product),
        None,
        localized(mark, "name"),
        link(f"/marks/{mark.slug}"),
        authorisation.permit_no,
        authorisation.valid_from,
        authorisation.granted_by or mark.manager,
        now_.until,
        "",
        authorisation.producer.sample,
    )


def _product_url(product: Product, producer: Producer) -> str | None:
    shown = is_shown(product, producer)
    return link(f"/products/{product.slug}") if shown else None


def _producer_url(producer: Producer, product: Product | None) -> str | None:
    shown = producer.state == ProducerState.APPROVED or (product and is_shown(product, producer))
    return link(f"/producers/{producer.slug}") if shown else None
