"""What a PDF's objects become, asked of pydyf's own writer and read back by another program."""

import io
import re
import zlib

import pikepdf
import pydyf  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.patches.pydyf_streams import serialize_once


def _document(*streams: bytes) -> pydyf.PDF:
    pdf = pydyf.PDF()
    for stream in streams:
        pdf.add_object(pydyf.Stream([stream], {"Kind": "/Ours"}, compress=True))
    return pdf


def _file(pdf: pydyf.PDF) -> bytes:
    out = io.BytesIO()
    pdf.write(out, b"1.7", identifier=True, compress=True)
    return out.getvalue()


@given(st.lists(st.binary(max_size=200), max_size=4))
def test_what_was_in_a_stream_is_in_the_file(contents: list[bytes]) -> None:
    pdf = _document(*contents)

    serialize_once(pdf)

    with pikepdf.open(io.BytesIO(_file(pdf))) as read:
        found = [
            thing.read_bytes()
            for thing in read.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Kind") == pikepdf.Name("/Ours")
        ]
    assert found == contents


def test_nothing_is_written_out_again() -> None:
    asked: list[str] = []

    class Counted(pydyf.Dictionary):  # type: ignore[misc]
        @property
        def data(self) -> bytes:
            asked.append("data")
            return b"<</Once true>>"

    pdf = _document(b"BT ET")
    pdf.add_object(Counted({}))

    serialize_once(pdf)
    _file(pdf)

    assert asked == ["data"]


def test_a_stream_whose_packed_bytes_end_as_a_line_does_stays_unpacked() -> None:
    line_end = b"19990"
    assert zlib.compress(line_end).endswith(b"\r")
    pdf = _document(line_end)

    serialize_once(pdf)

    (found,) = re.findall(rb"<</Kind /Ours([^>]*)>>\nstream\n(.*?)\nendstream", _file(pdf), re.DOTALL)
    assert found == (b"/Length 5", line_end)


def test_the_patch_is_still_needed() -> None:
    """Fails when pydyf serializes an object once, or lets no stream end with a carriage return."""
    asked: list[str] = []

    class Counted(pydyf.Dictionary):  # type: ignore[misc]
        @property
        def data(self) -> bytes:
            asked.append("data")
            return b"<</Once true>>"

    line_end = next(
        content
        for content in map(str.encode, map(str, range(99_999)))
        if zlib.compress(content, 9)[-1:] == b"\r"
    )
    pdf = _document(line_end)
    pdf.add_object(Counted({}))

    assert b"\r\nendstream" in _file(pdf)
    assert len(asked) > 1


def test_another_version_is_written_as_it_writes_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {"pydyf": ("0.0.",)})
    pdf, same = _document(b"BT ET"), _document(b"BT ET")

    serialize_once(pdf)

    assert _file(pdf) == _file(same)
