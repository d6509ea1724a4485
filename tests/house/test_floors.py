"""The floors of the house: each contract of pyproject.toml fails on a violation that is planted in a copy."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A part of the contract's name -> the file in which the import is planted, and the import.
PLANTED = {
    "which know neither server nor each other": ("crdt/positions.py", "import export.errors"),
    "a note is pure": ("crdt/roles.py", "import asyncio"),
    "paper is pure": ("export/errors.py", "import sqlite3"),
    "the floors of server": ("server/ids.py", "import server.log"),
    "the stages of export": ("export/note/marks.py", "import export.cli.progress"),
    "no circle of packages": ("crdt/varint.py", "import crdt.update"),
    "engines are chosen": ("server/mail/page.py", "import server.storage.engines.sqlite"),
    "SQLite is known to its engine alone": ("server/notes/card.py", "import apsw"),
    "PostgreSQL is known to its engine alone": ("server/live/disk.py", "import psycopg"),
    "handlers stand above rules": ("server/links/rules/caps.py", "import server.links.handlers.moved"),
    # By another module: it imports aiohttp.
    "a rule knows no HTTP": ("server/links/rules/doubts.py", "import server.http.body"),
    "computes knows no HTTP": ("server/jobs/fair_queue.py", "import aiohttp"),
}


def lint(folder: Path) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return " ".join(told.stdout.split())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for package in ("server", "crdt", "export"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("static", "__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_fails_on_a_planted_import(copy: Path) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    names = [contract["name"] for contract in contracts]
    assert {part for part in PLANTED if any(part in name for name in names)} == PLANTED.keys()
    assert len(names) == len(PLANTED), "a contract without a planted violation"

    for file, line in PLANTED.values():
        path = copy / file
        path.write_text(path.read_text() + f"\n{line}\n")
    (copy / "server" / "attic").mkdir()
    (copy / "server" / "attic" / "__init__.py").write_text("")
    told = lint(copy)

    for name in names:
        assert re.search(rf"{re.escape(name)} BROKEN", told), name
    assert "attic" in told, "a package without a floor"
    assert "server.links.rules.doubts -> server.http.body" in told, "aiohttp by another module"
