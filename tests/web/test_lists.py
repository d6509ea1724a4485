"""Lists say on paper what the editor shows, whatever keys have made of them: levels, numbers and words."""

import os
from collections.abc import Iterator

import pytest
from markdown_it.tree import SyntaxTreeNode

from export.dialect.tokens import tree
from tests.web.scripts import Scripts, scripts

CHAINS = 10_000 if os.environ.get("POCHETTE_LONG") else 400
LISTS = ("bullet_list", "ordered_list")
Seen = dict[str, object]


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


def said(node: SyntaxTreeNode) -> str:
    """The words of a paragraph as they are typed."""
    marks = {"strong": "**"}
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    if node.type == "text":
        return node.content.replace("\u00a0", " ")
    mark = marks.get(node.type, "")
    return mark + "".join(said(child) for child in node.children) + mark


def items(node: SyntaxTreeNode, level: int = 0) -> Iterator[Seen]:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    for child in node.children:
        if child.type == "list_item":
            sign = (
                "☐"
                if "task" in str(child.attrs.get("class", ""))
                else f"{number}{node.markup}"
                if number
                else "•"
            )
            words = child.children[0] if child.children else None
            text = said(words) if words and words.type == "paragraph" else ""
            yield {"level": level, "sign": sign, "text": text.rstrip()}
            number += bool(number)
        if child.type != "inline":
            yield from items(child, level + (child.type == "list_item"))


def on_paper(text: str) -> list[Seen]:
    return [one for block in tree(text, lang="fr").blocks for one in items(block)]


def test_lists_are_on_paper_what_the_editor_shows(script: Scripts) -> None:
    made = script.call("../../tests/web/node/lists.mjs", "texts", 20261128, CHAINS)
    assert len(made) > CHAINS
    others = [
        (one["text"], one["seen"], paper) for one in made if (paper := on_paper(one["text"])) != one["seen"]
    ]
    assert others == []
