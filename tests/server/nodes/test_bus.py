"""What nodes say to all is heard, and what anybody else says there is not."""

import asyncio
import hmac
from time import time

import pytest

from server.nodes.bus import Bus
from server.nodes.connecting import Desk, connect
from server.nodes.port import Said
from tests.server.nodes.living import KEY, node, run, silent, until

FORGED = '{"kind":"greeting","from":1,"what":{"by":"a stranger"}}'


NOW = 1_800_000_000_000


def signed(words: str) -> str:
    """As a node of this instance says it, of whatever version."""
    key = hmac.digest(KEY, b"words to all", "sha256")
    return f"{hmac.digest(key, words.encode(), 'sha256').hex()} {words}"


def part(what: str) -> str:
    """One of now: the clock of the database is that of this machine."""
    at = round(time() * 1000)
    return signed(f'{{"kind":"part","from":1,"at":{at},"nonce":"{what[:9]}","what":{what}}}')


@pytest.mark.parametrize(
    "words",
    [
        *("x", "", "é {}", FORGED, "0" * 64 + " " + FORGED),
        *(signed("no JSON"), signed("[]"), signed('{"kind":"greeting"}')),
        signed('{"kind":"greeting","from":1,"what":3}'),
        signed('{"kind":"greeting","from":1,"at":"noon","nonce":"x","what":{}}'),
        signed('{"kind":"greeting","from":1,"at":1,"nonce":["x"],"what":{}}'),
        *(
            '{"of":"x"}',
            '{"of":"x","at":0,"many":1,"words":"no word"}',
            '{"of":"x","at":1,"many":2,"words":"y"}',
        ),
    ],
)
async def test_only_words_of_nodes_are_heard_and_no_others_end_the_pulse(database: str, words: str) -> None:
    heard: list[Said] = []
    async with node(database, "http://a") as (one, _), node(database, "http://b") as (other, _):
        other.hear("greeting", heard.append)
        words = part(words) if words.startswith('{"of"') else words
        run(database, f"NOTIFY pochette, '{words}'")
        one.say("greeting", by="a node")
        await until(lambda: bool(heard))

    assert heard == [{"by": "a node"}]


async def test_a_word_is_heard_once_and_for_seconds_whoever_says_it_again(database: str) -> None:
    heard: list[Said] = []
    async with (
        node(database, "http://a") as (one, _),
        node(database, "http://b") as (other, _),
        await connect(database) as spy,
    ):
        await spy.execute("LISTEN pochette")
        other.hear("greeting", heard.append)
        one.say("greeting", by="a node")
        await until(lambda: bool(heard))
        (word,) = [notice.payload async for notice in spy.notifies(timeout=5, stop_after=1)]
        for _ in range(3):
            await spy.execute("SELECT pg_notify('pochette', %s)", (word,))
        one.say("greeting", by="its next word")
        await until(lambda: len(heard) > 1)
    assert heard == [{"by": "a node"}, {"by": "its next word"}]


async def test_a_word_of_long_ago_or_from_ahead_is_not_heard() -> None:
    """The time is that of the database, which nodes share whatever their own clocks say."""
    heard: list[Said] = []
    now = [NOW]
    bus = Bus(Desk("postgresql:///nobody"), lambda: 1, KEY, now_ms=lambda: now[0], is_dead=_nobody)
    bus.hear("greeting", heard.append)

    def said(nonce: str, at: int) -> str:
        return signed(f'{{"kind":"greeting","from":2,"at":{at},"nonce":"{nonce}","what":{{"n":"{nonce}"}}}}')

    for nonce, at in {"now": 0, "old": -10_001, "ahead": 10_001, "late": -9_999}.items():
        bus.heard(said(nonce, NOW + at))
    now[0] = NOW + 20_001  # the memory of a nonce ends once its word is too old
    bus.heard(said("now", NOW))
    bus.heard(said("next", now[0]))
    await asyncio.sleep(0)
    await bus.close()
    assert [said["n"] for said in heard] == ["now", "late", "next"]


async def _nobody(_: int) -> bool:
    return False


async def test_who_asks_waits_for_a_slow_node_and_not_for_a_dead_one(database: str) -> None:
    begun, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slowly(_: Said) -> None:
        begun.set()
        await go_on.wait()
        done.set()

    async with node(database, "http://a") as (one, _), node(database, "http://b") as (other, _):
        other.hear("question", slowly)
        async with silent(database, 3):  # which hears nothing, and is killed
            asking = asyncio.create_task(one.ask("question"))
            await begun.wait()
        await asyncio.wait({asking}, timeout=0.8)
        assert not asking.done()
        go_on.set()
        async with asyncio.timeout(3):
            await asking
        assert done.is_set()


async def test_what_is_too_long_for_one_word_is_heard_whole_and_answered(database: str) -> None:
    """As the devices of a large team that stay when a right is taken back."""
    heard: list[Said] = []
    devices = [f'{number} "é\\' * 4 for number in range(1000)]
    async with node(database, "http://a") as (one, _), node(database, "http://b") as (other, _):
        other.hear("question", heard.append)
        async with asyncio.timeout(5):
            await asyncio.gather(*(one.ask("question", number=n, devices=devices) for n in range(4)))
    assert sorted(said["number"] for said in heard) == [0, 1, 2, 3]
    assert all(said["devices"] == devices for said in heard)
