"""The one list of commands: what the page offers is what the scripts do, under names in both languages."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from tests.conftest import Client
from tests.server.visits import make

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "server" / "pages"
SOURCES = ROOT / "web" / "src"
# Actions of the page itself, in web/src/editor.
OF_THE_PAGE = {"picture", "comment", "everywhere"}


def read(name: str) -> Any:
    """A variable of the template."""
    source = (PAGES / "commands.html").read_text("utf-8")
    loaded = Environment(loader=DictLoader({"commands": source}), autoescape=True).get_template("commands")
    return getattr(loaded.module, name)


COMMANDS: dict[str, dict[str, Any]] = read("COMMANDS")
BLOCKS: list[str] = read("BLOCKS")
TABLE: list[str] = read("TABLE")


def done_by(script: str, after: str) -> set[str]:
    """The names of the commands in an object literal of a script."""
    body = (
        (SOURCES / script)
        .read_text("utf-8")
        .partition(after)[2]
        .partition("\n  }\n")[0]
        .partition("\n}\n")[0]
    )
    return {
        quoted or plain
        for quoted, plain in re.findall(r'^ +(?:"([\w:-]+)"|(\w+))(?::|,$)', body, re.MULTILINE)
    }


def test_every_command_of_the_list_is_done_and_every_one_that_is_done_is_listed() -> None:
    written = done_by("writing/commands.ts", "  return {\n")
    inserted = done_by("writing/insert-blocks.ts", "export const BLOCKS: Record<string, Command> = {\n")
    tabled = done_by("table/table.ts", "export const TABLE: Record<string, Command> = {\n")
    assert {"bold", "kind:h1", "undo"} <= written
    assert {"box:retenir", "chart"} <= inserted
    assert set(TABLE) == tabled
    assert written | inserted | tabled | OF_THE_PAGE == COMMANDS.keys()


def test_buttons_run_by_one_attribute() -> None:
    """`data-command` names the lines of two lists, which are no buttons: see `test_toolbar.py`."""
    buttons = [
        (path.name, button)
        for path in PAGES.glob("*.html")
        for button in re.findall(r"<(?:button|a)\b[^>]*", path.read_text("utf-8"))
    ]
    assert sum("data-run=" in button for _, button in buttons) > 20
    assert [where for where in buttons if "data-command" in where[1]] == []


async def test_a_block_is_in_the_bar_or_in_its_menu_once_and_every_command_somewhere(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    answer = await client.get(f"{made.edit}?view=edit", headers=made.cookie)
    _, _, page = (await answer.text()).partition('id="toolbar"')
    bar, _, rest = page.partition('id="insert-menu"')
    menu = rest.partition('id="table-menu"')[0]
    buttons, lines = re.findall(r'data-run="([^"]+)"', bar), re.findall(r'data-run="([^"]+)"', menu)
    assert {"bold", "picture", "undo"} <= set(buttons)
    assert sorted([*lines, *(name for name in buttons if name in BLOCKS)]) == sorted(BLOCKS)
    shown = re.findall(r'(?:data-run|data-command|<option value)="([^"]+)"', page)
    by_keys = {name for name, command in COMMANDS.items() if "shortcut" in command}
    assert COMMANDS.keys() - {*shown} - by_keys == set(), "nothing leads to these"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_command_has_a_name(lang: str) -> None:
    words = json.loads((ROOT / "web" / "words" / f"{lang}.json").read_text("utf-8"))
    for command in COMMANDS.values():
        section, name = command["label"].split(".")
        assert words[section][name]


def test_the_menu_of_the_slash_draws_what_it_offers() -> None:
    drawings = (PAGES / "icons.html").read_text("utf-8")
    assert {*BLOCKS, *TABLE} <= COMMANDS.keys()
    assert len(set(BLOCKS)) == len(BLOCKS)
    for name in BLOCKS + TABLE:
        assert f'    "{COMMANDS[name]["icon"]}": ' in drawings


def test_no_two_commands_have_the_same_keys() -> None:
    keys = [command["shortcut"] for command in COMMANDS.values() if "shortcut" in command]
    # Ctrl+K is the link's where there is something to make one of, and the search's elsewhere.
    assert sorted(keys) == sorted([*set(keys), COMMANDS["everywhere"]["shortcut"]])
