"""Bare addresses are links, as in the editor (web/src/text/markdown.ts): `https://…`, `www.…` and mail."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from export.dialect.targets import target_of

_BEGIN: Final = r"(?<!\w)(?i:https?://|www\.|mailto:|[^\W_][\w.+-]{0,99}@)"
_BARE: Final = re.compile(
    r"(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#][^\s<>\[\]\"«»“”*`|\\]*)?"
    r"|(?:mailto:)?[^\W_][\w.+-]{0,99}@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
# Signs of the sentence behind an address.
_BEHIND: Final = "?!.,:;_~'’…-"


def add(markdown: MarkdownIt) -> None:
    # Where the rule for plain letters stops.
    ends = markdown.inline.terminator_re.pattern
    markdown.inline.terminator_re = re.compile(f"{ends}|{_BEGIN}")
    markdown.inline.ruler.before("escape", "bare_links", _bare)


def _bare(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    text, start = state.src, state.pos
    if text[start] == "\\" and _BARE.match(text, start + 1, state.posMax):
        # It escapes a sign, never a letter: that of the address is left to it.
        if not silent:
            state.append_pending("\\")
        state.pos += 1
        return True
    said = _said(text, start, state.posMax)
    target = target_of(said)
    if target is None:
        return False
    if not silent and state.linkLevel:
        state.append_pending(said)
    elif not silent:
        _push(state, said, target)
    state.pos += len(said)
    return True


def _said(text: str, start: int, last: int) -> str:
    """The address that begins there, without the signs of the sentence behind it; else nothing."""
    begins = start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")
    found = _BARE.match(text, start, last) if begins else None
    said = found[0].rstrip(_BEHIND) if found else ""
    while said.endswith(")") and said.count(")") > said.count("("):
        said = said[:-1].rstrip(_BEHIND)
    return said


def _push(state: StateInline, said: str, target: str) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(target)}
    token.markup, token.info = "linkify", "auto"
    state.push("text", "", 0).content = said
    token = state.push("link_close", "a", -1)
    token.markup, token.info = "linkify", "auto"
