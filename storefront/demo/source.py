"""The demo data as written in data/*.toml."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

Table = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """Producers, products and marks by their keys, in the order of the files."""

    producers: dict[str, Table]
    products: dict[str, Table]
    marks: dict[str, Table]


def read_source() -> Source:
    tables: dict[str, list[Table]] = {"producer": [], "product": [], "mark": []}
    for file in sorted((files(__package__) / "data").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            for name, rows in tomllib.loads(file.read_text("utf-8")).items():
                tables[name] += rows
    return Source(*({row["key"]: row for row in tables[name]} for name in tables))
