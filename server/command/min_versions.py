"""Minimum versions of packages, checked at the start: environments drift."""

from collections.abc import Iterable
from importlib import metadata
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from server.command.sbom import PROGRAM, requirements
from server.errors import StartError

# Why an older one is no mere inconvenience, where it is not.
_WHY: Final = {
    "aiohttp": "older ones take requests that others read otherwise",
    "weasyprint": "older ones print what nobody here has tried",
    "pillow": "older ones can be harmed by a picture",
    "pikepdf": "older ones can be harmed by a PDF",
    "jinja2": "older ones can be made to write markup",
}


def check_floors(needed: Iterable[Requirement] | None = None) -> None:
    """Raises StartError for the first that is too old or missing. SQLite is looked at where it opens."""
    for one in requirements(PROGRAM) if needed is None else needed:
        name, oldest = canonicalize_name(one.name), floor(one)
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            if one.marker:  # not needed here
                continue
            raise StartError(f"{name} is not installed: install Pochette anew.") from None
        if oldest and Version(there) < oldest:
            why = f" ({_WHY[name]})" if name in _WHY else ""
            raise StartError(
                f"{name} {there} is installed, and Pochette needs {oldest} or newer{why}:"
                " install Pochette anew."
            )


def floor(needed: Requirement) -> Version | None:
    """The oldest version that it takes; None where it names none."""
    return max((Version(one.version) for one in needed.specifier if one.operator == ">="), default=None)
