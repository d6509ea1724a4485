"""The classeur through which a note or a pochette is open too, in the list of its links."""

from typing import Any

import pytest

from tests.conftest import Client
from tests.server.binders.binders import began, comes_by
from tests.server.pochettes import make_folder
from tests.server.visits import visit


async def through(client: Client, base: str, cookie: dict[str, str]) -> dict[str, Any] | None:
    answer = await client.get(f"{base}/links", headers=cookie | {"Accept": "application/json"})
    assert answer.status == 200, await answer.text()
    told: dict[str, Any] | None = (await answer.json()).get("through")
    return told


async def test_a_note_and_a_pochette_of_a_classeur_say_who_opens_them_by_it(client: Client) -> None:
    team = await began(client)
    note = f"/n/{await team.note('# Loyers')}"
    folder = f"/p/{(await make_folder(client, title='Lundi', headers=team.cookie)).id}"
    assert await through(client, folder, team.cookie) is None
    moved = await client.put(f"{folder}/binder", json={"binder": team.binder}, headers=team.cookie)
    assert moved.ok, await moved.text()
    way, _ = await team.link("edit")
    await team.link("read")
    for name in ("Karim Haddad", "Léa Roux"):
        await comes_by(client, way, name)
    told = {"name": "Programme", "url": team.base, "people": 3, "links": 2}
    assert await through(client, note, team.cookie) == told
    assert await through(client, folder, team.cookie) == told
    assert await through(client, team.base, team.cookie) is None


@pytest.mark.parametrize(("role", "numbers"), [("read", None), ("comment", None), ("edit", 2)])
async def test_numbers_are_told_to_who_may_edit_the_classeur(
    client: Client, role: str, numbers: int | None
) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    made = await client.post(f"/n/{note}/links", json={"role": "edit"}, headers=team.cookie)
    own = f"/n/{(await made.json())['url'].rpartition('/')[2]}"
    way, _ = await team.link(role)
    karim = await comes_by(client, way)
    told = await through(client, own, karim)
    assert told is not None
    assert (told["name"], told["people"]) == ("Programme", numbers)


async def test_who_has_the_note_alone_does_not_learn_of_the_classeur(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    made = await client.post(f"/n/{note}/links", json={"role": "edit"}, headers=team.cookie)
    own = f"/n/{(await made.json())['url'].rpartition('/')[2]}"
    stranger = await visit(client)
    await client.get(own, headers=stranger)
    assert await through(client, own, stranger) is None
    program = {"Authorization": f"Bearer {own[3:]}"}
    assert await through(client, own, program) is None
