"""The place of a passage that went: between those that stayed, as what may stand there in HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from export.dialect.footnotes import NOTE, NOTES
from export.dialect.passages import Kind, Passage

_ANSWERS = frozenset({"dd_open", "dt_open"})
_HOLDS_BLOCKS = _ANSWERS | {"list_item_open", "blockquote_open"}
_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})


@dataclass(frozen=True, slots=True)
class Place:
    """Before a token, as an element named `tag`; without a tag, within that token, at its beginning.

    A row has one cell, as wide as `columns`.
    """

    at: int
    tag: str = "p"
    columns: int = 1


def place(tokens: Sequence[Token], gone: Passage, before: Passage | None, after: Passage | None) -> Place:
    """Where it is shown; `before` and `after` are the passages of the text that it went from between."""
    before = None if before is not None and before.kind is Kind.HEAD else before
    if gone.kind is Kind.ITEM and (found := _item(tokens, gone, before, after)) is not None:
        return found
    if before is not None and after is not None and after.rows and after.at in before.around:
        # Between the caption of a table and its head.
        return Place(after.rows[0][0].at, "")
    if after is not None and (after.kind is not Kind.NOTE or _is_note(before) or gone.kind is Kind.NOTE):
        return _before(tokens, gone, before, after)
    if before is not None and before.kind is Kind.NOTE:
        return Place(end(tokens, _outermost(before)))
    ends = (at for at, token in enumerate(tokens) if NOTES in token.meta)
    return Place(next(ends, len(tokens)))


def end(tokens: Sequence[Token], at: int) -> int:
    """The index behind what begins at a token."""
    depth = 0
    for behind in range(at, len(tokens)):
        depth += tokens[behind].nesting
        if depth <= 0:
            return behind + 1
    return len(tokens)


def _is_note(passage: Passage | None) -> bool:
    return passage is not None and passage.kind is Kind.NOTE


def _outermost(passage: Passage) -> int:
    """The block of a footnote that holds a passage: the first element of `around` is the footnote."""
    return passage.around[1] if len(passage.around) > 1 else passage.at


def _item(
    tokens: Sequence[Token], gone: Passage, before: Passage | None, after: Passage | None
) -> Place | None:
    """An item of the list in which one stands beside it."""
    if after is not None and after.kind is Kind.ITEM and after.depth == gone.depth:
        item = _last(tokens, after, {"list_item_open"})
        if item is not None and _is_first(tokens, item, after.at):
            return Place(item, "li")
    if before is not None and before.kind is Kind.ITEM and before.depth == gone.depth:
        item = _last(tokens, before, {"list_item_open"})
        if item is not None and (after is None or item not in after.around):
            return Place(end(tokens, item), "li")
    return None


def _before(tokens: Sequence[Token], gone: Passage, before: Passage | None, after: Passage) -> Place:
    """Just before the next passage, out of what begins with it, as far as the one that went stood outside."""
    held = () if before is None else before.around
    at = after.at
    deeper = after.depth
    for around in reversed(after.around):
        kind = tokens[around].type
        if around in held:
            return _within(kind, at, after)
        holds = kind in _HOLDS_BLOCKS or kind.startswith("container_") or NOTE in tokens[around].meta
        if holds and (around + 1 != at or (deeper <= gone.depth and kind not in _ANSWERS)):
            return Place(at)
        deeper -= kind in _LISTS or kind == "blockquote_open" or kind.startswith("container_")
        at = around
    return Place(at)


def _within(kind: str, at: int, after: Passage) -> Place:
    """Before a token whose element stands in one of that kind, as does the passage before it."""
    if kind in _LISTS:
        return Place(at, "li")
    if kind == "dl_open":
        return Place(at, "dd")
    if kind in {"table_open", "thead_open", "tbody_open", "tr_open"}:
        return Place(after.at, "")
    return Place(at)


def _last(tokens: Sequence[Token], passage: Passage, kinds: set[str]) -> int | None:
    return next((at for at in reversed(passage.around) if tokens[at].type in kinds), None)


def _is_first(tokens: Sequence[Token], around: int, at: int) -> bool:
    return all(token.nesting > 0 for token in tokens[around:at])
