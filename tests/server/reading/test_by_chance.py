"""No device is told a word that it was not shown: histories by chance, beside a model.

`POCHETTE_LONG=1 .venv/bin/python -m pytest -rP tests/server/reading/test_by_chance.py` is the long form: a
thousand histories. `POCHETTE_SEED` begins elsewhere.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from server.command import backup
from server.settings.config import Config
from tests.conftest import Client
from tests.server.history.erasing import compacted
from tests.server.reading.histories import World, keeps_no_hash_of_what_was_erased
from tests.server.search.residue import files_with

SEED = int(os.environ.get("POCHETTE_SEED", "1"))
# At one server: what is erased is looked for in its files at the end.
HISTORIES, STEPS = 5, 30
BEGINS = [
    SEED,
    *(
        pytest.param(SEED + HISTORIES * number, marks=[pytest.mark.long, pytest.mark.timeout(600)])
        for number in range(1, 200)
    ),
]


@pytest.mark.parametrize("seed", BEGINS)
async def test_no_device_is_told_what_it_was_not_shown(
    client: Client, config: Config, tmp_path: Path, seed: int
) -> None:
    erased, counts = set[str](), Counter[str]()
    for number in range(HISTORIES):
        world = World(client, seed + number, erased, counts)
        await world.begin()
        for _ in range(STEPS):
            await world.step()
    if erased:
        await keeps_no_hash_of_what_was_erased(client)
        await compacted(client)
        await backup.back_up(config, tmp_path / "b.zip")
        assert files_with(tmp_path, *erased) == []
    assert counts["words"] > 100
    print(dict(counts), len(erased))  # noqa: T201 - the figures of a long run, with `-rP`
