"""The lock files hold every dependency, by hash, and no registry's address."""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "tests" / "tools" / "bench" / "peers"
NAME = re.compile(r"[A-Za-z0-9._-]+")


def canonical(requirement: str) -> str:
    match = NAME.match(requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def test_the_python_lock_holds_every_dependency_with_its_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = {canonical(name) for name in project["project"]["dependencies"]}
    wanted |= {canonical(name) for name in project["dependency-groups"]["dev"]}
    wanted |= {canonical(name) for name in project["build-system"]["requires"]}
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8").strip())

    assert wanted - {canonical(block) for block in blocks} == set()
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_the_python_lock_pins_with_its_extras_what_a_package_asks_for_with_them() -> None:
    """An older pip takes the newest `name[extra]` first, finds no pin of it, and installs nothing."""
    asked = {
        (canonical(wish.name), extra)
        for package in distributions()
        for wish in map(Requirement, package.requires or ())
        if wish.marker is None or wish.marker.evaluate({"extra": ""})
        for extra in wish.extras
    }
    pinned = {
        (canonical(pin.name), extra)
        for line in re.findall(
            r"^[A-Za-z0-9].*==[^ ;\\]+", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE
        )
        for pin in [Requirement(line)]
        for extra in pin.extras
    }

    assert ("fonttools", "woff") in asked, "what is asked for is read at all"
    assert asked - pinned == set()


def test_no_lock_holds_the_address_of_a_registry() -> None:
    locks = [
        *(folder / "requirements.lock" for folder in (ROOT, BENCH)),
        *(folder / "package-lock.json" for folder in (ROOT / "web", BENCH)),
    ]
    lines = [
        line
        for lock in locks
        for line in lock.read_text("utf-8").splitlines()
        if '"resolved"' in line or "index-url" in line or "find-links" in line
    ]

    assert lines == []


def test_every_dependency_has_its_line_in_the_decisions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    decisions = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8").lower()

    assert [name for name in map(canonical, named) if name not in decisions] == []
