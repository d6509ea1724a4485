"""Prints and proofs on one press: nobody waits for a proof that only he looks at, and each proof comes."""

import asyncio
import time
from typing import Any

import pytest

from tests.conftest import Client
from tests.server.paper.editions import take_edition
from tests.server.paper.proofs import answer_of
from tests.server.visits import Made, make, visit

PARAGRAPH = "Un long paragraphe de la note {n}, qui dit une chose et une autre, l’une après l’autre.\n\n"
# About thirty pages, twenty prints of a short note.
LONG = "# Eau\n\n" + "".join(PARAGRAPH.format(n=n) for n in range(1_200))
SHORT = "# Air\n\nUn mot.\n"


async def test_ones_own_print_does_not_wait_for_ones_own_proof(client: Client) -> None:
    long, short = await _two(client)
    alone = await _seconds(take_edition(client, short, recipient="Seul"))
    whole = await _seconds(_proof(client, long, {"recipient": "A"}))

    query = await _begun(client, long, {"recipient": "B"})
    behind = await _seconds(take_edition(client, short, recipient="Derrière"))
    assert behind < alone + whole / 3, (alone, behind, whole)
    assert not (await answer_of(client, long, query))["problem"]
    assert len((await _ended(client, long, query))["pages"]) > 20, "it comes all the same"


async def test_a_print_goes_before_proofs_of_ones_own_that_wait(client: Client) -> None:
    long, short = await _two(client)
    other = await make(client, markdown=LONG.replace("Eau", "Sel"), headers=long.cookie)
    queries = [await _begun(client, long, {}), await answer_of(client, other, {})]
    print_ = asyncio.create_task(take_edition(client, short))
    proofs = [
        asyncio.create_task(_ended(client, long, queries[0])),
        asyncio.create_task(_ended(client, other, {"key": queries[1]["key"], "seen": "0"})),
    ]
    done, _ = await asyncio.wait([print_, *proofs], return_when=asyncio.FIRST_COMPLETED)
    assert done == {print_}
    assert all(len(told["pages"]) > 20 for told in await asyncio.gather(*proofs))


async def test_a_proof_is_printed_to_its_end_however_many_prints_come(client: Client) -> None:
    long, short = await _two(client)
    query, is_ready = await _begun(client, long, {}), asyncio.Event()

    async def print_on() -> int:
        count = 0
        while not is_ready.is_set():
            await take_edition(client, short, recipient=f"Lecteur {(count := count + 1)}")
        return count

    printing = asyncio.create_task(print_on())
    told = await _ended(client, long, query)
    is_ready.set()
    assert len(told["pages"]) > 20
    assert await printing > 3


@pytest.mark.parametrize("who", ["another reader", "one of two who look"])
async def test_a_proof_gives_way_to_nobody_else(client: Client, who: str) -> None:
    """Turns are as fair as they were."""
    long, _ = await _two(client)
    short = await make(client, markdown=SHORT, headers=await visit(client))
    query = await _begun(client, long, {})
    if who == "one of two who look":
        other = Made(id=long.id, edit=long.edit, read=long.read, cookie=short.cookie)
        assert (await answer_of(client, other, {}))["key"] == query["key"]
    proof = asyncio.create_task(_ended(client, long, query))
    print_ = asyncio.create_task(take_edition(client, short))
    done, _ = await asyncio.wait([print_, proof], return_when=asyncio.FIRST_COMPLETED)
    assert done == {proof}
    await print_


async def test_a_newer_wish_does_not_wait_for_the_older_one(client: Client) -> None:
    long, _ = await _two(client)
    whole = await _seconds(_proof(client, long, {"recipient": "A"}))
    for name in "BCDE":
        await _begun(client, long, {"recipient": name})
    last = await _seconds(_proof(client, long, {"recipient": "F"}))
    assert last < 2 * whole, (whole, last)


async def test_a_wish_of_before_that_is_wished_again_is_begun_anew(client: Client) -> None:
    long, _ = await _two(client)
    for _ in range(3):
        told = [await answer_of(client, long, {"recipient": name}) for name in "ABA"]
        assert told[0]["key"] == told[2]["key"]
    assert len((await _proof(client, long, {"recipient": "A"}))["pages"]) > 20


async def test_what_is_wanted_on_paper_and_as_a_proof_is_given_up_for_nothing(client: Client) -> None:
    """A reader sees the pages that he then has as a file: the same brief."""
    long, short = await _two(client)
    reader = Made(id=long.id, edit=long.read, read=long.read, cookie=await visit(client))
    query = await _begun(client, reader, {})
    file = asyncio.create_task(client.get(f"{long.read}/note.pdf", headers=reader.cookie))
    later = asyncio.create_task(client.get(f"{short.read}/note.pdf", headers=reader.cookie))
    proof = asyncio.create_task(_ended(client, reader, query))
    assert (await (await file).read()).startswith(b"%PDF")
    assert (await (await later).read()).startswith(b"%PDF")
    assert len((await proof)["pages"]) > 20


async def _two(client: Client) -> tuple[Made, Made]:
    """A long and a short note of one browser, with a press that is warm."""
    short = await make(client, markdown=SHORT, headers=await visit(client))
    await take_edition(client, short)
    return await make(client, markdown=LONG, headers=short.cookie), short


async def _begun(client: Client, made: Made, wish: dict[str, str]) -> dict[str, str]:
    """A proof whose first pages are there, so that the whole is being laid out; what asks how far it is."""
    told = await answer_of(client, made, wish)
    query = wish | {"key": told["key"], "seen": str(told["before"]), "first": "0"}
    while not told["first"] and not told["ready"]:
        told = await answer_of(client, made, query)
    return query


async def _ended(client: Client, made: Made, query: dict[str, str]) -> dict[str, Any]:
    told = await answer_of(client, made, query)
    while not told["ready"]:
        assert not told["problem"]
        seen = {"seen": str(told["before"]), "first": str(len(told["first"]))}
        told = await answer_of(client, made, query | seen)
    return told


async def _proof(client: Client, made: Made, wish: dict[str, str]) -> dict[str, Any]:
    return await _ended(client, made, await _begun(client, made, wish))


async def _seconds(work: Any) -> float:
    started = time.monotonic()
    await work
    return time.monotonic() - started
