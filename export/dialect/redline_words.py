"""Marks within a passage: `<ins>` around words that came, `<del>` with those that stood there before."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from export.changes.within import WordEdit, within
from export.dialect.passages import Passage, Span

_BLANKS: Final = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Marker:
    """Makes the marks, in the words of a language: they are heard, and hidden from the eye.

    `passages` is how many have changed.
    """

    labels: Mapping[str, str]
    passages: int = 1

    def came(self, passage: Passage, *, is_moved: bool = False) -> list[Token]:
        """All of a passage as new, or as what stood elsewhere."""
        return self.marked(passage, [WordEdit(0, len(passage.text), "")], is_moved=is_moved)

    def changed(self, old: Passage, new: Passage) -> list[Token]:
        """A passage with what came, and in its place what went."""
        return self.marked(new, within(old, new, of=self.passages))

    def marked(self, passage: Passage, changes: Sequence[WordEdit], *, is_moved: bool = False) -> list[Token]:
        """The children of a passage with the marks among them, which cut no element in two."""
        spans = list(_cut(passage.spans, {place for one in changes for place in (one.start, one.end)}))
        out: list[Token] = []
        waiting = list(changes)
        while spans:
            if waiting and spans[0].start == waiting[0].start and _holds_text(spans[0]):
                change = waiting.pop(0)
                many = next((n for n, span in enumerate(spans, 1) if span.end >= change.end), len(spans))
                came = [span.child for span in spans[:many]] if change.end > change.start else []
                came += _ends(came, [span.child for span in spans[many:]])
                out += self._change(change, came, passage.text, is_moved=is_moved)
                spans = spans[len(came) :]
            else:
                out.append(spans.pop(0).child)
        return [*out, *(html(self.gone(change.before)) for change in waiting)]

    def gone(self, words: str, *, is_replaced: bool = False, is_moved: bool = False) -> str:
        """What went, as words without marks of their own."""
        name = "ch swap" if is_replaced else "ch moved" if is_moved else "ch"
        said = escapeHtml(_BLANKS.sub(" ", words).strip())
        told = self._seen("moved-away") if is_moved else self._heard("removed")
        return f'<del class="{name}">{told}{said}</del>'

    def opened(self, *, is_moved: bool = False) -> str:
        """The beginning of words that came."""
        if is_moved:
            return f'<ins class="ch moved">{self._seen("moved-here")}'
        return f'<ins class="ch">{self._heard("added")}'

    def titled(self) -> str:
        """What stands before a title that has changed."""
        return self._seen("title-changed")

    def _heard(self, key: str) -> str:
        return f'<span class="vh">{escapeHtml(self.labels[key])} </span>'

    def _seen(self, key: str) -> str:
        """What moved has the same words at both ends, so the eye is told as well."""
        return f'<span class="said">{escapeHtml(self.labels[key])} </span>'

    def _change(self, change: WordEdit, came: list[Token], text: str, *, is_moved: bool) -> Iterator[Token]:
        if change.before:
            is_apart = change.start == 0 or text[change.start - 1].isspace()
            gone = self.gone(change.before, is_replaced=bool(came))
            yield html(f"{gone} " if is_apart else gone)
        yield from self._came(came, is_moved=is_moved)

    def _came(self, children: Sequence[Token], *, is_moved: bool) -> Iterator[Token]:
        """One mark around all that may stand in one; an element of which a part is new has its own inside."""
        parted = _parted(children)
        is_open, is_first = False, True
        for number, child in enumerate(children):
            if number in parted and is_open:
                yield html("</ins>")
                is_open = False
            elif number not in parted and not is_open and not _is_blank(child):
                name = "ch moved" if is_moved else "ch"
                yield html(self.opened(is_moved=is_moved) if is_first else f'<ins class="{name}">')
                is_open, is_first = True, False
            yield child
        if is_open:
            yield html("</ins>")


def html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def _cut(spans: Iterable[Span], places: set[int]) -> Iterator[Span]:
    """Texts cut at the places; the rest whole."""
    for span in spans:
        inside = sorted(place for place in places if span.start < place < span.end)
        if span.child.type != "text" or not inside:
            yield span
            continue
        for start, end in zip([span.start, *inside], [*inside, span.end], strict=True):
            piece = span.child.content[start - span.start : end - span.start]
            yield Span(start, end, Token("text", "", 0, content=piece, level=span.child.level))


def _holds_text(span: Span) -> bool:
    return span.end > span.start


def _is_blank(child: Token) -> bool:
    return child.type in {"text", "softbreak", "hardbreak"} and not child.content.strip()


def _ends(children: Sequence[Token], behind: Sequence[Token]) -> Iterator[Token]:
    """The ends of elements that begin among the children and hold nothing else."""
    begun: int = sum(child.nesting for child in children if child.type != "text")
    for token in behind:
        if begun <= 0 or token.nesting >= 0 or token.type == "text":
            return
        yield token
        begun -= 1


def _parted(children: Sequence[Token]) -> set[int]:
    """Beginnings and ends of elements whose other end is not among the children."""
    begun: list[int] = []
    ends: set[int] = set()
    for number, child in enumerate(children):
        if child.type == "text":  # that of a link to nowhere is one
            continue
        if child.nesting > 0:
            begun.append(number)
        elif child.nesting < 0 and begun:
            begun.pop()
        elif child.nesting < 0:
            ends.add(number)
    return ends | set(begun)
