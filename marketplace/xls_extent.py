"""How far the sheets of an old XLS reach, read from its records: a far cell is refused before memory is spent on it."""

import struct
from collections.abc import Iterator

_FREE = 0xFFFFFFFA
# Records that hold cells, each beginning with its row and its first column.
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0001, 0x0002, 0x0003, 0x0004})  # fmt: skip
_BOF = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_FILE_PASS = 0x002F


class Damaged(Exception):
    """It is no compound file, or its chains lead nowhere."""


class Protected(Exception):
    """It is encrypted, or holds an encrypted workbook of the newer kind."""


def extents(data: bytes) -> list[tuple[int, int]]:
    """Rows and columns of each sheet. Raises Damaged or Protected."""
    try:
        stream = _workbook(data)
    except (struct.error, IndexError) as error:
        raise Damaged from error
    found: list[tuple[int, int]] = []
    for kind, body in _records(stream):
        if kind == _FILE_PASS:
            raise Protected
        if kind in _BOF:
            found.append((0, 0))
        elif kind in _CELLS and len(body) >= 4 and found:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in (0x00BD, 0x00BE) else column
            found[-1] = max(found[-1][0], row + 1), max(found[-1][1], max(column, last) + 1)
    return found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _workbook(data: bytes) -> bytes:
    """The stream that holds the workbook's records."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    if sector not in (512, 4096) or small != 64:
        raise Damaged
    table = _allocation(data, sector)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], sector)
    streams = {}
    for place in range(0, len(directory) - 127, 128):
        entry = directory[place : place + 128]
        length = max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)
        name = entry[:length].decode("utf-16-le", "replace")
        streams[name] = struct.unpack_from("<II", entry, 116)
    if "EncryptedPackage" in streams:
        raise Protected
    start, size = streams.get("Workbook") or streams.get("Book") or (None, 0)
    if start is None:
        raise Damaged
    if size >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(data, table, start, sector)[:size]
    root = _chain(data, table, streams["Root Entry"][0], sector) if "Root Entry" in streams else b""
    small_table = _numbers(_chain(data, table, struct.unpack_from("<I", data, 60)[0], sector))
    return _small_chain(root, small_table, start, small)[:size]


def _allocation(data: bytes, sector: int) -> list[int]:
    """For each sector the next one of its chain."""
    listed = [number for number in struct.unpack_from("<109I", data, 76) if number < _FREE]
    more, seen = struct.unpack_from("<I", data, 68)[0], 0
    while more < _FREE and seen < 10_000:
        numbers = _numbers(_at(data, more, sector))
        listed += [number for number in numbers[:-1] if number < _FREE]
        more, seen = numbers[-1], seen + 1
    return [number for each in listed for number in _numbers(_at(data, each, sector))]


def _chain(data: bytes, table: list[int], start: int, sector: int) -> bytes:
    parts, number = [], start
    while number < _FREE:
        parts.append(_at(data, number, sector))
        if len(parts) > len(data) // sector + 1:
            raise Damaged
        number = table[number]
    return b"".join(parts)


def _small_chain(root: bytes, table: list[int], start: int, size: int) -> bytes:
    parts, number = [], start
    while number < _FREE:
        parts.append(root[number * size : (number + 1) * size])
        if len(parts) > len(table):
            raise Damaged
        number = table[number]
    return b"".join(parts)


def _at(data: bytes, number: int, sector: int) -> bytes:
    return data[(number + 1) * sector : (number + 2) * sector]


def _numbers(part: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4]))
