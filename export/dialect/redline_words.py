"""Marks within a passage: `<ins>` around words that came, `<del>` with those that stood there before."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from export.dialect.passages import Passage, Span
from export.note.edits import Edit, edits

# Words compared for one passage, at most; longer ones with more changes are marked as a whole.
_MOST_COMPARED: Final = 200_000
# Where fewer words stayed than one in so many, what is left of the old ones helps nobody.
_FEW: Final = 3
_BLANKS: Final = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Change:
    """`before` stood where the text from `start` to `end` stands; one of the two may be empty."""

    start: int
    end: int
    before: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Makes the marks, in the words of a language: they are heard, and hidden from the eye."""

    labels: Mapping[str, str]

    def came(self, passage: Passage) -> list[Token]:
        """All of a passage as new."""
        return self.marked(passage, [Change(0, len(passage.text), "")])

    def changed(self, old: Passage, new: Passage) -> list[Token]:
        """A passage with what came, and in its place what went."""
        return self.marked(new, changes(old, new))

    def marked(self, passage: Passage, changes: Sequence[Change]) -> list[Token]:
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
                out += self._change(change, came, passage.text)
                spans = spans[len(came) :]
            else:
                out.append(spans.pop(0).child)
        return [*out, *(html(self.gone(change.before)) for change in waiting)]

    def gone(self, words: str, *, is_replaced: bool = False) -> str:
        """What went, as words without marks of their own."""
        name = "ch swap" if is_replaced else "ch"
        said = escapeHtml(_BLANKS.sub(" ", words).strip())
        return f'<del class="{name}">{self._heard("removed")}{said}</del>'

    @property
    def opened(self) -> str:
        """The beginning of words that came."""
        return f'<ins class="ch">{self._heard("added")}'

    def _heard(self, key: str) -> str:
        return f'<span class="vh">{escapeHtml(self.labels[key])} </span>'

    def _change(self, change: Change, came: list[Token], text: str) -> Iterator[Token]:
        if change.before:
            is_apart = change.start == 0 or text[change.start - 1].isspace()
            gone = self.gone(change.before, is_replaced=bool(came))
            yield html(f"{gone} " if is_apart else gone)
        yield from self._came(came)

    def _came(self, children: Sequence[Token]) -> Iterator[Token]:
        """One mark around all that may stand in one; an element of which a part is new has its own inside."""
        parted = _parted(children)
        is_open, is_first = False, True
        for number, child in enumerate(children):
            if number in parted and is_open:
                yield html("</ins>")
                is_open = False
            elif number not in parted and not is_open and not _is_blank(child):
                yield html(self.opened if is_first else '<ins class="ch">')
                is_open, is_first = True, False
            yield child
        if is_open:
            yield html("</ins>")


def html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def changes(old: Passage, new: Passage) -> list[Change]:
    most = _MOST_COMPARED // max(1, len(old.words) + len(new.words))
    found = edits([word.folded for word in old.words], [word.folded for word in new.words], most)
    kept = len(new.words) - sum(edit.new_end - edit.new_start for edit in found or ())
    if found is None or kept * _FEW < max(len(old.words), len(new.words)):
        return [Change(0, len(new.text), old.text)]
    return [_change(edit, old, new) for edit in found]


def _change(edit: Edit, old: Passage, new: Passage) -> Change:
    before = _slice(old, edit.start, edit.end)
    if edit.new_end > edit.new_start:
        return Change(new.words[edit.new_start].start, new.words[edit.new_end - 1].end, before)
    behind_all = edit.new_start == len(new.words)
    place = new.words[-1].end if behind_all else new.words[edit.new_start].start
    return Change(place, place, before)


def _slice(passage: Passage, start: int, end: int) -> str:
    return passage.text[passage.words[start].start : passage.words[end - 1].end] if end > start else ""


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
