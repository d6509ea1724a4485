"""Our page in a real browser as somebody who writes."""

from collections.abc import Sequence

from playwright.async_api import Page

from tests.journeys.writer import SAVED, VIEW, Writer
from tests.wire.hands import LONGEST, Draw, Seen

# The same edits as those of `peers/typing.mjs`, through the editor; the last kind takes back.
_EDIT = f"""([kind, place, piece, longest]) => {{
  const pieces = ['a', 'e ', '\\n', 'é', 'œ', '— ', '😀', '👨‍👩‍👧 ', '**gras** ', '## Titre\\n', '« oui » ']
  const view = {VIEW}
  const characters = Array.from(view.state.doc.toString())
  const at = Math.floor(place * (characters.length + 1))
  const from = characters.slice(0, at).join('').length
  const some = characters.slice(at, at + 1 + Math.floor(piece * 6)).join('')
  if (kind >= 0.95) {{
    view.focus()
    return true
  }}
  const insert = pieces[Math.floor(piece * pieces.length)]
  if (kind < 0.7 && characters.length < longest)
    view.dispatch({{ changes: {{ from, insert }}, userEvent: 'input.type' }})
  else view.dispatch({{ changes: {{ from, to: from + some.length }}, userEvent: 'delete' }})
  return false
}}"""
_WRITE = f"""text => {{
  const view = {VIEW}
  view.dispatch({{ changes: {{ from: view.state.doc.length, insert: text }}, userEvent: 'input.type' }})
}}"""
_SEES = f"marks => marks.every(mark => {VIEW}.state.doc.toString().includes(mark))"
# Counts as the other peers do: a step 1 after the first of a connection is the server's "not yet".
LINK_WATCH = """
window.wire = { opened: 0, resyncs: 0, closes: [] }
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args)
    let steps = 0
    this.addEventListener('open', () => window.wire.opened++)
    this.addEventListener('close', ({ code }) => window.wire.closes.push(code))
    this.addEventListener('message', ({ data }) => {
      const [type, step] = new Uint8Array(data)
      if (type === 0 && step === 0 && ++steps > 1) window.wire.resyncs++
    })
  }
}
"""


class ScreenHand:
    """`page` is open on the editor, and began with `LINK_WATCH`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._edits = 0

    async def edit(self, draw: Draw, /) -> None:
        if await self.page.evaluate(_EDIT, [*draw, LONGEST]):
            await self.page.keyboard.press("Control+z")
        self._edits += 1

    async def write(self, text: str, /) -> None:
        await self.page.evaluate(_WRITE, text)

    async def leave(self) -> None:
        await self.page.context.set_offline(True)

    async def come_back(self) -> None:
        await self.page.context.set_offline(False)

    async def sees(self, marks: Sequence[str], /) -> None:
        await self.page.wait_for_function(_SEES, arg=list(marks), timeout=30_000)
        await Writer(self.page, None).sees_state(SAVED)

    async def seen(self) -> Seen:
        wire = await self.page.evaluate("window.wire")
        text = await Writer(self.page, None).text()
        return Seen(self._edits, wire["opened"], wire["resyncs"], wire["closes"], text)
