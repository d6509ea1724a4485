"""The language of a text, by its smallest words; French when in doubt."""

import re

# Words that one of the two languages uses all the time and the other does not have.
_FRENCH = frozenset({
    "le", "la", "les", "des", "du", "et", "est", "une", "que", "qui", "dans", "pour", "pas", "sur",
    "avec", "nous", "au", "aux", "ce", "cette", "ou", "sont", "il", "elle", "de", "un",
})  # fmt: skip
_ENGLISH = frozenset({
    "the", "and", "of", "to", "is", "that", "for", "with", "are", "this", "it", "be", "we", "not",
    "by", "have", "has", "from", "they", "you", "was", "will", "an", "at",
})  # fmt: skip
_ENOUGH = 20_000


def language(text: str) -> str:
    """`fr` or `en`."""
    words = re.findall(r"[a-zà-ÿ]+", text[:_ENOUGH].lower())
    english = sum(word in _ENGLISH for word in words)
    french = sum(word in _FRENCH for word in words)
    return "en" if english > french else "fr"
