"""Commands on a database of PostgreSQL: those of files refuse in words, the others do as elsewhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.settings.key_files import key_of
from tests.databases import of_postgresql
from tests.postgresql import Cluster
from tests.server.command.runs import Run

SECRET = "postgresql://anna:geheim@127.0.0.1:1/notes"


@pytest.fixture
def urls(postgresql: Callable[[], Cluster]) -> Iterator[tuple[str, str]]:
    with postgresql().database() as one, postgresql().database() as other:
        yield one, other


def shown(url: str) -> str:
    return url.partition("?")[0].replace("postgres@", "")


@pytest.mark.whole
def test_a_backup_of_one_database_fills_another_that_has_nothing(
    urls: tuple[str, str], run: Run, tmp_path: Path
) -> None:
    one, other = (("--database", url) for url in urls)
    (tmp_path / "note.md").write_text("# Fret\n\navant midi, et après\n")
    code, out, err = run(["import", str(tmp_path / "note.md"), *one], tmp_path)
    assert (code, err) == (0, "")
    _, address, _ = out.split()
    assert run(["list", *one], tmp_path)[0] == 0
    code, out, _ = run(["check", *one], tmp_path)
    assert (code, out.splitlines()[-1]) == (0, "1 notes, 0 of them cannot be read.")
    assert run(["backup", "FILE", *one], tmp_path)[0] == 0
    assert run(["restore", "FILE", *one], tmp_path) == (
        1,
        "",
        f"pochette: {shown(urls[0])} holds notes already: name an empty database. Nothing is changed.\n",
    )
    assert run(["restore", "FILE", *other], tmp_path) == (0, "1 notes are restored.\n", "")
    code, out, err = run(["links", address, *other], tmp_path)
    assert (code, err) == (0, "")
    assert address in out
    code, out, err = run(["erase", address, *other], tmp_path)
    assert (code, err) == (0, "")
    anew = f"{shown(urls[1])} is written anew, without what was deleted: "
    of_copies = "Its log and its copies may hold it for a while."
    assert (out.splitlines()[1].startswith(anew), out.splitlines()[1].endswith(of_copies)) == (True, True)
    assert run(["compact", *other], tmp_path)[1].startswith(anew)
    assert run(["check", *other], tmp_path)[1].splitlines()[-2].startswith("PostgreSQL's log, standbys, ")
    with of_postgresql(urls[1]) as db:
        assert list(db.execute("SELECT title FROM notes")) == [("Fret",)]
        assert list(db.execute("SELECT * FROM fences")) == [], "a command is a process that has left"


@pytest.mark.whole
def test_a_command_in_another_folder_makes_no_key_beside_that_of_the_database(
    urls: tuple[str, str], run: Run, tmp_path: Path
) -> None:
    """Each address that it said would open nothing."""
    (tmp_path / "note.md").write_text("# Fret\n")
    of_notes = ("--database", urls[0])
    code, out, _ = run(["import", str(tmp_path / "note.md"), *of_notes], tmp_path)
    address, elsewhere = out.split()[1], tmp_path / "elsewhere"
    elsewhere.mkdir()
    for command in (["import", str(tmp_path / "note.md")], ["links", address], ["binders"], ["prune"]):
        code, out, err = run([*command, *of_notes], elsewhere)
        assert (code, out) == (1, ""), command
        assert err.startswith(
            f"pochette: {elsewhere / 'data' / 'instance.key'} is not there, and this database"
        )
    assert list(elsewhere.rglob("*.key")) == []
    (elsewhere / "data").mkdir(exist_ok=True)
    key_of(elsewhere / "data" / "instance.key")
    assert "is not the key with which" in run(["audit", *of_notes], elsewhere)[2]
    assert address in run(["links", address, *of_notes], tmp_path)[1]


@pytest.mark.parametrize(
    ("command", "instead"),
    [
        (["encrypt", "KEY"], "encrypt the volume that it writes to."),
        (["decrypt"], "encrypt the volume that it writes to."),
    ],
)
def test_what_is_for_a_file_is_refused(command: list[str], instead: str, run: Run, tmp_path: Path) -> None:
    code, out, err = run([*command, "--database", "postgresql://127.0.0.1:1/notes"], tmp_path)
    assert (code, out) == (1, "")
    assert err == f"pochette: postgresql://127.0.0.1:1/notes is on a server of PostgreSQL: {instead}\n"


def test_a_password_is_in_no_message(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, err = run(["list", "--database", SECRET], tmp_path)
    assert (code, err.startswith("pochette: A password on the command line")) == (1, True)
    (tmp_path / "data").mkdir()
    for url in (SECRET, SECRET.replace("postgresql", "mysql"), SECRET.replace("127.0.0.1:1", "[x")):
        monkeypatch.setenv("POCHETTE_DATABASE", url)
        code, out, err = run(["list"], tmp_path)
        assert (code, "geheim" in out + err) == (1, False)
    monkeypatch.setenv("POCHETTE_DATABASE", SECRET)
    monkeypatch.setenv("POCHETTE_DATABASE_KEY", "ab" * 32)
    assert run(["list"], tmp_path)[2].startswith("pochette: PostgreSQL keeps its files as they are")
