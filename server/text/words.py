"""Texts of the interface in each language, from the files that the browser's side reads too."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, NewType

from export import languages
from export.languages import language_of
from server.errors import StartError

# `{{name}}`, with a word before it that may be elided.
_PARAMETER = re.compile(r"(?:\b(\w+) )?\{\{\s*(\w+)\s*\}\}")


# The name of a file of words, which is also that of a catalogue in export/languages.
Lang = NewType("Lang", str)
DEFAULT_LANG: Final = Lang(languages.DEFAULT)


class Words:
    """`t(key, **parameters)` of one language; `count` chooses among `key_zero`, where there is one,
    `key_one` and `key_other`.

    A parameter that is a number is shown as the language writes it, with its thousands in groups.
    """

    def __init__(self, lang: Lang, texts: Mapping[str, object]) -> None:
        self.lang = lang
        self._texts = dict(_flat(texts))

    def __call__(self, key: str, /, **parameters: object) -> str:
        """The text with its `{{parameters}}` filled in. Raises KeyError for a key that does not exist."""
        text = self._text(key, parameters.get("count"))
        return _PARAMETER.sub(lambda match: self._filled(match[1], parameters[match[2]]), text)

    def _filled(self, before: str | None, value: object) -> str:
        shown = self.shown(value)
        return language_of(self.lang).behind(before, shown) if before else shown

    def shown(self, value: object) -> str:
        """A parameter as a page shows it: 1 142 or 1,142 where it is a number."""
        return language_of(self.lang).number(value) if isinstance(value, int | float) else str(value)

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def _text(self, key: str, count: object) -> str:
        if isinstance(count, int | float):
            forms = f"{key}_zero" if count == 0 else "", f"{key}_{language_of(self.lang).form(count)}"
            return self._texts[next((form for form in forms if form in self._texts), key)]
        return self._texts[key]


def read_words(folder: Path) -> dict[Lang, Words]:
    """The words of each language that has a file, French first. Raises StartError."""
    found = {Lang(file.stem) for file in folder.glob("*.json")}
    if DEFAULT_LANG not in found:
        missing = folder / f"{DEFAULT_LANG}.json"
        raise StartError(f"The front end is not built: {missing} is missing. Run `./dev` once.")
    if unknown := sorted(found - languages.LANGUAGES.keys()):
        raise StartError(f"{unknown[0]}.json has no catalogue {unknown[0]}.toml in export/languages.")
    langs = sorted(found, key=lambda lang: (lang != DEFAULT_LANG, lang))
    return {lang: Words(lang, json.loads((folder / f"{lang}.json").read_text("utf-8"))) for lang in langs}


def best_lang(accept_language: str, known: Collection[Lang]) -> Lang:
    """The first choice of the browser among `known`; French where it names none of them."""
    preferences: list[tuple[float, Lang]] = []
    for part in accept_language.split(","):
        name, _, parameters = part.partition(";")
        lang = Lang(name.strip().lower().partition("-")[0])
        weight = _weight(parameters)
        if lang in known and weight > 0:
            preferences.append((weight, lang))
    return max(preferences, key=lambda preference: preference[0])[1] if preferences else DEFAULT_LANG


def _weight(parameters: str) -> float:
    match = re.fullmatch(r"\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*", parameters)
    return float(match[1]) if match else 1.0


def _flat(texts: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in texts.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
