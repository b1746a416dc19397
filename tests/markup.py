"""Reads a page as a browser does: its elements with attributes and text, in document order."""

import json
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source"})
# Attributes that name elements of the same page.
_POINTERS = ("for", "form", "list", "aria-controls", "aria-describedby", "aria-labelledby")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)
    inside: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class Page(HTMLParser):
    """`elements` holds every element; `inside` of each are the elements below it."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        for parent in self._open:
            parent.inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element.pieces.append(data)

    def find(self, tag: str = "", class_: str = "", **attributes: str) -> list[Element]:
        """Elements with this tag, class and attributes; `data_badge` stands for data-badge, "" for any value."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag)
            and (not class_ or class_ in element.classes)
            and all(
                name in element.attributes and value in ("", element.attributes[name])
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "", class_: str = "", **attributes: str) -> Element:
        found = self.find(tag, class_, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag or class_ or attributes}"
        return found[0]

    @property
    def badges(self) -> list[Element]:
        return self.find(data_badge="")

    @property
    def cards(self) -> list[str]:
        """The names on the product cards."""
        return [element.text for element in self.find("h3", "card__name")]

    @property
    def links(self) -> list[str]:
        return [element.attributes["href"] for element in self.find("a") if "href" in element.attributes]

    @property
    def notes(self) -> list[str]:
        return [element.text for element in self.find("p", "notice")]

    @property
    def errors(self) -> list[str]:
        return [element.text for element in self.find("p", "field__error")]

    @property
    def jsonld(self) -> dict:
        return json.loads("".join(self.one("script", type="application/ld+json").pieces))

    def value(self, name: str) -> str:
        """What the first input or text area of this name holds."""
        element = next(e for e in self.find(name=name) if e.tag in ("input", "textarea"))
        return (
            element.attributes.get("value", "")
            if element.tag == "input"
            else "".join(element.pieces).lstrip()
        )

    def chosen(self, name: str) -> str:
        """The value selected in the choice of this name, empty for none."""
        options = [e for e in self.one("select", name=name).inside if "selected" in e.attributes]
        return options[0].attributes["value"] if options else ""

    def counts(self, name: str) -> dict[str, int]:
        """Counts beside the options of a filter, by value."""
        counted = {}
        for label in self.find("label"):
            boxes = [e for e in label.inside if e.tag == "input" and e.attributes.get("name") == name]
            numbers = [e.text for e in label.inside if e.tag == "small"]
            if boxes and numbers:
                counted[boxes[0].attributes["value"]] = int(numbers[0].replace(".", "").replace(",", ""))
        return counted


def faults(html: str) -> list[str]:
    """What a page says twice or points at in vain."""
    page = Page(html)
    ids = Counter(element.attributes["id"] for element in page.find(id=""))
    found = [f"id {id} stands {count} times" for id, count in ids.items() if count > 1]
    for element in page.elements:
        for name in _POINTERS:
            wanted = element.attributes.get(name, "").split()
            found += [f"{element.tag} {name}={id}: not there" for id in wanted if id not in ids]
    return found
