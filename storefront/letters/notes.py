"""Notes: short letters of a few sentences and perhaps one link; templates/mail/parts/note.txt and note.html show them all."""

from typing import TypedDict

from flask import current_app

from ..settings import Settings


class Note(TypedDict):
    """`about` is the subject; the link stands behind all sentences but the last."""

    about: str
    sentences: list[str]
    url: str
    button: str


def note(about: str, *sentences: str, link: tuple[str, str] = ("", "")) -> Note:
    return Note(about=about, sentences=list(sentences), url=link[0], button=link[1])


def settings() -> Settings:
    return current_app.extensions["settings"]
