"""What somebody may be called: seen whole, and taken for nobody else."""

import pytest

from server.visitors.names import nickname
from tests.conftest import Client
from tests.server.visits import visit


@pytest.mark.parametrize(
    "name",
    [
        "Claire",
        "Éloïse d’Été",
        "O’Brien-Łukasz",
        "Карим",
        "Νίκος (presse)",
        "Claire Карим",
        "王小明",
        "محمد",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d💻 Anna",
        "Nguyễn Văn",
    ],
)
def test_names_of_all_languages_are_kept_as_they_are(name: str) -> None:
    assert nickname(name) == name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Claire \t B. ", "Claire B."),
        ("Claire\u00a0\u3000B.", "Claire B."),
        ("Ｃｌａｉｒｅ", "Claire"),
        ("ﬁona", "fiona"),
        ("e\u0301", "é"),
    ],
)
def test_one_name_has_one_form(given: str, kept: str) -> None:
    assert nickname(given) == kept


@pytest.mark.parametrize(
    "name",
    [
        "Claire\u200b",
        "Cla\u200dire",
        "Claire\u200c",
        "\u202eerialC",
        "Claire\u2066",
        "Cla\u00adire",
        "\ufeffClaire",
        "\u3164",
        "\u2800",
        "Claire\U000e0041",
        "Z" + "\u0336" * 20,
        "Сlaire",
        "Cl\u0430ire",
        "Νikos",
        "",
        "   ",
    ],
)
def test_what_is_not_seen_or_mixes_alphabets_in_a_word_is_no_name(name: str) -> None:
    assert nickname(name) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Сора", "Сора (cyr.)"),
        ("СОРА Хорс", "СОРА Хорс (cyr.)"),
        ("Сора (cyr.)", "Сора (cyr.)"),
        ("Νίκος", "Νίκος (gr.)"),
        ("Сора et Νίκος", "Сора et Νίκος"),
        ("Ольга", "Ольга"),
        ("12", "12"),
    ],
)
def test_a_whole_name_that_looks_like_a_latin_one_says_its_alphabet(given: str, kept: str) -> None:
    assert nickname(given) == kept


async def test_nobody_takes_the_name_of_another_with_something_that_is_not_seen(client: Client) -> None:
    cookie = await visit(client)
    for name in ("Claire\u200b", "\u202eerialC", "Сlaire"):
        answer = await client.put("/api/visitor", json={"name": name}, headers=cookie)
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "bad_name"
