"""What stands in the margins: title and chapter, classification at head and foot, nothing over another."""

import itertools
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker

MM = 72 / 25.4
TITLE = (
    "Rouvrir vingt petites gares, payer leurs conducteurs et tenir le calendrier que les régions ont signé"
)
CHAPTER = "Ce que coûte vraiment la réouverture d'une ligne secondaire, et qui la paie au bout du compte"
WORDS = "mot " * 60
TEXT = (
    f"# {{}}\n\nUn.\n\n## Le constat\n\n{WORDS}\n\n\\newpage\n\n{WORDS}\n\n"
    f"## {CHAPTER}\n\n{WORDS}\n\n\\newpage\n\nFin.\n"
)
SECRET = "Diffusion restreinte"
SHAPES: list[dict[str, Any]] = [
    {},
    {"has_hand_margin": False},
    {"format": Format.LARGE},
    {"format": Format.POCKET},
    {"has_cover": True},
    {"format": Format.POCKET, "has_cover": True},
]


class Word(NamedTuple):
    left: float
    top: float
    right: float
    said: str


def words_of(pdf: bytes, folder: Path) -> list[list[Word]]:
    """The words of each page with their places from its head, in points."""
    (folder / "words.pdf").write_bytes(pdf)
    run = subprocess.run(
        ["pdftotext", "-bbox", folder / "words.pdf", "-"], capture_output=True, text=True, check=True
    )
    found = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)<'
    return [
        [
            Word(float(left), float(top), float(right), said)
            for left, top, right, said in re.findall(found, page)
        ]
        for page in run.stdout.split("<page ")[1:]
    ]


def head(page: list[Word], shape: dict[str, Any]) -> str:
    high = 14 * MM if shape.get("format") is Format.POCKET else 20 * MM
    return " ".join(word.said for word in sorted(page) if word.top < high - 4 * MM).replace("\u00a0", " ")


def test_the_head_says_title_and_the_chapter_in_which_a_page_begins(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    first, second, third = words_of(worker.pdf(brief(TEXT.format("Les gares"))), tmp_path)

    assert head(first, {}) == ""
    assert head(second, {}) == "Les gares — Le constat"
    assert head(third, {}).startswith("Les gares — Ce que coûte vraiment la réouverture")


@pytest.mark.first(2)
@pytest.mark.parametrize("shape", SHAPES)
def test_classification_stands_at_head_and_foot_of_each_page_that_says_something(
    shape: dict[str, Any], worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    note = replace(brief(TEXT.format(TITLE)), classification=SECRET, **shape)

    for page in words_of(worker.pdf(note), tmp_path):
        if not page:  # the back of a cover
            continue
        rows = {round(word.top) for word in page if word.said == SECRET.split()[1]}
        assert min(rows) < 20 * MM
        assert max(rows) > 190 * MM
        line = sorted(word for word in page if abs(word.top - min(rows)) < 1)
        assert all(before.right <= after.left for before, after in itertools.pairwise(line))
        assert all(word.left > 12 * MM for word in line)
        assert line[-1].right <= (135 if shape.get("format") is Format.POCKET else 190) * MM + 1


def test_a_long_classification_is_cut_and_not_printed_over_the_title(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    note = replace(brief(TEXT.format(TITLE)), classification="Diffusion restreinte au cabinet " * 4)

    _, page, _ = words_of(worker.pdf(note), tmp_path)
    line = sorted(word for word in page if word.top < 16 * MM)

    assert sum("…" in word.said for word in line) >= 2
    assert line[-1].right <= 160 * MM + 1
    assert all(before.right <= after.left for before, after in itertools.pairwise(line))


@pytest.mark.parametrize("shape", Format)
def test_title_and_chapter_are_cut_behind_a_word_that_is_no_article(
    shape: Format, worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    note = replace(brief(TEXT.format(TITLE)), classification=SECRET, format=shape)

    said = {head(page, {"format": shape}) for page in words_of(worker.pdf(note), tmp_path)[1:]}

    cut = [part for line in said for part in re.findall(r"([\w’']+)…", line)]
    assert len(cut) >= 2
    assert set(cut) <= set(re.findall(r"[\w’']+", f"{TITLE} {CHAPTER}".replace("'", "’")))
    assert not set(cut) & {"de", "du", "la", "le", "et", "que", "qui", "une"}


def test_a_short_chapter_leaves_its_room_to_the_title(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    title = "Rouvrir vingt petites gares et payer leurs conducteurs"
    long = replace(brief(TEXT.format(title)), format=Format.LARGE)

    heads = [head(page, {"format": Format.LARGE}) for page in words_of(worker.pdf(long), tmp_path)]

    assert f"{title[:37]}" in heads[1]
    assert any(" — Le constat" in said for said in heads)
    assert any(" — Ce que coûte" in said and "gares… —" in said for said in heads)


def test_a_chapter_that_says_the_title_is_not_said_twice(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    text = f"# Les gares : le plan\n\nUn.\n\n## Les gares\n\n{WORDS}\n\n\\newpage\n\nDeux.\n"

    _, page = words_of(worker.pdf(brief(text)), tmp_path)

    assert head(page, {}) == "Les gares : le plan"
