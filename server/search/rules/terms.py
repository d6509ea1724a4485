"""Splits a typed line into words, the start of the last one, exact phrases and words to leave out."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from export.languages.folding import WITHIN
from server.search.rules.folding import SPACES, fold
from server.search.rules.words import LONGEST, spotted, words_of

# Any of them opens and any closes; one alone is a sign like others.
QUOTES: Final = '"«»“”„‟＂'
_PHRASE: Final = re.compile(rf"(?P<minus>(?<!\S)[-−])?[{QUOTES}](?P<said>[^{QUOTES}]*)[{QUOTES}]")
_LEFT_OUT: Final = re.compile(r"(?<!\S)[-−]+(?=\w)(\S+)")
_LAST_WORD: Final = re.compile(rf"[\w{WITHIN}]+\Z")
# A number that goes on: `100 ` and `100 0` on the way to `100 000`, `13,` on the way to `13,8`.
_GROWING: Final = re.compile(
    rf"(?<![\w.,])(?P<digits>\d{{1,3}}(?:[{SPACES}]\d{{3}})*)(?:[{SPACES}](?P<zeros>0{{0,2}})|[.,])\Z"
)


class Split(NamedTuple):
    """`words` are those outside of the exact phrases and before the last word, whose letters are `prefix`."""

    words: tuple[str, ...]
    prefix: str
    exact: tuple[str, ...]
    without: tuple[str, ...]


def split(typed: str) -> Split:
    exact: list[str] = []
    without: list[str] = []

    def phrase(match: re.Match[str]) -> str:
        if match["minus"]:
            without.extend(words_of(match["said"]))
        elif any(map(str.isalnum, match["said"])):
            exact.append(" ".join(match["said"].split()))
        return "\n"

    def left_out(match: re.Match[str]) -> str:
        without.extend(words_of(match[1]))
        return "\n"

    words, prefix = _last_apart(_LEFT_OUT.sub(left_out, _PHRASE.sub(phrase, typed)))
    return Split(once(words), prefix, once(exact), once(without))


def once(words: Iterable[str]) -> tuple[str, ...]:
    """Each one time, in order."""
    return tuple(dict.fromkeys(words))


def _last_apart(typed: str) -> tuple[list[str], str]:
    """The words that are finished, and the folded letters of the last one, which may go on."""
    typed = typed.removesuffix("*")
    if growing := _GROWING.search(typed):
        digits = "".join(map(fold, growing["digits"].split())) + (growing["zeros"] or "")
        return words_of(typed[: growing.start()]), digits
    found = list(spotted(typed))
    words = [one.word for one in found]
    if found and found[-1].end == len(typed):
        last = words.pop()
        return words, last if last[0].isdigit() else fold(typed[found[-1].begin :])[:LONGEST]
    # A function word is looked for only while it may become another word, and nothing else is.
    begun = _LAST_WORD.search(typed)
    return words, fold(begun[0]) if begun and not words else ""
