"""Files of papers: what is harmless stays readable, what acts is taken out, and what can't be kept is refused in a sentence."""

import io
import time
import zlib

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from catalog import pdf_cleaner
from catalog.document_files import store_document
from catalog.pdf_door import clean_pdf
from catalog.picture_door import MAX_BYTES
from catalog.records import Refused
from tests import hostile_pdfs
from tests.catalog.test_picture_door import encoded, private_exif, quarters
from tests.hostile_pdfs import SECRET, paper
from tests.paper import ReadPaper

HARMFUL = dict(hostile_pdfs.harmful())
REFUSED = {name: (word, content) for name, word, content in hostile_pdfs.refused()}


def test_a_harmless_paper_stays_readable():
    cleaned = clean_pdf(paper("Giấy chứng nhận cơ sở đủ điều kiện", pages=2))
    read = ReadPaper(cleaned.content)
    assert cleaned.pages == len(read.pages) == 2
    assert "Giấy chứng nhận cơ sở đủ điều kiện" in read.pages[0]


def test_the_hostile_ones_do_act_before_they_are_cleaned():
    for name, content in HARMFUL.items():
        assert SECRET.encode() in unpacked(content), name


@pytest.mark.parametrize("name", HARMFUL)
def test_nothing_is_left_that_acts(name):
    cleaned = clean_pdf(HARMFUL[name]).content
    assert "Giấy chứng nhận" in ReadPaper(cleaned).text
    assert not acting(cleaned)
    assert SECRET.encode() not in unpacked(cleaned)


def acting(content: bytes) -> list[str]:
    """By another reader than the one that cleaned it: keys that act, anywhere in the file."""
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    strange = [key for key in root if key not in ("/Type", "/Pages")]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        things = [thing for thing in pdf.objects if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream))]
        strange += [
            key for thing in things for key in thing.keys() & {"/AA", "/Annots", "/JS", "/OpenAction", "/URI"}
        ]
    return strange


def unpacked(content: bytes) -> bytes:
    """The file with all its objects in the open."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        plain = io.BytesIO()
        pdf.save(
            plain,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
    return plain.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused_in_a_sentence(name):
    word, content = REFUSED[name]
    begun = time.monotonic()
    with pytest.raises(Refused, match=word):
        clean_pdf(content)
    assert time.monotonic() - begun < 25


def test_mutilated_files_are_kept_clean_or_refused():
    kept = 0
    for content in hostile_pdfs.mutilated(150):
        try:
            cleaned, _ = pdf_cleaner.clean(content, 60)
        except (pdf_cleaner.Wrong, *pdf_cleaner.OF_DAMAGE):
            continue
        kept += 1
        assert not acting(cleaned)
    # Most can be repaired: otherwise nothing was tried.
    assert kept > 30


def test_a_sample_of_them_passes_the_door_itself():
    for content in hostile_pdfs.mutilated(12):
        try:
            assert clean_pdf(content).pages > 0
        except Refused as refusal:
            assert str(refusal).endswith(".")


def test_a_fault_of_the_cleaner_itself_is_told_in_the_log(tmp_path, monkeypatch, caplog):
    broken = tmp_path / "cleaner.py"
    broken.write_text("raise AssertionError('ours')")
    monkeypatch.setattr("catalog.pdf_door._CLEANER", broken)
    with pytest.raises(Refused, match="damaged"):
        clean_pdf(hostile_pdfs.paper())
    assert "AssertionError" in caplog.text
    caplog.clear()
    monkeypatch.undo()
    with pytest.raises(Refused, match="damaged"):
        clean_pdf(b"%PDF-1.4 nothing")
    assert not caplog.text


def test_a_name_that_acts_elsewhere_is_a_font_here():
    """/F and /A are what somebody called a font: they stay, or the letters are gone."""
    writer = pikepdf.open(io.BytesIO(paper("Chữ còn đây")))
    fonts = writer.pages[0].Resources.Font
    for old, new in zip(list(fonts.keys()), ("/F", "/A"), strict=True):
        fonts[new] = fonts[old]
        del fonts[old]
        stream = writer.pages[0].Contents
        stream.write(stream.read_bytes().replace(old.encode() + b" ", new.encode() + b" "))
    content = io.BytesIO()
    writer.save(content)
    assert "Chữ còn đây" in ReadPaper(clean_pdf(content.getvalue()).content).text


def test_sizes_that_are_inherited_come_along():
    content = (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 300] /Rotate 90>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    )
    page = PdfReader(io.BytesIO(clean_pdf(content).content)).pages[0]
    assert [float(side) for side in page.mediabox] == [0, 0, 200, 300]
    assert page.rotation == 90


def test_a_photograph_loses_its_place_and_stays_upright(tmp_path):
    exif = private_exif()
    exif[0x0112] = 6
    stored = store_document(
        encoded(quarters().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif), tmp_path
    )
    content = (tmp_path / stored.path).read_bytes()
    assert (stored.suffix, stored.pages, stored.size) == ("jpeg", 1, len(content))
    image = Image.open(io.BytesIO(content))
    assert image.size == (300, 200)
    assert not image.getexif()
    assert b"SECRET-MAKER" not in content


def test_the_same_bytes_are_stored_once(tmp_path):
    one, other = (store_document(paper(), tmp_path) for _ in range(2))
    assert one == other
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("upload", "word"),
    [
        (b"", "empty"),
        (b"%PDF-" + bytes(MAX_BYTES), "larger than 12 MB"),
        (b"PK\x03\x04 a workbook", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"\x89PNG\r\n\x1a\n" + zlib.compress(bytes(100)), "not a picture|damaged"),
    ],
)
def test_what_is_no_paper_is_refused_and_leaves_nothing(tmp_path, upload, word):
    with pytest.raises(Refused, match=word):
        store_document(upload, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_is_a_pdf_too_is_taken_as_a_pdf(tmp_path):
    both = b"\xff\xd8\xff\xe0" + paper()
    stored = store_document(both, tmp_path)
    assert stored.suffix == "pdf"
    assert (tmp_path / stored.path).read_bytes().startswith(b"%PDF-")
