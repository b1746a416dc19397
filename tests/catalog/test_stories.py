from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.stories import excerpt, safe_html

ALLOWED = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote", "br", "hr", "a"}


class Elements(HTMLParser):
    """The elements a browser would make, as (tag, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags(markdown):
    return [tag for tag, _ in Elements(safe_html(markdown)).found]


def links(markdown):
    return [attributes.get("href") for tag, attributes in Elements(safe_html(markdown)).found if tag == "a"]


def assert_harmless(markdown):
    for tag, attributes in Elements(safe_html(markdown)).found:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "rel", "title"}
        scheme, colon, _ = (attributes.get("href") or "").partition(":")
        assert (
            not colon
            or "/" in scheme
            or "#" in scheme
            or "?" in scheme
            or scheme.lower() in ("http", "https")
        )


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>body{display:none}</style>",
    "<p onclick='alert(1)' style='position:fixed'>x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "<mailto:a@b.example>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](https://evil.example/pixel.gif)",
    "![x](javascript:alert(1))",
    '[x](https://a.example "t\\" onmouseover=alert(1)")',
    "```<script>\n<script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "<!-- --><script>alert(1)</script>",
    "<math><mi xlink:href=javascript:alert(1)>",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_text_becomes_harmless_elements(markdown):
    assert_harmless(markdown)
    assert "<script" not in safe_html(markdown) and "<img" not in safe_html(markdown)


@given(
    st.lists(
        st.sampled_from(HOSTILE)
        | st.sampled_from(["\n", "\n\n", "> ", "- ", "*", "[", "](", ")", "<", '"', "&lt;"])
    )
)
def test_no_mixture_of_hostile_pieces_gets_through(pieces):
    assert_harmless("".join(pieces))


def test_raw_html_is_shown_as_text():
    assert "&lt;b&gt;Mộc Châu&lt;/b&gt;" in safe_html("<b>Mộc Châu</b>")


def test_plain_markdown_keeps_its_elements():
    made = tags("## Đất\n\nChè **Shan** *tuyết*\n\n- một\n- hai\n\n> lời kể\n\n### Người\n\n1. a\n\n***")
    assert made == ["h2", "p", "strong", "em", "ul", "li", "li", "blockquote", "p", "h3", "ol", "li", "hr"]


def test_links_lead_out_without_passing_on_rank():
    ((_, _), (tag, attributes)) = Elements(safe_html("[xem](https://ocop.example/a)")).found
    assert tag == "a" and attributes["href"] == "https://ocop.example/a"
    assert set(attributes["rel"].split()) == {"nofollow", "noopener", "ugc"}


def test_a_javascript_link_is_no_link():
    assert not any(links("[x](javascript:alert(1)) <javascript:alert(1)> [y](data:text/html,x)"))


def test_an_image_is_not_loaded_from_anywhere():
    assert "img" not in tags("![x](https://evil.example/pixel.gif)")


@pytest.mark.parametrize(
    "markdown",
    [
        "# Chè Shan",
        "Mở đầu\n\n# Chè Shan",
        "  # Chè Shan",
        "Chè Shan\n========",
        "#\tChè Shan",
        "> # Chè Shan",
    ],
)
def test_a_first_level_heading_becomes_a_second_level_one(markdown):
    assert "<h2>Chè Shan</h2>" in safe_html(markdown)


def test_deeper_headings_stay_headings():
    assert "<h3>Chè Shan</h3>" in safe_html("#### Chè Shan")


def test_an_excerpt_leaves_out_headings_and_signs():
    text = "# Chè Shan\n\nTrên **núi cao**, chè mọc\nhàng trăm năm.\n\n- Người Dao\n> kể lại"
    assert excerpt(text) == "Trên núi cao, chè mọc hàng trăm năm. Người Dao kể lại"


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("Chè *Shan* tuyết", "Chè Shan tuyết"),
        ("Ở [Mộc Châu](https://example.vn) có chè", "Ở Mộc Châu có chè"),
        ("Chè Shan\n========\n\nTrên núi", "Trên núi"),
        ("1. Hái\n2. Sao", "Hái Sao"),
        ("Hái \\*một tôm\\* hai lá", "Hái *một tôm* hai lá"),
    ],
)
def test_an_excerpt_is_plain_text(markdown, plain):
    assert excerpt(markdown) == plain


@given(st.lists(st.text("abcđêư", min_size=1, max_size=12), max_size=80), st.integers(20, 220))
def test_an_excerpt_is_the_beginning_cut_at_a_word(words, length):
    text = " ".join(words)
    made = excerpt(text, length)
    if len(text) <= length:
        assert made == text
    else:
        kept = made.removesuffix("…")
        assert made.endswith("…") and len(kept) <= length and text.startswith(kept + " ")


def test_an_empty_story_has_an_empty_excerpt():
    assert excerpt("") == excerpt("# Chỉ có tên\n") == ""
