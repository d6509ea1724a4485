"""A story that is told again goes on from where it was, and is the one that the whole journal tells."""

import asyncio
from typing import Any

from server.history.timeline import TIMELINES, Story, Timelines
from server.http.keys import ENGINE
from server.ids import NoteId
from tests.conftest import Client
from tests.server.history.writer import writer
from tests.server.visits import make


def said(story: Story) -> dict[str, Any]:
    births = {client: (list(clocks), list(times)) for client, (clocks, times) in story.births.items()}
    return {
        "epoch": story.epoch,
        "seq": story.seq,
        "visitors": story.visitors,
        "members": story.members,
        "rows": list(story.rows),
        "births": births,
    }


async def test_it_goes_on_with_what_was_written_since(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n")
    claire = await writer(client, made, "Claire")
    kept, note = client.app[TIMELINES], NoteId(made.id)
    for turn in range(4):
        await claire.type(f"Un prix juste, le {turn} 😀. ")
        await claire.erase(7 + turn, 9 + turn)
        await claire.until(lambda: claire.is_saved)
        assert said(await kept.of(note)) == said(await Timelines(client.app[ENGINE]).of(note))
    assert await kept.of(note) is await kept.of(note)


async def test_who_leaves_in_the_middle_spoils_nothing_for_the_next(client: Client) -> None:
    made = await make(client, markdown="# Eau\n\n")
    claire = await writer(client, made, "Claire")
    kept, note = client.app[TIMELINES], NoteId(made.id)
    await kept.of(note)
    await claire.type("Un prix juste.")
    await claire.until(lambda: claire.is_saved)
    leaving = asyncio.create_task(kept.of(note))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    assert said(await kept.of(note)) == said(await Timelines(client.app[ENGINE]).of(note))
