"""Pictures: files named by their content, so they may be kept for ever."""

from flask import Response, abort, current_app, send_from_directory

from . import shop

_TYPES = {"webp": "image/webp", "avif": "image/avif"}


@shop.get("/media/<string(length=2):folder>/<name>")
def media(folder: str, name: str) -> Response:
    type = _TYPES.get(name.rpartition(".")[2])
    if not type:
        abort(404)
    pictures = current_app.extensions["settings"].pictures_dir
    response = send_from_directory(pictures, f"{folder}/{name}", mimetype=type, max_age=31536000)
    response.cache_control.immutable = True
    return response
