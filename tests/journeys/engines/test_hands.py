"""Chains of gestures by chance, by keys and mouse on each engine, beside the model of a note's blocks."""

import logging
import os
from collections import Counter
from typing import Any

import pytest

from tests.browsers.page import Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import open_editor, until_saved
from tests.journeys.engines.gestures import fill, perform, settled
from tests.journeys.site import Site
from tests.journeys.writer import HAS_PARTS
from tests.web.scripts import Scripts, scripts

CHAINS = int(os.environ.get("POCHETTE_CHAINS", "16"))
SEED = int(os.environ.get("POCHETTE_SEED", "1"))
GESTURES = 8
# The past of a note grows by each chain: after so many another note begins.
CHAINS_OF_NOTE = 100
LOG = logging.getLogger(__name__)
MODEL = "hands/keys.testing.ts"

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.journey,
    pytest.mark.timeout(300 + 30 * CHAINS),
]


async def chain(page: Page, model: Scripts, seed: int, seen: Counter[str]) -> dict[str, Any] | None:
    """Gestures in any note, up to the first difference."""
    text: str = model.call(MODEL, "begun", seed)
    await fill(page, text)
    left = GESTURES
    while left > 0:
        plan: list[dict[str, Any]] = model.call(MODEL, "planned", text, seed + left, left)
        if not plan:
            return None
        for one in plan:
            left -= 1
            seen[one["name"]] += 1
            await perform(page, one["name"], one["steps"])
            text = await settled(page, one["after"])
            if found := model.call(MODEL, "difference", text, one["expected"]):
                return {**one, "got": text, "found": found, "seed": seed}
            # Other signs for the same blocks: the places of the next gestures are others.
            if text != one["after"]:
                break
        else:
            return None
    return None


@pytest.mark.whole
async def test_gestures_by_keys_make_of_a_note_what_they_make_of_a_model(
    site: Site, new_page: OpenPage
) -> None:
    page = await new_page()
    seen: Counter[str] = Counter()
    found = []
    with scripts() as model:
        for index in range(CHAINS):
            if index % CHAINS_OF_NOTE == 0:
                await _open_another(page, await site.new_note("Début\n"), is_first=index == 0)
            if (one := await chain(page, model, SEED * 7919 + index * 104729, seen)) is not None:
                LOG.warning("chain %d differs: %s", index, one)
                found.append(one)
            if (index + 1) % CHAINS_OF_NOTE == 0:
                LOG.info("%d chains, %d differ, %s", index + 1, len(found), dict(seen))
    assert found == []
    # Three in a chain on average: where a chain draws nothing that can be done, it ends.
    assert seen.total() > 2 * CHAINS


async def _open_another(page: Page, links: dict[str, str], *, is_first: bool) -> None:
    if is_first:
        await open_editor(page, links["edit"], "Claire")
    else:
        await page.goto(f"{links['edit']}?view=edit")
        await until_saved(page)
    await page.until(HAS_PARTS)
