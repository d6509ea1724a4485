"""A note without a title is called by its first words where it is shown or taken away, and nowhere else."""

import pytest

from tests.conftest import Client
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


async def test_the_title_of_the_note_itself_stays_empty(client: Client) -> None:
    """What is told elsewhere, as to programs, knows titles alone."""
    made = await make(client, markdown=TEXT)
    trash = await client.get(f"{made.edit}/trash", headers=made.cookie)
    assert "Réunion" not in await trash.text()
