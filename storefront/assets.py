"""Static files for the browser: concatenated, subset, hashed and compressed once into DATA_DIR/static."""

import gzip
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from catalog.place_data import commune_positions

from . import vietnam_map

SOURCE = Path(__file__).parent.parent / "static"
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities")
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
# English and Vietnamese with its combining signs, punctuation, the đồng sign, arrow and minus.
_CHARACTERS = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0303,"
    "U+0309,U+0323,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2022,U+2026,U+20AB,U+2192,U+2212"
)


def build(data_dir: Path) -> dict[str, str]:
    """Make what is missing or older than its sources; returns asset name → file name with hash."""
    folder = data_dir / "static"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = _fingerprint()
    manifest = folder / "manifest.json"
    if manifest.exists() and (known := json.loads(manifest.read_text()))["stamp"] == stamp:
        return known["files"]
    names = {}
    for name, content in _contents():
        hashed = _hashed(name, content(names))
        names[name] = hashed[0]
        _write(folder / hashed[0], hashed[1])
    _write_whole(manifest, json.dumps({"stamp": stamp, "files": names}).encode())
    return names


def _fingerprint() -> str:
    paths = sorted(
        path for path in [*SOURCE.rglob("*"), Path(__file__), Path(vietnam_map.__file__)] if path.is_file()
    )
    marks = (f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in paths)
    return hashlib.blake2b("\n".join(marks).encode(), digest_size=16).hexdigest()


def _contents() -> Iterator[tuple[str, Callable[[dict[str, str]], bytes]]]:
    """Asset name and how to make it from the names made before (fonts come before the style sheet)."""
    for weight, style in WEIGHTS.items():
        yield f"fonts/be-vietnam-pro-{weight}.woff2", lambda _, style=style: _font(style)
    for path in sorted((SOURCE / "img").glob("*.svg")):
        yield f"img/{path.name}", lambda _, path=path: path.read_bytes()
    yield "img/vietnam.svg", lambda _: vietnam_map.land_svg(commune_positions()).encode()
    yield "css/site.css", _style_sheet
    yield (
        "js/site.js",
        lambda _: b"".join(path.read_bytes() for path in sorted((SOURCE / "js" / "elements").glob("*.js"))),
    )


def _font(style: str) -> bytes:
    """The glyphs that Vietnamese and English need, as woff2 (about 14 kB a weight)."""
    from fontTools import subset  # slow to load, and needed only when fonts are built

    # Screens of today do without hinting, and it is half of the file.
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "tnum"]
    )
    with as_file(files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{style}.ttf") as path:
        font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(_CHARACTERS))
    subsetter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    font.close()
    return out.getvalue()


def _style_sheet(names: dict[str, str]) -> bytes:
    faces = [
        f'@font-face{{font-family:"Be Vietnam Pro";font-weight:{weight};font-display:swap;'
        f'src:url("/static/{names[f"fonts/be-vietnam-pro-{weight}.woff2"]}") format("woff2")}}'
        for weight in WEIGHTS
    ]
    order = [f"@layer {','.join(LAYERS)};"]
    sheets = [path.read_text("utf-8") for layer in LAYERS for path in _sheets(layer)]
    return "\n".join(order + faces + sheets).encode()


def _sheets(layer: str) -> list[Path]:
    single = SOURCE / "css" / f"{layer}.css"
    return [*([single] if single.exists() else []), *sorted((SOURCE / "css" / layer).glob("*.css"))]


def _hashed(name: str, content: bytes) -> tuple[str, bytes]:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.blake2b(content, digest_size=6).hexdigest()}.{suffix}", content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(path, content)
    if path.suffix != ".woff2":
        _write_whole(path.with_name(path.name + ".gz"), gzip.compress(content, 9, mtime=0))
        _write_whole(path.with_name(path.name + ".br"), brotli.compress(content))


def _write_whole(path: Path, content: bytes) -> None:
    # Server and worker start together: each writes beside the others.
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_bytes(content)
    beside.replace(path)


def worker(name: str) -> bytes:
    """A script that runs beside pages, served where its scope begins: it is no part of site.js."""
    return (SOURCE / "js" / "workers" / f"{name}.js").read_bytes()


def init(app: Flask, data_dir: Path) -> None:
    names = build(data_dir)
    app.jinja_env.globals["asset"] = lambda name: f"/static/{names[name]}"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=data_dir / "static",
        prefix="/static/",
        immutable_file_test=lambda _path, url: url.count(".") >= 2,
    )
