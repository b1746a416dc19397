"""Vietnamese without prefix, English under /en: the prefix becomes the script name, so every URL built keeps it."""

import os
from pathlib import Path
from urllib.parse import quote

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, request
from flask_babel import Babel, get_locale, gettext

from catalog.records import Refused

SOURCE = Path(__file__).parent / "translations"
LOCALES = ("vi", "en")
_LONGEST_QUERY = 2000


class LocalePrefix:
    """Moves a leading /en from the path to the script name."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path == "/en" or path.startswith("/en/"):
            environ["chophien.root"] = environ.get("SCRIPT_NAME", "")
            environ["SCRIPT_NAME"] = environ["chophien.root"] + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
            environ["chophien.locale"] = "en"
        return self.app(environ, start_response)


def init(app: Flask, data_dir: Path) -> None:
    folder = compile_catalogues(data_dir / "translations")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Ho_Chi_Minh"
    Babel(app, locale_selector=locale)
    _translate_templates(app, folder)
    app.jinja_env.globals["page_url_in"] = page_url_in
    app.context_processor(lambda: {"locale": locale()})


def _translate_templates(app: Flask, folder: Path) -> None:
    """Templates look up their words directly: a page has hundreds, and the way through Babel's contexts is long."""
    known = {language: Translations.load(folder, [language]) for language in LOCALES}
    app.jinja_env.install_gettext_callables(
        lambda text: known[locale()].gettext(text),
        lambda one, many, count: known[locale()].ngettext(one, many, count),
        newstyle=True,
    )


def locale() -> str:
    return request.environ.get("chophien.locale", "vi")


def is_english() -> bool:
    return locale() == "en"


def page_url_in(language: str) -> str:
    """This page's address in the other language, with its query (one of ours is never very long)."""
    root = request.environ.get("chophien.root", request.script_root)
    query = request.query_string.decode("ascii", "replace")
    prefix = root + ("/en" if language == "en" else "")
    # One slash in front: two would lead to another host.
    path = "/" + quote(request.path.lstrip("/"))
    return prefix + path + (f"?{query}" if 0 < len(query) <= _LONGEST_QUERY else "")


def localized(thing: object, attribute: str) -> str:
    """`attribute` in the visitor's language: "name" is read from name_en in English, where there is one."""
    if get_locale() and get_locale().language == "en":
        return getattr(thing, f"{attribute}_en", "") or getattr(thing, attribute)
    return getattr(thing, attribute)


def compile_catalogues(folder: Path) -> Path:
    """Compile the .po files that are newer than their .mo below `folder`."""
    for source in SOURCE.glob("*/LC_MESSAGES/messages.po"):
        target = (folder / source.relative_to(SOURCE)).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as po:
            catalogue = read_po(po)
        # Server and worker start together: each writes beside the others.
        beside = target.with_suffix(f".{os.getpid()}.new")
        with beside.open("wb") as mo:
            write_mo(mo, catalogue)
        beside.replace(target)
    return folder


def translated(refusal: Refused) -> str:
    """The sentence of a refusal in the visitor's language."""
    return gettext(refusal.message, **refusal.facts)
