"""What nodes say to all is heard, and what anybody else says there is not."""

import asyncio
import hmac

import pytest

from server.nodes.port import Said
from tests.server.nodes.living import KEY, node, run, silent, until

FORGED = '{"kind":"greeting","from":1,"what":{"by":"a stranger"}}'


def signed(words: str) -> str:
    """As a node of this instance says it, of whatever version."""
    key = hmac.digest(KEY, b"words to all", "sha256")
    return f"{hmac.digest(key, words.encode(), 'sha256').hex()} {words}"


@pytest.mark.parametrize(
    "words",
    [
        *("x", "", "é {}", FORGED, "0" * 64 + " " + FORGED),
        *(signed("no JSON"), signed("[]"), signed('{"kind":"greeting"}')),
        signed('{"kind":"greeting","from":1,"what":3}'),
        signed('{"kind":"part","from":1,"what":{"of":"x"}}'),
        signed('{"kind":"part","from":1,"what":{"of":"x","at":0,"many":1,"words":"no word"}}'),
        signed('{"kind":"part","from":1,"what":{"of":"x","at":1,"many":2,"words":"without its first"}}'),
    ],
)
async def test_only_words_of_nodes_are_heard_and_no_others_end_the_pulse(database: str, words: str) -> None:
    heard: list[Said] = []
    async with node(database, "http://a") as (one, _), node(database, "http://b") as (other, _):
        other.hear("greeting", heard.append)
        run(database, f"NOTIFY pochette, '{words}'")
        one.say("greeting", by="a node")
        await until(lambda: bool(heard))

    assert heard == [{"by": "a node"}]


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
