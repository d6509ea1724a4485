"""Uploaded pictures as the dialect names them, `![description](image/ID){width=50%}`, and their media types.

Their widths, and the lines that hold nothing else, are found as in web/src/text/figures.ts.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from copy import copy
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ADDRESS = re.compile(r"image/([A-Za-z0-9_-]{8,32})")
_ID_BYTES = 9
# In per cent of the text, as pandoc writes it.
_WIDTH = re.compile(r"\{width=(100|[1-9]\d?)%\}")
_BREAKS = frozenset({"softbreak", "hardbreak"})
# What holds a paragraph and is no box.
_HOLDER = re.compile(r"(?!container_|paragraph_).*_(?:open|close)")
_PNG = b"\x89PNG\r\n\x1a\n"


def name_of(address: str) -> str:
    """The ID in an address of a picture, empty in any other address."""
    match = _ADDRESS.fullmatch(address)
    return match[1] if match else ""


def id_of(content: bytes) -> str:
    """The ID of a picture that was drawn here, made of its bytes."""
    return urlsafe_b64encode(hashlib.sha256(content).digest()[:_ID_BYTES]).decode()


def named_in(markdown: str) -> frozenset[str]:
    """Every ID that a text may show."""
    return frozenset(_ADDRESS.findall(markdown))


def kind_of(content: bytes) -> str:
    """The media type of a picture that was re-encoded here, which is PNG or JPEG."""
    return "image/png" if content.startswith(_PNG) else "image/jpeg"


def add(markdown: MarkdownIt) -> None:
    """Rules that read the width behind a picture, and make a paragraph of each line that is one alone."""
    markdown.core.ruler.after("inline", "picture_widths", _widths)
    markdown.core.ruler.after("picture_widths", "picture_lines", _lines)


def is_alone(children: list[Token]) -> bool:
    """Whether a picture of the note is all that is said."""
    seen = [child for child in children if child.type != "text" or child.content.strip()]
    return len(seen) == 1 and seen[0].type == "image" and name_of(str(seen[0].attrs.get("src", ""))) != ""


def _widths(state: StateCore) -> None:
    for token in state.tokens:
        children = token.children or []
        for image, behind in pairwise(children):
            if image.type == "image" and behind.type == "text" and (found := _WIDTH.match(behind.content)):
                image.attrSet("width", f"{found[1]}%")
                behind.content = behind.content[found.end() :]


def _lines(state: StateCore) -> None:
    out: list[Token] = []
    depth = 0
    for index, token in enumerate(state.tokens):
        if _HOLDER.fullmatch(token.type):
            depth += token.nesting
        around = state.tokens[index - 1 : index + 2]
        kinds = [one.type for one in around]
        parts = (
            _parts(token) if kinds == ["paragraph_open", "inline", "paragraph_close"] and not depth else []
        )
        if len(parts) < 2:
            out.append(token)
            continue
        opened, _, closed = around
        out.pop()
        for number, (inline, first, last) in enumerate(parts):
            begin = copy(opened)
            begin.attrs = dict(opened.attrs)
            begin.map = inline.map = [first, last]
            out += [begin, inline]
            if number < len(parts) - 1:
                out.append(copy(closed))
    state.tokens = out


def _parts(token: Token) -> list[tuple[Token, int, int]]:
    """The paragraphs of a token, each with the lines that it is made of; none where it is one."""
    lines: list[list[Token]] = [[]]
    for child in token.children or []:
        if child.type in _BREAKS and child.level == 0:
            lines.append([])
        else:
            lines[-1].append(child)
    sources = token.content.split("\n")
    if len(sources) != len(lines) or not any(map(is_alone, lines)):
        return []
    start = token.map[0] if token.map else 0
    parts = []
    for alone, group in groupby(range(len(lines)), key=lambda at: at if is_alone(lines[at]) else -1):
        numbers = list(group)
        one = copy(token)
        one.content = "\n".join(sources[at] for at in numbers)
        one.children = list(lines[numbers[0]])
        for at in numbers[1:]:
            one.children += [Token("softbreak", "br", 0), *lines[at]]
        if alone < 0 or one.children:
            parts.append((one, start + numbers[0], start + numbers[-1] + 1))
    return parts
