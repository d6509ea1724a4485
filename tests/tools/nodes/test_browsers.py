"""A lossy fail-over with real browsers: a page says what is lost, and brings back what is its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.nodes.browsers import run
from tests.tools.nodes.play import Plot
from tests.tools.nodes.postgres import is_installed

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not is_installed(), reason="PostgreSQL 17 is not installed"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Into which PostgreSQL's own user may go, too."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("plot", [Plot.ALONE, Plot.TOGETHER, Plot.NEWCOMER])
async def test_nothing_is_lost_whose_authors_are_there_and_all_keep_their_names(
    folder: Path, plot: Plot
) -> None:
    outcome = await run(plot, folder)
    lacking, there = outcome.there
    assert lacking != outcome.before == there
    for screen in outcome.screens.values():
        assert (screen.state, screen.banner, screen.lost, screen.text) == ("saved", "", [], there)
    names = {word: name for passage, name in outcome.authors for word in passage.split()}
    assert names["trois"] == "Claire"
    assert plot is Plot.ALONE or names["dates"] == "Bruno"
    assert "Budget prévu de trois ans." in outcome.read


async def test_words_whose_author_has_left_are_lost_and_no_others_are(folder: Path) -> None:
    outcome = await run(Plot.LEFT, folder)
    assert outcome.there[-1] == outcome.before.replace(" et dates", "")
    assert set(outcome.screens) == {"Claire", "Rita"}
    for screen in outcome.screens.values():
        assert (screen.state, screen.lost) == ("refused", [" et dates"])
    assert "Il a perdu 2 mots de cette page" in outcome.screens["Claire"].banner
    assert "It has lost 2 words of this page" in outcome.screens["Rita"].banner
    assert outcome.screens["Claire"].label == "2 mots perdus\u00a0: copiez-les, puis rechargez la page"
    assert "Divers prévu.\n" in outcome.read + "\n"


async def test_once_epochs_were_renewed_nothing_comes_back_by_itself(folder: Path) -> None:
    outcome = await run(Plot.RENEWED, folder)
    assert outcome.there[0] == outcome.there[-1]
    assert set(outcome.screens) == {"Claire", "Bruno", "Rita"}
    for screen in outcome.screens.values():
        assert (screen.state, screen.lost) == ("refused", [" de trois ans", " et dates"])
    assert outcome.screens["Bruno"].label == "5 mots perdus"
