"""Needles: finds the words of a query in a text, by one quick regular expression, then word by word."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from export.languages.folding import APOSTROPHES, WITHIN
from server.search.rules.folding import LETTER, SPACES, fold
from server.search.rules.query import Query
from server.search.rules.stems import stem, unlike
from server.search.rules.words import spotted

# So many letters of a word are looked for before it is read; words of one stem have them in common.
_START: Final = 3
# Letters beyond those of European languages, and what stands within words: such a text is read word by word.
_STRANGE: Final = f"{WITHIN}ʰ-˿ᴀ-ᶿℂ-ⅎ①-⓿ﬀ-ﬆ！-～\U0001d400-\U0001d7ff"
_ODD: Final = re.compile(f"[{_STRANGE}]")
# Signs within a word, and what stands for other letters.
_HIDES: Final = (("*~`", r"(?<=\w.)[*~`]*(?=\w)"), (rf"\\&\n{_STRANGE}", ""))


_PAIRS: Final = {"ae": "æÆ", "oe": "œŒ", "ss": "ßẞ"}
# Behind the first letter: no letter stands before it.
_BEGINS: Final = f"(?<!{LETTER}.)"


def _looks() -> dict[str, str]:
    """What a letter may look like, in the blocks of Unicode that European languages use."""
    found = {pair[0]: one for pair, one in _PAIRS.items()}
    for sign in map(chr, chain(range(0x250), range(0x1E00, 0x1F00), range(0x2070, 0x208A))):
        letter = fold(sign)
        if len(letter) == 1 and letter.isascii():
            found[letter] = found.get(letter, "") + sign
    return found


_ALIKE: Final = _looks()


class Spot(NamedTuple):
    """A place in a text, and the number of the term that stands there, or that only begins so."""

    begin: int
    end: int
    term: int
    is_longer: bool = False


class Needles:
    """The terms of a query: each loose word, each phrase, and the word that is being typed."""

    def __init__(self, query: Query) -> None:
        self._words = {word: at for at, word in enumerate(query.loose)}
        self._phrases = [re.compile(_phrase(said)) for said in query.exact]
        self._prefix, self._stems = query.prefix, frozenset(query.stems)
        self._whole = {query.prefix, stem(query.prefix)}
        self.terms = len(query.loose) + len(query.exact) + bool(query.prefix)
        wanted = {*query.words, *query.stems, *filter(None, [query.prefix])}
        starts = [start for word in wanted for one in (word, *unlike(word)) for start in _starts(one)]
        self._begins = re.compile(_any_of(starts))
        self._may_hold = re.compile(_any_of([*starts, *_HIDES]))

    def may_hold(self, text: str) -> bool:
        """Whether a text may have spots, with its signs or without them."""
        return self._may_hold.search(text) is not None

    def spots(self, text: str) -> list[Spot]:
        """In the order of the text; none within another."""
        found = list(self._of_phrases(text))
        if self._words or self._prefix:
            found += self._of_words(text)
        found.sort(key=lambda spot: (spot.begin, -spot.end))
        kept: list[Spot] = []
        for spot in found:
            if not kept or spot.begin >= kept[-1].end:
                kept.append(spot)
        return kept

    def has_phrases(self, text: str) -> set[int]:
        """The numbers of the phrases that a text holds."""
        return {at for at, phrase in enumerate(self._phrases) if phrase.search(text)}

    def _of_phrases(self, text: str) -> Iterator[Spot]:
        for at, phrase in enumerate(self._phrases, len(self._words)):
            for found in phrase.finditer(text):
                yield Spot(found.start(), found.end(), at)

    def _of_words(self, text: str) -> Iterator[Spot]:
        """Only what stands between the spaces around each beginning is read."""
        if _ODD.search(text):
            yield from self._of_words_in(text, 0)
            return
        end = 0
        for found in self._begins.finditer(text):
            if found.start() >= end:
                begin, end = _between_spaces(text, found.start(), end)
                yield from self._of_words_in(text[begin:end], begin)

    def _of_words_in(self, text: str, at: int) -> Iterator[Spot]:
        last = self.terms - 1
        for word, begin, end in spotted(text):
            if word in self._words:
                yield Spot(at + begin, at + end, self._words[word])
            elif self._prefix and (word.startswith(self._prefix) or word in self._stems):
                yield Spot(at + begin, at + end, last, word not in self._whole)


def _between_spaces(text: str, at: int, least: int) -> tuple[int, int]:
    """The bounds of what stands there without a space, a number with all its groups; none before `least`."""
    begin = text.rfind(" ", least, at) + 1 or least
    end = text.find(" ", at) % (len(text) + 1)
    if text[at].isdigit():
        while begin > least and text[least:begin].rstrip()[-1:].isdigit():
            begin = text.rfind(" ", least, len(text[least:begin].rstrip()) + least) + 1 or least
        while end < len(text) and text[end:].lstrip()[:1].isdigit():
            end = text.find(" ", len(text) - len(text[end:].lstrip())) % (len(text) + 1)
    return begin, end


def _starts(word: str) -> Iterator[tuple[str, str]]:
    """The first letters of a word as they may look: the first one, and an expression for those behind it."""
    pair = _PAIRS.get(word[:2])
    if pair:
        yield pair, _BEGINS + _letters(word[2:_START])
    yield _alike(word[0]), ("" if word[0].isdigit() else _BEGINS) + _letters(word[1:_START], word[0])


def _letters(word: str, before: str = "") -> str:
    """An expression for letters; spaces may stand within a number, and two letters in one ligature."""
    if not word:
        return ""
    space = f"[{SPACES}.,-]{{0,2}}" if before.isdigit() else ""
    out = f"{space}[{_alike(word[0])}]{_letters(word[1:], word[0])}"
    pair = _PAIRS.get(word[:2])
    return f"(?:{out}|[{pair}]{_letters(word[2:])})" if pair else out


def _alike(sign: str) -> str:
    """What stands in brackets of an expression for a sign of a folded word."""
    return _ALIKE.get(sign, ".," if sign == "." else r"\w")


def _any_of(starts: Iterable[tuple[str, str]]) -> str:
    """One set of first signs, which re looks for quickly, then what is behind each of them."""
    listed = sorted(set(starts))
    if not listed:
        return "(?!)"
    firsts = "".join(dict.fromkeys(first for first, _ in listed if first != r"\w"))
    any_letter = r"\w" if any(first == r"\w" for first, _ in listed) else ""
    return f"[{firsts}{any_letter}](?:{'|'.join(f'(?<=[{first}]){rest}' for first, rest in listed)})"


def _phrase(said: str) -> str:
    """As it is typed, but for the kinds of spaces, apostrophes and hyphens; its ends are those of words."""
    out = ""
    for part in re.split(rf"([{SPACES}]+|[{APOSTROPHES}]|[-‐‑])", said):
        if not part:
            continue
        kinds = (SPACES, APOSTROPHES, "-‐‑")
        kind = next((one for one in kinds if re.fullmatch(f"[{one}]+", part)), "")
        out += f"[{kind}]" + "+" * (kind == SPACES) if kind else re.escape(part)
    before, behind = (r"(?<!\w)" if said[0].isalnum() else ""), (r"(?!\w)" if said[-1].isalnum() else "")
    return f"{before}{out}{behind}"
