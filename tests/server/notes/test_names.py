"""A note is called by its title in words, else by its first words: on pages, in lists, on paper, in files."""

import re

import pytest

from tests.conftest import Client
from tests.server.binders.binders import began
from tests.server.binders.listing import see
from tests.server.visits import make

TEXT = "- **Réunion** sur les gares\n\nUn texte.\n"


@pytest.mark.parametrize("form", ["note.md", "note.txt", "note.html", "note.pdf"])
async def test_a_file_is_named_by_the_first_words(client: Client, form: str) -> None:
    made = await make(client, markdown=TEXT)
    answer = await client.get(f"{made.read}/{form}")
    assert "R%C3%A9union%20sur%20les%20gares." in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("page", ["", "?view=edit", "/history", "/print", "/import"])
async def test_pages_of_the_note_and_home_show_them(client: Client, page: str) -> None:
    made = await make(client, markdown=TEXT)
    shown = await (await client.get(f"{made.edit}{page}", headers=made.cookie)).text()
    assert "Réunion sur les gares" in shown
    home = await (await client.get("/", headers=made.cookie)).text()
    assert "Réunion sur les gares" in home
    assert "Note sans titre" not in home


async def test_lists_and_the_trash_call_it_so(client: Client) -> None:
    team = await began(client)
    await team.note(TEXT)
    assert (await see(client, team.base, team.cookie)).titles == ["Réunion sur les gares"]
    made = await make(client, markdown=TEXT)
    assert (await client.post(f"{made.edit}/trash", headers=made.cookie)).status == 200
    assert "Réunion sur les gares" in await (await client.get("/trash", headers=made.cookie)).text()


async def test_a_title_with_marks_is_told_in_words(client: Client) -> None:
    made = await make(client, markdown="# Le *prix* du [gaz](https://x.fr)\n")
    for page in ("/", made.edit, f"{made.read}?view=read", f"{made.edit}/print"):
        shown = await (await client.get(page, headers=made.cookie)).text()
        assert re.search(r"<(h1|b|title|span|button|a)[^>]*>\s*Le prix du gaz", shown), page


async def test_the_page_to_read_does_not_say_first_words_twice(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    assert '<h1 class="vh">Réunion' in await (await client.get(made.read)).text()
    assert "<h1>" not in await (await client.get(f"{made.read}/note.html")).text()
    assert (await (await client.get(f"{made.read}/note.txt")).text()).count("gares") == 1
