"""Codes of printed pages read from photographs: every page of a pochette of 28, many times, by chance.

    python -m tests.tools.photographs [shots a page] [number of the first one, for other shots]

The suite takes a few of the same photographs (tests/export/paper/test_page_codes.py).
"""

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

from export.folder import serialize
from export.folder.folder import Folder, Note
from export.note.brief import read_brief
from export.process.host import ChildHost, Limits
from export.samples import sample
from tests.export import photographs

EDITION = "HTTPS://POCHETTE.EXEMPLE.FR/E/ABCDEFGHIJKLMNOPQRSTUVWX23"
PAGES = 28
_WIDTH_MM = 210
_AT = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
_SHOTS = 10
_MOST_DEGREES = 35
_BANDS = (110, 140, 170, 200, 250, 301)


def pochette() -> bytes:
    """One of exactly so many pages, with cover and contents: its last note is as long as is missing."""
    host = ChildHost("folder", Limits(seconds=120))
    try:
        missing = 1
        while True:
            texts = [sample("fr")] * 4 + ["# Fin\n\n" + "\n\n\\newpage\n\n".join(["Un mot."] * missing)]
            notes = tuple(
                Note(brief=read_brief(text, printed_at=_AT), colour=number)
                for number, text in enumerate(texts, 1)
            )
            folder = Folder(
                title="Débat", notes=notes, closed_at=_AT, url=f"{EDITION}/1", pages_url=EDITION, edition=3
            )
            printed = [
                serialize.printed(host.ask(serialize.note_job(one.brief, one.colour))) for one in notes
            ]
            numbers, pdf = serialize.bound(host.ask(serialize.bind_job(folder, printed, 2)))
            if numbers.total == PAGES:
                return pdf
            missing += PAGES - numbers.total
    finally:
        host.close()


def taken(pdf: bytes, shots: range, number: int) -> list[tuple[photographs.Shot, bool]]:
    """Each photograph of a page, and whether its code was read."""
    sheet = photographs.page(pdf, number, _WIDTH_MM)
    out = []
    for turn in shots:
        seed = number * 1_000 + turn
        shot = photographs.shots(seed)
        found = photographs.read(photographs.photograph(sheet, shot, seed))
        out.append((shot, f"{EDITION}/{number}" in found))
    return out


def has_code(pdf: bytes, number: int) -> bool:
    """Blank pages, so that a note begins on the right, have none."""
    return bool(photographs.read_flat(photographs.page(pdf, number, _WIDTH_MM, dpi=150)))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Print how many were read, by dots an inch and for each page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shots", nargs="?", type=int, default=_SHOTS)
    parser.add_argument("first", nargs="?", type=int, default=0)
    asked = parser.parse_args()
    shots = range(asked.first, asked.first + asked.shots)
    pdf = pochette()
    numbers = [number for number in range(1, PAGES + 1) if has_code(pdf, number)]
    with ProcessPoolExecutor(2) as pool:
        found = dict(zip(numbers, pool.map(partial(taken, pdf, shots), numbers), strict=True))
    all_of, read = Counter[int](), Counter[int]()
    in_hand, in_hand_read = 0, 0
    for shots_of_page in found.values():
        for shot, is_read in shots_of_page:
            band = max(band for band in _BANDS if band <= shot.dpi)
            all_of[band] += 1
            read[band] += is_read
            in_hand += shot.tilt <= _MOST_DEGREES
            in_hand_read += shot.tilt <= _MOST_DEGREES and is_read
    for band, beyond in pairwise(_BANDS):
        _say(f"{band} to {beyond - 1} dpi: {read[band]} of {all_of[band]}")
    _say(f"pages: {sum(any(ok for _, ok in one) for one in found.values())} of {len(found)} with a code")
    _say(f"tilted by {_MOST_DEGREES}° at most, both ways together: {in_hand_read} of {in_hand}")
    _say(f"all: {read.total()} of {all_of.total()}, {100 * read.total() / all_of.total():.1f} %")


if __name__ == "__main__":
    main()
