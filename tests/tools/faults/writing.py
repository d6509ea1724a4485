"""What people do to a text, as acts of a sitting."""

import asyncio

from tests.journeys.pasting import paste
from tests.journeys.writer import VIEW
from tests.tools.faults.seat import PATIENCE_MS, Seat

# A note that people read is no longer than that: where it is, more is deleted.
_LONGEST = 12_000


async def type_words(seat: Seat) -> None:
    await seat.put_caret()
    await seat.writer.type(" " + seat.words() + seat.chance.choice(("", "", ".\n\n", "\n- ")))


async def delete(seat: Seat) -> None:
    most = 40 if len(await seat.writer.text()) < _LONGEST else 900
    await seat.page.evaluate(
        f"""([at, most]) => {{
          const view = {VIEW}
          const from = Math.floor(at * view.state.doc.length)
          const to = Math.min(view.state.doc.length, from + most)
          view.dispatch({{ changes: {{ from, to }}, userEvent: 'delete.selection' }})
        }}""",
        [seat.chance.random(), seat.chance.randint(1, most)],
    )


async def undo(seat: Seat) -> None:
    for _ in range(seat.chance.randint(1, 4)):
        await seat.page.keyboard.press(seat.chance.choice(("Control+z", "Control+z", "Control+y")))


async def mark(seat: Seat) -> None:
    """Bold, italic or a link over some words, or another kind of line."""
    await seat.put_caret(seat.chance.randint(1, 12))
    commands = ("bold", "italic", "strike", "kind:h2", "bullet", "number", "task", "quote")
    await seat.page.locator(f'#toolbar [data-run="{seat.chance.choice(commands)}"]').evaluate(
        "one => one.click()"
    )


async def write_in_table(seat: Seat) -> None:
    """In a cell, whichever, and in the next ones; in a new table where there is none."""
    cells = seat.page.locator(".cm-content .lp-cell")
    if not await cells.count():
        await seat.put_caret()
        await seat.page.locator('#toolbar [data-run="table"]').evaluate("one => one.click()")
        return
    await seat.press(".cm-content .lp-cell")
    for _ in range(seat.chance.randint(1, 3)):
        await seat.writer.type(seat.words(2))
        await seat.page.keyboard.press(seat.chance.choice(("Tab", "Tab", "Shift+Tab", "Enter", "ArrowUp")))


async def change_table(seat: Seat) -> None:
    """A row or a column more or less, by the menu."""
    await seat.press(".cm-content .lp-cell")
    await seat.press("#table-tools:not([hidden])")
    await seat.press("#table-menu:popover-open button:not(:disabled)")


async def slash(seat: Seat) -> None:
    """A block by its name after a slash."""
    await seat.put_caret()
    await seat.writer.type("\n\n/" + seat.chance.choice(("tab", "retenir", "titre", "ligne", "zzz")))
    await seat.page.keyboard.press(seat.chance.choice(("Enter", "Enter", "Escape")))


async def paste_something(seat: Seat) -> None:
    await seat.put_caret()
    said = seat.words()
    html = seat.chance.choice(
        (
            f"<h2>{said}</h2><p><b>{said}</b> et <i>{said}</i></p><ul><li>{said}</li></ul>",
            f"<table><tr><th>{said}</th><th>2</th></tr><tr><td>3</td><td>{said}</td></tr></table>",
            "",
        )
    )
    await paste(seat.page, html=html, text=said)


async def replace(seat: Seat) -> None:
    """One place or all, of two words that stand together a few times in a note, or nowhere."""
    await seat.page.locator(".cm-content").focus()
    await seat.page.keyboard.press("Control+f")
    form = seat.page.get_by_role("search")
    await form.get_by_role("textbox", name="Rechercher").fill(
        f"{seat.words(1)} {seat.words(1)}", timeout=PATIENCE_MS
    )
    await form.get_by_role("textbox", name="Remplacer par").fill(seat.words(1), timeout=PATIENCE_MS)
    button = form.get_by_role("button", name=seat.chance.choice(("Remplacer", "Tout remplacer")), exact=True)
    await button.click(timeout=PATIENCE_MS)
    if seat.chance.random() < 0.8:
        await seat.page.keyboard.press("Escape")


async def compose(seat: Seat) -> None:
    """By a keyboard that composes, and perhaps lets go before the end."""
    await seat.put_caret()
    keys = await seat.page.context.new_cdp_session(seat.page)
    for made in seat.chance.choice((("^", "ê"), ("k", "か", "漢字"), ("م", "مر"), ("ㅎ", "하", "한"))):
        await keys.send(
            "Input.imeSetComposition",
            {"text": made, "selectionStart": len(made), "selectionEnd": len(made)},
        )
        await asyncio.sleep(seat.chance.uniform(0, 0.2))
    ending = seat.chance.random()
    if ending < 0.7:
        await keys.send("Input.insertText", {"text": made})
    elif ending < 0.9:
        await keys.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    else:
        await seat.page.keyboard.press("Tab")
    await keys.detach()


async def drag(seat: Seat) -> None:
    """Presses in the text and lets go somewhere else, as one selects."""
    box = await seat.page.locator(".cm-content").bounding_box()
    size = seat.page.viewport_size
    if not box or not size:
        return
    mouse = seat.page.mouse
    wide = int(min(box["width"], size["width"]))
    x = max(0, int(box["x"]))
    await mouse.move(x + seat.chance.randrange(wide), seat.chance.randint(200, size["height"] - 60))
    await mouse.down()
    await mouse.move(x + seat.chance.randrange(wide), seat.chance.randint(200, size["height"] - 60))
    await mouse.up()
