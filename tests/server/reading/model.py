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

    def sees(self, now: Version) -> None:
        """A page is shown: the first one counts, until it is said to be read."""
        self.shown |= words_in(now.text)
        self.row = self.row or Row(now)

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

    def states(self, now: Version, *, is_lost: bool) -> set[tuple[str, int]]:
        """What may be said: its kind, and how many passages where that is counted.

        Two where it depends on which of the changed passages are held against each other. `is_lost`: the
        version of its row is not told by the journal any more.
        """
        row = self.row
        if row is None:
            return {("new", 0)}
        old = row.version
        if (old.epoch, old.seq) == (now.epoch, now.seq):
            return {("read" if row.is_said else "", 0)}
        if old.epoch != now.epoch:
            return {("rewritten", 0)}
        return self._counted(row, now, is_lost=is_lost)

    def _counted(self, row: Row, now: Version, *, is_lost: bool) -> set[tuple[str, int]]:
        old = row.version
        before, after = passages_of(old.text), passages_of(now.text)
        many = differing(before, after)
        if many == 0 and not is_lost:
            return {("read" if row.is_said else "", 0)}
        if is_lost:
            return {("rewritten", 0)}
        if many <= 3:
            return {("changed", many)}
        # The title is one word.
        longer = 1 + max(sum(map(len, before)), sum(map(len, after)))
        least = 1 + sum(len(passage) for passage in before if passage in after)
        most = 1 + len({word for one in before for word in one} & {word for one in after for word in one})
        found = {("changed", many)} if 2 * most >= longer else set()
        return found | ({("rewritten", 0)} if 2 * least < longer else set())
