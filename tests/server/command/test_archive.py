"""A backup is whole to the last byte, or refused with what is damaged first."""

from pathlib import Path

import pytest

from server.command.archive import ArchiveReader, ArchiveWriter, DamagedError
from server.ids import NoteId
from server.storage.dump import Row

NOTES = [NoteId("n1"), NoteId("n2")]
ROWS: list[Row] = [
    ("notes", {"id": "n", "title": "Santé"}),
    ("journal", {"seq": 1, "updates": {"base64": "AQE="}}),
]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    with path.open("wb") as file:
        writer = ArchiveWriter(file)
        writer.shared([("visitors", {"id": "v"})])
        for note in NOTES:
            writer.note(note, ROWS)
        assert writer.finish(made_at=1, schema=1) == len(NOTES)
    return path


def test_what_was_written_is_read_again(backup: Path) -> None:
    archive = ArchiveReader(backup.open("rb"))
    assert archive.notes == NOTES
    assert [list(archive.note(note)) for note in NOTES] == [ROWS, ROWS]
    archive.close()


def test_a_byte_that_changed_anywhere_is_found_and_in_the_text_of_a_note_names_it(
    backup: Path, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    changed, told = tmp_path / "changed.zip", []
    for at in range(len(whole)):
        changed.write_bytes(whole[:at] + bytes((whole[at] ^ 0x10,)) + whole[at + 1 :])
        with pytest.raises(DamagedError) as refused:
            ArchiveReader(changed.open("rb"))
        told.append(str(refused.value))
    for note in NOTES:
        entry = f"notes/{note}.jsonl".encode()
        begin = whole.index(entry) + len(entry)
        assert set(told[begin : begin + 40]) == {f"note {note} is damaged"}
    assert told[10] == "its notes are whole, but what stands around them is damaged", "a date, in a head"
    assert set(told[-10:]) == {"its notes are whole, but what stands around them is damaged"}


def test_a_file_cut_anywhere_is_told_from_a_whole_one(backup: Path, tmp_path: Path) -> None:
    whole, cut = backup.read_bytes(), tmp_path / "cut.zip"
    for end in range(len(whole)):
        cut.write_bytes(whole[:end])
        with pytest.raises(DamagedError):
            ArchiveReader(cut.open("rb"))
    for begin in range(1, len(whole)):
        cut.write_bytes(whole[begin:])
        with pytest.raises(DamagedError):
            ArchiveReader(cut.open("rb"))
