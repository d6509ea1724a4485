"""Dates as people write them on a card."""

import pytest

from export.note.dates import iso_date


@pytest.mark.parametrize(
    ("said", "lang", "iso"),
    [
        ("18 février 2027", "fr", "2027-02-18"),
        ("1er\u00a0mars\u202f2027", "fr", "2027-03-01"),
        ("Jeudi 18 FÉVRIER 2027, 18 h 40", "fr", "2027-02-18"),
        ("le 3 août 2026", "fr", "2026-08-03"),
        ("14 juil. 2027", "fr", "2027-07-14"),
        ("18/02/2027", "fr", "2027-02-18"),
        ("Février 2027", "fr", "2027-02"),
        ("2027", "fr", "2027"),
        ("2027-02-18", "fr", "2027-02-18"),
        ("11 March 2027", "en", "2027-03-11"),
        ("March 11th, 2027", "en", "2027-03-11"),
        ("11 March 2027", "fr", "2027-03-11"),
        ("demain", "fr", ""),
        ("30 février 2027", "fr", ""),
        ("du 3 mars 2027 au 5 mars 2027", "fr", ""),
        ("1 234 567 €", "fr", ""),
        ("", "fr", ""),
    ],
)
def test_a_date_is_read_in_both_languages_or_not_at_all(said: str, lang: str, iso: str) -> None:
    assert iso_date(said, lang) == iso
