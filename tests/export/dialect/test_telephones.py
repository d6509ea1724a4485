"""Telephone numbers that have changed since a note was read: that of now is called, never the one before."""

import re

import pytest

from export.dialect.context import Target
from export.dialect.markdown import render


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Maire : 06 11 22 33 44, le matin.", "Maire : 06 12 34 56 78, le matin."),
        ("Maire : 06 12 34 56 70, le matin.", "Maire : 06 12 34 56 78, le matin."),
        ("Maire : +33 7 12 34 56 78, le matin.", "Maire : +33 6 12 34 56 78, le matin."),
        ("Maire, le matin.", "Maire : 06 12 34 56 78, le matin."),
    ],
)
def test_a_number_that_has_changed_calls_that_of_now(before: str, now: str) -> None:
    html = render(now, lang="fr", target=Target.SCREEN, previous=before).html

    assert set(re.findall(r'href="([^"]+)"', html)) == {"tel:+33612345678"}
    called = "".join(re.findall(r'<a href="tel:[^"]+">([^<]*)</a>', html))
    assert re.sub(r"\D", "", called) in {"0612345678", "33612345678"}, "every figure of it"


def test_a_number_that_is_gone_calls_nobody() -> None:
    html = render("Maire.", lang="fr", target=Target.SCREEN, previous="Maire : 06 12 34 56 78.").html

    assert "34" in html
    assert "tel:" not in html
