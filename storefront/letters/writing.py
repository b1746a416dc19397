"""A letter in its reader's language, from its templates, outside of any request."""

from typing import Any, NamedTuple

from flask import Flask, render_template
from sqlalchemy.orm import Session

from .registry import LETTERS


class Written(NamedTuple):
    """The text is all that a text message has."""

    subject: str
    text: str
    html: str


def write(
    app: Flask, session: Session, letter: str, language: str, facts: dict[str, Any], *, with_html: bool
) -> Written | None:
    """None when there is nothing to say any more: what it was about is gone, or over."""
    settings = app.extensions["settings"]
    prefix = "/en" if language == "en" else ""
    # A context of its own: what is kept for a request, like its language, is not kept for the next letter.
    with (
        app.app_context(),
        app.test_request_context(
            "/",
            base_url=settings.address_in_letters.rstrip("/") + prefix,
            environ_overrides={"chophien.locale": language},
        ),
    ):
        shown = LETTERS[letter](session, facts)
        if shown is None:
            return None
        templates = [f"mail/{letter}.txt", "mail/parts/note.txt"]
        written = render_template(templates, with_foot=with_html, **shown)
        subject, _, text = written.strip().partition("\n")
        templates = [f"mail/{letter}.html", "mail/parts/note.html"]
        html = render_template(templates, subject=subject, **shown) if with_html else ""
    return Written(" ".join(subject.split()), text.strip() + "\n", html)
