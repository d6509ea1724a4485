"""Turns through the door: a hundred exports of one visitor do not keep another's one waiting."""

import asyncio

from tests.conftest import Client
from tests.server.visits import make, visit

MANY = 100


async def test_a_hundred_exports_of_one_do_not_delay_the_single_one_of_another(client: Client) -> None:
    greedy, modest = await visit(client), await visit(client)
    notes = [await make(client, markdown=f"# Note {number}", headers=greedy) for number in range(MANY)]
    theirs = await make(client, markdown="# La mienne", headers=modest)
    done: list[str] = []

    async def export(path: str, who: dict[str, str], name: str) -> None:
        answer = await client.get(f"{path}/note.pdf", headers=who)
        assert answer.status == 200
        done.append(name)

    many = [asyncio.create_task(export(note.edit, greedy, "greedy")) for note in notes]
    while len(done) < 3:
        await asyncio.wait([task for task in many if not task.done()], return_when=asyncio.FIRST_COMPLETED)
    begun_at = len(done)
    await export(theirs.edit, modest, "modest")
    assert done.index("modest") - begun_at <= 3
    assert len(done) < MANY // 2
    for task in many:
        task.cancel()
    await asyncio.gather(*many, return_exceptions=True)
