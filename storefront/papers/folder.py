"""Papers as a zip: the files and a cover sheet that says what is inside."""

import io
import zipfile
from collections.abc import Sequence

from flask import Response, abort, current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.document_kinds import DocumentKind
from catalog.document_rules import read_rules
from catalog.documents import Document
from catalog.places import Place
from catalog.producers import Producer
from catalog.text import slug

from ..clock import now, today
from ..database import session
from ..documents import DocumentView
from ..filters import label
from .folder_sheet import AskedRow, cover_sheet
from .parts import download

# All files together; a mailbox takes no more.
_MOST_BYTES = 60 * 2**20


def is_too_large(papers: Sequence[Document]) -> bool:
    return sum(one.size for one in papers) > _MOST_BYTES


def folder_download(
    owner: Producer, papers: Sequence[Document], name: str, asked: Sequence[AskedRow] = ()
) -> Response:
    """These papers of the producer; 404 where a file is missing. `asked` is what the cover sheet says is asked for."""
    place = joinedload(Producer.commune).joinedload(Place.province)
    letterhead = session().scalars(select(Producer).where(Producer.id == owner.id).options(place)).one()
    return download(_zipped(letterhead, papers, asked), "application/zip", f"{name}.zip")


def _zipped(owner: Producer, papers: Sequence[Document], asked: Sequence[AskedRow]) -> bytes:
    rules, root = read_rules(session()), current_app.extensions["settings"].papers_dir
    views = [DocumentView.of(one, rules, today()) for one in papers]
    names = [_file_name(position, one) for position, one in enumerate(papers, 1)]
    out = io.BytesIO()
    # The files are packed as tightly as they get already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(
            "00-bia.pdf", cover_sheet(owner, list(zip(views, names, strict=True)), today(), now(), asked)
        )
        for one, name in zip(papers, names, strict=True):
            path = root / one.file
            if not path.is_file():
                abort(404)
            packed.write(path, name)
    return out.getvalue()


def _file_name(position: int, one: Document) -> str:
    text = slug(" ".join((label(DocumentKind(one.kind)), one.number)))[:80]
    return f"{position:02}-{text}.{'pdf' if one.is_pdf else 'jpeg'}"
