"""Pandoc's inline elements as Markdown, with the pictures and notes that they call."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from export.note.direction import LEFT_TO_RIGHT
from export.office.ast import Node, Nodes
from export.office.marks import escaped, fenced, lowered, raised, spaced, wrapped

_ALLOWED = re.compile(r"(?:https?://[^/\s]|mailto:.|tel:.)", re.IGNORECASE)
_REMOTE = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_MARKED = frozenset({"Strong", "Emph", "Strikeout"})
_PARENTHESES = {"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"}

# The address of a picture in the foreign file -> its address in the note, None where it cannot be kept.
Kept = Callable[[str], str | None]


@dataclass(slots=True)
class Inlines:
    """`notes` are the blocks of footnotes in the order of their calls."""

    kept: Kept
    notes: list[Nodes] = field(default_factory=list)

    def line(self, inlines: Nodes) -> str:
        """In one line, as headings and cells need it."""
        return " ".join(self.text(inlines).replace("\n", " ").split())

    def text(self, inlines: Nodes) -> str:
        """Lines of a paragraph; a line break of the other program is one here."""
        return "".join(self._inline(node) for node in _joined(inlines))

    def _inline(self, node: Node) -> str:  # noqa: C901, PLR0911, PLR0912 -- one line a kind of text
        content: Any = node.get("c")
        match node["t"]:
            case "Str":
                return escaped(spaced(content.removeprefix(LEFT_TO_RIGHT).removesuffix(LEFT_TO_RIGHT)))
            case "Space" | "SoftBreak":
                return " "
            case "LineBreak":
                return "\n"
            case "Strong":
                return wrapped(self.text(content), "**")
            case "Emph":
                return wrapped(self.text(content), "*")
            case "Strikeout":
                return wrapped(self.text(content), "~~")
            case "Superscript":
                return raised(self.text(content))
            case "Subscript":
                return lowered(self.text(content))
            case "Underline" | "SmallCaps":
                return self.text(content)
            case "Quoted":
                marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                return marks[0] + self.text(content[1]) + marks[1]
            case "Code":
                return _code(content[1])
            case "Math":
                return _code(content[1])
            case "Link":
                return self._link(content[1], content[2][0])
            case "Image":
                return self.image(content[1], content[2][0], content[2][1])
            case "Note":
                self.notes.append(content)
                return f"[^{len(self.notes)}]"
            case "Span" | "Cite":
                return self.text(content[1])
            case _:
                return ""

    def _link(self, inlines: Nodes, address: str) -> str:
        said = self.line(inlines)
        if not _ALLOWED.match(address) or not said:
            return self.text(inlines)
        if said.replace("\\", "") in {address, address.removeprefix("mailto:")} and " " not in address:
            return f"<{address.removeprefix('mailto:')}>"
        return f"[{said}]({_safe(address)})"

    def image(self, inlines: Nodes, address: str, caption: str = "") -> str:
        """A picture that is kept; one from elsewhere becomes a link, and nobody asks for it."""
        said = self.line(inlines)
        if own := self.kept(address):
            # A picture is its own caption where it says the same.
            is_told = caption.strip() and caption.strip() != said.replace("\\", "")
            title = ' "{}"'.format(caption.replace('"', "”")) if is_told else ""
            return f"![{said}]({own}{title})"
        if _REMOTE.match(address):
            return f"[{said or 'image'}]({_safe(address)})"
        return f"[{said}]" if said else ""


def unbold(inlines: Nodes) -> Nodes:
    """Without bold, which a heading and the head of a table are by themselves."""
    return [inner for node in inlines for inner in (unbold(node["c"]) if node["t"] == "Strong" else [node])]


def _joined(inlines: Nodes) -> Nodes:
    """Bold after bold is one: Word and Writer cut it where anything else changes."""
    out: Nodes = []
    for node in map(_turned, inlines):
        before = out[-1] if out else None
        last = out[-2] if len(out) > 1 else None
        if node["t"] in _MARKED and before and before["t"] == node["t"]:
            out[-1] = {"t": node["t"], "c": [*before["c"], *node["c"]]}
        elif node["t"] in _MARKED and before and before["t"] == "Space" and last and last["t"] == node["t"]:
            out[-2:] = [{"t": node["t"], "c": [*last["c"], before, *node["c"]]}]
        else:
            out.append(node)
    return out


def _turned(node: Node) -> Node:
    """Raised bold letters as bold raised letters, so that the bold goes on."""
    content: Any = node.get("c")
    if node["t"] in {"Superscript", "Subscript"} and len(content) == 1 and content[0]["t"] in _MARKED:
        return {"t": content[0]["t"], "c": [{"t": node["t"], "c": content[0]["c"]}]}
    return node


def _code(text: str) -> str:
    mark = fenced(text, least=1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{mark}{room}{text}{room}{mark}" if text.strip() else text


def _safe(address: str) -> str:
    return "".join(_PARENTHESES.get(sign, sign) for sign in address if sign.isprintable())
