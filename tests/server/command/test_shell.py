"""`pochette links` beside a running server, `pochette erase` on a stopped one."""

import os
import re
from pathlib import Path

import pytest
from yarl import URL

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.live.sockets import ended
from tests.server.visits import make
from tests.shell import place_of, pochette


async def test_the_links_of_a_note_are_shown_by_its_id_or_by_an_address(
    client: Client, config: Config
) -> None:
    made = await make(client)
    origin = "https://notes.example.org"
    expected = f"edit    {origin}{made.edit}\nread    {origin}{made.read}\n"
    for named in (made.id, f"{origin}{made.read}", made.edit_token):
        shown = await pochette("links", named, *place_of(config), "--url", origin)
        assert shown == (0, expected, "")


@pytest.mark.whole
async def test_renewed_links_replace_the_old_ones_and_end_their_sockets(
    client: Client, config: Config
) -> None:
    made = await make(client, title="Santé")
    async with client.ws_connect(f"/sync/{made.edit_token}") as socket:
        code, shown, _ = await pochette("links", made.id, "--renew", *place_of(config))
        assert code == 0
        assert await ended(socket) == 4403
    assert (await client.get(made.edit)).status == 404
    edit, read = (URL(url).path for url in re.findall(r"http\S+", shown))
    for path in (edit, read):
        assert (await client.get(path)).status == 200
    home = await (await client.get("/", headers=made.cookie)).text()
    assert f'"/n/{made.id}"' in home, "whose own right leads to the own address"


@pytest.mark.whole
async def test_a_note_or_a_folder_that_is_not_there_is_told(
    config: Config, client: Client, tmp_path: Path
) -> None:
    assert await pochette("links", "nothing", *place_of(config)) == (
        1,
        "",
        "pochette: No note is known as nothing: give its id, or one of its addresses.\n",
    )
    code, _, err = await pochette("links", "nothing", "--data", str(tmp_path))
    assert (code, err) == (1, f"pochette: There is no database in {tmp_path}: name its folder with --data.\n")
    assert config.database_file.name not in os.listdir(tmp_path)  # noqa: PTH208 - in an asynchronous test


@pytest.mark.sqlite("test_on_postgresql.py erases from the other")
async def test_a_passage_is_erased_from_a_stopped_server(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="Début. Un secret bien gardé. Fin.")
        code, _, told = await pochette("erase", made.id, *place_of(config), given="Un secret bien gardé.")
        assert (code, "stop it first" in told) == (1, True)
    (config.data / "pochette.db.before-1").write_text("")
    code, told, _ = await pochette("erase", made.id, *place_of(config), given="Un secret bien gardé.\n")
    first, second, third = told.splitlines()
    assert f"{config.database_file} is written anew, without what was deleted: " in second
    assert (code, first, third) == (
        0,
        "21 characters are erased from the history and 0 kept texts.",
        f"{config.data}/pochette.db.before-1 may still hold them: delete it.",
    )
    async with client_of(create_app(config)) as client:
        assert await (await client.get(f"{made.edit}/note.md")).text() == "Début.  Fin."
    for given, why in (("jamais dit", "never were"), ("x", "at least 4")):
        code, _, told = await pochette("erase", made.id, *place_of(config), given=given)
        assert (code, why in told) == (1, True)
