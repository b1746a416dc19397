import contextlib
import io
import os
import random
import struct
import warnings
import zlib

import pytest
from PIL import Image, PngImagePlugin

from catalog.picture_door import MAX_BYTES, store
from catalog.pictures import WIDTHS, file_name
from catalog.records import Refused

RED, BLUE = (255, 0, 0), (0, 0, 255)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def encoded(image, format="PNG", **options):
    data = io.BytesIO()
    image.save(data, format, **options)
    return data.getvalue()


def plain(size=(60, 40), color=RED, mode="RGB"):
    return Image.new(mode, size, color)


def quarters(size=(300, 200)):
    """Upright: red at the top left, blue at the top right, white below."""
    image = Image.new("RGB", size, "white")
    image.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1] // 2))
    return image


def noise(size=(32, 24)):
    return Image.effect_noise(size, 80).convert("RGB")


def private_exif():
    exif = Image.Exif()
    exif[0x010F] = "SECRET-MAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 0.0)})
    return exif


def outputs(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read(path):
    return Image.open(io.BytesIO(path.read_bytes()))


def opened(folder, stored, format="webp"):
    return read(folder / file_name(stored.digest, stored.widths[-1], format)).convert("RGB")


def close(color, expected, tolerance=24):
    return all(abs(a - b) <= tolerance for a, b in zip(color, expected, strict=True))


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width, height):
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + png_chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("turn", TURNS)
def test_a_photo_taken_sideways_is_stored_upright(tmp_path, turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = store(encoded(quarters().transpose(TURNS[turn]), "JPEG", exif=exif.tobytes()), tmp_path)
    assert (stored.width, stored.height) == (240, 160)
    for format in stored.formats:
        image = opened(tmp_path, stored, format=format)
        assert close(image.getpixel((40, 30)), RED) and close(image.getpixel((200, 30)), BLUE)
        assert close(image.getpixel((120, 140)), (255, 255, 255))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_place_maker_or_profile_is_left_in_any_file(tmp_path, format):
    options = {
        "exif": private_exif().tobytes(),
        "xmp": b"<x:xmpmeta>SECRET</x:xmpmeta>",
        "icc_profile": b"SECRET" * 30,
    }
    if format == "JPEG":
        options["comment"] = b"SECRET"
    if format == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", "SECRET")
        options.pop("icc_profile")
    upload = encoded(noise((500, 300)), format, **options)
    assert b"SECRET" in upload
    store(upload, tmp_path)
    assert len(outputs(tmp_path)) == 4
    for path in outputs(tmp_path):
        raw, image = path.read_bytes(), read(path)
        assert not any(word in raw for word in (b"SECRET", b"Exif", b"EXIF", b"xmp", b"XMP", b"ICCP"))
        assert not dict(image.getexif()) and not {"exif", "xmp", "icc_profile"} & set(image.info)


def test_a_picture_on_nothing_is_put_on_white(tmp_path):
    image = plain((100, 100), (255, 0, 0, 0), "RGBA")
    image.paste((0, 0, 255, 255), (0, 0, 50, 100))
    stored = store(encoded(image), tmp_path)
    assert close(opened(tmp_path, stored).getpixel((80, 50)), (255, 255, 255))
    assert close(opened(tmp_path, stored).getpixel((20, 50)), BLUE)


def test_a_palette_with_transparency_is_put_on_white(tmp_path):
    image = Image.new("P", (50, 50), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    stored = store(encoded(image, transparency=0), tmp_path)
    assert stored.color == "#ffffff"


@pytest.mark.parametrize(
    ("mode", "color", "expected"),
    [("1", 1, "#ffffff"), ("L", 128, "#808080"), ("LA", (0, 255), "#000000"), ("I;16", 0x8080, "#808080")],
)
def test_grey_pictures_of_every_depth_keep_their_grey(tmp_path, mode, color, expected):
    assert store(encoded(plain(color=color, mode=mode)), tmp_path).color == expected


def test_a_photo_for_print_is_read(tmp_path):
    stored = store(encoded(plain(color=(0, 255, 255, 0), mode="CMYK"), "JPEG"), tmp_path)
    assert close(opened(tmp_path, stored).getpixel((5, 5)), RED)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_accepted_types_come_out_as_webp_and_avif(tmp_path, format):
    stored = store(encoded(noise(), format), tmp_path)
    assert stored.formats == ["webp", "avif"]
    for made, signature in (("webp", b"WEBP"), ("avif", b"ftypavif")):
        path = tmp_path / file_name(stored.digest, 32, made)
        assert signature in path.read_bytes()[:16]
        assert read(path).size == (32, 24)


def test_a_camera_s_picture_of_several_frames_is_read(tmp_path):
    stored = store(encoded(plain(), "MPO", save_all=True, append_images=[plain(color=BLUE)]), tmp_path)
    assert close(opened(tmp_path, stored).getpixel((5, 5)), RED)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_the_first_frame_is_kept(tmp_path, format):
    upload = encoded(plain(), format, save_all=True, append_images=[plain(color=BLUE)], duration=100)
    assert Image.open(io.BytesIO(upload)).n_frames == 2
    stored = store(upload, tmp_path)
    for made in stored.formats:
        assert close(opened(tmp_path, stored, format=made).getpixel((5, 5)), RED)
        kept = read(tmp_path / file_name(stored.digest, 60, made))
        assert getattr(kept, "n_frames", 1) == 1


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "upload",
    [
        SVG,
        b"",
        b"\0" * 100,
        b"this is a text file that somebody named picture.png",
        b"\x89PNG\r\n\x1a\n",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n%%EOF",
        encoded(plain(), "GIF"),
        encoded(plain(), "TIFF"),
        encoded(plain(), "BMP"),
    ],
    ids=["svg", "empty", "zeros", "text", "png-signature", "html", "pdf", "gif", "tiff", "bmp"],
)
def test_anything_but_an_accepted_picture_is_refused(tmp_path, upload):
    with pytest.raises(Refused, match="not a picture we can read"):
        store(upload, tmp_path)
    assert outputs(tmp_path) == []


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_truncated_picture_is_refused_and_leaves_no_file(tmp_path, format, kept):
    whole = encoded(noise((200, 150)), format)
    with pytest.raises(Refused):
        store(whole[: int(len(whole) * kept)], tmp_path)
    assert outputs(tmp_path) == []


@pytest.mark.parametrize(
    "size", [(60_000, 60_000), (30_000, 30_000), (10_000, 9_000), (8_000, 8_000), (1, 2**31 - 1)]
)
def test_a_small_file_that_claims_a_huge_picture_is_refused(tmp_path, size):
    with pytest.raises(Refused):
        store(png_claiming(*size), tmp_path)


def test_a_picture_of_many_pixels_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(Refused, match="50 million"):
        store(png_claiming(8_000, 8_000), tmp_path)


def test_the_largest_file_passes_and_one_byte_more_is_refused(tmp_path):
    upload = encoded(plain(), "JPEG")
    largest = upload + b"\0" * (MAX_BYTES - len(upload))
    assert store(largest, tmp_path).width == 60
    with pytest.raises(Refused, match="larger than 12 MB"):
        store(largest + b"\0", tmp_path)


@pytest.mark.parametrize("size", [(100, 20_000), (1, 20_000), (20_000, 100), (5_000, 1)])
def test_a_very_tall_or_wide_picture_is_stored_or_refused_without_leftovers(tmp_path, size):
    try:
        stored = store(encoded(Image.new("1", size)), tmp_path)
    except Refused:
        assert outputs(tmp_path) == []
    else:
        assert len(outputs(tmp_path)) == len(stored.widths) * len(stored.formats)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_damaged_file_is_read_or_refused_and_never_an_error(tmp_path, format):
    luck = random.Random(format)
    whole = encoded(noise((16, 12)), format, exif=private_exif().tobytes())
    places = range(min(len(whole), 400))
    for _ in range(250):
        damaged = bytearray(whole)
        for place in luck.sample(places, luck.randint(1, 6)):
            damaged[place] = luck.choice((0, 1, 128, 255, luck.randrange(256)))
        try:
            with warnings.catch_warnings(action="ignore"):
                store(bytes(damaged), tmp_path)
        except Refused:
            pass


def test_exif_that_pillow_cannot_write_back_is_no_error(tmp_path):
    exif = private_exif()
    exif[0x0112] = 6
    # The maker's text is declared a number of a type that holds none: 2 (ASCII) becomes 12 (double).
    raw = exif.tobytes().replace(struct.pack("<HH", 0x010F, 2), struct.pack("<HH", 0x010F, 12))
    raw = raw.replace(struct.pack(">HH", 0x010F, 2), struct.pack(">HH", 0x010F, 12))
    assert raw != exif.tobytes()
    with warnings.catch_warnings(action="ignore"), contextlib.suppress(Refused):
        store(encoded(plain(), "JPEG", exif=raw), tmp_path)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(100, [100]), (239, [239]), (240, [240]), (500, [240, 480]), (1200, list(WIDTHS)), (1500, list(WIDTHS))],
)
def test_no_width_is_larger_than_the_upload(tmp_path, width, widths):
    stored = store(encoded(plain((width, 30))), tmp_path)
    assert stored.widths == widths
    assert (stored.width, stored.height) == (widths[-1], round(30 * widths[-1] / width))
    sizes = {(read(path).width, path.suffix) for path in outputs(tmp_path)}
    assert sizes == {(w, suffix) for w in widths for suffix in (".webp", ".avif")}


def test_the_same_bytes_are_stored_once(tmp_path):
    upload = encoded(noise((500, 300)), "JPEG")
    first = store(upload, tmp_path)
    before = [(path, path.stat().st_ino) for path in outputs(tmp_path)]
    assert store(upload, tmp_path) == first
    assert [(path, path.stat().st_ino) for path in outputs(tmp_path)] == before


def test_what_is_stored_again_is_young(tmp_path):
    upload = encoded(noise((300, 200)), "JPEG")
    store(upload, tmp_path)
    for path in outputs(tmp_path):
        os.utime(path, (0, 0))
    store(upload, tmp_path)
    assert all(path.stat().st_mtime > 0 for path in outputs(tmp_path))


def test_other_bytes_are_stored_beside(tmp_path):
    one, two = store(encoded(plain()), tmp_path), store(encoded(plain(color=BLUE)), tmp_path)
    assert one.digest != two.digest
    assert len(outputs(tmp_path)) == 4


def test_files_can_be_read_by_the_web_server(tmp_path):
    store(encoded(plain()), tmp_path)
    assert {path.stat().st_mode & 0o777 for path in outputs(tmp_path)} == {0o644}


@pytest.mark.parametrize(
    ("colors", "average"),
    [((RED, RED), "#ff0000"), (((0, 0, 0), (254, 254, 254)), "#7f7f7f"), ((RED, BLUE), "#800080")],
)
def test_the_colour_kept_is_the_average(tmp_path, colors, average):
    image = plain((100, 40), colors[0])
    image.paste(colors[1], (50, 0, 100, 40))
    kept = store(encoded(image), tmp_path).color
    assert close(bytes.fromhex(kept[1:]), bytes.fromhex(average[1:]), 1)
