"""Pictures of what is wrong with a parcel: taken in without their secrets, shown to the people of the return alone."""

from datetime import datetime, timedelta
from pathlib import Path

from flask import Response, current_app, request, send_from_directory
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.picture_door import MAX_BYTES, StoredPicture, store
from catalog.pictures import file_name
from catalog.records import Refused
from marketplace.orders.returns import MOST_PICTURES, Return, ReturnPicture

WIDTHS = (960,)
_FORMAT = "webp"
# In MB, of all pictures together: five photographs of a telephone. One alone may be as large as any picture here.
MOST_TOGETHER = 25
LARGEST_REQUEST = (MOST_TOGETHER + 1) * 2**20
_UNNAMED_FOR = timedelta(days=1)


def _folder() -> Path:
    return current_app.extensions["settings"].private_pictures_dir


def uploaded_pictures(field: str) -> list[StoredPicture]:
    """The pictures of this form field, stored. Raises Refused for too many, or for one that is none."""
    files = request.files.getlist(field)
    try:
        chosen = [file for file in files if file.filename]
        if len(chosen) > MOST_PICTURES:
            raise Refused("At most %(limit)s pictures, please.", limit=MOST_PICTURES)
        return [store(file.read(MAX_BYTES + 1), _folder(), WIDTHS, (_FORMAT,)) for file in chosen]
    finally:
        for file in files:
            file.close()


def picture_file(asked: Return, position: int) -> Response | None:
    """The file for somebody who may see the return; kept by no cache."""
    picture = next((one for one in asked.pictures if one.position == position), None)
    if picture is None:
        return None
    name = file_name(picture.digest, picture.widths[-1], _FORMAT)
    response = send_from_directory(_folder(), name, mimetype=f"image/{_FORMAT}")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def forget_files(session: Session, folder: Path, now: datetime) -> int:
    """Delete files that no return names: their form was refused, or the person is erased. Returns how many."""
    kept = set(session.scalars(select(ReturnPicture.digest)))
    oldest, gone = (now - _UNNAMED_FOR).timestamp(), 0
    for path in folder.glob(f"*/*.{_FORMAT}"):
        if path.name.rpartition("-")[0] not in kept and path.stat().st_mtime < oldest:
            path.unlink()
            gone += 1
    return gone
