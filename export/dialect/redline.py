"""Marks on a screen: what has come into a text, and what went, since the version that somebody read."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.callouts import MARKED
from export.dialect.context import ENTRY, Context, context
from export.dialect.passages import Kind, Passage, passages
from export.dialect.redline_gone import Place, place
from export.dialect.redline_words import Marker, html
from export.errors import ExportError
from export.note import limits
from export.note.labels import labels
from export.note.since import to_mark

# What went, and what stands in its place: one of the two may be missing.
_Pair: TypeAlias = tuple[Passage | None, Passage | None]


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("redline", _redline)


def _redline(state: StateCore) -> None:
    """Where the version before is refused, or the text was written anew, it has no marks."""
    about = context(state)
    if about.on_paper or not about.previous:
        return
    before = Context(lang=about.lang, target=about.target, origin=about.origin)
    try:
        limits.check_text(about.previous)
        parsed = state.md.parse(limits.clean(about.previous), {ENTRY: before})
    except ExportError:
        return
    old, new = passages(parsed, before), passages(state.tokens, about)
    page = _Page(state.tokens, Marker(labels(about.lang)))
    number, last = 0, Place(0)
    for edit in to_mark([one.folded for one in old], [one.folded for one in new]):
        at = edit.new_start
        for went, came in paired(old[edit.start : edit.end], new[edit.new_start : edit.new_end]):
            number += 1
            if came is not None:
                page.mark(number, went, came)
                at += 1
            elif went is not None:
                around = (new[at - 1] if at else None, new[at] if at < len(new) else None)
                last = max(last, place(state.tokens, went, *around), key=lambda one: one.at)
                page.leave(number, went, last)
    state.tokens = list(page.tokens())


@dataclass(slots=True)
class _Page:
    """The tokens of a text, and what comes before, behind and into them."""

    was: Sequence[Token]
    marker: Marker
    before: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))
    behind: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))
    within: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))

    def mark(self, number: int, went: Passage | None, came: Passage) -> None:
        token = self.was[came.at]
        begin = f'<span class="passage" data-ch="{number}">'
        match came.kind:
            case Kind.BLOCK:
                gone = self.marker.gone(went.text, is_replaced=True) if went else ""
                self.before[came.at].append(
                    _block(f'<div class="passage" data-ch="{number}">{gone}{self.marker.opened}')
                )
                self.behind[came.at].append(_block("</ins></div>\n"))
            case Kind.TITLE:
                words = "".join(_drawn(child) for child in self._children(went, came))
                token.meta[MARKED] = f"{begin}{words}</span>"
            case _:
                children = self._children(went, came)
                # The box of a task stands outside.
                boxes = next((n for n, child in enumerate(children) if not _is_box(child)), 0)
                token.children = [*children[:boxes], html(begin), *children[boxes:], html("</span>")]

    def leave(self, number: int, went: Passage, where: Place) -> None:
        gone, name = self.marker.gone(went.text), f'class="gone" data-ch="{number}"'
        match where.tag:
            case "":
                self.within[where.at].append(html(f"<span {name}>{gone}</span> "))
            case "tr":
                row = f'<td colspan="{where.columns}"><span {name}>{gone}</span></td>'
                self.before[where.at].append(_block(f"<tr>{row}</tr>\n"))
            case tag:
                self.before[where.at].append(_block(f"<{tag} {name}>{gone}</{tag}>\n"))

    def tokens(self) -> Iterator[Token]:
        for at, token in enumerate(self.was):
            yield from self.before[at]
            if self.within[at]:
                token.children = [*self.within[at], *(token.children or ())]
            yield token
            yield from self.behind[at]
        yield from self.before[len(self.was)]

    def _children(self, went: Passage | None, came: Passage) -> list[Token]:
        return self.marker.changed(went, came) if went else self.marker.came(came)


def paired(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[_Pair]:
    """As many pairs as there can be, in order, those that have the most words in common."""
    fewer, more = (old, new) if len(old) <= len(new) else (new, old)
    best = [[0.0] * (len(more) + 1) for _ in range(len(fewer) + 1)]
    for i in range(1, len(fewer) + 1):
        for j in range(i, len(more) + 1):
            pair = best[i - 1][j - 1] + _alike(fewer[i - 1], more[j - 1])
            best[i][j] = max(pair, best[i][j - 1]) if j > i else pair
    pairs: list[tuple[Passage | None, Passage]] = []
    i = len(fewer)
    for j in range(len(more), 0, -1):
        is_alone = j > i and (i == 0 or best[i][j] == best[i][j - 1])
        pairs.append((None if is_alone else fewer[i - 1], more[j - 1]))
        i -= not is_alone
    for one, other in reversed(pairs):
        yield (one, other) if fewer is old else (other, one)


def _alike(one: Passage, other: Passage) -> float:
    """From 0, no word in common, to 1."""
    words, others = (Counter(word.folded for word in passage.words) for passage in (one, other))
    return (words & others).total() / max(len(one.words), len(other.words))


def _is_box(child: Token) -> bool:
    return child.type == "html_inline" and child.content.startswith('<span class="box"')


def _drawn(child: Token) -> str:
    return child.content if child.type == "html_inline" else escapeHtml(child.content)


def _block(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
