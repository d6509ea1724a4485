"""The record on a small part: a difference that is planted is found, and all else is equal to the letter."""

import shutil
from pathlib import Path

import pytest

from tests.tools.record.__main__ import main, table
from tests.tools.record.answers import Namer
from tests.tools.record.compare import differences, read
from tests.tools.record.questions import ADDRESSES

ROOT = Path(__file__).parents[3]
PART = r"^(GET /team|POST /c/\{token\}/lists|GET /sync/\{token\})$"


def record(checkout: Path, file: Path) -> dict[str, str]:
    main(["make", str(checkout), str(file), "--world", "team", "--only", PART])
    return read(file)


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A copy of the tree in which who may read a classeur may change its lists of addresses too."""
    copy = tmp_path / "planted"
    copy.mkdir()
    for name in ("crdt", "export"):
        (copy / name).symlink_to(ROOT / name)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    ignored = shutil.ignore_patterns("__pycache__", "static")
    shutil.copytree(ROOT / "server", copy / "server", ignore=ignored)
    (copy / "server" / "static").symlink_to(ROOT / "server" / "static")
    given = 'Role.EDIT, deed="list-made"'
    (file,) = (one for one in (copy / "server").rglob("*.py") if given in one.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace(given, given.replace("EDIT", "READ")), "utf-8")
    return copy


def test_the_addresses_are_those_of_the_table_of_routes() -> None:
    assert ADDRESSES.read_text("utf-8").splitlines() == table()


def test_what_is_random_has_names_and_two_times_have_one() -> None:
    namer = Namer({"abcdefghijklmnopqrstuv": "note alone"})
    text = '{0} nonce="abc" /n/abcdefghijklmnopqrstuv {1} {2} 2026-11-03T12:00:0{3}Z 1793610000{3}00 12:0{3}'
    said = text.format("“lu”", "A1" * 11, "B2" * 11, 0)
    assert namer.named(said) == namer.named(text.format("“lu”", "C3" * 11, "D4" * 11, 1))
    assert namer.named(said) != namer.named(text.format("“lu”", "C3" * 11, "C3" * 11, 1))
    assert "/n/‹note alone› ‹long 1› ‹long 2› ‹time› ‹time› ‹time›" in namer.named(said)


@pytest.mark.timeout(300)
def test_a_right_that_is_given_away_is_found(tmp_path: Path, planted: Path) -> None:
    before, after = record(ROOT, tmp_path / "before"), record(planted, tmp_path / "after")
    told = "\n".join(differences(before, after))
    assert "403 role  ⇒  201" in told
    changed = {name for name in before if before[name] != after[name]}
    assert {name.split("\t")[0] for name in changed} == {"/c/{token}/lists"}
