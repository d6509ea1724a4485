"""Words within a passage that changed: which came, and what stood in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from export.changes.pairs import Worded
from export.changes.script import Edit, edits
from export.changes.words import Word

# Words compared for one passage, at most, and for all; longer ones with more changes are marked as a whole.
_MOST_COMPARED: Final = 200_000
_MOST_OF_ALL: Final = 2_400_000
# Where fewer words stayed than one in so many, what is left of the old ones helps nobody.
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class WordEdit:
    """`before` stood where the text from `start` to `end` stands; one of the two may be empty."""

    start: int
    end: int
    before: str


def within(old: Worded, new: Worded, *, of: int) -> list[WordEdit]:
    """In order; the whole passage where hardly a word of it stayed. `of`: how many passages are compared."""
    most = min(_MOST_COMPARED, _MOST_OF_ALL // max(1, of)) // max(1, len(old.words) + len(new.words))
    found = edits([word.folded for word in old.words], [word.folded for word in new.words], most)
    kept = len(new.words) - sum(edit.new_end - edit.new_start for edit in found or ())
    if found is None or kept * _FEW < max(len(old.words), len(new.words)):
        return [WordEdit(0, len(new.text), old.text)]
    return [_change(edit, old, new) for edit in found]


def _change(edit: Edit, old: Worded, new: Worded) -> WordEdit:
    before = _said(old, old.words[edit.start : edit.end])
    if edit.new_end > edit.new_start:
        return WordEdit(new.words[edit.new_start].start, new.words[edit.new_end - 1].end, before)
    behind_all = edit.new_start == len(new.words)
    place = new.words[-1].end if behind_all else new.words[edit.new_start].start
    return WordEdit(place, place, before)


def _said(passage: Worded, words: Sequence[Word]) -> str:
    return passage.text[words[0].start : words[-1].end] if words else ""
