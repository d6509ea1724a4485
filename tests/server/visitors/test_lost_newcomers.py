"""Who links a browser to somebody else's and gives nothing loses nothing by what they press."""

import re
from dataclasses import dataclass
from typing import Self

import pytest

from tests.conftest import Client
from tests.server.links.managing import recovery, visitors
from tests.server.links.sharing import share
from tests.server.visitors.pairs import joined, linked, listed, page_of
from tests.server.visitors.thieves import age, named, path_in, press, recover, recovery_code
from tests.server.visits import Made, make, visit

Cookie = dict[str, str]


async def manages(client: Client, note: Made, cookie: Cookie) -> bool:
    """Whether a browser manages this very note, by the note's own address."""
    return (await client.get(f"/n/{note.id}/manage", headers=cookie)).status == 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Somebody with a note, a colleague who came by its link, and whoever shows them a code."""

    client: Client
    vera: Cookie
    note: Made
    colleague: Cookie
    arthur: Cookie

    @classmethod
    async def begun(cls, client: Client) -> Self:
        vera = await visit(client)
        await client.put("/api/visitor", json={"name": "Véra"}, headers=vera)
        note = await make(client, headers=vera, markdown="# Retraites\n\nornithorynque\n")
        colleague = await named(client, note.edit, "Colin")
        arthur = await visit(client)
        await client.put("/api/visitor", json={"name": "Arthur"}, headers=arthur)
        return cls(client=client, vera=vera, note=note, colleague=colleague, arthur=arthur)

    async def expect_untouched(self) -> None:
        """Her browser manages her note, and its links open for those who had them."""
        assert await manages(self.client, self.note, self.vera)
        for cookie in (self.vera, self.colleague):
            for path in (self.note.edit, self.note.read):
                assert (await self.client.get(path, headers=cookie)).status == 200
            text = await self.client.get(f"{self.note.edit}/note.md", headers=cookie)
            assert "ornithorynque" in await text.text()


@pytest.mark.first(2)
@pytest.mark.parametrize("press_", ["stolen", "close"])
@pytest.mark.parametrize("later", [0, 1, 8])
async def test_who_showed_the_code_ends_nothing_of_the_newcomers(
    client: Client, press_: str, later: int
) -> None:
    pair = await Pair.begun(client)
    label = {"role": "read", "label": "Presse"}
    before = path_in(await share(client, pair.note, **label))
    way_back = await recovery(client, pair.note.edit, pair.vera)
    await linked(client, pair.arthur, pair.vera)
    after = path_in(await share(client, pair.note, **label))
    await age(client, later)
    asked = await page_of(client, "/devices/stolen", pair.arthur)
    assert "Colin" not in asked
    assert "Garde pour lui ce qu’il avait avant" in asked
    assert "0 lien" in asked or "Aucun lien" in asked
    if press_ == "stolen":
        assert "Retraites" not in await press(client, pair.arthur)
        assert "n’est plus relié à d’autres" in await page_of(client, "/devices", pair.vera)
    else:
        (hers,) = set(await listed(client, pair.arthur)) - set(await _own(client, pair.arthur))
        await client.post(f"/devices/{hers}/close", headers=pair.arthur)
    await pair.expect_untouched()
    for path in (before, after, way_back):
        assert (await client.get(path, headers=await visit(client))).status == 200
    assert len(await listed(client, pair.arthur)) == 1


async def _own(client: Client, cookie: Cookie) -> list[str]:
    text = await page_of(client, "/devices", cookie)
    found = re.search(r'action="/devices/([\w-]+)/close"><button class="btn">Se déconnecter', text)
    assert found is not None
    return [found[1]]


async def test_the_newcomer_has_nothing_more_of_who_pressed(client: Client) -> None:
    pair = await Pair.begun(client)
    theirs = await make(client, headers=pair.arthur, markdown="# À Arthur\n")
    await linked(client, pair.arthur, pair.vera)
    assert await manages(client, theirs, pair.vera)
    made = await make(client, headers=pair.vera, markdown="# Après\n")
    await press(client, pair.arthur)
    for note in (theirs, made):
        assert not await manages(client, note, pair.vera)
        assert (await client.get(note.edit, headers=pair.vera)).status in {404, 410}
        assert await manages(client, note, pair.arthur)
    await pair.expect_untouched()


@pytest.mark.parametrize("days", [0, 1, 6, 8])
async def test_a_recovery_code_of_any_age_is_good_afterwards(client: Client, days: int) -> None:
    pair = await Pair.begun(client)
    code = await recovery_code(client, pair.vera)
    await age(client, days)
    await linked(client, pair.arthur, pair.vera)
    await press(client, pair.arthur)
    back = await recover(client, code)
    assert back is not None
    assert await manages(client, pair.note, back)
    await pair.expect_untouched()


async def test_a_second_device_that_was_linked_before_goes_on(client: Client) -> None:
    pair = await Pair.begun(client)
    second = await joined(client, pair.vera)
    assert await manages(client, pair.note, second)
    await linked(client, pair.arthur, pair.vera)
    await press(client, pair.arthur)
    assert await manages(client, pair.note, second)
    await pair.expect_untouched()
    # It is still the one that ends what the browser kept, should that be stolen.
    await press(client, second)
    assert await manages(client, pair.note, second)
    assert not await manages(client, pair.note, pair.vera)


async def test_a_right_that_was_handed_on_before_or_after_is_not_undone(client: Client) -> None:
    pair = await Pair.begun(client)
    other = await make(client, headers=pair.vera, markdown="# Autre\n")
    people = {note.id: await named(client, note.edit, "Prune") for note in (pair.note, other)}

    async def hand_on(note: Made) -> None:
        ids = await visitors(client, note, pair.vera)
        await client.post(f"{note.edit}/manage/give", data={"visitor": ids["Prune"]}, headers=pair.vera)

    await hand_on(other)
    await linked(client, pair.arthur, pair.vera)
    await hand_on(pair.note)
    await press(client, pair.arthur)
    for note in (pair.note, other):
        assert await manages(client, note, people[note.id])
        assert (await client.get(note.edit, headers=pair.colleague)).status == 200


@pytest.mark.parametrize("takes_back", [False, True])
async def test_what_was_given_is_shared_until_it_is_taken_back(client: Client, takes_back: bool) -> None:  # noqa: FBT001
    pair = await Pair.begun(client)
    second = await joined(client, pair.vera)
    await linked(client, pair.arthur, pair.vera, gives=True)
    assert await manages(client, pair.note, pair.arthur)
    if takes_back:
        device = re.search(r'name="device" value="([\w-]+)"', await page_of(client, "/devices", pair.vera))
        assert device is not None
        await client.post("/devices/take-back", data={"device": device[1]}, headers=pair.vera)
    await press(client, pair.arthur)
    if takes_back:
        await pair.expect_untouched()
    else:
        # Who gives says that these devices are theirs too: a stolen one of them opens it no more.
        assert not await manages(client, pair.note, pair.vera)
        assert await manages(client, pair.note, pair.arthur)
    assert await manages(client, pair.note, second)


async def test_who_showed_the_code_takes_the_device_in_again_by_their_own_code(client: Client) -> None:
    pair = await Pair.begun(client)
    theirs = await make(client, headers=pair.arthur, markdown="# À Arthur\n")
    code = await recovery_code(client, pair.arthur)
    thief = await joined(client, pair.arthur)
    await linked(client, pair.arthur, pair.vera)
    between = await make(client, headers=pair.vera, markdown="# Entre deux\n")
    await press(client, thief)
    assert not await manages(client, between, pair.vera)
    alone = await make(client, headers=pair.vera, markdown="# Seule\n")
    back = await recover(client, code)
    assert back is not None
    for note in (theirs, between):
        assert await manages(client, note, back)
        assert await manages(client, note, pair.vera)
        assert not await manages(client, note, thief)
    assert await manages(client, alone, pair.vera)
    assert not await manages(client, alone, back)
    await pair.expect_untouched()


async def test_a_device_that_a_thief_let_in_and_that_left_since_is_lost_with_it(client: Client) -> None:
    owner, thief = await visit(client), await visit(client)
    note = await make(client, headers=owner, markdown="# Note\n")
    phone = await joined(client, owner)
    accomplice = await joined(client, phone)
    await client.get(note.edit, headers=accomplice)
    await linked(client, thief, accomplice)
    (stolen,) = [one for one in await listed(client, owner) if one in set(await _own(client, phone))]
    await press(client, owner, device=stolen)
    assert await manages(client, note, owner)
    for cookie in (phone, accomplice, thief):
        assert not await manages(client, note, cookie)
        assert (await client.get(f"/n/{note.id}/note.md", headers=cookie)).status in {403, 404, 410}
