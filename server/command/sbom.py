"""SBOM: Python packages, npm packages in the bundles, fonts, and SQLite."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from server.errors import StartError
from server.storage.engines.sqlite import sqlite_version

PROGRAM: Final = "pochette"
# A licence is a name or an expression; what is longer is its text.
_LONGEST_NAME: Final = 80
_CLASSIFIER: Final = "License :: OSI Approved :: "
# Where the metadata only say that there is one.
_SAID_ELSEWHERE: Final = {"apsw-sqlite3mc": "Zlib AND MIT"}
# Files of ours that others have made, with the licence that lies beside them.
_SHIPPED: Final = (
    ("Source Serif 4", "OFL-1.1"),
    ("Source Sans 3", "OFL-1.1"),
    ("Source Code Pro", "OFL-1.1"),
    ("Noto Emoji", "OFL-1.1"),
    ("Lucide", "ISC"),
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Part:
    """One of them; `source` is "pypi", "npm" or empty for what is in neither registry."""

    source: str
    name: str
    version: str
    licence: str
    needs: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """A package URL, by which scanners of weaknesses know it."""
        kind = self.source or "generic"
        version = f"@{self.version}" if self.version else ""
        return f"pkg:{kind}/{quote(self.name)}{version}"


def ingredients(bundle: Path) -> list[Part]:
    """All of them, by kind and name. Raises StartError where the front end is not there."""
    of_python = of_packages(names_of(requirements(PROGRAM)))
    return sorted([*of_python, *_of_pages(bundle / "bundled.json"), *others()])


def requirements(package: str) -> list[Requirement]:
    """What a package needs, but for what only an extra needs."""
    found = map(Requirement, metadata.requires(package) or ())
    return [one for one in found if "extra" not in str(one.marker)]


def names_of(needed: Iterable[Requirement]) -> list[str]:
    """Each once, as registries compare them: a line of metadata may come again for another system."""
    return list(dict.fromkeys(canonicalize_name(one.name) for one in needed))


def cyclonedx(parts: Iterable[Part]) -> dict[str, Any]:
    """As CycloneDX 1.6 (ECMA-424): the same for the same parts, so without a time or a number of its own."""
    parts = list(parts)
    refs = {part.name: part.ref for part in parts if part.source == "pypi"}
    own = f"pkg:pypi/{PROGRAM}@{metadata.version(PROGRAM)}"
    top = [refs[name] for name in names_of(requirements(PROGRAM)) if name in refs]
    depends = [{"ref": own, "dependsOn": sorted(top + [p.ref for p in parts if p.source != "pypi"])}]
    depends += [
        {"ref": part.ref, "dependsOn": sorted(refs[name] for name in part.needs if name in refs)}
        for part in parts
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": PROGRAM,
                "version": metadata.version(PROGRAM),
                "purl": own,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [_component(part) for part in parts],
        "dependencies": depends,
    }


def _component(part: Part) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": part.ref,
        "name": part.name,
        **({"version": part.version} if part.version else {}),
        "purl": part.ref,
        "licenses": [{"license": {"name": part.licence}}],
    }


def of_packages(names: Iterable[str]) -> Iterator[Part]:
    """These Python packages, and whatever is installed here of what they need, however far down."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # of another platform
            continue
        needs = tuple(names_of(requirements(name)))
        waiting += needs
        yield Part(source="pypi", name=name, version=found["Version"], licence=_licence(found), needs=needs)


def _licence(found: Any) -> str:
    said = found.get("License-Expression") or found.get("License") or ""
    if said and "\n" not in said and len(said) <= _LONGEST_NAME and said != "OSI Approved":
        return str(said)
    told = [
        line.removeprefix(_CLASSIFIER) for line in found.get_all("Classifier") or () if _CLASSIFIER in line
    ]
    return " / ".join(told) or _SAID_ELSEWHERE.get(found["Name"]) or str(said) or "not said"


def _of_pages(path: Path) -> Iterator[Part]:
    try:
        packages = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise StartError(
            "The front end is not built, so what it is made of is not known: run ./dev."
        ) from None
    for one in packages:
        yield Part(source="npm", name=one["name"], version=one["version"], licence=one["licence"])


def others() -> Iterator[Part]:
    yield Part(source="", name="SQLite", version=sqlite_version(), licence="blessing")
    for name, licence in _SHIPPED:
        yield Part(source="", name=name, version="", licence=licence)
