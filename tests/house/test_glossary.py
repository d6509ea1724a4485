"""The texts of the interface and of paper keep to the glossary: one thing has one word."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "reference" / "glossary.md").read_text("utf-8")
HEADINGS = {"fr": "French", "en": "English"}


def texts(words: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from texts(value, f"{path}{key}.")
        elif isinstance(value, str):
            yield path + key, value


def said(lang: str) -> Iterator[tuple[str, str]]:
    """Every text of the interface and of paper in a language, by its key."""
    yield from texts(json.loads((ROOT / "web" / "words" / f"{lang}.json").read_text("utf-8")))
    paper = tomllib.loads((ROOT / "export" / "languages" / f"{lang}.toml").read_text("utf-8"))
    for part in ("status", "page", "folder"):
        yield from texts(paper[part], f"{part} on paper.")


def below(heading: str) -> str:
    """The part of the glossary under a heading of the third level."""
    return GLOSSARY.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]


def not_to_be_used(lang: str) -> list[str]:
    rows = re.findall(r"^\| (`.+?`) \| .+ \|$", below(HEADINGS[lang]), re.MULTILINE)
    return [term for row in rows for term in re.findall(r"`(.+?)`", row)]


def has(text: str, term: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", text.replace("\u202f", " ")))


@pytest.mark.parametrize("lang", HEADINGS)
def test_no_text_uses_a_word_that_is_not_to_be_used(lang: str) -> None:
    terms = not_to_be_used(lang)
    assert len(terms) > 20
    used = [f"{key}: {term}: {text}" for key, text in said(lang) for term in terms if has(text, term)]
    assert used == [], "see docs/reference/glossary.md"


@pytest.mark.parametrize("lang", HEADINGS)
def test_words_of_developers_stay_with_programs(lang: str) -> None:
    programs, _, terms = below("Words of developers").partition(".\n")
    causes = re.findall(r"`(\w+)`", programs)
    words = re.findall(r"`(.+?)`", terms)
    assert causes
    assert words
    loose = [
        f"{key}: {word}: {text}"
        for key, text in said(lang)
        for word in words
        if has(text, word) and not key.startswith(tuple(f"errors.{cause}." for cause in causes))
    ]
    assert loose == []


@pytest.mark.parametrize("text", ["Deux tirages.", "dans l’archive : tirages", "Tirage ou tirages ?"])
def test_a_word_is_found_where_it_stands(text: str) -> None:
    assert has(text, "tirages")


@pytest.mark.parametrize("text", ["étirages", "e-tirages", "Tirages"])
def test_a_word_is_found_whole_and_as_it_is_written(text: str) -> None:
    assert not has(text, "tirages")
