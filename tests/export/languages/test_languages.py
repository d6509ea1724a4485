"""The catalogues of languages: the same entries in each, plurals, dates, and which one a tag chooses."""

import string
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from export.dialect.callouts import KINDS
from export.languages import DEFAULT, LANGUAGES, Language, in_common, language_of
from export.note.card import Status

EACH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts(language: Language) -> Iterator[tuple[str, str]]:
    yield from language.page.items()
    yield from ((f"folder.{key}", text) for key, text in language.folder.items())
    yield from ((f"status.{key}", text) for key, text in language.status.items())


def test_french_comes_first() -> None:
    assert next(iter(LANGUAGES)) == DEFAULT == "fr"


@EACH
def test_a_catalogue_has_the_entries_of_the_default_with_the_same_parameters(language: Language) -> None:
    default = {key: parameters(text) for key, text in texts(LANGUAGES[DEFAULT])}

    assert {key: parameters(text) for key, text in texts(language)} == default


@EACH
def test_a_catalogue_names_what_the_code_asks_for(language: Language) -> None:
    assert [len(language.dates.months), len(language.dates.weekdays), len(language.quotes)] == [12, 7, 4]
    assert set(language.status) == set(Status)
    assert set(KINDS) <= set(language.page)
    assert language.said_ready[0] == language.status[Status.READY].lower()


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1142, "1\u202f142", "1,142"),
        (333_919, "333\u202f919", "333,919"),
        (1_000_000, "1\u202f000\u202f000", "1,000,000"),
        (1.3, "1,3", "1.3"),
        (2.0, "2", "2"),
        (1234.56, "1\u202f234,6", "1,234.6"),
    ],
)
def test_a_number_has_its_thousands_in_groups(value: float, french: str, english: str) -> None:
    assert (LANGUAGES["fr"].number(value), LANGUAGES["en"].number(value)) == (french, english)


def test_small_words_are_of_one_language() -> None:
    for one in LANGUAGES.values():
        for other in LANGUAGES.values():
            assert one is other or not one.small_words & other.small_words


@pytest.mark.parametrize(
    ("tag", "code"), [("fr", "fr"), ("fr-CA", "fr"), ("en-GB", "en"), ("EN", "en"), ("de", "fr"), ("", "fr")]
)
def test_a_tag_chooses_by_its_first_part(tag: str, code: str) -> None:
    assert language_of(tag).code == code


def test_notes_of_one_language_have_it_in_common() -> None:
    assert in_common(["en", "en-GB"]) == "en"
    assert in_common(["en", "fr"]) == in_common(["de"]) == in_common([]) == DEFAULT


@pytest.mark.parametrize(
    ("code", "forms"), [("fr", ["one", "one", "other"]), ("en", ["other", "one", "other"])]
)
def test_plurals_follow_the_language(code: str, forms: list[str]) -> None:
    assert [LANGUAGES[code].form(count) for count in (0, 1, 2)] == forms


@pytest.mark.parametrize(
    ("code", "first", "moment", "weekday"),
    [
        ("fr", "1er mai 2017", "11 mars 2017, 18 h 04", "Samedi 11 mars 2017"),
        ("en", "1 May 2017", "11 March 2017, 18:04", "Saturday 11 March 2017"),
    ],
)
def test_dates_are_written_out(code: str, first: str, moment: str, weekday: str) -> None:
    language, at = LANGUAGES[code], datetime(2017, 3, 11, 18, 4, tzinfo=UTC)

    assert language.day(datetime(2017, 5, 1, tzinfo=UTC)) == first
    assert language.moment(at) == moment
    assert language.weekday(at) == weekday
