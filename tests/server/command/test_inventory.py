"""`pochette binders`, `list` and `trash` beside a running server: numbers and ids, no title, no token."""

import json

import pytest

from server.app import create_app
from server.settings.config import Config
from server.storage.engines.connection import Connection
from tests.conftest import Client, client_of
from tests.server.binders.binders import began, comes_by
from tests.server.visits import make
from tests.shell import place_of, pochette


async def test_classeurs_notes_and_the_trash_are_told_in_numbers_and_ids(
    client: Client, config: Config
) -> None:
    team = await began(client)
    inside, thrown = await team.note("# Encadrer les loyers"), await team.note("# Vieille version")
    path, _ = await team.link("edit")
    await comes_by(client, path)
    loose = await make(client, markdown="# Dehors")
    await client.post(f"/n/{thrown}/trash", json={}, headers=team.cookie)
    gone = await began(client, "Ancien", cookie=team.cookie)
    await client.post(f"{gone.base}/delete", json={"name": "Ancien"}, headers=team.cookie)

    shown = {name: await told(config, name) for name in ("binders", "list", "trash")}
    first, second = shown["binders"]
    assert (first["id"], first["name"], bool(first["in_trash_since"])) == (gone.binder, "Ancien", True)
    assert second["name"] == "Programme"
    numbers = ("notes", "archived", "trashed", "folders", "open_links", "people", "managers", "left_out")
    assert [second[name] for name in numbers] == [1, 0, 1, 0, 1, 2, 1, 0]
    assert {one["id"]: one["binder"] for one in shown["list"]} == {
        inside: team.binder,
        thrown: team.binder,
        loose.id: None,
    }
    assert [(one["kind"], one["id"]) for one in shown["trash"]] == [
        ("note", thrown),
        ("classeur", gone.binder),
    ]
    (only,) = [
        one for one in await told(config, "list", "--binder", team.binder) if not one["in_trash_since"]
    ]
    assert only["id"] == inside

    for name, found in shown.items():
        code, lines, _ = await pochette(name, *place_of(config))
        assert (code, len(lines.splitlines())) == (0, len(found))
        for never in ("loyers", "Vieille", "Dehors", path.rpartition("/")[2]):
            assert never not in lines + json.dumps(found)


@pytest.mark.whole
async def test_a_classeur_that_is_not_there_is_said(client: Client, config: Config) -> None:
    code, _, said = await pochette("list", "--binder", "nothing", *place_of(config))
    assert (code, said) == (1, "pochette: No classeur is known as nothing: see pochette binders.\n")
    assert await told(config, "binders") == []


async def told(config: Config, *arguments: str) -> list[dict[str, object]]:
    code, out, error = await pochette(*arguments, "--json", *place_of(config))
    assert code == 0, error
    found: list[dict[str, object]] = json.loads(out)
    return found


@pytest.mark.sqlite("the other lets nobody take away what a note refers to")
async def test_check_names_a_note_whose_classeur_is_not_there(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        team = await began(client)
        note = await team.note("# Encadrer les loyers")
    connection = Connection(str(config.database_file))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM binders")
    connection.close()
    code, out, _ = await pochette("check", *place_of(config))
    assert (code, out.splitlines()[0]) == (1, f"{note}: its classeur is not there")
