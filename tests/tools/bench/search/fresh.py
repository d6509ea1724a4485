"""How long a word that is written, or deleted, takes until it is found, or found no more.

python -m tests.tools.bench.search.fresh [--notes 5000] [--times 20]
"""

import argparse
import asyncio
import json
import random
import time
from pathlib import Path
from statistics import median
from typing import Final

from tests.tools.bench.search.asker import Asker
from tests.tools.bench.search.speed import folder_for, make_place
from tests.tools.bench.search.typist import Typist
from tests.tools.bench.servers import GENERATOR_CORE, on_core

_CLIENT: Final = 2_000_000
_LOOK_S: Final = 0.02
_PATIENCE_S: Final = 60
_SENTENCE: Final = "Le fret ferroviaire transporte moins de marchandises qu'en 1974. "


async def seconds(asker: Asker, *, letters: int, times: int) -> dict[str, object]:
    """For a note of so many letters that is open: until a word that is on disk is found, and gone."""
    note = await asker.visitor.makes_note(markdown="# Note\n\n" + _SENTENCE * (letters // len(_SENTENCE)))
    path = note.edit.replace("/n/", "/sync/", 1)
    typist = await Typist.open(asker.visitor.url + path, headers=asker.visitor.headers)
    chance = random.Random(letters)
    found, gone = [], []
    for _ in range(times):
        word = "".join(chance.choices("bdfgklmnprtvz", k=12))
        # At any moment between two looks of the indexer.
        await asyncio.sleep(chance.uniform(0, 2))
        typist.writes_text(_CLIENT, f" {word}")
        await typist.all_acknowledged()
        found.append(await _until(asker, word, 1))
        typist.takes_back(_CLIENT, len(word) + 1)
        await typist.all_acknowledged()
        gone.append(await _until(asker, word, 0))
    typist.close()
    return {
        "letters": letters,
        "found_median_s": round(median(found), 2),
        "found_longest_s": round(max(found), 2),
        "gone_median_s": round(median(gone), 2),
        "gone_longest_s": round(max(gone), 2),
    }


async def _until(asker: Asker, word: str, many: int) -> float:
    """Seconds until so many notes have the word. Raises TimeoutError."""
    began = time.perf_counter()
    async with asyncio.timeout(_PATIENCE_S):
        # The index tells nobody when it is ready: people ask it, too.
        while (await asker.answer(word))["notes"] != many:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_S)
    return time.perf_counter() - began


async def run(many: int, times: int, keep: Path | None) -> list[dict[str, object]]:
    with folder_for(keep) as folder:
        place = await make_place(folder, many)
        async with place.asked() as asker:
            await asker.until_built()
            return [
                await seconds(asker, letters=letters, times=max(2, times * 6000 // max(6000, letters)))
                for letters in (6_000, 60_000, 200_000)
            ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="a folder for the store; the next run finds it built")
    options = parser.parse_args()
    with on_core(GENERATOR_CORE):
        told = asyncio.run(run(options.notes, options.times, options.keep))
    for figures in told:
        print(json.dumps(figures))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
