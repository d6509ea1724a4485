"""The language of a text, by its smallest words; French when in doubt."""

import re

from export.languages import LANGUAGES

_ENOUGH = 20_000


def language(text: str) -> str:
    """`fr`, `en`, or another language that has a catalogue."""
    words = re.findall(r"[^\W\d_]+", text[:_ENOUGH].lower())
    counts = {code: sum(word in one.small_words for word in words) for code, one in LANGUAGES.items()}
    return max(counts, key=lambda code: counts[code])
