"""The page of licences names every package that is in the program or in its pages, and no other."""

import json
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from server.command.sbom import names_of, of_packages, others

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "licences.md"
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# What pays for its use in another way than by keeping a notice.
STRICT = re.compile(r"\bA?GPL", re.IGNORECASE)


def wanted() -> dict[str, str]:
    """Name -> licence, of what is locked; versions are in the lock files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = names_of(map(Requirement, project["dependencies"]))
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))
    found = {part.name: part.licence for part in (*of_packages(names), *others())}
    for path, package in lock["packages"].items():
        if path and not package.get("dev"):
            found[path.rpartition("node_modules/")[2]] = package["license"]
    return found


def test_the_page_is_what_is_locked() -> None:
    listed = {name: licence for name, licence in ROW.findall(PAGE.read_text("utf-8")) if name != "name"}
    listed.pop("---", None)
    expected = wanted()
    missing = [f"| {name} | {licence} |" for name, licence in sorted(expected.items()) if name not in listed]
    assert (missing, sorted(listed.keys() - expected.keys())) == ([], [])
    assert {name for name in expected if expected[name] != listed[name]} == set()


def test_nothing_in_it_asks_for_more_than_its_notice() -> None:
    strict = [name for name, licence in wanted().items() if STRICT.search(licence) and " / " not in licence]
    assert strict == []


def test_what_the_pages_were_built_with_is_on_the_page() -> None:
    built = ROOT / "server" / "static" / "bundled.json"
    names = {one["name"] for one in json.loads(built.read_text("utf-8"))} if built.exists() else set()
    assert names <= wanted().keys()
