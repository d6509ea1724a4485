"""Every word of the Markdown is on paper, in its order, when hyphenation and typography are undone.

`POCHETTE_PRINTED_NOTES=200` prints more notes than a normal run has time for.
"""

import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker

NOTES = int(os.environ.get("POCHETTE_PRINTED_NOTES", "5"))
# What may stand between two words that follow each other: the foot of a page with its notes, the next head.
MOST_BETWEEN = 6_000
MOST_OF_A_NOTE = 1_200

Block = tuple[str, list[str]]

words = st.text("abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœ", min_size=3, max_size=14)
names = st.lists(words, min_size=1, max_size=6)
texts = st.lists(words, min_size=2, max_size=70)
between = st.sampled_from(
    [" ", " ", " ", " ", ", ", ". ", " ; ", " : ", "-", "’", "'", " — ", " 1 200 € ", " « ok » "]
)
marks = st.sampled_from(["", "", "", "", "**", "*", "***", "`", "~~"])


@st.composite
def lines(draw: st.DrawFn, some: st.SearchStrategy[list[str]]) -> Block:
    """Words on one line, marked and set apart in many ways."""
    chosen = draw(some)
    out = ""
    for word in chosen:
        mark = draw(marks)
        gap = draw(between) if out else ""
        out += f"{gap}{mark}{word}{mark}" if not mark or not gap or gap.endswith(" ") else f" {word}"
    return out, chosen


def _joined(parts: Sequence[Block], form: str, gap: str = "\n") -> Block:
    return gap.join(form.format(text) for text, _ in parts), [word for _, said in parts for word in said]


some_lines = st.lists(lines(texts), min_size=1, max_size=5)
few_names = st.lists(lines(names), min_size=2, max_size=4)


@st.composite
def tables(draw: st.DrawFn) -> Block:
    head = draw(few_names)
    rows = draw(
        st.lists(st.lists(lines(names), min_size=len(head), max_size=len(head)), min_size=1, max_size=9)
    )
    cells = [*head, *(cell for row in rows for cell in row)]
    bars = ["| " + " | ".join(text for text, _ in row) + " |" for row in (head, *rows)]
    bars.insert(1, "|" + "---|" * len(head))
    return "\n".join(bars), [word for _, said in cells for word in said]


blocks: st.SearchStrategy[Block] = st.one_of(
    lines(texts),
    lines(texts),
    lines(names).map(lambda one: (f"## {one[0]}", one[1])),
    lines(names).map(lambda one: (f"#### {one[0]}", one[1])),
    some_lines.map(lambda parts: _joined(parts, "- {}")),
    some_lines.map(lambda parts: _joined(parts, "1. {}")),
    some_lines.map(lambda parts: _joined(parts, "- [x] {}")),
    some_lines.map(lambda parts: _joined(parts, "> {}", "\n>\n")),
    st.tuples(lines(names), lines(texts)).map(
        lambda pair: (f"{pair[0][0]}\n: {pair[1][0]}", pair[0][1] + pair[1][1])
    ),
    st.tuples(lines(texts), lines(texts)).map(
        lambda pair: (f"- {pair[0][0]}\n  - {pair[1][0]}", pair[0][1] + pair[1][1])
    ),
    some_lines.map(lambda parts: _box("retenir", parts)),
    some_lines.map(lambda parts: _box("langage", parts)),
    some_lines.map(lambda parts: _box("vigilance", parts)),
    names.map(lambda said: (f"[{' '.join(said)}](https://example.org)", said)),
    names.map(lambda said: ("```\n" + "\n".join(said) + "\n```", said)),
    tables(),
)


def _box(kind: str, parts: Sequence[Block]) -> Block:
    text, said = _joined(parts, "{}", "\n\n")
    return f"::: {kind}\n{text}\n:::", said


@st.composite
def notes(draw: st.DrawFn) -> tuple[str, list[str], list[list[str]]]:
    """Markdown, its words in order, and those of each footnote."""
    title, parts = draw(names), draw(st.lists(blocks, min_size=1, max_size=14))
    foot = draw(st.lists(lines(texts), max_size=4))
    # The title is drawn after the text, beside its QR code: other tests read it.
    text = f"# {' '.join(title)}\n\n"
    for number, (block, _) in enumerate(parts):
        text += f"{block}\n\n"
        if number < len(foot):
            text += f"appel[^{number}]\n\n"
    said: list[str] = []
    for number, (_, its_words) in enumerate(parts):
        said += [*its_words, *(["appel"] if number < len(foot) else [])]
    called = foot[: len(parts)]
    text += "\n\n".join(f"[^{number}]: {note}" for number, (note, _) in enumerate(called))
    return text, said, [note for _, note in called]


def letters(text: str) -> str:
    """Without spaces, hyphens, signs and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalpha())


def missing(said: Sequence[str], paper: str) -> str:
    """The first word that does not stand on paper after the one before it; empty when all do."""
    at = 0
    for word in map(letters, said):
        found = paper.find(word, at, at + MOST_BETWEEN + len(word))
        at = found + len(word) if found >= 0 else over_the_page(word, paper, at)
        if at < 0:
            return word
    return ""


def over_the_page(word: str, paper: str, at: int) -> int:
    """Where a word ends in which a page ends, with its foot and the head of the next; -1: nowhere."""
    for cut in range(2, len(word) - 1):
        first = paper.find(word[:cut], at, at + MOST_BETWEEN + cut)
        if first < 0:
            return -1
        rest = paper.find(word[cut:], first + cut, first + len(word) + MOST_OF_A_NOTE)
        if rest >= 0:
            return rest + len(word) - cut
    return -1


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", Format)
@settings(
    max_examples=NOTES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(note=notes())
def test_every_word_is_on_paper_in_its_order(
    shape: Format,
    note: tuple[str, list[str], list[list[str]]],
    worker: Worker,
    brief: Callable[..., Brief],
    tmp_path: Path,
) -> None:
    text, said, foot = note
    (tmp_path / "note.pdf").write_bytes(worker.pdf(replace(brief(text), format=shape)))
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(tmp_path / "note.pdf"), "-"]
    paper = letters(subprocess.run(command, capture_output=True, check=True).stdout.decode())

    assert missing(said, paper) == ""
    # A note stands on one page; where it begins, another word may have its letters too.
    for one in foot:
        starts = [found.start() for found in re.finditer(letters(one[0]), paper)]
        assert "" in [missing(one, paper[start : start + MOST_OF_A_NOTE]) for start in starts]


def test_a_word_that_is_not_there_is_missed() -> None:
    assert missing(["un", "trois", "deux"], letters("Un, deux - trois")) == "deux"
    assert missing(["déjà", "vu"], letters("dé-\njà vu")) == ""
    assert missing(["un", "couvercle"], letters("un couver-\n3 janvier\nNote\ncle")) == ""
    assert missing(["un", "couvercle"], letters("un couver- sans fin")) == "couvercle"
