"""Asks two hundred questions whose notes are known by regular expressions: recall, precision, the ten worst.

python -m tests.tools.bench.search.recall [--notes 5000] [--all]
"""

import argparse
import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from tests.tools.bench.search.asker import Asker
from tests.tools.bench.search.expected import Score, folded, questions, score
from tests.tools.bench.search.speed import Place, folder_for, make_place

_WORST = 10


async def scores(place: Place, asker: Asker, *, as_typed: bool) -> list[Score]:
    """All questions; `as_typed` leaves the last word open, as while somebody types."""
    texts = folded(place.filled.texts)
    told = []
    for question in questions():
        q = question.q if as_typed or not question.is_finished else f"{question.q} "
        told.append(score(question, question.expected(texts), await asker.found(q)))
    return told


def summed(told: Sequence[Score]) -> dict[str, object]:
    """Means over the questions, and over all notes together."""
    right = sum(each.right for each in told)
    return {
        "questions": len(told),
        "recall": round(mean(each.recall for each in told), 4),
        "precision": round(mean(each.precision for each in told), 4),
        "recall_of_notes": round(right / max(1, sum(each.expected for each in told)), 4),
        "precision_of_notes": round(right / max(1, sum(each.found for each in told)), 4),
        "perfect": sum(each.f1 == 1 for each in told),
    }


def lines(told: Sequence[Score], place: Place, most: int) -> list[str]:
    """The worst questions, each with a note that was missed and one that should not have come."""
    found = []
    for each in sorted(told, key=lambda one: one.f1)[:most]:
        examples = [
            f"{name} {place.filled.texts[note].title!r}"
            for name, notes in (("missed", each.missed), ("wrong", each.wrong))
            for note in notes[:1]
        ]
        figures = f"expected {each.expected}, found {each.found}, right {each.right}"
        found.append("; ".join([f"{each.question.q!r}: {figures}", *examples]))
    return found


async def run(many: int, keep: Path | None, *, is_long: bool) -> None:
    with folder_for(keep) as folder:
        place = await make_place(folder, many)
        async with place.asked() as asker:
            await asker.until_built()
            for as_typed in (False, True):
                told = await scores(place, asker, as_typed=as_typed)
                _say("as typed" if as_typed else "last word finished", json.dumps(summed(told)))
                _say(*lines(told, place, len(told) if is_long else _WORST))


def _say(*told: str) -> None:
    print(*told, sep="\n")  # noqa: T201 - the result of this command


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--all", action="store_true", help="tell every question, not only the worst")
    parser.add_argument("--keep", type=Path, help="a folder for the store; the next run finds it built")
    options = parser.parse_args()
    asyncio.run(run(options.notes, options.keep, is_long=options.all))


if __name__ == "__main__":
    main()
