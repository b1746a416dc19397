"""Pictures of listings and papers that were uploaded and are attached to nothing: deleted every night after two days."""

from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.documents import Document
from catalog.leftover_files import sweep
from catalog.marks import Mark
from catalog.picture_uploads import PictureUpload
from catalog.unused_uploads import forget_unused, listings_with_unused
from marketplace.accounts.company_changes import CompanyChange
from marketplace.accounts.retailers import Retailer

from ..database import Database
from ..listing_pictures import folders
from .registry import timer

# Longer than a form that comes back stands for its file (marketplace/accounts/tokens.py).
KEPT_FOR = timedelta(hours=48)
_AT_ONCE = 50


@timer("leftover uploads", every=timedelta(days=1))
def forget_leftovers(database: Database, now: datetime) -> None:
    """Rows first, then the files that no row names: a worker that dies in between leaves files for the next night."""
    before = now - KEPT_FOR
    with database.reading() as session:
        concerned = listings_with_unused(session, before)
    for i in range(0, len(concerned), _AT_ONCE):
        with database.transaction() as session:
            forget_unused(session, concerned[i : i + _AT_ONCE], before)
    with database.reading() as session:
        _sweep_pictures(session, before)
        _sweep_papers(session, current_app.extensions["settings"].papers_dir, before)


def _sweep_pictures(session: Session, before: datetime) -> None:
    originals, made, _public = folders()
    rows = session.execute(select(PictureUpload.source, PictureUpload.digest)).all()
    sources, digests = {source for source, _ in rows}, {digest for _, digest in rows}
    sweep(originals, lambda path: Path(path).stem in sources, before)
    sweep(made, lambda path: Path(path).stem.rpartition("-")[0] in digests, before)


def _sweep_papers(session: Session, folder: Path, before: datetime) -> None:
    named = (Document.file, Mark.rules_file, Retailer.registration_file, CompanyChange.file)
    files = {path for column in named for path in session.scalars(select(column))}
    sweep(folder, files.__contains__, before)
