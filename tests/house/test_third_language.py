"""A third language is two files: a catalogue of paper and the words of the interface. No code names it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[2]
GERMAN = {
    'name = "English"': 'name = "Deutsch"',
    'tag = "en-GB"': 'tag = "de-AT"',
    '"“", "”", "‘", "’"': '"„", "“", "‚", "‘"',
    'day = "{day} {month} {year}"': 'day = "{day}. {month} {year}"',
    "January": "Jänner",
    "March": "März",
    '"the"': '"und"',
    '\nclassification = ["diffusion"]': "",
    'deck = ["summary"]': 'deck = ["vorspann"]',
    '"Ready to print"': '"Druckreif"',
    "As of": "Stand vom",
}
NOTE = """---
lang: de
vorspann: Ein Satz
date: 2027-03-14
---

# Bahnhöfe

Sie sagte "ja" und ging.
"""

pytestmark = pytest.mark.skipif(
    not (ROOT / "server" / "static" / "manifest.json").exists(), reason="the front end is not built"
)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three packages as they are installed, with two files more."""
    folder = tmp_path_factory.mktemp("installation")
    for package in ("crdt", "export", "server"):
        shutil.copytree(ROOT / package, folder / package)
    catalogue = (ROOT / "export" / "languages" / "en.toml").read_text("utf-8")
    for english, german in GERMAN.items():
        catalogue = catalogue.replace(english, german)
    (folder / "export" / "languages" / "de.toml").write_text(catalogue, "utf-8")
    words = (ROOT / "web" / "words" / "en.json").read_text("utf-8")
    static = folder / "server" / "static" / "words" / "de.json"
    static.write_text(words.replace('"All notes"', '"Alle Notizen"'), "utf-8")
    return folder


def environment() -> dict[str, str]:
    """Nothing that leads to the packages of this folder."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "POCHETTE"))}


@contextmanager
def served(installation: Path, data: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--data", str(data)]
    server = subprocess.Popen(
        command, cwd=installation, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().decode().strip().rpartition(" ")[2]
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()


def test_a_third_language_prints(installation: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE, "utf-8")
    command = [sys.executable, "-m", "server", "export", str(tmp_path / "note.md"), "-o", str(tmp_path)]
    subprocess.run(command, cwd=installation, env=environment(), check=True, timeout=90)

    (pdf,) = tmp_path.glob("*.pdf")
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    words = " ".join(read.stdout.decode().split())
    for said in ("Ein Satz", "14. März 2027", "„ja“ und ging", "STAND VOM"):
        assert said in words


def test_a_third_language_is_served(installation: Path, tmp_path: Path) -> None:
    with served(installation, tmp_path / "data") as address:
        pages = {
            lang: urlopen(Request(address, headers={"Accept-Language": lang})).read().decode()  # noqa: S310
            for lang in ("de-DE,de;q=0.9,en;q=0.1", "fr", "en")
        }

    assert [re.findall(r'<html lang="([^"]*)"', page) for page in pages.values()] == [
        ["de-AT"],
        ["fr"],
        ["en-GB"],
    ]


def test_no_other_file_names_a_language() -> None:
    """`"fr"` and `"en"` stand in the default and in the files of languages alone."""
    named = {
        str(path.relative_to(ROOT)): found
        for package in ("crdt", "export", "server")
        for path in (ROOT / package).rglob("*.py")
        if (found := re.findall(r'(?<!=)"(?:fr|en)"', path.read_text("utf-8")))
    }

    assert named == {"export/languages/__init__.py": ['"fr"']}


def test_each_language_of_the_interface_has_its_catalogue() -> None:
    for words in (ROOT / "web" / "words").glob("*.json"):
        assert json.loads(words.read_text("utf-8"))
        assert (ROOT / "export" / "languages" / f"{words.stem}.toml").exists()
