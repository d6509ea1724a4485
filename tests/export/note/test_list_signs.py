"""List items have the sign of their level."""

import pytest

from export.note.list_signs import bullet, number


@pytest.mark.parametrize(
    ("value", "level", "said"),
    [
        (3, 0, "3."),
        (26, 1, "z)"),
        (27, 1, "27)"),
        (0, 1, "0)"),
        (4, 2, "iv)"),
        (39, 2, "xxxix)"),
        (40, 2, "40)"),
        (2, 5, "ii)"),
    ],
)
def test_a_number_is_written_as_its_level_has_it(value: int, level: int, said: str) -> None:
    assert number(value, level, ".") == said


def test_bullets_are_three_and_the_last_one_goes_on() -> None:
    assert [bullet(level) for level in range(5)] == ["–", "•", "◦", "◦", "◦"]
