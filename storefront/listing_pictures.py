"""Pictures of listings before buyers see them: taken in, shaped, shown to their people, and made public."""

import os
import shutil
from pathlib import Path

from flask import Response, current_app, request, send_from_directory
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.listing_texts import Facts
from catalog.picture_door import MAX_BYTES, WHOLE, Crop, keep_original, shape_digest, sketch
from catalog.picture_uploads import MOST_PICTURES, PictureUpload, UploadState, check_crop, uploads_of
from catalog.pictures import Picture, file_name
from catalog.products import Product
from catalog.records import Refused
from marketplace.jobs import enqueue

from .clock import now

MOST_AT_ONCE = 5
# All pictures at their largest, and the rest of the form.
LARGEST_REQUEST = MOST_AT_ONCE * MAX_BYTES + 2**20


def folders() -> tuple[Path, Path, Path]:
    """Of originals, of what is made of them, and of what is public."""
    settings = current_app.extensions["settings"]
    private = settings.listing_pictures_dir
    return private / "originals", private / "made", settings.pictures_dir


def take_in(session: Session, product: Product, field: str, present: int) -> list[PictureUpload]:
    """The pictures of this form field. Raises Refused for too many, for none, or for one that is no picture."""
    files = request.files.getlist(field)
    try:
        chosen = [file for file in files if file.filename]
        if not chosen:
            raise Refused("Please choose a picture.")
        if len(chosen) > MOST_AT_ONCE:
            raise Refused("At most %(limit)s pictures at once, please.", limit=MOST_AT_ONCE)
        if present + len(chosen) > MOST_PICTURES:
            raise Refused("A listing has at most %(limit)s pictures.", limit=MOST_PICTURES)
        originals = folders()[0]
        sources = [keep_original(file.read(MAX_BYTES + 1), originals) for file in chosen]
    finally:
        for file in files:
            file.close()
    return [shape(session, product, source, 0, WHOLE) for source in dict.fromkeys(sources)]


def shape(session: Session, product: Product, source: str, turn: int, crop: Crop) -> PictureUpload:
    """What comes of an original by turning and cropping; the worker encodes it. Raises Refused for no crop."""
    check_crop(crop)
    digest = shape_digest(source, turn, crop)
    known = uploads_of(session, product.id).get(digest)
    if known is not None and known.state != UploadState.FAILED:
        return known
    originals, made, _public = folders()
    small = sketch(originals, source, turn, crop, made)
    upload = known or PictureUpload(product_id=product.id, digest=digest, created_at=now())
    upload.source, upload.turn, upload.state, upload.error = source, turn, UploadState.WAITING, ""
    upload.crop_left, upload.crop_top, upload.crop_right, upload.crop_bottom = crop
    upload.color, upload.width, upload.height = small.color, small.width, small.height
    upload.widths, upload.formats = [], []
    session.add(upload)
    session.flush()
    enqueue(session, "encode_picture", now(), upload=upload.id)
    return upload


def original_of(session: Session, product: Product, digest: str) -> PictureUpload | None:
    """Where a picture of the listing comes from; one that was never uploaded here becomes an original."""
    upload = uploads_of(session, product.id).get(digest)
    if upload is not None:
        return upload
    mine = Picture.product_id == product.id, Picture.digest == digest
    picture = session.scalar(select(Picture).where(*mine))
    if picture is None:
        return None
    file = folders()[2] / file_name(digest, picture.widths[-1], "webp")
    if not file.exists():
        return None
    return PictureUpload(source=keep_original(file.read_bytes(), folders()[0]), turn=0)


def shown_file(session: Session, product_id: int, digest: str) -> Response | None:
    """The file for somebody who may see the listing; kept by no cache."""
    upload = uploads_of(session, product_id).get(digest)
    if upload is None:
        return None
    width = min(upload.widths, key=lambda width: abs(width - 800)) if upload.widths else 0
    name = file_name(digest, width or min(480, _full_width(upload)), "webp")
    response = send_from_directory(folders()[1], name, mimetype="image/webp")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _full_width(upload: PictureUpload) -> int:
    found = folders()[1].glob(f"{upload.digest[:2]}/{upload.digest}-*.webp")
    return max((int(path.stem.rpartition("-")[2]) for path in found), default=480)


def publish_files(session: Session, product: Product, facts: Facts) -> None:
    """Put the files of these pictures where buyers find them; files there already stay."""
    uploads = uploads_of(session, product.id)
    _originals, made, public = folders()
    for upload in (uploads[one["digest"]] for one in facts["pictures"] if one["digest"] in uploads):
        for width in upload.widths:
            for format in upload.formats:
                _copy(made, public, file_name(upload.digest, width, format))


def _copy(source: Path, target: Path, name: str) -> None:
    if (target / name).exists():
        return
    if not (source / name).exists():
        raise Refused("A picture is not there any more. It must be taken anew.")
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    beside = (target / name).with_suffix(f".{os.getpid()}.new")
    shutil.copyfile(source / name, beside)
    beside.replace(target / name)
