"""What is installed on a machine changes no letter, figure or sign that our faces have."""

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from export.note.brief import Brief
from export.note.faces import FONTS
from export.paper.engine import FONT_SETTINGS
from export.paper.faces_read import faces_in, foreign_in
from export.process.worker import Worker

# Of the script of the Yi, which no machine's faces have.
RARE = "ꀀ"
# In a process of its own: fontconfig is read once a process.
PRINT = """
import sys
from datetime import UTC, datetime
from export.note.brief import read_brief
from export.paper.engine import PrintEngine
note = read_brief(sys.stdin.read(), printed_at=datetime(2026, 11, 25, tzinfo=UTC))
sys.stdout.buffer.write(PrintEngine().pdf(note))
"""
TEXT = "En 2027, 1 234 567,89 € : 12 % (§ 3). « Où ? » “No!” – Ελλάδα, Україна"
NOTE = f"""# Titre 2027

{TEXT} **{TEXT}** *{TEXT}* `{TEXT}`

| 2027 | Coût |
|---|--:|
| n° 12 | 1 234 |

```graphique Évolution 2027
2026;12
```

Un appel[^1], مراد 2027 et עמוס 2028, 🚆.

[^1]: Note 12.
"""
# Faces that a system may have: in colour, with the names that rules of systems prefer, with those of ours.
HOSTILE = {
    "in colour": ["Noto Color Emoji", "Brightly"],
    "for emoji, signs and scripts": [
        "Noto Color Emoji",
        "emoji",
        "Symbola",
        "Noto Sans Arabic",
        "DejaVu Sans",
    ],
    "named as ours": [
        *("Source Sans 3", "Source Serif 4", "Source Serif 4 Display", "Source Code Pro", "Noto Emoji"),
    ],
}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The note where nothing is installed besides what this machine has."""
    return printed(NOTE, tmp_path_factory.mktemp("alone"))


@pytest.mark.whole
@pytest.mark.parametrize("which", HOSTILE)
def test_a_face_of_the_system_changes_no_byte(which: str, alone: bytes, tmp_path: Path) -> None:
    for family in HOSTILE[which]:
        write_face(tmp_path, family, is_coloured=which == "in colour")

    pdf = printed(NOTE, tmp_path)
    assert foreign_in(pdf) == frozenset()
    assert pdf == alone


def test_such_a_face_is_seen_and_serves_a_script_that_ours_do_not_have(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    write_face(tmp_path, "Linear", more=RARE)

    assert "Linear" in faces_in(printed(f"# Titre\n\n{RARE} 2027\n", tmp_path), RARE)


def test_every_sign_of_our_faces_is_set_in_them_here(worker: Worker, brief: Callable[..., Brief]) -> None:
    """Whatever this machine has; in prose, small text, a heading and a cell."""
    text = " ".join(signs())
    note = brief(
        f"# Titre\n\n{text}\n\n> [!note]\n> {text}\n\n## {text[:300]}\n\n| {text[:900]} | 1 |\n|---|---|\n"
    )

    assert foreign_in(worker.pdf(note)) == frozenset()


def test_the_configuration_names_the_versions_of_our_faces() -> None:
    """Else a copy on the system, of another version, would be taken, or ours refused."""
    configured = (FONTS / "fonts.conf").read_text("utf-8")
    for path in FONTS.glob("*.ttf"):
        face = TTFont(path)
        family = face["name"].getDebugName(16) or face["name"].getDebugName(1)
        version = int(face["head"].fontRevision * 0x10000)
        accepted = configured.partition("<rejectfont>")[0]
        said = accepted[accepted.index(f"<string>{family}</string>") :]

        assert f"<int>{version}</int>" in said.partition("</pattern>")[0], path.name


def printed(markdown: str, data: Path) -> bytes:
    """As the child prints it, with `data` for the folder in which a system keeps faces of its own."""
    return subprocess.run(
        [sys.executable, "-c", PRINT],
        input=markdown.encode(),
        env={**os.environ, **FONT_SETTINGS, "XDG_DATA_HOME": str(data), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    ).stdout


def signs() -> list[str]:
    """What our faces of text have, but for what Markdown reads and marks that combine."""
    known = {chr(code) for path in FONTS.glob("Source*.ttf") for code in TTFont(path).getBestCmap()}
    kept = {sign for sign in known if unicodedata.category(sign)[0] in "LNPS"}
    return sorted(kept - set("\\`*_{}[]<>#|~^$&!"))


def write_face(data: Path, family: str, *, is_coloured: bool = False, more: str = "") -> None:
    """Wide squares for all that Latin-1 has."""
    codes = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x2013, 0x20AC, *map(ord, more)]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (1900, 700), (1900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    names = [".notdef", "square"]
    face = FontBuilder(1000, isTTF=True)
    face.setupGlyphOrder(names)
    face.setupCharacterMap(dict.fromkeys(codes, "square"))
    face.setupGlyf(dict.fromkeys(names, pen.glyph()))
    face.setupHorizontalMetrics(dict.fromkeys(names, (2000, 0)))
    face.setupHorizontalHeader(ascent=800, descent=-200)
    face.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    face.setupOS2()
    face.setupPost()
    face.font["head"].fontRevision = 9.5
    if is_coloured:
        face.setupCOLR({"square": [("square", 0)]})
        face.setupCPAL([[(1.0, 0.0, 0.0, 1.0)]])
    (data / "fonts").mkdir(exist_ok=True)
    face.save(data / "fonts" / f"{family}.ttf")
