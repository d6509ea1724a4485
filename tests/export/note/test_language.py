"""Which language a note is in."""

import pytest

from export.note.language import language
from export.samples import sample


@pytest.mark.parametrize("text", ["", "12 345", "Gares", "Le plan et son financement"])
def test_a_text_is_french_when_in_doubt(text: str) -> None:
    assert language(text) == "fr"


def test_each_sample_is_in_its_language() -> None:
    assert language(sample("fr")) == "fr"
    assert language(sample("en")) == "en"
