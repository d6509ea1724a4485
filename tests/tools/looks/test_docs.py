"""The pictures of the documentation: each is of a screen that there is, and lies where it is shown."""

from tests.tools.looks.docs import IMAGES, PICTURES
from tests.tools.looks.screens import SCREENS


def test_each_picture_is_of_a_screen_and_is_there() -> None:
    assert {one.screen for one in PICTURES.values()} <= SCREENS.keys()
    assert all((IMAGES / f"{name}.png").is_file() for name in PICTURES)


def test_every_kind_of_screen_is_among_those_that_are_looked_at() -> None:
    assert {name.partition("-")[0] for name in SCREENS} == {
        "editor",
        "dialog",
        "page",
        "own",
        "theft",
        "door",
        "leaving",
        "members",
        "shelf",
        "carton",
        "moving",
        "many",
        "list",
        "guests",
        "hands",
        "margin",
        "finding",
        "search",
        "today",
        "taken",
        "since",
    }
    assert len(SCREENS) > 80
