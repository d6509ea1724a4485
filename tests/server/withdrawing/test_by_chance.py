"""Worlds by chance: whoever lost their right has nothing that was not named, nobody else lost anything."""

import os
from random import Random
from typing import Any

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.withdrawing.worlds import Person, World, staged

LONG = range(int(os.environ.get("POCHETTE_WORLDS", "1000")))


async def ended(world: World) -> tuple[Person, dict[str, Any], str] | None:
    """Somebody of whom who manages can take a right away: with what the page says, and where to press."""
    found: list[tuple[str, str]] = []
    for base in (world.base, *world.notes):
        told = await world.facts(f"{base}/links", world.manager)
        assert told is not None
        found += [
            (f"{base}/links/{one['id']}/people/{person['visitor']}", person["name"])
            for one in told["links"]
            for person in one["people"] or ()
            if person["may_remove"]
        ]
        found += [(f"{base}/given/{one['visitor']}?of={one['target']}", one["name"]) for one in told["given"]]
    if not found:
        return None
    url, name = world.random.choice(found)
    told = await world.facts(url, world.manager)
    assert told is not None
    (person,) = [one for one in world.people if one.name == name]
    return person, told, url


async def press(world: World, url: str, told: dict[str, Any]) -> None:
    path, _, target = url.partition("?of=")
    wish: dict[str, object] = {"told": told["told"], "seen": True}
    if target:
        path, wish = f"{path}/end", wish | {"of": target}
    answer = await world.client.post(path, json=wish, headers=world.manager)
    assert answer.status == 200, await answer.text()


async def live(client: Client, seed: int) -> str:
    """One world; gives which end it had."""
    world = await staged(client, Random(seed))
    for _ in range(world.random.randint(6, 14)):
        await world.step()
    chosen = await ended(world)
    if chosen is None:
        return ""
    gone, told, url = chosen
    others = [one for one in world.people if one is not gone]
    before = {one.name: (await world.own(one), await world.reads(one)) for one in others}
    closes = "/people/" in url and world.random.random() < 0.25
    if closes:
        return await closed(world, url)
    scope = world.scope(url)
    ids = await world.links_of(scope)
    await press(world, url, told)
    says = " ".join(told["says"])
    still = bool(told["role"] or told["others"] or told["read_in"])
    opens = await world.opens(gone, scope, ids)
    story = f"seed {seed}: {world.done}, {url}, {says}"
    if not still:
        assert opens == set(), story
        assert world.is_binder or await world.reads(gone) == set(), story
    for one in others:
        own, shown = before[one.name]
        assert await world.own(one) >= own, f"{one.name} was cut off, {story}"
        lost = shown - await world.reads(one)
        assert not lost or "pochette" in says or "folder" in says, f"{one.name} lost a note, {story}"
    return "given" if "?of=" in url else "removed"


async def closed(world: World, url: str) -> str:
    """The link is closed with all that was made through it: nobody gets anything by any of them."""
    base = url.partition("/people/")[0]
    told = await world.facts(f"{base}/close", world.manager)
    assert told is not None
    listed = await world.facts(f"{base.rpartition('/links/')[0]}/links", world.manager)
    assert listed is not None
    (link,) = [one for one in listed["links"] if base.endswith(one["id"])]
    answer = await world.client.delete(f"{base}?also=unused&also=used", headers=world.manager)
    assert answer.status == 200, await answer.text()
    assert await world.get(URL(link["url"]).path) != 200
    again = await world.facts(f"{base.rpartition('/links/')[0]}/links", world.manager)
    assert again is not None
    open_ids = {one["id"] for one in again["links"] if one["is_open"]}
    assert link["id"] not in open_ids
    return "closed"


@pytest.mark.parametrize("part", range(4))
async def test_who_lost_their_right_has_nothing_that_was_not_named(client: Client, part: int) -> None:
    ends = {await live(client, 1000 + part * 3 + at) for at in range(3)}
    assert ends - {""}


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
async def test_the_same_of_a_thousand_worlds(client: Client, seed: int) -> None:
    await live(client, seed)
