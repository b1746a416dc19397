"""The door to Pillow: an upload becomes clean WebP and AVIF files, or is refused with a reason."""

import hashlib
import io
import os
import tempfile
import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError, features

from .leftover_files import make_young
from .pictures import WIDTHS, file_name
from .records import Refused

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
_ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF")
# A picture much taller than wide would pass the pixel limit of WebP's height.
_TALLEST = 12
_WRITTEN = {"webp": {"quality": 78, "method": 4}}
# Papers go to people whose programs know nothing newer.
_PRINTED = {"jpeg": {"quality": 85, "optimize": True}}
if features.check("avif"):
    _WRITTEN["avif"] = {"quality": 56, "speed": 8}


_TURN = Image.Transpose
# What undoes each value of the EXIF orientation tag (0x0112).
_TURNS = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_90,
}
# Clockwise, in degrees.
_CLOCKWISE = {90: _TURN.ROTATE_270, 180: _TURN.ROTATE_180, 270: _TURN.ROTATE_90}
_WIDEST_KEPT, _SKETCH = 2400, 480
# Left, top, right and bottom in thousandths of the turned picture.
Crop = tuple[int, int, int, int]
WHOLE: Crop = (0, 0, 1000, 1000)


@dataclass(frozen=True)
class StoredPicture:
    """What the record keeps of a stored picture: pixels of the largest file, average colour "#rrggbb"."""

    digest: str
    width: int
    height: int
    color: str
    widths: list[int]
    formats: list[str]


def store(
    upload: bytes,
    folder: Path,
    widths: Sequence[int] = WIDTHS,
    formats: Collection[str] = tuple(_WRITTEN),
) -> StoredPicture:
    """Check, turn upright, strip and re-encode an upload into `folder`; the same bytes are stored once.

    `widths` in pixels, the smallest first; `formats` are some of those we write,
    those of the web unless others are wanted. Raises Refused for a file too large, not a picture of an accepted type, or damaged.
    """
    return _store(_decode(upload), hashlib.sha256(upload).hexdigest()[:20], folder, widths, formats)


def _store(
    image: Image.Image, digest: str, folder: Path, widths: Sequence[int], formats: Collection[str]
) -> StoredPicture:
    fitting = [width for width in widths if width <= image.width] or [image.width]
    largest = _resized(image, fitting[-1])
    known = _WRITTEN | _PRINTED
    written = {format: options for format, options in known.items() if format in formats}
    for width in reversed(fitting):
        image = _resized(image, width)
        for format, options in written.items():
            _write(image, folder / file_name(digest, width, format), format, options)
    return StoredPicture(digest, *largest.size, _average_color(largest), fitting, list(written))


def keep_original(upload: bytes, folder: Path) -> str:
    """Check and strip an upload and keep it upright, for turning and cropping later; answers with its digest.

    Raises Refused as `store` does.
    """
    image = _decode(upload)
    digest = hashlib.sha256(upload).hexdigest()[:20]
    if image.width > _WIDEST_KEPT:
        image = _resized(image, _WIDEST_KEPT)
    _write(image, _original(folder, digest), "jpeg", {"quality": 92})
    return digest


def shape_digest(source: str, turn: int, crop: Crop) -> str:
    """Names what comes of an original by turning and cropping."""
    return (
        source
        if (turn, crop) == (0, WHOLE)
        else hashlib.sha256(f"{source} {turn} {crop}".encode()).hexdigest()[:20]
    )


def sketch(originals: Path, source: str, turn: int, crop: Crop, folder: Path) -> StoredPicture:
    """A small file of the shaped picture, at once; its facts are those that `encode` will have, without files."""
    image, digest = _shaped(originals, source, turn, crop), shape_digest(source, turn, crop)
    width = max(width for width in (*WIDTHS, min(WIDTHS[0], image.width)) if width <= image.width)
    height = max(1, round(image.height * width / image.width))
    small = _resized(image, min(_SKETCH, image.width))
    _write(small, folder / file_name(digest, small.width, "webp"), "webp", _WRITTEN["webp"])
    return StoredPicture(digest, width, height, _average_color(small), [], [])


def encode(originals: Path, source: str, turn: int, crop: Crop, folder: Path) -> StoredPicture:
    """All files of the shaped picture; takes seconds for a large one."""
    image = _shaped(originals, source, turn, crop)
    return _store(image, shape_digest(source, turn, crop), folder, WIDTHS, tuple(_WRITTEN))


def whole(originals: Path, source: str, turn: int) -> bytes:
    """The turned original as a middling JPEG, to crop on."""
    image = _shaped(originals, source, turn, WHOLE)
    out = io.BytesIO()
    _resized(image, min(800, image.width)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _shaped(originals: Path, source: str, turn: int, crop: Crop) -> Image.Image:
    try:
        image = _decode(_original(originals, source).read_bytes())
    except FileNotFoundError:
        raise Refused("A picture is not there any more. It must be taken anew.") from None
    if turn:
        image = image.transpose(_CLOCKWISE[turn])
    left, top, right, bottom = crop
    box = (
        image.width * left // 1000,
        image.height * top // 1000,
        max(1, image.width * right // 1000),
        max(1, image.height * bottom // 1000),
    )
    return image if crop == WHOLE else image.crop(box)


def _original(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / f"{digest}.jpg"


def _decode(upload: bytes) -> Image.Image:
    if len(upload) > MAX_BYTES:
        raise Refused("The picture is larger than %(limit)s MB.", limit=MAX_BYTES // 2**20)
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a decompression bomb below twice its limit: a warning is a refusal here.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(upload), formats=_ACCEPTED)
            if image.width * image.height > MAX_PIXELS:
                raise Refused(
                    "The picture has too many pixels; %(limit)s million at most.", limit=MAX_PIXELS // 10**6
                )
            image.load()
            turn = _TURNS.get(image.getexif().get(0x0112, 1))
            clean = _on_white(image)
    except Refused:
        raise
    except UnidentifiedImageError:
        raise Refused(
            "This is not a picture we can read: please send a JPEG, PNG, WebP or AVIF file."
        ) from None
    except Exception:
        # Pillow's decoders raise whatever they meet in a damaged file: struct.error, RuntimeError, TypeError, ...
        raise Refused("The picture is damaged or too large to open safely.") from None
    upright = clean if turn is None else clean.transpose(turn)
    if upright.height > _TALLEST * upright.width:
        raise Refused("The picture is too tall for its width.")
    return upright


def _on_white(image: Image.Image) -> Image.Image:
    """RGB without transparency; a new image, so that no EXIF, GPS or profile data comes along."""
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: Pillow would cut them off instead of scaling.
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    rgba = image.convert("RGBA")
    clean = Image.new("RGB", image.size, "white")
    clean.paste(rgba, mask=rgba.getchannel("A"))
    return clean


def _resized(image: Image.Image, width: int) -> Image.Image:
    if image.width == width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _average_color(image: Image.Image) -> str:
    return "#{:02x}{:02x}{:02x}".format(*image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))


def _write(image: Image.Image, path: Path, format: str, options: dict) -> None:
    """Write beside and rename: a reader never sees half a file."""
    if make_young(path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    encoded = io.BytesIO()
    image.save(encoded, format.upper(), **options)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        beside.write(encoded.getbuffer())
    os.chmod(beside.name, 0o644)
    os.replace(beside.name, path)
