"""Papers as pages show them, and their files for who may open them."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import NamedTuple, Self

from flask import Response, abort, current_app, request, send_from_directory
from flask_babel import gettext as _

from catalog.document_files import JPEG, PDF, TYPES, StoredFile, store_document
from catalog.document_kinds import DocumentKind
from catalog.document_rules import DocumentRules
from catalog.documents import Audience, Document, DocumentState
from catalog.picture_door import MAX_BYTES
from catalog.producers import Producer
from catalog.records import Refused
from catalog.standing import Status
from catalog.text import slug
from marketplace.accounts.tokens import Claim, Purpose, read, written

from .clock import VIETNAM, now
from .filters import label
from .locales import localized

# The file, and the rest of the form.
LARGEST_REQUEST = MAX_BYTES + 2**20
# Nothing in a paper may run or load anything, whatever a browser takes it for.
_SANDBOX = "default-src 'none'; sandbox"
_TONES = {
    DocumentState.KEPT: "",
    DocumentState.SUBMITTED: "tag--warm",
    DocumentState.ACCEPTED: "tag--good",
    DocumentState.RETURNED: "tag--bad",
}
_CLOCK_TONES = {Status.EXPIRING: "tag--warm", Status.EXPIRED: "tag--bad", Status.NOT_YET: "tag--warm"}


class DocumentView(NamedTuple):
    """`status` in words: what the office says while it has not accepted the paper, what the clock says from then on.

    `last_day` is the last on which it serves, `days_left` how many there are from today on.
    """

    code: str
    kind: str
    name: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None
    last_day: date | None
    days_left: int | None
    status: str
    tone: str
    state: str
    reason: str
    about: str
    producer: str
    audience: str
    shown_to: str
    shows_file: bool
    is_pdf: bool
    pages: int
    size: str
    submitted_at: datetime | None
    decided_at: datetime | None
    sample: bool

    @classmethod
    def of(cls, document: Document, rules: DocumentRules, day: date) -> Self:
        """`document` with its producer and its product."""
        last = rules.last_day(document.kind, document.valid_from, document.valid_until)
        status, tone = _status(document, last, day)
        return cls(
            document.code,
            document.kind,
            document.title or label(DocumentKind(document.kind)),
            document.number,
            document.issuer,
            document.valid_from,
            document.valid_until,
            last,
            (last - day).days if last else None,
            status,
            tone,
            document.state,
            document.reason,
            localized(document.product, "name") if document.product else _("All products"),
            document.producer.name,
            document.audience,
            label(Audience(document.audience)),
            document.shows_file,
            document.is_pdf,
            document.pages,
            size_text(document.size),
            _there(document.submitted_at),
            _there(document.decided_at),
            document.producer.sample,
        )


def _status(document: Document, last: date | None, day: date) -> tuple[str, str]:
    standing = document.standing(last, day).status
    state = DocumentState(document.state)
    if state is DocumentState.ACCEPTED or (state is DocumentState.KEPT and standing is Status.EXPIRED):
        return label(standing), _CLOCK_TONES.get(standing, "tag--good")
    return label(state), _TONES[state]


def _there(moment: datetime | None) -> datetime | None:
    return moment.astimezone(VIETNAM) if moment else None


def size_text(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, size // 1024)} KB"


def document_file(document: Document) -> Response:
    """The file for somebody who may open it; kept by no cache."""
    name = slug(" ".join((label(DocumentKind(document.kind)), document.number)))
    return paper_file(document.file, PDF if document.is_pdf else JPEG, name)


def paper_file(path: str, suffix: str, name: str) -> Response:
    """A file below the folder of papers, saved under this name; kept by no cache."""
    response = send_from_directory(
        current_app.extensions["settings"].papers_dir,
        path,
        mimetype=TYPES[suffix],
        # Browsers refuse to show a PDF in a sandbox: it is saved, and opened by what the person trusts.
        as_attachment=suffix == PDF,
        download_name=f"{name}.{suffix}",
    )
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class Upload(SimpleNamespace):
    """A file on its way into the vault: `stored` when it is clean, `problem` when it is not."""

    stored: StoredFile | None
    problem: Refused | None

    def token(self, producer: Producer) -> str:
        """Stands for the file in the form that is sent back: nobody has to photograph a paper twice."""
        if self.stored is None:
            return ""
        claim = Claim(producer.id, self.stored.path, f"{self.stored.pages}:{self.stored.size}")
        return written(_secret(), Purpose.FILE, claim, now())


def uploaded_document(field: str, kept: str, producer_id: int) -> Upload:
    """The file of this form field, or the one that was kept since the form came back."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return _kept(kept, producer_id)
    try:
        folder = current_app.extensions["settings"].papers_dir
        return Upload(stored=store_document(file.read(MAX_BYTES + 1), folder), problem=None)
    except Refused as refusal:
        return Upload(stored=None, problem=refusal)
    finally:
        file.close()


def uploaded_pdf(field: str) -> str:
    """Where the PDF of this form field is stored below the folder of papers; "" without one. Raises Refused."""
    stored = stored_upload(field)
    if stored and stored.suffix != PDF:
        raise Refused("Please choose a PDF.")
    return stored.path if stored else ""


def stored_upload(field: str) -> StoredFile | None:
    """The file of this form field in the folder of papers; None without one. Raises Refused."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    try:
        return store_document(file.read(MAX_BYTES + 1), current_app.extensions["settings"].papers_dir)
    finally:
        file.close()


def _kept(token: str, producer_id: int) -> Upload:
    claim = read(_secret(), Purpose.FILE, token, now()) if token else None
    if claim is None or claim.id != producer_id:
        return Upload(stored=None, problem=Refused("Please choose a file, or photograph the paper."))
    pages, size = map(int, claim.mark.split(":"))
    return Upload(stored=StoredFile(claim.contact, pages, size), problem=None)


def _secret() -> str:
    return current_app.extensions["settings"].secret_key


def found(document: Document | None) -> Document:
    return document if document is not None else abort(404)
