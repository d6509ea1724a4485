"""Paper reads the notes that chains of gestures leave as the editor does."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from markdown_it.tree import SyntaxTreeNode

from export.dialect.tokens import tree
from tests.web.scripts import scripts

# Blocks that the two name in other ways, or that say nothing: breaks, charts, and the texts of footnotes.
_LEFT_OUT = re.compile(r"atom|break|hr$|code|fence|chart|note|html|INDENTED")
SEEDS = [range(150), pytest.param(range(150, 3000), marks=pytest.mark.long)]


class Reader:
    """Kinds of the blocks of a tree of tokens, one for each line."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def read(self, node: SyntaxTreeNode, box: str = "", context: str = "", level: int = -1) -> None:  # noqa: C901 -- one line a kind
        kind = node.type
        if kind.startswith("container_"):
            box = kind.removeprefix("container_")
        if kind == "blockquote":
            context += "q/"
        if kind == "heading":
            self.found.append((box, f"{context}h"))
        elif kind == "paragraph" and not context and level < 0 and _is_figure(node):
            self.found.append((box, "figure"))
        elif kind == "paragraph":
            self._lines(node, box, f"{context}{'p' if level < 0 else f'in{level}'}")
        elif kind == "table":
            self.found.append((box, f"{context}table"))
            self._signed(node, box, context)
        elif kind == "dl":
            self._signed(node, box, context)
        elif kind in {"bullet_list", "ordered_list"}:
            for item in node.children:
                self._item(item, kind, box, context, level + 1)
        else:
            for child in node.children:
                self.read(child, box, context, level)

    def _signed(self, node: SyntaxTreeNode, box: str, context: str) -> None:
        """The title of a table, and questions with their answers: those that say something are paragraphs."""
        for child in node.children:
            if child.type in {"caption", "dt"} and _says(child):
                is_figure = child.type == "dt" and not context and _is_figure(child)
                self.found.append((box, "figure" if is_figure else f"{context}p"))
            if child.type == "dd" and _says(child):
                self.read(child, box, context)

    def _item(self, item: SyntaxTreeNode, kind: str, box: str, context: str, level: int) -> None:
        first = item.children[0] if item.children else None
        has_words = first is not None and first.type == "paragraph"
        self.found.append((box, f"{context}{'ol' if kind == 'ordered_list' else 'ul'}{level}"))
        if has_words and first is not None:
            self._lines(first, box, f"{context}in{level}", skipped=1)
        for child in item.children[1 if has_words else 0 :]:
            self.read(child, box, context, level)

    def _lines(self, node: SyntaxTreeNode, box: str, kind: str, *, skipped: int = 0) -> None:
        words = node.children[0].children if node.children else []
        breaks = [child.type in {"softbreak", "hardbreak"} for child in words]
        # The first line of an answer may say nothing.
        count = 1 + sum(breaks) - sum(breaks[:1])
        self.found.extend([(box, kind)] * (count - skipped))


def _says(node: SyntaxTreeNode) -> bool:
    return any(one.content.strip() for one in node.walk() if one.type in {"text", "code_inline"}) or any(
        one.type == "image" for one in node.walk()
    )


def _is_figure(node: SyntaxTreeNode) -> bool:
    """Whether a picture is all of a paragraph that is no answer."""
    if node.parent is not None and node.parent.type == "dd":
        return False
    seen = [one for one in node.children[0].children if one.type != "text" or one.content.strip()]
    return [one.type for one in seen] == ["image"]


def on_paper(text: str) -> list[tuple[str, str]]:
    reader = Reader()
    for node in tree(text, lang="fr").blocks:
        reader.read(node)
    return [block for block in reader.found if not _LEFT_OUT.search(block[1])]


def in_editor(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    seen = [one for one in blocks if one["text"].strip() or not re.search(r"(p|in\d)$", one["kind"])]
    kinds = [(one["box"], re.sub(r"h\d$", "h", re.sub(r"taskx?(\d)", r"ul\1", one["kind"]))) for one in seen]
    return [block for block in kinds if not _LEFT_OUT.search(block[1])]


@pytest.fixture(scope="module")
def script() -> Iterator[Any]:
    with scripts() as running:
        yield running


@pytest.mark.parametrize("seeds", SEEDS)
def test_paper_reads_what_gestures_leave_as_the_editor_does(script: Any, seeds: range) -> None:
    differ = []
    for seed in seeds:
        note = script.call("hands/left.testing.ts", "left", seed)
        if on_paper(note["text"]) != in_editor(note["blocks"]):
            differ.append((note["text"], on_paper(note["text"]), in_editor(note["blocks"])))
    assert differ == []


@pytest.mark.parametrize(
    "text",
    [
        "1. \n   1. mesure\n\n   barré\n\n   plan\n- loi",
        "- \n  - budget\n\n    - ",
        "- a\n- \n  - b\n\n    c\n  - d\n\n  e\n- f",
        "> - \n>   - b\n>\n>   c",
        "- \n\n  texte",
        "> - \n>\n>   c",
        "un[^1]\n\n[^1]: Source\n\n- un",
    ],
)
def test_both_parsers_read_empty_items_and_footnotes_of_one_word_alike(script: Any, text: str) -> None:
    blocks = script.call("hands/left.testing.ts", "readOf", text)
    assert on_paper(text) == in_editor(blocks)
