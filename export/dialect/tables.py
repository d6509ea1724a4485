"""Tables: sides as classes, numbers at the right, headers with their scope, short ones kept on one page."""

from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.dialect.headings import words
from export.note.formats import Format
from export.note.numbers import are_numbers

# The class of a table that may be too wide for its page.
WIDE = "wide"

# A quarter of a page: longer ones may run over, with their header again.
ROWS_KEPT_TOGETHER = 7
# Key figures are headers; so many characters stand side by side in their large type.
HEADS_KEPT_LARGE = 42
# From so many letters on, side by side, a row of the longest words of each column is measured; between two
# columns stand as many more.
_ROOM = {Format.NOTE: 50, Format.LARGE: 35, Format.POCKET: 52}
_BETWEEN, _LARGE = 1.3, 1.4
# So many columns with such a text in one make it steep.
_MANY, _LONG_CELL = 5, 60


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("tables", _tables)


def _tables(state: StateCore) -> None:
    room, lang = _ROOM[context(state).format], context(state).lang
    table: Token | None = None
    rows: list[list[str]] = []
    cells: list[list[Token]] = []
    has_figures = False
    for index, token in enumerate(state.tokens):
        if token.type.startswith("container_"):
            has_figures = token.type == "container_chiffres_open"
        elif token.type == "table_open":
            table, rows, cells = token, [], []
        elif token.type == "tr_open":
            rows.append([])
            cells.append([])
        elif token.type in {"th_open", "td_open"}:
            _align(token)
            rows[-1].append(words(state.tokens[index + 1]))
            cells[-1].append(token)
        elif token.type == "table_close" and table:
            table.attrSet("class", " ".join(_names(rows, room, has_figures=has_figures)))
            if not has_figures:
                _set_numbers_right(rows, cells, lang)


def _set_numbers_right(rows: list[list[str]], cells: list[list[Token]], lang: str) -> None:
    """The author's own sides stay, and the first column, which names the rows."""
    for said, column in list(zip(zip_longest(*rows, fillvalue=""), zip_longest(*cells), strict=True))[1:]:
        own = [cell for cell in column if cell and not cell.attrGet("class")]
        if own and are_numbers(said[1:], lang):
            for cell in own:
                cell.attrSet("class", "right")


def _names(rows: list[list[str]], room: int, *, has_figures: bool) -> list[str]:
    heads = rows[0]
    names = [f"columns-{min(len(heads), 12)}"]
    if len(rows) <= ROWS_KEPT_TOGETHER:
        names.append("keep")
    if max(map(len, heads)) * len(heads) > HEADS_KEPT_LARGE:
        names.append("long")
    longest = [_longest_word(cells) for cells in zip_longest(*rows, fillvalue="")]
    # The columns of key figures are as wide as the widest, and their letters large.
    asked = max(longest) * len(longest) * _LARGE if has_figures else sum(longest) + _BETWEEN * len(longest)
    is_steep = len(longest) >= _MANY and max(len(cell) for row in rows for cell in row) > _LONG_CELL
    if asked > room or is_steep:
        names.append(WIDE)
    return names


def _longest_word(cells: tuple[str, ...]) -> int:
    return max((len(word) for cell in cells for word in cell.split(" ")), default=0)


def _align(cell: Token) -> None:
    style = str(cell.attrs.pop("style", ""))
    side = style.partition(":")[2].strip()
    if side:
        cell.attrSet("class", side)
    if cell.type == "th_open":
        cell.attrSet("scope", "col")
