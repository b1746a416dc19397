"""Pictures of a listing: taken in without their secrets, shaped, ordered, and public only when an officer has seen them."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from catalog.picture_uploads import PictureUpload, UploadState
from catalog.pictures import Picture
from catalog.revisions import draft_facts, newest_revision, open_revision
from storefront.settings import Settings
from storefront.work.loop import work_off
from tests import people
from tests.people import fill, signed_in
from tests.shopping import hidden
from tests.storefront.producer.listing_making import finished_listing


def photo(width: int = 900, height: int = 600, color: str = "green", **facts) -> io.BytesIO:
    out = io.BytesIO()
    image = Image.new("RGB", (width, height), color)
    image.paste("red", (0, 0, width // 2, height))
    image.save(out, "JPEG", **facts)
    out.seek(0)
    return out


@pytest.fixture
def folders(app, tmp_path, monkeypatch):
    monkeypatch.setattr(Settings, "listing_pictures_dir", property(lambda _: tmp_path / "private"))
    monkeypatch.setattr(Settings, "pictures_dir", property(lambda _: tmp_path / "public"))
    return tmp_path


@pytest.fixture
def listed(session, goods, folders):
    return goods[0]


def send(seller, product, *files: io.BytesIO):
    page = f"/producer/products/{product.id}/pictures"
    token = hidden(seller.get(page).text, "csrf_token")
    named = [(file, f"anh-{at}.jpg") for at, file in enumerate(files)]
    return seller.post(page, data={"csrf_token": token, "pictures": named})


def change(seller, product, digest: str, **typed):
    page = f"/producer/products/{product.id}/pictures"
    return fill(seller, page, f"{page}/{digest}", **typed)


def shown(session, product) -> list[dict]:
    session.expire_all()
    return draft_facts(session, product, newest_revision(session, product.id))["pictures"]


def test_a_picture_is_taken_in_prepared_and_public_after_a_decision(
    app, seller, client, session, clock, listed, folders
):
    assert send(seller, listed, photo()).status_code == 303
    (one,) = shown(session, listed)
    page = seller.get(f"/producer/products/{listed.id}/pictures").text
    assert "Đang xử lý" in page
    with seller.get(f"/producer/products/{listed.id}/pictures/{one['digest']}") as answer:
        assert answer.mimetype == "image/webp"
    assert not (folders / "public").exists()
    with app.app_context():
        work_off(app.extensions["database"], clock)
    session.expire_all()
    upload = session.scalars(select(PictureUpload)).one()
    assert (upload.state, upload.width, upload.widths) == (UploadState.READY, 800, [240, 480, 800])
    assert "Đang xử lý" not in seller.get(f"/producer/products/{listed.id}/pictures").text
    assert client.get(f"/media/{one['digest'][:2]}/{one['digest']}-480.webp").status_code == 404


def test_an_approved_picture_is_public(app, seller, client, session, clock, goods, folders):
    product = finished_listing(session, goods[0].producer_id, pictures=[])
    session.commit()
    send(seller, product, photo())
    (one,) = shown(session, product)
    change(seller, product, one["digest"], alt="Hộp chè xanh", is_label="y")
    with app.app_context():
        work_off(app.extensions["database"], clock)
    page = f"/producer/products/{product.id}"
    assert fill(seller, page, f"{page}/submission").status_code == 303
    desk = signed_in(app, people.officer(session))
    review = f"/office/listings/{product.id}"
    with desk.get(f"{review}/pictures/{one['digest']}") as answer:
        assert answer.status_code == 200
    seen = hidden(desk.get(review).text, "seen")
    assert (
        fill(desk, review, f"{review}/decision", decision="approve", reasons="", seen=seen).status_code == 303
    )
    picture = session.scalars(select(Picture).where(Picture.product_id == product.id)).one()
    assert (picture.alt, picture.is_label, picture.position) == ("Hộp chè xanh", True, 1)
    assert "Hộp chè xanh" in client.get(f"/products/{product.slug}").text
    with client.get(f"/media/{one['digest'][:2]}/{one['digest']}-480.webp") as answer:
        assert answer.status_code == 200


def test_what_the_camera_writes_into_the_file_is_gone(seller, session, listed, folders):
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Máy Bí Mật", {1: "N", 2: (21.0, 1.0, 1.0)}
    send(seller, listed, photo(exif=exif))
    files = [path for path in folders.rglob("*") if path.is_file()]
    assert files
    assert all(b"M\xc3\xa1y" not in path.read_bytes() and b"Exif" not in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg/>", b"\xff\xd8\xff\xe0" + b"0" * 100, photo().getvalue()[:300]],
    ids=["empty", "svg", "junk", "cut"],
)
def test_a_hostile_picture_is_told_and_nothing_is_kept(seller, session, listed, content):
    answer = send(seller, listed, io.BytesIO(content))
    assert answer.status_code == 422
    assert shown(session, listed) == []
    assert session.scalars(select(PictureUpload)).all() == []


def test_a_bomb_is_refused(seller, session, listed):
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    out.seek(0)
    answer = send(seller, listed, out)
    assert answer.status_code == 422 and "điểm ảnh" in answer.text


def test_too_many_at_once_are_refused(seller, session, listed):
    assert send(seller, listed, *(photo(300 + n, 200) for n in range(6))).status_code == 422
    assert shown(session, listed) == []


def test_pictures_are_ordered_described_and_taken_away(seller, session, listed):
    send(seller, listed, photo(), photo(color="blue"))
    first, second = (one["digest"] for one in shown(session, listed))
    change(seller, listed, second, alt="Nhãn", is_label="y", move="up")
    assert [(one["digest"], one["alt"], one["is_label"]) for one in shown(session, listed)] == [
        (second, "Nhãn", True),
        (first, "", False),
    ]
    change(seller, listed, first, alt="Hộp", is_label="y", move="down")
    assert [one["is_label"] for one in shown(session, listed)] == [False, True]
    change(seller, listed, second, alt="Nhãn", move="remove")
    assert [one["digest"] for one in shown(session, listed)] == [first]
    assert change(seller, listed, second, alt="?").status_code == 404
    assert change(seller, listed, first, alt="a" * 301).status_code == 422


def test_a_picture_is_turned_and_cropped_by_numbers(app, seller, session, clock, listed, folders):
    send(seller, listed, photo(900, 600))
    digest = shown(session, listed)[0]["digest"]
    page = f"/producer/products/{listed.id}/pictures/{digest}/shape"
    assert seller.get(page).status_code == 200
    turned = fill(seller, page, turn="0", turn_by="90", left="0", top="0", right="100", bottom="100")
    assert turned.status_code == 303
    digest = shown(session, listed)[0]["digest"]
    page = f"/producer/products/{listed.id}/pictures/{digest}/shape"
    assert seller.get(f"{page.removesuffix('shape')}whole.jpg?turn=90").mimetype == "image/jpeg"
    # The red half was on the left; turned to the right it is above.
    assert fill(seller, page, turn="90", left="0", top="0", right="100", bottom="50").status_code == 303
    digest = shown(session, listed)[0]["digest"]
    with app.app_context():
        work_off(app.extensions["database"], clock)
    made = folders / "private" / "made" / digest[:2] / f"{digest}-480.webp"
    image = Image.open(made).convert("RGB")
    assert image.size == (480, 360)
    red, green, _blue = image.getpixel((240, 180))
    assert red > 200 and green < 60


@pytest.mark.parametrize(
    "edges",
    [("50", "0", "55", "100"), ("-5", "0", "100", "100"), ("0", "0", "101", "100"), ("x", "0", "100", "100")],
)
def test_a_crop_that_leaves_nothing_is_told(seller, session, listed, edges):
    send(seller, listed, photo())
    digest = shown(session, listed)[0]["digest"]
    page = f"/producer/products/{listed.id}/pictures/{digest}/shape"
    named = dict(zip(("left", "top", "right", "bottom"), edges, strict=True))
    assert fill(seller, page, turn="0", **named).status_code == 422
    assert shown(session, listed)[0]["digest"] == digest


def test_an_order_of_known_pictures_needs_no_officer(app, seller, session, clock, listed):
    for at in (1, 2):
        facts = {"color": "#aabbcc", "width": 8, "height": 6, "widths": [8], "formats": ["webp"]}
        session.add(Picture(product_id=listed.id, position=at, digest=str(at) * 20, alt=f"Ảnh {at}", **facts))
    for name in ("summary", "origin", "ingredients", "storage", "shelf_life"):
        setattr(listed, name, "Có")
    session.commit()
    change(seller, listed, "2" * 20, alt="Ảnh 2", move="up")
    page = f"/producer/products/{listed.id}"
    assert fill(seller, page, f"{page}/submission").status_code == 303
    session.expire_all()
    pictures = session.scalars(
        select(Picture).where(Picture.product_id == listed.id).order_by(Picture.position)
    )
    assert [one.digest[0] for one in pictures] == ["2", "1"]
    assert open_revision(session, listed.id) is None


def test_pictures_of_others_are_not_found(seller, account, session, goods, listed):
    send(seller, listed, photo())
    digest = shown(session, listed)[0]["digest"]
    neighbour = account("khac@vidu.vn", goods[1].producer_id)
    for path in ("", f"/{digest}", f"/{digest}/shape", f"/{digest}/whole.jpg"):
        with seller.get(f"/producer/products/{listed.id}/pictures{path}") as answer:
            assert answer.status_code == 200
        assert neighbour.get(f"/producer/products/{listed.id}/pictures{path}").status_code == 404
