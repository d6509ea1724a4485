"""The words of the interface: languages, parameters, plurals."""

import json
from pathlib import Path

import pytest

from server.errors import StartError
from server.text.words import Lang, Words, best_lang, read_words

_WEB = Path(__file__).parents[3] / "web"
_WORDS = _WEB / "words"
# Asked of the scripts too.
_ELISIONS = _WEB / "src" / "words.cases.json"
FR, EN = Lang("fr"), Lang("en")


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", FR),
        ("fr-FR,fr;q=0.9,en;q=0.8", FR),
        ("en-GB,en;q=0.9,fr;q=0.8", EN),
        ("de,en;q=0.7,fr;q=0.3", EN),
        ("de", FR),
        ("en;q=0,fr;q=0.1", FR),
        ("*", FR),
        ("EN", EN),
        (";;q=,,en;q=x", EN),
    ],
)
def test_the_browser_chooses_the_language(header: str, lang: Lang) -> None:
    assert best_lang(header, (FR, EN)) == lang


def test_parameters_are_filled_in() -> None:
    t = Words(FR, {"name": {"you": "{{name}} (vous), {{ colour }}"}})
    assert t("name.you", name="Anne", colour=3) == "Anne (vous), 3"


@pytest.mark.parametrize(
    ("lang", "count", "form"),
    [
        (FR, 0, "one"),
        (FR, 1, "one"),
        (FR, 2, "other"),
        (EN, 0, "other"),
        (EN, 1, "one"),
    ],
)
def test_a_count_chooses_the_plural_of_the_language(lang: Lang, count: int, form: str) -> None:
    assert Words(lang, {"note_one": "one", "note_other": "other"})("note", count=count) == form


@pytest.mark.parametrize(("count", "form"), [(0, "zero"), (1, "one"), (2, "other")])
def test_none_at_all_has_words_of_its_own_where_a_text_has_some(count: int, form: str) -> None:
    texts = {"note_zero": "zero", "note_one": "one", "note_other": "other"}
    assert Words(FR, texts)("note", count=count) == form


def test_a_count_of_a_text_without_plurals_is_a_parameter() -> None:
    assert Words(EN, {"minutes": "{{count}} min"})("minutes", count=3) == "3 min"


@pytest.mark.parametrize(("lang", "shown"), [(FR, "333\u202f919 de 9\u202f999"), (EN, "333,919 de 9,999")])
def test_numbers_have_their_thousands_in_groups(lang: Lang, shown: str) -> None:
    t = Words(lang, {"so_one": "", "so_other": "{{count}} de {{most}}"})
    assert t("so", count=333_919, most=9999) == shown


@pytest.mark.parametrize(("name", "said"), json.loads(_ELISIONS.read_text("utf-8")).items())
def test_de_and_que_lose_their_vowel_in_french(name: str, said: str) -> None:
    t = Words(FR, {"at": "Le curseur de {{name}}", "by": "Ce que {{name}} a écrit"})
    assert t("at", name=name) == f"Le curseur {said}"
    assert t("by", name=name) == f"Ce qu{said.removeprefix('d')} a écrit"
    assert Words(EN, {"at": "de {{name}}"})("at", name=name) == f"de {name}"


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words(EN, {})("nothing")


def test_both_languages_say_the_same_things_with_the_same_parameters() -> None:
    french, english = (
        _texts(json.loads((_WORDS / f"{lang}.json").read_text("utf-8"))) for lang in ("fr", "en")
    )
    assert french.keys() == english.keys()
    for key, text in french.items():
        assert _parameters(text) == _parameters(english[key]), key


def _texts(words: dict[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in words.items():
        found |= (
            _texts(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": str(value)}
        )
    return found


def _parameters(text: str) -> set[str]:
    return set(text.split("{{")[1:]) and {part.split("}}")[0].strip() for part in text.split("{{")[1:]}


def test_a_language_is_a_file_of_words_and_french_comes_first(tmp_path: Path) -> None:
    for lang in ("en", "fr"):
        (tmp_path / f"{lang}.json").write_text("{}", "utf-8")

    assert list(read_words(tmp_path)) == [FR, EN]

    (tmp_path / "xx.json").write_text("{}", "utf-8")
    with pytest.raises(StartError, match=r"xx\.json has no catalogue xx\.toml in export/languages"):
        read_words(tmp_path)
