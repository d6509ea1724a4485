"""Arrows between packages or folders: how many, which lead back, and which packages are in a circle."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Arrows = Mapping[str, frozenset[str]]

_IMPORT: Final = re.compile(r"""(?:from|import)\s*\(?\s*["']([./][^"']*)["']""")
_TESTS: Final = (".test.ts", ".testing.ts")


@dataclass(frozen=True, slots=True)
class Graph:
    """`percent` is of the arrows that there could be one way. `knots` are packages that reach each other."""

    packages: int
    arrows: int
    percent: int
    back: int
    knots: tuple[tuple[str, ...], ...]


def graph(arrows: Arrows, floors: Sequence[Sequence[str]] = ()) -> Graph:
    """`floors` from the top one down; an arrow leads back that goes up or stays on its floor."""
    many, knots = len(arrows), _knots(arrows)
    number = sum(map(len, arrows.values()))
    possible = many * (many - 1) // 2
    level = {name: at for at, floor in enumerate(floors) for name in floor}
    if level:
        back = sum(level.get(to, many) <= level.get(unit, -1) for unit in arrows for to in arrows[unit])
    else:
        inside = {name: knot for knot in knots for name in knot}
        back = sum(to in inside.get(unit, ()) for unit in arrows for to in arrows[unit])
    return Graph(many, number, round(100 * number / possible) if possible else 0, back, knots)


def floors_of(checkout: Path, package: str) -> list[list[str]]:
    """The layers that the contract of a package names; none where it has no such contract."""
    settings: dict[str, Any] = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers" and contract.get("containers") == [package]:
            return [re.findall(r"\w+", layer) for layer in contract["layers"]]
    return []


def folders(checkout: Path) -> Arrows:
    """Folders of `web/src`: imports of values and types in their files, without tests."""
    root = checkout / "web" / "src"
    found: dict[str, set[str]] = {}
    for file in sorted(root.rglob("*.ts")):
        parts = file.relative_to(root).parts
        if len(parts) < 2 or file.name.endswith(_TESTS):
            continue
        mine = found.setdefault(parts[0], set())
        for named in _IMPORT.findall(file.read_text("utf-8")):
            to = (file.parent / named).resolve()
            if to.is_relative_to(root.resolve()):
                other = to.relative_to(root.resolve()).parts
                if len(other) > 1 and other[0] != parts[0]:
                    mine.add(other[0])
    return {name: frozenset(one for one in to if one in found) for name, to in found.items()}


def _knots(arrows: Arrows) -> tuple[tuple[str, ...], ...]:
    reached = {name: _reached(arrows, name) for name in arrows}
    knots = {
        tuple(sorted(other for other in arrows if other in reached[name] and name in reached[other]))
        for name in arrows
    }
    return tuple(sorted(knot for knot in knots if len(knot) > 1))


def _reached(arrows: Arrows, start: str) -> frozenset[str]:
    """What one comes to from there, itself only by a circle."""
    seen: set[str] = set()
    waiting = list(arrows[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += arrows.get(name, ())
    return frozenset(seen)
