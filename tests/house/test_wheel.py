"""The wheel carries all it needs and works beside files that have the names of our packages."""

import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTE = """---
theme: Transports
---

# Le fret ferroviaire

L'œuvre « durable » coûte 12 € par tonne.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout, with the bundle that is there."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps", "-w", folder, ROOT],
        env=os.environ | {"POCHETTE_SKIP_BUNDLE": "1"},
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def pochette(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a clean environment that borrows our dependencies, but not our checkout."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index", "--no-deps", wheel],
        check=True,
    )
    (site,) = folder.glob("lib/python*/site-packages")
    # A path named in a .pth file is searched, the .pth files in it (the checkout's own) are not read.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin" / "pochette"


@pytest.fixture
def decoys(tmp_path: Path) -> Path:
    """A folder whose files have the names of our packages and may never be imported."""
    for name in ("server", "crdt", "export"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the decoy was imported')\n", "utf-8")
    return tmp_path


def run(pochette: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(
        [pochette, *args],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_the_wheel_carries_pages_words_scripts_faces_and_migrations(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "server/static/manifest.json" in names
    for folder, ending in (
        ("server/static/assets/", ".js"),
        ("server/static/assets/", ".css"),
        ("server/static/words/", "fr.json"),
        ("server/pages/", ".html"),
        ("server/storage/schema/", ".sql"),
        ("server/storage/", "schema.sql"),
        ("export/languages/", "fr.toml"),
        ("export/styles/", ".css"),
        ("export/fonts/", ".ttf"),
    ):
        assert any(name.startswith(folder) and name.endswith(ending) for name in names), (folder, ending)


def test_the_wheel_carries_nothing_of_the_workshop(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert tops == {"crdt", "export", "server", f"pochette-{version}.dist-info"}


def test_the_command_tells_its_version_among_decoys(pochette: Path, decoys: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    result = run(pochette, decoys, "--version")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.strip() == f"pochette {version}"


@pytest.mark.whole
def test_the_command_prints_a_note_among_decoys(pochette: Path, decoys: Path) -> None:
    (decoys / "note.md").write_text(NOTE, "utf-8")

    result = run(pochette, decoys, "export", "note.md", "-o", "note.pdf")

    assert (result.returncode, result.stderr) == (0, "")
    text = subprocess.run(
        ["pdftotext", decoys / "note.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Le fret ferroviaire" in text
    assert "L’œuvre" in text
    assert "12 €" in text.replace("\u00a0", " ").replace("\u202f", " ")
