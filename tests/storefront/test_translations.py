"""The Vietnamese catalogue is whole: nothing untranslated, nothing left over, no text outside of it."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from storefront.translations.unmarked import MESSAGES

ROOT = Path(__file__).parent.parent.parent
PO = ROOT / "storefront/translations/vi/LC_MESSAGES/messages.po"
# Besides the usual ones of Babel; docs/translations.md tells the same to pybabel.
KEYWORDS = ["Refused", "lazy_gettext", "_complain:3"]
SOURCES = [
    path for package in ("catalog", "marketplace", "storefront") for path in (ROOT / package).rglob("*.py")
]
TEMPLATES = sorted(path for kind in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{kind}"))

PLACEHOLDER = re.compile(r"%(?:\((\w+)\)[sd]|%)")
WORD = re.compile(r"[^\W\d_]{2,}")
LEFT_AS_THEY_ARE = {"Chợ Phiên", "English", "Tiếng Việt"}
SPOKEN_ATTRIBUTES = {
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "label",
    "data-label",
    "data-less",
    "data-more",
}


def first(id):
    return id if isinstance(id, str) else id[0]


@pytest.fixture(scope="module")
def extracted():
    with (ROOT / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)
    keywords = DEFAULT_KEYWORDS | parse_keywords(KEYWORDS)
    found = extract_from_dir(ROOT, methods, options, keywords)
    return {first(id): id for _, _, id, _, _ in found if id}


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def messages(catalogue):
    return {first(message.id): message for message in catalogue if message.id}


def test_every_message_is_translated(extracted, messages):
    assert sorted(extracted.keys() - messages.keys()) == []
    assert [id for id, message in messages.items() if not all(_forms(message))] == []


def _forms(message):
    return [message.string] if isinstance(message.string, str) else message.string


def test_nothing_is_left_over(extracted, catalogue, messages):
    assert sorted(messages.keys() - extracted.keys()) == []
    assert list(catalogue.obsolete) == []
    assert [id for id, message in messages.items() if message.fuzzy] == []


def test_placeholders_are_the_same(messages):
    for message in messages.values():
        # The singular may spell the number out.
        wanted = set(_placeholders(message.id if isinstance(message.id, str) else message.id[1]))
        for text in _forms(message):
            assert set(_placeholders(text)) == wanted, message.id


def _placeholders(text):
    assert "%" not in PLACEHOLDER.sub("", text), text
    return [match[0] for match in PLACEHOLDER.finditer(text)]


def test_vietnamese_has_one_form(catalogue, messages, extracted):
    assert (str(catalogue.locale), catalogue.num_plurals, catalogue.plural_expr) == ("vi", 1, "0")
    for id, message in messages.items():
        assert isinstance(message.id, tuple) == isinstance(extracted[id], tuple), id
        assert isinstance(message.string, tuple) == isinstance(message.id, tuple), id


def test_no_text_holds_markup(messages):
    """Templates print translations as they are, without escaping."""
    texts = [text for message in messages.values() for text in (first(message.id), *_forms(message))]
    assert [text for text in texts if re.search("[<>&]", text)] == []


def test_the_file_stays_easy_to_compare(messages):
    assert list(messages) == sorted(messages)
    text = PO.read_text(encoding="utf-8")
    assert "\n#:" not in text
    assert str(ROOT) not in text


def test_the_page_about_translations_gives_the_same_keywords():
    text = (ROOT / "docs/translations.md").read_text(encoding="utf-8")
    assert re.findall(r"-k (\S+)", text) == KEYWORDS


# Messages in variables


def test_messages_in_variables_are_marked():
    """Whatever name is given to Refused or _complain, the texts it may stand for are listed."""
    assert {text for path in SOURCES for text in _in_variables(path)} == set(MESSAGES)
    assert len(MESSAGES) == len(set(MESSAGES))


def _in_variables(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {name.id for call in calls for name in _message_names(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id in names for t in node.targets
        ):
            yield from (n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant) and n.value)


def _message_names(call):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    position = {"Refused": 0, "_complain": 2}.get(name)
    given = call.args[position:][:1] if position is not None else []
    return [node for argument in given for node in ast.walk(argument) if isinstance(node, ast.Name)]


# Text in templates


class VisibleText(HTMLParser):
    """Gathers what a visitor sees or hears."""

    def __init__(self):
        super().__init__()
        self.texts = []
        self.silent = False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("script", "style")
        facts = dict(attrs)
        spoken = SPOKEN_ATTRIBUTES | ({"content"} if facts.get("name") == "description" else set())
        self.texts += [facts[name] or "" for name in spoken & facts.keys()]

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.texts.append(data)


def visible_texts(source):
    """Text between and in the tags, and the literal texts of expressions outside of calls."""
    parser = VisibleText()
    parser.feed(re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL))
    parser.close()
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    literals = [text for output in tree.find_all(nodes.Output) for text in _literals(output)]
    # What a template composes of attributes and class names begins with a small letter, a space or a dash.
    return parser.texts + [text for text in literals if text[:1].isupper()]


def _literals(node):
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child.value
        elif not isinstance(child, nodes.Call | nodes.Compare | nodes.TemplateData):
            yield from _literals(child)


def untranslated(source):
    texts = (text.strip() for text in visible_texts(source))
    return [text for text in texts if WORD.search(text) and text not in LEFT_AS_THEY_ARE]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_have_no_text_of_their_own(template):
    assert untranslated(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        '<input placeholder="Your name">',
        '<meta name="description" content="A market">',
        "{% if basket %}Go on{% endif %}",
        "<p>{{ 'Open' if open else 'Closed' }}</p>",
        "{{ _('Total') }} So far",
    ],
)
def test_text_in_a_template_is_noticed(source):
    assert untranslated(source)


def test_translated_text_is_no_complaint():
    source = """<p class="sum{{ ' sum--open' if open }}">{{ _("Total") }}: {{ total|dong }} × 2</p>
    <input name="code" aria-label="{{ _('Code') }}"><script type="application/ld+json">{"name": "x"}</script>"""
    assert untranslated(source) == []
