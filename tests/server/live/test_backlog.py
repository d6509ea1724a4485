"""Backlog of connections over budget: the others are not slowed down."""

import asyncio
from functools import partial
from time import perf_counter

from server.live.backlog import AT_ONCE_S, Backlog

WORK_S = AT_ONCE_S / 4


def work() -> None:
    end = perf_counter() + WORK_S
    while perf_counter() < end:
        """As reading frames does."""


async def test_however_many_wait_others_have_their_turn_in_between() -> None:
    backlog, done, others = Backlog(), [0], [0]
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def flood() -> None:
        work()
        done[0] += 1
        if done[0] < 500:
            backlog.ask(flood)

    def other() -> None:
        others[0] += 1
        if done[0] < 500:
            loop.call_soon(other)
        else:
            over.set()

    for _ in range(100):
        backlog.ask(flood)
    loop.call_soon(other)
    await over.wait()
    assert others[0] >= 500 * WORK_S / (AT_ONCE_S + WORK_S) / 2


async def test_turns_come_in_order_and_never_at_once() -> None:
    backlog, order = Backlog(), list[int]()
    for number in range(3):
        backlog.ask(partial(order.append, number))
    assert order == []
    await asyncio.sleep(0)
    assert order == [0, 1, 2]


async def test_a_mistake_of_one_keeps_nobody_else_from_their_turn() -> None:
    backlog, order, mistakes = Backlog(), list[int](), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: mistakes.append(context["exception"]))
    backlog.ask(order.clear)
    backlog.ask(order.pop)  # type: ignore[arg-type]  # from a list that is empty
    backlog.ask(partial(order.append, 1))
    for _ in range(3):
        await asyncio.sleep(0)
    assert order == [1]
    assert isinstance(mistakes[0], IndexError)
