"""Files of papers: a PDF or a photograph, cleaned, named by the digest of the upload, and never public by its address."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from .pdf_door import clean_pdf
from .picture_door import MAX_BYTES, store
from .pictures import file_name
from .records import Refused

PDF, JPEG = "pdf", "jpeg"
TYPES = {PDF: "application/pdf", JPEG: "image/jpeg"}
# Small print must stay readable.
_WIDTHS = (2000,)


class StoredFile(NamedTuple):
    """`path` below the folder of papers; `size` in bytes."""

    path: str
    pages: int
    size: int

    @property
    def suffix(self) -> str:
        return self.path.rpartition(".")[2]


def store_document(upload: bytes, folder: Path) -> StoredFile:
    """Clean the upload into `folder`; the same bytes are stored once. Raises Refused for what is neither PDF nor picture."""
    if not upload:
        raise Refused("The file is empty.")
    if len(upload) > MAX_BYTES:
        raise Refused("The file is larger than %(limit)s MB.", limit=MAX_BYTES // 2**20)
    # Readers look for this sign in the first kilobyte.
    if b"%PDF-" in upload[:1024]:
        return _store_pdf(upload, folder)
    picture = store(upload, folder, _WIDTHS, (JPEG,))
    path = file_name(picture.digest, picture.widths[-1], JPEG)
    return StoredFile(path, 1, (folder / path).stat().st_size)


def _store_pdf(upload: bytes, folder: Path) -> StoredFile:
    digest = hashlib.sha256(upload).hexdigest()[:20]
    cleaned = clean_pdf(upload)
    path = f"{digest[:2]}/{digest}.{PDF}"
    write_whole(cleaned.content, folder / path)
    return StoredFile(path, cleaned.pages, len(cleaned.content))


def write_whole(content: bytes, path: Path) -> None:
    """Write beside and rename: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        beside.write(content)
    os.chmod(beside.name, 0o640)
    os.replace(beside.name, path)
