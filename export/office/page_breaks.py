"""Page breaks of other programs: a sign in the text before pandoc reads it, a block of the tree after."""

from collections.abc import Iterator
from typing import Any, Final

from export.office.ast import Node, Nodes, element

# A private area of Unicode: it stands in no text.
PAGE: Final = "\ue002"


def paginated(blocks: Nodes) -> Nodes:
    """With a block of its own for each sign; none at the start, none at the end, never two in a row."""
    out: Nodes = []
    for block in _parted(blocks):
        if not _is_break(block) or (out and not _is_break(out[-1])):
            out.append(block)
    while out and _is_break(out[-1]):
        out.pop()
    return out


def _parted(blocks: Nodes) -> Iterator[Node]:
    for block in blocks:
        content: Any = block.get("c")
        if block["t"] == "Div":
            inside = list(_parted(content[1]))
            if any(map(_is_break, inside)):
                yield from inside
            else:
                yield block
        elif block["t"] in {"Para", "Plain"} and PAGE in _letters(content):
            yield from _pieces(block["t"], content)
        elif block["t"] == "Header" and PAGE in _letters(content[2]):
            yield element("PageBreak")
            yield element("Header", content[0], content[1], _without(content[2]))
        else:
            yield block


def _pieces(kind: str, inlines: Nodes) -> Iterator[Node]:
    """The words before a sign, a break, and the words after it."""
    line: Nodes = []
    for inline in _apart(inlines):
        said = _letters([inline])
        if PAGE not in said:
            line.append(inline)
            continue
        before, _, after = said.partition(PAGE)
        words = _without([inline])
        if before.strip():
            line += words
        if _letters(line).strip():
            yield element(kind, line)
        yield element("PageBreak")
        line = [] if before.strip() or not after.strip() else words
    if _letters(line).strip() or any(inline["t"] in {"Image", "Note"} for inline in line):
        yield element(kind, line)


def _apart(inlines: Nodes) -> Iterator[Node]:
    """A sign that is glued to words is a word of its own."""
    for inline in inlines:
        if inline["t"] != "Str":
            yield inline
            continue
        for number, word in enumerate(str(inline["c"]).split(PAGE)):
            if number:
                yield element("Str", PAGE)
            if word:
                yield element("Str", word)


def _is_break(block: Node) -> bool:
    return bool(block["t"] == "PageBreak")


def _letters(value: Any) -> str:
    if isinstance(value, dict):
        return (
            str(value["c"]) if value.get("t") == "Str" else " " if "c" not in value else _letters(value["c"])
        )
    return "".join(map(_letters, value)) if isinstance(value, list) else ""


def _without(inlines: Nodes) -> Nodes:
    """The same without the signs."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(inside) for name, inside in value.items()}
        if isinstance(value, list):
            return [bare(inside) for inside in value if inside != {"t": "Str", "c": PAGE}]
        return value.replace(PAGE, "") if isinstance(value, str) else value

    found: Nodes = bare(inlines)
    return found
