"""Private names of other people's packages stand in export/patches alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [path for path in (ROOT / "export").rglob("*.py") if path.parent.name != "patches"]
PRINTERS = ("weasyprint", "pydyf")
# What WeasyPrint's documentation gives to those who use it.
PUBLIC = frozenset({"weasyprint", "weasyprint.text.fonts", "weasyprint.urls", "pydyf"})
# Documented, in spite of their names.
DOCUMENTED = frozenset({"_asdict", "_exit", "_replace"})


def reached_into(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                continue
            case ast.Attribute(attr=name) if (
                name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED
            ):
                yield f"line {node.lineno}: .{name}"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in PRINTERS:
                private = [alias.name for alias in node.names if alias.name.startswith("_")]
                if module not in PUBLIC or private:
                    yield f"line {node.lineno}: from {module}"
            case ast.Import(names=names):
                yield from (
                    f"line {node.lineno}: import {alias.name}"
                    for alias in names
                    if alias.name.split(".")[0] in PRINTERS and alias.name not in PUBLIC
                )
            case _:
                pass


def test_nothing_else_reads_what_is_private() -> None:
    found = {
        str(path.relative_to(ROOT)): list(reached_into(ast.parse(path.read_text("utf-8")))) for path in FILES
    }

    assert len(found) > 100
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line", ["page._page_box", "from weasyprint.layout import block", "import weasyprint.draw"]
)
def test_what_is_private_is_found(line: str) -> None:
    assert list(reached_into(ast.parse(line)))
