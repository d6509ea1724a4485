"""Three people, no rest: random edits with emoji, undo and lost lines, and one text at the end."""

import random

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.wire import wire_to
from tests.journeys.writer import SAVED, VIEW

ROUNDS = 40
EDITS_A_ROUND = 12

# Edits as the browser's own differences make them: anywhere, also between the halves of an emoji.
EDIT = f"""([seed, edits]) => {{
  let state = seed
  const random = limit => {{ state = (state * 1103515245 + 12345) % 2147483648; return state % limit }}
  const pieces = ['é', ' mot', '😀', '😁', '\\n', '- ', '**gras**', '🇫🇷', '\\r\\n', '\\ude00', 'ffi']
  const view = {VIEW}
  for (let i = 0; i < edits; i++) {{
    const end = view.state.doc.length
    if (random(9) === 0) {{ document.querySelector('[data-run=undo]').click(); continue }}
    const from = random(end + 1)
    const to = Math.min(end, from + (random(3) ? 0 : random(9)))
    view.dispatch({{ changes: {{ from, to, insert: pieces[random(pieces.length)] }} }})
  }}
}}"""


@pytest.mark.whole
@pytest.mark.parametrize("seed", [1])
async def test_screens_and_disk_agree_after_a_storm(site: Site, invite: Invite, seed: int) -> None:
    dice = random.Random(seed)
    async with wire_to(site.port) as wire:
        link = (await site.new_note("# Tempête 😀\n\nUn texte à trois.\n", port=wire.port))["edit"]
        people = [await invite(link, name) for name in ("Claire", "Karim", "Inès")]

        for _ in range(ROUNDS):
            await dice.choice(people).page.evaluate(EDIT, [dice.randrange(1 << 30), EDITS_A_ROUND])
            match dice.randrange(8):
                case 0:
                    wire.cut()
                case 1:
                    wire.hold()
                case 2 | 3:
                    wire.mend()
                    wire.release()
                case _:
                    pass
        wire.mend()
        wire.release()

        for one in people:
            await one.page.evaluate("dispatchEvent(new Event('online'))")
            await one.sees_state(SAVED, within=20_000)
        text = await site.markdown(link)
        for one in people:
            await one.sees_text(text)
        assert "\r" not in text
