"""Vietnamese without prefix, English under /en: the prefix becomes the script name, so every URL built keeps it."""

import os
from functools import cache
from pathlib import Path
from urllib.parse import quote

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale, gettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

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
    known = {language: Translations.load(folder, [language]) for language in LOCALES}
    Babel(app, locale_selector=locale).domain_instance = _Words(known)
    _translate_templates(app, known)
    app.jinja_env.globals["page_url_in"] = page_url_in
    app.context_processor(lambda: {"locale": locale()})


class _Words(Domain):
    """Our one catalogue for each language. The way through Babel's folders is long, and a page asks dozens of times."""

    def __init__(self, known: dict[str, Translations]):
        super().__init__()
        self._known = known

    def get_translations(self) -> Translations:
        return self._known[str(get_locale())]


def _translate_templates(app: Flask, known: dict[str, Translations]) -> None:
    """Templates look up their words directly, and find most of them ready to print: a page has hundreds."""

    @cache
    def sentence(language: str, is_html: bool, text: str) -> str:
        words = known[language].gettext(text)
        return Markup(words) if is_html else words

    @cache
    def whole(language: str, is_html: bool, text: str) -> str:
        return sentence(language, is_html, text) % {}

    @pass_eval_context
    def one(context: EvalContext, text: str, **facts: object) -> str:
        if facts:
            return sentence(locale(), context.autoescape, text) % facts
        return whole(locale(), context.autoescape, text)

    @pass_eval_context
    def many(context: EvalContext, singular: str, plural: str, num: int, **facts: object) -> str:
        words = known[locale()].ngettext(singular, plural, num)
        return (Markup(words) if context.autoescape else words) % ({"num": num} | facts)

    app.jinja_env.globals |= {"_": one, "gettext": one, "ngettext": many}


def locale() -> str:
    # The request behind its proxy: a page asks two hundred times, and each way through the proxy takes longer than this.
    return request._get_current_object().environ.get("chophien.locale", "vi")  # type: ignore[attr-defined]


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
    if is_english() and (english := getattr(thing, f"{attribute}_en", "")):
        return english
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
