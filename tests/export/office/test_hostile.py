"""Files that somebody made to harm: each is read without it, or refused with its reason, in bounded time."""

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from export.errors import Unreadable
from export.note.brief import Brief
from export.office.out import office
from export.process.one_shot import Bounds, one_shot
from tests.export.office.archives import with_entry_changed

Read = Callable[..., Brief]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def refused(name: str, raw: bytes, **bounds: int) -> str:
    with pytest.raises(Unreadable) as why:
        one_shot("read", name, raw, bounds=Bounds(**bounds) if bounds else None)
    return why.value.key


def _instead(raw: bytes, _: bytes) -> bytes:
    return raw


def with_body(made: bytes, body: str) -> bytes:
    document = f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>'
    return with_entry_changed(made, "word/document.xml", lambda _: document.encode())


def test_nothing_that_a_file_names_elsewhere_is_asked_for_or_read(brief: Read, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_text("the secret")
    word, writer = (office(kind, brief("# T\n\nTexte.\n")) for kind in ("docx", "odt"))
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    with canary() as (address, asked):
        page = (
            f'<img src="{address}/a.png" alt="loin"><link rel="stylesheet" href="{address}/a.css">'
            f'<script src="{address}/a.js"></script><iframe src="{address}/f"></iframe>'
            f'<img src="{secret.as_uri()}" alt="ici"><object data="{address}/o"></object><p>Texte.</p>'
        )
        related = (
            f'<Relationship Id="rX" Type="{image}" Target="{address}/x.png" TargetMode="External"/>'
            f'<Relationship Id="rY" Type="{image}" Target="{secret.as_uri()}" TargetMode="External"/>'
            "</Relationships>"
        ).encode()
        drawn = (
            b'<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
            b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            b'<a:blip r:link="rX" r:embed="rX"/><a:blip r:embed="rY"/></w:drawing></w:r></w:p></w:body>'
        )
        linked = with_entry_changed(
            with_entry_changed(
                word, "word/_rels/document.xml.rels", lambda x: x.replace(b"</Relationships>", related)
            ),
            "word/document.xml",
            lambda x: x.replace(b"</w:body>", drawn),
        )
        outside = f'<?xml version="1.0"?><!DOCTYPE d SYSTEM "{address}/dtd">'.encode()
        typed = with_entry_changed(writer, "content.xml", lambda x: outside + x.partition(b"?>")[2])
        for name, raw in (("a.html", page.encode()), ("b.docx", linked), ("c.odt", typed)):
            done = one_shot("read", name, raw)
            assert "Texte." in done.facts["markdown"]
            assert "secret" not in done.facts["markdown"]
            assert done.parts == ()
        assert asked == []


def test_entities_in_any_spelling_are_refused(brief: Read) -> None:
    made = office("docx", brief("# T\n"))
    laughs = "".join(
        f'<!ENTITY {a} "{f"&{b};" * 10}">' for a, b in zip("bcdefghij", "abcdefghi", strict=True)
    )
    bomb = f'<!DOCTYPE l [<!ENTITY a "ha">{laughs}]><w:document {_W}><w:body>&j;</w:body></w:document>'
    for declared, coding in (("", "utf-8"), (' encoding="utf-16"', "utf-16")):
        raw = f'<?xml version="1.0"{declared}?>{bomb}'.encode(coding)
        evil = with_entry_changed(made, "word/document.xml", partial(_instead, raw))
        assert refused("a.docx", evil) == "files.broken"


def test_names_that_lead_out_of_the_file_lead_nowhere(brief: Read, tmp_path: Path) -> None:
    out = io.BytesIO(office("docx", brief("# T\n\nTexte.\n")))
    with zipfile.ZipFile(out, "a") as target:
        for name in (
            "../" * 12 + str(tmp_path / "a.xml").lstrip("/"),
            str(tmp_path / "b.xml"),
            "word/media/../c",
        ):
            target.writestr(name, b"<x/>")
    assert one_shot("read", "x.docx", out.getvalue()).facts["markdown"] == "# T\n\nTexte.\n"
    assert list(tmp_path.iterdir()) == []


def test_many_small_bombs_are_counted_together() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(100):
            target.writestr(f"word/{number}.xml", bytes(1 << 20))
        target.writestr("word/document.xml", b"<x/>")
    with pytest.raises(Unreadable, match="unpacks to more than 48 MB"):
        one_shot("read", "x.docx", out.getvalue())


def test_a_password_an_old_file_and_a_cut_one_are_told_apart(brief: Read) -> None:
    word, writer = (office(kind, brief("# T\n")) for kind in ("docx", "odt"))
    locked = with_entry_changed(
        writer, "META-INF/manifest.xml", lambda x: x.replace(b"</manifest:manifest>", b"<encryption-data/>")
    )
    assert refused("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")) == "files.locked"
    assert refused("a.odt", locked) == "files.locked"
    assert refused("a.docx", OLE) == "files.other-kind"
    assert refused("a.doc", OLE) == "files.unknown-kind"
    assert refused("a.docx", word[:-200]) == "files.broken"
    assert refused("a.docx", word[: len(word) // 2]) == "files.broken"
    assert refused("a.docx", writer) == "files.other-kind"


@pytest.mark.first(3)
@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 200_000 + b"x",
        b"<div><div></div>" * 60_000 + b"x",
        b"<ul><li>" * 120_000 + b"x",
        b"<table><tr><td>" * 60_000 + b"x",
        b"<b>" * 300_000 + b"x",
        b"<blockquote>" * 1000 + b"x" + b"</blockquote>" * 1000,
        b'<p class="MsoQuote">' * 50_000 + b"x",
        b'<span style="font-weight:bold;font-style:italic">' * 20_000 + b"x",
        b"</p></div>" * 1000 + b"<section>" * 100_000,
    ],
    ids=lambda page: page[:20].decode(),
)
def test_a_page_that_nests_without_end_is_refused_at_once(page: bytes) -> None:
    """Pandoc took 38 s and a gigabyte for the first."""
    assert refused("a.html", page, seconds=10, memory=300 << 20) == "files.too-deep"


@pytest.mark.first(1)
@pytest.mark.parametrize(
    "page",
    [
        b"<p>x" * 20_000,
        b"<ul>" + b"<li>x" * 20_000,
        b"<table>" + b"<tr><td>x<td>y" * 2000,
        b"<div>" * 40 + b"<ul><li>" * 10 + b"x",
        b"<div><b>x</b></div>" * 5000,
        b"<br><hr><img alt=x src=y>" * 5000,
    ],
    ids=lambda page: page[:20].decode(),
)
def test_a_long_page_that_nests_as_people_do_is_read(page: bytes) -> None:
    assert "x" in one_shot("read", "a.html", page).facts["markdown"]


def test_what_takes_too_much_time_or_memory_is_refused_and_a_long_table_is_not(brief: Read) -> None:
    made = office("docx", brief("# T\n"))
    cell = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    rows = with_body(made, f"<w:tbl>{f'<w:tr>{cell}</w:tr>' * 10_000}</w:tbl>")
    assert one_shot("read", "rows.docx", rows).facts["markdown"].count("\n| x |") == 10_000
    longer = with_body(made, f"<w:tbl>{f'<w:tr>{cell}</w:tr>' * 100_000}</w:tbl>")
    assert refused("rows.docx", longer, seconds=1) == "files.too-long"
    wide = b"<table><tr><td colspan=100000000>x</td></tr></table>"
    assert refused("a.html", wide, memory=600 << 20) == "files.too-much"
