"""A brief is the same on both sides of the socket."""

from dataclasses import replace
from datetime import UTC, datetime

from export.note.brief import Brief
from export.note.formats import Format
from export.note.serialize import deserialize, serialize

PLAIN = Brief(title="T", body="a\nb\u2029", printed_at=datetime(2026, 11, 25, 12, 5, tzinfo=UTC))


def test_a_brief_with_everything_comes_out_as_it_went_in() -> None:
    full = replace(
        PLAIN,
        authors=("A", "B"),
        format=Format.POCKET,
        booklet=True,
        edition=3,
        copy_number=1,
        origin="https://notes.example",
        previous="# T\n\na\n",
        images={"abcdefgh": b"\n\x89PNG\n", "ijklmnop": b"", "qrstuvwx": b"{}\n"},
    )

    assert deserialize(serialize(full)) == full
    assert deserialize(serialize(PLAIN)) == PLAIN


def test_briefs_that_differ_in_an_image_are_two_keys() -> None:
    kept = {replace(PLAIN, images={"abcdefgh": b"1"}): 1, replace(PLAIN, images={"abcdefgh": b"2"}): 2}

    assert len(kept) == 2
