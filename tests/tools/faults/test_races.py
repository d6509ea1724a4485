"""A right that is taken back under whoever types by it, in each way: one of the long run's races."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.tools.faults.race_rights import ENDS, ENDS_BY_CLASSEUR
from tests.tools.faults.races import run
from tests.tools.nodes.postgres import is_installed


async def test_nothing_is_taken_in_or_shown_once_a_right_is_gone(tmp_path: Path) -> None:
    tally = await run(1, ENDS, seed=5, folder=tmp_path)
    assert (tally.races, tally.accepted, tally.waves, tally.open) == (len(ENDS), 0, 0, 0)
    assert tally.taken > 0
    assert tally.closed_s <= 1


@pytest.mark.long
@pytest.mark.skipif(not is_installed(), reason="PostgreSQL is not installed")
@pytest.mark.parametrize("ends", [ENDS, ENDS_BY_CLASSEUR], ids=["by link", "by classeur"])
async def test_nor_once_another_server_took_it_back(ends: tuple[str, ...]) -> None:
    # PostgreSQL runs as another user, who may not enter the folders of pytest.
    with TemporaryDirectory() as folder:
        tally = await run(
            1, ends, seed=5, folder=Path(folder), servers=2, by_classeur=ends is ENDS_BY_CLASSEUR
        )
    assert (tally.races, tally.accepted, tally.waves, tally.open) == (len(ends), 0, 0, 0)
    assert tally.taken > 0
