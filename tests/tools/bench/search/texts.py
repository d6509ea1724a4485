"""What the texts of other people become here: notes in Markdown, with a title, a theme and a status."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

FEWEST_WORDS: Final = 150
MOST_WORDS: Final = 1500

_SPACES: Final = re.compile(r"[ \t\r\n]+")
_BLANK: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Text:
    """A note as somebody could have written it; `markdown` begins with its title as a heading."""

    title: str
    theme: str
    markdown: str

    @property
    def words(self) -> int:
        return len(self.markdown.split())


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the blocks of Markdown under it."""

    heading: str
    blocks: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(len(block.split()) for block in self.blocks)


def one_line(text: str) -> str:
    """Without line breaks, and with one space where there were several; hard spaces stay."""
    return _SPACES.sub(" ", text).strip()


def notes(title: str, theme: str, sections: Iterable[Section]) -> Iterator[Text]:
    """Cut a long text at its headings into notes that are as long as those of people.

    A section that is too short goes with the next one; one that is too long is cut between two blocks. A rest
    that is too short for a note is dropped.
    """
    waiting: list[Section] = []
    for section in (part for whole in sections for part in _parts(whole)):
        if waiting and sum(part.words for part in [*waiting, section]) > MOST_WORDS:
            yield from _note(title, theme, waiting)
            waiting = []
        waiting.append(section)
        if sum(part.words for part in waiting) >= FEWEST_WORDS * 2:
            yield from _note(title, theme, waiting)
            waiting = []
    yield from _note(title, theme, waiting)


def _parts(section: Section) -> Iterator[Section]:
    if not section.blocks:
        return
    blocks: list[str] = []
    words = 0
    for block in section.blocks:
        if blocks and words + len(block.split()) > MOST_WORDS:
            yield Section(section.heading, tuple(blocks))
            blocks, words = [], 0
        blocks.append(block)
        words += len(block.split())
    yield Section(section.heading, tuple(blocks))


def _note(title: str, theme: str, sections: list[Section]) -> Iterator[Text]:
    named = [section.heading for section in sections if section.heading]
    whole = f"{title} : {named[0][:1].lower()}{named[0][1:]}" if named else title
    lines = [f"# {whole}"]
    above = (named or [""])[0]
    for section in sections:
        if section.heading not in ("", above):
            lines.append(f"## {section.heading}")
            above = section.heading
        lines += section.blocks
    text = Text(whole, theme, _BLANK.sub("\n\n", "\n\n".join(lines)) + "\n")
    if FEWEST_WORDS <= text.words <= MOST_WORDS + FEWEST_WORDS:
        yield text
