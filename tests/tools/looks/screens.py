"""Every screen and dialog by its name, with what leads there."""

from collections.abc import Awaitable, Callable, Iterator
from inspect import iscoroutinefunction, signature
from types import ModuleType
from typing import Final

from playwright.async_api import Page

from tests.tools.looks import (
    beside,
    carton,
    doors,
    editing,
    finding,
    guests,
    hands,
    leaving,
    lists,
    many,
    margin,
    members,
    moving,
    own,
    pages,
    rereading,
    searching,
    shelves,
    taken,
    theft,
    todays,
)
from tests.tools.looks.stage import Stage

Screen = Callable[[Stage], Awaitable[Page]]
_MODULES: Final = {
    "editor": editing,
    "dialog": beside,
    "page": pages,
    "own": own,
    "moving": moving,
    "theft": theft,
    "door": doors,
    "leaving": leaving,
    "many": many,
    "margin": margin,
    "members": members,
    "hands": hands,
    "list": lists,
    "shelf": shelves,
    "carton": carton,
    "guests": guests,
    "search": searching,
    "finding": finding,
    "today": todays,
    "taken": taken,
    "since": rereading,
}


def _screens(prefix: str, module: ModuleType) -> Iterator[tuple[str, Screen]]:
    """What a module defines that takes a stage and gives a page."""
    for name, function in vars(module).items():
        if getattr(function, "__module__", "") != module.__name__ or not iscoroutinefunction(function):
            continue
        said = signature(function)
        if list(said.parameters) == ["stage"] and said.return_annotation is Page:
            yield f"{prefix}-{name}", function


SCREENS: Final = {
    name: screen for prefix, module in _MODULES.items() for name, screen in _screens(prefix, module)
}
