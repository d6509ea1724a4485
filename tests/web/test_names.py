"""Names behind an `@`: which piece of a text mentions whom, and who is offered while one types."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.scripts import Scripts, scripts

NAMES = ["Inès", "Inès Robert", "Karim", "Jean-Luc Martin"]
TEXTS = st.text(alphabet="@ aInèsesKarimR.\n\u0301", max_size=30)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


def bold(script: Scripts, text: str) -> list[str]:
    pieces: list[str] = script.call("comments/names.ts", "pieces", text, NAMES)
    return pieces[1::2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pour @Inès Robert, et @karim.", ["@Inès Robert", "@karim"]),
        ("@Ines tout court", ["@Ines"]),
        ("@Inès Roberts", ["@Inès"]),
        ("@Jean-Luc Martin?", ["@Jean-Luc Martin"]),
        ("@quelqu_un d’autre", ["@quelqu_un"]),
        ("ines@example.org, @ seul, @@Karim", ["@Karim"]),
    ],
)
def test_the_longest_known_name_is_mentioned(script: Scripts, text: str, expected: list[str]) -> None:
    assert bold(script, text) == expected


@pytest.mark.parametrize(
    ("text", "me", "is_mentioned"),
    [
        ("@Inès Robert ?", "Inès", False),
        ("@Inès Robert ?", "Inès Robert", True),
        ("merci @ines", "Inès", True),
        ("Inès a raison", "Inès", False),
        ("@Zoé", "Zoé", True),
    ],
)
def test_somebody_is_mentioned_by_the_whole_name(
    script: Scripts, text: str, me: str, *, is_mentioned: bool
) -> None:
    assert script.call("comments/names.ts", "mentions", text, me, NAMES) is is_mentioned


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("@", NAMES),
        ("vu avec @INE", ["Inès", "Inès Robert"]),
        ("@ines r", ["Inès Robert"]),
        ("@mart", ["Jean-Luc Martin"]),
        ("@Inès Robert ", []),
        ("@zzz", []),
    ],
)
def test_what_is_typed_narrows_the_names(script: Scripts, before: str, expected: list[str]) -> None:
    wish = script.call("comments/names.ts", "wishAt", before)
    assert script.call("comments/names.ts", "offered", NAMES, wish["query"]) == expected


@pytest.mark.parametrize("before", ["ines@", "@Inès\n", "rien"])
def test_nothing_is_asked_within_a_word_or_a_line_later(script: Scripts, before: str) -> None:
    assert script.call("comments/names.ts", "wishAt", before) is None


@given(TEXTS)
def test_the_pieces_are_the_text(script: Scripts, text: str) -> None:
    pieces = script.call("comments/names.ts", "pieces", text, NAMES)
    assert "".join(pieces) == text
