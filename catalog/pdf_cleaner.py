"""The door to pikepdf: a PDF on standard input becomes a harmless one on standard output, or a word for why not.

catalog/pdf_door.py runs it as a process of its own with little memory and time, so that a hostile file exhausts
nothing but itself. It imports nothing of ours; its argument is the most pages a file may have, and what it
has to say is one line on standard error.
"""

import io
import resource
import sys
from collections.abc import Iterator

import pikepdf

# Address space, not memory in use: qpdf and its libraries take some 200 MB of it before they read anything.
_MEMORY = 768 * 2**20
_SECONDS = 10
# More objects than this is no scan and no form: it is made to keep somebody busy.
_MOST_OBJECTS = 50_000
# Points: two metres.
_LONGEST_SIDE = 5700
# What whoever opens the file has to unpack: drawing, and pixels of one picture.
_MOST_DRAWING = 64 * 2**20
_MOST_PIXELS = 120_000_000

# What a page may keep. Everything that acts, opens, asks or carries files hangs on other keys.
_OF_PAGE = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Resources",
    "/Contents",
    "/Group",
}
_OF_ROOT = {"/Type", "/Pages"}
# What nothing below a page may have: actions, scripts, links, forms, files inside or outside, data of other programs.
FORBIDDEN = (
    "/A", "/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm",
    "/ImportData", "/Names", "/EmbeddedFiles", "/EF", "/AF", "/RichMedia", "/RichMediaContent", "/Rendition",
    "/Movie", "/Sound", "/Annots", "/AcroForm", "/XFA", "/Ref", "/OPI", "/PS", "/Metadata", "/PieceInfo",
    "/Dests", "/F", "/FFilter", "/FDecodeParms", "/Alternates", "/StructParent", "/StructParents",
)  # fmt: skip
# Dictionaries in which whoever wrote the file chooses the names: /F may be a font there, /A a picture.
_NAMED = {
    "/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/Properties", "/CharProcs",
    "/Colorants", "/DecodeParms",
}  # fmt: skip

# What a damaged file leads to: pikepdf's own errors, and where it meets another type or number than the page asked for
# those of Python and of the C++ below. An error of another kind is one of ours, and ends the process with its trace.
OF_DAMAGE = (
    pikepdf.PikepdfError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class Wrong(Exception):
    """`args[0]` is the word that the door knows a sentence for."""


def clean(content: bytes, most_pages: int) -> tuple[bytes, int]:
    """The file that is kept, and how many pages it has."""
    try:
        with pikepdf.open(io.BytesIO(content)) as source:
            written, pages = _copied(source, most_pages)
    except pikepdf.PasswordError:
        raise Wrong("password") from None
    _verify(written)
    return written.getvalue(), pages


def _copied(source: pikepdf.Pdf, most_pages: int) -> tuple[io.BytesIO, int]:
    """A new file of the pages alone: what hung on the old one's root does not come along."""
    if source.is_encrypted:
        raise Wrong("password")
    if len(source.objects) > _MOST_OBJECTS:
        raise Wrong("busy")
    if not 0 < len(source.pages) <= most_pages:
        raise Wrong("pages" if len(source.pages) else "damaged")
    made, written = pikepdf.new(), io.BytesIO()
    made.pages.extend(source.pages)
    for page in made.pages:
        _strip_page(page)
    drawing = 0
    for thing in _things(made):
        for key in FORBIDDEN:
            if key in thing:
                del thing[key]
        drawing += _weight(thing)
        if drawing > _MOST_DRAWING:
            raise Wrong("busy")
    # Streams are passed through as they are: nothing has to be unpacked to be kept.
    made.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.none, deterministic_id=True)
    return written, len(made.pages)


def _strip_page(page: pikepdf.Page) -> None:
    box = [float(side) for side in page.mediabox]
    if not all(0 < abs(box[i + 2] - box[i]) <= _LONGEST_SIDE for i in (0, 1)):
        raise Wrong("size")
    for key in [key for key in page.obj.keys() if key not in _OF_PAGE]:  # noqa: SIM118
        del page.obj[key]


def _things(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream that the root leads to, without those whose keys are chosen names."""
    waiting, seen = [("", pdf.Root)], set()
    while waiting:
        key, thing = waiting.pop()
        if not isinstance(thing, pikepdf.Object):
            continue
        named = key in _NAMED and isinstance(thing, pikepdf.Dictionary)
        if thing.is_indirect:
            if (thing.objgen, named) in seen:
                continue
            seen.add((thing.objgen, named))
        if isinstance(thing, pikepdf.Array):
            waiting += [(key if key == "/DecodeParms" else "", one) for one in thing]
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            if not named:
                yield thing
            # A name that stands for itself is no kind of dictionary: below /Font, /XObject is a font.
            waiting += [("" if named else name, thing[name]) for name in thing.keys()]  # noqa: SIM118


def _weight(thing: pikepdf.Object) -> int:
    """Bytes of drawing in a stream; pictures are looked at by their pixels."""
    if not isinstance(thing, pikepdf.Stream):
        return 0
    if thing.get("/Subtype") == "/Image":
        if int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) > _MOST_PIXELS:
            raise Wrong("busy")
        return 0
    if thing.get("/Subtype") == "/PS":
        raise Wrong("damaged")
    try:
        return len(thing.read_bytes(decode_level=pikepdf.StreamDecodeLevel.generalized))
    except pikepdf.DataDecodingError:
        return len(thing.read_raw_bytes())


def _verify(written: io.BytesIO) -> None:
    """Read back what is about to be kept: nothing in it acts."""
    with pikepdf.open(written) as pdf:
        pages = [set(page.obj.keys()) for page in pdf.pages]
        stray = set(pdf.Root.keys()) - _OF_ROOT or any(keys - _OF_PAGE for keys in pages)
        if stray or pdf.is_encrypted or any(key in thing for thing in _things(pdf) for key in FORBIDDEN):
            raise Wrong("damaged")


def main() -> int:
    limits = {"AS": _MEMORY, "CPU": _SECONDS, "FSIZE": 0, "CORE": 0}
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    try:
        content, pages = clean(sys.stdin.buffer.read(), int(sys.argv[1]))
    except Wrong as wrong:
        return _say(wrong.args[0], 1)
    except MemoryError:
        return _say("busy", 1)
    except OF_DAMAGE:
        return _say("damaged", 1)
    sys.stdout.buffer.write(content)
    return _say(f"pages {pages}", 0)


def _say(line: str, status: int) -> int:
    print(line, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
