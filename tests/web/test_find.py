"""What is looked for in a text: found where it stands, whatever it is, and nothing else is changed."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.scripts import Scripts, scripts

WORDS = st.text(alphabet="aàé e\u0301.*[(|\\^$'’12\n 😀", max_size=24)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


def query(text: str, **more: object) -> dict[str, object]:
    return {"text": text, "replacement": "", "isExact": False, "isWord": False, "isPattern": False, **more}


def found(script: Scripts, text: str, sought: dict[str, object]) -> list[dict[str, Any]]:
    matches: list[dict[str, Any]] | None = script.call("find/query.ts", "matchesIn", text, sought)
    return matches or []


def units(text: str) -> bytes:
    """As the browser counts: two bytes a unit."""
    return text.encode("utf-16-le")


def replaced(script: Scripts, text: str, sought: dict[str, object]) -> str:
    """Every match by what it is to become."""
    out = units(text)
    for match in reversed(found(script, text, sought)):
        by = script.call("find/query.ts", "replacementOf", sought, match)
        out = out[: 2 * match["from"]] + units(by) + out[2 * match["to"] :]
    return out.decode("utf-16-le")


def plain(text: str) -> str:
    """The forms of a text that the search takes for the same."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub("[\u00a0\u202f]", " ", composed).replace("’", "'").casefold()


@given(text=WORDS, sought=WORDS.filter(bool))
def test_every_match_says_what_was_sought(script: Scripts, text: str, sought: str) -> None:
    matches = found(script, text, query(sought))
    for match in matches:
        said = units(text)[2 * match["from"] : 2 * match["to"]].decode("utf-16-le")
        assert plain(said) == plain(sought)
    if sought in text:
        assert matches


@given(text=WORDS, sought=WORDS.filter(bool), by=WORDS)
def test_what_replaces_letters_is_put_in_as_it_is(script: Scripts, text: str, sought: str, by: str) -> None:
    out = replaced(script, text, query(sought, replacement=by, isExact=True))
    exact = unicodedata.is_normalized("NFC", sought) and unicodedata.is_normalized("NFD", sought)
    if exact and not set("'’ \u00a0") & set(sought):
        assert out == text.replace(sought, by)


@pytest.mark.parametrize(
    ("text", "sought", "by", "wanted"),
    [
        ("2022, 2023", r"(20)(\d\d)", "$2-$1", "22-20, 23-20"),
        ("a b", r"\b", "-", "a b"),
        ("a\nb", "\\n", "$$&\\t", "a$&\tb"),
        ("ab", "(a)(x)?", "[$2$3$&]", "[$3a]b"),
        ("(a", "(a", "x", "(a"),
    ],
)
def test_a_regular_expression_replaces_by_its_groups(
    script: Scripts, text: str, sought: str, by: str, wanted: str
) -> None:
    assert replaced(script, text, query(sought, replacement=by, isPattern=True)) == wanted


def test_a_whole_word_has_no_letter_beside_it(script: Scripts) -> None:
    matches = found(script, "état, l’état, étatique, contre-état", query("ÉTAT", isWord=True))
    assert [match["from"] for match in matches] == [0, 8, 31]
