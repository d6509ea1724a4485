"""Diff of a text and its last print: changed passages, each under its heading."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from export.errors import BadCard
from export.note import frontmatter

# Beyond so many blocks between the first and the last change, all of that is one passage.
_MOST_BLOCKS = 4_000
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*)")
_WORDS = re.compile(r"\S+\s*|\s+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})")


class Change(StrEnum):
    """Kind of change of a passage."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Blocks that have changed together. `heading` is the one they stand under, empty before the first.

    `lines` are those of the text before that it takes up, counted from 0; what was put in is between two.
    """

    change: Change
    heading: str
    before: str
    after: str
    lines: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Block:
    heading: str
    text: str
    start: int
    end: int


def passages(before: str, after: str) -> list[Passage]:
    """The changes from one Markdown text to the other, in order; spaces and blank lines do not count."""
    old, new = list(_blocks(before)), list(_blocks(after))
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if len(a) + len(b) > _MOST_BLOCKS:
        return list(_passages(a, b, _end(old[:start])))
    matcher = SequenceMatcher(None, [_bare(block) for block in a], [_bare(block) for block in b])
    return [
        passage
        for what, i, j, k, m in matcher.get_opcodes()
        if what != "equal"
        for passage in _passages(a[i:j], b[k:m], _end(old[: start + i]))
    ]


def _end(blocks: list[_Block]) -> int:
    """The line behind the last of them."""
    return blocks[-1].end if blocks else 0


def _passages(old: list[_Block], new: list[_Block], at: int) -> Iterator[Passage]:
    """One by one where there are as many on both sides, else what is under one heading together.

    `at` is the line behind what is unchanged before them.
    """
    if len(old) == len(new):
        groups = [([a], [b]) for a, b in zip(old, new, strict=True)]
    else:
        headings = dict.fromkeys(block.heading for block in (*new, *old))
        groups = [
            (
                [block for block in old if block.heading == one],
                [block for block in new if block.heading == one],
            )
            for one in headings
        ]
    for a, b in groups:
        lines = (a[0].start, _end(a)) if a else (at, at)
        at = lines[1]
        change = Change.CHANGED if a and b else Change.ADDED if b else Change.REMOVED
        yield Passage(
            change=change,
            heading=(b or a)[0].heading,
            before="\n\n".join(block.text for block in a),
            after="\n\n".join(block.text for block in b),
            lines=lines,
        )


def _common(old: list[_Block], new: list[_Block]) -> int:
    count = 0
    for a, b in zip(old, new, strict=False):
        if _bare(a) != _bare(b):
            break
        count += 1
    return count


def _bare(block: _Block) -> str:
    return " ".join(block.text.split())


def _blocks(markdown: str) -> Iterator[_Block]:
    """Paragraphs, lists, tables: what blank lines separate; a fence to its end is one."""
    whole = markdown.count("\n")
    with suppress(BadCard):
        _, markdown = frontmatter.read(markdown)
    heading = fence = ""
    lines: list[str] = []
    for number, line in enumerate([*markdown.split("\n"), ""], whole - markdown.count("\n")):
        bar = _FENCE.match(line)
        if fence:
            lines.append(line)
            if bar and bar[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        title = _HEADING.match(line)
        if (not line.strip() or title) and lines:
            yield _Block(heading, "\n".join(lines), number - len(lines), number)
            lines = []
        if title:
            heading = title[1].rstrip(" \t#")
            yield _Block(heading, line.strip(), number, number + 1)
        elif line.strip():
            lines.append(line)
            fence = bar[1] if bar else ""
    if lines:
        yield _Block(heading, "\n".join(lines), number + 1 - len(lines), number + 1)


class Word(StrEnum):
    """Kind of change of some words of a passage."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


def words(before: str, after: str) -> list[tuple[Word, str]]:
    """One passage as runs of words that stayed, went or came, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST_BLOCKS:
        return [(Word.REMOVED, before), (Word.ADDED, after)]
    runs: list[tuple[Word, str]] = []
    # The space behind a word is no part of what it says.
    bare_old, bare_new = [word.rstrip() for word in old], [word.rstrip() for word in new]
    for what, i, j, k, m in SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append((Word.KEPT, "".join(new[k:m])))
            continue
        runs += [(Word.REMOVED, "".join(old[i:j]))] if j > i else []
        runs += [(Word.ADDED, "".join(new[k:m]))] if m > k else []
    return runs
