"""A telephone that had something of its own is stolen: what it opened for its new owner, it opens no more."""

from dataclasses import dataclass, replace

import pytest

from crdt.seat import Close
from server.http.keys import ENGINE
from tests.conftest import Client
from tests.server.links.sharing import listed as shared
from tests.server.links.sharing import share
from tests.server.visitors.pairs import linked, listed
from tests.server.visitors.thieves import age, named, opens, path_in, press, recover, recovery_code
from tests.server.visits import Made, make, visit

Cookie = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stolen:
    """Claire's desk and her telephone, which had a note before it was linked, and a note of Karim's."""

    client: Client
    desk: Cookie
    phone: Cookie
    own: Made
    theirs: Made
    karim: Cookie

    async def sees(self, path: str, cookie: Cookie) -> int:
        return (await self.client.get(path, headers=cookie)).status

    async def expect_others_go_on(self) -> None:
        for path in (self.theirs.edit, self.theirs.read):
            assert [await self.sees(path, one) for one in (self.desk, self.karim)] == [200, 200]
            assert await opens(self.client, path)
        assert await self.sees(self.own.edit, self.phone) == 200
        assert await self.sees("/", self.phone) == 200


async def stolen(client: Client) -> Stolen:
    phone = await visit(client)
    own = await make(client, headers=phone, markdown="# A elle\n")
    desk = await named(client, "/", "Claire")
    karim = await named(client, "/", "Karim")
    theirs = await make(client, headers=karim, markdown="# Agenda secret\n")
    await client.get(theirs.edit, headers=desk)
    await linked(client, desk, phone)
    for path in (theirs.edit, theirs.read):
        assert (await client.get(path, headers=phone)).status == 200
    return Stolen(client=client, desk=desk, phone=phone, own=own, theirs=theirs, karim=karim)


async def test_a_stolen_telephone_goes_on_by_no_address_that_it_came_by_since(client: Client) -> None:
    world = await stolen(client)
    await press(client, world.desk)

    for path in (world.theirs.edit, f"{world.theirs.edit}/note.md", world.theirs.read):
        answer = await client.get(path, headers={**world.phone, "Accept": "application/json"})
        assert (answer.status, (await answer.json())["error"]["code"]) == (403, "put_out"), path
    page = await (await client.get(world.theirs.edit, headers={**world.phone, "Accept": "text/html"})).text()
    assert "Appareil déconnecté" in page
    assert "Agenda" not in page
    socket = f"/sync/{world.theirs.edit_token}"
    async with client.ws_connect(socket, headers=world.phone) as refused:
        await refused.receive()
        assert refused.close_code == Close.DEVICE_CLOSED.code
    await world.expect_others_go_on()


async def test_a_page_that_is_open_on_it_hears_of_it_at_once(client: Client) -> None:
    world = await stolen(client)
    socket = f"/sync/{world.theirs.edit_token}"
    async with client.ws_connect(socket, headers=world.phone) as held:
        await press(client, world.desk)
        while not held.closed:
            await held.receive()
        assert held.close_code == Close.RELOADING.code
    assert await world.sees(world.theirs.edit, world.phone) == 403


async def test_what_it_came_by_before_stays_open(client: Client) -> None:
    phone = await visit(client)
    karim = await named(client, "/", "Karim")
    before = await make(client, headers=karim, markdown="# D’avant\n")
    await client.get(before.edit, headers=phone)
    desk = await named(client, "/", "Claire")
    await linked(client, desk, phone)
    await client.get(before.edit, headers=phone)
    await press(client, desk)
    assert (await client.get(before.edit, headers=phone)).status == 200


@pytest.mark.parametrize("way", ["linked", "taken back", "another link", "renewed"])
async def test_it_opens_again_once_it_is_theirs_or_somebody_sends_another_address(
    client: Client, way: str
) -> None:
    world = await stolen(client)
    code = await recovery_code(client, world.desk)
    # What a device let in within a week stays suspended when it is taken back.
    await age(client, 8)
    await press(client, world.desk)
    address = world.theirs.edit
    match way:
        case "linked":
            await linked(client, world.desk, world.phone)
        case "taken back":
            assert await recover(client, code) is not None
        case "another link":
            address = path_in(await share(client, world.theirs, role="edit", label="Mission"))
        case _:
            await client.post(f"{world.theirs.edit}/manage/renew", headers=world.karim, allow_redirects=False)
            managed = replace(world.theirs, edit=f"/n/{world.theirs.id}", cookie=world.karim)
            address = next(path_in(link) for link in await shared(client, managed) if link["role"] == "edit")
            assert address != world.theirs.edit
    assert await world.sees(address, world.phone) == 200


async def test_a_telephone_that_is_disconnected_by_hand_goes_on_by_none_of_them_either(
    client: Client,
) -> None:
    world = await stolen(client)
    others = await listed(client, world.desk)
    for one in others[1:]:
        await client.post(f"/devices/{one}/close", headers=world.desk)
    assert await world.sees(world.theirs.edit, world.phone) == 403
    await world.expect_others_go_on()


async def test_a_coming_from_before_they_were_written_down_counts_too(client: Client) -> None:
    world = await stolen(client)
    await client.app[ENGINE].write(lambda db: list(db.execute("DELETE FROM comings")))
    await press(client, world.desk)
    assert await world.sees(world.theirs.read, world.phone) in {200, 403}
    assert 403 in [await world.sees(path, world.phone) for path in (world.theirs.edit, world.theirs.read)]
