"""A chart or a picture leaves no fifth of a page white where paragraphs behind it may stand before it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.paper import floats
from export.paper.engine import FONT_SETTINGS, PrintEngine
from export.paper.page import page
from export.patches.boxes import page_boxes
from tests.export import sheets

LINE = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"
CHART = "```graphique Les gares\n" + "".join(f"Gare {n};{n}\n" for n in range(1, 16)) + "```\n\n"
BEFORE = {Format.NOTE: 10, Format.LARGE: 5, Format.POCKET: 8}
Lay = Callable[..., Any]


@pytest.fixture(scope="module")
def lay(brief: Callable[..., Brief]) -> Iterator[Lay]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        press = PrintEngine()

        def laid_out(text: str, shape: Format = Format.NOTE) -> Any:
            return press.laid_out(page(replace(brief(text), format=shape, pages_wanted=0)))

        yield laid_out


def _white(document: Any) -> list[float]:
    (main,) = page_boxes(document)[0].children[0].element.iter("main")
    return [part for _, _, part in floats.before_figures(main, document)]


@pytest.mark.parametrize("shape", Format)
def test_paragraphs_behind_a_chart_fill_the_page_before_it(shape: Format, lay: Lay) -> None:
    before = LINE * BEFORE[shape]
    document = lay(f"# T\n\n{before}{CHART}{LINE * 20}", shape)

    assert max(_white(document), default=0) < floats.MOST_WHITE
    first, second = sheets.said(document)[:2]
    assert "Les gares" not in first
    assert "Les gares" in second


def test_where_none_follow_it_goes_before_some_on_their_page(lay: Lay) -> None:
    first = sheets.said(lay(f"# T\n\n{LINE * 10}{CHART}## Ailleurs\n\n{LINE * 20}"))[0]

    assert "Les gares" in first
    assert 4 < first.count("mais pas plus loin") < 10


@pytest.mark.parametrize(
    "behind", ["## Ailleurs", "Les chiffres ci-dessus le disent.", "Ce graphique le dit."]
)
def test_what_is_read_first_stays_first(behind: str, lay: Lay) -> None:
    for before in ("Le graphique ci-dessous le montre.", "Voici les gares :"):
        document = lay(f"# T\n\n{LINE * 10}{before}\n\n{CHART}{behind}\n\n{LINE * 20}")

        said = " ".join(sheets.said(document))
        place = said.index("Les gares")
        assert said.count("mais pas plus loin", 0, place) == 10
        assert said.index(before[:12]) < place


def test_nothing_comes_between_what_announces_and_what_is_announced(lay: Lay) -> None:
    text = f"# T\n\n{LINE * 10}{CHART}En voici :\n\n- une\n- deux\n\n{LINE * 20}"
    said = " ".join(sheets.said(lay(text)))

    assert not said.index("En voici") < said.index("Les gares") < said.index("deux")
