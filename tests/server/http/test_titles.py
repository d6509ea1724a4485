"""Titles in lists: a number stays on one line."""

import pytest

from server.http.templates import whole_numbers


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("remettre 100 000 logements", "remettre 100\u00a0000 logements"),
        ("1 234 567 euros", "1\u00a0234\u00a0567 euros"),
        ("le 28 novembre 2026, 12 400 cas", "le 28 novembre 2026, 12\u00a0400 cas"),
        ("article 5 2027", "article 5 2027"),
    ],
)
def test_a_number_stays_on_one_line(typed: str, shown: str) -> None:
    assert whole_numbers(typed) == shown
