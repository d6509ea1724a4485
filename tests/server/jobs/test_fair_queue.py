"""Fair queue: one job at a time, round robin over people, cancelled callers are skipped."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.errors import Busy
from server.jobs.asker import Asker
from server.jobs.fair_queue import MOST_OF_ONE, FairQueue

FIRST = Asker(who="first")


async def served(asked: Sequence[str], leaving: frozenset[int] = frozenset()) -> list[str]:
    """Everybody in `asked` comes while the turn is taken; those at `leaving` go away again."""
    turns, order, at_once = FairQueue(), [], []

    async def come(who: str) -> None:
        async with turns.turn(Asker(who=who)):
            at_once.append(who)
            assert len(at_once) == 1
            await asyncio.sleep(0)
            order.append(at_once.pop())

    async with turns.turn(FIRST):
        tasks = [asyncio.create_task(come(who)) for who in asked]
        await asyncio.sleep(0)
        for number in leaving:
            tasks[number].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(1), turns.turn(FIRST):
        return order


async def test_whoever_asks_for_one_waits_for_one_of_whoever_asked_for_many() -> None:
    assert await served(["a"] * 5 + ["b"]) == ["a", "b", "a", "a", "a", "a"]


async def test_three_are_served_in_turn() -> None:
    assert await served(["a", "a", "a", "b", "b", "c"]) == ["a", "b", "c", "a", "b", "a"]


async def test_one_alone_may_ask_for_so_many() -> None:
    turns = FairQueue()
    async with turns.turn(FIRST):
        waiting = [asyncio.create_task(_pass(turns, "a")) for _ in range(MOST_OF_ONE)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await _pass(turns, "a")
        other = asyncio.create_task(_pass(turns, "b"))
    await asyncio.gather(*waiting, other)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=12), st.frozensets(st.integers(0, 11)))
def test_everybody_is_told_how_many_come_before_them(asked: list[str], leaving: frozenset[int]) -> None:
    async def check() -> None:
        turns, order, told = FairQueue(), list[str](), dict[str, int]()

        async def come(who: str) -> None:
            async with turns.turn(Asker(who=who)):
                order.append(who)

        async with turns.turn(FIRST):
            tasks = [asyncio.create_task(come(who)) for who in asked]
            await asyncio.sleep(0)
            for number in leaving & set(range(len(asked))):
                tasks[number].cancel()
            await asyncio.sleep(0)
            told = {who: turns.before(Asker(who=who)) for who in set(asked)}
        await asyncio.gather(*tasks, return_exceptions=True)
        last = {who: number + 1 for number, who in enumerate(order)}
        assert told == {who: last.get(who, 0) for who in told}
        assert turns.before(Asker(who="a")) == 0
        assert turns.is_free

    asyncio.run(check())


@given(st.lists(st.sampled_from("abc"), max_size=12), st.frozensets(st.integers(0, 11)))
def test_everybody_who_stays_is_served_once_and_nobody_twice(
    asked: list[str], leaving: frozenset[int]
) -> None:
    gone = frozenset(number for number in leaving if number < len(asked))
    order = asyncio.run(served(asked, gone))
    assert sorted(order) == sorted(who for number, who in enumerate(asked) if number not in gone)


async def _pass(turns: FairQueue, who: str) -> None:
    async with turns.turn(Asker(who=who)):
        pass


async def test_two_places_serve_two_at_a_time_and_no_more() -> None:
    turns, inside = FairQueue(2), []

    async def come(who: str) -> int:
        async with turns.turn(Asker(who=who)):
            inside.append(who)
            many = len(inside)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            inside.remove(who)
            return many

    many = await asyncio.gather(*(come(f"{number}") for number in range(9)))
    assert max(many) == 2
    assert turns.is_free


async def test_a_full_queue_drops_the_newest_of_the_network_with_most_and_not_the_one_that_comes() -> None:
    turns, entered = FairQueue(most=6), []

    async def come(who: str, network: str) -> None:
        async with turns.turn(Asker(who=who, networks=(network,))):
            entered.append(who)

    async with turns.turn(FIRST):
        crowd = [asyncio.create_task(come(f"crowd {number}", "192.0.2.1")) for number in range(6)]
        await asyncio.sleep(0)
        honest = asyncio.create_task(come("honest", "198.51.100.1"))
        late = asyncio.create_task(come("late", "192.0.2.1"))
        await asyncio.sleep(0)
        assert not honest.done()
    await honest
    outcomes = await asyncio.gather(*crowd, late, return_exceptions=True)
    assert [isinstance(each, Busy) for each in outcomes] == [False] * 5 + [True, True]
    assert entered.index("honest") <= 1
