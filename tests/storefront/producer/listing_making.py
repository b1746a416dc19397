"""A listing with everything that an officer asks for."""

from catalog.picture_uploads import PictureUpload, UploadState
from catalog.producers import Producer
from catalog.products import Product
from catalog.revisions import save_draft, start_listing
from marketplace.orders.packs import Terms, add_pack
from tests.world import NOW

DIGEST = "ab" * 10


def upload(session, product: Product, digest: str = DIGEST, state: str = UploadState.READY) -> PictureUpload:
    made = PictureUpload(
        product_id=product.id,
        source=digest,
        digest=digest,
        state=state,
        color="#aabbcc",
        width=800,
        height=600,
        widths=[800],
        formats=["webp"],
        created_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def finished_listing(session, producer_id: int, name: str = "Chè Shan mới", **facts) -> Product:
    product = start_listing(session, session.get(Producer, producer_id), name, "11", NOW)
    upload(session, product)
    words = {
        "summary": "Chè hái tay.",
        "origin": "Bản Mới",
        "ingredients": "Búp chè",
        "storage": "Nơi khô",
        "shelf_life": "24 tháng",
        "pictures": [{"digest": DIGEST, "alt": "Hộp chè", "alt_en": "", "is_label": True}],
    }
    save_draft(session, product, None, words | facts, NOW)
    add_pack(session, product, Terms("Hộp 100 g", "", "", 100, "g", 150, 120_000, 20), NOW)
    session.flush()
    return product
