"""What a list must say of a note, and which words a device may be told: written apart, in plain lists."""

import re
from dataclasses import dataclass, field, replace

WORD = re.compile(r"mot[a-z]{9}")
Passages = tuple[tuple[str, ...], ...]


def words_in(text: str) -> set[str]:
    return set(WORD.findall(text))


def passages_of(markdown: str) -> Passages:
    """Each paragraph, heading and item below the title, by its words; none without a word."""
    lines = (re.findall(r"\w+", line) for line in markdown.splitlines()[1:])
    return tuple(tuple(words) for words in lines if words)


def differing(before: Passages, after: Passages) -> int:
    """How many changed, came or went: between each two that stay, as many as the longer side has.

    All passages of a version differ, and keep their order; so what stays is what both have.
    """
    stays = [passage for passage in before if passage in after]
    assert stays == [passage for passage in after if passage in before]
    many, old, new = 0, list(before), list(after)
    for passage in [*stays, None]:
        gone = old.index(passage) if passage is not None else len(old)
        come = new.index(passage) if passage is not None else len(new)
        many += max(gone, come)
        old, new = old[gone + 1 :], new[come + 1 :]
    return many


@dataclass(frozen=True)
class Version:
    """The note after row `seq` of its journal."""

    epoch: int
    seq: int
    text: str


@dataclass(frozen=True)
class Row:
    version: Version
    is_said: bool = False
    before: "Row | None" = None


@dataclass
class Device:
    """What one device was shown, and what counts for it."""

    row: Row | None = None
    shown: set[str] = field(default_factory=set)

    def sees(self, now: Version, *, is_lost: bool) -> None:
        """A page is shown. `is_lost`: the version of its row is not told by the journal any more."""
        self.shown |= words_in(now.text)
        if self.row is None or self.state(now, is_lost=is_lost)[0] == "rewritten":
            self.row = Row(now)

    def says(self, version: Version) -> None:
        self.shown |= words_in(version.text)
        row = self.row
        if row is None:
            self.row = Row(version, is_said=True)
        elif (row.version.epoch, row.version.seq) == (version.epoch, version.seq):
            self.row = replace(row, is_said=True)
        elif (row.version.epoch, row.version.seq) < (version.epoch, version.seq):
            self.row = Row(version, is_said=True, before=replace(row, before=None))

    def takes_back(self, version: Version) -> None:
        row = self.row
        is_same = row and (row.version.epoch, row.version.seq) == (version.epoch, version.seq)
        if row is not None and is_same and row.is_said:
            self.row = row.before or replace(row, is_said=False)

    def tells(self, version: Version) -> None:
        """It was shown a page that it had kept."""
        self.shown |= words_in(version.text)
        self.row = self.row or Row(version)

    def state(self, now: Version, *, is_lost: bool) -> tuple[str, int]:
        """Its kind, and how many passages where that is counted."""
        row = self.row
        if row is None:
            return "new", 0
        old = row.version
        if (old.epoch, old.seq) == (now.epoch, now.seq):
            return ("read" if row.is_said else ""), 0
        if old.epoch != now.epoch:
            return "rewritten", 0
        before, after = passages_of(old.text), passages_of(now.text)
        many = differing(before, after)
        if many == 0 and not is_lost:
            return ("read" if row.is_said else ""), 0
        if is_lost or many > 12 or 2 * many > max(len(before), len(after)):
            return "rewritten", 0
        return "changed", many
