"""Generated recognition lists, most of them damaged in ways that keep them nearly readable; the same for the same seed."""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

from openpyxl import Workbook

from tests.marketplace.register.lists.making import HEADER, ROWS, csv_file, workbook
from tests.marketplace.register.lists.test_hostile import cp1258, generated, tcvn3, vni
from tests.marketplace.register.lists.xls_file import xls

File = tuple[bytes, str]

_SHEET = "xl/worksheets/sheet1.xml"
_XML = (
    (rb't="\w+"', (b't="s"', b't="b"', b't="e"', b't="d"', b't="n"', b't="zz"', b"")),
    (rb'r="[A-Z]+\d+"', (b'r="A1"', b'r="XFD1048576"', b'r="ZZZZ99"', b'r="A0"', b'r=""', b'r="-1"', b"")),
    (rb"<v>[^<]*</v>", (b"<v>999999</v>", b"<v>-1</v>", b"<v>1e400</v>", b"<v>NaN</v>", b"<v/>", b"<v>4 sao</v>")),
    (rb"<c ", (b"<c s='9999' ", b"<c s='-1' ", b"<f>A1</f><c ", b"<row/><c ")),
    (rb'<dimension ref="[^"]*"/>', (b'<dimension ref="A1:XFD1048576"/>', b'<dimension ref="?"/>', b"")),
    (rb"</c>", (b"<f>SUM(A1:A9)</f></c>", b"<f t='shared' si='7'/></c>", b"<is><t>x</t></is></c>", b"")),
    (rb"</sheetData>", (b"", b"<row r='1048577'/></sheetData>", b"</sheetData><mergeCells><mergeCell ref='B9:A1'/></mergeCells>")),
)  # fmt: skip
_ENCODINGS = (
    "utf-16",
    "utf-16-be",
    "utf-32",
    "utf-8-sig",
    "utf-7",
    "cp1258",
    "shift_jis",
    "latin-1",
    "cp037",
)


def wild_list(seed: int) -> File:
    """Bytes, and the name under which they are uploaded."""
    chance = random.Random(seed)
    return chance.choice(
        (generated, _generated_parts, _parts, _zip, _sheets, _formulas, _text, _old, _misnamed)
    )(chance)


def _repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in read.namelist():
            if (content := change(name, read.read(name))) is not None:
                packed.writestr(name, content)
    return out.getvalue()


def _mangled(chance: random.Random, data: bytes) -> bytes:
    """The sheet with some of its XML exchanged."""
    rules = chance.choices(_XML, k=chance.randrange(1, 4))
    often = chance.choice((0.05, 0.5, 1))

    def change(name: str, content: bytes) -> bytes:
        for pattern, choices in rules if name == _SHEET else ():
            new = chance.choice(choices)
            content = re.sub(
                pattern, lambda old, new=new: new if chance.random() < often else old[0], content
            )
        return content

    return _repacked(data, change)


def _parts(chance: random.Random) -> File:
    return _mangled(chance, workbook(merged=chance.choice(((), ("B5:B7",), ("A1:G1", "C5:C7"))))), "ds.xlsx"


def _generated_parts(chance: random.Random) -> File:
    data, name = generated(chance)
    if name.endswith("csv") or not zipfile.is_zipfile(io.BytesIO(data)):
        return data, name
    try:
        return _mangled(chance, data), name
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, RuntimeError, ValueError, EOFError):
        return data, name  # its bytes were changed already


def _zip(chance: random.Random) -> File:
    """A part is missing, empty, cut off or that of another one; or the archive itself is cut off."""
    data = workbook()
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    hit, other = chance.choices(names, k=2)
    step = chance.randrange(5)
    if step == 4:
        return data[: chance.randrange(len(data))], "ds.xlsx"
    contents = {name: zipfile.ZipFile(io.BytesIO(data)).read(name) for name in names}
    new = (None, b"", contents[hit][: len(contents[hit]) // 2], contents[other])[step]
    return _repacked(data, lambda name, content: new if name == hit else content), "ds.xlsx"


def _sheets(chance: random.Random) -> File:
    """Several sheets, with the list on any of them, and a name that means something elsewhere."""
    book = Workbook()
    book.remove(book.active)
    for number in range(chance.randrange(1, 6)):
        page = book.create_sheet(chance.choice(("Phụ lục", "Sheet", "=A1", "<b>", "x" * 30)) + str(number))
        page.sheet_state = chance.choice(("visible", "visible", "hidden"))
        for row in chance.sample([HEADER, *ROWS, ["x"], [None], [""] * 40], chance.randrange(1, 7)):
            page.append(row)
        if chance.random() < 0.3:
            page.cell(chance.choice((50_000, 1_048_576)), chance.choice((1, 300, 16_384)), "xa")
    book.worksheets[0].sheet_state = "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), chance.choice(("ds.xlsx", "ds.XLSX", "ds.xlsm", "../../ds.xlsx", "ds"))


def _formulas(chance: random.Random) -> File:
    texts = ("=1/0", "=E12", '=HYPERLINK("http://vidu.vn")', "=[1]x!A1", "=" * 50, "='", "=DDE(1;2)", "{=A1}")
    rows = [[chance.choice((cell, chance.choice(texts))) for cell in row] for row in ROWS]
    return workbook(rows, header=[chance.choice((name, "=A1")) for name in HEADER]), "ds.xlsx"


def _text(chance: random.Random) -> File:
    """A text in an encoding that nobody expects, with other separators, broken quotes and bytes."""
    text = csv_file().decode().replace(",", chance.choice((",", ";", "\t", "|", "\x00", "\u2028")))
    text = chance.choice(
        (text, text.replace('"', ""), text + '"', text.replace("\n", "\r"), text * 3, '"' * 99)
    )
    encode = chance.choice(
        (*(lambda one, by=by: one.encode(by, "replace") for by in _ENCODINGS), tcvn3, cp1258, vni)
    )
    try:
        data = bytearray(encode(text))
    except UnicodeEncodeError:
        data = bytearray(text.encode())
    for _ in range(chance.choice((0, 0, 3, 60))):
        data.insert(chance.randrange(len(data) + 1), chance.randrange(256))
    return bytes(data), chance.choice(("ds.csv", "ds.CSV", "ds.txt", "ds.csv.xlsx"))


def _old(chance: random.Random) -> File:
    data = bytearray(xls([["Phụ lục"], HEADER, *ROWS]))
    for _ in range(chance.choice((0, 1, 20, 300))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.choice((len(data), len(data), 600, 5000))]), "ds.xls"


def _misnamed(chance: random.Random) -> File:
    starts = (
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\0" * 18,
        b"\xd0\xcf\x11\xe0",
        b"{",
        b"<html>",
    )
    noise = chance.randbytes(chance.choice((0, 7, 3000)))
    return chance.choice(starts) + noise, chance.choice(("ds.xlsx", "ds.xls", "ds.csv", "ds", "ds.png"))
