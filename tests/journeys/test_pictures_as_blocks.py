"""A picture is a block under keys, mouse and finger: chosen, sized, described, deleted; no sign is seen."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.images import drawing
from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.site import Site
from tests.journeys.writer import VIEW, Writer

_SHOWS_SIGNS = """() => [...document.querySelectorAll('.cm-line')]
  .some(line => /!\\[|\\]\\(|\\{width/.test(line.innerText))"""


async def _picture(page: Page, link: str) -> str:
    """The address of a picture that is given to a note."""
    answer = await page.request.post(
        f"{link}/images?name=a.png",
        data=drawing(),
        headers={"content-type": "application/octet-stream", "accept": "application/json"},
    )
    address: str = (await answer.json())["address"]
    return address


async def _with_picture(site: Site, invite: Invite, text: str, **screen: Any) -> tuple[Writer, str, str]:
    """A note whose `@` are the address of a picture: its writer, its text, and that address."""
    link = (await site.new_note("# Fret\n"))["edit"]
    writer = await invite(link, "Anna", **screen)
    address = await _picture(writer.page, link)
    said = text.replace("@", address)
    await writer.page.evaluate(
        f"said => {VIEW}.dispatch({{ changes: {{ from: 0, to: {VIEW}.state.doc.length, insert: said }} }})",
        said,
    )
    return writer, said, address


NOTE = "# Fret\n\navant\n\n![Le quai](@)\n\naprès\n"


async def _press(page: Page, keys: Sequence[str]) -> None:
    for key in keys:
        await page.keyboard.press(key)


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("clicks", "keys", "left"),
    [
        (1, ["Delete"], "avant\n\n\naprès"),
        (1, ["Backspace"], "avant\n\n\naprès"),
        (1, ["Enter", "X"], "![Le quai](@)\n\nX\n\naprès"),
        (1, ["X"], "![Le quai](@)\n\nX\n\naprès"),
        (2, ["X"], "![Le quai](@)\n\nX\n\naprès"),
        (3, ["X"], "![Le quai](@)\n\nX\n\naprès"),
        (1, ["ArrowRight", "X"], "![XLe quai](@)\n\naprès"),
    ],
)
async def test_a_press_chooses_a_picture_and_no_key_shows_its_signs(
    site: Site, invite: Invite, clicks: int, keys: list[str], left: str
) -> None:
    writer, text, address = await _with_picture(site, invite, NOTE)
    page = writer.page
    await page.locator(".lp-picture img").click(click_count=clicks)
    await expect(page.locator(".lp-chosen")).to_have_count(1)
    await _press(page, keys)
    await writer.sees(left.replace("@", address))
    assert not await page.evaluate(_SHOWS_SIGNS)
    while await writer.text() != text:
        await page.keyboard.press("Control+z")


async def test_keys_beside_a_picture_choose_it_first_and_say_so(site: Site, invite: Invite) -> None:
    writer, text, address = await _with_picture(site, invite, NOTE)
    page = writer.page
    said = page.get_by_text("image, légende «\u202fLe quai\u202f», choisie")
    for place, after, key in (("après", False, "Backspace"), ("avant", True, "Delete")):
        await writer.put_caret(place, after=after)
        await page.keyboard.press(key)
        await expect(page.locator(".lp-chosen")).to_have_count(1)
        await expect(said).to_have_count(1)
        assert await writer.text() == text
        await page.keyboard.press(key)
        await writer.sees("avant\n\n\naprès")
        await page.keyboard.press("Control+z")
        assert await writer.text() == text
    await writer.put_caret("Le quai", after=True)
    await _press(page, ["Enter", "X"])
    await writer.sees(f"![Le quai]({address})\n\nX\n\naprès")
    assert not await page.evaluate(_SHOWS_SIGNS)


async def test_the_tools_set_the_width_the_caption_and_the_end(site: Site, invite: Invite, axe: str) -> None:
    writer, _, address = await _with_picture(site, invite, NOTE)
    page = writer.page
    tools = page.get_by_role("toolbar", name="Cette image")
    await expect(tools).to_be_hidden()
    await page.locator(".lp-picture img").click()
    await expect(tools).to_be_visible()
    assert await writer.violations(axe) == []
    await tools.get_by_role("button", name="Largeur\u00a0: 50").click()
    await writer.sees(f"![Le quai]({address}){{width=50%}}\n")
    await expect(tools.get_by_role("button", name="Largeur\u00a0: 50")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert not await page.evaluate(_SHOWS_SIGNS)
    # By keys: Tab leads to them, and Escape back to the picture.
    await page.keyboard.press("Tab")
    await expect(tools.get_by_role("button", name="Sa taille")).to_be_focused()
    await page.keyboard.press("Enter")
    await writer.sees(f"![Le quai]({address})\n\naprès")
    await page.keyboard.press("Escape")
    await expect(page.locator(".cm-content")).to_be_focused()
    await tools.get_by_role("button", name="Écrire la légende").click()
    await writer.type(" au nord")
    await writer.sees(f"![Le quai au nord]({address})")
    await page.locator(".lp-picture img").click()
    await tools.get_by_role("button", name="Supprimer").click()
    await writer.sees("avant\n\n\naprès")
    await expect(tools).to_be_hidden()


@pytest.mark.whole
async def test_a_tap_chooses_and_no_picture_is_wider_than_its_screen(site: Site, invite: Invite) -> None:
    everywhere = NOTE + (
        "\nMot ![dedans](@) fin ![](@){width=25%}\n\n- item ![](@) fin\n\n> ![cité](@)\n\n"
        "| a | b |\n| --- | --- |\n| ![](@) | d |\n\n"
        "ligne\n![milieu](@)\nligne\n\n::: retenir\n![](@)\n:::\n"
    )
    writer, text, _ = await _with_picture(site, invite, everywhere, **PHONE)
    page = writer.page
    assert not await page.evaluate(_SHOWS_SIGNS)
    await page.locator(".lp-picture img").first.tap()
    await expect(page.locator(".lp-chosen")).to_have_count(1)
    await expect(page.get_by_role("toolbar", name="Cette image")).to_be_visible()
    assert await writer.text() == text
    link = page.url.partition("?")[0]
    for width in (320, 390, 1440):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.goto(f"{link}?view=edit")
        await expect(page.locator(".lp-picture img").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.goto(f"{link}?view=read")
        pictures = page.locator(".prose img")
        await expect(pictures).to_have_count(8)
        widest = await pictures.evaluate_all(
            "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
        )
        assert 0 < widest <= width
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_cells_of_a_sheet_become_lines_of_a_chart(site: Site, invite: Invite) -> None:
    chart = "# Fret\n\n```graphique Trafic\nAvant;10\n```\n\nfin\n"
    writer, _, _ = await _with_picture(site, invite, chart, permissions=["clipboard-read", "clipboard-write"])
    page = writer.page
    await writer.put_caret("Avant;10", after=True)
    await page.evaluate(
        """([html, text]) => navigator.clipboard.write([new ClipboardItem({
          'text/html': new Blob([html], { type: 'text/html' }),
          'text/plain': new Blob([text], { type: 'text/plain' }),
        })])""",
        [
            "<table><tr><td>2019</td><td>120,5</td></tr><tr><td>2020</td><td>1 200,25</td></tr></table>",
            "2019\t120,5\r\n2020\t1 200,25\r\n",
        ],
    )
    await page.keyboard.press("Control+v")
    await writer.sees("Avant;10\n2019;120,5\n2020;1 200,25\n```")
    await writer.put_caret("fin")
    await expect(page.locator(".lp-chart")).to_contain_text("1 200,25")
    await page.keyboard.press("Backspace")
    await expect(page.locator(".lp-chart")).to_have_count(1)
    await writer.sees("2020;1 200,25\n```\n\nfin")
    await page.keyboard.press("Backspace")
    await writer.sees("# Fret\n\n\nfin")
