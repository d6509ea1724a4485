"""Tests import helpers, never other tests; only the programs of tests/tools import from there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def imported(source: str) -> Iterator[str]:
    """Every module that a source names in an import, also one that is named after `from package import`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{name.name}" for name in names)


def wrong_in(source: str, *, is_tool: bool) -> list[str]:
    """Imports of a file under tests/ from a test, or from a program by what is none."""
    return [
        name
        for name in imported(source)
        if name.startswith("tests.")
        and (
            any(part.startswith("test_") for part in name.split("."))
            or (name.startswith("tests.tools") and not is_tool)
        )
    ]


@pytest.mark.parametrize(
    ("source", "is_tool", "found"),
    [
        ("from tests.web.test_names import x", False, ["tests.web.test_names.x"]),
        ("from tests.web import test_names", False, ["tests.web.test_names"]),
        ("def f():\n    import tests.web.test_names", False, ["tests.web.test_names"]),
        ("from tests.tools.faults import power", False, ["tests.tools.faults.power"]),
        ("from tests.tools.faults import power", True, []),
        ("from tests.tools.faults.test_power import x", True, ["tests.tools.faults.test_power.x"]),
        ("from tests.shell import pochette", False, []),
    ],
)
def test_an_import_from_a_test_or_from_a_program_is_found(
    *, source: str, is_tool: bool, found: list[str]
) -> None:
    assert wrong_in(source, is_tool=is_tool) == found


def test_nothing_is_imported_from_a_test_and_nothing_of_the_programs_by_a_test() -> None:
    files = {path.relative_to(TESTS): path.read_text("utf-8") for path in TESTS.rglob("*.py")}
    assert len(files) > 300
    assert {
        str(path): wrong
        for path, source in files.items()
        if (wrong := wrong_in(source, is_tool=path.parts[0] == "tools"))
    } == {}
