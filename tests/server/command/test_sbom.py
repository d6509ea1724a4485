"""What Pochette is made of, as scanners and people read it, and how old it may be."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from server.command.listing import licences, sbom
from server.command.min_versions import check_floors, floor
from server.command.sbom import PROGRAM, cyclonedx, ingredients, requirements
from server.errors import StartError
from server.settings.config import Config

BUNDLED = [{"name": "@codemirror/view", "version": "6.43.15", "licence": "MIT"}]


@pytest.fixture
def built(config: Config, tmp_path: Path) -> Config:
    """An instance whose front end says what is in it."""
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "bundled.json").write_text(json.dumps(BUNDLED))
    return replace(config, bundle=tmp_path / "bundle")


def test_every_package_is_there_however_far_down_with_a_licence(built: Config) -> None:
    parts = ingredients(built.bundle)
    by_ref = {part.ref: part for part in parts}
    assert len(by_ref) == len(parts) > 40
    names = {part.name for part in parts}
    assert {"aiohttp", "multidict", "weasyprint", "pillow", "SQLite", "@codemirror/view"} <= names
    assert [part.name for part in parts if part.licence in ("", "not said")] == []
    assert "pkg:npm/%40codemirror/view@6.43.15" in by_ref
    assert not {"pytest", "ruff", "hatchling"} & names, "what only builds and checks is not in it"


def test_the_list_for_scanners_has_the_form_that_they_read(built: Config, tmp_path: Path) -> None:
    """As far as CycloneDX 1.6 needs of it: https://cyclonedx.org/docs/1.6/json/."""
    told = sbom(built, tmp_path / "sbom.json")
    assert told == [f"What Pochette is made of is in {tmp_path / 'sbom.json'}."]
    bom = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    assert (bom["bomFormat"], bom["specVersion"], bom["version"]) == ("CycloneDX", "1.6", 1)
    assert bom["metadata"]["component"]["name"] == PROGRAM
    refs = {one["bom-ref"] for one in bom["components"]} | {bom["metadata"]["component"]["bom-ref"]}
    assert len(refs) == len(bom["components"]) + 1
    assert all(one["type"] == "library" and one["purl"] == one["bom-ref"] for one in bom["components"])
    assert all(one["licenses"][0]["license"]["name"] for one in bom["components"])
    named = [one["ref"] for one in bom["dependencies"]]
    assert len(named) == len(set(named))
    assert {ref for one in bom["dependencies"] for ref in (one["ref"], *one["dependsOn"])} <= refs
    assert all(len(one["dependsOn"]) == len(set(one["dependsOn"])) for one in bom["dependencies"])
    aiohttp = next(one for one in bom["dependencies"] if one["ref"].startswith("pkg:pypi/aiohttp@"))
    assert any(ref.startswith("pkg:pypi/multidict@") for ref in aiohttp["dependsOn"])
    assert json.loads(sbom(built, None)[0]) == bom == cyclonedx(ingredients(built.bundle)), "always the same"


def test_people_read_a_line_each(built: Config) -> None:
    lines = licences(built)
    assert "  @codemirror/view 6.43.15: MIT" in lines
    assert any(line.startswith("  aiohttp ") for line in lines)


def test_without_a_front_end_the_list_would_not_be_whole(config: Config, tmp_path: Path) -> None:
    with pytest.raises(StartError, match="not built"):
        ingredients(tmp_path)


def test_this_environment_is_new_enough() -> None:
    check_floors()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("aiohttp<400,>=300.1", r"aiohttp 3\.\S+ is installed, and Pochette needs 300\.1 or newer \(older"),
        ("WeasyPrint>=7000", r"weasyprint \d+\S* is installed, and Pochette needs 7000 or newer \(older"),
        ("pyyaml>=99", r"pyyaml \S+ is installed, and Pochette needs 99 or newer: install Pochette anew\."),
        ("no-such-package>=1", r"no-such-package is not installed: install Pochette anew\."),
    ],
)
def test_what_is_too_old_or_missing_is_said_in_a_sentence(line: str, said: str) -> None:
    with pytest.raises(StartError, match=said):
        check_floors([Requirement(line)])


def test_what_another_system_needs_is_not_missed_here() -> None:
    check_floors([Requirement("no-such-package>=1; sys_platform == 'win32'")])
    assert all("extra" not in str(one.marker) for one in requirements(PROGRAM))


@pytest.mark.parametrize(
    ("version", "ends"),
    [
        ("2", contextlib.nullcontext()),
        ("2.0.post1", contextlib.nullcontext()),
        ("3rc1", contextlib.nullcontext()),
        ("2.0.dev1", pytest.raises(StartError, match=r"needs 2\.0 or newer")),
    ],
)
def test_versions_are_compared_as_installers_do(
    version: str,
    ends: contextlib.AbstractContextManager[object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / f"example-{version}.dist-info").mkdir()
    (tmp_path / f"example-{version}.dist-info" / "METADATA").write_text(
        f"Name: example\nVersion: {version}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with ends:
        check_floors([Requirement("example>=2.0")])


def test_the_floors_are_those_of_the_project() -> None:
    named = {one.name: floor(one) for one in requirements(PROGRAM)}
    assert named["aiohttp"] == Version("3.14.4")
    assert named["weasyprint"]
    assert [name for name, oldest in named.items() if not oldest] == []
