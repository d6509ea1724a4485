"""What cannot be restored is refused in one sentence that says why, and nothing there has changed."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import pytest

from server.command.archive import ArchiveWriter
from server.ids import NoteId
from server.settings.key_files import key_of
from server.storage import migrations as of_migrations
from server.storage.dump import Row
from server.storage.migrations import baseline, migrations
from tests.databases import Kind, of_postgresql
from tests.instance import add_notes, texts_in
from tests.postgresql import Cluster
from tests.server.both_engines import KINDS
from tests.server.command.runs import Run

NEWEST: Final = migrations()[-1].number
NOTE: Final = NoteId("n" * 22)
VISITOR: Final = {"id": "v", "colour": 1, "created_at": 1}
DEVICE: Final = {
    "id": "d",
    "secret_hash": {"base64": "AQE="},
    "visitor": "v",
    "created_at": 1,
    "seen_at": 1,
}
Place = tuple[str, ...]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, postgresql: Callable[[], Cluster]) -> Iterator[Place]:
    """The options that name an empty database of PostgreSQL, none for a file."""
    with ExitStack() as stack:
        is_file = request.param is Kind.SQLITE
        yield () if is_file else ("--database", stack.enter_context(postgresql().database()))


@pytest.fixture
async def instance(tmp_path: Path) -> Path:
    """The folder of one with two notes, in `data`."""
    await add_notes(tmp_path / "data", ["# Fret\n", "deux"])
    return tmp_path


@pytest.fixture
def folder(instance: Path, tmp_path: Path, run: Run) -> Path:
    """That, with its backup."""
    assert run(["backup", "FILE"], tmp_path)[0] == 0
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """All that lies in `data` but locks and empty files."""
    found = ((file, file.read_bytes()) for file in (folder / "data").rglob("*") if file.is_file())
    return {file.name: said for file, said in found if said and file.suffix != ".lock"}


def refusal(run: Run, folder: Path, place: Place) -> str:
    """The sentence; the folder is as it was byte for byte, and a database of a server has nothing."""
    before = contents(folder)
    code, out, err = run(["restore", "FILE", *place], folder)
    assert (code, out) == (1, "")
    assert contents(folder) == before
    if place:
        with of_postgresql(place[1]) as db:
            for name in ("notes", "visitors", "moves"):
                assert list(db.execute(f"SELECT * FROM {name}")) == []  # noqa: S608 - of this schema
    begin, end = f"pochette: {folder / 'backup.zip'} is not restored: ", ".\n"
    assert (err.startswith(begin), err.endswith(end), err.count("\n")) == (True, True, 1), err
    return err.removeprefix(begin).removesuffix(end)


def write(folder: Path, schema: int, shared: list[Row], note: list[Row], key: str = "") -> None:
    """A backup as another version could have written it."""
    with (folder / "backup.zip").open("wb") as file:
        writer = ArchiveWriter(file)
        writer.shared(shared)
        if note:
            writer.note(NOTE, note)
        writer.finish(made_at=1, schema=schema, key=key)


def a_note(**more: object) -> Row:
    return ("notes", {"id": NOTE, "title": "Fret", "created_at": 1, "changed_at": 1, **more})


def test_a_backup_that_was_cut_in_two_is_told_whichever_half_is_there(
    run: Run, folder: Path, place: Place
) -> None:
    backup = folder / "backup.zip"
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    assert refusal(run, folder, place) == "it is cut off: the end of the file is missing"
    backup.write_bytes(whole[len(whole) // 2 :])
    assert refusal(run, folder, place) == "it is no backup, or its beginning is missing: expected a ZIP file"


def test_what_is_no_backup_is_told(run: Run, folder: Path, place: Place) -> None:
    backup = folder / "backup.zip"
    backup.write_bytes(b"")
    assert refusal(run, folder, place) == "it is empty: expected a file that `pochette backup` wrote"
    backup.write_bytes(b"\0garbage" * 1000)
    assert refusal(run, folder, place).startswith("it is no backup, ")
    backup.write_bytes(b"PK\x03\x04" + b"garbage" * 1000)
    assert refusal(run, folder, place).startswith("it is cut off")
    with zipfile.ZipFile(backup, "w") as other:
        other.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert (
        refusal(run, folder, place) == "it is no backup: expected pochette.json in it, which names its notes"
    )
    with zipfile.ZipFile(backup, "w") as other:
        other.writestr("pochette.json", "[1, 2]")
    assert refusal(run, folder, place) == "its list of contents is damaged"


def test_a_zip_bomb_is_told_before_it_is_unpacked(run: Run, folder: Path, place: Place) -> None:
    backup = folder / "backup.zip"
    line = b'["visitors", {"id": "' + b"x" * (1 << 20)
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as bomb:
        with bomb.open("instance.jsonl", "w", force_zip64=True) as entry:
            for _ in range(80):
                entry.write(line)
        bomb.writestr("pochette.json", "{}")
    told = refusal(run, folder, place)
    assert told.startswith("it would unpack to 80 MB, ")
    assert told.endswith(" times its size: no backup does")


def test_a_backup_of_tomorrow_and_a_note_that_was_put_aside_are_told(
    run: Run, folder: Path, place: Place
) -> None:
    write(folder, NEWEST + 1, [], [])
    told = f"it has schema {NEWEST + 1}, this program knows {NEWEST}: install a newer Pochette"
    assert refusal(run, folder, place) == told
    write(folder, 0, [], [a_note()])
    assert refusal(run, folder, place).startswith("it is a note that `pochette repair` put aside: ")


def test_the_key_of_another_instance_is_told_by_its_fingerprint_or_by_what_it_sealed(
    run: Run, folder: Path, place: Place
) -> None:
    """A backup says the fingerprint; one from before that has seals of the audit log."""
    key = folder / "data" / "instance.key"
    key_of(key)
    told = (
        f"it is of an instance with another key than {key}: put that one's there. Where it is lost, put this"
        " one elsewhere first, then every note has new addresses"
    )
    write(folder, NEWEST, [], [], key="ab" * 16)
    assert refusal(run, folder, place) == told
    audit = {"seq": 1, "at": 1, "what": "mailed", "subject": "", "visitor": "", "device": "", "details": "{}"}
    seal = {"base64": "AQEBAQ=="}
    log: list[Row] = [("audit", {**audit, "seal": seal}), ("audit_end", {"id": 1, "seq": 1, "seal": seal})]
    write(folder, 16, log, [])
    assert refusal(run, folder, place) == told


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ([("pictures", {"id": 1})], "there is no such place as pictures (id)"),
        ([a_note(colour=1)], "there is no such place as notes (id, title, created_at, changed_at, colour)"),
        ([a_note(), a_note()], "UNIQUE constraint failed: notes.id"),
        ([a_note(created_at=None)], "NOT NULL constraint failed: notes.created_at"),
        (
            [a_note(), ("links", {"id": "l", "role": "read", "created_at": 1, "changed_at": 1})],
            "CHECK constraint failed: opens_one_thing",
        ),
        (
            [a_note(), ("openings", {"device": "d", "note": NOTE, "link": "?", "opened_at": 1})],
            "FOREIGN KEY constraint failed",
        ),
    ],
)
def test_a_row_that_its_own_schema_does_not_take_is_told_with_its_note(
    run: Run, folder: Path, place: Place, note: list[Row], told: str
) -> None:
    write(folder, 16, [("visitors", VISITOR), ("devices", DEVICE)], note)
    assert refusal(run, folder, place) == f"note {NOTE} has a row that its schema does not take: {told}"


def test_a_row_that_refers_to_none_is_told_where_that_is_looked_at_last(
    run: Run, folder: Path, place: Place
) -> None:
    device = {**DEVICE, "generation": 0, "kept_for": "nobody"}
    write(folder, 20, [("visitors", VISITOR), ("devices", device)], [])
    assert refusal(run, folder, place) == (
        "the list of visitors and devices has a row that its schema does not take:"
        " FOREIGN KEY constraint failed"
    )


def test_a_line_that_is_no_row_is_told_with_its_note(run: Run, folder: Path, place: Place) -> None:
    backup = folder / "backup.zip"
    for line in (b"[1]\n", b"no JSON\n", b'["notes", 5]\n', b'[["notes"], {}]\n'):
        hashes = {"instance.jsonl": hashlib.sha256(b"").hexdigest()}
        hashes[f"notes/{NOTE}.jsonl"] = hashlib.sha256(line).hexdigest()
        with zipfile.ZipFile(backup, "w") as archive:
            archive.writestr("instance.jsonl", b"")
            archive.writestr(f"notes/{NOTE}.jsonl", line)
            manifest = {"format": 1, "schema": 16, "sha256": hashes}
            archive.writestr("pochette.json", json.dumps(manifest))
            archive.comment = bytes(64)
        content = backup.read_bytes()[:-64]
        backup.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
        assert refusal(run, folder, place).startswith(f"note {NOTE} "), line


def test_a_row_that_its_migration_does_not_take_is_told_with_the_migration(
    run: Run, folder: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No migration of today refuses what the one before took, so one is added to copies of them."""
    schema = tmp_path / "storage" / "schema"
    schema.mkdir(parents=True)
    (tmp_path / "storage" / "schema.sql").write_text(baseline().script)
    for one in migrations():
        (schema / f"{one.number:04}-{one.name}.sql").write_text(one.script)
    (schema / f"{NEWEST + 1:04}-titles.sql").write_text("CREATE UNIQUE INDEX titles ON notes (title);")
    write(folder, NEWEST, [("notes", {**a_note()[1], "id": id_}) for id_ in ("a", "b")], [])
    monkeypatch.setattr(of_migrations, "files", lambda _: tmp_path / "storage")
    if place:
        assert run(["list", *place], folder)[0] == 1, "it is migrated by what writes"
    told = f"schema {NEWEST + 1} (titles) does not take its rows: UNIQUE constraint failed: notes.title"
    assert refusal(run, folder, place) == told


def test_what_is_whole_is_restored_over_what_a_refusal_left(run: Run, folder: Path, place: Place) -> None:
    backup = folder / "backup.zip"
    whole = backup.read_bytes()
    backup.write_bytes(whole[:-30])
    refusal(run, folder, place)
    backup.write_bytes(whole)
    code, out, err = run(["restore", "FILE", *place], folder)
    assert (code, err, out.splitlines()[0]) == (0, "", "2 notes are restored.")
    assert run(["check", *place], folder)[0] == 0
    if not place:
        assert sorted(texts_in(folder / "data" / "pochette.db").values()) == ["# Fret\n", "deux"]


def test_what_migrations_compute_is_computed_of_a_backup_from_before_them(
    run: Run, folder: Path, place: Place
) -> None:
    journal = next(_journal(folder))
    link = {"id": "l", "note": NOTE, "role": "read", "created_at": 1, "changed_at": 1, "generation": 1}
    opening = {"device": "d", "note": NOTE, "link": "l", "opened_at": 5}
    pairing = {"hash": {"base64": "AQE="}, "visitor": "v", "expires_at": 9}
    write(
        folder,
        16,
        [("visitors", VISITOR), ("devices", DEVICE), ("pairings", pairing)],
        [a_note(epoch=3), ("journal", {**journal, "note": NOTE}), ("links", link), ("openings", opening)],
    )
    assert run(["restore", "FILE", *place], folder)[1].splitlines()[0] == "1 notes are restored."
    rows = _rows(folder, place)
    assert rows("SELECT generation, since FROM openings") == [(1, 5)], "the pages that it opened stay open"
    assert rows("SELECT link, visitor FROM recognised") == [("l", "v")], (
        "nobody who came before is an arrival"
    )
    ((titled, at, epoch),) = rows("SELECT titled_seq, changed_at, epoch FROM notes")
    assert (titled, at, epoch > 3) == (1, journal["at"], True)
    ((key,),) = rows("SELECT cookie_key FROM devices")
    assert len(key) == 32, "what proves a cookie is known to nobody"


def _journal(folder: Path) -> Iterator[dict[str, Any]]:
    """Rows of journals of the backup."""
    with zipfile.ZipFile(folder / "backup.zip") as archive:
        for name in archive.namelist():
            for line in archive.read(name).splitlines() if name.startswith("notes/") else ():
                table, row = json.loads(line)
                if table == "journal":
                    yield row


def _rows(folder: Path, place: Place) -> Callable[[str], list[Any]]:
    def asked(query: str) -> list[Any]:
        if place:
            with of_postgresql(place[1]) as db:
                return [tuple(row) for row in db.execute(query)]
        with closing(sqlite3.connect(folder / "data" / "pochette.db")) as db:
            return list(db.execute(query))

    return asked
