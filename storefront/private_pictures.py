"""Pictures that people send along with a return or a report: taken in without their secrets, shown to few."""

from datetime import datetime, timedelta
from pathlib import Path

from flask import Response, current_app, request, send_from_directory
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.leftover_files import sweep
from catalog.picture_door import MAX_BYTES, StoredPicture, store
from catalog.pictures import file_name
from catalog.records import Refused
from marketplace.misuse import MisuseReport
from marketplace.orders.returns import MOST_PICTURES, Return, ReturnPicture

WIDTHS = (960,)
_FORMAT = "webp"
# In MB, of all pictures together: five photographs of a telephone. One alone may be as large as any picture here.
MOST_TOGETHER = 25
LARGEST_REQUEST = (MOST_TOGETHER + 1) * 2**20
_UNNAMED_FOR = timedelta(days=1)


def _folder() -> Path:
    return current_app.extensions["settings"].private_pictures_dir


def uploaded_pictures(field: str, most: int = MOST_PICTURES) -> list[StoredPicture]:
    """The pictures of this form field, stored. Raises Refused for too many, or for one that is none."""
    files = request.files.getlist(field)
    try:
        chosen = [file for file in files if file.filename]
        if len(chosen) > most:
            raise Refused("At most %(limit)s pictures, please.", limit=most)
        return [store(file.read(MAX_BYTES + 1), _folder(), WIDTHS, (_FORMAT,)) for file in chosen]
    finally:
        for file in files:
            file.close()


def uploaded_name(field: str) -> str:
    """The name of the one picture of this form field, stored; "" where there is none. Raises Refused."""
    found = uploaded_pictures(field, 1)
    return _name(found[0]) if found else ""


def _name(picture: StoredPicture | ReturnPicture) -> str:
    return file_name(picture.digest, picture.widths[-1], _FORMAT)


def picture_file(asked: Return, position: int) -> Response | None:
    """The file for somebody who may see the return; kept by no cache."""
    picture = next((one for one in asked.pictures if one.position == position), None)
    return named_file(_name(picture)) if picture else None


def named_file(name: str) -> Response:
    """The file of this name, for somebody who may see it; kept by no cache."""
    response = send_from_directory(_folder(), name, mimetype=f"image/{_FORMAT}")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def forget_files(session: Session, folder: Path, now: datetime) -> int:
    """Delete files that no row names: their form was refused, or the person is erased. Returns how many."""
    kept = set(session.scalars(select(ReturnPicture.digest)))
    names = session.scalars(select(MisuseReport.picture).where(MisuseReport.picture != ""))
    kept |= {_digest(name) for name in names}
    return sweep(folder, lambda path: _digest(path) in kept, now - _UNNAMED_FOR)


def _digest(name: str) -> str:
    return name.rpartition("/")[2].rpartition("-")[0]
