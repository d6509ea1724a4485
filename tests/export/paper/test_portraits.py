"""A picture is never parted from its caption, and what stands beside text has text beside it."""

import io
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from weasyprint.layout import block

from export.note.brief import Brief
from export.note.formats import Format
from export.paper.engine import PrintEngine
from export.paper.filling import white
from export.paper.page import page
from export.patches.boxes import page_boxes
from tests.export import sheets

_SENTENCES = (
    "Le conseil délibère le 2 avril ; le préfet a donné son accord de principe.",
    "Elle porte le dossier depuis 2021 et souhaite que la visite commence par la criée.",
    "Le permis est délivré.",
    "Cent quatre-vingts jours en moyenne, dont soixante de recours, que personne ne compte.",
)
_CAPTIONS = ("", "Mme Tanguy", "Mme Tanguy, adjointe à l’urbanisme, février 2027", "Mme N’Guessan " * 6)
_MANY = 12


def _drawn(width: int, height: int, form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#b98a55").save(out, form)
    return out.getvalue()


_IMAGES = {
    "upright0": _drawn(600, 800, "JPEG"),
    "broad000": _drawn(1200, 800, "JPEG"),
    "map00000": _drawn(700, 990, "PNG"),
}


def _note(chance: random.Random) -> str:
    """Paragraphs, headings, notes and pictures: several in a row, one at the end, a map behind it."""

    def text() -> str:
        return " ".join(chance.choices(_SENTENCES, k=chance.randint(1, 7)))

    def picture(name: str = "upright0") -> str:
        width = chance.choice(("", "", "{width=30%}"))
        return f"![{chance.choice(_CAPTIONS)}](image/{name}){width}"

    ways: tuple[Callable[[], str], ...] = (
        *([text] * 7),
        *([picture] * 3),
        lambda: picture("broad000"),
        lambda: picture("map00000"),
        lambda: f"## {chance.choice(_SENTENCES)}",
        lambda: f"{text()}^[{text()}]",
        lambda: f":::retenir\n{text()}\n:::",
    )
    return "# T\n\n" + "\n\n".join(chance.choice(ways)() for _ in range(chance.randint(8, 22)))


@pytest.mark.parametrize("shape", Format)
def test_no_caption_is_parted_from_its_picture(
    shape: Format, press: PrintEngine, brief: Callable[..., Brief]
) -> None:
    shown = 0
    for number in range(_MANY):
        chance = random.Random(f"{shape} {number}")
        note = replace(
            brief(_note(chance)), format=shape, images=_IMAGES, pages_wanted=chance.choice((0, 0, 2))
        )
        document = press.laid_out(page(note))

        assert not sheets.parted_captions(document), number
        assert not sheets.outside(document), number
        for sheet in page_boxes(document):
            for box in _beside(sheet):
                assert _lines_beside(sheet, box) >= 2, number
                shown += 1
    assert shown > _MANY / 2


def test_a_parted_caption_is_found(
    press: PrintEngine, brief: Callable[..., Brief], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As WeasyPrint divides a float where the page ends."""
    monkeypatch.setattr(block, "float_layout", block.float_layout.__wrapped__)
    notes = (
        replace(brief(_note(random.Random(f"pocket {number}"))), format=Format.POCKET, images=_IMAGES)
        for number in range(_MANY)
    )

    assert any(sheets.parted_captions(press.laid_out(page(note))) for note in notes)


def test_a_caption_divides_no_name(press: PrintEngine, brief: Callable[..., Brief]) -> None:
    text = f"# T\n\n![La rapporteure, Mme Ahou N’Guessan-Kouadiokan](image/upright0)\n\n{_SENTENCES[1] * 9}"
    document = press.laid_out(page(replace(brief(text), images=_IMAGES)))

    ((box, sheet),) = ((box, sheet) for sheet in page_boxes(document) for box in _beside(sheet))
    lines = [one for one in box.descendants() if type(one).__name__ == "LineBox"]
    ends = ["".join(getattr(one, "text", "") for one in line.descendants()) for line in lines]
    assert len(ends) > 1
    assert not [end for end in ends if end.endswith("\u2010")]
    assert _lines_beside(sheet, box)


@pytest.mark.parametrize(
    ("line", "most"),
    [
        ("Le pictogramme ![danger](image/icon0000) marque l’accès.", 1.3),
        ("| a | b |\n|---|---|\n| ![danger](image/icon0000) interdit | non |", 1.3),
        ("- ![danger](image/icon0000) interdit", 1.3),
        # Nothing else is said there: it is looked at by itself.
        ("| a | b |\n|---|---|\n| ![danger](image/icon0000) | non |", 9.0),
        ("Le plan ![danger](image/icon0000){width=30%} le dit.", 20.0),
    ],
)
def test_a_small_picture_among_words_is_as_high_as_their_line(
    line: str, most: float, press: PrintEngine, brief: Callable[..., Brief]
) -> None:
    note = replace(brief(f"# T\n\n{line}"), images={"icon0000": _drawn(64, 64, "PNG")})
    document = press.laid_out(page(note))

    (high,) = (
        box.height / box.style["font_size"]
        for sheet in page_boxes(document)
        for box in sheet.descendants()
        if "Replaced" in type(box).__name__
    )
    assert most / 2 < high <= most


def _beside(sheet: Any) -> list[Any]:
    return [
        box
        for box in sheet.descendants()
        if type(box).__name__ == "BlockBox"
        and box.element_tag == "figure"
        and "beside" in box.element.get("class").split()
    ]


def _lines_beside(sheet: Any, figure: Any) -> int:
    own = {id(box) for box in figure.descendants()}
    top, end = figure.border_box_y(), figure.border_box_y() + figure.border_height()
    return len({
        round(leaf.position_y)
        for leaf in white.leaves(sheet)
        if id(leaf) not in own and top < leaf.position_y + leaf.height / 2 < end
    })  # fmt: skip
