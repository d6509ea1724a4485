"""A phone writes through a long tunnel, is closed and opened again in it, and comes out with everything."""

import asyncio
from typing import Final

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.offline import PHONE, another_tab, find_network, keep, lose_network
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import OFFLINE, SAVED, Writer
from tests.wire.form import IS_LONG

# Ten minutes are promised; with POCHETTE_LONG=1 they are waited for.
TUNNEL_SECONDS: Final = 600.0 if IS_LONG else 0.0
WORDS: Final = 20


async def write(writer: Writer, name: str, first: int, last: int) -> list[str]:
    """One word after the other at the end of this person's own line, through a part of the tunnel."""
    words = [f"{name}{number}" for number in range(first, last)]
    before = f"{name}:" if first == 0 else f" {name}{first - 1}"
    for word in words:
        await writer.put_caret(before, after=True)
        await writer.type(f" {word}")
        before = f" {word}"
        await asyncio.sleep(TUNNEL_SECONDS / WORDS)
    return words


@pytest.mark.whole
@pytest.mark.timeout(TUNNEL_SECONDS + 120)
async def test_a_phone_loses_nothing_in_a_long_tunnel(site: Site, invite: Invite) -> None:
    async with wire_to(site.port) as wire:
        link = (await site.new_note("# Train\n\nclaire:\n\nmarc:\n", port=wire.port))["edit"]
        at_desk = f"http://127.0.0.1:{site.port}/n/{link.rsplit('/', 1)[1]}"
        claire, marc = await invite(link, "Claire", **PHONE), await invite(at_desk, "Marc")
        await keep(claire)

        await lose_network(claire, wire)
        await claire.sees_state(OFFLINE)
        half = WORDS // 2
        _, typed = await asyncio.gather(write(marc, "marc", 0, half), write(claire, "claire", 0, half))
        line = f"claire: {' '.join(typed)}"

        async with another_tab(claire, line) as later:
            await later.page.goto(f"{link}?view=edit", wait_until="commit")
            await later.page.locator(".cm-content").wait_for()
            await later.sees(line)
            await asyncio.gather(write(marc, "marc", half, WORDS), write(later, "claire", half, WORDS))

            await find_network(later, wire)
            lines = [
                f"{name}: {' '.join(f'{name}{number}' for number in range(WORDS))}"
                for name in ("claire", "marc")
            ]
            whole = f"# Train\n\n{lines[0]}\n\n{lines[1]}\n"
            await later.sees_text(whole)
            await later.sees_state(SAVED)
            await marc.sees_text(whole)
            assert await site.markdown(link) == whole
