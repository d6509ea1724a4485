"""Gestures of Word by the keys and the mouse of an engine; places of a caret are offsets of the note."""

import json
import logging
from typing import Any

from tests.browsers.page import (
    ALT,
    BACKSPACE,
    CONTROL,
    DELETE,
    DOWN,
    ENTER,
    HOME,
    LEFT,
    RIGHT,
    SHIFT,
    TAB,
    UP,
    Page,
)
from tests.journeys.writer import VIEW

LOG = logging.getLogger(__name__)
_KEYS = {
    "Backspace": (BACKSPACE,),
    "Delete": (DELETE,),
    "Ctrl-Backspace": (CONTROL, BACKSPACE),
    "Ctrl-Delete": (CONTROL, DELETE),
    "Enter": (ENTER,),
    "Shift-Enter": (SHIFT, ENTER),
    "Tab": (TAB,),
    "Shift-Tab": (SHIFT, TAB),
    "Home": (HOME,),
    "Shift-Home": (SHIFT, HOME),
    "Alt-ArrowUp": (ALT, UP),
    "Alt-ArrowDown": (ALT, DOWN),
    "Alt-ArrowLeft": (ALT, LEFT),
    "Alt-ArrowRight": (ALT, RIGHT),
}
# Another text, as others would write it, with the keyboard in it.
_FILL = f"""(insert => {{
  const view = {VIEW}
  view.focus()
  view.dispatch({{ changes: {{ from: 0, to: view.state.doc.length, insert }} }})
}})"""
_SELECT = f"""((anchor, head) =>
  {VIEW}.dispatch({{ selection: {{ anchor, head }}, userEvent: 'select.pointer', scrollIntoView: true }}))"""
# The text, once it is as expected, or after six seconds.
_SETTLED = f"""(async expected => {{
  const read = () => {VIEW}.state.doc.toString()
  const until = performance.now() + 6000
  while (read() !== expected && performance.now() < until) await new Promise(rest => setTimeout(rest, 10))
  return read()
}})"""
# The text, once it is another, or after two seconds.
_CHANGED = f"""(async before => {{
  const read = () => {VIEW}.state.doc.toString()
  const until = performance.now() + 2000
  while (read() === before && performance.now() < until) await new Promise(rest => setTimeout(rest, 10))
  return read()
}})"""
# Home goes to the beginning of a line on the screen: from a place on the first one of its line.
_ON_FIRST_ROW = f"""(at => {{
  const view = {VIEW}
  const {{ from }} = view.state.doc.lineAt(at)
  return Math.abs(view.coordsAtPos(at, -1).top - view.coordsAtPos(from, 1).top) < 6
}})"""
_SELECT_ON_FIRST_ROW = f"""(at => {{
  const anchor = {_ON_FIRST_ROW}(at) ? at : {VIEW}.state.doc.lineAt(at).from
  {VIEW}.dispatch({{ selection: {{ anchor }}, userEvent: 'select.pointer' }})
}})"""
# Nothing where no line is, as in a chart that is drawn.
_POINT = f"""(async at => {{
  const view = {VIEW}
  window.presses = 0
  window.onmousedown = press => {{ window.presses = press.detail }}
  view.dispatch({{ effects: view.constructor.scrollIntoView(at, {{ y: 'center' }}) }})
  let [still, box] = [0, view.coordsAtPos(at, 1)]
  // Once it stands still: charts are drawn a moment later, and so is the height of blank lines.
  while (still < 5) {{
    await new Promise(rest => setTimeout(rest, 40))
    const now = view.coordsAtPos(at, 1)
    still = now.top === box.top ? still + 1 : 0
    box = now
  }}
  const {{ left, top, bottom }} = box
  const [x, y] = [Math.round(left) + 2, Math.round((top + bottom) / 2)]
  const hit = document.elementFromPoint(x, y)
  // Three clicks on a picture choose it.
  return hit?.closest('.cm-line') && !hit.closest('.lp-inline') ? [x, y] : null
}})"""
# The middle of the picture over the line that begins there, once it stands still; nothing where none is.
_PICTURE = f"""(async at => {{
  const view = {VIEW}
  view.dispatch({{ effects: view.constructor.scrollIntoView(at, {{ y: 'center' }}) }})
  const find = () => [...document.querySelectorAll('.lp-picture')].find(one => view.posAtDOM(one) === at)
  let [still, top] = [0, NaN]
  for (let tries = 0; still < 4 && tries < 50; tries += 1) {{
    await new Promise(rest => setTimeout(rest, 40))
    const now = find()?.getBoundingClientRect().top
    still = now === top ? still + 1 : 0
    top = now
  }}
  const box = find()?.getBoundingClientRect()
  if (!box) return null
  const [x, y] = [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)]
  return document.elementFromPoint(x, y)?.closest('.lp-picture') ? [x, y] : null
}})"""
_IS_CHOSEN = f"""(at => {{
  const {{ doc, selection: {{ main }} }} = {VIEW}.state
  const {{ from, to }} = doc.lineAt(at)
  return main.from === from && main.to === to
}})"""
_CHOOSE = f"""(at => {{
  const {{ from, to }} = {VIEW}.state.doc.lineAt(at)
  {VIEW}.dispatch({{ selection: {{ anchor: from, head: to }}, userEvent: 'select.pointer' }})
}})"""
# Not where a picture has come under the mouse meanwhile.
_IS_CLICKED = f"""((at, [x, y]) => {{
  const {{ doc, selection }} = {VIEW}.state
  const isPicture = document.elementFromPoint(x, y)?.closest('.lp-inline') != null
  return window.presses >= 3 && !isPicture && doc.lineAt(selection.main.head).from === doc.lineAt(at).from
}})"""
_HOLD = """((said, kind) => {
  addEventListener('copy', event => {
    event.clipboardData.setData(kind, said)
    event.preventDefault()
    event.stopPropagation()
  }, { once: true, capture: true })
  const held = document.body.appendChild(document.createElement('textarea'))
  held.id = 'held'
  held.value = said
  held.select()
})"""
_LET_GO = f"(document.querySelector('#held').remove(), {VIEW}.focus())"
_DRAG = f"""((from, to, into) => {{
  const view = {VIEW}
  const insert = view.state.sliceDoc(from, to)
  view.dispatch({{ changes: [{{ from, to }}, {{ from: into, insert }}], userEvent: 'move.drop' }})
}})"""

# As its button does, which is no place for a mouse on a screen that a list covers.
_INSERT_BOX = """(kind => {
  const name = kind === 'chiffres' ? 'figures' : `box:${kind}`
  document.querySelector(`#insert-menu [data-run="${name}"]`).click()
})"""
_OPEN_BOX = f"""(() => {{
  const view = {VIEW}
  const {{ head }} = view.state.selection.main
  const all = [...document.querySelectorAll('.lp-turn')]
  const above = all.filter(one => view.posAtDOM(one) <= head)
  above.at(-1).click()
}})()"""


# The middle of the first place that shows these words, once it stands still.
_WORDS = f"""(async words => {{
  const view = {VIEW}
  const find = () => {{
    const texts = document.createTreeWalker(view.contentDOM, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {{
      const at = texts.currentNode.data.indexOf(words)
      if (at < 0 || !texts.currentNode.parentElement.checkVisibility()) continue
      const range = document.createRange()
      range.setStart(texts.currentNode, at)
      range.setEnd(texts.currentNode, at + words.length)
      return range.getBoundingClientRect()
    }}
  }}
  let [still, top] = [0, NaN]
  for (let tries = 0; still < 4 && tries < 50; tries += 1) {{
    await new Promise(rest => setTimeout(rest, 40))
    const now = find()?.top
    still = now === top ? still + 1 : 0
    top = now
  }}
  const {{ left, right, bottom }} = find()
  return [Math.round((left + right) / 2), Math.round((top + bottom) / 2)]
}})"""
_BEGIN = f"""((insert, anchor, head) => {{
  const view = {VIEW}
  document.activeElement.blur()
  view.focus()
  view.dispatch({{ changes: {{ from: 0, to: view.state.doc.length, insert }}, selection: {{ anchor: 0 }} }})
  view.dispatch({{ selection: {{ anchor, head }}, userEvent: 'select.pointer', scrollIntoView: true }})
}})"""


def _call(function: str, *given: object) -> str:
    return f"{function}({', '.join(json.dumps(one) for one in given)})"


async def fill(page: Page, text: str) -> None:
    await page.evaluate(_call(_FILL, text))


async def begin(page: Page, text: str, anchor: int, head: int) -> None:
    """Another text, as others would write it, with the keyboard in it and what is selected."""
    await page.evaluate(_call(_BEGIN, text, anchor, head))


async def click_words(page: Page, words: str, times: int) -> None:
    """Press the first place that shows these words, so many times in a row."""
    await page.click_at(*await page.evaluate(_call(_WORDS, words)), times=times)


async def settled(page: Page, expected: str) -> str:
    """The text of the note, once it is as expected, or after six seconds."""
    told: str = await page.evaluate(_call(_SETTLED, expected))
    return told


async def changed(page: Page, before: str) -> str:
    """The text of the note, once it is another, or after two seconds."""
    told: str = await page.evaluate(_call(_CHANGED, before))
    return told


async def perform(page: Page, name: str, steps: list[dict[str, Any]]) -> None:
    """Do the steps of one of `web/src/hands/gestures.testing.ts`, as its name says where hands differ."""
    rest = steps
    if name.startswith("triple click"):
        at = steps[0]["select"][0]
        point = await page.evaluate(_call(_POINT, at))
        if point is not None and await _click_thrice(page, at, point):
            rest = steps[1:]
    elif name == "shift-home, type" and await page.evaluate(_call(_ON_FIRST_ROW, steps[0]["select"][1])):
        at = steps[0]["select"][1]
        rest = [{"select": [at, at]}, {"press": "Shift-Home"}, *steps[1:]]
    elif name == "home, type":
        await page.evaluate(_call(_SELECT_ON_FIRST_ROW, steps[0]["select"][0]))
        rest = steps[1:]
    held = ""
    for step in rest:
        held = await _perform(page, step, held)


async def _click_thrice(page: Page, at: int, point: list[int]) -> bool:
    """As a hand does that sees where it has clicked: again where the text moved, or the clicks were slow.

    False where the engine has counted no three, as on a busy machine: what the last ones chose is none of the
    gesture.
    """
    for _ in range(5):
        await page.click_at(*point, times=3)
        if await page.evaluate(_call(_IS_CLICKED, at, point)):
            return True
        found = await page.evaluate(_call(_POINT, at))
        if found is None:
            break
        point = found
    LOG.warning("no three clicks were counted at %d: the words are chosen without the mouse", at)
    return False


async def _perform(page: Page, step: dict[str, Any], held: str) -> str:
    """One step; gives the letters on the clipboard where they are known."""
    match step:
        case {"select": [anchor, head]}:
            await page.evaluate(_call(_SELECT, anchor, head))
        case {"choose": at}:
            await choose(page, at)
        case {"press": key}:
            await page.press(*_KEYS[key])
        case {"type": said}:
            await page.type(said)
        case {"cut": _}:
            await page.press(CONTROL, "x")
            return "cut"
        case {"paste": said}:
            if not held:
                await hold(page, said)
            await page.press(CONTROL, "v")
        case {"box": kind}:
            await _box(page, kind)
        case {"drag": {"from": start, "to": end, "into": into}}:
            await page.evaluate(_call(_DRAG, start, end, into))
        case _:
            raise AssertionError(f"expected a step that a hand can do, and {step} came")
    return held


async def _box(page: Page, kind: str) -> None:
    """Choose a kind of box in the menu of the +, or take off the box of the caret in its own menu."""
    if kind:
        await page.evaluate(_call(_INSERT_BOX, kind))
        return
    await page.evaluate(_OPEN_BOX)
    await page.evaluate("document.querySelector('.menu.boxes [role=menuitem]').click()")


async def choose(page: Page, at: int) -> None:
    """Press the picture over the line that begins at `at`."""
    point = await page.evaluate(_call(_PICTURE, at))
    if point is not None:
        await page.click_at(*point, times=1)
    if point is None or not await page.evaluate(_call(_IS_CHOSEN, at)):
        LOG.warning("no press chose the picture at %d: it is chosen without the mouse", at)
        await page.evaluate(_call(_CHOOSE, at))


async def hold(page: Page, said: str, kind: str = "text/plain") -> None:
    """Put something on the clipboard, as another program would."""
    await page.evaluate(_call(_HOLD, said, kind))
    await page.press(CONTROL, "c")
    await page.evaluate(_LET_GO)
