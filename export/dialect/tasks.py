"""Task boxes: `- [ ] open` and `- [x] done`."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.labels import labels

# A task without words yet ends with its box.
_BOX = re.compile(r"\[([ xX\u00a0])\](?:[ \u00a0]|\Z)")

# On the token of a box, whether it is ticked.
DONE = "done"


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("tasks", _tasks)


def _tasks(state: StateCore) -> None:
    words = labels(context(state).lang)
    lists: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open" and lists:
            done = _cut_box(state.tokens[index + 1 : index + 3])
            if done is None:
                continue
            token.attrSet("class", "task done" if done else "task")
            lists[-1].attrSet("class", "tasks")
            name, sign = (words["done"], "✓") if done else (words["open"], "\u00a0")
            box = f'<span class="box" role="img" aria-label="{name}">{sign}</span>'
            children = state.tokens[index + 2].children or []
            children.insert(0, Token("html_inline", "", 0, content=box, meta={DONE: done}))


def _cut_box(start: list[Token]) -> bool | None:
    """Whether the item that starts so is done; None when it is no task."""
    if [token.type for token in start] != ["paragraph_open", "inline"]:
        return None
    children = start[1].children or []
    match = _BOX.match(children[0].content) if children and children[0].type == "text" else None
    if match is None:
        return None
    children[0].content = children[0].content[match.end() :]
    return match[1] in "xX"
