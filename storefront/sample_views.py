"""View objects of samples, for both sides."""

from types import SimpleNamespace

from flask_babel import lazy_gettext as _

from marketplace.sourcing.quotes import Side
from marketplace.sourcing.samples import Sample, SampleState

from .filters import dong, label
from .locales import localized
from .sourcing_steps import SIDES, happened

PRODUCER, RETAILER = SIDES[Side.PRODUCER], SIDES[Side.RETAILER]
STEPS = {
    "sample.asked": (_("Asked for"), RETAILER),
    "sample.agreed": (_("Agreed to"), PRODUCER),
    "sample.sent": (_("Sent"), PRODUCER),
    "sample.received": (_("Was received"), RETAILER),
    "sample.scored": (_("Scored"), RETAILER),
    "sample.declined": (_("Declined"), PRODUCER),
    "sample.cancelled": (_("Cancelled"), RETAILER),
}
GOOD, BAD = "tag--good", "tag--bad"
_TONES = {SampleState.DECLINED: BAD, SampleState.CANCELLED: BAD}


def sample_row(one: Sample) -> SimpleNamespace:
    """For a list, and for the head of a page."""
    return SimpleNamespace(
        code=one.code,
        slug=one.variant.product.slug,
        product=localized(one.variant.product, "name"),
        pack=localized(one.variant, "pack"),
        packs=one.packs,
        producer=one.producer.name,
        retailer=one.retailer.name,
        state=state_of(one),
        tone=tone_of(one),
        asked_at=one.asked_at,
    )


def state_of(one: Sample) -> str:
    if one.state == SampleState.SCORED:
        return str(_("Suits") if one.suitable else _("Does not suit"))
    return label(SampleState(one.state))


def tone_of(one: Sample) -> str:
    if one.state == SampleState.SCORED:
        return GOOD if one.suitable else BAD
    return _TONES.get(SampleState(one.state), "tag--warm")


def sample_view(one: Sample) -> SimpleNamespace:
    """All that both sides read of it; scores are None until it is scored."""
    store = one.store
    where = [store.street, store.commune.full_name, store.commune.province.name]
    return SimpleNamespace(
        **vars(sample_row(one)),
        pays=_pays(one),
        store=store.name,
        address=", ".join(filter(None, where)),
        receiving=store.receiving,
        wishes=one.wishes,
        request=one.request,
        carrier=" · ".join(filter(None, [one.carrier, one.tracking_number])),
        scores=[(_("Taste"), one.taste), (_("Packaging"), one.packaging), (_("Label"), one.label)],
        is_scored=one.state == SampleState.SCORED,
        suitable=one.suitable,
        verdict=one.verdict,
        reason=one.reason,
        steps=happened(one, STEPS, lambda _entry: ""),
        moves=Sample.moves[SampleState(one.state)],
    )


def _pays(one: Sample) -> str:
    if one.paid_by == Side.PRODUCER:
        return str(_("The producer gives it and pays the way."))
    if not one.price:
        return str(_("The goods are free, the retailer pays the way."))
    return str(_("The retailer pays %(price)s and the way.", price=dong(one.price)))
