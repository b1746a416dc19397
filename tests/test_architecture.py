"""The shape of the house: direction of imports, one door for each outside library, what lies where."""

import ast
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STRATA = ("catalog", "marketplace", "storefront")
# Made by tools on this machine, and none of the project; the same as in .gitignore.
MADE = {".git", ".venv", "instance", "__pycache__", "node_modules", "test-results", "results"}
MADE_AT_TOP = ("*.egg-info", ".*_cache", ".hypothesis", ".coverage*", ".gitignore", ".gitattributes")


def tracked() -> Iterator[Path]:
    """Every file of the project, relative to its root."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE and not is_made(name)]
        for name in files:
            # In a second working tree .git is a file.
            if name not in MADE and not name.endswith((".pyc", ".mo")):
                yield Path(folder, name).relative_to(ROOT)


def is_made(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in MADE_AT_TOP)


def module_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, module: str, is_package: bool) -> set[str]:
    """Every module the source imports, at its top or inside a function, by its full name.

    `from package import name` counts as package.name, since that may be a module; a library whose
    files are read through importlib counts as imported.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                found |= {alias.name for alias in node.names}
            case ast.ImportFrom():
                base = node.module or ""
                if node.level:
                    parts = module.split(".")
                    parts = parts[: len(parts) - node.level + is_package]
                    base = ".".join([*parts, *([base] if base else [])])
                found |= {f"{base}.{alias.name}" for alias in node.names}
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(str() as target), *_]
            ):
                if name in ("files", "distribution", "import_module", "__import__"):
                    found.add(target)
    return found


@cache
def imports() -> dict[Path, set[str]]:
    """What each file of the three strata imports."""
    return {
        path: imports_of((ROOT / path).read_text("utf-8"), module_of(path), path.name == "__init__.py")
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in STRATA
    }


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def offences(package: str, forbidden: tuple[str, ...]) -> list[str]:
    return sorted(
        f"{path} imports {target}"
        for path, targets in imports().items()
        if is_in(module_of(path), package)
        for target in targets
        if any(is_in(target, name) for name in forbidden)
    )


def test_imports_are_found_in_all_their_forms():
    source = """
import os, flask.json
from . import stock
from ..register.plan import Plan
from .. import audit
def later():
    from PIL import Image
    files("vietnamadminunits")
"""
    in_module = imports_of(source, "marketplace.orders.offers", is_package=False)
    assert in_module == {
        "os",
        "flask.json",
        "marketplace.orders.stock",
        "marketplace.register.plan.Plan",
        "marketplace.audit",
        "PIL.Image",
        "vietnamadminunits",
    }
    assert imports_of("from . import stock", "marketplace.orders", is_package=True) == {
        "marketplace.orders.stock"
    }


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("catalog", ("marketplace", "storefront", "tests", "bench")),
        ("marketplace", ("storefront", "tests", "bench")),
        ("storefront", ("tests", "bench")),
        *(
            (
                lower,
                (
                    "marketplace.accounts",
                    "marketplace.orders",
                    "marketplace.register",
                    "marketplace.models",
                    "marketplace.migrations",
                ),
            )
            for lower in (
                "marketplace.audit",
                "marketplace.csv_files",
                "marketplace.jobs",
                "marketplace.letters",
                "marketplace.mail",
                "marketplace.phones",
                "marketplace.spreadsheets",
                "marketplace.stock",
                "marketplace.text_messages",
                "marketplace.timers",
            )
        ),
        (
            "marketplace.accounts",
            (
                "marketplace.fairs",
                "marketplace.orders",
                "marketplace.register",
                "marketplace.sourcing",
                "marketplace.models",
                "marketplace.migrations",
            ),
        ),
        (
            "marketplace.payments",
            (
                "marketplace.fairs",
                "marketplace.orders",
                "marketplace.register",
                "marketplace.sourcing",
                "marketplace.models",
                "marketplace.migrations",
            ),
        ),
        (
            "marketplace.orders",
            (
                "marketplace.fairs",
                "marketplace.register",
                "marketplace.sourcing",
                "marketplace.models",
                "marketplace.migrations",
            ),
        ),
        (
            "marketplace.fairs",
            (
                "marketplace.orders",
                "marketplace.register",
                "marketplace.sourcing",
                "marketplace.models",
                "marketplace.migrations",
            ),
        ),
        (
            "marketplace.sourcing",
            (
                "marketplace.fairs",
                "marketplace.orders",
                "marketplace.register",
                "marketplace.models",
                "marketplace.migrations",
            ),
        ),
        ("marketplace.register", ("marketplace.models", "marketplace.migrations")),
        (
            "storefront.shop",
            ("storefront.demo", "storefront.commands", "storefront.office", "storefront.api"),
        ),
        ("storefront.office", ("storefront.demo", "storefront.commands")),
        ("storefront.api", ("storefront.demo", "storefront.commands", "storefront.office")),
    ],
)
def test_imports_point_downwards(package, forbidden):
    assert any(is_in(module_of(path), package) for path in imports()), "nothing to look at"
    assert offences(package, forbidden) == []


DOORS = {
    "PIL": [
        "catalog/picture_door.py",
        "storefront/share_picture.py",
        "storefront/demo/drawings/*.py",
        "storefront/demo/pictures.py",
    ],
    "icalendar": ["storefront/calendar_files.py"],
    "vietnamadminunits": ["catalog/place_data.py"],
    "openpyxl": ["marketplace/workbooks.py"],
    "python_calamine": ["marketplace/spreadsheets.py"],
    "phonenumbers": ["marketplace/phones.py"],
    "nh3": ["catalog/stories.py"],
    "markdown_it": ["catalog/stories.py"],
    "segno": ["storefront/qr_codes.py"],
    "flask_login": ["storefront/login.py"],
    "pwdlib": ["marketplace/accounts/passwords.py"],
    "alembic": ["marketplace/migrations/*.py"],
    "fontTools": ["storefront/assets.py"],
    "whitenoise": ["storefront/assets.py"],
    "cachetools": ["storefront/page_cache.py"],
    "whoosh": ["catalog/search/index/schema.py", "catalog/search/index/*.py"],
    "spectree": ["storefront/api/contract.py"],
    "stripe": ["marketplace/payments/stripe_gateway.py"],
    "pyotp": ["marketplace/accounts/second_factor.py"],
    "cryptography": ["marketplace/accounts/seals.py"],
    "itsdangerous": ["marketplace/accounts/tokens.py"],
    "fpdf": ["marketplace/pdf.py"],
    "smtplib": ["marketplace/mail.py"],
    "pydantic": ["storefront/api/*.py"],
    "pikepdf": ["catalog/pdf_cleaner.py"],
    "lunar_vn": ["catalog/lunar.py"],
}


@pytest.mark.parametrize("library", DOORS)
def test_a_library_is_imported_by_its_door_only(library):
    users = [
        path.as_posix()
        for path, targets in imports().items()
        if any(is_in(name, library) for name in targets)
    ]
    assert [user for user in users if not any(fnmatch(user, door) for door in DOORS[library])] == []


@pytest.mark.parametrize(
    "library",
    [
        "PIL",
        "vietnamadminunits",
        "phonenumbers",
        "nh3",
        "segno",
        "flask_login",
        "pwdlib",
        "spectree",
        "smtplib",
        "whoosh",
        "stripe",
        "pikepdf",
        "lunar_vn",
        "icalendar",
    ],
)
def test_the_first_door_of_a_library_does_import_it(library):
    assert any(is_in(name, library) for name in imports()[Path(DOORS[library][0])])


def test_only_the_storefront_knows_the_web():
    web = re.compile(r"^(flask\w*|werkzeug|wtforms|jinja2|babel|click)(\.|$)")
    outside = {path: targets for path, targets in imports().items() if path.parts[0] != "storefront"}
    assert outside
    assert [
        f"{path}: {name}" for path, targets in outside.items() for name in targets if web.match(name)
    ] == []
    assert any(web.match(name) for targets in imports().values() for name in targets)


def test_rules_never_read_the_wall_clock():
    """The day is passed in; only the audit entry, which serves people, and the shop's clock read it."""
    reads = re.compile(r"\b(datetime\.(now|utcnow)|date\.today|time\.time)\(")
    readers = {path.as_posix() for path in imports() if reads.search((ROOT / path).read_text("utf-8"))}
    assert readers == {"marketplace/audit.py", "storefront/clock.py"}


FOLDERS = {
    "catalog",
    "marketplace",
    "storefront",
    "templates",
    "static",
    "tests",
    "bench",
    "docs",
    "requirements",
    ".ci",
}
FILES = {"run", "setup.cfg", "pyproject.toml", "babel.cfg", "README.md"}


def test_the_top_level_holds_what_the_plan_says():
    top = {path.parts[0] for path in tracked() if not is_made(path.parts[0])}
    assert top - {"LICENSE"} == FOLDERS | FILES


def test_templates_and_styles_stand_where_the_plan_says():
    assert {path.parts[1] for path in tracked() if path.parts[0] == "static"} <= {"css", "js", "img", "fonts"}
    audiences = {
        "layouts",
        "components",
        "shop",
        "producer",
        "retailer",
        "organiser",
        "companies",
        "office",
        "marks_desk",
        "mail",
        "print",
        "errors",
    }
    assert {path.parts[1] for path in tracked() if path.parts[0] == "templates"} <= audiences


def test_run_and_ci_run_can_be_executed():
    assert all(os.access(ROOT / name, os.X_OK) for name in ("run", ".ci/run"))


@pytest.mark.parametrize(
    "foreign",
    [
        # Addresses of package registries: packages come from wherever the machine is set to take them.
        r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|unpkg\.com|jsdelivr\.(net|com)",
        r"--(extra-)?index-url",
        # Absolute paths of one person's machine.
        r"(?<![\w.})~-])/(home|root|work|Users)/\w",
    ],
)
def test_no_file_names_a_registry_or_a_path_of_one_machine(foreign):
    found = []
    for path in tracked():
        text = (ROOT / path).read_bytes().decode("utf-8", "replace")
        found += [f"{path}: {match[0]}" for match in re.finditer(foreign, text)]
    assert found == []
