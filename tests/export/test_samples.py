"""The example notes are whole, four pages long, and use everything."""

from collections.abc import Callable

import pikepdf
import pytest

from export.dialect.callouts import KINDS
from export.samples import sample


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_example_shows_what_a_note_can_hold(lang: str) -> None:
    text = sample(lang)

    assert text.startswith("# ")
    for part in (
        *(f"\n::: {kind}" for kind in KINDS),
        "\n- [x] ",
        "\n- [ ] ",
        "[^",
        "\nTable: ",
        "```graphique" if lang == "fr" else "```chart",
        "👍",
    ):
        assert part in text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_example_is_four_pages_in_its_language(
    lang: str, print_note: Callable[..., bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("sample") / "note.pdf"
    path.write_bytes(print_note(sample(lang)))

    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 4
        assert str(pdf.Root.Lang) == lang


def test_any_other_language_gets_the_french_one() -> None:
    assert sample("de") == sample("fr") != sample("en-GB") == sample("en")
