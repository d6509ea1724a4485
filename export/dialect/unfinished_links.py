"""Inline links and pictures whose address is a bare domain, or leads nowhere: `[a](example.org)`, `[b]()`."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import isStrSpace
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from export.dialect.targets import is_whole, target_of
from export.note.pictures import name_of

NOWHERE: Final = ""


def add(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("link", "unfinished_links", _unfinished)


def _unfinished(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    """CommonMark's link or picture, for the addresses that the rules of markdown-it leave as letters."""
    is_picture = state.src.startswith("![", state.pos)
    start, last = state.pos + 1 + is_picture, state.posMax
    if state.src[start - 1] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, start - 1, not is_picture)
    if end < 0 or not state.src.startswith("](", end):
        return False
    found = _address(state, end + 2)
    if found is None or is_whole(found[0]) or (is_picture and name_of(found[0])):
        return False
    if not silent and is_picture:
        _push_picture(state, start, end)
    elif not silent:
        state.pos, state.posMax = start, end
        _push_link(state, found[0])
    state.pos, state.posMax = found[1], last
    return True


def _push_link(state: StateInline, address: str) -> None:
    target = target_of(address)
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": NOWHERE if target is None else state.md.normalizeLink(target)}
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)


def _push_picture(state: StateInline, start: int, end: int) -> None:
    """One from elsewhere: its description alone is shown."""
    described = state.src[start:end]
    children: list[Token] = []
    state.md.inline.parse(described, state.md, state.env, children)
    token = state.push("image", "img", 0)
    token.attrs, token.children, token.content = {"src": NOWHERE, "alt": ""}, children, described


def _address(state: StateInline, at: int) -> tuple[str, int] | None:
    """The address between parentheses and the place behind them; None where they hold something else."""
    at = _spaced(state, at)
    found = state.md.helpers.parseLinkDestination(state.src, at, state.posMax)
    address, stop = (found.str, found.pos) if found.ok else ("", at)
    at = _spaced(state, stop)
    title = state.md.helpers.parseLinkTitle(state.src, at, state.posMax)
    if title.ok and at > stop:
        at = _spaced(state, title.pos)
    return (address, at + 1) if at < state.posMax and state.src[at] == ")" else None


def _spaced(state: StateInline, at: int) -> int:
    while at < state.posMax and (isStrSpace(state.src[at]) or state.src[at] == "\n"):
        at += 1
    return at
