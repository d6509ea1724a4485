"""How often WeasyPrint splits the text of a table, and that its pages are the same."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

from weasyprint import HTML
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from export.patches.lines_once import split_once

PAGE = (
    """<html lang=fr><style>
@page { size: 300px 200px; margin: 10px }
html { font: 12px/1.3 "Source Serif 4"; hyphens: auto } td { vertical-align: top }
</style><p>Un paragraphe de quelques lignes, anticonstitutionnellement long, qui passe la page.</p>"""
    + "<table><tr><td>Une gare<td>Une autre gare, dont le nom est bien plus long que la colonne</table>" * 6
)


@pytest.fixture(autouse=True)
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as its authors ship it, and again as it was behind the test."""
    for module in (inline, preferred):
        monkeypatch.setattr(module, "split_first_line", line_break.split_first_line)


def test_the_pages_are_the_same() -> None:
    before = list(_lines())

    split_once()

    assert list(_lines()) == before
    assert len({page for page, *_ in before}) > 1


def test_the_same_text_is_split_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked(monkeypatch)

    split_once()
    list(_lines())

    assert asked
    assert len(set(asked)) == len(asked)


def test_words_that_may_not_be_divided_are_asked_for_anew() -> None:
    split_once()
    (style, context), *_ = {id(style): (style, context) for style, context in _styles()}.values()
    divided = inline.split_first_line("anticonstitutionnellement", style, context, 60, 0)
    kept, context.dictionaries = context.dictionaries, _Nowhere()
    whole = inline.split_first_line("anticonstitutionnellement", style, context, 60, 0)
    context.dictionaries = kept

    assert divided[1] < whole[1]
    assert inline.split_first_line("anticonstitutionnellement", style, context, 60, 0)[1:] == divided[1:]


def test_the_patch_is_still_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when WeasyPrint splits no text twice."""
    asked = _asked(monkeypatch)
    for module in (inline, preferred):
        monkeypatch.setattr(module, "split_first_line", line_break.split_first_line)

    list(_lines())

    assert len(asked) > 1.5 * len(set(asked))


def test_another_version_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.patches.READ_AGAINST", {"weasyprint": ("0.0.",)})

    split_once()

    assert inline.split_first_line is line_break.split_first_line


class _Nowhere(dict[Any, Any]):
    def get(self, _: object, __: object = None) -> Any:
        return type("Whole", (), {"iterate": lambda *_: ()})()


def _asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What WeasyPrint's own function is asked from now on, with the styles kept alive."""
    asked: list[tuple[Any, ...]] = []
    styles: list[Any] = []
    own = line_break.split_first_line

    def split(text: str, style: Any, context: Any, *how: Any, **more: Any) -> Any:
        styles.append(style)
        asked.append((text, id(style), *how, *more.values()))
        return own(text, style, context, *how, **more)

    monkeypatch.setattr(line_break, "split_first_line", split)
    return asked


def _styles() -> Iterator[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    split = inline.split_first_line

    def spy(text: str, style: Any, context: Any, *how: Any, **more: Any) -> Any:
        found.append((style, context))
        return split(text, style, context, *how, **more)

    inline.split_first_line = spy
    HTML(string=PAGE).render()
    inline.split_first_line = split
    yield from found


def _lines() -> Iterator[tuple[int, str, float, float, float]]:
    for number, page in enumerate(HTML(string=PAGE).render().pages):
        for box in page._page_box.descendants():  # noqa: SLF001 -- where each line stands
            if type(box).__name__ == "TextBox":
                yield number, box.text, box.position_x, box.position_y, box.width
