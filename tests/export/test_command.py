"""One Markdown file in, one PDF out, without a server."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from export.command import export_file
from export.errors import BadCard, Failed, TooMuch
from export.samples import sample

NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)


def test_a_file_becomes_a_pdf(tmp_path: Path) -> None:
    source, target = tmp_path / "note.md", tmp_path / "note.pdf"
    source.write_text(sample("fr"), "utf-8-sig")

    export_file(source, target, printed_at=NOON)

    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["note.md", "note.pdf"]


def test_a_file_that_cannot_be_printed_leaves_the_old_pdf(tmp_path: Path) -> None:
    source, target = tmp_path / "note.md", tmp_path / "note.pdf"
    target.write_bytes(b"old")
    for content, refusal in (
        (b"\xff\xfe", Failed),
        (b"---\ntitre: 'x\n---\n", BadCard),
        (b"a " * 200_000, TooMuch),
        (b"a" * 5_000_000, Failed),
    ):
        source.write_bytes(content)
        with pytest.raises(refusal):
            export_file(source, target)
    assert target.read_bytes() == b"old"


def test_a_missing_file_or_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    source = tmp_path / "note.md"
    with pytest.raises(FileNotFoundError):
        export_file(source, tmp_path / "note.pdf")
    source.write_text("# T")
    with pytest.raises(FileNotFoundError):
        export_file(source, tmp_path / "absent" / "note.pdf")
