"""Marks on a screen: what came into a text, went and moved since the version that somebody read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.changes.pairs import changes
from export.changes.tables import CellEdit, RowEdit, table_changes
from export.dialect.callouts import MARKED
from export.dialect.context import ENTRY, Context, context
from export.dialect.passages import Kind, Passage, passages
from export.dialect.redline_gone import Place, end, place
from export.dialect.redline_words import Marker, html
from export.errors import ExportError
from export.note import limits
from export.note.labels import labels


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("redline", _redline)


def _redline(state: StateCore) -> None:
    """Where the version before is refused, or the text was written anew, it has no marks."""
    about = context(state)
    if about.on_paper or about.previous is None:
        return
    before = Context(lang=about.lang, target=about.target, origin=about.origin, title=about.previous_title)
    try:
        limits.check_text(about.previous)
        parsed = state.md.parse(limits.clean(about.previous), {ENTRY: before})
    except ExportError:
        return
    old, new = passages(parsed, before), passages(state.tokens, about)
    pairs = changes(old, new).marked
    page = _Page(state.tokens, Marker(labels(about.lang), len(pairs)))
    last = Place(0)
    for pair in pairs:
        went = None if pair.old is None else old[pair.old]
        came = None if pair.new is None else new[pair.new]
        if came is not None:
            page.mark(pair.number + 1, went, came, is_moved=pair.is_moved)
        elif went is not None and went.kind is Kind.HEAD:
            page.head(pair.number + 1, went, None)
        elif went is not None:
            around = (new[pair.at - 1] if pair.at else None, new[pair.at] if pair.at < len(new) else None)
            last = max(last, place(state.tokens, went, *around), key=lambda one: one.at)
            page.leave(pair.number + 1, went, last, is_moved=pair.is_moved)
    state.tokens = list(page.tokens())


@dataclass(slots=True)
class _Page:
    """The tokens of a text, and what comes before, behind and into them."""

    was: Sequence[Token]
    marker: Marker
    before: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))
    behind: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))
    within: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))
    at_end: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))

    def mark(self, number: int, went: Passage | None, came: Passage, *, is_moved: bool) -> None:
        token = self.was[came.at] if self.was else None
        begin = f'<span class="passage" data-ch="{number}">'
        if came.kind is Kind.HEAD or token is None:
            self.head(number, went, came)
        elif came.rows:
            self._table(number, went, came, is_moved=is_moved)
        elif came.kind is Kind.BLOCK:
            gone = self.marker.gone(went.text, is_replaced=True) if went else ""
            opened = f"{gone}{self.marker.opened(is_moved=is_moved)}"
            self.before[came.at].append(_block(f'<div class="passage" data-ch="{number}">{opened}'))
            self.behind[came.at].append(_block("</ins></div>\n"))
        elif came.kind is Kind.TITLE:
            words = "".join(_drawn(child) for child in self._children(went, came, is_moved=is_moved))
            token.meta[MARKED] = f"{begin}{words}</span>"
        else:
            children = self._children(went, came, is_moved=is_moved)
            # The box of a task stands outside.
            boxes = next((n for n, child in enumerate(children) if not _is_box(child)), 0)
            token.children = [*children[:boxes], html(begin), *children[boxes:], html("</span>")]

    def head(self, number: int, went: Passage | None, came: Passage | None) -> None:
        """The title is drawn outside of the text: what changed in it is a line above the first."""
        said = self.marker.gone(went.text) if went else ""
        if came is not None:
            said = "".join(_drawn(child) for child in self._children(went, came, is_moved=False))
        self.before[0].append(
            _block(f'<p class="passage head" data-ch="{number}">{self.marker.titled()}{said}</p>\n')
        )

    def leave(self, number: int, went: Passage, where: Place, *, is_moved: bool = False) -> None:
        gone, name = self.marker.gone(went.text, is_moved=is_moved), f'class="gone" data-ch="{number}"'
        match where.tag:
            case "":
                self.within[where.at].append(html(f"<span {name}>{gone}</span> "))
            case "tr":
                row = f'<td colspan="{where.columns}"><span {name}>{gone}</span></td>'
                self.before[where.at].append(_block(f"<tr>{row}</tr>\n"))
            case tag:
                self.before[where.at].append(_block(f"<{tag} {name}>{gone}</{tag}>\n"))

    def _table(self, number: int, went: Passage | None, came: Passage, *, is_moved: bool) -> None:
        """Its cells, one by one; where there was none before, all of them."""
        if went is None or not went.rows:
            if went is not None:
                self.leave(number, went, Place(came.rows[0][0].at, ""))
            for cell in (cell for row in came.rows for cell in row if cell.words):
                self.mark(number, None, cell, is_moved=is_moved)
            return
        for row in table_changes(went.rows, came.rows):
            if row.new is None:
                self._row_went(number, row, went, came)
                continue
            for one in row.cells:
                self._cell(number, row, one, went, came)

    def _row_went(self, number: int, row: RowEdit, went: Passage, came: Passage) -> None:
        cells = [went.rows[one.old[0]][one.old[1]] for one in row.cells if one.old]
        said = Passage(Kind.CELL, 0, (), 0, " · ".join(cell.text for cell in cells if cell.words), [])
        is_last = row.at == len(came.rows)
        beside = came.rows[-1 if is_last else row.at]
        *_, tr, _ = beside[0].around
        where = Place(end(self.was, tr) if is_last else tr, "tr", len(beside))
        self.leave(number, said, where, is_moved=row.is_moved)

    def _cell(self, number: int, row: RowEdit, one: CellEdit, went: Passage, came: Passage) -> None:
        """What stood in a column that is gone stands at the end of the cell before it."""
        old = went.rows[one.old[0]][one.old[1]] if one.old else None
        new = came.rows[one.new[0]][one.new[1]] if one.new else None
        was = old if old is not None and old.words else None
        if new is not None and new.words:
            self.mark(number, was, new, is_moved=row.is_moved)
        elif new is not None and was is not None:
            self.leave(number, was, Place(new.at, ""))
        elif was is not None and row.new is not None:
            beside = came.rows[row.new][max(0, one.at - 1)]
            if one.at == 0:
                self.leave(number, was, Place(beside.at, ""))
            else:
                gone = f'<span class="gone" data-ch="{number}">{self.marker.gone(was.text)}</span>'
                self.at_end[beside.at].append(html(f" {gone}"))

    def tokens(self) -> Iterator[Token]:
        for at, token in enumerate(self.was):
            yield from self.before[at]
            if self.within[at] or self.at_end[at]:
                token.children = [*self.within[at], *(token.children or ()), *self.at_end[at]]
            yield token
            yield from self.behind[at]
        yield from self.before[len(self.was)]

    def _children(self, went: Passage | None, came: Passage, *, is_moved: bool) -> list[Token]:
        return self.marker.changed(went, came) if went else self.marker.came(came, is_moved=is_moved)


def _is_box(child: Token) -> bool:
    return child.type == "html_inline" and child.content.startswith('<span class="box"')


def _drawn(child: Token) -> str:
    return child.content if child.type == "html_inline" else escapeHtml(child.content)


def _block(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
