"""A generated note as Word and Writer files and back: headings, lists, tables, footnotes and boxes stay."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.note.brief import read_brief
from export.office.into import read_file
from export.office.out import office

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
BOXES = ("retenir", "chiffres", "langage", "vigilance", "riposte", "contexte")

words = st.lists(
    st.sampled_from(["été", "gare", "M. X", "12", "« mot »", "A&B", "x_y", "fin."]), min_size=1, max_size=4
)
line = words.map(" ".join)
marked = st.builds(
    lambda mark, a, b: f"{a} {mark}{b}{mark}" if mark else a,
    st.sampled_from(["", "**", "*", "~~"]),
    line,
    line,
)


@st.composite
def lists(draw: st.DrawFn, depth: int = 0) -> str:
    """A tight list, its items numbered or not, with lists inside."""
    mark = draw(st.sampled_from(["- ", "1. "]))
    lines: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        mark = f"{number + 1}. " if mark[0].isdigit() else "- "
        lines.append(mark + draw(marked))
        if depth < 2 and draw(st.booleans()):
            lines += [" " * len(mark) + inner for inner in draw(lists(depth + 1)).split("\n")]
    return "\n".join(lines)


@st.composite
def tables(draw: st.DrawFn) -> str:
    many = draw(st.integers(2, 4))
    # In a cell with a line break, the reader of .odt may lose what is bold.
    cell = st.one_of(line, st.builds("{}<br>{}".format, line, line))
    rows = [[draw(cell) for _ in range(many)] for _ in range(draw(st.integers(2, 4)))]
    sides = [draw(st.sampled_from(["--", "--:", ":-:"])) for _ in range(many)]
    lines = ["| " + " | ".join(row) + " |" for row in [rows[0], sides, *rows[1:]]]
    caption = draw(st.one_of(st.just(""), line))
    return "\n".join(lines) + (f"\n\nTable: {caption}" if caption else "")


block = st.one_of(
    # A level that is left out is put in at render.
    st.builds("## {}\n\n### {}\n\n#### {}\n\n## {}".format, line, line, line, line),
    marked,
    lists(),
    tables(),
    st.builds(lambda said: f"> {said}", marked),
    st.builds(lambda one, other: f"> {one}\n\n> {other}", marked, marked),
    st.builds(lambda kind, said: f"::: {kind}\n{said}\n:::", st.sampled_from(BOXES), marked),
    st.builds(lambda said: f"{said}[^N]", line),
)


@st.composite
def notes(draw: st.DrawFn) -> str:
    """Blocks between paragraphs: two lists after one another are one in any program."""
    parts = [part for one in draw(st.lists(block, min_size=1, max_size=8)) for part in (one, draw(line))]
    calls = 0
    for at, part in enumerate(parts):
        if part.endswith("[^N]"):
            calls += 1
            parts[at] = part.replace("[^N]", f"[^{calls}]")
    parts += [f"[^{number}]: {draw(line)}" for number in range(1, calls + 1)]
    return "\n\n".join(["# Titre", *parts]) + "\n"


def bare(markdown: str) -> str:
    """Without what another spelling may be of: rules of tables, curly apostrophes, escapes."""
    return re.sub(r"(?m)^\|[ :|-]+\|$", "|", markdown.replace("\\", "").replace("’", "'"))


@pytest.mark.first(1)
@pytest.mark.parametrize("kind", ["docx", "odt"])
@settings(max_examples=8, deadline=None)
@given(note=notes())
def test_a_note_comes_back_as_it_left(kind: str, note: str) -> None:
    came = read_file(f"x.{kind}", office(kind, read_brief(note, printed_at=NOON))).markdown
    assert bare(came) == bare(note)
