"""The Python of a checkout, parsed; which package each module is in, and what it imports."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

PACKAGES: Final = ("server", "export", "crdt")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A file. `name` has dots; `unit` is the package or module right below the top that it belongs to."""

    name: str
    file: Path
    tree: ast.Module
    lines: int

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]

    @property
    def unit(self) -> str:
        return self.name.split(".")[1] if "." in self.name else ""

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    @cached_property
    def imports(self) -> frozenset[str]:
        """What it names in imports, those of types too; `from a import b` gives a and a.b."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                found.add(node.module)
                found.update(f"{node.module}.{one.name}" for one in node.names)
        return frozenset(found)


def modules(checkout: Path) -> list[Module]:
    """Those of the three packages, in order of their names."""
    return list(_modules(checkout))


def _modules(checkout: Path) -> Iterator[Module]:
    for package in PACKAGES:
        for file in sorted((checkout / package).rglob("*.py")):
            parts = file.relative_to(checkout).with_suffix("").parts
            if "static" in parts:
                continue
            text = file.read_text("utf-8")
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield Module(name, file.relative_to(checkout), ast.parse(text), text.count("\n"))


def arrows(found: list[Module], top: str) -> Mapping[str, frozenset[str]]:
    """By each unit of a package, the other units that it imports."""
    units = {module.unit for module in found if module.top == top and module.unit}
    named: dict[str, set[str]] = {unit: set() for unit in units}
    for module in found:
        if module.top != top or not module.unit:
            continue
        for name in module.imports:
            parts = name.split(".")
            if parts[0] == top and len(parts) > 1 and parts[1] in units and parts[1] != module.unit:
                named[module.unit].add(parts[1])
    return {unit: frozenset(to) for unit, to in named.items()}
