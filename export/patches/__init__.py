"""Patches of the insides of WeasyPrint, pydyf and CPython; each with the versions it was read against.

On another version a patch is not applied. docs/upstream has a text for the authors of each package.
"""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from types import MappingProxyType
from typing import Final

# Versions by their beginning. `boxes` reads what no print can do without, and is applied to all.
READ_AGAINST: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "weasyprint": ("70.",),
        "pydyf": ("0.13.",),
        "CPython": ("3.11.", "3.12.", "3.13."),
    }
)


def is_read(name: str) -> bool:
    """Whether the patches of a package, or of CPython, were read against the installed version."""
    return _installed(name).startswith(READ_AGAINST[name])


def left_out() -> list[str]:
    """Packages whose patches are not applied, with their versions: `pydyf 0.14.0`."""
    return [f"{name} {_installed(name)}" for name in READ_AGAINST if not is_read(name)]


def _installed(name: str) -> str:
    if name != "CPython":
        return version(name)
    return platform.python_version() if platform.python_implementation() == name else "none"
