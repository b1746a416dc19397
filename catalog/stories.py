"""Product stories: Markdown written by the producer, shown as safe HTML; every edit is a new version."""

import re
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .records import Base, LongText, one_of

# Raw HTML in the source is shown as text; the sanitiser behind it is the second lock.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable("image")
_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote", "br", "hr", "a"}
_ATTRIBUTES = {"a": {"href"}}
# The page has its own h1: a story's headings are h2 and h3.
_HEADINGS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}


class StoryState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Story(Base):
    """One version of a product's story; the highest published version is shown."""

    __tablename__ = "stories"
    __table_args__ = (
        CheckConstraint(one_of("state", StoryState), name="state"),
        Index("uq_stories_version", "product_id", "version", unique=True),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    version: Mapped[int]
    state: Mapped[str]
    language: Mapped[str] = mapped_column(default="vi")
    title: Mapped[str]
    body: Mapped[LongText]
    author: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.product_id,)


@lru_cache(maxsize=512)
def safe_html(markdown: str) -> str:
    """HTML of a Markdown text with only harmless elements; links lead out without passing on rank."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    return nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "http"},
        link_rel="nofollow noopener ugc",
    )


def excerpt(markdown: str, length: int = 220) -> str:
    """The first sentences as plain text without headings, cut at a word."""
    text = plain_text(markdown)
    return text if len(text) <= length else text[: length + 1].rsplit(" ", 1)[0][:length] + "…"


@lru_cache(maxsize=512)
def plain_text(markdown: str) -> str:
    """The sentences without headings and markup."""
    said: list[str] = []
    in_heading = False
    for token in _MARKDOWN.parse(markdown):
        in_heading = token.type == "heading_open" if token.type.startswith("heading") else in_heading
        if token.type == "inline" and not in_heading:
            said += [" " if part.type.endswith("break") else part.content for part in token.children or []]
            said.append(" ")
    return " ".join("".join(said).split())


_SIGNS = re.compile(
    r"^#{1,6} .*$|^\s*(?:[-+*>]|\d+\.)\s+|!?\[|\]\([^)]*\)|[*_`|\]]|<[^>]{0,200}>", re.MULTILINE
)


def roughly_plain(markdown: str) -> str:
    """About what `plain_text` says, thirty times as quickly: for a page that looks into two dozen stories."""
    return " ".join(_SIGNS.sub("", markdown).split())


def published_bodies(session: Session, product_ids: Collection[int]) -> dict[int, str]:
    """The Markdown of the story shown for each of these products that has one."""
    query = (
        select(Story.product_id, Story.body)
        .where(Story.product_id.in_(product_ids), Story.state == StoryState.PUBLISHED)
        .order_by(Story.version)
    )
    return dict(session.execute(query).all())
