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
