"""Wraps what has changed since the edition before, so that a bar is drawn beside it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.changes.pairs import changes
from export.changes.tables import table_changes
from export.dialect.callouts import MARKED
from export.dialect.context import ENTRY, Context, context
from export.dialect.passages import Kind, Passage, passages
from export.errors import ExportError

_HOLD_TEXT = frozenset({"inline", "fence", "code_block"})
CHANGED, REMOVED, REMOVED_AFTER = "changed", "removed", "removed-after"


def add(markdown: MarkdownIt) -> None:
    """Before the footnotes, as the names of passages."""
    markdown.core.ruler.push("changed", _changed)


def _changed(state: StateCore) -> None:
    about = context(state)
    if not about.on_paper or about.previous is None:
        return
    before = Context(lang=about.lang, target=about.target, title=about.previous_title, places=[])
    try:
        state.md.parse(about.previous, {ENTRY: before})
    except ExportError:
        return
    old, new = [passage for passage, _ in before.places or ()], passages(state.tokens, about)
    found = changes(old, new)
    about.bars.passages = found.counted.passages
    names: defaultdict[int, list[str]] = defaultdict(list)
    for pair in found.pairs:
        was, now = (None if pair.old is None else old[pair.old], None if pair.new is None else new[pair.new])
        if now is None:
            for at, name in _where_it_went(state.tokens, new, pair.at):
                names[at].append(name)
        elif now.kind is Kind.HEAD:
            about.bars.is_title_changed = True
        elif now.kind is Kind.TITLE:
            state.tokens[now.at].meta[MARKED] = f'<span class="{CHANGED}">{escapeHtml(now.text)}</span>'
        else:
            for at, name in _in_table(was, now) if now.rows else [(now.at, CHANGED)]:
                names[at].append(name)
    state.tokens = [token for at, one in enumerate(state.tokens) for token in _wrapped(one, names[at])]


def _where_it_went(tokens: Sequence[Token], new: Sequence[Passage], at: int) -> Iterator[tuple[int, str]]:
    """Before the passage that comes next, else behind the last one."""
    if not new:
        return
    is_last = at == len(new)
    beside = new[-1 if is_last else at]
    row = beside.rows[-1 if is_last else 0] if beside.rows else [beside]
    begins = row[0].at
    texts = (number for number in range(begins, len(tokens)) if tokens[number].type in _HOLD_TEXT)
    if beside.kind is not Kind.HEAD:
        yield next(texts, begins), REMOVED_AFTER if is_last else REMOVED


def _in_table(was: Passage | None, now: Passage) -> Iterator[tuple[int, str]]:
    """The cells that differ, and where rows and columns went."""
    if was is None or not was.rows:
        yield from ((cell.at, CHANGED) for row in now.rows for cell in row)
        return
    for row in table_changes(was.rows, now.rows):
        if row.new is None:
            is_last = row.at == len(now.rows)
            yield now.rows[-1 if is_last else row.at][0].at, REMOVED_AFTER if is_last else REMOVED
            continue
        for one in row.cells:
            column = one.new[1] if one.new else max(0, one.at - 1)
            yield now.rows[row.new][column].at, CHANGED


def _wrapped(token: Token, names: Sequence[str]) -> list[Token]:
    if not names:
        return [token]
    name = " ".join(dict.fromkeys(names))
    if token.type != "inline":
        return [_html(f'<div class="{name}">'), token, _html("</div>\n")]
    opened = Token("span_open", "span", 1, attrs={"class": name})
    token.children = [opened, *(token.children or ()), Token("span_close", "span", -1)]
    return [token]


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
