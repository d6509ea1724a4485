"""Pictures are pasted, dropped or chosen; the text shows them, and they do not say where they were taken."""

import io
from base64 import b64encode
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.images import drawing
from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.photographs import GIVE, MAKER, photograph
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, VIEW, fetched

# What leaves the device, and how large it is.
REMEMBER = """() => {
  const { send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.send = function (body) {
    window.sent = body
    return send.call(this, body)
  }
}"""
SIZE = (
    "async () => { const { width, height } = await createImageBitmap(window.sent); return [width, height] }"
)
NOTE = "# Fret\n\nUn quai.\n\nFin.\n"


async def give(page: Page, kind: str, *files: tuple[str, str, bytes | int]) -> None:
    """Paste or drop files on the line of the quay; a number is a file of so many bytes."""
    held = [
        (name, type_, content if isinstance(content, int) else b64encode(content).decode())
        for name, type_, content in files
    ]
    await page.evaluate(GIVE, [kind, held])


async def test_a_dropped_photograph_is_made_small_described_and_seen_without_its_place(
    site: Site, invite: Invite, axe: str
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    writer = await invite(link, "Anna")
    page = writer.page
    await page.evaluate(REMEMBER)
    dialog = page.get_by_role("dialog", name="Insérer une image")
    await give(page, "drop", ("quai.jpg", "image/jpeg", photograph()))
    await expect(dialog.locator("figure img")).to_be_visible()
    await expect(dialog.get_by_label("Légende")).to_be_focused()
    assert await writer.violations(axe) == []
    await dialog.get_by_label("Légende").fill("Le quai [vu\tdu train]")
    await dialog.get_by_role("button", name="Insérer").click()
    await expect(dialog).to_have_count(0)

    await writer.sees("# Fret\n\nUn quai.\n\n![Le quai vu du train](image/")
    await writer.sees(")\n\n\nFin.\n")
    assert await page.evaluate(SIZE) == [2400, 1600]
    shown = page.locator("#editor").get_by_role("img", name="Le quai vu du train")
    await expect(shown).to_be_visible()
    answer = await page.request.get(str(await shown.evaluate("image => image.src")))
    kept = await answer.body()
    assert MAKER not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    await writer.sees_state(SAVED)
    await page.goto(f"{link}?view=read")
    await expect(page.get_by_role("img", name="Le quai vu du train")).to_be_visible()


async def test_the_caption_is_written_without_its_marks_and_nothing_moves(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note(NOTE))["edit"], "Anna")
    page = writer.page
    dialog = page.get_by_role("dialog", name="Insérer une image")
    await give(page, "paste", ("image.png", "image/png", drawing()))
    await dialog.get_by_label("Légende").fill("Un plan")
    await page.keyboard.press("Enter")
    await writer.sees("![Un plan](image/")
    await writer.put_caret("Fin")
    caption = page.locator(".lp-caption")
    await expect(caption).to_have_text("Un plan")
    end = page.locator(".cm-line", has_text="Fin.")
    before = await end.bounding_box()

    await writer.put_caret("Un plan", after=True)
    await expect(caption).to_have_text("Un plan")
    await writer.type(" du quai")
    await writer.sees("![Un plan du quai](image/")
    await expect(caption).to_have_text("Un plan du quai")
    await expect(page.get_by_role("img", name="Un plan du quai")).to_be_visible()
    assert await end.bounding_box() == before

    await page.evaluate(
        f"{VIEW}.dispatch({{changes: {{from: 0, insert: '![x](https://ailleurs.example/a.png)\\n\\n'}}}})"
    )
    await expect(page.locator("#editor .lp-picture img")).to_have_count(1)


@pytest.mark.whole
async def test_without_network_the_picture_and_its_words_stay(site: Site, invite: Invite, axe: str) -> None:
    writer = await invite((await site.new_note(NOTE))["edit"], "Anna", **PHONE)
    page = writer.page
    await fetched(page)
    dialog = page.get_by_role("dialog", name="Insérer une image")
    await page.get_by_role("button", name="Insérer une image").tap()
    field = dialog.get_by_label("Image", exact=True)
    assert await field.get_attribute("accept") == "image/*", (
        "a telephone offers its camera and its photographs"
    )
    photo: Any = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photograph(60, 40)}
    await field.set_input_files(photo)
    await dialog.get_by_label("Légende").fill("Le quai")
    await page.context.set_offline(True)
    await dialog.get_by_role("button", name="Insérer").tap()
    await expect(dialog.get_by_role("alert")).to_contain_text("l’image et sa description restent ici")
    assert await writer.violations(axe) == []
    await page.touchscreen.tap(5, 5)
    await page.context.set_offline(False)
    await dialog.get_by_role("button", name="Insérer").tap()
    await writer.sees("![Le quai](image/")


async def test_files_that_are_no_pictures_say_why_and_let_the_others_through(
    site: Site, invite: Invite
) -> None:
    writer = await invite((await site.new_note(NOTE))["edit"], "Anna")
    page = writer.page
    dialog = page.get_by_role("dialog", name="Insérer une image")
    alert = dialog.get_by_role("alert")
    await give(page, "drop", ("grande.png", "image/png", 65 << 20))
    await expect(alert).to_contain_text("« grande.png » pèse plus de 64 Mo")
    await page.keyboard.press("Escape")
    await give(
        page,
        "drop",
        ("note.pdf", "application/pdf", b"%PDF"),
        ("a.png", "image/png", drawing()),
        ("b.jpg", "image/jpeg", photograph(60, 40)),
    )
    await expect(alert).to_contain_text("« note.pdf » n’est pas une image")
    for name, place in (("a.png", "2 sur 3"), ("b.jpg", "3 sur 3")):
        await expect(dialog.locator("figcaption")).to_have_text(f"{name} · {place}")
        await dialog.get_by_label("Légende").fill(name)
        await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    await writer.sees("![b.jpg](image/")
    assert (await writer.text()).index("![a.png](") < (await writer.text()).index("![b.jpg](")
