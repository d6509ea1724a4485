"""Draws faults by a seed: one operator of one line of an area of the product, turned into its neighbour.

python -m tests.tools.planted.draw CHECKOUT AREA SEED [--skip N]   prints a patch
"""

import argparse
import ast
import difflib
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

AREAS: Final[Mapping[str, Sequence[str]]] = {
    "rights": (
        "server/gate/rights.py",
        *("server/storage/ways.py", "server/storage/kept_rights.py", "server/storage/password_grants.py"),
        *("server/storage/managing.py", "server/links/**/caps.py", "server/links/**/renewal.py"),
    ),
    "journal": ("server/storage/journal.py", "server/live/journal*.py", "crdt/delivery.py", "crdt/room.py"),
    "guard": ("web/src/hands/*.ts",),
    "print": ("export/paper/*.py",),
    "since": ("server/reading/*.py", "export/note/since.py", "export/note/edits.py", "export/note/news.py"),
    "search": ("server/search/**/*.py",),
}
_OPERATORS: Final[Mapping[type[ast.cmpop], tuple[str, str]]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
}
_OF_SCRIPTS: Final = {" && ": " || ", " || ": " && ", " < ": " <= ", " > ": " >= ", " === ": " !== "}


class Site(NamedTuple):
    """A piece of a line, and what it becomes."""

    file: Path
    line: int
    first: int
    last: int
    new: str


def sites(checkout: Path, area: str) -> list[Site]:
    """All that could be drawn in an area, in the order of its files."""
    files = [file for pattern in AREAS[area] for file in sorted(checkout.glob(pattern))]
    return [
        site for file in files for site in (_of_script(file) if file.suffix == ".ts" else _of_python(file))
    ]


def patch(checkout: Path, site: Site) -> str:
    """As `git apply` reads it."""
    old = site.file.read_text("utf-8").splitlines(keepends=True)
    new = list(old)
    line = old[site.line]
    new[site.line] = line[: site.first] + site.new + line[site.last :]
    name = site.file.relative_to(checkout).as_posix()
    return "".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"))


def _of_python(file: Path) -> Iterator[Site]:
    lines = file.read_text("utf-8").splitlines()
    for node in ast.walk(ast.parse("\n".join(lines))):
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPERATORS:
                old, new = _OPERATORS[type(op)]
                yield from _between(file, lines, (left, right), old, new)
            case ast.BoolOp(op=op, values=[first, second, *_]):
                old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
                yield from _between(file, lines, (first, second), old, new)
            case _:
                pass


def _between(
    file: Path, lines: list[str], sides: tuple[ast.expr, ast.expr], old: str, new: str
) -> Iterator[Site]:
    """An operator that stands on one line with both of its sides."""
    before, after = sides
    if before.end_lineno != after.lineno or not lines[after.lineno - 1].isascii():
        return
    start, end = before.end_col_offset or 0, after.col_offset
    at = lines[after.lineno - 1].find(old, start, end)
    if at >= 0:
        yield Site(file, after.lineno - 1, at, at + len(old), new)


def _of_script(file: Path) -> Iterator[Site]:
    if file.name.endswith((".test.ts", ".testing.ts")):
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        for old, new in _OF_SCRIPTS.items():
            for found in re.finditer(re.escape(old), line):
                if not line.lstrip().startswith(("//", "*", "/*")):
                    yield Site(file, number, found.start(), found.end(), new)


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m tests.tools.planted.draw")
    options.add_argument("checkout", type=Path)
    options.add_argument("area", choices=AREAS)
    options.add_argument("seed", type=int)
    options.add_argument("--skip", type=int, default=0, help="so many draws before this one were no good")
    asked = options.parse_args(arguments)
    found = sites(asked.checkout, asked.area)
    random.Random(asked.seed).shuffle(found)
    sys.stdout.write(patch(asked.checkout, found[asked.skip]))


if __name__ == "__main__":
    main()
