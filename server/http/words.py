"""Texts of the interface in each language, from the files that the browser's side reads too."""

import json
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from aiohttp import web

from server.errors import StartError

_PARAMETER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class Lang(StrEnum):
    """French first."""

    FR = "fr"
    EN = "en"


LANG = web.RequestKey("lang", Lang)


class Words:
    """`t(key, **parameters)` of one language; `count` chooses between `key_one` and `key_other`."""

    def __init__(self, lang: Lang, texts: Mapping[str, object]) -> None:
        self.lang = lang
        self._texts = dict(_flat(texts))

    def __call__(self, key: str, /, **parameters: object) -> str:
        """The text with its `{{parameters}}` filled in. Raises KeyError for a key that does not exist."""
        return _PARAMETER.sub(
            lambda match: str(parameters[match[1]]), self._text(key, parameters.get("count"))
        )

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def _text(self, key: str, count: object) -> str:
        if isinstance(count, int | float):
            form = f"{key}_{'one' if _is_one(self.lang, count) else 'other'}"
            return self._texts[form if form in self._texts else key]
        return self._texts[key]


def read_words(folder: Path) -> dict[Lang, Words]:
    """The words of every language. Raises StartError."""
    try:
        return {lang: Words(lang, json.loads((folder / f"{lang}.json").read_text("utf-8"))) for lang in Lang}
    except OSError as error:
        raise StartError(
            f"The front end is not built: {error.filename} is missing. Run `./dev` once."
        ) from error


def best_lang(accept_language: str) -> Lang:
    """What the browser likes best of what there is; French when it likes neither."""
    wishes: list[tuple[float, Lang]] = []
    for part in accept_language.split(","):
        name, _, parameters = part.partition(";")
        code = name.strip().lower().partition("-")[0]
        weight = _weight(parameters)
        if code in set(Lang) and weight > 0:
            wishes.append((weight, Lang(code)))
    return max(wishes, key=lambda wish: wish[0])[1] if wishes else Lang.FR


def _weight(parameters: str) -> float:
    match = re.fullmatch(r"\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*", parameters)
    return float(match[1]) if match else 1.0


def _is_one(lang: Lang, count: float) -> bool:
    return 0 <= count < 2 if lang is Lang.FR else count == 1


def _flat(texts: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in texts.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
