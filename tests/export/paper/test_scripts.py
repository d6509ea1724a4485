"""Scripts that our faces do not have: a package's face prints them; a notice names them where none does."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from export.note.brief import Brief
from export.paper.engine import FONT_SETTINGS, PrintEngine
from export.paper.scripts import files_of_packages, named, said
from export.process.worker import Worker

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

# Linear A, which no machine's faces have.
RARE = "𐘀"


def test_signs_without_a_face_are_told_to_who_prints_and_not_on_the_sheet(
    worker: Worker, brief: Callable[..., Brief], pages: Callable[[bytes], list[str]]
) -> None:
    count, _, pdf = worker.located_pdf(brief(f"# Un titre\n\nUn signe : {RARE}.\n"))

    assert count.without_face == RARE
    assert said(count.without_face, "fr") == "Signes sans police ici, imprimés en carrés\u00a0: U+10600"
    assert "sans police" not in pages(pdf)[0].replace("\u00a0", " ")


@pytest.mark.parametrize("text", ["Ελλάδα, Україна, ½ ≤ ∑ → ☐ ✓", "Un 🚆, 👨‍👩‍👧, 1️⃣ et 🇫🇷.", "`→ ├── a`"])
def test_nothing_is_told_where_all_signs_have_one(
    text: str, worker: Worker, brief: Callable[..., Brief]
) -> None:
    assert worker.located_pdf(brief(f"# Un titre\n\n{text}\n"))[0].without_face == ""


def test_scripts_have_names_in_both_languages_and_signs_have_numbers() -> None:
    assert named("漢ひहก" + RARE, "fr") == ["chinois et japonais", "hindi (devanagari)", "thaï", "U+10600"]
    assert said("한", "en") == "Signs without a typeface here, printed as boxes: Korean"
    assert named(map(chr, range(0x10600, 0x10700)), "fr")[8:] == ["…"]


def test_the_face_of_a_package_prints_what_ours_does_not_have(
    brief: Callable[..., Brief], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of one that is named; another that is installed changes no print."""
    note = brief(f"# Un titre\n\nUn signe : {RARE}.\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    write_face(tmp_path / "fontpkg_noto_sans_other" / "files" / "Rare.ttf")
    assert PrintEngine().page_count(note).without_face == RARE

    write_face(tmp_path / "fontpkg_noto_sans_thai" / "files" / "Rare.ttf")
    assert [face.name for face in files_of_packages(["fontpkg_noto_sans_thai"])] == ["Rare.ttf"]
    assert PrintEngine().page_count(note).without_face == ""


def write_face(path: Path) -> None:
    """A face of one sign, a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    face = FontBuilder(1000, isTTF=True)
    face.setupGlyphOrder([".notdef", "rare"])
    face.setupCharacterMap({ord(RARE): "rare"})
    face.setupGlyf({".notdef": pen.glyph(), "rare": pen.glyph()})
    face.setupHorizontalMetrics(dict.fromkeys((".notdef", "rare"), (800, 0)))
    face.setupHorizontalHeader(ascent=800, descent=-200)
    face.setupNameTable({"familyName": "Rare", "styleName": "Regular"})
    face.setupOS2()
    face.setupPost()
    path.parent.mkdir(parents=True)
    face.save(path)
