"""Every scenario in small, against our own server; figures are not judged, accounts are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.bench import long_note
from tests.tools.bench.flood import flood
from tests.tools.bench.idle import idle
from tests.tools.bench.letters import Letters
from tests.tools.bench.person import Site
from tests.tools.bench.servers import POCHETTE, served, store
from tests.tools.bench.typing_people import many_notes, one_note

SECONDS = 0.3


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("bench")
    with served(POCHETTE, folder / "store.db", folder / "log", rates=False, core=None) as site:
        yield site


async def test_all_letters_of_a_note_come_to_all_and_are_on_disk(site: Site) -> None:
    figures = await one_note(replace(site, path="a-"), 0, people=6, writers=4, seconds=SECONDS)

    assert (figures["undelivered"], figures["missing"], figures["closed"]) == (0, 0, 0)
    assert 0 < figures["p50_ms"] <= figures["p99_ms"] < 1000
    assert figures["deliveries_s"] > 0
    assert figures["memory_mb"] > 10


async def test_those_who_look_on_in_many_notes_see_each_only_their_own(site: Site) -> None:
    figures = await many_notes(replace(site, path="b-"), 0, notes=5, each=3, seconds=SECONDS)

    assert (figures["undelivered"], figures["missing"], figures["closed"]) == (0, 0, 0)


@pytest.mark.parametrize("writers", [1, 3])
async def test_a_flood_goes_on_as_it_is_seen_and_loses_nothing(site: Site, writers: int) -> None:
    figures = await flood(replace(site, path=f"c{writers}-"), 0, writers=writers, seconds=SECONDS)

    assert (figures["undelivered"], figures["missing"], figures["closed"]) == (0, 0, 0)
    assert figures["updates_s"] > 100


async def test_idle_connections_stay(site: Site) -> None:
    figures = await idle(replace(site, path="d-"), 0, people=5, seconds=SECONDS)

    assert figures["closed"] == 0


async def test_a_long_note_is_written_edit_by_edit_and_comes_whole_after_a_restart(tmp_path: Path) -> None:
    letters = Letters(77)
    edits = [letters.type() for _ in range(500)]
    with store() as database:
        with served(POCHETTE, database, tmp_path / "log", rates=False, core=None) as site:
            written = await long_note.write(site, edits, settle_s=0)
        with served(POCHETTE, database, tmp_path / "log", rates=False, core=None) as site:
            opened = await long_note.open_again(site)

    assert (written["missing"], written["closed"]) == (0, 0)
    assert opened["loaded_bytes"] > 500
    assert 0 < written["warm_ms"] < 1000
    assert 0 < opened["cold_ms"] < 2000
