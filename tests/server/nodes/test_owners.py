"""A thing has one owner, whoever asks and whoever dies."""

import asyncio
import random
from collections import Counter

import pytest

from server.errors import ReloadingError
from server.nodes.connecting import connect
from server.storage import ownership
from tests.server.nodes.living import Silent, node, rows, run, silent, until

RACES = 200


async def test_of_two_nodes_asked_at_once_one_owns_and_the_other_knows(database: str) -> None:
    async with node(database, "http://a") as (a, _), node(database, "http://b") as (b, _):
        for number in range(RACES):
            thing = f"note{number}"
            here = await asyncio.gather(a.locate(thing), b.locate(thing), b.locate(thing), a.locate(thing))
            winner = b if here[0] else a
            assert a.owns(thing) is not b.owns(thing)
            for asker, answer in zip((a, b, b, a), here, strict=True):
                assert (answer is None) is (asker is winner)
                assert answer is None or answer.node == winner.number
    assert rows(database, "SELECT count(*) FROM owners") == [(0,)]  # both went in order


async def test_nothing_is_in_two_places_while_it_is_taken_and_let_go(database: str) -> None:
    """Requests by chance; each node lets go all the time whatever nobody holds."""
    chance = random.Random(7)
    inside: Counter[tuple[str, int]] = Counter()
    moved: set[tuple[str, int]] = set()

    async def visit(at: Silent) -> None:
        thing = f"note{chance.randrange(3)}"
        await asyncio.sleep(chance.random())
        with at.owners.holding(thing):
            if await at.owners.locate(thing) is not None:
                at.owners.forget(thing)
                return
            inside[thing, at.number] += 1
            moved.add((thing, at.number))
            elsewhere = b if at is a else a
            assert not inside[thing, elsewhere.number], "two nodes have it"
            await asyncio.sleep(chance.random() / 20)
            inside[thing, at.number] -= 1

    async def let_go(at: Silent) -> None:
        while True:
            await at.owners.let_go(at.db)
            await asyncio.sleep(0.002)

    async with silent(database, 1) as a, silent(database, 2) as b:
        letting = [asyncio.create_task(let_go(at)) for at in (a, b)]
        await asyncio.gather(*(visit(chance.choice((a, b))) for _ in range(600)))
        for task in letting:
            task.cancel()
        await asyncio.gather(*letting, return_exceptions=True)
    assert len(moved) > len({thing for thing, _ in moved})  # some were at both


async def test_what_is_held_or_open_is_not_let_go(database: str) -> None:
    async with silent(database, 1) as a:
        with a.owners.holding("held"):
            await asyncio.gather(*map(a.owners.locate, ("held", "open", "free")))
            a.opened.things.add("open")
            await a.owners.let_go(a.db)
            assert [a.owners.owns(thing) for thing in ("held", "open", "free")] == [True, True, False]
        a.opened.things.clear()
        await a.owners.let_go(a.db)
        assert rows(database, "SELECT thing FROM owners") == []


async def test_a_node_that_was_born_during_a_look_up_is_not_taken_from(database: str) -> None:
    """Its fence came after the snapshot of the statement that waits for its row."""
    waits = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with silent(database, 1) as a, await connect(database) as newborn:
        async with newborn.transaction():
            await newborn.execute("INSERT INTO fences VALUES (2)")
            await newborn.execute("INSERT INTO owners VALUES ('note', 2)")
            taking = asyncio.create_task(ownership.take(a.db, "note", a.number))
            await until(lambda: rows(database, waits) == [(1,)])
        assert await taking is False
        assert rows(database, "SELECT node FROM owners") == [(2,)]


async def test_a_dead_node_takes_nothing(database: str) -> None:
    async with silent(database, 1) as a:
        run(database, "DELETE FROM fences")
        with pytest.raises(ReloadingError):
            await a.owners.locate("note")
        assert rows(database, "SELECT thing FROM owners") == []


async def test_a_thing_is_handed_over_under_those_who_come_again_at_once(database: str) -> None:
    async with node(database, "http://a") as (a, opened), node(database, "http://b") as (b, _):

        async def comes_again() -> None:
            while await a.locate("note") is None:
                opened.things.add("note")
                await asyncio.sleep(0)

        coming = asyncio.create_task(comes_again())
        await until(lambda: "note" in opened.things)
        await b.take("note")
        assert b.owns("note")
        await coming
