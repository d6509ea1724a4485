"""A note as one HTML file."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace

from export.files.webpage import webpage
from export.note.brief import Brief
from export.samples import sample

Read = Callable[..., Brief]


def test_the_file_asks_for_nothing_and_runs_nothing(brief: Read) -> None:
    page = webpage(brief(sample("fr")))
    assert not re.findall(r"<(?:script|link|iframe|object|embed)\b", page)
    assert not re.findall(r'(?:src|srcset|url\()\s*=?["\']?https?:', page)
    assert '<html lang="fr">' in page
    assert "default-src 'none'" in page
    assert len(page.encode()) < 30_000


def test_what_the_card_says_is_text(brief: Read) -> None:
    page = webpage(brief("---\ntitre: <b>Gras</b>\nauteurs: ['\"><script>']\nthème: A & B\n---\n\nTexte.\n"))
    assert "<script" not in page
    assert "<title>&lt;b&gt;Gras&lt;/b&gt;</title>" in page
    assert "A &amp; B" in page


def test_a_picture_is_inside_and_an_unknown_one_asks_nobody(brief: Read) -> None:
    note = brief("![Une gare](image/abcdefghijkl)\n\n![Perdue](image/lkjihgfedcba)\n")
    picture = b"\x89PNG\r\n\x1a\nrest"
    page = webpage(replace(note, images={"abcdefghijkl": picture}))
    assert f"data:image/png;base64,{b64encode(picture).decode()}" in page
    assert "image/lkjihgfedcba" not in page
