"""The direction of a text, and words of the other direction in it."""

import pytest

from export.note.direction import figures, is_right_to_left, isolated, runs


@pytest.mark.parametrize(
    ("text", "lang", "is_rtl"),
    [
        ("عبد الرحمن بن يوسف a présidé la séance.", "fr", False),
        ("דוד כהן (David Cohen)", "fr", False),
        ("هذا نص باللغة العربية (Paris 2027).", "fr", True),
        ("مراد", "en", True),
        ("12 345 %", "fr", False),
        ("12 345 %", "ar", True),
        ("Paris, 2027", "he-IL", False),
        ("מר Cohen", "fr", False),
        ("", "fr", False),
    ],
)
def test_it_is_that_of_the_language_unless_most_letters_run_the_other_way(
    text: str, lang: str, *, is_rtl: bool
) -> None:
    assert is_right_to_left(text, lang) is is_rtl


def test_a_name_is_one_run_and_a_list_of_names_several() -> None:
    text = "Et عبد الرحمن بن يوسف, צה״ל, مراد 2027 et אבן-גבירול."
    assert [piece for piece, is_other in runs(text) if is_other] == [
        *("عبد الرحمن بن يوسف", "צה״ל", "مراد", "אבן-גבירול"),
    ]
    assert "".join(piece for piece, _ in runs(text)) == text
    assert isolated("a &amp; مراد") == "a &amp; <bdi>مراد</bdi>"
    assert isolated("a &amp; b") == "a &amp; b"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("مراد, 3\u00a0h\u00a038", ["3\u00a0h\u00a038"]),
        ("כהן, 474\u202f758,91\u00a0€.", ["474\u202f758,91\u00a0€"]),
        ("מרים −85,0\u202f%, 06\u00a012\u00a034", ["−85,0\u202f%", "06\u00a012\u00a034"]),
        ("مراد (12/03/2027)", ["12/03/2027"]),
        ("مراد n°\u00a07", ["n°\u00a07"]),
        ("مراد", []),
    ],
)
def test_a_figure_among_such_words_is_a_piece_with_its_units(text: str, found: list[str]) -> None:
    assert [piece for piece, is_figure in figures(text) if is_figure] == found
    assert "".join(piece for piece, _ in figures(text)) == text
