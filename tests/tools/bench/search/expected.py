"""Questions in French and the notes that each must find, by regular expressions that know no stem."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from server.ids import NoteId
from tests.tools.bench.search.texts import Text

QUERIES: Final = Path(__file__).with_name("queries.fr.toml")

_LIKE: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "\u00a0": " ", "\u202f": " "})
_UNFINISHED: Final = "…"
_LETTERS: Final = "="
_WITHOUT: Final = "!"
_THEME: Final = "theme="


@dataclass(frozen=True, slots=True)
class Folded:
    """A note as the expressions read it: `letters` has its case and its accents."""

    words: str
    letters: str
    theme: str

    @classmethod
    def of(cls, text: Text) -> "Folded":
        whole = f"{text.markdown}\n{text.theme}"
        return cls(fold(whole), " ".join(whole.translate(_LIKE).split()), text.theme)


@dataclass(frozen=True, slots=True)
class Question:
    """`q` is what is typed; a space behind it says that its last word is finished."""

    q: str
    is_finished: bool
    signs: tuple[str, ...]

    def expected(self, texts: Mapping[NoteId, Folded]) -> set[NoteId]:
        """The notes that it must find."""
        return {note for note, text in texts.items() if all(_is_in(text, sign) for sign in self.signs)}


def questions(path: Path = QUERIES) -> list[Question]:
    """As the file has them."""
    return [_question(*each) for each in tomllib.loads(path.read_text("utf-8"))["queries"]]


def fold(text: str) -> str:
    """Without marks and in lower case, on one line."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_LIKE))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def folded(texts: Mapping[NoteId, Text]) -> dict[NoteId, Folded]:
    """All of them, once for all questions."""
    return {note: Folded.of(text) for note, text in texts.items()}


def _question(q: str, *signs: str) -> Question:
    return Question(q.removesuffix(_UNFINISHED), not q.endswith(_UNFINISHED), signs)


def _is_in(text: Folded, sign: str) -> bool:
    if sign.startswith(_LETTERS):
        return sign.removeprefix(_LETTERS) in text.letters
    if sign.startswith(_THEME):
        return text.theme == sign.removeprefix(_THEME)
    if sign.startswith(_WITHOUT):
        return not _whole(sign.removeprefix(_WITHOUT)).search(text.words)
    return bool(_whole(sign).search(text.words))


@cache
def _whole(expression: str) -> re.Pattern[str]:
    """Between the bounds of a word; a number in groups is not the end of a longer one."""
    if expression[0].isdigit() and expression[-1].isdigit():
        return re.compile(rf"(?<![\w,.])(?<!\d )(?:{expression})(?!\w)(?![,.]\d)(?! \d{{3}}\b)")
    return re.compile(rf"\b(?:{expression})\b")


@dataclass(frozen=True, slots=True)
class Score:
    """What came beside what was expected. Both shares are 1 where nothing was expected and nothing came."""

    question: Question
    expected: int
    found: int
    right: int
    missed: tuple[NoteId, ...]
    wrong: tuple[NoteId, ...]

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both: the worst questions have the lowest."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def score(question: Question, expected: set[NoteId], found: Iterable[NoteId]) -> Score:
    came = set(found)
    return Score(
        question=question,
        expected=len(expected),
        found=len(came),
        right=len(expected & came),
        missed=tuple(sorted(expected - came)[:3]),
        wrong=tuple(sorted(came - expected)[:3]),
    )
