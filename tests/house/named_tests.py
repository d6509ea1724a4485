"""Tests that a page of the documentation names, as `server/test_matrix.py::test_x`, below tests/."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]


def named_in(page: Path) -> list[tuple[str, str]]:
    """The file and the name of each."""
    return re.findall(r"`([\w/]+\.py)::(\w+)`", page.read_text("utf-8"))


def missing_in(page: Path) -> list[str]:
    """Those that are not there."""
    return [
        f"{file}::{name}"
        for file, name in named_in(page)
        if f"def {name}(" not in (TESTS / file).read_text("utf-8")
    ]
