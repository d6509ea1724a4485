"""`pochette sbom` and `pochette licences`: the components of this installation."""

import json
from itertools import groupby
from pathlib import Path

from export.cli.conversion import STANDARD
from server.command.sbom import Part, cyclonedx, ingredients
from server.settings.config import Config

_KINDS = {"": "beside them", "npm": "in the pages", "pypi": "in the program"}


def sbom(config: Config, target: Path | None) -> list[str]:
    """CycloneDX, as lines or in a file."""
    made = json.dumps(cyclonedx(ingredients(config.bundle)), indent=2, ensure_ascii=False)
    if target is None or target == STANDARD:
        return [made]
    target.write_text(f"{made}\n", "utf-8")
    return [f"What Pochette is made of is in {target}."]


def licences(config: Config) -> list[str]:
    """A line each, by kind."""
    lines = []
    for source, parts in groupby(ingredients(config.bundle), key=lambda part: part.source):
        lines += [f"{_KINDS[source]}:", *(f"  {_named(part)}: {part.licence}" for part in parts)]
    return lines


def _named(part: Part) -> str:
    return f"{part.name} {part.version}".rstrip()
