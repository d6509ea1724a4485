"""Zips of notes: ordinary ones, hostile ones, and ones that chance has made."""

import io
import stat
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.errors import Unreadable
from export.office.packed import Packed, unpacked
from export.office.unzip import MOST_ENTRIES, MOST_ENTRY, listed


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, content in entries:
            target.writestr(name, content)
    return out.getvalue()


def content_of(raw: bytes, entry: dict[str, object]) -> bytes:
    start, size = int(str(entry["start"])), int(str(entry["packed"]))
    packed = Packed(
        method=int(str(entry["method"])), size=int(str(entry["size"])), crc=int(str(entry["crc"]))
    )
    return unpacked(raw[start : start + size], packed)


def why(raw: bytes) -> dict[str, str]:
    return {one["name"]: one["why"] for one in listed(raw)["entries"]}


def patched(raw: bytes, name: bytes, offset: int, value: bytes) -> bytes:
    """The entry's place in the central directory, changed; `offset` as APPNOTE 4.3.12 counts."""
    at = raw.rindex(b"PK\x01\x02", 0, raw.rindex(name))
    return raw[: at + offset] + value + raw[at + offset + len(value) :]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_entry_is_found_where_it_stands(method: int) -> None:
    raw = zipped(("a.md", b"un"), ("Thème/b.md", b"deux" * 99), ("images/x.png", b"\x89PNG"), method=method)
    found = listed(raw)
    assert [(one["name"], one["why"], one["picture"]) for one in found["entries"]] == [
        ("a.md", "", False),
        ("Thème/b.md", "", False),
        ("images/x.png", "", True),
    ]
    assert [content_of(raw, one) for one in found["entries"]] == [b"un", b"deux" * 99, b"\x89PNG"]


def test_what_other_systems_add_is_left_aside_and_counted() -> None:
    raw = zipped(
        ("a.md", b"x"), ("__MACOSX/._a.md", b"x"), (".DS_Store", b"x"), ("d/Thumbs.db", b"x"), ("d/", b"")
    )
    found = listed(raw)
    assert ([one["name"] for one in found["entries"]], found["aside"]) == (["a.md"], 3)


@pytest.mark.parametrize("name", ["Été/Logement.md", "日本.md"])
def test_names_in_utf_8_are_read_whether_they_say_so_or_not(name: str) -> None:
    raw = zipped((zipfile.ZipInfo(name), b"x"))
    silent = raw.replace(struct.pack("<H", 0x800), struct.pack("<H", 0))
    assert [one["name"] for one in listed(raw)["entries"]] == [name]
    assert [one["name"] for one in listed(silent)["entries"]] == [name]


def test_names_in_the_code_page_of_dos_are_read() -> None:
    raw = zipped(("_t_.md", b"x")).replace(b"_t_.md", "été.md".encode("cp437"))
    assert [one["name"] for one in listed(raw)["entries"]] == ["été.md"]


def test_each_entry_that_is_not_read_says_why() -> None:
    link = zipfile.ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    raw = zipped(
        ("../a.md", b"x"),
        ("/etc/b.md", b"x"),
        ("C:/c.md", b"x"),
        ("x\\..\\d.md", b"x"),
        (link, b"/etc/passwd"),
        ("e.zip", zipped(("a.md", b"x"))),
        ("f.pdf", b"%PDF"),
        ("g", b"x"),
        ("h.md", b"x"),
        ("ok.md", b"x"),
    )
    raw = patched(raw, b"h.md", 24, struct.pack("<I", MOST_ENTRY + 1))
    assert why(raw) == {
        "../a.md": "files.zip-name",
        "/etc/b.md": "files.zip-name",
        "C:/c.md": "files.zip-name",
        "x/../d.md": "files.zip-name",
        "link.md": "files.zip-link",
        "e.zip": "files.zip-inside",
        "f.pdf": "files.unknown-kind",
        "g": "files.no-kind",
        "h.md": "files.zip-large",
        "ok.md": "",
    }


def test_the_second_of_two_files_of_one_name_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        raw = zipped(("a.md", b"un"), ("a.md", b"deux"))
    assert [one["why"] for one in listed(raw)["entries"]] == ["", "files.zip-twice"]


def test_an_entry_with_a_password_is_refused_alone() -> None:
    raw = patched(zipped(("a.md", b"x"), ("b.md", b"y")), b"a.md", 8, struct.pack("<H", 1))
    assert why(raw) == {"a.md": "files.locked", "b.md": ""}


def test_an_entry_that_says_other_sizes_than_it_has_is_refused_when_it_is_read() -> None:
    raw = zipped(("a.md", b"word " * 2000))
    for size in (9_999, 10_001, 5):
        lying = patched(raw, b"a.md", 24, struct.pack("<I", size))
        (entry,) = listed(lying)["entries"]
        with pytest.raises(Unreadable, match="damaged"):
            content_of(lying, entry)
    beyond = patched(raw, b"a.md", 20, struct.pack("<I", 0xFFFFFFF0))
    assert why(beyond) == {"a.md": "files.broken"}


def test_an_entry_without_a_name_is_refused_alone() -> None:
    raw = zipped(("a.md", b"x"), ("b.md", b"y"))
    at = raw.index(b"a.md", raw.index(b"PK\x01\x02"))
    assert why(raw[:at] + b"\0" + raw[at + 1 :]) == {"": "files.no-kind", "b.md": ""}


def test_an_entry_that_packs_another_way_is_refused() -> None:
    assert why(zipped(("a.md", b"x" * 99), method=zipfile.ZIP_LZMA)) == {"a.md": "files.broken"}


def test_a_zip_that_unfolds_too_far_is_refused_before_anything_is_unpacked() -> None:
    raw = zipped(*((f"{number}.md", b"x") for number in range(3)))
    for number in range(3):
        raw = patched(raw, f"{number}.md".encode(), 24, struct.pack("<I", MOST_ENTRY))
    with pytest.raises(Unreadable, match="unpacks"):
        listed(raw)


def test_entries_that_share_their_bytes_are_refused() -> None:
    raw = zipped(("a.md", b"word " * 2000), ("b.md", b"word " * 2000))
    first = raw.index(b"PK\x03\x04")
    second = raw.index(b"PK\x03\x04", first + 4)
    both = patched(raw, b"b.md", 42, struct.pack("<I", first))
    assert second > first
    with pytest.raises(Unreadable, match="deceive"):
        listed(both.replace(b"b.md", b"a.md"))


def test_a_zip_with_too_many_entries_is_refused() -> None:
    raw = zipped(*((f"{number}.md", b"") for number in range(MOST_ENTRIES + 1)), method=zipfile.ZIP_STORED)
    with pytest.raises(Unreadable, match="entries"):
        listed(raw)


WHOLE = zipped(("a.md", b"# Un\n"), ("T/b.md", b"deux " * 50), ("i/x.png", b"\x89PNG"))


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(WHOLE)),
)
def test_whatever_is_changed_in_a_zip_it_is_read_or_refused(changes: list[tuple[int, int]], end: int) -> None:
    raw = bytearray(WHOLE)
    for at, value in changes:
        raw[at] = value
    cut = bytes(raw[:end]) if end % 7 == 0 else bytes(raw)
    try:
        found = listed(cut)["entries"]
    except Unreadable:
        return
    for entry in found:
        if not entry["why"]:
            try:
                content = content_of(cut, entry)
            except Unreadable:
                continue
            assert len(content) == entry["size"]
            assert zlib.crc32(content) == entry["crc"]
