"""What nodes say to all is heard, and what anybody else says there is not."""

import pytest

from server.nodes.port import Said
from tests.server.nodes.living import node, run, until

FORGED = '{"kind":"greeting","from":1,"what":{"by":"a stranger"}}'


@pytest.mark.parametrize("words", ["x", "", "é {}", FORGED, "0" * 64 + " " + FORGED])
async def test_only_words_of_nodes_are_heard_and_those_of_a_stranger_end_nothing(
    database: str, words: str
) -> None:
    heard: list[Said] = []
    async with node(database, "http://a") as (one, _), node(database, "http://b") as (other, _):
        other.hear("greeting", heard.append)
        run(database, f"NOTIFY pochette, '{words}'")
        one.say("greeting", by="a node")
        await until(lambda: bool(heard))

    assert heard == [{"by": "a node"}]
