"""What people do beside writing, as acts of a sitting: talk, look, print, turn the screen, lose the line."""

import asyncio
from base64 import b64encode

from tests.images import drawing
from tests.tools.faults import writing
from tests.tools.faults.seat import PATIENCE_MS, Seat, settled

_PASTE_PICTURE = """content => {
  const clipboardData = new DataTransfer()
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
  clipboardData.items.add(new File([bytes], 'plan.png', { type: 'image/png' }))
  const text = document.querySelector('.cm-content')
  text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}"""


async def comment(seat: Seat) -> None:
    """On some words, or as a proposal of others."""
    await seat.put_caret(seat.chance.randint(1, 30))
    await seat.page.keyboard.press("Control+Alt+m")
    draft = seat.page.locator("#threads .draft")
    await draft.wait_for(timeout=PATIENCE_MS)
    if seat.chance.random() < 0.4:
        await draft.get_by_label("Proposer une modification").check(timeout=PATIENCE_MS)
        await draft.get_by_label("Remplacer par").fill(seat.words(3), timeout=PATIENCE_MS)
    await draft.locator("textarea[name=text]").fill(seat.words(), timeout=PATIENCE_MS)
    await draft.get_by_role("button", name="Envoyer").click(timeout=PATIENCE_MS)


async def answer(seat: Seat) -> None:
    """To a thread, whichever; or a word to everybody."""
    await _open_threads(seat)
    await seat.press("#threads li.thread")
    field = seat.page.locator("#threads form.say textarea").first
    await field.fill(seat.words(), timeout=PATIENCE_MS)
    await field.press("Enter")


async def settle(seat: Seat) -> None:
    """Threads are ended, proposals taken or refused; as many as people leave open stay."""
    await _open_threads(seat)
    for _ in range(seat.chance.randint(1, 4)):
        await seat.press("#threads li.thread")
        await seat.press("#threads [aria-current=true] :is(.duo .btn, .acts .link:last-child)")
    if seat.chance.random() < 0.6:
        await seat.choose("comments")


async def put_picture(seat: Seat) -> None:
    await seat.put_caret()
    await seat.page.evaluate(_PASTE_PICTURE, b64encode(drawing()).decode())
    dialog = seat.page.get_by_role("dialog", name="Insérer une image")
    await dialog.get_by_label("Légende").fill(seat.words(3), timeout=PATIENCE_MS)
    await dialog.get_by_role("button", name="Insérer").click(timeout=PATIENCE_MS)
    await dialog.wait_for(state="detached", timeout=PATIENCE_MS)


async def restore(seat: Seat) -> None:
    """The note as it was some steps ago, while the others go on."""
    async with seat.beside("/history") as page:
        await page.locator("#versions li").first.wait_for()
        await page.get_by_role("slider", name="Instant montré").focus()
        for _ in range(seat.chance.randint(1, 6)):
            await page.keyboard.press("ArrowLeft")
        button = page.get_by_role("button", name="Restaurer").first
        await button.click(timeout=PATIENCE_MS)
        await page.get_by_role("dialog").get_by_role("button", name="Restaurer").click(timeout=PATIENCE_MS)
        await settled(page)


async def look_at_print(seat: Seat) -> None:
    async with seat.beside("/print") as page:
        await settled(page)


async def read(seat: Seat) -> None:
    """As a reader, in larger letters."""
    async with seat.beside("?view=read") as page:
        await page.get_by_role("button", name="Texte plus grand").click(timeout=PATIENCE_MS)


async def look(seat: Seat) -> None:
    """Into what opens over the text, and out again."""
    await seat.choose(seat.chance.choice(("card", "status", "editions", "picture", "shortcuts")))
    await asyncio.sleep(0.2)
    await seat.page.keyboard.press("Escape")


async def change_status(seat: Seat) -> None:
    await seat.choose("status")
    await seat.page.locator("dialog.status").wait_for(timeout=PATIENCE_MS)
    await seat.press("dialog.status .steps button:not(:disabled)")


async def turn_colours(seat: Seat) -> None:
    await seat.choose("authors")


async def turn_plain(seat: Seat) -> None:
    await seat.page.locator("#plain").evaluate("box => box.click()")


async def follow(seat: Seat) -> None:
    """Somebody, for a moment."""
    await seat.press("#people button.avatar[aria-pressed]")
    await asyncio.sleep(seat.chance.uniform(0.2, 2))
    await seat.page.keyboard.press("Escape")


async def scroll(seat: Seat) -> None:
    for _ in range(seat.chance.randint(1, 6)):
        await seat.page.evaluate(
            "by => document.querySelector('.doc').scrollBy(0, by)", seat.chance.randint(-900, 900)
        )
        await asyncio.sleep(0.05)


async def turn_screen(seat: Seat) -> None:
    """A phone is turned, the window of a desk made narrow; and back."""
    size = seat.page.viewport_size
    if not size:
        return
    width, height = (size["height"], size["width"]) if size["width"] < 800 else (700, size["height"])
    await seat.page.set_viewport_size({"width": width, "height": height})
    await writing.type_words(seat)
    await seat.page.set_viewport_size(size)


async def lose_line(seat: Seat) -> None:
    """And goes on writing, until it is back."""
    await seat.break_line()
    try:
        for _ in range(seat.chance.randint(0, 4)):
            await seat.chance.choice((writing.type_words, writing.delete, writing.undo, writing.mark))(seat)
            await asyncio.sleep(seat.chance.uniform(0, 1.5))
    finally:
        seat.mend()


async def _open_threads(seat: Seat) -> None:
    if await seat.page.locator("#comments").is_hidden():
        await seat.choose("comments")
