"""Lines of a revocation that name products, codes or addresses of pages, matched with the register."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Select, or_
from sqlalchemy.orm import Session

from catalog.codes import read_code
from catalog.products import Product
from catalog.recognitions import Recognition
from catalog.records import Refused
from catalog.text import clean, fold
from marketplace.spreadsheets import read_sheets

from .lists.fields import Field
from .lists.known import product_key
from .lists.makers import same_maker_key
from .lists.tables import find_table

MOST_LINES = 2000
_BATCH = 300
_BETWEEN = re.compile(r"\s*[;\t|]\s*")
_ADDRESS_OF_CODE = re.compile(r"/(?:verify|register)/([\w-]{4,40})")
_ADDRESS_OF_PRODUCT = re.compile(r"/products/([\w-]{1,200})")
_LIST_MARK = re.compile(r"^\s*\d{1,4}\s*[.)]\s+")


@dataclass
class Line:
    """What was written in which line, and the recognitions it may mean, the newest first.

    A line is a whole name of a product, perhaps with its producer, or a code of the register, or the address of a
    page that has one in it: `code` of a recognition, or `slug` of a product.
    """

    text: str
    product: str
    producer: str = ""
    number: int = 0
    code: str = ""
    slug: str = ""
    found: list[Recognition] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Whether all that was found are recognitions of one product."""
        return len({recognition.product_id for recognition in self.found}) == 1


def lines_of(text: str) -> list[Line]:
    """One line each: a code, an address, a product, or product and producer with a semicolon or a tab between them."""
    written = ((number, _LIST_MARK.sub("", raw.strip())) for number, raw in enumerate(text.splitlines(), 1))
    lines = [_line(part, number) for number, part in written if clean(part)]
    if len(lines) > MOST_LINES:
        raise Refused("At most %(limit)s lines at once.", limit=MOST_LINES)
    return lines


def lines_of_file(data: bytes, name: str) -> list[Line]:
    """Products and producers of a list; a file without a header has one line a row."""
    sheets = read_sheets(data, name)
    try:
        table = find_table(sheets)
    except Refused:
        rows = [";".join(str(cell) for cell in cells if cell != "") for _, cells in sheets[0].rows]
        return lines_of("\n".join(rows))
    places = {column.field: place for place, column in table.columns.items()}

    def cell(cells: list, name: Field) -> str:
        place = places.get(name, len(cells))
        return clean(str(cells[place])) if place < len(cells) else ""

    found = [(cell(cells, Field.PRODUCT), cell(cells, Field.PRODUCER)) for _, cells in table.rows]
    return lines_of("\n".join(f"{product};{producer}" for product, producer in found if product))


def match(session: Session, lines: Iterable[Line], within: Select) -> None:
    """Find what each line means among `within`, in one statement for some hundred lines."""
    lines = list(lines)
    for start in range(0, len(lines), _BATCH):
        some = lines[start : start + _BATCH]
        codes = {line.code for line in some} - {""}
        keys = {fold(line.product) for line in some} | {product_key(line.product) for line in some}
        slugs = {line.slug for line in some} - {""}
        asked = or_(Recognition.code.in_(codes), Product.key.in_(keys - {""}), Product.slug.in_(slugs))
        rows = session.scalars(
            within.where(asked).order_by(Recognition.decided_on.desc(), Recognition.id.desc())
        )
        _share(some, list(rows.unique()))


def _share(lines: list[Line], rows: list[Recognition]) -> None:
    by_code = {row.code: row for row in rows}
    for line in lines:
        one = by_code.get(line.code)
        line.found = [one] if one else [row for row in rows if _fits(line, row)]


def _fits(line: Line, row: Recognition) -> bool:
    if line.slug:
        return row.product.slug == line.slug
    if product_key(row.product.name) != product_key(line.product):
        return False
    return not line.producer or same_maker_key(row.product.producer.name) == same_maker_key(line.producer)


def _line(text: str, number: int) -> Line:
    product, *producer = _BETWEEN.split(text.strip(), 1)
    code, slug = _ADDRESS_OF_CODE.search(text), _ADDRESS_OF_PRODUCT.search(text)
    return Line(
        clean(text)[:300],
        clean(product),
        clean(producer[0]) if producer else "",
        number,
        read_code(code[1] if code else text),
        slug[1] if slug else "",
    )
