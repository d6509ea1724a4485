"""No page of any format shows what a careful typesetter would not let pass, whatever stands in the note.

`POCHETTE_PRINTED_NOTES=50` prints more notes than a normal run has time for.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from weasyprint import CSS

from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.paper.engine import FONT_SETTINGS, PrintEngine
from export.paper.page import page
from export.samples import sample
from tests.export import sheets
from tests.export.anything import Author

NOTES = int(os.environ.get("POCHETTE_PRINTED_NOTES", "1"))
Lay = Callable[..., Any]


@pytest.fixture(scope="module")
def lay(brief: Callable[..., Brief]) -> Iterator[Lay]:
    """Laid-out pages: in this process, where their boxes can be looked at."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        press = PrintEngine()

        def laid_out(text: str, shape: Format, *more: CSS, **how: Any) -> Any:
            note = brief(text, url="https://notes.example/e/abc", code="7QK2-M4XD")
            return press.laid_out(page(replace(note, format=shape, **how)), more)

        yield laid_out


@pytest.mark.parametrize("shape", Format if NOTES > 1 else [Format.NOTE])
@pytest.mark.parametrize("seed", range(NOTES))
def test_every_page_is_well_set(seed: int, shape: Format, lay: Lay) -> None:
    author = Author(seed)

    pages = lay(author.note(blocks=30), shape)

    assert sheets.outside(pages) == []
    assert sheets.lonely_lines(pages) == []
    assert sheets.cut_rows(pages) == []
    assert sheets.heads_at_the_foot(pages) == []
    notes = sheets.footnotes(pages)
    assert all(called == answered for called, answered in notes)
    assert sum(len(answered) for _, answered in notes) == len(author.notes)


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", Format)
def test_larger_text_with_a_cover_and_without_the_hand_s_margin_is_well_set(shape: Format, lay: Lay) -> None:
    how = {"text_size": TextSize.LARGER, "has_cover": True, "has_hand_margin": False}

    pages = lay(sample("fr"), shape, **how)

    found = (sheets.outside, sheets.lonely_lines, sheets.cut_rows, sheets.heads_at_the_foot)
    assert [look(pages) for look in found] == [[], [], [], []]
    cover, *others = sheets.said(pages)
    assert " 5 min" in cover
    assert " 5 min" not in " ".join(others)


@pytest.mark.first(2)
@pytest.mark.parametrize("shape", Format)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_sample_is_well_set(lang: str, shape: Format, lay: Lay) -> None:
    pages = lay(sample(lang), shape)

    found = (sheets.outside, sheets.lonely_lines, sheets.cut_rows, sheets.heads_at_the_foot)
    assert [look(pages) for look in found] == [[], [], [], []]
    assert sheets.fill(pages) > 0.2


def test_bad_pages_do_not_pass(lay: Lay) -> None:
    """Our styles undone one by one: what looks at the pages sees it."""
    rows = f"| {'Une cellule de plusieurs lignes. ' * 9} | deux |\n" * 20
    parts = [f"## Partie\n\n{'Une phrase de texte qui coule. ' * (5 + n * 7 % 23)}\n\n" for n in range(20)]
    text = f"{''.join(parts)}| a | b |\n|---|---|\n{rows}"

    def is_seen(look: Callable[[Any], list[sheets.Spot]], style: str) -> bool:
        """At one of several places of the page, where chance alone does not save it."""
        texts = ("\n\n".join(["# T", *["Un mot."] * lines, text]) for lines in range(6))
        return any(look(lay(moved, Format.NOTE, CSS(string=style))) for moved in texts)

    assert is_seen(sheets.outside, "table { width: 140% !important }")
    assert is_seen(sheets.lonely_lines, "p { orphans: 1 !important; widows: 1 !important }")
    assert is_seen(
        sheets.cut_rows, "tr, table { break-inside: auto !important } td { orphans: 1; widows: 1 }"
    )
    assert is_seen(sheets.heads_at_the_foot, "h2 { break-after: auto !important }")


@pytest.mark.whole
@pytest.mark.parametrize("shape", [Format.NOTE, Format.POCKET])
def test_a_last_page_of_few_lines_is_taken_in_by_the_others(shape: Format, lay: Lay) -> None:
    line = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"
    many = [lay(f"# T\n\n{line * count}", shape) for count in range(24, 40)]

    assert len({len(pages.pages) for pages in many}) > 1
    assert all(sheets.fill(pages) > 0.12 for pages in many if len(pages.pages) > 1)


def test_a_line_that_announces_stays_with_what_it_announces(lay: Lay) -> None:
    for count in range(24, 40):
        line = "Une phrase de texte.\n\n"
        pages = sheets.said(lay(f"# T\n\n{line * count}Voici :\n\n> Un mot.\n>\n> Deux.", Format.NOTE))
        assert all(("Voici" in page) == ("Un mot" in page) for page in pages)


def test_contents_begin_with_three_of_their_lines(lay: Lay) -> None:
    parts = "\n\n".join(f"## Titre {number}\n\n" + "mot " * 160 for number in range(8))
    for lines in range(8, 13):
        pages = lay(
            f"# T\n\n{'Un mot. ' * 12 + chr(10) + chr(10)}" + "Un mot.\n\n" * lines + parts, Format.LARGE
        )
        (first,) = [page for page in sheets.said(pages) if "Sommaire" in page]
        assert "Titre 2" in first


def test_key_figures_stay_where_they_have_room_though_the_contents_have_none(lay: Lay) -> None:
    first, second = sheets.said(lay(sample("fr"), Format.LARGE))[:2]
    assert "46 M€" in first
    assert "Sommaire" in second


def test_a_page_begins_where_the_text_says_so(lay: Lay) -> None:
    pages = sheets.said(lay("# T\n\nUn.\n\n\\newpage\n\n\\newpage\n\n## Deux\n\n\\newpage\n", Format.NOTE))

    assert ["Un." in page for page in pages] == [True, False]
    assert ["Deux" in page for page in pages] == [False, True]


def test_contents_that_would_go_on_have_their_first_level_alone(lay: Lay) -> None:
    words = "mot " * 60
    parts = "".join(
        f"## Partie {part}\n\n{words}\n\n"
        + "".join(f"### Point {part}.{one}\n\n{words}\n\n" for one in range(2))
        for part in range(7)
    )

    for above, inner in ((0, True), (14, False)):
        text = (
            f"# T\n\n{'Un paragraphe.' * 3 + chr(10) * 2}" + "Un paragraphe.\n\n" * above + parts + words * 14
        )
        said = sheets.said(lay(text, Format.NOTE))
        (first,) = [sheet for sheet in said if "SOMMAIRE" in sheet]
        assert "Partie 6" in first
        assert ("Point 6.1" in first) is inner
        behind = " ".join(said).partition("SOMMAIRE")[2]
        points = [f"{part}.{one}" for part in range(7) for one in range(2)]
        assert re.findall(r"Point (\d\.\d)", behind) == points * (2 if inner else 1), (
            "nothing is lost behind them"
        )
