"""Words of a text as the index keeps them: folded stems, numbers in one piece, function words left out."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import combining

from export.languages.folding import APOSTROPHES, WITHIN
from server.search.rules.folding import LETTER, SPACES, fold
from server.search.rules.function_words import FUNCTION_WORDS
from server.search.rules.stems import stem

# Of these rules: an index that was made by others is made anew.
VERSION: Final = 1

_LETTERS: Final = f"{LETTER}(?:{LETTER}|[{WITHIN}])*"
# The letter of an article stands alone: `L1132-1` is what `L. 1132-1` is.
_WORD: Final = (
    rf"(?P<word>(?i:aujourd[{APOSTROPHES}]\w*)|(?i:[LRD])(?=\d{{3}})|{LETTER}(?:{LETTER}|[{WITHIN}\d])*)"
)
_PHONE: Final = rf"0\d(?:[{SPACES}.-]?\d\d){{4}}"
_GROUPS: Final = rf"\d{{1,3}}(?:[{SPACES}]{{1,2}}\d{{3}})+"
_PLAIN: Final = r"\d+"
_NUMBER: Final = rf"(?P<number>(?:{_PHONE}|{_GROUPS}|{_PLAIN})(?!\d)(?:[.,]\d+)*)(?P<rest>{_LETTERS})?"
_TOKEN: Final = re.compile(rf"(?:(?i:n)[°º][{SPACES}]?)?{_NUMBER}|{_WORD}")
# Whose points and commas separate nothing: telephone numbers and thousands.
_WHOLE: Final = re.compile(rf"{_PHONE}|\d{{1,3}}(?:(?:\.\d{{3}}){{2,}}|(?:,\d{{3}}){{2,}}|[.,]000)")
# Signs that are looked through at once, as nobody else runs meanwhile; a number may go on behind so many.
_AT_ONCE: Final = 16_000
_GOES_ON: Final = 16
# Letters of a word that are kept, and letters that are read for it: what is longer is no word of a language.
LONGEST: Final = 64
_READ: Final = 200
_DIGITS: Final = re.compile(r"\d+")
_ORDINALS: Final = re.compile("ers?|re?s?|eres?|es?|emes?|nde?s?|st|rd|th")
# French words that lose a letter before a vowel, and what is left of English ones behind an apostrophe.
_ELISIONS: Final = frozenset(
    {"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"}
)
_LEFT: Final = frozenset({"s", "d", "m", "ll", "re", "ve"})
_CUT: Final = _ELISIONS | _LEFT


class Spotted(NamedTuple):
    """A word of the index, and where it stands in the text."""

    word: str
    begin: int
    end: int


def words_of(text: str) -> list[str]:
    """Folded stems, in order."""
    return [found.word for found in spotted(text)]


def spotted(text: str) -> Iterator[Spotted]:
    """The same words with their places."""
    for found in tokens(text):
        if found.lastgroup != "word":
            yield from _number(found)
        elif word := _stem(found[0][:_READ]):
            begin, end = found.span()
            if word not in _CUT or not _is_cut(text, word, begin, end):
                yield Spotted(word, begin, end)


def tokens(text: str, at_once: int = _AT_ONCE) -> Iterator[re.Match[str]]:
    """Those of the whole text, found part by part; what is as long as a part is cut there."""
    at = 0
    while at < len(text):
        end = min(at + at_once, len(text))
        begin, at = at, end
        for found in _TOKEN.finditer(text, begin, end):
            if found.end() > end - _GOES_ON and end < len(text) and found.start() > begin:
                at = found.start()
                break
            yield found


@lru_cache(maxsize=1 << 14)
def _stem(typed: str) -> str:
    """Empty for a function word."""
    word = fold(typed)
    return "" if word in FUNCTION_WORDS else stem(word[:LONGEST])


def _is_cut(text: str, word: str, begin: int, end: int) -> bool:
    """Whether a word is what stands before an apostrophe in `l'eau`, or behind it in `Paris's`."""
    if word in _ELISIONS and end < len(text) and text[end] in APOSTROPHES:
        return True
    if word not in _LEFT or begin < 2 or text[begin - 1] not in APOSTROPHES:
        return False
    return text[begin - 2].isalnum() or combining(text[begin - 2]) > 0


def _number(found: re.Match[str]) -> Iterator[Spotted]:
    """A number, and the letters that stand right behind it: `46M€` is `46` and `m`, `2nde` is `2e`."""
    begin, end = found.span("number")
    numbers = list(_numbers(found["number"], begin))
    rest = fold(found["rest"][:_READ]) if found["rest"] else ""
    if _ORDINALS.fullmatch(rest) and len(numbers) == 1:
        yield Spotted(f"{numbers[0].word}e", begin, found.end())
        return
    yield from numbers
    if rest and (word := _stem(rest)):
        yield Spotted(word, end, found.end())


def _numbers(typed: str, begin: int) -> Iterator[Spotted]:
    """One number, or those of a date: `1.234.567` and `13,8` are one, `13.11.2026` are three."""
    parts = [fold(part)[:LONGEST] for part in _DIGITS.findall(typed[:_READ])]
    marks = typed.count(".") + typed.count(",")
    if not marks or _WHOLE.fullmatch(typed):
        yield Spotted("".join(parts), begin, begin + len(typed))
    elif marks == 1:
        yield Spotted(f"{''.join(parts[:-1])}.{parts[-1]}", begin, begin + len(typed))
    else:
        for found in _DIGITS.finditer(typed):
            yield Spotted(fold(found[0][:LONGEST]), begin + found.start(), begin + found.end())
