"""Minimum versions of packages, checked at the start: environments drift."""

from collections.abc import Iterable
from importlib import metadata
from typing import Final

from server.command.sbom import PROGRAM, Requirement, requirements
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
        try:
            there = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            if one.marker:  # not needed here
                continue
            raise StartError(f"{one.name} is not installed: install Pochette anew.") from None
        if _numbers(there) < _numbers(one.floor):
            why = f" ({_WHY[one.name]})" if one.name in _WHY else ""
            raise StartError(
                f"{one.name} {there} is installed, and Pochette needs {one.floor} or newer{why}:"
                " install Pochette anew."
            )


def _numbers(version: str) -> tuple[int, ...]:
    """What of a version is numbers; enough to compare releases."""
    numbers = []
    for part in version.split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return tuple(numbers)
