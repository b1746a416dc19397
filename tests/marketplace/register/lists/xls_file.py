"""Makes an old XLS of one sheet of texts and numbers: a compound file around BIFF8 records."""

import struct

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(rows: list[list[object]], name: str = "Sheet1", extra: bytes = b"") -> bytes:
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + extra
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet += _cell(r, c, value)
    sheet += _record(0x000A, b"")
    title = name.encode("utf-16-le")
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    bound = 4 + 8 + len(title)
    start = len(bof) + bound + 4
    sheets = _record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 1) + title)
    return compound({"Workbook": bof + sheets + _record(0x000A, b"") + sheet})


def _cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text) if value else b""


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file; streams are padded so that none lies in the small sectors."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, 1)]
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        first = len(sectors)
        parts = [data[i : i + _SECTOR].ljust(_SECTOR, b"\0") for i in range(0, len(data), _SECTOR)]
        sectors += parts
        table += [*range(first + 1, first + len(parts)), _END]
        entries.append(_entry(name, 2, first, len(data), -1))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    sectors.append(directory)
    table.append(_END)
    fat_at, fats = len(sectors), -(-(len(sectors) + 20) // 128)
    table += [_FAT] * fats
    packed = struct.pack(f"<{len(table)}I", *table)
    packed = packed.ljust(fats * _SECTOR, b"\xff")
    listed = [fat_at + i for i in range(fats)] + [_FREE] * (109 - fats)
    header = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, fats,
        fat_at - 1, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    return header + struct.pack("<109I", *listed) + b"".join(sectors) + packed


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBiii16sI8s8sIII", text, len(text) + 2, kind, 1, -1, -1, child, b"", 0, b"", b"", start, size, 0
    )
