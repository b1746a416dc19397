"""Listings in every state for tests/matrix_world.py, by the name in the addresses."""

from sqlalchemy.orm import Session

from catalog.listing_moves import hide, submit
from catalog.producers import Producer
from catalog.revisions import open_revision, save_draft
from catalog.stories import Story, StoryState
from catalog.suspensions import appeal, suspend
from marketplace.register.claims import ClaimFlag
from tests import world
from tests.storefront.producer.listing_making import DIGEST, finished_listing
from tests.world import NOW


def listings(session: Session, of: Producer) -> dict[str, int | str]:
    names = ("bày", "ẩn", "bị gỡ", "giải trình", "đang sửa")
    shown, hidden, stopped, appealed, changing = (
        world.product(session, f"Chè {name}", by=of) for name in names
    )
    facts = {"version": 1, "state": StoryState.PUBLISHED, "title": "Chuyện", "body": "Kể", "created_at": NOW}
    session.add(Story(product_id=shown.id, **facts))
    hide(hidden)
    for taken_off in (stopped, appealed):
        suspend(session, taken_off, "Sai nhãn", NOW)
    session.flush()
    appeal(session, appealed, "Nhãn đã đúng", NOW)
    save_draft(session, changing, None, {"summary": "Mới"}, NOW)
    ready, waiting = (finished_listing(session, of.id, f"Chè {name}") for name in ("xong", "chờ"))
    submit(session, waiting, open_revision(session, waiting.id), NOW)
    claim = {"field": "name", "rule": "ocop", "subject": "", "sentence": "OCOP", "opened_at": NOW}
    flag = ClaimFlag(product_id=shown.id, **claim)
    session.add(flag)
    session.flush()
    return {
        "listing": shown.id,
        "listing_pack": shown.variants[0].id,
        "listing_hidden": hidden.id,
        "listing_stopped": stopped.id,
        "listing_appealed": appealed.id,
        "listing_changing": changing.id,
        "listing_ready": ready.id,
        "listing_waiting": waiting.id,
        "listing_sku": shown.variants[0].sku,
        "listing_digest": DIGEST,
        "listing_flag": flag.id,
    }
