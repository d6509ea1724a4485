"""Tables: alignment as classes, headers that say what they head, short ones kept on one page."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# A quarter of a page: longer ones may run over, with their header again.
ROWS_KEPT_TOGETHER = 7


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("tables", _tables)


def _tables(state: StateCore) -> None:
    table: Token | None = None
    rows = columns = 0
    for token in state.tokens:
        if token.type == "table_open":
            table, rows, columns = token, 0, 0
        elif token.type == "tr_open":
            rows += 1
        elif token.type in {"th_open", "td_open"}:
            _align(token)
            columns += rows == 1
        elif token.type == "table_close" and table:
            kept = " keep" if rows <= ROWS_KEPT_TOGETHER else ""
            table.attrSet("class", f"columns-{min(columns, 12)}{kept}")


def _align(cell: Token) -> None:
    style = str(cell.attrs.pop("style", ""))
    side = style.partition(":")[2].strip()
    if side:
        cell.attrSet("class", side)
    if cell.type == "th_open":
        cell.attrSet("scope", "col")
