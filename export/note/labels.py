"""The few words that paper itself says, in the language of the note."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from export.languages import language_of


def labels(lang: str) -> Mapping[str, str]:
    return language_of(lang).page


def counted(key: str, count: int, lang: str, **more: str) -> str:
    """The sentence of a key for none (where it has one), one or many; `more` is what else it names."""
    words = labels(lang)
    form = "none" if count == 0 and f"{key}_none" in words else language_of(lang).form(count)
    return words[f"{key}_{form}"].format(count=count, **more)


def in_short(names: Sequence[str], most: int, lang: str) -> str:
    """So many names of a list and how many others there are; one more is named, not counted."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} {counted('others', len(names) - most, lang)}"


def day(at: datetime, lang: str) -> str:
    return language_of(lang).day(at)


def moment(at: datetime, lang: str) -> str:
    return language_of(lang).moment(at)
